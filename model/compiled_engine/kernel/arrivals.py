"""Draw the children of the start date and the arrivals, exactly as `model.world.arrivals` does."""

import math

import numpy as np

from model.arithmetic.compiling import compiled, inlined
from model.compiled_engine.kernel.hazards import BEGINS
from model.compiled_engine.kernel.households.enrolments import NOT_ASKED
from model.compiled_engine.kernel.households.families import family_of_stock, join_family, open_family
from model.compiled_engine.kernel.layout import ROOM, STREAM_ROOM
from model.compiled_engine.kernel.random_numbers import exponential, uniform
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.reviews import count_case
from model.compiled_engine.kernel.tables import (
    Run,
    agenda_at,
    ages,
    children,
    families_of_stock,
    group_shares,
    helps,
    log_people,
    pieces_from,
    pieces_rate,
    points,
    programmes,
    standing,
    standing_cells,
    steps,
    stock,
    strips,
    turns,
)
from model.world.arrivals import MOST_IN_STRIP
from model.world.randomness import Purpose
from model.world.staircase import DAYS_PER_YEAR

_AGE, _GROUP, _TIME_ON_STEP = int(Purpose.AGE), int(Purpose.GROUP), int(Purpose.TIME_ON_STEP)
_TIME_OF_DAY, _GAP, _MARK = int(Purpose.TIME_OF_DAY), int(Purpose.GAP), int(Purpose.MARK)
_NO_NAME = np.uint64(0)


@inlined
def group_of(run: Run, identity: np.uint64, row: int) -> int:
    """Return the target group of a child, drawn from a row of shares."""
    last = group_shares(run).shape[1] - 1
    if last == 0:
        return 0
    run.numbers += 1
    draw = uniform(run, identity, _GROUP, 0, _NO_NAME)
    group = 0
    while group < last and group_shares(run)[row, group] <= draw:
        group += 1
    return group


@inlined
def take_slot(run: Run) -> int:
    """Return a free slot; NONE when there is no room."""
    slot = run.free
    if slot != NONE:
        run.free = turns(run)[slot, 0].after
    elif run.used < len(children(run)):
        slot = run.used
        run.used = slot + 1
    else:
        run.short_of = ROOM
    return slot


@inlined
def begin(run: Run, slot: int, step: int, purse: int, household: np.uint64) -> None:
    """Set up a child, whose identity, birth, arrival and group are set, to ask for its first step."""
    child = children(run)[slot]
    child.start = child.since_day
    child.step = NONE
    child.visit = -1
    child.waits_for = NONE
    child.helps = 0
    child.active = 0
    child.held = 0
    child.in_line = 0
    child.what = BEGINS
    child.which = step
    child.purse = purse
    child.next = NONE
    child.family = NONE
    child.told = NONE
    child.led = False
    child.is_family = False
    child.alive = True
    child.placed = False
    child.called = False
    child.formerly = False
    for p in range(len(programmes(run))):
        helps(run)[slot, p].state = NOT_ASKED
        helps(run)[slot, p].lasts_until = math.inf
    agenda_at(run)[slot] = NONE
    age = (max(child.since_day, 0.0) - child.birth_day) / DAYS_PER_YEAR
    child.level = 0
    while child.level < len(ages(run)) - 1 and ages(run)[child.level] <= age:
        child.level += 1
    if run.logging:
        _log_person(run, slot, household)


@compiled
def _log_person(run: Run, slot: int, household: np.uint64) -> None:
    i = run.people
    if i == len(log_people(run)):
        run.short_of = ROOM
        return
    child, row = children(run)[slot], log_people(run)[i]
    row.identity = child.identity
    row.birth_day = child.birth_day
    row.group = child.group
    row.household = household
    row.step = child.which
    row.since_day = child.since_day
    row.in_stock = child.in_stock
    run.people = i + 1


@inlined
def _cell_of(run: Run, share: float, first: int, last: int) -> int:
    """Return the cell of `standing_cells`, from `first` until `last`, in which a share lies."""
    cell = first
    while cell < last - 1 and standing_cells(run)[cell].above <= share:
        cell += 1
    return cell


@inlined
def _within(run: Run, share: float, cell: int) -> float:
    """Return where in a cell of `standing_cells` a share lies, in years."""
    row = standing_cells(run)[cell]
    part = (share - row.below) / (row.above - row.below)
    return float(row.low + part * (row.high - row.low))


@compiled
def give_stock_to_staff(run: Run) -> None:
    """Count the children whom staff that makes reviews has at the start date."""
    for i in range(len(stock(run))):
        row = stock(run)[i]
        if steps(run)[row.step].clock != NONE:
            count_case(run, row.step, row.group if row.listed else group_of(run, row.identity, row.shares), 1)


