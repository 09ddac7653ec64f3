"""Estimate arrivals from outside per year, by step and age band, and their trend."""

from dataclasses import dataclass

import numpy as np

from calibration.ledger.histories import Histories
from calibration.rates.exposure import admitted_bands
from calibration.rates.posterior import MoveEvidence, Posterior, Prior, posterior
from model.arithmetic.functions import expm1, normal_quantile
from model.arithmetic.search import root
from model.world.arrays import Floats, Ints
from model.world.staircase import DAYS_PER_YEAR

ARRIVALS = Prior(median=5.0, log_sd=2.0)
"""Of children a year on one step in one age band: nine times in ten between a fifth and 130."""
LEAST_YEARS, LEAST_ARRIVALS = 2.0, 30
"""With less no trend is estimated."""


@dataclass(frozen=True, kw_only=True)
class Inflow:
    """Arrivals as counted, and their posterior; [step, band]."""

    counts: Ints
    years: float
    """Of the window."""
    unknown_age: int
    """Children who came and whose age is not known; they are left out."""
    believed: tuple[Posterior, ...]
    """Posterior of the arrivals per year of each step, in all age bands."""
    trend: float
    """Relative growth per year; 0 where there are too few years or arrivals to estimate it."""
    trend_low: float
    """Of the 95 % interval."""
    trend_high: float


def inflow(lives: Histories, bands: tuple[tuple[float, float], ...]) -> Inflow:
    """Return the arrivals within the window; a child who came on its first day was there already."""
    steps = lives.staircase.steps
    years = (lives.last - lives.first) / DAYS_PER_YEAR
    new = lives.came & (lives.start > lives.first) & (lives.start <= lives.last)
    ages = (lives.start[new] - lives.birth[lives.child[new]]) / DAYS_PER_YEAR
    step = lives.step[new]
    counts = np.zeros((len(steps), len(bands)), dtype=np.int64)
    known = ~np.isnan(ages) if len(bands) > 1 else np.full(len(ages), fill_value=True)
    youngest, oldest = np.array([admitted_bands(each, bands) for each in steps]).T
    inner = np.array([low for low, _ in bands[1:]])
    band = np.searchsorted(inner, np.where(known, ages, 0.0), side="right")
    np.add.at(counts, (step[known], np.clip(band, youngest[step], oldest[step])[known]), 1)
    when = (lives.start[new] - lives.first) / DAYS_PER_YEAR
    trend, low, high = _trend(when, years)
    window = (np.zeros(1), np.array([years]))
    return Inflow(
        counts=counts,
        years=years,
        unknown_age=int((~known).sum()),
        believed=tuple(
            posterior(MoveEvidence(events=row, step_years=(window,) * len(bands)), prior=ARRIVALS)
            for row in counts
        ),
        trend=trend,
        trend_low=low,
        trend_high=high,
    )


def _trend(when: Floats, years: float) -> tuple[float, float, float]:
    """Return the yearly growth of a Poisson process with rate exp(b t) over so many years, and 95 % limits.

    Given their number, the times are independent with a density proportional to exp(b t): the likelihood of b
    has a closed score, zero where the mean time is what b says (Cox & Lewis 1966, chapter 3).
    """
    if years < LEAST_YEARS or len(when) < LEAST_ARRIVALS:
        return 0.0, 0.0, 0.0
    middle = float(when.mean())

    def mean_time(slope: float) -> float:
        x = slope * years
        return years / 2 + years * x / 12 if abs(x) < 1e-4 else years / -expm1(-x) - 1 / slope

    def score(slope: float) -> float:
        return mean_time(slope) - middle

    far = 50.0 / years
    best = root(score, -far, far) if score(-far) < 0 < score(far) else 0.0
    step = 1e-4 / years
    variance = (mean_time(best + step) - mean_time(best - step)) / (2 * step)
    spread = float(normal_quantile(0.975) / np.sqrt(len(when) * variance))
    low, growth, high = (float(expm1(slope)) for slope in (best - spread, best, best + spread))
    return growth, low, high
