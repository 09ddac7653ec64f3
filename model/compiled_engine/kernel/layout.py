"""Define the arrays that the compiled engine works on: the type and shape of each.

Sizes: S steps, N = S + ways out, T transitions, B age bands, G groups, P programmes, L lines for places and
slots, K days on which the calendar changes something, C children at once, D most transitions off one step.
A *clock* is that of the reviews by staff of one group on one step.
A *level* is how many of the world's birthdays a child has had. *Periods* are months, cut where a programme's
cost begins or ends within one.
"""

from typing import NamedTuple

import numpy as np

from model.compiled_engine.kernel.records import (
    CHILD,
    CLOCK,
    COSTLY_STAY,
    ENROLMENT,
    HELP,
    HOUSEHOLD_BAND,
    HOUSEHOLD_STREAM,
    HOUSEHOLD_STRIP,
    HOUSEHOLD_TERMS,
    INSTITUTION_STAY,
    LENGTH,
    LENGTH_POINT,
    LIMIT,
    LINE,
    NEWS,
    PERSON,
    POINT,
    PROGRAMME,
    PURSE,
    READINESS,
    REROUTE,
    RESIZE,
    REVIEW_CLOCK,
    REVIEW_PIECE,
    REVIEWED_BY,
    SELECTION,
    SIBLING_STAY,
    SOJOURN,
    SPREAD,
    STANDING_CELL,
    STAY_LIMIT,
    STEP,
    STOCK,
    STRIP,
    TRANSITION,
    TURN,
    WAIT,
)


class TableLayout(NamedTuple):
    """Element type and number of axes of one of the arrays."""

    dtype: np.dtype[np.void] | type[np.generic]
    axes: int


_INT, _DAYS, _FLAG = np.int64, np.float64, np.bool_

WORLD = {
    "steps": TableLayout(STEP, 1),  # [S]
    "transitions": TableLayout(TRANSITION, 1),  # [T], step by step: what races, then where a plan leads
    "lengths_planned": TableLayout(LENGTH, 3),  # [step with planned stays, B, G]
    "points_planned": TableLayout(LENGTH_POINT, 1),  # as in `model.world.planned_stays.Length`
    "limits": TableLayout(LIMIT, 1),  # step by step
    "ages": TableLayout(np.float64, 1),  # birthdays that matter, in years; [level]
    "band_at": TableLayout(_INT, 1),  # [level]
    "admits": TableLayout(_FLAG, 2),  # whether the last birthday lets a child stand there; [level, S]
    "speeds": TableLayout(np.float64, 4),  # rates with the effects for everyone; [row, B, G, T]
    "speeds_row": TableLayout(_INT, 1),  # row of `speeds` by how many calendar days have passed; [K + 1]
    "programmes": TableLayout(PROGRAMME, 1),  # [P]
    "eligible": TableLayout(_FLAG, 4),  # [P, level, S, G]
    "during": TableLayout(np.float64, 4),  # multipliers; [P, T, B, G]
    "lasting": TableLayout(np.float64, 4),  # multipliers; [P, T, B, G]
    "reroutes": TableLayout(REROUTE, 1),
    "reroutes_from": TableLayout(_FLAG, 4),  # whether a reroute acts; [reroute, T, B, G]
    "line_size": TableLayout(np.float64, 1),  # places or slots at the start; [L]
    "line_turn": TableLayout(_INT, 1),  # purpose of a line: 0 places, 1 + programme slots; [L]
    "line_rank": TableLayout(_INT, 2),  # which of a line's queues a group stands in; [L, G]
    "calendar": TableLayout(_DAYS, 1),  # days on which something changes; [K]
    "calendar_looks": TableLayout(_INT, 1),  # the next that changes more than a number of places; [K + 1]
    "calendar_at": TableLayout(_INT, 1),  # how many have passed at the beginning of a day; [day]
    "resizes": TableLayout(RESIZE, 1),  # by day
    "shares": TableLayout(np.float64, 2),  # phase-in of each programme's change for everyone; [K + 1, P]
    "strips": TableLayout(STRIP, 1),  # of every inflow, as in `model.world.arrivals`
    "pieces_from": TableLayout(_DAYS, 1),  # pieces of constant inflow, stream by stream
    "pieces_rate": TableLayout(np.float64, 2),  # arrivals per year; [piece, G]
    "group_shares": TableLayout(np.float64, 2),  # cumulated; [row, G]
    "stock": TableLayout(STOCK, 1),  # by identity
    "standing": TableLayout(_INT, 2),  # cells of ages of a group of a count, first until last; [row, 2]
    "standing_cells": TableLayout(STANDING_CELL, 1),  # cells of ages and of times on the step
    "reroutes_outside": TableLayout(_FLAG, 4),  # whether one acts on who comes; [reroute, S, B, G]
    "household_terms": TableLayout(HOUSEHOLD_TERMS, 1),  # [1], [0] without households
    "household_sizes": TableLayout(np.float64, 1),  # cumulated shares of households; [most children]
    "household_streams": TableLayout(HOUSEHOLD_STREAM, 1),  # as in `model.world.household_arrivals`
    "household_bands": TableLayout(HOUSEHOLD_BAND, 1),  # stream by stream
    "household_strips": TableLayout(HOUSEHOLD_STRIP, 1),
    "together_from": TableLayout(_FLAG, 2),  # whether siblings move there from a step; [S, S]
    "sibling_heads": TableLayout(np.uint64, 2),  # of identities; [household stream, number of the child]
    "review_pieces": TableLayout(REVIEW_PIECE, 1),  # as in `model.world.reviews.ReviewClock`, step by step
    "reviewed_by": TableLayout(REVIEWED_BY, 1),  # the staff of each clock, group by group of each step
    "review_intervals": TableLayout(_DAYS, 2),  # days between reviews by staff; [K + 1, clock]
    "capacities": TableLayout(np.float64, 2),  # children that each staff can have; [K + 1, staff]
    "plain_rates": TableLayout(np.float64, 3),  # without programmes, where there are reviews; [B, G, T]
}
"""Arrays of one world; a run does not change them."""

