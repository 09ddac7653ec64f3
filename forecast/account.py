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
class Account:
    """What is known of a calendar year."""

    dkk: Floats
    """[month, step]"""
    days: Floats
    """Child-days with the service; [month, step]."""
    had: NDArray[np.bool_]
    """Which children had it; [child, step]."""
    section_days: Floats
    """[section]"""
    section_had: NDArray[np.bool_]
    """[child, section]"""
    estimated_dkk: float
    """How much of the kroner rests on prices that the ledger lacks."""


def account(found: Services, year: CalendarYear) -> Account:
    """Return the account of a year, as far as the services are known."""
    overlap = year.overlap(found.start, found.end)
    by_row = overlap * found.price[:, np.newaxis] * year.per_day[found.unit]
    at_start = year.overlap(found.start, found.start + 1) * found.once[:, np.newaxis]
    whole = by_row + at_start
    months, steps = len(year.edges) - 1, len(found.steps)
    dkk = np.zeros((steps, months))
    np.add.at(dkk, found.step, whole)
    days, had = _days(found, year, found.step, steps)
    section_days, section_had = _days(found, year, found.section, len(found.sections))
    return Account(
        dkk=dkk.T,
        days=days,
        had=had,
        section_days=section_days.sum(axis=0),
        section_had=section_had,
        estimated_dkk=float(whole[found.estimated].sum()),
    )


def _days(
    found: Services, year: CalendarYear, key: NDArray[np.int64], keys: int
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return child-days under each key, [month, key], and which children had any, [child, key]."""
    child, key, start, end = merged(found.child, key, found.start, found.end)
    overlap = year.overlap(start, end)
    days = np.zeros((keys, overlap.shape[1]))
    np.add.at(days, key, overlap)
    had = np.zeros((found.children, keys), dtype=np.bool_)
    there = overlap.sum(axis=1) > 0
    had[child[there], key[there]] = True
    return days.T, had
