"""Enrol children in programmes: eligibility, take-up, queue, slots, end; as `model.simpy_engine` does."""

import math

import numpy as np

from model.arithmetic.compiling import compiled, inlined
from model.compiled_engine.kernel.days import add_days, enrolment_lane, period
from model.compiled_engine.kernel.households.enrolments import (
    ENDED,
    ENROLLED,
    NOT_ASKED,
    QUEUED,
    ask_household,
    count_household,
    end_of_household,
)
from model.compiled_engine.kernel.layout import ROOM
from model.compiled_engine.kernel.queues import give_back, has_room, join_queue, leave_queue
from model.compiled_engine.kernel.random_numbers import exponential, uniform
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import (
    Run,
    children,
    eligible,
    enrolments,
    helps,
    helps_order,
    lines,
    log_enrolments,
    month_of,
    programmes,
    year_of,
)
from model.results.records import EnrolmentEnd
from model.world.randomness import Purpose
from model.world.staircase import DAYS_PER_YEAR

_TAKE_UP, _DROP_OUT, _LASTING = int(Purpose.TAKE_UP), int(Purpose.DROP_OUT), int(Purpose.LASTING)
_COMPLETED, _LEFT = int(EnrolmentEnd.COMPLETED), int(EnrolmentEnd.LEFT)
_RUNNING, _WAITING = int(EnrolmentEnd.RUNNING), int(EnrolmentEnd.WAITING)
_GAVE_UP = int(EnrolmentEnd.GAVE_UP)


@compiled
def update_enrolments(run: Run, slot: int, now: float) -> None:
    """Ask, enrol or end a child's enrolments, by its step and the last birthday that matters."""
    for p in range(len(programmes(run))):
        programme = programmes(run)[p]
        if not programme.enrols:
            continue
        child, status = children(run)[slot], helps(run)[slot, p]
        is_eligible = child.step != NONE and eligible(run)[p, child.level, child.step, child.group]
        may_begin = is_eligible and programme.opens <= now < programme.closes
        if status.state == NOT_ASKED:
            if not may_begin:
                continue
            if not programme.by_household:
                _ask(run, slot, p, now)
            elif not ask_household(run, slot, p, now):
                continue
        called = helps(run)[child.family, p].called if programme.by_household else status.called
        if may_begin and status.state == QUEUED and called:
            _enrol(run, slot, p, now)
        must_give_up = status.state == QUEUED and not may_begin
        if must_give_up or (status.state == ENROLLED and not is_eligible and not programme.follows):
            stop(run, slot, p, now)


@compiled
def _ask(run: Run, slot: int, p: int, now: float) -> None:
    programme, child, status = programmes(run)[p], children(run)[slot], helps(run)[slot, p]
    helps_order(run)[slot, child.helps] = p
    child.helps += 1
    status.asked = now
    status.since = math.nan
    run.numbers += 1
    if uniform(run, child.identity, _TAKE_UP, 0, programme.key) >= programme.take_up:
        status.state = ENDED
        return
    status.state = QUEUED
    status.called = True
    if programme.line == NONE:
        return
    child.held += 1
    child.in_line += 1
    if has_room(run, programme.line):
        lines(run)[programme.line].used += 1
    else:
        status.called = False
        status.called = join_queue(run, programme.line, slot, now)


@compiled
def _enrol(run: Run, slot: int, p: int, now: float) -> None:
    programme, child, status = programmes(run)[p], children(run)[slot], helps(run)[slot, p]
    if programme.line != NONE:
        child.in_line -= 1
    child.active += 1
    status.state = ENROLLED
    status.since = now
    whole = helps(run)[child.family if programme.by_household else slot, p]
    if programme.by_household and whole.state == ENROLLED:
        status.completed_at, status.drops_out_at = whole.completed_at, whole.drops_out_at
        return
    whole.state = ENROLLED
    whole.since = now
    whole.completed_at = now + programme.length_days if programme.has_length else math.inf
    whole.drops_out_at = math.inf
    if programme.drop_out_rate > 0.0:
        run.numbers += 1
        draw = exponential(run, _whose(run, slot, p), _DROP_OUT, 0, programme.key)
        whole.drops_out_at = now + draw / programme.drop_out_rate * DAYS_PER_YEAR
    status.completed_at, status.drops_out_at = whole.completed_at, whole.drops_out_at
    if run.counting:
        month = month_of(run)[period(run, now)]
        if month < len(year_of(run)) - 1:
            enrolments(run)[month, p] += 1


