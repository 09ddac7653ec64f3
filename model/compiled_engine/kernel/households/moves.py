"""Move siblings together, exactly as `model.simpy_engine.family_moves` does."""

from model.arithmetic.compiling import compiled
from model.compiled_engine.kernel.households.families import has_place, sibling_on
from model.compiled_engine.kernel.moves import CANCELLED, GOES, STAYS, end_wait
from model.compiled_engine.kernel.queues import give_back, has_room, notify
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import (
    Run,
    admits,
    children,
    lines,
    steps,
    together_from,
)
from model.results.records import Cause

_AGE, _HOUSEHOLD = int(Cause.AGE), int(Cause.HOUSEHOLD)


@compiled
def comes(run: Run, slot: int) -> None:
    """Let a child that has just come to a step lead its siblings there, or be led by them."""
    child = children(run)[slot]
    child.led, child.told, step = False, NONE, child.step
    if not steps(run)[step].together:
        return
    if sibling_on(run, slot, step) != NONE:
        child.led = True
        if steps(run)[step].shares_place and child.placed:
            child.placed = False
            child.held -= 1
            give_back(run, steps(run)[step].line)
    elif child.visit > 0 or not child.in_stock:
        member = children(run)[child.family].next
        while member != NONE:
            sibling = children(run)[member]
            waits = sibling.waits_for == step
            if member != slot and (
                waits or (sibling.step != NONE and together_from(run)[step, sibling.step])
            ):
                sibling.told = step
                notify(run, NONE, member)
            member = sibling.next


@compiled
def leaves(run: Run, slot: int, where: int, cause: int) -> None:
    """Tell the siblings of a child that is about to leave a step where they stay together."""
    child = children(run)[slot]
    step = child.step
    if not steps(run)[step].together:
        return
    first = sibling_on(run, slot, step)
    if first != NONE and steps(run)[step].shares_place and child.placed:
        children(run)[first].placed = True
        children(run)[first].held += 1
        child.placed = False
        child.held -= 1
    if child.led or first == NONE:
        return
    member = children(run)[child.family].next
    while member != NONE:
        sibling = children(run)[member]
        if member != slot and sibling.step == step:
            if cause != _AGE:
                sibling.told = where
            notify(run, NONE, member)
        member = sibling.next


@compiled
def goes_along(run: Run, slot: int, now: float) -> tuple[int, int, int, bool, bool]:
    """Return the move of a child that was told where its siblings go, and whether it leads from now on."""
    child = children(run)[slot]
    to = child.told
    child.told = NONE
    outcome, placed = STAYS, False
    if to != NONE:
        outcome, placed = _along(run, slot, to, now)
    leads = outcome == STAYS and child.step != NONE and child.led and not _is_led(run, slot)
    if leads:
        child.led = False
    return outcome, to, _HOUSEHOLD, placed, leads


@compiled
def _along(run: Run, slot: int, to: int, now: float) -> tuple[int, bool]:
    child = children(run)[slot]
    if child.step == to:
        return STAYS, False
    needs_place = False
    if to < len(steps(run)):
        if not admits(run)[child.level, to]:
            return STAYS, False
        line = steps(run)[to].line
        needs_place = line != NONE and not has_place(run, slot, to)
        if needs_place and not has_room(run, line):
            return STAYS, False
    end_wait(run, slot, CANCELLED, now)
    if needs_place:
        lines(run)[steps(run)[to].line].used += 1
    return GOES, needs_place


@compiled
def _is_led(run: Run, slot: int) -> bool:
    """Return whether a sibling on the step of a child leads it."""
    member = children(run)[children(run)[slot].family].next
    while member != NONE:
        sibling = children(run)[member]
        if member != slot and sibling.step == children(run)[slot].step and not sibling.led:
            return True
        member = sibling.next
    return False
