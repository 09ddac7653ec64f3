"""Describe how a figure varies over draws and replications, and how well its mean is known."""

import math
from dataclasses import dataclass

import numpy as np

from model.world.arrays import Floats


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """Mean, quantiles and Monte Carlo error of a figure, in its own unit."""

    mean: float
    p05: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float
    mc_error: float
    """Standard error of the mean, which more runs reduce; nan when there is one run only."""


def distribution(runs: Floats) -> Distribution:
    """Return the distribution of a figure over all runs.

    The Monte Carlo error takes the means of the draws as independent, which they are: replications of one
    draw share its assumptions. With a single draw it takes the replications instead.
    """
    values = np.percentile(runs, [5, 10, 25, 50, 75, 90, 95]).tolist()
    independent = runs.mean(axis=1) if runs.shape[0] > 1 else runs[0]
    error = float(independent.std(ddof=1) / math.sqrt(independent.size)) if independent.size > 1 else math.nan
    p05, p10, p25, p50, p75, p90, p95 = values
    return Distribution(
        mean=float(runs.mean()), p05=p05, p10=p10, p25=p25, p50=p50, p75=p75, p90=p90, p95=p95, mc_error=error
    )


@dataclass(frozen=True, kw_only=True)
class VarianceShares:
    """Shares of the variance of one run: ignorance (between draws) and chance (within)."""

    ignorance: float
    chance: float


def variance_shares(runs: Floats) -> VarianceShares | None:
    """Split the variance of a figure; None when it does not vary or there are too few runs to tell.

    One-way random effects by the method of moments (Searle, Casella and McCulloch 1992, ch. 3): the
    variance of the draws' means less what chance gives them, cut at zero.
    """
    draws, replications = runs.shape
    if draws < 2 or replications < 2:
        return None
    chance = float(runs.var(axis=1, ddof=1).mean())
    ignorance = max(0.0, float(runs.mean(axis=1).var(ddof=1)) - chance / replications)
    total = chance + ignorance
    if total == 0.0:
        return None
    return VarianceShares(ignorance=ignorance / total, chance=chance / total)
