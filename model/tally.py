"""Counting: what the records of one replication come to, by calendar month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.months import Months
from model.records import Records
from model.staircase import Staircase

Days = NDArray[np.float64]
Counts = NDArray[np.int64]

ON_A_STEP, OUTSIDE = 0, 1
"""Where a child waited: the last axis of `waiting_days`."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Days and events by calendar month; what nobody did is a zero.

    An event on the border of two months belongs to the later one. What happens from the horizon of the
    months on is left out, so that records of a longer simulation give the same earlier months.
    """

    person_days: Days
    """Days lived on each step after the start date; [month, step]."""
    starts: Counts
    """Stays that began after the start date, arrivals and moves alike; [month, step].

    The stays of the children who stand on a step at the start date did not begin in any month.
    """
    moves: Counts
    """Stays that ended, by destination; [month, step, index into `Staircase.names`]."""
    waiting_days: Days
    """Days waited for a place; [month, step waited for, `ON_A_STEP` or `OUTSIDE`].

    A wait lies whole where the child stood at its end: one that began outside and ended on a step is on a
    step. Days on a step are person-days of that step too.
    """
    enrolled_days: Days
    """Days in each programme; [month, programme]."""
    enrolments: Counts
    """Children who got into each programme; [month, programme]."""

    @property
    def ends(self) -> Counts:
        """Stays that ended, which a stay running at the horizon did not; [month, step]."""
        return np.asarray(self.moves.sum(axis=2))


def tally(records: Records, staircase: Staircase, months: Months, *, programmes: int) -> Tally:
    """Return the counts of one replication in a world with `programmes` programmes."""
    steps, names = len(staircase.steps), len(staircase.names)
    stays, waits = records.sojourns, records.waits
    ended = stays.destination >= 0
    moves = count_by_month(
        stays.end[ended],
        stays.step[ended] * names + stays.destination[ended],
        lanes=steps * names,
        months=months,
    )
    waiting = days_by_month(
        waits.start, waits.end, waits.step * 2 + (waits.origin < 0), lanes=steps * 2, months=months
    )
    came = stays.start > 0.0
    got_in = np.isfinite(records.enrolments.start)
    start, end = records.enrolments.start[got_in], records.enrolments.end[got_in]
    programme = records.enrolments.programme[got_in]
    return Tally(
        person_days=days_by_month(stays.start, stays.end, stays.step, lanes=steps, months=months),
        starts=count_by_month(stays.start[came], stays.step[came], lanes=steps, months=months),
        moves=moves.reshape(-1, steps, names),
        waiting_days=waiting.reshape(-1, steps, 2),
        enrolled_days=days_by_month(start, end, programme, lanes=programmes, months=months),
        enrolments=count_by_month(start, programme, lanes=programmes, months=months),
    )


def pieces(start: Days, end: Days, months: Months) -> tuple[Counts, Counts, Days]:
    """Cut intervals at the borders of months.

    Returns three columns with one entry for each piece: the index of its interval, its month, its days.
    What lies before the start date or from the horizon on is left out.
    """
    start, end = np.maximum(start, 0.0), np.minimum(end, months.horizon_days)
    inside = np.flatnonzero(start < end)
    start, end = start[inside], end[inside]
    first, last = months.index(start), np.searchsorted(months.edges, end) - 1
    number = last - first + 1
    stop = np.cumsum(number)
    interval = np.repeat(inside, number)
    month = np.arange(len(interval)) - np.repeat(stop - number - first, number)
    days = months.days[month]
    days[stop - number] -= start - months.edges[first]
    days[stop - 1] -= months.edges[last + 1] - end
    return interval, month, days


def days_by_month(start: Days, end: Days, lane: Counts, *, lanes: int, months: Months) -> Days:
    """Return how many days of the intervals in each lane lie in each month; [month, lane].

    `start`, `end` and `lane` have one entry for each interval.
    """
    interval, month, days = pieces(start, end, months)
    cells = np.bincount(month * lanes + lane[interval], days, minlength=months.count * lanes)
    return cells.reshape(months.count, lanes).astype(np.float64, copy=False)


def count_by_month(day: Days, lane: Counts, *, lanes: int, months: Months) -> Counts:
    """Return how many events in each lane fall in each month; [month, lane]."""
    month = months.index(day)
    inside = (month >= 0) & (month < months.count)
    cells = month[inside] * lanes + lane[inside]
    return np.bincount(cells, minlength=months.count * lanes).reshape(months.count, lanes)


def by_year(array: NDArray[np.float64] | Counts, months: Months) -> NDArray[np.float64]:
    """Return the sums over the months of each budget year; [month, ...] becomes [year, ...]."""
    first_months = np.searchsorted(months.year, months.years)
    return np.add.reduceat(np.asarray(array, dtype=np.float64), first_months, axis=0)


def full_year_persons(counts: Tally, months: Months) -> NDArray[np.float64]:
    """Return person-days over the days of the calendar year; [year, step].

    A partial budget year is divided by the whole calendar year, as a budget counts it: ten children for
    half a year are five full-year persons.
    """
    days_in_year = months.days_in_year[np.searchsorted(months.year, months.years)]
    return by_year(counts.person_days, months) / days_in_year[:, None]
