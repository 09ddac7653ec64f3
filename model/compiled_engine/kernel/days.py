"""Add days up by period, in whole ticks: the lanes of steps, waits and enrolments, and those of siblings."""

import numpy as np

from model.arithmetic.compiling import compiled, inlined
from model.compiled_engine.kernel.tables import (
    Run,
    edge_ticks,
    edges,
    period_at,
    programmes,
    steps,
    ticks,
    whole,
)

TICKS = 2.0**36
"""In a day: each is little more than a microsecond, and four million children may share a step."""


@inlined
def period(run: Run, day: float) -> int:
    """Return the period that holds a day from 0 on; the number of periods from the horizon on."""
    if day >= run.counted_days:
        return len(edges(run)) - 1
    index = period_at(run)[int(day)]
    while edges(run)[index + 1] <= day:
        index += 1
    return index


@inlined
def wait_lane(run: Run, step: int, outside: bool) -> int:
    """Return the lane of the days waited for a step, on a step or outside; the lanes before are the steps."""
    return len(steps(run)) + 2 * step + outside


@inlined
def enrolment_lane(run: Run, programme: int) -> int:
    """Return the lane of the days enrolled in a programme, behind those of the waits."""
    return wait_lane(run, len(steps(run)), False) + programme


@inlined
def together_lane(run: Run, step: int) -> int:
    """Return the lane of the days on a step on which siblings were there already, behind the enrolments."""
    return enrolment_lane(run, len(programmes(run))) + step


@inlined
def tick(day: float) -> np.int64:
    """Return a day in whole ticks."""
    return np.int64(day * TICKS + 0.5)


@inlined
def add_between(run: Run, lane: int, start: float, first: int, end: float, last: int) -> None:
    """Add the days from `start` in period `first` until `end` in period `last` to a lane."""
    if first == last:
        ticks(run)[first, lane] += tick(end) - tick(start)
        return
    ticks(run)[first, lane] += edge_ticks(run)[first + 1] - tick(start)
    whole(run)[first + 1, lane] += 1
    whole(run)[last, lane] -= 1
    if last < len(ticks(run)):
        ticks(run)[last, lane] += tick(end) - edge_ticks(run)[last]


@compiled
def add_days(run: Run, lane: int, start: float, end: float) -> None:
    """Add the days from `start` until `end` to the lane of the periods they lie in."""
    start, end = max(start, 0.0), min(end, run.counted_days)
    if start < end:
        add_between(run, lane, start, period(run, start), end, period(run, end))
