"""Describe reviews: a child who is ready for a move makes it at its next review, which staff may delay."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from model.world.schedule import Schedule


class ReviewClock:
    """How far the reviews on a step have come since the start date, in intervals, while nobody delays them.

    A stay that began at progress p is reviewed at p + 1, p + 2, ... Before the start date the first interval
    holds.
    """

    def __init__(self, interval: Schedule) -> None:
        self.pieces: list[tuple[float, float, float]] = [(0.0, 0.0, interval.at(0.0))]
        """From which day, the progress then, and the days between reviews from then on."""
        for day, days in interval.changes(before=math.inf):
            self.pieces.append((day, self.at(day), days))

    def at(self, day: float) -> float:
        """Return the progress on a day, below zero before the start date."""
        i = max(0, bisect_right(self.pieces, day, key=lambda piece: piece[0]) - 1)
        began, progress, days = self.pieces[i]
        return progress + (day - began) / days

    def day_of(self, progress: float) -> float:
        """Return the day on which the reviews come that far."""
        i = max(0, bisect_right(self.pieces, progress, key=lambda piece: piece[1]) - 1)
        began, then, days = self.pieces[i]
        return began + (progress - then) * days


def last_review(progress: float, *, began: float) -> float:
    """Return the progress at which a stay that began at some progress was reviewed last, or began."""
    return began + math.floor(progress - began)


def next_review(progress: float, *, began: float) -> float:
    """Return the progress at which a stay that began at some progress is reviewed next."""
    return last_review(progress, began=began) + 1.0


@dataclass(frozen=True, kw_only=True)
class Reviews:
    """Children on some steps make some moves only at reviews.

    A transition to one of `moves` that wins the race makes the child *ready* for it. It moves at its next
    review, unless another move comes first. Reviews come at whole intervals since the stay began.
    """

    name: str
    intervals: tuple[tuple[str, Schedule], ...]
    """The steps under review, and the days between the reviews there."""
    moves: tuple[str, ...]
    """Steps or ways out."""
    staff: str | None = None
    """Who makes them; without staff they always come in time."""

    def __post_init__(self) -> None:
        for step, interval in self.intervals:
            if any(not 0 < days < math.inf for days in interval.values):
                raise ValueError(
                    f"reviews {self.name}: the days between reviews on {step} must be above zero"
                )


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Those who make reviews, and how many children each can have and still review them in time.

    With more children than that, the reviews of all come later in proportion. With an order, the children who
    come first in it are reviewed in time as far as the staff reaches, and what is left goes to the next.
    """

    name: str
    number: Schedule
    cases_each: Schedule
    first_steps: tuple[str, ...] = ()
    first_groups: tuple[str, ...] = ()
    """On each step, or on all of those that are not named."""

    def __post_init__(self) -> None:
        for field, schedule in (("number", self.number), ("cases_each", self.cases_each)):
            if any(not 0 <= value < math.inf for value in schedule.values):
                raise ValueError(f"staff {self.name}: {field} is below zero or not finite")

    def capacity(self, day: float) -> float:
        """Return how many children they can have on a day."""
        return self.number.at(day) * self.cases_each.at(day)

    def rank(self, step: str, group: str) -> int:
        """Return where a child stands in the order, from 0."""
        step_rank = self.first_steps.index(step) if step in self.first_steps else len(self.first_steps)
        group_rank = self.first_groups.index(group) if group in self.first_groups else len(self.first_groups)
        return step_rank * (len(self.first_groups) + 1) + group_rank

    @cached_property
    def ranks(self) -> int:
        """The number of different places in the order."""
        return (len(self.first_steps) + 1) * (len(self.first_groups) + 1)

    def change_days(self, *, before: float) -> set[float]:
        """Return the days on which their number, or that of their cases, changes."""
        schedules = (self.number, self.cases_each)
        return {day for schedule in schedules for day, _ in schedule.changes(before=before)}


def paces(cases: Sequence[float], capacity: float) -> list[float]:
    """Return how fast reviews come, 1 when in time, to the children of each rank, who are so many."""
    by_rank = []
    for number in cases:
        by_rank.append(1.0 if number <= capacity else capacity / number)
        capacity = max(0.0, capacity - number)
    return by_rank
