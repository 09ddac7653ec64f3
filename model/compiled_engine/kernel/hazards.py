"""Race the transitions off a step, as `model.simpy_engine.clocks` does, and find a child's next event."""

import math
from typing import Any

from model.arithmetic.compiling import compiled, inlined
from model.arithmetic.scalars import power
from model.compiled_engine.kernel.agenda import URGENT
from model.compiled_engine.kernel.enrolments import update_enrolments
from model.compiled_engine.kernel.households.enrolments import ENROLLED
from model.compiled_engine.kernel.planned_stays import remaining_years
from model.compiled_engine.kernel.random_numbers import exponential
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import (
    Run,
    ages,
    band_at,
    calendar,
    calendar_at,
    calendar_looks,
    children,
    clocks,
    during,
    helps,
    helps_order,
    lasting,
    plain_rates,
    readiness,
    speeds,
    speeds_row,
    steps,
    transitions,
)
from model.world.randomness import Purpose
from model.world.staircase import DAYS_PER_YEAR

BEGINS, UPDATES, BIRTHDAY, RINGS, COMPLETES, DROPS_OUT, FADES, REVIEWED = 0, URGENT, 2, 3, 4, 5, 6, 7
"""Events of a child: values of `what` in CHILD."""

_CLOCK = int(Purpose.CLOCK)

_UNDRAWN, RUNG = -1.0, -2.0
"""Values of a clock's `left` that are no number: not drawn yet, as not needed, and rung already."""


@inlined
def calendar_days_passed(run: Run, now: float) -> int:
    """Return the number of calendar days that have passed up to `now`."""
    passed = calendar_at(run)[int(now)]
    while passed < len(calendar(run)) and calendar(run)[passed] <= now:
        passed += 1
    return passed


@inlined
def _ring_day(clock: Any, shape: float, start: float) -> float:
    """Return the day on which a clock's number is used up if nothing changes; may be inf."""
    if clock.speed == 0.0:
        return math.inf
    if shape == 1.0:
        return start + (clock.years + clock.left / clock.speed) * DAYS_PER_YEAR
    used = power(clock.years, shape) + clock.left / clock.speed
    return start + power(used, 1.0 / shape) * DAYS_PER_YEAR


@inlined
def _start_clock(run: Run, child: Any, clock: Any, transition: Any, speed: float, years: float) -> None:
    """Start the clock of a transition at `years` on the step; one with speed 0 draws no number yet."""
    clock.left = _UNDRAWN
    if speed > 0.0:
        run.numbers += 1
        clock.left = exponential(run, child.identity, _CLOCK, child.visit, transition.key)
    clock.years = years
    clock.speed = speed
    clock.rings = _ring_day(clock, transition.shape, child.start)


@inlined
def _set_speed(run: Run, child: Any, clock: Any, transition: Any, speed: float, years: float) -> None:
    """Change a clock's speed at `years` on the step, as `model.simpy_engine.clocks` does."""
    if clock.left == _UNDRAWN:
        _start_clock(run, child, clock, transition, speed, years)
        return
    if clock.speed > 0.0:
        shape = transition.shape
        if shape == 1.0:
            used = clock.speed * (years - clock.years)
        else:
            used = clock.speed * (power(years, shape) - power(clock.years, shape))
        clock.left = max(0.0, clock.left - used)
    clock.years = years
    clock.speed = speed
    clock.rings = _ring_day(clock, transition.shape, child.start)


@compiled
def enrolment_multiplier(run: Run, slot: int, which: int, band: int, group: int) -> float:
    """Return the factor on a rate by the child's own enrolments, running or with lasting effects."""
    product = 1.0
    for i in range(children(run)[slot].helps):
        p = helps_order(run)[slot, i]
        if helps(run)[slot, p].state == ENROLLED:
            product *= during(run)[p, which, band, group]
        if helps(run)[slot, p].lasts_until < math.inf:
            product *= lasting(run)[p, which, band, group]
    return product


