"""Test by maximum likelihood whether the hazard of a move changes with time on the step."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from calibration.rates.posterior import MoveEvidence
from model.world.arrays import Floats

LEAST_EVENTS = 20
"""With fewer moves no shape is estimated."""
LEVEL = 0.01
"""Significance level; it is low because a calibration tests dozens of moves."""
_EDGE, _POINTS = 5.0, 41
"""Standard deviations that the grid of shapes reaches, and its points."""
_NARROWEST, _WIDEST = np.log(0.1), np.log(10.0)


@dataclass(frozen=True, kw_only=True)
class WeibullFit:
    """The shape of the hazard `rate x shape x u^(shape - 1)`, u years on the step, common to all cells."""

    events: int
    shape: float
    low: float
    """Of the 95 % interval, from the likelihood itself."""
    high: float
    p_value: float
    """Of a constant hazard, by the likelihood ratio."""

    @property
    def grid(self) -> Floats:
        """Shapes that cover all likely ones, evenly spaced in their logarithm."""
        spread = (np.log(self.high) - np.log(self.low)) / (2 * stats.norm.ppf(0.975))
        middle = np.log(self.shape)
        low, high = max(_NARROWEST, middle - _EDGE * spread), min(_WIDEST, middle + _EDGE * spread)
        return np.exp(np.linspace(low, high, _POINTS))

    @property
    def rejects_constant(self) -> bool:
        """Whether a constant hazard is rejected."""
        return self.p_value < LEVEL


def fit(evidence: MoveEvidence) -> WeibullFit | None:
    """Return the most likely shape, with left truncation and right censoring; None with too few moves.

    Each cell has a rate of its own, whose estimate given the shape is events / exposure (in the time scale of
    the shape), so that only the shape is searched for.
    """
    number = int(evidence.events.sum())
    if number < LEAST_EVENTS:
        return None
    seen = evidence.events > 0

    def minus_log_likelihood(log_shape: float) -> float:
        shape = float(np.exp(log_shape))
        rates = evidence.events[seen] / evidence.exposure(shape)[seen]
        return -float(
            (evidence.events[seen] * np.log(rates)).sum()
            + number * log_shape
            + (shape - 1) * evidence.log_years_of_events
        )

    result = optimize.minimize_scalar(
        minus_log_likelihood, bounds=(_NARROWEST, _WIDEST), method="bounded", options={"xatol": 1e-8}
    )
    best, least = float(result.x), float(result.fun)
    edge = least + stats.chi2.ppf(0.95, 1) / 2

    def beyond(log_shape: float) -> float:
        return minus_log_likelihood(log_shape) - edge

    def border(far: float) -> float:
        return float(optimize.brentq(beyond, best, far)) if beyond(far) > 0 else far

    return WeibullFit(
        events=number,
        shape=float(np.exp(best)),
        low=float(np.exp(border(_NARROWEST))),
        high=float(np.exp(border(_WIDEST))),
        p_value=float(stats.chi2.sf(max(0.0, 2 * (minus_log_likelihood(0.0) - least)), 1)),
    )
