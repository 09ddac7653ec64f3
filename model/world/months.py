"""Cut the days of one simulation into calendar months and budget years."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from model.world.arrays import Floats, Ints


@dataclass(frozen=True, kw_only=True)
class Months:
    """`count` calendar months from `start`, the first of a month.

    A budget year is a calendar year. With a start in the middle of a year the first and the last budget
    year are partial: their sums hold only the months that are simulated, and nothing is scaled up.
    """

    start: date
    count: int

    def __post_init__(self) -> None:
        if self.start.day != 1:
            raise ValueError(f"start is {self.start}; it must be the first of a month")
        if self.count < 1:
            raise ValueError(f"there are {self.count} months; give at least one")

    @classmethod
    def of(cls, start: date, years: int) -> "Months":
        """Return the months of `years` whole years from `start`.

        Raises ValueError unless `start` is the first of a month and `years` is at least 1.
        """
        return cls(start=start, count=12 * years)

    @cached_property
    def edges(self) -> Floats:
        """Days from the start date to every border of a month; [month + 1], the first is 0."""
        first = self.start.year * 12 + self.start.month - 1
        borders = [date(m // 12, m % 12 + 1, 1) for m in range(first, first + self.count + 1)]
        return np.array([float((border - self.start).days) for border in borders])

    @cached_property
    def days(self) -> Floats:
        """Length of each month in days; [month]."""
        return np.diff(self.edges)

    @cached_property
    def year(self) -> Ints:
        """Budget year of each month; [month]."""
        return self.start.year + (self.start.month - 1 + np.arange(self.count)) // 12

    @cached_property
    def days_in_year(self) -> Floats:
        """Length of the whole calendar year that each month lies in, 365 or 366; [month]."""
        return np.array([366.0 if isleap(year) else 365.0 for year in self.year.tolist()])

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the budget years in order, partial ones too."""
        return tuple(range(int(self.year[0]), int(self.year[-1]) + 1))

    @cached_property
    def whole_years(self) -> tuple[int, ...]:
        """Return the budget years of which all twelve months are simulated, in order."""
        return tuple(year for year in self.years if int((self.year == year).sum()) == 12)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the months as 2027-01; [month]."""
        first = self.start.year * 12 + self.start.month - 1
        return tuple(f"{m // 12}-{m % 12 + 1:02d}" for m in range(first, first + self.count))

    @property
    def horizon_days(self) -> float:
        """Days from the start date to the end of the last month."""
        return float(self.edges[-1])

    def index(self, day: ArrayLike) -> Ints:
        """Return the month that holds each `day`; -1 before the start, `count` from the horizon on.

        A day on a border belongs to the month that begins there.
        """
        return np.searchsorted(self.edges, day, side="right") - 1

    def overlap(self, from_day: float, to_day: float) -> Floats:
        """Return how many days of each month lie from `from_day` until `to_day`; [month]."""
        return np.diff(np.clip(self.edges, from_day, max(from_day, to_day)))
