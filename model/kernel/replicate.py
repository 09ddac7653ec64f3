"""One replication after another: who stands there, who comes, and what then happens in order of time."""

import math

import numpy as np
from numpy.typing import NDArray

from model.kernel.agenda import put, strike
from model.kernel.arrivals import begin_arrival, begin_stock, group_of
from model.kernel.compiling import compiled, entry
from model.kernel.counts import clear, close
from model.kernel.hazards import LOOKS
from model.kernel.layout import COUNTS, ENOUGH, NONE, STREAM_ROOM, TABLES
from model.kernel.lines import let_in, resize
from model.kernel.lives import close_all, live
from model.kernel.numbers import exponential, replication_key, uniform
from model.kernel.tables import (
    Run,
    agenda_day,
    agenda_slot,
    calendar,
    children,
    heads,
    line_size,
    line_turn,
    lines,
    news,
    pieces_from,
    pieces_rate,
    resizes,
    steps,
    stock,
    streams,
    tails,
)
from model.randomness import Purpose
from model.staircase import DAYS_PER_YEAR

_GAP, _MARK = int(Purpose.GAP), int(Purpose.MARK)
_NO_NAME = np.uint64(0)
_32, _26 = np.uint64(32), np.uint64(26)
_MOST_IN_STRIP = 2**26

_FIRST_COUNT = len(TABLES) - len(COUNTS)
_COUNTS_AXES = tuple(table.axes for table in COUNTS.values())

_STOCK, _ARRIVALS, _AGENDA = range(3)


@compiled
def _set_up(run: Run) -> None:
    run.used = 0
    run.free = NONE
    run.agenda = 0
    run.news_from = 0
    run.news_to = 0
    run.people = 0
    run.stays = 0
    run.waits = 0
    run.enrolled = 0
    run.institutional = 0
    run.costly_used = 0
    run.purses_used = run.households
    run.short_of = ENOUGH
    for line in range(len(lines(run))):
        lines(run)[line].size = line_size(run)[line]
        lines(run)[line].used = 0
        lines(run)[line].waiting = 0
    heads(run)[:] = NONE
    tails(run)[:] = NONE


@compiled
def _begin_stream(run: Run, stream: int) -> None:
    run.stream = stream
    run.strip = 0
    _begin_strip(run)


@compiled
def _begin_strip(run: Run) -> None:
    run.index = 0
    run.point_day = 0.0
    if run.stream < len(streams(run)):
        run.piece = streams(run)[run.stream].first


@compiled
def _next_arrival(run: Run) -> int:
    """Return the slot of the next child who comes, stream by stream; NONE when there is no other."""
    while run.stream < len(streams(run)):
        stream = streams(run)[run.stream]
        low = 0.0 if run.strip == 0 else 2.0 ** (run.strip - 1)
        high = 2.0**run.strip
        if low >= stream.ceiling:
            _begin_stream(run, run.stream + 1)
            continue
        gap_days = DAYS_PER_YEAR / (high - low)
        head = stream.key << _32 | np.uint64(run.strip) << _26
        while True:
            if run.index == _MOST_IN_STRIP:
                run.short_of = STREAM_ROOM
                return NONE
            identity = head | np.uint64(run.index)
            run.index += 1
            run.numbers += 1
            run.point_day += exponential(run, identity, _GAP, 0, _NO_NAME) * gap_days
            if run.point_day >= run.horizon:
                break
            run.numbers += 1
            height = low + uniform(run, identity, _MARK, 0, _NO_NAME) * (high - low)
            if height >= stream.ceiling:
                continue
            while run.piece < stream.last - 1 and pieces_from(run)[run.piece + 1] <= run.point_day:
                run.piece += 1
            group = group_of(run, identity, stream.shares)
            if height < pieces_rate(run)[run.piece, group]:
                return begin_arrival(run, run.stream, identity, run.point_day, group)
        run.strip += 1
        _begin_strip(run)
    return NONE


@compiled
def _change_sizes(run: Run, passed: int, changed: int) -> int:
    """Do what the calendar says about places and slots on its day number `passed`."""
    while changed < len(resizes(run)) and resizes(run)[changed].calendar == passed:
        line = resizes(run)[changed].line
        resize(run, line, line_turn(run)[line], resizes(run)[changed].number)
        changed += 1
    return changed


@compiled
def _take_from_agenda(run: Run) -> int:
    slot = agenda_slot(run)[0]
    strike(run, slot)
    return slot


@compiled
def _next_called(run: Run) -> int:
    """Pass on the news until a child is called; return its slot, NONE when there is no more news."""
    while run.news_from < run.news_to:
        line, slot = news(run)[run.news_from].line, news(run)[run.news_from].slot
        run.news_from += 1
        if line != NONE:
            let_in(run, line, line_turn(run)[line])
        elif children(run)[slot].alive:
            strike(run, slot)
            children(run)[slot].what = LOOKS
            return slot
    run.news_from = 0
    run.news_to = 0
    return NONE


@compiled
def _someone_looks(run: Run, now: float) -> bool:
    """Return whether the calendar makes someone look around at this instant, before any news is told."""
    if run.agenda == 0 or agenda_day(run)[0] != now:
        return False
    return children(run)[agenda_slot(run)[0]].what <= LOOKS


@compiled
def _let_time_pass(run: Run) -> None:
    """Let happen what lies ahead of those who can touch others, in order of time, until nothing does."""
    passed, changed, now = 0, 0, 0.0
    while run.short_of == ENOUGH:
        slot = NONE if _someone_looks(run, now) else _next_called(run)
        if slot == NONE:
            top = agenda_day(run)[0] if run.agenda > 0 else math.inf
            day = calendar(run)[passed] if passed < len(calendar(run)) else math.inf
            if min(day, top) == math.inf:
                return
            if day <= top:
                now = day
                changed = _change_sizes(run, passed, changed)
                passed += 1
                continue
            now = top
            slot = _take_from_agenda(run)
        live(run, slot, now)


@compiled
def _replicate(run: Run) -> None:
    _set_up(run)
    for i in range(len(stock(run))):
        slot = begin_stock(run, i)
        if slot != NONE:
            live(run, slot, 0.0)
    _begin_stream(run, 0)
    slot = _next_arrival(run)
    while slot != NONE:
        day = children(run)[slot].since_day
        if steps(run)[children(run)[slot].which].quiet:
            live(run, slot, day)
        else:
            put(run, day, slot)
        slot = _next_arrival(run)
    _let_time_pass(run)
    close_all(run)


@compiled
def _next_counts(run: Run) -> None:
    """Turn to the next replication's part of what comes out."""
    for table in range(_FIRST_COUNT, len(run.address)):
        size = 8
        for axis in range(_COUNTS_AXES[table - _FIRST_COUNT]):
            size *= run.shape[table, axis]
        run.address[table] += size


@entry
def replicate(runs: NDArray[np.void], seed: np.uint64, replications: NDArray[np.uint64]) -> int:
    """Run replications one after another in the one record of `runs`; return how many there was room for."""
    run = runs[0]
    for done in range(len(replications)):
        run.key_0, run.key_1 = replication_key(seed, replications[done])
        if run.counting:
            clear(run)
        _replicate(run)
        if run.short_of != ENOUGH:
            return done
        if run.counting:
            close(run)
            _next_counts(run)
    return len(replications)