GRID = {
    "edges": TableLayout(_DAYS, 1),  # [period + 1]
    "edge_ticks": TableLayout(_INT, 1),  # the same in ticks
    "period_at": TableLayout(_INT, 1),  # period at the beginning of a day; [day]
    "month_of": TableLayout(_INT, 1),  # [period + 1]; the last is the number of months
    "year_of": TableLayout(_INT, 1),  # [month + 1]; the last is the number of years
    "year_ends": TableLayout(_DAYS, 1),  # [year]
    "institution": TableLayout(_FLAG, 1),  # [S]
    "windows_steps": TableLayout(_FLAG, 2),  # [window, S]
    "windows_periods": TableLayout(_FLAG, 2),  # [window, period]
    "costly": TableLayout(_FLAG, 1),  # whether a stay counts towards reimbursement; [S]
    "per_day_dkk": TableLayout(np.float64, 2),  # [period, S]
    "dearest_dkk": TableLayout(np.float64, 1),  # highest cost of the days on a step in any one month; [S]
    "start_dkk": TableLayout(np.float64, 1),  # [S]
    "limits_dkk": TableLayout(np.float64, 1),  # [3]
    "stay_limits": TableLayout(STAY_LIMIT, 1),
    "spreads": TableLayout(SPREAD, 1),  # costs that differ between children; [spread]
    "spreads_dkk": TableLayout(np.float64, 2),  # of the average child a day; [spread, period]
    "spreads_factors": TableLayout(np.float64, 2),  # as many as the spread has; [spread, most of them]
    "spreads_groups": TableLayout(_FLAG, 2),  # whether it is for the group; [spread, G]
    "selections": TableLayout(SELECTION, 1),  # step by step
    "selections_from": TableLayout(_INT, 1),  # those of a step: its own until the next one's; [S + 1]
    "selections_groups": TableLayout(_FLAG, 2),  # whether the group's days count; [selection, G]
}
"""Arrays of the counting: periods, months, years, and prices of reimbursable steps."""

STATE = {
    "children": TableLayout(CHILD, 1),  # [C], a slot for each child that has events ahead
    "clocks": TableLayout(CLOCK, 2),  # [C, D]
    "helps": TableLayout(HELP, 2),  # enrolment of each child in each programme; [C, P]
    "helps_order": TableLayout(_INT, 2),  # programmes in the order they asked the child; [C, P]
    "turns": TableLayout(TURN, 2),  # for a place, and for a slot of each programme; [C, 1 + P]
    "points": TableLayout(POINT, 1),  # the next of each strip
    "lines": TableLayout(LINE, 1),  # [L]
    "heads": TableLayout(_INT, 2),  # [L, G + 1]
    "tails": TableLayout(_INT, 2),  # [L, G + 1]
    "agenda_day": TableLayout(_DAYS, 1),  # a binary heap of the children's next events; [C]
    "agenda_slot": TableLayout(np.int32, 1),  # [C]
    "agenda_at": TableLayout(np.int32, 1),  # where a slot is in the heap; [C]
    "news": TableLayout(NEWS, 1),  # places given back and granted at this instant, not handled yet
    "household_points": TableLayout(POINT, 1),  # the next of each household strip
    "families_of_stock": TableLayout(_INT, 1),  # slots of the households of several; [purse]
    "readiness": TableLayout(READINESS, 1),  # [C]
    "review_clocks": TableLayout(REVIEW_CLOCK, 1),  # [clock]
    "ready": TableLayout(np.int32, 2),  # children who are ready, in no order; [clock, C]
    "cases": TableLayout(_INT, 2),  # children that each staff has, by their rank in the order; [staff, rank]
}
"""The state of one replication at this instant."""

