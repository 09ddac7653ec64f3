"""Find the destination of a child that moves: places, queues, diverting, age limits and reroutes."""

from model.arithmetic.compiling import compiled
from model.compiled_engine.kernel.days import add_days, wait_lane
from model.compiled_engine.kernel.hazards import calendar_days_passed, enrolment_multiplier
from model.compiled_engine.kernel.households.families import has_place
from model.compiled_engine.kernel.layout import ROOM
from model.compiled_engine.kernel.queues import give_back, has_room, join_queue, leave_queue
from model.compiled_engine.kernel.random_numbers import uniform
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import (
    Run,
    admits,
    band_at,
    children,
    limits,
    lines,
    log_waits,
    reroutes,
    reroutes_from,
    reroutes_outside,
    shares,
    speeds,
    speeds_row,
    steps,
    transitions,
)
from model.results.records import Cause, WaitEnd
from model.world.programme import BEFORE_FIRST_STAY
from model.world.randomness import Purpose

_AGE_LIMIT, _REROUTE, _END = int(Purpose.AGE_LIMIT), int(Purpose.REROUTE), int(Purpose.PLANNED_END)
_RATE, _AGE, _PLACE = int(Cause.RATE), int(Cause.AGE), int(Cause.PLACE)
_DIVERTED, _REROUTED = int(Cause.DIVERTED), int(Cause.REROUTED)
_GOT_PLACE, CANCELLED = int(WaitEnd.PLACE), int(WaitEnd.CANCELLED)

STAYS, GOES, WAITS = range(3)
"""Outcomes of asking for a step."""


@compiled
def seek(run: Run, slot: int, wanted: int, cause: int, now: float) -> tuple[int, int, int, bool]:
    """Ask for a step; return the outcome, the destination, the cause, and whether a place there is taken.

    A child that must wait, or that may return from where it is diverted to, is queued.
    """
    while True:
        if children(run)[slot].step == wanted:
            return STAYS, wanted, cause, False
        if wanted >= len(steps(run)) or steps(run)[wanted].line == NONE:
            return GOES, wanted, cause, False
        if run.coupled and has_place(run, slot, wanted):
            return GOES, wanted, cause, False
        line = steps(run)[wanted].line
        if has_room(run, line):
            lines(run)[line].used += 1
            return GOES, wanted, cause, True
        if steps(run)[wanted].divert_to == NONE:
            _join_queue(run, slot, wanted, line, now)
            return WAITS, wanted, cause, False
        if steps(run)[wanted].returns and children(run)[slot].waits_for == NONE:
            _join_queue(run, slot, wanted, line, now)
        wanted = steps(run)[wanted].divert_to
        cause = _DIVERTED if cause == _RATE else cause


@compiled
def _join_queue(run: Run, slot: int, wanted: int, line: int, now: float) -> None:
    # Too old for its step is as good as outside: it cannot wait where it stands.
    child = children(run)[slot]
    may_stay = child.step != NONE and admits(run)[child.level, child.step]
    child.wait_origin = child.step if may_stay else NONE
    child.waits_for = wanted
    child.wait_since = now
    child.held += 1
    child.in_line += 1
    child.called = False
    child.called = join_queue(run, line, slot, now)


@compiled
def end_wait(run: Run, slot: int, outcome: int, now: float) -> None:
    """End a child's wait for a place, if it waits for one."""
    child = children(run)[slot]
    wanted = child.waits_for
    if wanted == NONE:
        return
    child.waits_for = NONE
    child.held -= 1
    child.in_line -= 1
    if outcome == CANCELLED:
        if child.called:
            give_back(run, steps(run)[wanted].line)
        else:
            leave_queue(run, steps(run)[wanted].line, slot)
    if run.counting:
        add_days(run, wait_lane(run, wanted, child.wait_origin == NONE), child.wait_since, now)
    if run.logging:
        _log_wait(run, slot, wanted, outcome, now)


@compiled
def _log_wait(run: Run, slot: int, wanted: int, outcome: int, now: float) -> None:
    i = run.waits
    if i == len(log_waits(run)):
        run.short_of = ROOM
        return
    child, row = children(run)[slot], log_waits(run)[i]
    row.child = child.identity
    row.step = wanted
    row.origin = child.wait_origin
    row.start = child.wait_since
    row.end = now
    row.outcome = outcome
    run.waits = i + 1


@compiled
def place_granted(run: Run, slot: int, now: float) -> tuple[int, int, int, bool]:
    """Return the move to a place that has fallen free, if there is one."""
    wanted = children(run)[slot].waits_for
    if wanted == NONE or not children(run)[slot].called:
        return STAYS, NONE, _PLACE, False
    end_wait(run, slot, _GOT_PLACE, now)
    return GOES, wanted, _PLACE, True


