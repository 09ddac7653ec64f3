"""Places and slots, and the lines of those who wait for one, as `model.simpy_engine.queues` has them.

A line has a queue for each rank, first come first served; at the same instant the lower identity comes
first. What is given back is told a moment later, at the same instant: the table `news`, in order.
"""

from model.compiled_engine.kernel.compiling import compiled, inlined
from model.compiled_engine.kernel.layout import NONE, ROOM
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
def tell(run: Run, line: int, slot: int) -> None:
    """Enter a piece of news: a place given back on `line`, or a turn that has come for `slot`."""
    end = run.news_to
    if end == len(news(run)):
        run.short_of = ROOM
        return
    news(run)[end].line = line
    news(run)[end].slot = slot
    run.news_to = end + 1


@inlined
def has_room(run: Run, line: int) -> bool:
    """Return whether the next one gets a place at once: one just given back belongs to the line, if any."""
    return lines(run)[line].used < lines(run)[line].size and lines(run)[line].waiting == 0


@inlined
def leave_line(run: Run, line: int, slot: int) -> None:
    """Take a child out of the line."""
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
def _let_in(run: Run, line: int) -> int:
    """Give the head of the line its turn, if there is one and a place; return its slot."""
    if lines(run)[line].waiting == 0 or lines(run)[line].used >= lines(run)[line].size:
        return NONE
    rank = 0
    while heads(run)[line, rank] == NONE:
        rank += 1
    slot = heads(run)[line, rank]
    leave_line(run, line, slot)
    lines(run)[line].used += 1
    turn = line_turn(run)[line]
    if turn == 0:
        children(run)[slot].called = True
    else:
        helps(run)[slot, turn - 1].called = True
    return slot


@compiled
def line_up(run: Run, line: int, slot: int, now: float) -> bool:
    """Put a child in line; return whether its turn comes at once."""
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
    called = _let_in(run, line)
    if called == slot:
        return True
    if called != NONE:
        tell(run, NONE, called)
    return False


@inlined
def give_back(run: Run, line: int) -> None:
    """Give back a place or slot; whoever is next hears of it at this instant."""
    lines(run)[line].used -= 1
    tell(run, line, NONE)


@compiled
def let_in(run: Run, line: int) -> None:
    """Let in the head of a line after a place was given back."""
    called = _let_in(run, line)
    if called != NONE:
        tell(run, NONE, called)


@compiled
def resize(run: Run, line: int, number: float) -> None:
    """Change the number of places or slots and let in whom it makes room for."""
    lines(run)[line].size = number
    called = _let_in(run, line)
    while called != NONE:
        tell(run, NONE, called)
        called = _let_in(run, line)
