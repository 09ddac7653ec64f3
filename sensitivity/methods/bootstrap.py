"""Estimate with intervals by drawing the rows of a design anew."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from model.arithmetic.products import product
from model.world.arrays import Floats

TIMES = 1_000
LOW, HIGH = 2.5, 97.5
"""Percentiles of a 95 % interval."""


@dataclass(frozen=True, kw_only=True)
class IntervalEstimate:
    """Estimates and their 95 % intervals; three arrays of one shape, nan where there is no estimate."""

    value: Floats
    low: Floats
    high: Floats

    def __getitem__(self, index: int | tuple[int, ...]) -> tuple[float, float, float]:
        """Return one estimate with its interval."""
        return float(self.value[index]), float(self.low[index]), float(self.high[index])


def bootstrap(rows: int, estimate: Callable[[Floats], Floats], *, seed: int) -> IntervalEstimate:
    """Return an estimate and its interval over rows that are independent of each other (Efron 1979).

    `estimate` takes weights [time, row] that sum to 1 over the rows and returns [time, ...]; it is called
    with equal weights first. The interval lies between percentiles of the estimates from resampled rows.
    """
    chance = np.random.default_rng(seed)
    anew = (chance.integers(rows, size=rows) for _ in range(TIMES))
    drawn = np.stack([np.bincount(each, minlength=rows) for each in anew]) / rows
    value = estimate(np.full((1, rows), 1 / rows))[0]
    with np.errstate(invalid="ignore"):
        low, high = np.nanpercentile(_finite(estimate(drawn)), [LOW, HIGH], axis=0)
    return IntervalEstimate(value=value, low=np.asarray(low), high=np.asarray(high))


def weighted(weights: Floats, rows: Floats) -> Floats:
    """Return the sums of rows by weights; [time, row] and [row, ...] to [time, ...]."""
    rest = rows.shape[1:]
    return product(weights, rows.reshape(len(rows), math.prod(rest))).reshape(len(weights), *rest)


def _finite(estimates: Floats) -> Floats:
    """Return the estimates with zeros where no resample has one: percentiles of all nan would warn."""
    return np.where(np.isfinite(estimates).any(axis=0), estimates, 0.0)