@compiled
def begin_stock(run: Run, i: int) -> int:
    """Begin a child of the start date; return its slot, NONE when there is no room."""
    slot = take_slot(run)
    if slot == NONE:
        return NONE
    row, child = stock(run)[i], children(run)[slot]
    identity = row.identity
    child.identity = identity
    child.in_stock = True
    if row.listed:
        run.numbers += 1
        child.birth_day = row.birth_day + uniform(run, identity, _TIME_OF_DAY, 0, _NO_NAME)
        child.since_day = row.since_day
        child.group = row.group
    else:
        run.numbers += 2
        child.group = group_of(run, identity, row.shares)
        if row.standing == NONE:
            age = row.age_from + uniform(run, identity, _AGE, 0, _NO_NAME) * (row.age_to - row.age_from)
            years = row.mean_years * exponential(run, identity, _TIME_ON_STEP, 0, _NO_NAME)
        else:
            ages_of = standing(run)[row.standing + child.group]
            share = uniform(run, identity, _AGE, 0, _NO_NAME)
            cell = _cell_of(run, share, ages_of[0], ages_of[1])
            age = _within(run, share, cell)
            share = uniform(run, identity, _TIME_ON_STEP, 0, _NO_NAME)
            first, last = standing_cells(run)[cell].first, standing_cells(run)[cell].last
            years = _within(run, share, _cell_of(run, share, first, last))
        child.birth_day = -age * DAYS_PER_YEAR
        child.since_day = -min(years, age - row.youngest) * DAYS_PER_YEAR
    begin(run, slot, row.step, row.purse, row.household)
    if run.coupled:
        family = family_of_stock(run, row.purse)
        if family == NONE:
            family = new_family(run, row.household)
            if row.purse != NONE:
                families_of_stock(run)[row.purse] = family
        if family != NONE:
            join_family(run, slot, family)
    return slot


@compiled
def new_family(run: Run, household: np.uint64) -> int:
    """Return the slot of a new family without children; NONE when there is no room."""
    family = take_slot(run)
    if family != NONE:
        open_family(run, family, household)
    return family


@inlined
def _begin_arrival(run: Run, i: int, identity: np.uint64, day: float, group: int) -> int:
    """Begin a child that arrives on `day` by strip `i`; return its slot, NONE when there is no room."""
    slot = take_slot(run)
    if slot == NONE:
        return NONE
    strip, child = strips(run)[i], children(run)[slot]
    run.numbers += 1
    draw = uniform(run, identity, _AGE, 0, _NO_NAME)
    child.identity = identity
    child.in_stock = False
    child.since_day = day
    child.birth_day = day - (strip.age_from + draw * (strip.age_to - strip.age_from)) * DAYS_PER_YEAR
    child.group = group
    begin(run, slot, strip.step, NONE, identity)
    if run.coupled:
        family = new_family(run, identity)
        if family != NONE:
            join_family(run, slot, family)
    return slot


@compiled
def begin_strips(run: Run) -> None:
    """Find the first point of every strip."""
    for i in range(len(strips(run))):
        point = points(run)[i]
        point.index = -1
        point.day = 0.0
        point.piece = strips(run)[i].first
        _next_point(run, i)


@inlined
def _next_point(run: Run, i: int) -> None:
    strip, point = strips(run)[i], points(run)[i]
    point.index += 1
    if point.index == MOST_IN_STRIP:
        run.short_of = STREAM_ROOM
        point.day = math.inf
        return
    run.numbers += 1
    point.day += exponential(run, strip.head | np.uint64(point.index), _GAP, 0, _NO_NAME) * strip.gap_days


@compiled
def next_arrival(run: Run, i: int, until: float) -> int:
    """Return the slot of the next child by strip `i` before `until`; NONE when there is no other."""
    strip, point = strips(run)[i], points(run)[i]
    while point.day < until:
        day, identity = point.day, strip.head | np.uint64(point.index)
        _next_point(run, i)
        run.numbers += 1
        height = strip.low + uniform(run, identity, _MARK, 0, _NO_NAME) * (strip.high - strip.low)
        if height >= strip.ceiling:
            continue
        while point.piece < strip.last - 1 and pieces_from(run)[point.piece + 1] <= day:
            point.piece += 1
        group = group_of(run, identity, strip.shares)
        if height < pieces_rate(run)[point.piece, group]:
            return _begin_arrival(run, i, identity, day, group)
    return NONE