@inlined
def update_child(run: Run, slot: int, now: float, comes: bool, last_review: float) -> None:
    """Bring a child up to date with the world at this instant: enrolments first, then clock speeds.

    `comes` says that the child has just come to its step, so that a new clock starts for each destination, or
    that it leads its siblings there from now on. Those of moves under review start at the last review before
    the start date, if that is before `now`.
    """
    child = children(run)[slot]
    step = child.step
    if child.helps > 0 or (step != NONE and steps(run)[step].asks):
        update_enrolments(run, slot, now)
    soonest, ringing = math.inf, 0
    if step != NONE and not child.led:
        years = (now - child.start) / DAYS_PER_YEAR
        band = band_at(run)[child.level]
        row = speeds_row(run)[calendar_days_passed(run, now)] if steps(run)[step].concerned else 0
        first = steps(run)[step].first
        rates, ways = speeds(run)[row, band, child.group], transitions(run)
        is_ready = steps(run)[step].reviewed and readiness(run)[slot].to != NONE
        own_clocks, has_help = clocks(run)[slot], child.active > 0
        for which in range(first, steps(run)[step].last):
            clock, speed = own_clocks[which - first], rates[which]
            if has_help:
                speed *= enrolment_multiplier(run, slot, which, band, child.group)
            if ways[which].plan != NONE:
                speed = 1.0 / speed  # what multiplies the length
            if is_ready and ways[which].reviewed:
                speed = 0.0
            if comes and ways[which].plan != NONE:
                clock.left = remaining_years(run, child, ways[which].plan, band, now)
                clock.years, clock.speed = years, speed
                clock.rings = _ring_day(clock, 1.0, child.start)
            elif comes and ways[which].reviewed and last_review < now:
                since = (last_review - child.start) / DAYS_PER_YEAR
                rate = plain_rates(run)[band, child.group, which]
                _start_clock(run, child, clock, ways[which], rate, since)
                if speed != rate:
                    _set_speed(run, child, clock, ways[which], speed, years)
            elif comes:
                _start_clock(run, child, clock, ways[which], speed, years)
            elif clock.left != RUNG and speed != clock.speed:
                _set_speed(run, child, clock, ways[which], speed, years)
            if clock.rings < soonest:
                soonest, ringing = clock.rings, which
    child.rings, child.ringing = soonest, ringing


@inlined
def enter(run: Run, slot: int, where: int, placed: bool, now: float) -> None:
    """Begin a stay."""
    child = children(run)[slot]
    child.step = where
    child.placed = placed
    child.visit += 1
    if placed:
        child.held += 1
    child.start = child.since_day if child.visit == 0 and child.in_stock else now
    if child.waits_for != NONE:
        child.wait_origin = where


@inlined
def plan(run: Run, slot: int, now: float) -> float:
    """Find the next event of a child if nothing changes; return its day."""
    child = children(run)[slot]
    day, what, which = math.inf, BIRTHDAY, 0
    step = child.step
    if child.in_line > 0 or (step != NONE and steps(run)[step].concerned):
        passed = calendar_days_passed(run, now)
        if child.in_line == 0:
            passed = calendar_looks(run)[passed]
        if passed < len(calendar(run)):
            day, what = calendar(run)[passed], UPDATES
    if child.level < len(ages(run)):
        birthday = child.birth_day + ages(run)[child.level] * DAYS_PER_YEAR
        if birthday < day:
            day, what = birthday, BIRTHDAY
    if child.rings < day:
        day, what, which = child.rings, RINGS, child.ringing
    if child.active > 0:
        for i in range(child.helps):
            p = helps_order(run)[slot, i]
            if helps(run)[slot, p].state == ENROLLED:
                if helps(run)[slot, p].completed_at < day:
                    day, what, which = helps(run)[slot, p].completed_at, COMPLETES, p
                if helps(run)[slot, p].drops_out_at < day:
                    day, what, which = helps(run)[slot, p].drops_out_at, DROPS_OUT, p
            if helps(run)[slot, p].lasts_until < day:
                day, what, which = helps(run)[slot, p].lasts_until, FADES, p
    if step != NONE and steps(run)[step].reviewed and readiness(run)[slot].day < day:
        day, what, which = readiness(run)[slot].day, REVIEWED, readiness(run)[slot].to
    child.what = what
    child.which = which
    return max(day, now)
