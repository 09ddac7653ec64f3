"""Cut a budget year into months, and spread prices per day, month or year over their days."""

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from calibration.ledger.histories import Days, day_number
from model.world.arrays import Floats

UNITS = ("day", "month", "year")
"""The units that a price may be per; a price per start is paid once."""


@dataclass(frozen=True)
class CalendarYear:
    """A budget year, which is a calendar year; days are whole, since 1970-01-01."""

    year: int

    @cached_property
    def edges(self) -> Days:
        """The first days of the months, and of the year after; [13]."""
        firsts = [date(self.year, month, 1) for month in range(1, 13)]
        return np.array([day_number(day) for day in (*firsts, date(self.year + 1, 1, 1))])

    @property
    def first(self) -> int:
        """The first day."""
        return int(self.edges[0])

    @property
    def after(self) -> int:
        """The first day of the year after."""
        return int(self.edges[-1])

    @property
    def days(self) -> int:
        """365 or 366."""
        return 366 if isleap(self.year) else 365

    @cached_property
    def per_day(self) -> Floats:
        """Kroner per day of each month for one krone per day, month and year; [unit, month].

        A whole month costs exactly the price per month, a whole year exactly the price per year.
        """
        lengths = np.array([monthrange(self.year, month)[1] for month in range(1, 13)])
        return np.stack([np.ones(12), 1.0 / lengths, np.full(12, 1.0 / self.days)])

    def overlap(self, start: ArrayLike, end: ArrayLike) -> Floats:
        """Return how many days of each month lie from `start` until `end`, both [n]; [n, month]."""
        since, until = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
        edges = np.clip(
            self.edges[np.newaxis, :], since[:, np.newaxis], np.maximum(since, until)[:, np.newaxis]
        )
        return np.asarray(np.diff(edges, axis=1))
