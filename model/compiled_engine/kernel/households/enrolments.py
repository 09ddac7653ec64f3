"""Enrol households as one, as `model.simpy_engine.enrolments` does: what is kept at their family."""

import math

from model.arithmetic.compiling import compiled
from model.compiled_engine.kernel.days import add_days, enrolment_lane
from model.compiled_engine.kernel.households.families import standing, tell
from model.compiled_engine.kernel.queues import give_back, has_room, join_queue, leave_queue
from model.compiled_engine.kernel.random_numbers import uniform
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import Run, children, helps, helps_order, lines, programmes
from model.world.randomness import Purpose

NOT_ASKED, QUEUED, ENROLLED, ENDED = range(4)
"""Values of `state` in HELP."""

_TAKE_UP = int(Purpose.TAKE_UP)


@compiled
def ask_household(run: Run, slot: int, p: int, now: float) -> bool:
    """Ask a child's household, if it has not been; return whether the child waits with it now."""
    programme, child = programmes(run)[p], children(run)[slot]
    family = child.family
    whole = helps(run)[family, p]
    if whole.state == NOT_ASKED:
        if standing(run, family) < programme.at_least:
            return False
        run.numbers += 1
        draw = uniform(run, children(run)[family].identity, _TAKE_UP, 0, programme.key)
        whole.state = QUEUED if draw < programme.take_up else ENDED
        if whole.state == QUEUED:
            _queue(run, slot, p, now)
            tell(run, family)
    if whole.state == ENDED:
        return False
    status = helps(run)[slot, p]
    helps_order(run)[slot, child.helps] = p
    child.helps += 1
    status.asked = now
    status.since = math.nan
    status.state = QUEUED
    if programme.line != NONE:
        child.held += 1
        child.in_line += 1
    return True


@compiled
def _queue(run: Run, slot: int, p: int, now: float) -> None:
    """Let the household queue for a slot, with the group of the first child that it was asked for."""
    line, family = programmes(run)[p].line, children(run)[slot].family
    if children(run)[family].group == NONE:
        children(run)[family].group = children(run)[slot].group
    whole = helps(run)[family, p]
    whole.called = True
    if line == NONE:
        return
    if has_room(run, line):
        lines(run)[line].used += 1
    else:
        whole.called = False
        whole.called = join_queue(run, line, family, now)


@compiled
def end_of_household(run: Run, slot: int, p: int, now: float) -> None:
    """Give a household's slot back, or its turn in the queue, when its last child ends."""
    family = children(run)[slot].family
    member = children(run)[family].next
    while member != NONE:
        if member != slot and helps(run)[member, p].state in (QUEUED, ENROLLED):
            return
        member = children(run)[member].next
    whole, line = helps(run)[family, p], programmes(run)[p].line
    count_household(run, family, p, now)
    if line != NONE:
        if whole.called:
            give_back(run, line)
        else:
            leave_queue(run, line, family)
    whole.state = ENDED


@compiled
def count_household(run: Run, family: int, p: int, now: float) -> None:
    """Count the days that a household has been enrolled until now, once."""
    whole = helps(run)[family, p]
    if run.counting and whole.state == ENROLLED:
        add_days(run, enrolment_lane(run, p), whole.since, now)
    whole.state = ENDED
