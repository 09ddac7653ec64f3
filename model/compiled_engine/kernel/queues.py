"""Queue children for places and slots, as `model.simpy_engine.queues` does.

A *line* is the places of a step or the slots of a programme. It has a queue for each rank, first come first
served; at the same instant the lower identity comes first. Places given back and granted are handled at the
same instant, but after the event at hand: the table `news`, in order.
"""

from model.arithmetic.compiling import compiled, inlined
from model.compiled_engine.kernel.layout import ROOM
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import (
    Run,
    children,
    heads,
    helps,
    line_rank,
    line_turn,
    lines,
    news,
    tails,
    turns,
)


@inlined
def notify(run: Run, line: int, slot: int) -> None:
    """Enter a row of `news`: a place given back on `line`, or a place granted to the child in `slot`."""
    end = run.news_to
    if end == len(news(run)):
        run.short_of = ROOM
        return
    news(run)[end].line = line
    news(run)[end].slot = slot
    run.news_to = end + 1


@inlined
def has_room(run: Run, line: int) -> bool:
    """Return whether a child gets a place at once: one just given back belongs to the queue, if any."""
    return lines(run)[line].used < lines(run)[line].size and lines(run)[line].waiting == 0


@inlined
def leave_queue(run: Run, line: int, slot: int) -> None:
    """Remove a child from its queue."""
    turn, rank = line_turn(run)[line], line_rank(run)[line, children(run)[slot].group]
    before, after = turns(run)[slot, turn].before, turns(run)[slot, turn].after
    if before == NONE:
        heads(run)[line, rank] = after
    else:
        turns(run)[before, turn].after = after
    if after == NONE:
        tails(run)[line, rank] = before
    else:
        turns(run)[after, turn].before = before
    lines(run)[line].waiting -= 1


@compiled
def _grant_next(run: Run, line: int) -> int:
    """Grant a free place to the head of the queue, if there are both; return its slot, NONE otherwise."""
    if lines(run)[line].waiting == 0 or lines(run)[line].used >= lines(run)[line].size:
        return NONE
    rank = 0
    while heads(run)[line, rank] == NONE:
        rank += 1
    slot = heads(run)[line, rank]
    leave_queue(run, line, slot)
    lines(run)[line].used += 1
    turn = line_turn(run)[line]
    if turn == 0:
        children(run)[slot].called = True
    else:
        helps(run)[slot, turn - 1].called = True
    return slot


@compiled
def join_queue(run: Run, line: int, slot: int, now: float) -> bool:
    """Put a child in the queue; return whether a place is granted at once."""
    turn, rank = line_turn(run)[line], line_rank(run)[line, children(run)[slot].group]
    before = tails(run)[line, rank]
    while (
        before != NONE
        and turns(run)[before, turn].since == now
        and children(run)[before].identity > children(run)[slot].identity
    ):
        before = turns(run)[before, turn].before
    after = heads(run)[line, rank] if before == NONE else turns(run)[before, turn].after
    turns(run)[slot, turn].since = now
    turns(run)[slot, turn].before = before
    turns(run)[slot, turn].after = after
    if before == NONE:
        heads(run)[line, rank] = slot
    else:
        turns(run)[before, turn].after = slot
    if after == NONE:
        tails(run)[line, rank] = slot
    else:
        turns(run)[after, turn].before = slot
    lines(run)[line].waiting += 1
    called = _grant_next(run, line)
    if called == slot:
        return True
    if called != NONE:
        notify(run, NONE, called)
    return False


@inlined
def give_back(run: Run, line: int) -> None:
    """Give back a place or slot; the head of the queue is granted it at this instant."""
    lines(run)[line].used -= 1
    notify(run, line, NONE)


@compiled
def grant_next(run: Run, line: int) -> None:
    """Grant a place that was given back to the head of the queue."""
    called = _grant_next(run, line)
    if called != NONE:
        notify(run, NONE, called)


@compiled
def resize(run: Run, line: int, number: float) -> None:
    """Change the number of places or slots and grant the free ones from the head of the queue."""
    lines(run)[line].size = number
    called = _grant_next(run, line)
    while called != NONE:
        notify(run, NONE, called)
        called = _grant_next(run, line)
