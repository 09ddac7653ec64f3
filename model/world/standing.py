"""Describe how the ages of counted children, and their times on a step, are spread."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Ages in cells, and within each cell of age the times on the step in cells; even within each cell.

    The shares below the borders begin with 0 and end with 1.
    """

    ages: tuple[float, ...]
    """Borders of the cells of age, in years."""
    younger: tuple[float, ...]
    """The share of children younger than each border."""
    years: tuple[float, ...]
    """Borders of the cells of time on the step, in years from 0; the same for all ages."""
    shorter: tuple[tuple[float, ...], ...]
    """For each cell of age, the share of children who have been there shorter than each border."""

    def __post_init__(self) -> None:
        if len(self.shorter) != len(self.ages) - 1:
            raise ValueError("standing: give the times of each cell of age")
        for borders, rows in ((self.ages, (self.younger,)), (self.years, self.shorter)):
            rise = len(borders) > 1 and all(low < high for low, high in pairwise(borders))
            if not rise or any(len(below) != len(borders) for below in rows):
                raise ValueError("standing: borders must rise, and shares grow from 0 to 1")
            shares = np.array(rows)
            whole = (shares[:, 0] == 0.0).all() and (shares[:, -1] == 1.0).all()
            if not whole or (shares[:, 1:] < shares[:, :-1]).any():
                raise ValueError("standing: borders must rise, and shares grow from 0 to 1")

    def child(self, age_share: float, time_share: float) -> tuple[float, float]:
        """Return the age and the years on the step at which these shares, in (0, 1), lie below."""
        cell, age = _at(self.ages, self.younger, age_share)
        _, years = _at(self.years, self.shorter[cell], time_share)
        return age, years


def _at(borders: Sequence[float], below: Sequence[float], share: float) -> tuple[int, float]:
    """Return the cell in which a share lies, and where in it."""
    cell = min(bisect_right(below, share), len(borders) - 1) - 1
    part = (share - below[cell]) / (below[cell + 1] - below[cell])
    return cell, borders[cell] + part * (borders[cell + 1] - borders[cell])
