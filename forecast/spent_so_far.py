"""Account for a year until a day: kroner by month and step, child-days, and which children.

Caveat. A child with services on two steps counts on both, at the price of each; the children of the steps do
not add up to the children of the year. Days are those of the services, not of the child's stays.
"""

from dataclasses import dataclass

import numpy as np

from forecast.calendar_year import CalendarYear
from forecast.services import Services, merged
from model.world.arrays import Bools, Floats


@dataclass(frozen=True, kw_only=True)
class SpentSoFar:
    """The known account of a calendar year; every service is booked under its step and under its section.

    The heads are those of `Services.heads`: the steps, then the sections.
    """

    steps: int
    booked_dkk: Floats
    """[month, head]"""
    booked_days: Floats
    """Child-days with a service; [month, head]."""
    booked_had: Bools
    """Which children had a service; [child, head]."""
    estimated_dkk: float
    """Kroner that rest on prices that the ledger lacks."""

    @property
    def dkk(self) -> Floats:
        """Kroner; [month, step]."""
        return self.booked_dkk[:, : self.steps]

    @property
    def days(self) -> Floats:
        """Child-days; [month, step]."""
        return self.booked_days[:, : self.steps]

    @property
    def had(self) -> Bools:
        """Which children had a service on the step; [child, step]."""
        return self.booked_had[:, : self.steps]

    @property
    def section_days(self) -> Floats:
        """Child-days; [section]."""
        return np.asarray(self.booked_days[:, self.steps :].sum(axis=0))

    @property
    def section_had(self) -> Bools:
        """Which children had a service by the section; [child, section]."""
        return self.booked_had[:, self.steps :]


def account(services: Services, year: CalendarYear) -> SpentSoFar:
    """Return the account of a year, as far as the services are known."""
    overlap = year.overlap(services.start, services.end)
    by_row = overlap * services.price[:, np.newaxis] * year.per_day[services.unit]
    at_start = year.overlap(services.start, services.start + 1) * services.once[:, np.newaxis]
    whole = by_row + at_start
    dkk, days = np.zeros((2, services.heads, len(year.edges) - 1))
    had = np.zeros((services.children, services.heads), dtype=np.bool_)
    for head in services.booked:
        np.add.at(dkk, head, whole)
        child, under, start, end = merged(services.child, head, services.start, services.end)
        some = year.overlap(start, end)
        np.add.at(days, under, some)
        there = some.any(axis=1)
        had[child[there], under[there]] = True
    return SpentSoFar(
        steps=len(services.steps),
        booked_dkk=dkk.T,
        booked_days=days.T,
        booked_had=had,
        estimated_dkk=float(whole[services.estimated].sum()),
    )
