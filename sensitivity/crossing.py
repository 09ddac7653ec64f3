"""Where a function of one number crosses zero, for many functions at once.

They are evaluated together, once each in every round, so that all workers have something to do. The method is
regula falsi with the Illinois modification (Dowell and Jarratt 1971, BIT 11:168-174), with a bisection
whenever three rounds have not halved the bracket: a function that jumps is brought to an end too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float64]
Evaluate = Callable[[Sequence[tuple[int, float]]], Figures]
"""From (number of the function, where) to the values there, in the order given."""

_PATIENCE = 3
_MOST_ROUNDS = 40


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """What was found of one function."""

    at: float | None
    """Where it crosses zero; None when it does not between the ends."""
    rises: bool
    """Whether it is above zero at the upper end; where it does not cross, whether it is above zero at all."""


@dataclass
class _Bracket:
    low: float
    high: float
    at_low: float
    at_high: float
    width: float = np.inf
    """What it was three rounds ago."""
    rounds: int = 0
    was_high: bool | None = None
    """Whether the upper end was moved last."""

    def next(self) -> float:
        if self.rounds % _PATIENCE == 0:
            halved = self.high - self.low <= self.width / 2
            self.width = self.high - self.low
            if self.rounds and not halved:
                return (self.low + self.high) / 2
        share = self.at_low / (self.at_low - self.at_high)
        return self.low + float(np.clip(share, 0.01, 0.99)) * (self.high - self.low)

    def take(self, at: float, value: float) -> None:
        self.rounds += 1
        is_high = (value > 0) == (self.at_high > 0)
        if is_high:
            self.high, self.at_high = at, value
            self.at_low /= 2 if self.was_high else 1
        else:
            self.low, self.at_low = at, value
            self.at_high /= 2 if self.was_high is False else 1
        self.was_high = is_high


def crossings(number: int, grid: Sequence[float], evaluate: Evaluate, *, tolerance: float) -> list[Crossing]:
    """Return for each of `number` functions where it crosses zero, to `tolerance`.

    `grid` rises from the lower to the upper end. Where a function crosses more than once between its points,
    the crossing nearest to the middle of the grid is taken. Zero itself counts as below.
    """
    values = evaluate([(i, at) for i in range(number) for at in grid]).reshape(number, len(grid))
    brackets = {i: found for i, row in enumerate(values) if (found := _bracket(row, grid)) is not None}
    open_ = dict(brackets)
    for _ in range(_MOST_ROUNDS):
        open_ = {i: bracket for i, bracket in open_.items() if bracket.high - bracket.low > tolerance}
        if not open_:
            break
        asked = [(i, bracket.next()) for i, bracket in open_.items()]
        for (i, at), value in zip(asked, evaluate(asked).tolist(), strict=True):
            open_[i].take(at, value)
    return [
        Crossing(
            at=(brackets[i].low + brackets[i].high) / 2 if i in brackets else None,
            rises=brackets[i].at_high > 0 if i in brackets else bool(values[i, -1] > 0),
        )
        for i in range(number)
    ]


def _bracket(values: Figures, grid: Sequence[float]) -> _Bracket | None:
    above = values > 0
    changes = np.flatnonzero(above[1:] != above[:-1])
    if changes.size == 0:
        return None
    middle = (len(grid) - 2) / 2
    i = int(min(changes, key=lambda each: abs(each - middle)))
    return _Bracket(low=grid[i], high=grid[i + 1], at_low=float(values[i]), at_high=float(values[i + 1]))
