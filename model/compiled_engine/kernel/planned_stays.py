"""Draw the length of planned stays, as `model.world.planned_stays` does."""

from typing import Any

from model.arithmetic.compiling import compiled
from model.compiled_engine.kernel.random_numbers import uniform
from model.compiled_engine.kernel.tables import (
    Run,
    lengths_planned,
    points_planned,
    steps,
)
from model.world.randomness import Purpose
from model.world.staircase import DAYS_PER_YEAR

_LENGTH = int(Purpose.PLANNED_LENGTH)


@compiled
def _ended_by(run: Run, length: Any, days: float) -> float:
    """Return the share of stays that have ended after some days."""
    points = points_planned(run)
    low, high = length.first, length.last
    first = low
    while low < high:  # the first point of more days
        middle = (low + high) // 2
        if points[middle].days <= days:
            low = middle + 1
        else:
            high = middle
    if low == first:
        return 0.0
    if low == length.last:
        return 1.0
    before, after = points[low - 1], points[low]
    rise = (days - before.days) / (after.days - before.days)
    return before.share + rise * (after.share - before.share)


@compiled
def length_at(run: Run, length: Any, share: float) -> float:
    """Return the days after which a share of the stays, above 0, has ended."""
    points = points_planned(run)
    low, high = length.first, length.last
    while low < high:  # the first point of that share or more
        middle = (low + high) // 2
        if points[middle].share < share:
            low = middle + 1
        else:
            high = middle
    before, after = points[low - 1], points[low]
    rise = (share - before.share) / (after.share - before.share)
    return before.days + rise * (after.days - before.days)


@compiled
def remaining_years(run: Run, child: Any, plan: int, band: int, now: float) -> float:
    """Return what is left of the planned stay that a child begins, or had begun before the start."""
    length = lengths_planned(run)[plan, band, child.group]
    run.numbers += 1
    number = uniform(run, child.identity, _LENGTH, child.visit, steps(run)[child.step].key)
    spent = now - child.start
    ended = _ended_by(run, length, spent)
    if ended >= 1.0:
        return 0.0
    return max(0.0, length_at(run, length, ended + number * (1.0 - ended)) - spent) / DAYS_PER_YEAR
