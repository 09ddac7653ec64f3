"""One child's life from one thing that happens to the next, as `model.simpy_engine.engine` has it."""

import math

from model.compiled_engine.kernel.agenda import put
from model.compiled_engine.kernel.compiling import compiled, inlined
from model.compiled_engine.kernel.counts import count_stay
from model.compiled_engine.kernel.enrolments import end, record_running, stop_all
from model.compiled_engine.kernel.hazards import (
    BEGINS,
    BIRTHDAY,
    COMPLETES,
    DROPS_OUT,
    LOOKS,
    RINGS,
    RUNG,
    enter,
    look_around,
    plan,
)
from model.compiled_engine.kernel.layout import NONE, ROOM
from model.compiled_engine.kernel.moves import (
    CANCELLED,
    GOES,
    STAYS,
    called_up,
    end_wait,
    has_birthday,
    rings,
    seek,
)
from model.compiled_engine.kernel.queues import give_back
from model.compiled_engine.kernel.tables import (
    Run,
    admits,
    children,
    clocks,
    helps,
    log_stays,
    steps,
    transitions,
    turns,
)
from model.results.records import Cause, EnrolmentEnd, WaitEnd

_RATE, _HORIZON, _WAITED_ON = int(Cause.RATE), int(Cause.HORIZON), int(WaitEnd.HORIZON)
_COMPLETED, _DROPPED_OUT = int(EnrolmentEnd.COMPLETED), int(EnrolmentEnd.DROPPED_OUT)


@compiled
def _log_stay(run: Run, slot: int, now: float, destination: int, cause: int) -> None:
    i = run.stays
    if i == len(log_stays(run)):
        run.short_of = ROOM
        return
    child, row = children(run)[slot], log_stays(run)[i]
    row.child = child.identity
    row.visit = child.visit
    row.step = child.step
    row.start = child.start
    row.end = now
    row.destination = destination
    row.cause = cause
    run.stays = i + 1


@compiled
def _go_out(run: Run, slot: int, now: float) -> None:
    if children(run)[slot].waits_for != NONE:
        end_wait(run, slot, CANCELLED, now)
    if children(run)[slot].helps > 0:
        stop_all(run, slot, now)


@inlined
def _is_private(run: Run, slot: int) -> bool:
    """Return whether what happens next to a child touches nothing that others can feel."""
    child = children(run)[slot]
    if child.held > 0 or child.step == NONE or not steps(run)[child.step].quiet:
        return False
    if child.what == RINGS:
        return transitions(run)[child.which].quiet
    return child.what != BIRTHDAY or (
        steps(run)[child.step].quiet_limit or admits(run)[child.level + 1, child.step]
    )


@inlined
def _release(run: Run, slot: int) -> None:
    """Free a child's slot: nothing can happen to it any more."""
    children(run)[slot].alive = False
    turns(run)[slot, 0].after = run.free
    run.free = slot


@compiled
def _close(run: Run, slot: int) -> None:
    """Write down what is going on at the horizon."""
    now = run.horizon
    if children(run)[slot].step != NONE:
        if run.counting:
            count_stay(run, slot, now, NONE)
        if run.logging:
            _log_stay(run, slot, now, NONE, _HORIZON)
    end_wait(run, slot, _WAITED_ON, now)
    if children(run)[slot].helps > 0:
        record_running(run, slot, now)


@compiled
def close_all(run: Run) -> None:
    """Write down everything that is going on at the horizon."""
    for slot in range(run.used):
        if children(run)[slot].alive:
            _close(run, slot)


@compiled
def live(run: Run, slot: int, now: float) -> None:
    """Let happen what is planned for a child, and all that follows as long as nobody else can feel it.

    Then the child is in the agenda, or gone, or has nothing before it but the horizon.
    """
    while True:
        child = children(run)[slot]
        what, which = child.what, child.which
        found, where, cause, placed = STAYS, NONE, _RATE, False
        if what == RINGS:
            clock = clocks(run)[slot, which - steps(run)[child.step].first]
            clock.left = RUNG
            clock.rings = math.inf
            if transitions(run)[which].quiet and child.held == 0 and not transitions(run)[which].rerouted:
                found, where = GOES, transitions(run)[which].to
            else:
                found, where, cause, placed = rings(run, slot, which, now)
        elif what == BIRTHDAY:
            found, where, cause, placed = has_birthday(run, slot, now)
        elif what == BEGINS and steps(run)[which].quiet:
            found, where = GOES, which
        elif what == BEGINS:
            found, where, cause, placed = seek(run, slot, which, _RATE, now)
        elif what == LOOKS:
            found, where, cause, placed = called_up(run, slot, now)
        elif what == COMPLETES:
            end(run, slot, which, _COMPLETED, now)
        elif what == DROPS_OUT:
            end(run, slot, which, _DROPPED_OUT, now)
        else:
            helps(run)[slot, which].lasts_until = math.inf
            child.active -= 1

        if found != STAYS:
            if child.step != NONE:
                if run.counting:
                    count_stay(run, slot, now, where)
                if run.logging:
                    _log_stay(run, slot, now, where, cause)
                if child.placed:
                    child.held -= 1
                    give_back(run, steps(run)[child.step].line)
                child.step, child.placed = NONE, False
            if found == GOES:
                if where >= len(steps(run)):
                    _go_out(run, slot, now)
                    _release(run, slot)
                    break
                enter(run, slot, where, placed, now)

        look_around(run, slot, now, found == GOES)
        day = plan(run, slot, now)
        if day >= run.horizon:
            if child.held == 0 and child.step != NONE and steps(run)[child.step].quiet:
                _close(run, slot)
                _release(run, slot)
            break
        if not _is_private(run, slot):
            put(run, day, slot)
            break
        now = day
