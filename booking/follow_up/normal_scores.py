"""Express assumptions as independent normal numbers, and draw points where a ledger makes them likely.

Correlated assumptions are linear combinations of independent numbers, at most as many (the Gaussian copula of
`scenarios.format.shared_numbers`), so that whatever is drawn here is correlated as the scenario says.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from model.arithmetic.functions import exp, log, log1p, log_sum_exp, normal_quantile
from model.arithmetic.products import product
from model.arithmetic.random import normals
from model.arithmetic.systems import cholesky, eigen, pseudo_inverse, solve
from model.world.arrays import Floats
from scenarios.building.draws import LEAST_SHARE
from sensitivity.subject.factors import Factors

DEFENCE = 0.1
"""Share of fresh points that are drawn as the scenario has them (Hesterberg 1995, Technometrics 37:185-194):
no weight then exceeds ten times what the likelihood gives it."""
_WIDER = 1.3
"""Variance of a proposal over that of the weighted draws: too wide costs little, too narrow much."""


@dataclass(frozen=True)
class ScoreSpace:
    """The uncertain assumptions of a case as independent standard normal numbers."""

    factors: Factors

    @cached_property
    def _root(self) -> Floats:
        """Scores are this times the independent numbers; [assumption, number]."""
        values, vectors = eigen(self.factors.correlation)
        some = values > 1e-9
        if np.array_equal(self.factors.correlation, np.eye(len(values))):
            return np.eye(len(values))
        return np.asarray(vectors[:, some] * np.sqrt(values[some]))

    @property
    def size(self) -> int:
        """The number of independent numbers."""
        return int(self._root.shape[1])

    def scores(self, values: Floats) -> Floats:
        """Return the normal scores of values; both [point, assumption]."""
        shares = [
            assumption.distribution.law.cdf(column)
            for assumption, column in zip(self.factors.assumptions, values.T, strict=True)
            if assumption.distribution is not None
        ]
        return np.asarray(normal_quantile(np.clip(np.stack(shares, axis=-1), LEAST_SHARE, 1 - LEAST_SHARE)))

    def numbers(self, scores: Floats) -> Floats:
        """Return the independent numbers that give scores; [point, number]."""
        return product(scores, pseudo_inverse(self._root).T)

    def values(self, numbers: Floats) -> Floats:
        """Return the values that independent numbers give; [point, assumption]."""
        return self.factors.values(product(numbers, self._root.T))


@dataclass(frozen=True, kw_only=True)
class ScoreDistribution:
    """A normal distribution of the independent numbers, mixed with that of the scenario."""

    mean: Floats
    root: Floats
    """Lower triangular; its product with its transpose is the covariance."""
    defence: float = DEFENCE

    @classmethod
    def prior(cls, size: int) -> "ScoreDistribution":
        """Return the distribution of the scenario."""
        return cls(mean=np.zeros(size), root=np.eye(size), defence=0.0)

    @classmethod
    def fitted(cls, numbers: Floats, log_weights: Floats, *, wanted: float) -> "ScoreDistribution":
        """Return a distribution fitted to weighted draws; `numbers` is [point, number].

        The weights are tempered until they are worth `wanted` draws: a covariance from a handful is none.
        """
        weights = _tempered(log_weights, wanted)
        mean = product(weights, numbers)
        apart = numbers - mean
        covariance = _WIDER * product(apart.T * weights, apart) + 1e-6 * np.eye(len(mean))
        return cls(mean=mean, root=cholesky(covariance))

    def draw(self, points: int, rng: np.random.Generator) -> Floats:
        """Draw points; [point, number]."""
        fresh = normals(rng, (points, len(self.mean)))
        as_the_scenario = rng.random(points) < self.defence
        return np.where(as_the_scenario[:, np.newaxis], fresh, self.mean + product(fresh, self.root.T))

    def log_density(self, numbers: Floats) -> Floats:
        """Return the log density over that of the scenario; [point]."""
        apart = solve(self.root, (numbers - self.mean).T)
        own = (
            -0.5 * np.square(apart).sum(axis=0)
            - log(np.diag(self.root)).sum()
            + 0.5 * np.square(numbers).sum(axis=1)
        )
        if self.defence == 0:
            return np.asarray(own)
        return np.asarray(
            log_sum_exp(np.stack([log1p(-self.defence) + own, np.full_like(own, log(self.defence))]), 0)
        )


def effective(weights: Floats) -> float:
    """Return how many draws of equal weight they are worth: the square of the sum over the sum of squares.

    Kish 1965, "Survey sampling"; Kong, Liu and Wong 1994, Journal of the American Statistical Association
    89:278-288.
    """
    return float(np.square(weights.sum()) / np.square(weights).sum())


def normalised(log_weights: Floats) -> Floats:
    """Return weights whose sum is 1."""
    weights = exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _tempered(log_weights: Floats, wanted: float) -> Floats:
    """Return the weights to the largest power up to 1 at which they are worth so many draws."""
    low, high = 0.0, 1.0
    if effective(normalised(log_weights)) >= wanted:
        return normalised(log_weights)
    for _ in range(40):
        middle = (low + high) / 2
        if effective(normalised(middle * log_weights)) >= wanted:
            low = middle
        else:
            high = middle
    return normalised(low * log_weights)
