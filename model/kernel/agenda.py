"""What lies ahead of the children who can touch others, soonest first: a binary heap with one entry each."""

from model.kernel.compiling import compiled, inlined
from model.kernel.layout import NONE
from model.kernel.tables import Run, agenda_at, agenda_day, agenda_slot, children

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
def _set(run: Run, i: int, day: float, slot: int) -> None:
    agenda_day(run)[i], agenda_slot(run)[i] = day, slot
    agenda_at(run)[slot] = i


@inlined
def _rise(run: Run, i: int, day: float, slot: int) -> None:
    while i > 0:
        parent = (i - 1) >> 1
        if not _before(run, day, slot, agenda_day(run)[parent], agenda_slot(run)[parent]):
            break
        _set(run, i, agenda_day(run)[parent], agenda_slot(run)[parent])
        i = parent
    _set(run, i, day, slot)


@inlined
def _sink(run: Run, size: int, i: int, day: float, slot: int) -> None:
    while True:
        below = 2 * i + 1
        if below >= size:
            break
        if below + 1 < size and _before(
            run,
            agenda_day(run)[below + 1],
            agenda_slot(run)[below + 1],
            agenda_day(run)[below],
            agenda_slot(run)[below],
        ):
            below += 1
        if not _before(run, agenda_day(run)[below], agenda_slot(run)[below], day, slot):
            break
        _set(run, i, agenda_day(run)[below], agenda_slot(run)[below])
        i = below
    _set(run, i, day, slot)


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
    if i == size:
        return
    day, moved = agenda_day(run)[size], agenda_slot(run)[size]
    if i > 0 and _before(run, day, moved, agenda_day(run)[(i - 1) >> 1], agenda_slot(run)[(i - 1) >> 1]):
        _rise(run, i, day, moved)
    else:
        _sink(run, size, i, day, moved)
