"""Keep the children of a household together, as `model.simpy_engine.households` does.

In a world where households matter each has a slot of `children` for itself, its *family*: it is what queues
for slots of programmes that enrol households, and `next` of it is the household's first child.
"""

import numpy as np

from model.arithmetic.compiling import compiled, inlined
from model.compiled_engine.kernel.queues import notify
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import (
    Run,
    agenda_at,
    children,
    families_of_stock,
    helps,
    programmes,
    steps,
    turns,
)

_NOT_ASKED = 0
_BEGINS = 0


@compiled
def enter_in_order(run: Run, slot: int, first: int) -> int:
    """Enter a child among its siblings, in order of identity; return the slot of the first."""
    before, after = NONE, first
    while after != NONE and children(run)[after].identity < children(run)[slot].identity:
        before, after = after, children(run)[after].next
    children(run)[slot].next = after
    if before == NONE:
        return slot
    children(run)[before].next = slot
    return first


@compiled
def open_family(run: Run, slot: int, household: np.uint64) -> None:
    """Let a free slot be the family of a household; it has no children yet."""
    family = children(run)[slot]
    family.identity = household
    family.is_family = True
    family.alive = True
    family.next = NONE
    family.group = NONE
    family.step = NONE
    family.waits_for = NONE
    family.helps = 0
    agenda_at(run)[slot] = NONE
    for p in range(len(programmes(run))):
        helps(run)[slot, p].state = _NOT_ASKED
        helps(run)[slot, p].called = False


@compiled
def join_family(run: Run, slot: int, family: int) -> None:
    """Let a child be one of a family; siblings may affect each other, so their events are kept in order."""
    whole = children(run)[family]
    alone = whole.next == NONE
    if not alone:
        if children(run)[whole.next].next == NONE:
            children(run)[whole.next].held += 1
        children(run)[slot].held += 1
    whole.next = enter_in_order(run, slot, whole.next)
    children(run)[slot].family = family


@compiled
def leave_family(run: Run, slot: int) -> None:
    """Take a child out of its family, and free the family's slot with the last."""
    family = children(run)[slot].family
    if family == NONE:
        return
    before = family
    while children(run)[before].next != slot:
        before = children(run)[before].next
    children(run)[before].next = children(run)[slot].next
    if children(run)[family].next == NONE:
        children(run)[family].alive = False
        children(run)[family].is_family = False
        turns(run)[family, 0].after = run.free
        run.free = family


@inlined
def _is_there(run: Run, slot: int) -> bool:
    """Return whether a child has come, be it to a step or to wait outside; it may be yet to come."""
    child = children(run)[slot]
    return child.in_stock or child.visit >= 0 or child.what != _BEGINS


@compiled
def tell(run: Run, family: int) -> None:
    """Wake all the children of a household, if there are several, later at this instant."""
    there, member = 0, children(run)[family].next
    while member != NONE:
        there += _is_there(run, member)
        member = children(run)[member].next
    if there > 1:
        notify(run, NONE, family)


@compiled
def wake(run: Run, family: int) -> None:
    """Wake each child of a household in turn, later at this instant."""
    member = children(run)[family].next
    while member != NONE:
        if _is_there(run, member):
            notify(run, NONE, member)
        member = children(run)[member].next


@compiled
def standing(run: Run, family: int) -> int:
    """Return the number of children of a household who stand on a step."""
    number, member = 0, children(run)[family].next
    while member != NONE:
        number += children(run)[member].step != NONE
        member = children(run)[member].next
    return number


@compiled
def sibling_on(run: Run, slot: int, step: int) -> int:
    """Return the slot of a child's first sibling who stands on a step; NONE without."""
    family = children(run)[slot].family
    member = NONE if family == NONE else children(run)[family].next
    while member != NONE:
        if member != slot and children(run)[member].step == step:
            return int(member)
        member = children(run)[member].next
    return NONE


@compiled
def has_place(run: Run, slot: int, wanted: int) -> bool:
    """Return whether a child's siblings have a place on a step that it shares with them."""
    return steps(run)[wanted].shares_place and sibling_on(run, slot, wanted) != NONE


@compiled
def family_of_stock(run: Run, purse: int) -> int:
    """Return the family of a household of several children of the start date; NONE before its first."""
    return NONE if purse == NONE else int(families_of_stock(run)[purse])