@inlined
def _whose(run: Run, slot: int, p: int) -> np.uint64:
    """Return the identity that owns the numbers of an enrolment."""
    child = children(run)[slot]
    return np.uint64(
        children(run)[child.family].identity if programmes(run)[p].by_household else child.identity
    )


@compiled
def stop(run: Run, slot: int, p: int, now: float) -> None:
    """End an enrolment or wait the child no longer qualifies for; without a length it is complete."""
    if helps(run)[slot, p].state == QUEUED:
        end(run, slot, p, _GAVE_UP, now)
    elif programmes(run)[p].has_length:
        end(run, slot, p, _LEFT, now)
    else:
        end(run, slot, p, _COMPLETED, now)


@compiled
def stop_all(run: Run, slot: int, now: float) -> None:
    """End all enrolments and waits of a child that leaves the staircase."""
    for i in range(children(run)[slot].helps):
        p = helps_order(run)[slot, i]
        if helps(run)[slot, p].state == QUEUED or helps(run)[slot, p].state == ENROLLED:
            stop(run, slot, p, now)


@compiled
def end(run: Run, slot: int, p: int, outcome: int, now: float) -> None:
    """End an enrolment or the wait for it, give the slot back, and let lasting effects begin."""
    programme, child, status = programmes(run)[p], children(run)[slot], helps(run)[slot, p]
    _record(run, slot, p, outcome, now)
    was_enrolled = status.state == ENROLLED
    status.state = ENDED
    if was_enrolled:
        child.active -= 1
    if programme.line != NONE:
        child.held -= 1
        if not was_enrolled:
            child.in_line -= 1
    if programme.by_household:
        end_of_household(run, slot, p, now)
    elif programme.line != NONE:
        if status.called:
            give_back(run, programme.line)
        else:
            leave_queue(run, programme.line, slot)
    if outcome == _COMPLETED and programme.lasts:
        run.numbers += 1
        draw = exponential(run, _whose(run, slot, p), _LASTING, 0, programme.key)
        status.lasts_until = now + draw * programme.lasting_mean_days
        child.active += 1


@compiled
def record_running(run: Run, slot: int, now: float) -> None:
    """Record the enrolments and waits that are still open at the horizon."""
    for i in range(children(run)[slot].helps):
        p = helps_order(run)[slot, i]
        if helps(run)[slot, p].state == ENROLLED:
            _record(run, slot, p, _RUNNING, now)
            if programmes(run)[p].by_household:
                count_household(run, children(run)[slot].family, p, now)
        elif helps(run)[slot, p].state == QUEUED:
            _record(run, slot, p, _WAITING, now)


@compiled
def _record(run: Run, slot: int, p: int, outcome: int, now: float) -> None:
    """Count the days of an enrolment that ends, and log it if there is a log."""
    of_child = helps(run)[slot, p].state == ENROLLED and not programmes(run)[p].by_household
    if run.counting and of_child:
        add_days(run, enrolment_lane(run, p), helps(run)[slot, p].since, now)
    if run.logging:
        _log_enrolment(run, slot, p, outcome, now)


@compiled
def _log_enrolment(run: Run, slot: int, p: int, outcome: int, now: float) -> None:
    i = run.enrolled
    if i == len(log_enrolments(run)):
        run.short_of = ROOM
        return
    status, row = helps(run)[slot, p], log_enrolments(run)[i]
    row.child = children(run)[slot].identity
    row.programme = p
    row.asked = status.asked
    row.start = status.since
    row.end = now
    row.outcome = outcome
    run.enrolled = i + 1
