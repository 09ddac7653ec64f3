"""What lies ahead of the children who can touch others, soonest first: a binary heap with one entry each."""

from model.compiled_engine.kernel.compiling import compiled, inlined
from model.compiled_engine.kernel.layout import NONE
from model.compiled_engine.kernel.tables import Run, agenda_at, agenda_day, agenda_slot, children

NUDGED = 1
"""`What` up to this comes before, and in the order of, everything else at the same instant."""


@inlined
def _before(run: Run, day: float, slot: int, other_day: float, other: int) -> bool:
    """Return whether one entry comes before another: by day, kind and identity."""
    if day != other_day:
        return day < other_day
    kind = min(children(run)[slot].what, NUDGED + 1)
    other_kind = min(children(run)[other].what, NUDGED + 1)
    if kind != other_kind:
        return kind < other_kind
    return children(run)[slot].identity < children(run)[other].identity


@inlined
def _rise(run: Run, i: int, day: float, slot: int) -> None:
    """Enter a child at `i`, or as far above as it comes before what is there."""
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
def _sink(run: Run, size: int, i: int) -> int:
    """Fill the gap at `i` from below; return where that leaves a gap with nothing below it.

    What comes before what is chance, so the processor is not asked to guess it: but for ties, nothing
    branches on a comparison, and how often this goes round depends on the size only.
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
def put(run: Run, day: float, slot: int) -> None:
    """Enter what happens next to a child who has no entry."""
    size = run.agenda
    run.agenda = size + 1
    _rise(run, size, day, slot)


@compiled
def strike(run: Run, slot: int) -> None:
    """Take out a child's entry, if it has one. Its `what` must still be that of the entry."""
    i = agenda_at(run)[slot]
    if i == NONE:
        return
    agenda_at(run)[slot] = NONE
    size = run.agenda - 1
    run.agenda = size
    if i < size:  # the last entry fills the gap, which most often has to be far down
        _rise(run, _sink(run, size, i), agenda_day(run)[size], agenda_slot(run)[size])
