"""Draw the households that arrive, exactly as `model.world.household_arrivals` does."""

import math
from typing import Any

import numpy as np

from model.arithmetic.compiling import compiled, inlined
from model.compiled_engine.kernel.arrivals import begin, group_of, new_family, take_slot
from model.compiled_engine.kernel.counts import open_purse
from model.compiled_engine.kernel.households.families import enter_in_order, join_family
from model.compiled_engine.kernel.layout import ROOM, STREAM_ROOM
from model.compiled_engine.kernel.planned_stays import length_at
from model.compiled_engine.kernel.random_numbers import exponential, uniform
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import (
    Run,
    children,
    household_bands,
    household_points,
    household_sizes,
    household_streams,
    household_strips,
    household_terms,
    pieces_from,
    pieces_rate,
    purses,
    sibling_heads,
)
from model.world.arrivals import MOST_IN_STRIP
from model.world.households import TOGETHER_DAYS
from model.world.randomness import Purpose
from model.world.staircase import DAYS_PER_YEAR

_GAP, _MARK, _AGE = int(Purpose.GAP), int(Purpose.MARK), int(Purpose.AGE)
_SIZE, _BAND = int(Purpose.HOUSEHOLD_SIZE), int(Purpose.SIBLING_BAND)
_TOGETHER, _DELAY = int(Purpose.SIBLING_TOGETHER), int(Purpose.SIBLING_DELAY)
_NO_NAME = np.uint64(0)


@compiled
def begin_household_strips(run: Run) -> None:
    """Find the first point of every strip of households."""
    for i in range(len(household_strips(run))):
        point = household_points(run)[i]
        point.index = -1
        point.day = household_terms(run)[0].begin_day
        _next_point(run, i)


@inlined
def _household(run: Run, i: int, index: int) -> np.uint64:
    """Return the identity of a household of strip `i`, which is that of its first child."""
    strip = household_strips(run)[i]
    return np.uint64(sibling_heads(run)[strip.stream, 0] | strip.within | np.uint64(index))


@inlined
def _next_point(run: Run, i: int) -> None:
    point = household_points(run)[i]
    point.index += 1
    if point.index == MOST_IN_STRIP:
        run.short_of = STREAM_ROOM
        point.day = math.inf
        return
    run.numbers += 1
    gap = exponential(run, _household(run, i, point.index), _GAP, 0, _NO_NAME)
    point.day += gap * household_strips(run)[i].gap_days


@compiled
def next_household(run: Run, i: int, until: float) -> int:
    """Begin the children of the next household by strip `i` whose first child comes before `until`.

    Return the slot of the first by identity, whose `next` is the next; NONE when there is no other household.
    """
    strip, point = household_strips(run)[i], household_points(run)[i]
    while point.day < until and run.short_of != ROOM:
        day, index = point.day, point.index
        household = _household(run, i, index)
        _next_point(run, i)
        run.numbers += 1
        height = strip.low + uniform(run, household, _MARK, 0, _NO_NAME) * (strip.high - strip.low)
        if height >= strip.ceiling:
            continue
        run.numbers += 1
        draw = uniform(run, household, _SIZE, 0, _NO_NAME)
        first, size, last = NONE, 1, len(household_sizes(run)) - 1
        while size <= last and household_sizes(run)[size - 1] <= draw:
            size += 1
        for number in range(size):
            slot = _begin_child(run, i, index, number, day, height)
            if slot != NONE:
                first = enter_in_order(run, slot, first)
        if first != NONE:
            if run.counting:
                _share_purse(run, first)
            if run.coupled:
                _unite(run, first, household)
            return first
    return NONE


@compiled
def _begin_child(run: Run, i: int, index: int, number: int, day: float, height: float) -> int:
    """Begin a child of a household; return its slot, NONE where it does not come."""
    strip, terms = household_strips(run)[i], household_terms(run)[0]
    stream = household_streams(run)[strip.stream]
    identity = sibling_heads(run)[strip.stream, number] | strip.within | np.uint64(index)
    if number > 0:
        run.numbers += 2
        which = uniform(run, identity, _TOGETHER, 0, _NO_NAME)
        share = uniform(run, identity, _DELAY, 0, _NO_NAME)
        apart = 0.0 if which < terms.together else length_at(run, terms, share)
        day += apart + share * TOGETHER_DAYS
    if day < 0.0 or day >= run.horizon:
        return NONE
    run.numbers += 1
    band = stream.first
    draw = uniform(run, identity, _BAND, 0, _NO_NAME) * household_bands(run)[stream.last - 1].cumulated
    while band < stream.last - 1 and household_bands(run)[band].cumulated <= draw:
        band += 1
    row = household_bands(run)[band]
    group = group_of(run, identity, row.shares)
    piece = row.first
    while piece < row.last - 1 and pieces_from(run)[piece + 1] <= day:
        piece += 1
    if height * row.reference >= pieces_rate(run)[piece, group]:
        return NONE
    slot = take_slot(run)
    if slot == NONE:
        return NONE
    child: Any = children(run)[slot]
    run.numbers += 1
    share = uniform(run, identity, _AGE, 0, _NO_NAME)
    child.identity = identity
    child.in_stock = False
    child.since_day = day
    child.birth_day = day - (row.age_from + share * (row.age_to - row.age_from)) * DAYS_PER_YEAR
    child.group = group
    begin(run, slot, stream.step, NONE, _household(run, i, index))
    return slot


@compiled
def _share_purse(run: Run, first: int) -> None:
    """Let several children of a household share one purse."""
    if children(run)[first].next == NONE:
        return
    if run.purses_used == len(purses(run)):
        run.short_of = ROOM
        return
    open_purse(run, run.purses_used, True)
    slot = first
    while slot != NONE:
        children(run)[slot].purse = run.purses_used
        slot = children(run)[slot].next
    run.purses_used += 1


@compiled
def _unite(run: Run, first: int, household: np.uint64) -> None:
    """Let the children of a household be a family."""
    family = new_family(run, household)
    if family == NONE:
        return
    slot = first
    while slot != NONE:
        sibling = children(run)[slot].next
        join_family(run, slot, family)
        slot = sibling