LOG = {
    "log_people": TableLayout(PERSON, 1),
    "log_stays": TableLayout(SOJOURN, 1),
    "log_waits": TableLayout(WAIT, 1),
    "log_enrolments": TableLayout(ENROLMENT, 1),
}
"""The event log of one replication, if records are wanted."""

SUMS = {
    "whole": TableLayout(_INT, 2),  # children there for whole periods, as differences; [period + 1, lane]
    "ticks": TableLayout(_INT, 2),  # ticks of children there for part of a period; [period, lane]
    "first_formerly": TableLayout(_INT, 1),  # children who first leave an institution; [year + 1]
    "institution_stays": TableLayout(INSTITUTION_STAY, 1),
    "costly_stays": TableLayout(COSTLY_STAY, 1),
    "purses": TableLayout(PURSE, 1),
    "money": TableLayout(_INT, 2),  # cost of one purse, and of its starts, in grains; [2, month]
    "paid": TableLayout(_INT, 1),  # grains; [month]
    "sibling_stays": TableLayout(SIBLING_STAY, 1),  # of children who share a purse
    "lengths": TableLayout(_DAYS, 1),  # scratch space to sort in
}
"""Sums of one replication."""

COUNTS = {
    "person_days": TableLayout(np.float64, 2),  # [month, S]
    "starts": TableLayout(_INT, 2),  # [month, S]
    "ends": TableLayout(_INT, 2),  # [month, S]
    "ended_within": TableLayout(_INT, 2),  # [month, stay limit]
    "moves": TableLayout(_INT, 3),  # [month, S, N]
    "waiting_days": TableLayout(np.float64, 3),  # [month, S, on a step or outside]
    "enrolled_days": TableLayout(np.float64, 2),  # [month, P]
    "enrolments": TableLayout(_INT, 2),  # [month, P]
    "window_days": TableLayout(np.float64, 2),  # [month, window]
    "present": TableLayout(_INT, 2),  # [year, S]
    "formerly": TableLayout(_INT, 2),  # [year, N + 1]
    "stay_days": TableLayout(np.float64, 2),  # [year, 4]
    "reimbursed_dkk": TableLayout(np.float64, 1),  # [month]
    "household_days": TableLayout(np.float64, 2),  # [month, S]
}
"""The counts of one replication, as in `model.results.tally.Tally`."""

MOST_AXES = 4
TABLES = WORLD | GRID | STATE | LOG | SUMS | COUNTS

_WHOLE = (
    "households",  # of several children in the stock
    "counting",  # whether GRID, SUMS and COUNTS are there
    "logging",  # whether LOG is there
    "used",  # slots of children ever used
    "free",  # head of the free slots
    "agenda",  # its size
    "news_from",
    "news_to",
    "people",  # rows in use: children who have begun,
    "stays",
    "waits",
    "enrolled",
    "institutional",
    "costly_used",
    "purses_used",
    "numbers",  # random numbers drawn
    "short_of",  # what ran out of room: run again with more
    "passed",  # days of the calendar
    "resized",  # rows of `resizes` that have been done
    "together_days",  # whether days of households are counted
    "sibling_stays_used",
    "coupled",  # whether what happens to a child may depend on where its siblings are
    "tells",  # whether households are told of children who come: some programme asks those with several
    "unsettled",  # whether the staff's children, or their number, changed at this instant
)
_REAL = ("horizon", "counted_days")
_KEYS = ("key_0", "key_1")

RUN = np.dtype(
    [
        ("address", np.int64, (len(TABLES),)),
        ("shape", np.int64, (len(TABLES), MOST_AXES)),
        *((name, np.int64) for name in _WHOLE),
        *((name, np.float64) for name in _REAL),
        *((name, np.uint64) for name in _KEYS),
    ]
)
"""The record of a run: the address and shape of every table, and single numbers."""

ENOUGH, ROOM, STREAM_ROOM = range(3)
"""Values of `short_of`."""
