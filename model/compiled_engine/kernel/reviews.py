"""Make children ready and review them, in time or late, as `model.simpy_engine.reviews` does."""

import math

from model.arithmetic.compiling import compiled
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import (
    Run,
    admits,
    capacities,
    cases,
    children,
    readiness,
    ready,
    review_clocks,
    review_intervals,
    review_pieces,
    reviewed_by,
    steps,
    transitions,
)


@compiled
def _piece_of_day(run: Run, step: int, day: float) -> int:
    """Return the piece of the reviews of a step without staff that holds on a day."""
    piece = steps(run)[step].last_piece - 1
    while piece > steps(run)[step].first_piece and review_pieces(run)[piece].day > day:
        piece -= 1
    return piece


@compiled
def _progress(run: Run, slot: int, day: float) -> float:
    """Return how far the reviews of the step where a child stands have come on a day, in intervals."""
    child = children(run)[slot]
    step = steps(run)[child.step]
    if step.clock == NONE:
        piece = review_pieces(run)[_piece_of_day(run, child.step, day)]
        return piece.progress + (day - piece.day) / piece.interval
    return _clock_progress(run, step.clock + child.group, day)


@compiled
def _clock_progress(run: Run, i: int, day: float) -> float:
    clock = review_clocks(run)[i]
    return clock.progress + (day - clock.day) * clock.speed


@compiled
def _day_of(run: Run, slot: int, progress: float) -> float:
    """Return the day on which the reviews of the step where a child stands come that far."""
    child = children(run)[slot]
    step = steps(run)[child.step]
    if step.clock != NONE:
        return _clock_day(run, step.clock + child.group, progress)
    i = step.last_piece - 1
    while i > step.first_piece and review_pieces(run)[i].progress > progress:
        i -= 1
    piece = review_pieces(run)[i]
    return piece.day + (progress - piece.progress) * piece.interval


@compiled
def _clock_day(run: Run, i: int, progress: float) -> float:
    """Return the day on which the reviews of a clock come that far, as long as the pace does not change."""
    clock = review_clocks(run)[i]
    if clock.speed == 0.0:
        return math.inf
    return clock.day + (progress - clock.progress) / clock.speed


@compiled
def _find_head(run: Run, i: int, now: float) -> None:
    """Find the child whose review by staff comes first on a clock, and its day."""
    clock = review_clocks(run)[i]
    clock.head = NONE
    for at in range(clock.ready):
        slot = ready(run)[i, at]
        if clock.head == NONE or _is_before(run, slot, clock.head):
            clock.head = slot
    _find_due(run, i, now)


@compiled
def _find_due(run: Run, i: int, now: float) -> None:
    """Find the day of the review that comes first on a clock."""
    clock = review_clocks(run)[i]
    clock.due = math.inf
    if clock.head != NONE:
        clock.due = max(now, _clock_day(run, i, readiness(run)[clock.head].progress))


@compiled
def _is_before(run: Run, slot: int, other: int) -> bool:
    progress, later = readiness(run)[slot].progress, readiness(run)[other].progress
    if progress != later:
        return progress < later
    return children(run)[slot].identity < children(run)[other].identity


@compiled
def make_ready(run: Run, slot: int, which: int, now: float) -> None:
    """Make a child ready for a move, which it makes at its next review."""
    child, row = children(run)[slot], readiness(run)[slot]
    row.to = which
    row.progress = row.began + math.floor(_progress(run, slot, now) - row.began) + 1.0
    first = steps(run)[child.step].clock
    if first == NONE:
        row.day = _day_of(run, slot, row.progress)
        return
    i = first + child.group
    clock = review_clocks(run)[i]
    row.day, row.at = math.inf, clock.ready
    ready(run)[i, clock.ready] = slot
    clock.ready += 1
    if clock.head == NONE or _is_before(run, slot, clock.head):
        clock.head = slot
        _find_due(run, i, now)


