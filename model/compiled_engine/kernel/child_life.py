"""Live one child's life from event to event, exactly as `model.simpy_engine.engine` does."""

import math

from model.arithmetic.compiling import compiled, inlined
from model.compiled_engine.kernel.agenda import insert
from model.compiled_engine.kernel.counts import count_stay
from model.compiled_engine.kernel.enrolments import end, record_running, stop_all
from model.compiled_engine.kernel.hazards import (
    BEGINS,
    BIRTHDAY,
    COMPLETES,
    DROPS_OUT,
    REVIEWED,
    RINGS,
    RUNG,
    UPDATES,
    enter,
    plan,
    update_child,
)
from model.compiled_engine.kernel.households.families import leave_family, tell
from model.compiled_engine.kernel.households.moves import comes, goes_along, leaves
from model.compiled_engine.kernel.layout import ROOM
from model.compiled_engine.kernel.moves import (
    CANCELLED,
    GOES,
    STAYS,
    come,
    end_wait,
    has_birthday,
    place_granted,
    planned_end,
    rings,
)
from model.compiled_engine.kernel.queues import give_back
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.reviews import (
    come_under_review,
    forget_at_birthday,
    forget_readiness,
    leave_review,
    make_ready,
)
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
    """Return whether the next event of a child affects no other child."""
    child = children(run)[slot]
    if child.held > 0 or child.step == NONE or not steps(run)[child.step].quiet:
        return False
    if child.what in (RINGS, REVIEWED):
        return transitions(run)[child.which].quiet
    return child.what != BIRTHDAY or (
        steps(run)[child.step].quiet_limit or admits(run)[child.level + 1, child.step]
    )


@inlined
def _release(run: Run, slot: int) -> None:
    """Free the slot of a child to whom nothing can happen any more."""
    if run.coupled:
        leave_family(run, slot)
    children(run)[slot].alive = False
    turns(run)[slot, 0].after = run.free
    run.free = slot


@compiled
def _close(run: Run, slot: int) -> None:
    """Record the child's stay, wait and enrolments that are open at the horizon."""
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
    """Record everything that is open at the horizon."""
    for slot in range(run.used):
        if children(run)[slot].alive and not children(run)[slot].is_family:
            _close(run, slot)


@compiled
def live(run: Run, slot: int, now: float) -> None:
    """Handle a child's next event, and those that follow as long as they affect no other child.

    Then the child is in the agenda, or gone, or has no more events before the horizon.
    """
    while True:
        child = children(run)[slot]
        what, which = child.what, child.which
        outcome, where, cause, placed, leads = STAYS, NONE, _RATE, False, False
        last_review = now
        if what in (RINGS, REVIEWED):
            if what == RINGS:
                clock = clocks(run)[slot, which - steps(run)[child.step].first]
                clock.left = RUNG
                clock.rings = math.inf
                if transitions(run)[which].plan != NONE:
                    which = planned_end(run, slot, now)
                elif transitions(run)[which].reviewed:
                    make_ready(run, slot, which, now)
                    which = NONE
            if which != NONE and steps(run)[child.step].reviewed:
                forget_readiness(run, slot, now)
            if which == NONE:
                pass
            elif transitions(run)[which].quiet and child.held == 0 and not transitions(run)[which].rerouted:
                outcome, where = GOES, transitions(run)[which].to
            else:
                outcome, where, cause, placed = rings(run, slot, which, now)
        elif what == BIRTHDAY:
            outcome, where, cause, placed = has_birthday(run, slot, now)
            if child.step != NONE and steps(run)[child.step].reviewed:
                forget_at_birthday(run, slot, now)
        elif what == BEGINS and steps(run)[which].quiet and not steps(run)[which].rerouted:
            outcome, where = GOES, which
        elif what == BEGINS:
            outcome, where, cause, placed = come(run, slot, which, now)
        elif what == UPDATES:
            outcome, where, cause, placed = place_granted(run, slot, now)
            if run.coupled and outcome == STAYS:
                outcome, where, cause, placed, leads = goes_along(run, slot, now)
        elif what == COMPLETES:
            end(run, slot, which, _COMPLETED, now)
        elif what == DROPS_OUT:
            end(run, slot, which, _DROPPED_OUT, now)
        else:
            helps(run)[slot, which].lasts_until = math.inf
            child.active -= 1

        if outcome != STAYS:
            if child.step != NONE:
                if run.counting:
                    count_stay(run, slot, now, where)
                if run.logging:
                    _log_stay(run, slot, now, where, cause)
                if run.coupled:
                    leaves(run, slot, where, cause)
                if child.placed:
                    child.held -= 1
                    give_back(run, steps(run)[child.step].line)
                if steps(run)[child.step].reviewed:
                    leave_review(run, slot, now)
                child.step, child.placed = NONE, False
            if outcome == GOES:
                if where >= len(steps(run)):
                    _go_out(run, slot, now)
                    _release(run, slot)
                    break
                enter(run, slot, where, placed, now)
                if run.coupled:
                    comes(run, slot)
                    if run.tells and child.visit == 0:
                        tell(run, child.family)
                if steps(run)[where].reviewed:
                    last_review = come_under_review(run, slot, now)

        update_child(run, slot, now, outcome == GOES or leads, last_review)
        day = plan(run, slot, now)
        if day >= run.horizon:
            if child.held == 0 and child.step != NONE and steps(run)[child.step].quiet:
                _close(run, slot)
                _release(run, slot)
            break
        if not _is_private(run, slot):
            insert(run, day, slot)
            break
        now = day
