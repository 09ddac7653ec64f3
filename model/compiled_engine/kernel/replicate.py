"""One replication after another: who stands there, who comes, and what then happens in order of time."""

import math

import numpy as np
from numpy.typing import NDArray

from model.compiled_engine.kernel.agenda import put, strike
from model.compiled_engine.kernel.arrivals import begin_stock, begin_strips, next_arrival
from model.compiled_engine.kernel.child_life import close_all, live
from model.compiled_engine.kernel.compiling import compiled, entry
from model.compiled_engine.kernel.counts import clear, close
from model.compiled_engine.kernel.hazards import LOOKS
from model.compiled_engine.kernel.layout import COUNTS, ENOUGH, NONE, TABLES
from model.compiled_engine.kernel.queues import let_in, resize
from model.compiled_engine.kernel.random_numbers import replication_key
from model.compiled_engine.kernel.tables import (
    Run,
    agenda_day,
    agenda_slot,
    calendar,
    children,
    fetch_child,
    fetch_clocks,
    heads,
    line_size,
    lines,
    news,
    resizes,
    steps,
    stock,
    strips,
    tails,
)

_SLAB_DAYS = 30.0
"""How far ahead children are let come; it changes no life."""

_FIRST_COUNT = len(TABLES) - len(COUNTS)
_COUNTS_AXES = tuple(table.axes for table in COUNTS.values())


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
    run.passed = 0
    run.resized = 0
    run.short_of = ENOUGH
    for line in range(len(lines(run))):
        lines(run)[line].size = line_size(run)[line]
        lines(run)[line].used = 0
        lines(run)[line].waiting = 0
    heads(run)[:] = NONE
    tails(run)[:] = NONE


@compiled
def _change_sizes(run: Run) -> None:
    """Do what the calendar says about places and slots on its next day."""
    while run.resized < len(resizes(run)) and resizes(run)[run.resized].calendar == run.passed:
        resize(run, resizes(run)[run.resized].line, resizes(run)[run.resized].number)
        run.resized += 1
    run.passed += 1


@compiled
def _take_from_agenda(run: Run) -> int:
    slot = agenda_slot(run)[0]
    strike(run, slot)
    if run.agenda > 0:  # in a large world the next child's rows are far away
        fetch_child(run, agenda_slot(run)[0])
        fetch_clocks(run, agenda_slot(run)[0])
    return slot


@compiled
def _next_called(run: Run) -> int:
    """Pass on the news until a child is called; return its slot, NONE when there is no more news."""
    while run.news_from < run.news_to:
        line, slot = news(run)[run.news_from].line, news(run)[run.news_from].slot
        run.news_from += 1
        if line != NONE:
            let_in(run, line)
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
def _let_come(run: Run, until: float) -> None:
    """Let come whoever comes before `until`; those who touch nobody live on at once."""
    for i in range(len(strips(run))):
        slot = next_arrival(run, i, until)
        while slot != NONE:
            day = children(run)[slot].since_day
            if steps(run)[children(run)[slot].which].quiet:
                live(run, slot, day)
            else:
                put(run, day, slot)
            slot = next_arrival(run, i, until)


@compiled
def _let_time_pass(run: Run, until: float) -> None:
    """Let happen what lies ahead of those who can touch others, in order of time, as far as `until`."""
    now = 0.0
    while run.short_of == ENOUGH:
        slot = NONE if _someone_looks(run, now) else _next_called(run)
        if slot == NONE:
            top = agenda_day(run)[0] if run.agenda > 0 else math.inf
            day = calendar(run)[run.passed] if run.passed < len(calendar(run)) else math.inf
            if min(day, top) >= until:
                return
            if day <= top:
                now = day
                _change_sizes(run)
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
    begin_strips(run)
    # A month at a time, so that only those are in the agenda who are there or come soon.
    slab_days = _SLAB_DAYS if len(lines(run)) > 0 else run.horizon
    until = 0.0
    while until < run.horizon and run.short_of == ENOUGH:
        until = min(until + slab_days, run.horizon)
        _let_come(run, until)
        _let_time_pass(run, until)
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