@compiled
def forget_readiness(run: Run, slot: int, now: float) -> None:
    """End a readiness, if there is one."""
    child, row = children(run)[slot], readiness(run)[slot]
    if row.to == NONE:
        return
    row.to = NONE
    row.day = math.inf
    first = steps(run)[child.step].clock
    if first == NONE:
        return
    i = first + child.group
    clock = review_clocks(run)[i]
    clock.ready -= 1
    last = ready(run)[i, clock.ready]
    ready(run)[i, row.at] = last
    readiness(run)[last].at = row.at
    if clock.head == slot:
        _find_head(run, i, now)


@compiled
def forget_at_birthday(run: Run, slot: int, now: float) -> None:
    """End a readiness for a step that does not admit the child any more."""
    row = readiness(run)[slot]
    if row.to == NONE:
        return
    to = transitions(run)[row.to].to
    if to < len(steps(run)) and not admits(run)[children(run)[slot].level, to]:
        forget_readiness(run, slot, now)


@compiled
def come_under_review(run: Run, slot: int, now: float) -> float:
    """Begin a stay on a step under review; return the day of its last review before the start date, or `now`.

    Of a stay that begins now, that day is now.
    """
    child, row = children(run)[slot], readiness(run)[slot]
    row.to = NONE
    row.day = math.inf
    row.began = _progress(run, slot, child.start)
    last_review = child.start
    if child.start < now:
        reviewed = row.began + math.floor(_progress(run, slot, now) - row.began)
        if reviewed > row.began:
            last_review = min(now, _day_of(run, slot, reviewed))
    if child.visit > 0 or not child.in_stock:
        count_case(run, child.step, child.group, 1)
    return last_review


@compiled
def leave_review(run: Run, slot: int, now: float) -> None:
    """End a stay on a step under review, and a readiness."""
    forget_readiness(run, slot, now)
    count_case(run, children(run)[slot].step, children(run)[slot].group, -1)


@compiled
def count_case(run: Run, step: int, group: int, number: int) -> None:
    """Change the number of children that the staff of a step has."""
    first = steps(run)[step].clock
    if first == NONE:
        return
    by = reviewed_by(run)[first + group]
    cases(run)[by.staff, by.rank] += number
    run.unsettled = 1


@compiled
def settle(run: Run, now: float) -> None:
    """Change the paces of the clocks, when everything that happens at this instant has happened."""
    run.unsettled = 0
    for i in range(len(review_clocks(run))):
        by = reviewed_by(run)[i]
        left, pace = capacities(run)[run.passed, by.staff], 1.0
        for rank in range(by.rank + 1):
            number = cases(run)[by.staff, rank]
            pace = 1.0 if number <= left else left / number
            left = max(0.0, left - number)
        speed = pace / review_intervals(run)[run.passed, i]
        clock = review_clocks(run)[i]
        if speed == clock.speed:
            continue
        clock.progress = _clock_progress(run, i, now)
        clock.day = now
        clock.speed = speed
        _find_due(run, i, now)


@compiled
def next_due(run: Run) -> int:
    """Return the child that staff reviews first; NONE when nobody is ready."""
    first, day = NONE, math.inf
    for i in range(len(review_clocks(run))):
        clock = review_clocks(run)[i]
        if clock.head == NONE or clock.due > day:
            continue
        if (
            first == NONE
            or clock.due < day
            or children(run)[clock.head].identity < children(run)[first].identity
        ):
            first, day = clock.head, clock.due
    return first


@compiled
def due_day(run: Run, slot: int) -> float:
    """Return the day on which staff reviews the child that is first on its clock."""
    child = children(run)[slot]
    return review_clocks(run)[steps(run)[child.step].clock + child.group].due


@compiled
def stop_clocks(run: Run) -> None:
    """Set all clocks to the start date, at which nobody is ready and the staff has no children."""
    for i in range(len(review_clocks(run))):
        clock = review_clocks(run)[i]
        clock.progress, clock.day, clock.speed = 0.0, 0.0, 0.0
        clock.ready, clock.head, clock.due = 0, NONE, math.inf
    cases(run)[:] = 0
    run.unsettled = 0
