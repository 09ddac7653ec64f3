"""Estimate how often events happen under each draw: rates smoothed over the draws, with their variance.

Caveat. A rate is one number for the whole time that is looked at. The effects of ages, lengths of stay and
ramps are in the rates of the runs, which are simulated over the same months, but not who moved when.

A run's events divided by its child-years are blurred by chance, and weights made of them would reward draws
that were lucky as the ledger was. So the rate is a function of the assumptions, found from all draws: a
Poisson regression (log link, child-years as offset: McCullagh and Nelder 1989, "Generalized linear models",
chapter 6) on Hermite polynomials of the assumptions' normal scores, picked by
`sensitivity.methods.regression`. Three things are measured beside it. How much more or less than a Poisson
count the events of one draw vary (its replications tell); what of the difference between draws the regression
leaves unexplained; how sure its coefficients are.
"""

from dataclasses import dataclass

import numpy as np

from model.arithmetic.functions import exp, hermite, log, log1p, log_gamma
from model.arithmetic.products import product
from model.arithmetic.systems import least_squares, solve
from model.world.arrays import Floats
from sensitivity.methods.regression import Term, conditional_mean

_ROUNDS = 50
_LARGEST_STEP = 2.0
_FEWEST = 20
"""Events in all runs together: with fewer nobody can tell what a rate hangs on."""
_LEAST_DISPERSION, _MOST_DISPERSION = 0.5, 5.0


@dataclass(frozen=True, kw_only=True)
class EventRates:
    """Rates of some kinds of events under draws."""

    log_rate: Floats
    """Per child-year; [draw, kind]."""
    variance: Floats
    """Variance of the logarithm that the regression leaves; [draw, kind]."""
    dispersion: Floats
    """Variance of the count of one draw over its mean; 1 for Poisson; [kind]."""

    def log_likelihood(self, events: Floats, child_years: Floats) -> Floats:
        """Return the log likelihood of events under each draw; [..., draw].

        `events` and `child_years`, over which they were seen, are [..., kind].
        Negative binomial where rates are uncertain, by the dispersion as a quasi-likelihood (Wedderburn
        1974, Biometrika 61:439-447): with mean m the variance is `dispersion * m + variance * m**2`. Kinds
        are taken as independent, which they are given the child-years if nothing but the assumptions joins
        them.
        """
        mean = exp(self.log_rate) * child_years[..., np.newaxis, :]
        seen = events[..., np.newaxis, :]
        spread = np.maximum(self.variance / self.dispersion, 1e-9)
        size = 1.0 / spread
        each = (
            log_gamma(seen + size)
            - log_gamma(size)
            - log_gamma(seen + 1)
            - (seen + size) * log1p(mean * spread)
            + np.where(seen > 0, seen * log(np.maximum(mean * spread, 1e-300)), 0.0)
        )
        return np.asarray((each / self.dispersion).sum(axis=-1))


def event_rates(scores: Floats, events: Floats, child_years: Floats) -> EventRates:
    """Return the rates of kinds of events under draws.

    `scores` are the assumptions' normal scores, [draw, assumption]; `events` and `child_years` are
    [draw, replication, kind]. Raises ValueError as `sensitivity.methods.regression.conditional_mean` does.
    """
    by_kind = [_rate(scores, events[..., kind], child_years[..., kind]) for kind in range(events.shape[-1])]
    return EventRates(
        log_rate=np.stack([rate for rate, _, _ in by_kind], axis=-1),
        variance=np.stack([variance for _, variance, _ in by_kind], axis=-1),
        dispersion=np.array([dispersion for _, _, dispersion in by_kind]),
    )


def _rate(scores: Floats, events: Floats, years: Floats) -> tuple[Floats, Floats, float]:
    """Return log rate and its variance, [draw], and the dispersion, of one kind, [draw, replication]."""
    count, time = events.sum(axis=1), years.sum(axis=1)
    usual = (count.sum() + 0.5) / max(float(time.sum()), 1e-9)
    if count.sum() < _FEWEST or not (time > 0).all():
        # No draw is preferred for what is next to never seen.
        return np.full(len(scores), log(usual)), np.full(len(scores), 1 / (count.sum() + 0.5)), 1.0
    rough = log((count + 0.5) / (time + 0.5 / usual))
    design = _design(scores, conditional_mean(scores, rough).terms)
    coefficients = _poisson(design, count, time, start=rough)
    log_rate = _bounded(product(design, coefficients))
    mean = exp(log_rate) * time
    dispersion = _dispersion(events, years)
    information = _information(design, mean)
    leverage = (design * solve(information, design.T).T).sum(axis=1)
    if dispersion is None:
        own = float((np.square(count - mean) / mean).sum() / (len(count) - design.shape[1]))
        dispersion, unexplained = float(np.clip(own, 1.0, _MOST_DISPERSION)), 0.0
    else:
        chance = dispersion * mean * np.maximum(1 - mean * leverage, 0.0)
        unexplained = max(0.0, float((np.square(count - mean) - chance).sum() / np.square(mean).sum()))
    return log_rate, unexplained + dispersion * leverage, dispersion


def _design(scores: Floats, terms: tuple[Term, ...]) -> Floats:
    """Return a constant and the terms at every draw; [draw, 1 + term]."""
    columns = [np.ones(len(scores))]
    for term in terms:
        column = np.ones(len(scores))
        for assumption, degree in term:
            column = column * hermite(degree, scores[:, assumption])
        columns.append(column / max(float(column.std()), 1e-9))
    return np.stack(columns, axis=-1)


def _poisson(design: Floats, count: Floats, time: Floats, *, start: Floats) -> Floats:
    """Return the coefficients of the most likely log rate, by Newton's method with bounded steps."""
    coefficients = least_squares(design, start)
    for _ in range(_ROUNDS):
        mean = exp(_bounded(product(design, coefficients))) * time
        step = solve(_information(design, mean), product(design.T, count - mean))
        largest = float(np.abs(product(design, step)).max())
        coefficients = coefficients + step * min(1.0, _LARGEST_STEP / max(largest, 1e-12))
        if largest < 1e-8:
            break
    return coefficients


def _information(design: Floats, mean: Floats) -> Floats:
    information = product(design.T, mean[:, np.newaxis] * design)
    # Two columns may be all but one.
    information[np.diag_indices_from(information)] += 1e-9 * np.trace(information)
    return information


def _dispersion(events: Floats, years: Floats) -> float | None:
    """Return the variance of counts over their mean within draws; None with one replication of each."""
    replications = events.shape[1]
    if replications < 2:
        return None
    count = events.sum(axis=1, keepdims=True)
    expected = count * years / years.sum(axis=1, keepdims=True)
    freedom = (1 - 1 / replications) * count.sum()
    return float(np.clip(np.square(events - expected).sum() / freedom, _LEAST_DISPERSION, _MOST_DISPERSION))


def _bounded(log_rate: Floats) -> Floats:
    return np.clip(log_rate, -30.0, 30.0)
