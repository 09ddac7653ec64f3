"""Run replications one after another: begin stock and arrivals, and handle events in order of time."""

import math

import numpy as np
from numpy.typing import NDArray

from model.arithmetic.compiling import compiled, entry, inlined
from model.compiled_engine.kernel.agenda import insert, remove
from model.compiled_engine.kernel.arrivals import begin_stock, begin_strips, give_stock_to_staff, next_arrival
from model.compiled_engine.kernel.child_life import close_all, live
from model.compiled_engine.kernel.counts import clear, close
from model.compiled_engine.kernel.hazards import REVIEWED, UPDATES
from model.compiled_engine.kernel.households.arrivals import begin_household_strips, next_household
from model.compiled_engine.kernel.households.families import wake
from model.compiled_engine.kernel.layout import COUNTS, ENOUGH, TABLES
from model.compiled_engine.kernel.queues import grant_next, resize
from model.compiled_engine.kernel.random_numbers import replication_key
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.reviews import due_day, next_due, settle, stop_clocks
from model.compiled_engine.kernel.tables import (
    Run,
    agenda_day,
    agenda_slot,
    calendar,
    children,
    families_of_stock,
    fetch_child,
    fetch_clocks,
    heads,
    household_strips,
    line_size,
    lines,
    news,
    readiness,
    resizes,
    review_clocks,
    steps,
    stock,
    strips,
    tails,
)
from model.world.arrays import UInts

_SLAB_DAYS = 30.0
"""How far ahead arrivals are drawn; it changes no life."""

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
    run.sibling_stays_used = 0
    run.passed = 0
    run.resized = 0
    run.short_of = ENOUGH
    for line in range(len(lines(run))):
        lines(run)[line].size = line_size(run)[line]
        lines(run)[line].used = 0
        lines(run)[line].waiting = 0
    families_of_stock(run)[:] = NONE
    stop_clocks(run)
    heads(run)[:] = NONE
    tails(run)[:] = NONE


@compiled
def _change_sizes(run: Run) -> None:
    """Change the numbers of places and slots that change on the calendar's next day."""
    while run.resized < len(resizes(run)) and resizes(run)[run.resized].calendar == run.passed:
        resize(run, resizes(run)[run.resized].line, resizes(run)[run.resized].number)
        run.resized += 1
    run.passed += 1
    run.unsettled = len(review_clocks(run)) > 0


@compiled
def _take_from_agenda(run: Run) -> int:
    slot = agenda_slot(run)[0]
    remove(run, slot)
    if run.agenda > 0:  # in a large world the next child's rows are far away
        fetch_child(run, agenda_slot(run)[0])
        fetch_clocks(run, agenda_slot(run)[0])
    return slot


@compiled
def _next_granted(run: Run) -> int:
    """Handle `news` until a child is granted a place; return its slot, NONE when there is no more news."""
    while run.news_from < run.news_to:
        line, slot = news(run)[run.news_from].line, news(run)[run.news_from].slot
        run.news_from += 1
        if line != NONE:
            grant_next(run, line)
        elif children(run)[slot].is_family:
            wake(run, slot)
        elif children(run)[slot].alive:
            remove(run, slot)
            children(run)[slot].what = UPDATES
            return slot
    run.news_from = 0
    run.news_to = 0
    return NONE


@compiled
def _update_is_due(run: Run, now: float) -> bool:
    """Return whether the calendar updates a child at this instant, which comes before `news` is handled."""
    if run.agenda == 0 or agenda_day(run)[0] != now:
        return False
    return children(run)[agenda_slot(run)[0]].what <= UPDATES


@inlined
def _begin_arrival(run: Run, slot: int) -> None:
    if run.short_of != ENOUGH:
        return
    day = children(run)[slot].since_day
    if steps(run)[children(run)[slot].which].quiet_coming and children(run)[slot].held == 0:
        live(run, slot, day)
    else:
        insert(run, day, slot)


@compiled
def _begin_arrivals(run: Run, until: float) -> None:
    """Begin the children who arrive before `until`, and their siblings to come.

    Those who affect no other child live on at once.
    """
    for i in range(len(strips(run))):
        slot = next_arrival(run, i, until)
        while slot != NONE:
            _begin_arrival(run, slot)
            slot = next_arrival(run, i, until)
    for i in range(len(household_strips(run))):
        slot = next_household(run, i, until)
        while slot != NONE:
            while slot != NONE:
                sibling = children(run)[slot].next
                _begin_arrival(run, slot)
                slot = sibling
            slot = next_household(run, i, until)


@compiled
def _is_review_first(run: Run, reviewed: int, due: float, top: float) -> bool:
    """Return whether staff reviews a child before the first event of the agenda."""
    if due != top:
        return due < top
    first = agenda_slot(run)[0]
    return children(run)[first].what > UPDATES and (
        children(run)[reviewed].identity < children(run)[first].identity
    )


@compiled
def _run_agenda(run: Run, until: float) -> None:
    """Handle the events of children who can affect others, in order of time, before `until`."""
    now = 0.0
    while run.short_of == ENOUGH:
        slot = NONE if _update_is_due(run, now) else _next_granted(run)
        if slot == NONE:
            top = agenda_day(run)[0] if run.agenda > 0 else math.inf
            day = calendar(run)[run.passed] if run.passed < len(calendar(run)) else math.inf
            reviewed = next_due(run)
            due = math.inf if reviewed == NONE else due_day(run, reviewed)
            if run.unsettled and min(day, top, due) > now:
                settle(run, now)
                continue
            if min(day, top, due) >= until:
                return
            if day <= min(top, due):
                now = day
                _change_sizes(run)
                continue
            if reviewed != NONE and _is_review_first(run, reviewed, due, top):
                now, slot = due, reviewed
                remove(run, slot)
                children(run)[slot].what = REVIEWED
                children(run)[slot].which = readiness(run)[slot].to
            else:
                now = top
                slot = _take_from_agenda(run)
        live(run, slot, now)


@compiled
def _replicate(run: Run) -> None:
    _set_up(run)
    if len(review_clocks(run)) > 0:
        give_stock_to_staff(run)
        settle(run, 0.0)
    for i in range(len(stock(run))):
        slot = begin_stock(run, i)
        if slot != NONE and not run.coupled:
            live(run, slot, 0.0)
    if run.coupled and run.short_of == ENOUGH:  # siblings are there before the first of them lives
        for slot in range(run.used):
            if children(run)[slot].alive and not children(run)[slot].is_family:
                live(run, slot, 0.0)
    begin_strips(run)
    begin_household_strips(run)
    # A month at a time, so that the agenda holds only children who are there or arrive soon.
    slab_days = _SLAB_DAYS if len(lines(run)) + len(review_clocks(run)) > 0 else run.horizon
    until = 0.0
    while until < run.horizon and run.short_of == ENOUGH:
        until = min(until + slab_days, run.horizon)
        _begin_arrivals(run, until)
        _run_agenda(run, until)
    close_all(run)


@compiled
def _next_counts(run: Run) -> None:
    """Move the addresses of the count tables on to the next replication."""
    for table in range(_FIRST_COUNT, len(run.address)):
        size = 8
        for axis in range(_COUNTS_AXES[table - _FIRST_COUNT]):
            size *= run.shape[table, axis]
        run.address[table] += size


@entry
def replicate(runs: NDArray[np.void], seed: np.uint64, replications: UInts) -> int:
    """Run replications one after another in the one record of `runs`; return how many were completed.

    Fewer than all are completed when a table ran out of room.
    """
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
