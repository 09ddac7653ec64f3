"""Where a function of one number crosses zero, for many functions at once.

They are evaluated together, once each in every round, so that all workers have something to do. The method is
scipy's, of Chandrupatla (1997, Advances in Engineering Software 28:145-149): inverse quadratic interpolation
where that is safe and bisection elsewhere, so that a function that jumps is brought to an end too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import elementwise

Figures = NDArray[np.float64]
Evaluate = Callable[[Sequence[tuple[int, float]]], Figures]
"""From (number of the function, where) to the values there, in the order given."""


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """What was found of one function."""

    at: float | None
    """Where it crosses zero; None when it does not between the ends."""
    rises: bool
    """Whether it is above zero behind that; where it does not cross, whether it is above zero at all."""


def crossings(number: int, grid: Sequence[float], evaluate: Evaluate, *, tolerance: float) -> list[Crossing]:
    """Return for each of `number` functions where it crosses zero, to `tolerance`.

    `grid` rises from the lower to the upper end. Where a function crosses more than once between its points,
    the crossing nearest to the middle of the grid is taken. Zero itself counts as below.
    """
    request = [(i, at) for i in range(number) for at in grid]
    known = dict(zip(request, evaluate(request).tolist(), strict=True))
    above = np.array([known[each] > 0 for each in request]).reshape(number, len(grid))
    places = {i: place for i, row in enumerate(above) if (place := _place(row)) is not None}
    at = _roots(places, grid, evaluate, known, tolerance)
    return [
        Crossing(at=at.get(i), rises=bool(above[i, places[i] + 1] if i in places else above[i, -1]))
        for i in range(number)
    ]


def _place(above: NDArray[np.bool_]) -> int | None:
    """Return the number of the point of the grid behind which the function crosses."""
    changes = np.flatnonzero(above[1:] != above[:-1])
    middle = (len(above) - 2) / 2
    return min(changes.tolist(), key=lambda each: abs(each - middle), default=None)


def _roots(
    places: dict[int, int],
    grid: Sequence[float],
    evaluate: Evaluate,
    known: dict[tuple[int, float], float],
    tolerance: float,
) -> dict[int, float]:
    if not places:
        return {}

    def values(at: Figures, which: NDArray[np.int64]) -> Figures:
        request = [*zip(which.tolist(), at.tolist(), strict=True)]
        fresh = [each for each in request if each not in known]
        if fresh:
            known.update(zip(fresh, evaluate(fresh).tolist(), strict=True))
        return np.array([known[each] for each in request])

    low, high = (np.array([grid[place + step] for place in places.values()]) for step in (0, 1))
    found = elementwise.find_root(
        values,
        (low, high),
        args=(np.array([*places]),),
        tolerances={"xatol": tolerance, "xrtol": 0.0, "fatol": 0.0, "frtol": 0.0},
    )
    return dict(zip(places, found.x.tolist(), strict=True))