@compiled
def _too_old(run: Run, slot: int, step: int, now: float) -> tuple[int, int, int, bool]:
    """Send a child past the age limit of `step` where the staircase says."""
    end_wait(run, slot, CANCELLED, now)
    run.numbers += 1
    draw = uniform(run, children(run)[slot].identity, _AGE_LIMIT, 0, steps(run)[step].key)
    chosen = steps(run)[step].first_limit
    while chosen < steps(run)[step].last_limit - 1 and limits(run)[chosen].cumulated <= draw:
        chosen += 1
    return seek(run, slot, limits(run)[chosen].to, _AGE, now)


@compiled
def has_birthday(run: Run, slot: int, now: float) -> tuple[int, int, int, bool]:
    """Let a child have a birthday, and send it on if it is now too old for where it stands."""
    children(run)[slot].level += 1
    child = children(run)[slot]
    standing_for = child.step if child.step != NONE else child.waits_for
    if standing_for != NONE and not admits(run)[child.level, standing_for]:
        return _too_old(run, slot, standing_for, now)
    if child.waits_for != NONE and not admits(run)[child.level, child.waits_for]:
        end_wait(run, slot, CANCELLED, now)
    return STAYS, NONE, _AGE, False


@compiled
def planned_end(run: Run, slot: int, now: float) -> int:
    """Return where a child's planned stay leads, a row of `transitions`; NONE where nothing admits it."""
    child = children(run)[slot]
    step = steps(run)[child.step]
    chosen, total, last = NONE, 0.0, NONE
    for which in range(step.first_end, step.last_end):
        total += _end_weight(run, slot, which, now)
        last = which
    if total <= 0.0:
        return NONE
    run.numbers += 1
    draw = uniform(run, child.identity, _END, child.visit, step.key) * total
    cumulated = 0.0
    for which in range(step.first_end, step.last_end):
        cumulated += _end_weight(run, slot, which, now)
        if draw < cumulated:
            chosen = which
            break
    return last if chosen == NONE else chosen


@compiled
def _end_weight(run: Run, slot: int, which: int, now: float) -> float:
    """Return the weight of a destination of a planned stay for a child now, effects included."""
    child, to = children(run)[slot], transitions(run)[which].to
    if to < len(steps(run)) and not admits(run)[child.level, to]:
        return 0.0
    band = band_at(run)[child.level]
    row = speeds_row(run)[calendar_days_passed(run, now)] if steps(run)[child.step].concerned else 0
    weight = speeds(run)[row, band, child.group, which]
    if child.active > 0:
        weight *= enrolment_multiplier(run, slot, which, band, child.group)
    return weight


@compiled
def rings(run: Run, slot: int, which: int, now: float) -> tuple[int, int, int, bool]:
    """Let a child go to its clock's destination, or wait where it stands, when that may affect others."""
    to = transitions(run)[which].to
    if children(run)[slot].waits_for == to:
        return STAYS, NONE, _RATE, False  # it is in that queue already
    end_wait(run, slot, CANCELLED, now)
    if transitions(run)[which].rerouted:
        band = band_at(run)[children(run)[slot].level]
        for i in range(len(reroutes(run))):
            acts = reroutes_from(run)[i, which, band, children(run)[slot].group]
            if acts and _takes(run, slot, i, children(run)[slot].visit, now):
                return seek(run, slot, reroutes(run)[i].instead, _REROUTED, now)
    outcome, where, cause, placed = seek(run, slot, to, _RATE, now)
    # It waits where it stands.
    return (STAYS if outcome == WAITS else outcome), where, cause, placed


@compiled
def come(run: Run, slot: int, wanted: int, now: float) -> tuple[int, int, int, bool]:
    """Ask for the step that a child comes to, or that a programme sends it to instead if from outside."""
    child = children(run)[slot]
    if steps(run)[wanted].rerouted and not child.in_stock:
        band = band_at(run)[child.level]
        for i in range(len(reroutes(run))):
            acts = reroutes_outside(run)[i, wanted, band, child.group]
            if acts and _takes(run, slot, i, BEFORE_FIRST_STAY, now):
                return seek(run, slot, reroutes(run)[i].instead, _REROUTED, now)
    return seek(run, slot, wanted, _RATE, now)


@compiled
def _takes(run: Run, slot: int, i: int, visit: int, now: float) -> bool:
    """Return whether a reroute that acts on a child has room for it and takes it."""
    reroute, child = reroutes(run)[i], children(run)[slot]
    line = steps(run)[reroute.instead].line
    room = line == NONE or has_room(run, line)
    if run.coupled and not room:
        room = has_place(run, slot, reroute.instead)
    if not room or not admits(run)[child.level, reroute.instead]:
        return False
    run.numbers += 1
    draw = uniform(run, child.identity, _REROUTE, visit, reroute.key)
    passed = calendar_days_passed(run, now)
    return bool(draw < shares(run)[passed, reroute.programme] * reroute.share)
