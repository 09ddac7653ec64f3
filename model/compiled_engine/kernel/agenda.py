"""Keep the next event of each child that can affect others: a binary heap with one entry a child."""

from model.arithmetic.compiling import compiled, inlined
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import Run, agenda_at, agenda_day, agenda_slot, children

URGENT = 1
"""Events (`what`) up to this number come before all others at the same instant."""


@inlined
def _before(run: Run, day: float, slot: int, other_day: float, other: int) -> bool:
    """Return whether one entry comes before another: by day, kind and identity."""
    if day != other_day:
        return day < other_day
    kind = min(children(run)[slot].what, URGENT + 1)
    other_kind = min(children(run)[other].what, URGENT + 1)
    if kind != other_kind:
        return kind < other_kind
    return children(run)[slot].identity < children(run)[other].identity


@inlined
def _sift_up(run: Run, i: int, day: float, slot: int) -> None:
    """Enter a child at `i`, or as far above as it comes before the entries there."""
    days, slots, at = agenda_day(run), agenda_slot(run), agenda_at(run)
    while i > 0:
        parent = (i - 1) >> 1
        if not _before(run, day, slot, days[parent], slots[parent]):
            break
        days[i], slots[i] = days[parent], slots[parent]
        at[slots[i]] = i
        i = parent
    days[i], slots[i] = day, slot
    at[slot] = i


@inlined
def _sift_down(run: Run, size: int, i: int) -> int:
    """Fill the gap at `i` from below; return where that leaves a gap with nothing below it.

    The order is random, so a processor cannot predict it: but for ties, nothing branches on a comparison,
    and the number of rounds depends on the size only.
    """
    days, slots, at = agenda_day(run), agenda_slot(run), agenda_at(run)
    below = 2 * i + 1
    while below < size:
        if below + 1 < size:
            one, other = days[below], days[below + 1]
            if one == other:
                below += _before(run, other, slots[below + 1], one, slots[below])
            else:
                below += other < one
        days[i], slots[i] = days[below], slots[below]
        at[slots[i]] = i
        i = below
        below = 2 * i + 1
    return i


@compiled
def insert(run: Run, day: float, slot: int) -> None:
    """Enter the next event of a child that has no entry."""
    size = run.agenda
    run.agenda = size + 1
    _sift_up(run, size, day, slot)


@compiled
def remove(run: Run, slot: int) -> None:
    """Remove a child's entry, if it has one. Its `what` must still be that of the entry."""
    i = agenda_at(run)[slot]
    if i == NONE:
        return
    agenda_at(run)[slot] = NONE
    size = run.agenda - 1
    run.agenda = size
    if i < size:  # the last entry fills the gap, which most often has to be far down
        _sift_up(run, _sift_down(run, size, i), agenda_day(run)[size], agenda_slot(run)[size])
