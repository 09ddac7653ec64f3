"""Lower reviews, and the staff that makes them, to the flat arrays that the compiled engine works on."""

from dataclasses import dataclass

import numpy as np

from model.compiled_engine.kernel import records
from model.compiled_engine.kernel.records import NONE
from model.world.arrays import Array
from model.world.parameters import Parameters
from model.world.reviews import ReviewClock


def review_days(parameters: Parameters) -> set[float]:
    """Return the days on which staff, or how often it is to review, changes."""
    before = parameters.horizon_days
    days = {day for staff in parameters.staff for day in staff.change_days(before=before)}
    for reviews in parameters.reviews:
        for _, interval in reviews.intervals if reviews.staff is not None else ():
            days |= {day for day, _ in interval.changes(before=before)}
    return days


@dataclass(frozen=True, kw_only=True)
class LoweredReviews:
    """Reviews as arrays, by their names in `layout.WORLD`, and what concerns single steps."""

    tables: dict[str, Array]
    pieces: dict[str, tuple[int, int]]
    """The rows of `review_pieces` of each step without staff: first until last."""
    clocks: dict[str, int]
    """The first clock of each step with staff."""


def lower_reviews(parameters: Parameters, calendar: Array) -> LoweredReviews:
    """Return reviews and staff as arrays; pure, so equal parameters give equal arrays."""
    staircase = parameters.staircase
    names, days = [step.name for step in staircase.steps], [0.0, *calendar.tolist()]
    rows: list[tuple[float, float, float]] = []
    by: list[tuple[int, int, int, int]] = []
    intervals: list[list[float]] = []
    pieces: dict[str, tuple[int, int]] = {}
    clocks: dict[str, int] = {}
    for reviews in parameters.reviews:
        for step, interval in reviews.intervals:
            if reviews.staff is None:
                first = len(rows)
                rows += ReviewClock(interval).pieces
                pieces[step] = first, len(rows)
                continue
            number = [staff.name for staff in parameters.staff].index(reviews.staff)
            clocks[step] = len(by)
            for group, name in enumerate(staircase.groups):
                rank = parameters.staff[number].rank(step, name)
                by.append((names.index(step), group, number, rank))
                intervals.append([interval.at(day) for day in days])
    capacities = [[staff.capacity(day) for staff in parameters.staff] for day in days]
    tables = {
        "review_pieces": np.array(rows, dtype=records.REVIEW_PIECE),
        "reviewed_by": np.array(by, dtype=records.REVIEWED_BY),
        "review_intervals": np.ascontiguousarray(np.array(intervals).reshape(len(by), len(days)).T),
        "capacities": np.array(capacities, dtype=np.float64).reshape(len(days), len(parameters.staff)),
    }
    return LoweredReviews(tables=tables, pieces=pieces, clocks=clocks)


def mark_reviewed(steps: Array, reviews: LoweredReviews, names: list[str]) -> None:
    """Enter in the rows of the steps how each is reviewed."""
    for row, name in zip(steps, names, strict=True):
        row["first_piece"], row["last_piece"] = reviews.pieces.get(name, (0, 0))
        row["clock"] = reviews.clocks.get(name, NONE)
        row["reviewed"] = name in reviews.pieces or name in reviews.clocks
