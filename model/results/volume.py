"""Price steps by volume: what lies above a number of full-year persons costs another share of the price."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model.world.arrays import Floats
from model.world.months import Months


@dataclass(frozen=True, kw_only=True)
class Volume:
    """Shares of the price that count above numbers of full-year persons.

    Caveat first: the share of a whole year is known when the year is over, and holds in each of its months;
    a year that is simulated in part is taken to go on as in that part.
    """

    above: tuple[float, ...]
    """Numbers of full-year persons, rising."""
    times: tuple[float, ...]
    """One share for each; below the first number the price is whole."""
    monthly: bool = False
    """Whether the persons of each month count, and not those of the budget year."""
    all: bool = False
    """Whether everybody costs the share of the highest number that is passed, and not only those above it."""

    def __post_init__(self) -> None:
        if not self.above or len(self.above) != len(self.times):
            raise ValueError("volume: give a share for each number of persons, and one at least")
        if self.above[0] < 0 or any(high <= low for low, high in pairwise(self.above)):
            raise ValueError("volume: the numbers of persons must rise from zero or more")
        if min(self.times) < 0:
            raise ValueError("volume: a share of the price must be zero or more")

    def share(self, person_days: Floats, months: Months) -> Floats:
        """Return the mean share of the price that holds in each month, given person-days; [..., month]."""
        if self.monthly:
            return self._mean(person_days / months.days)
        years, of_month = np.unique(months.year, return_inverse=True)
        persons = np.zeros((*person_days.shape[:-1], len(years)))
        for year in range(len(years)):
            inside = of_month == year
            persons[..., year] = person_days[..., inside].sum(axis=-1) / months.days[inside].sum()
        return self._mean(persons)[..., of_month]

    def _mean(self, persons: Floats) -> Floats:
        borders = (0.0, *self.above, np.inf)
        shares = (1.0, *self.times)
        if self.all:
            return np.asarray(np.array(shares)[np.searchsorted(self.above, persons, side="left")])
        some = np.maximum(persons, 1e-12)
        parts = [
            share * np.clip(some - low, 0.0, high - low)
            for share, (low, high) in zip(shares, pairwise(borders), strict=True)
        ]
        return np.asarray(sum(parts) / some)
