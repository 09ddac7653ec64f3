"""What a year has cost until a day: kroner by month and step, days, and which children.

Caveat. A child with two services on two steps counts on both, at the price of each; the children of the
steps do not add up to the children of the year. Days are of the services, not of where a child stands.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.calendar_year import CalendarYear
from forecast.services import Services, merged

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SpentSoFar:
    """What is known of a calendar year; every service is booked twice, under its step and its section.

    The heads are those of `Services.heads`: the steps, then the sections.
    """

    steps: int
    booked_dkk: Floats
    """[month, head]"""
    booked_days: Floats
    """Child-days with a service; [month, head]."""
    booked_had: NDArray[np.bool_]
    """Which children had one; [child, head]."""
    estimated_dkk: float
    """How much of the kroner rests on prices that the ledger lacks."""

    @property
    def dkk(self) -> Floats:
        """Kroner; [month, step]."""
        return self.booked_dkk[:, : self.steps]

    @property
    def days(self) -> Floats:
        """Child-days; [month, step]."""
        return self.booked_days[:, : self.steps]

    @property
    def had(self) -> NDArray[np.bool_]:
        """Which children had a service on the step; [child, step]."""
        return self.booked_had[:, : self.steps]

    @property
    def section_days(self) -> Floats:
        """Child-days; [section]."""
        return np.asarray(self.booked_days[:, self.steps :].sum(axis=0))

    @property
    def section_had(self) -> NDArray[np.bool_]:
        """Which children had a service by the section; [child, section]."""
        return self.booked_had[:, self.steps :]


def account(found: Services, year: CalendarYear) -> SpentSoFar:
    """Return the account of a year, as far as the services are known."""
    overlap = year.overlap(found.start, found.end)
    by_row = overlap * found.price[:, np.newaxis] * year.per_day[found.unit]
    at_start = year.overlap(found.start, found.start + 1) * found.once[:, np.newaxis]
    whole = by_row + at_start
    dkk, days = np.zeros((2, found.heads, len(year.edges) - 1))
    had = np.zeros((found.children, found.heads), dtype=np.bool_)
    for head in found.booked:
        np.add.at(dkk, head, whole)
        child, under, start, end = merged(found.child, head, found.start, found.end)
        some = year.overlap(start, end)
        np.add.at(days, under, some)
        there = some.any(axis=1)
        had[child[there], under[there]] = True
    return SpentSoFar(
        steps=len(found.steps),
        booked_dkk=dkk.T,
        booked_days=days.T,
        booked_had=had,
        estimated_dkk=float(whole[found.estimated].sum()),
    )
