"""Enrol children in programmes: eligibility, take-up, queue, slots, end; as `simpy_engine` does."""

import math

from model.compiled_engine.kernel.compiling import compiled
from model.compiled_engine.kernel.counts import add_days, help_lane, period
from model.compiled_engine.kernel.layout import NONE, ROOM
from model.compiled_engine.kernel.queues import give_back, has_room, leave_line, line_up
from model.compiled_engine.kernel.random_numbers import exponential, uniform
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

NOT_ASKED, IN_LINE, GOING_ON, OVER = range(4)
"""Values of `state` in HELP."""

_TAKE_UP, _DROP_OUT, _LASTING = int(Purpose.TAKE_UP), int(Purpose.DROP_OUT), int(Purpose.LASTING)
_COMPLETED, _LEFT = int(EnrolmentEnd.COMPLETED), int(EnrolmentEnd.LEFT)
_RUNNING, _WAITING = int(EnrolmentEnd.RUNNING), int(EnrolmentEnd.WAITING)
_GAVE_UP = int(EnrolmentEnd.GAVE_UP)


@compiled
def consider(run: Run, slot: int, now: float) -> None:
    """Ask, enrol or let go of a child, as its step and the last birthday that matters now are."""
    for p in range(len(programmes(run))):
        programme = programmes(run)[p]
        if not programme.enrols:
            continue
        child, help_ = children(run)[slot], helps(run)[slot, p]
        is_eligible = child.step != NONE and eligible(run)[p, child.level, child.step, child.group]
        may_begin = is_eligible and programme.opens <= now < programme.closes
        if help_.state == NOT_ASKED:
            if not may_begin:
                continue
            _ask(run, slot, p, now)
        if may_begin and help_.state == IN_LINE and help_.called:
            _enrol(run, slot, p, now)
        waits_in_vain = help_.state == IN_LINE and not may_begin
        if waits_in_vain or (help_.state == GOING_ON and not is_eligible and not programme.follows):
            stop(run, slot, p, now)


@compiled
def _ask(run: Run, slot: int, p: int, now: float) -> None:
    programme, child, help_ = programmes(run)[p], children(run)[slot], helps(run)[slot, p]
    helps_order(run)[slot, child.helps] = p
    child.helps += 1
    help_.asked = now
    help_.since = math.nan
    run.numbers += 1
    if uniform(run, child.identity, _TAKE_UP, 0, programme.key) >= programme.take_up:
        help_.state = OVER
        return
    help_.state = IN_LINE
    help_.called = True
    if programme.line == NONE:
        return
    child.held += 1
    child.in_line += 1
    if has_room(run, programme.line):
        lines(run)[programme.line].used += 1
    else:
        help_.called = False
        help_.called = line_up(run, programme.line, slot, now)


@compiled
def _enrol(run: Run, slot: int, p: int, now: float) -> None:
    programme, child, help_ = programmes(run)[p], children(run)[slot], helps(run)[slot, p]
    if programme.line != NONE:
        child.in_line -= 1
    child.active += 1
    help_.state = GOING_ON
    help_.since = now
    help_.completed_at = now + programme.length_days if programme.has_length else math.inf
    help_.drops_out_at = math.inf
    if programme.drop_out_rate > 0.0:
        run.numbers += 1
        luck = exponential(run, child.identity, _DROP_OUT, 0, programme.key)
        help_.drops_out_at = now + luck / programme.drop_out_rate * DAYS_PER_YEAR
    if run.counting:
        month = month_of(run)[period(run, now)]
        if month < len(year_of(run)) - 1:
            enrolments(run)[month, p] += 1


@compiled
def stop(run: Run, slot: int, p: int, now: float) -> None:
    """Stop help that the child can no longer have; help without a length is then complete."""
    if helps(run)[slot, p].state == IN_LINE:
        end(run, slot, p, _GAVE_UP, now)
    elif programmes(run)[p].has_length:
        end(run, slot, p, _LEFT, now)
    else:
        end(run, slot, p, _COMPLETED, now)


@compiled
def stop_all(run: Run, slot: int, now: float) -> None:
    """Stop all help of a child that goes out."""
    for i in range(children(run)[slot].helps):
        p = helps_order(run)[slot, i]
        if helps(run)[slot, p].state == IN_LINE or helps(run)[slot, p].state == GOING_ON:
            stop(run, slot, p, now)


@compiled
def end(run: Run, slot: int, p: int, outcome: int, now: float) -> None:
    """End an enrolment or the wait for it, give the slot back, and let lasting effects begin."""
    programme, child, help_ = programmes(run)[p], children(run)[slot], helps(run)[slot, p]
    _record(run, slot, p, outcome, now)
    going_on = help_.state == GOING_ON
    help_.state = OVER
    if going_on:
        child.active -= 1
    if programme.line != NONE:
        child.held -= 1
        if not going_on:
            child.in_line -= 1
        if help_.called:
            give_back(run, programme.line)
        else:
            leave_line(run, programme.line, slot)
    if outcome == _COMPLETED and programme.lasts:
        run.numbers += 1
        luck = exponential(run, child.identity, _LASTING, 0, programme.key)
        help_.lasts_until = now + luck * programme.lasting_mean_days
        child.active += 1


@compiled
def record_running(run: Run, slot: int, now: float) -> None:
    """Write down what is still going on or in line at the horizon."""
    for i in range(children(run)[slot].helps):
        p = helps_order(run)[slot, i]
        if helps(run)[slot, p].state == GOING_ON:
            _record(run, slot, p, _RUNNING, now)
        elif helps(run)[slot, p].state == IN_LINE:
            _record(run, slot, p, _WAITING, now)


@compiled
def _record(run: Run, slot: int, p: int, outcome: int, now: float) -> None:
    """Count the days of an enrolment that ends, and write it down if a log is asked for."""
    if run.counting and helps(run)[slot, p].state == GOING_ON:
        add_days(run, help_lane(run, p), helps(run)[slot, p].since, now)
    if run.logging:
        _log_enrolment(run, slot, p, outcome, now)


@compiled
def _log_enrolment(run: Run, slot: int, p: int, outcome: int, now: float) -> None:
    i = run.enrolled
    if i == len(log_enrolments(run)):
        run.short_of = ROOM
        return
    help_, row = helps(run)[slot, p], log_enrolments(run)[i]
    row.child = children(run)[slot].identity
    row.programme = p
    row.asked = help_.asked
    row.start = help_.since
    row.end = now
    row.outcome = outcome
    run.enrolled = i + 1
