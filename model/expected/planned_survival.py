"""Integrate the survival of a planned length exactly: it is straight between the points of `Length`."""

from functools import lru_cache
from typing import Any

import numpy as np

from model.world.arrays import Floats
from model.world.planned_stays import Length


class PlannedSurvival:
    """The survival P of a planned length as a function of the days spent, and its integrals from zero."""

    def __init__(self, length: Length) -> None:
        days, there = np.array([0.0, *length.days]), 1.0 - np.array([0.0, *length.shares])
        width = np.diff(days)
        slope = np.append(np.diff(there) / np.where(width > 0, width, 1.0), 0.0)
        self._days, self._there, self._slope = days, there, slope
        self._there[-1] = 0.0
        integrals = np.zeros((2, len(days)))
        for i in range(len(width)):
            integrals[:, i + 1] = self._from(i, width[i], integrals[:, i])
        self._integrals = integrals

    def at(self, days: Floats) -> Floats:
        """Return P, and its first and second integral from zero; [which, *shape of days]."""
        spent = np.maximum(days, 0.0)
        i = np.searchsorted(self._days, spent, side="right") - 1
        step = spent - self._days[i]
        survival = self._there[i] + self._slope[i] * step
        return np.stack([survival, *self._from(i, step, self._integrals[:, i])])

    def _from(self, i: Any, step: Any, before: Floats) -> list[Floats]:
        """Return the integrals at some days after the point i, given those there."""
        there, slope = self._there[i], self._slope[i]
        square = step * step
        first = before[0] + there * step + slope * square / 2
        second = before[1] + before[0] * step + there * square / 2 + slope * square * step / 6
        return [first, second]


@lru_cache(maxsize=512)
def survival_of(length: Length) -> PlannedSurvival:
    """Return the survival of a planned length; the same object for the same length."""
    return PlannedSurvival(length)


def mean_over(
    low: Floats, high: Floats, integral_low: Floats, integral_high: Floats, point: Floats
) -> Floats:
    """Return a mean between two days, from integrals up to each; the value there where they are one."""
    width = high - low
    wide = width > 1e-9
    return np.where(wide, (integral_high - integral_low) / np.where(wide, width, 1.0), point)
