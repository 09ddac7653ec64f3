"""Test by maximum likelihood whether the hazard of a move changes with time on the step."""

from dataclasses import dataclass

import numpy as np

from calibration.rates.posterior import MoveEvidence
from model.arithmetic.functions import chi_square_above, exp, log, normal_quantile
from model.arithmetic.search import least_point, root
from model.world.arrays import Floats

LEAST_EVENTS = 20
"""With fewer moves no shape is estimated."""
LEVEL = 0.01
"""Significance level; it is low because a calibration tests dozens of moves."""
_EDGE, _POINTS = 5.0, 41
"""Standard deviations that the grid of shapes reaches, and its points."""
_NARROWEST, _WIDEST = float(log(0.1)), float(log(10.0))


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
        spread = (log(self.high) - log(self.low)) / (2 * normal_quantile(0.975))
        middle = log(self.shape)
        low, high = max(_NARROWEST, middle - _EDGE * spread), min(_WIDEST, middle + _EDGE * spread)
        return np.asarray(exp(np.linspace(low, high, _POINTS)))

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
        shape = float(exp(log_shape))
        rates = evidence.events[seen] / evidence.exposure(shape)[seen]
        return -float(
            (evidence.events[seen] * log(rates)).sum()
            + number * log_shape
            + (shape - 1) * evidence.log_years_of_events
        )

    best, least = least_point(minus_log_likelihood, _NARROWEST, _WIDEST, tolerance=1e-8)
    wide = float(normal_quantile(0.975))
    edge = least + wide * wide / 2  # the square is a quantile of chi-square with one degree of freedom

    def beyond(log_shape: float) -> float:
        return minus_log_likelihood(log_shape) - edge

    def border(far: float) -> float:
        return root(beyond, best, far) if beyond(far) > 0 else far

    return WeibullFit(
        events=number,
        shape=float(exp(best)),
        low=float(exp(border(_NARROWEST))),
        high=float(exp(border(_WIDEST))),
        p_value=float(chi_square_above(max(0.0, 2 * (minus_log_likelihood(0.0) - least)), 1)),
    )
