"""Estimate similar rates together by partial pooling: a hierarchical Gamma-Poisson model on a grid.

The rates of one move in several age bands and groups (cells) lie about a common mean m,

    rate[c] ~ Gamma(mean m, coefficient of variation v),    events[c] ~ Poisson(rate[c] x exposure[c]),

where m has a lognormal prior and v a half-normal one. Given m, v and the shape of the hazard everything is in
closed form (a Gamma posterior, a negative binomial likelihood), so that a grid over those three suffices,
without sampling. A cell with two events borrows
from the others as much as they are alike; one with two hundred hardly at all.

Gelman et al. 2013, Bayesian Data Analysis, chapters 2.6 and 5; a Weibull hazard rate x k x u^(k-1) is a
constant one in the time scale u^k.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from model.arithmetic.functions import exp, gamma_below, log, log_gamma, log_normal_density, power
from model.arithmetic.products import dot, product
from model.arithmetic.random import gammas
from model.world.arrays import Floats, Ints


@dataclass(frozen=True, kw_only=True)
class Prior:
    """Lognormal prior of the common mean."""

    median: float
    log_sd: float


RATES = Prior(median=0.1, log_sd=1.5)
"""Of a rate per child-year: nine times in ten between 0.008 and 1.2."""


def prior_near(reference: float) -> Prior:
    """Return a prior about the figure of another municipality: within a factor of 2.3, nine times in ten."""
    return Prior(median=reference, log_sd=0.5)


VARIATION_SD = 0.7
"""Of the half-normal prior of the coefficient of variation between cells."""
SHAPE_LOG_SD = 0.5
"""Of the lognormal prior of a Weibull shape, about 1."""

_MEANS, _VARIATIONS = 81, 31
_EDGE = 4.0
"""Standard deviations of the prior that the grid of means reaches."""


@dataclass(frozen=True, kw_only=True)
class MoveEvidence:
    """Data of one move; C cells."""

    events: Ints
    """[C]"""
    step_years: tuple[tuple[Floats, Floats], ...]
    """For each cell the years on the step from and until which its pieces of time at risk reach."""
    log_years_of_events: float = 0.0
    """Sum of the logarithm of the years on the step over all events; only shapes other than 1 need it."""

    def exposure(self, shape: float) -> Floats:
        """Return the time at risk in the time scale of a Weibull shape; [C]."""
        return np.array(
            [
                float((power(until, shape)[ends] - power(since, shape)[begins]).sum())
                for (since, begins), (until, ends) in self._different
            ]
        )

    @cached_property
    def _different(self) -> list[list[tuple[Floats, Ints]]]:
        """For each cell since and until when: the different years, and which of them each piece has.

        Years are whole days apart, so that many pieces share them, and powers are what takes time.
        """
        return [[np.unique(years, return_inverse=True) for years in cell] for cell in self.step_years]


@dataclass(frozen=True, kw_only=True)
class Posterior:
    """Posterior of the rates of one move, and of their common Weibull shape.

    A mixture of Gamma distributions: component p has `weight[p]`, and given it the cells are independent
    with shape `alpha[p, c]` and rate `beta[p, c]`.
    """

    weight: Floats
    """[component], summing to 1."""
    shape: Floats
    """Weibull shape; [component]."""
    alpha: Floats
    """[component, C]"""
    beta: Floats

    @property
    def mean(self) -> Floats:
        """Posterior mean of each rate, per child-year; [C]."""
        return product(self.weight, self.alpha / self.beta)

    @property
    def sd(self) -> Floats:
        """Posterior standard deviation of each rate; [C]."""
        square = product(self.weight, self.alpha * (self.alpha + 1) / np.square(self.beta))
        return np.asarray(np.sqrt(square - np.square(self.mean)))

    @property
    def shape_mean(self) -> float:
        """Posterior mean of the Weibull shape."""
        return dot(self.weight, self.shape)

    def below(self, rates: Floats) -> Floats:
        """Return the probability that each rate is below the one given; [C]."""
        return product(self.weight, gamma_below(self.alpha, self.beta * rates))

    def interval(self, cover: float = 0.9) -> tuple[Floats, Floats]:
        """Return the central interval of each rate by bisection; two of [C]."""
        return self._quantile((1 - cover) / 2), self._quantile((1 + cover) / 2)

    def _quantile(self, share: float) -> Floats:
        low, high = np.full(self.alpha.shape[1], -40.0), np.full(self.alpha.shape[1], 10.0)  # logarithms
        for _ in range(60):
            middle = (low + high) / 2
            is_below = self.below(exp(middle)) < share
            low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
        return np.asarray(exp((low + high) / 2))

    def draw(self, number: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Return joint draws: rates [number, C] and shapes [number]."""
        component = rng.choice(len(self.weight), size=number, p=self.weight)
        rates = gammas(rng, self.alpha[component]) / self.beta[component]
        return rates, self.shape[component]


def posterior(evidence: MoveEvidence, *, prior: Prior = RATES, shapes: Floats | None = None) -> Posterior:
    """Return the posterior of the rates of a move.

    `shapes` is the grid of Weibull shapes, evenly spaced in their logarithm and wide enough to hold all
    likely ones; without it the hazard does not change with time on the step.
    """
    centre, spread = prior.median, prior.log_sd
    log_means = log(centre) + spread * np.linspace(-_EDGE, _EDGE, _MEANS)
    variations = (
        np.linspace(0.02, 3 * VARIATION_SD, _VARIATIONS) if len(evidence.events) > 1 else np.array([1.0])
    )
    log_shapes = np.zeros(1) if shapes is None else log(shapes)
    before = (
        log_normal_density(log_means, log(centre), spread)[:, None]
        + log_normal_density(variations, 0.0, VARIATION_SD)[None, :]
    ).ravel()
    mean, variation = (part.ravel() for part in np.meshgrid(exp(log_means), variations, indexing="ij"))
    size = 1.0 / np.square(variation[:, None])
    alphas, betas, logs = [], [], []
    for log_shape in log_shapes:
        shape = float(exp(log_shape))
        alpha = size + evidence.events
        beta = size / mean[:, None] + evidence.exposure(shape)
        seen = log_gamma(alpha) - log_gamma(size) + size * log(size / mean[:, None])
        seen -= alpha * log(beta)
        slope = evidence.events.sum() * log_shape + (shape - 1) * evidence.log_years_of_events
        alphas.append(alpha)
        betas.append(beta)
        logs.append(before + seen.sum(axis=1) + slope + log_normal_density(log_shape, 0.0, SHAPE_LOG_SD))
    log_weight = np.concatenate(logs)
    weight = exp(log_weight - log_weight.max())
    kept = weight > 1e-6 * weight.max()  # the rest of the grid is nowhere near
    return Posterior(
        weight=weight[kept] / weight[kept].sum(),
        shape=np.repeat(exp(log_shapes), len(mean))[kept],
        alpha=np.concatenate(alphas)[kept],
        beta=np.concatenate(betas)[kept],
    )
