"""Convert kroner: prices per day, month or year, and discounting of later years."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from model.arithmetic.functions import power
from model.world.arrays import Floats
from model.world.months import Months

NEAR_RATE, FAR_RATE = 0.035, 0.025
NEAR_YEARS, FAR_YEARS = 35, 70
"""The social discount rate of the Danish Ministry of Finance, 7 January 2021: 3.5 % in the years 0 to 35,
2.5 % in the years 36 to 70."""


class Unit(StrEnum):
    """The time that a price pays for: one child for a day, a calendar month or a calendar year."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Price:
    """Kroner for one child in a day, month or year; below zero for an income.

    A month's price is shared evenly over the days of that month and a year's over the days of that
    calendar year, so a whole month or year costs exactly the price.
    """

    dkk: float
    unit: Unit

    def __post_init__(self) -> None:
        if not np.isfinite(self.dkk):
            raise ValueError(f"a price is {self.dkk} kr.; it must be a number")

    def per_day(self, months: Months) -> Floats:
        """Return kroner per child-day in each month; [month]."""
        match self.unit:
            case Unit.DAY:
                return np.full(months.count, self.dkk)
            case Unit.MONTH:
                return self.dkk / months.days
            case Unit.YEAR:
                return self.dkk / months.days_in_year


def discount_factors(years: Sequence[int], first_year: int | None = None) -> Floats:
    """Return the value of a krone of each year in `first_year`, by default the first of `years`; [year].

    Year 0 is undiscounted; 3.5 % is compounded for 35 years and 2.5 % after that.
    Raises ValueError for a year before `first_year` or more than 70 years after it: no rate is set there.
    """
    if not years:
        return np.zeros(0)
    first = years[0] if first_year is None else first_year
    for year in years:
        if not 0 <= year - first <= FAR_YEARS:
            raise ValueError(
                f"{year} cannot be discounted to {first}: rates are set for year 0 to {FAR_YEARS}"
            )
    passed = np.array(years) - first
    near, far = np.minimum(passed, NEAR_YEARS), np.maximum(passed - NEAR_YEARS, 0)
    return np.asarray(power(1 + NEAR_RATE, -near) * power(1 + FAR_RATE, -far))
