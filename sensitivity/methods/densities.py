"""Measure by PAWN and delta how an assumption moves the whole distribution of an outcome.

Caveat. Both are distances between distributions that are themselves estimated, so an assumption that does
nothing has a distance too. Both are held against what the same draws give when they are shuffled. Chance is
in the outcome of a draw as far as its replications have not evened it out: it makes the distances smaller,
never one assumption's larger than another's.

PAWN: Pianosi and Wagener 2018, Environmental Modelling & Software 108:197-207, by the median over slices.
Delta: Borgonovo 2007, Reliability Engineering & System Safety 92:771-784; Plischke, Borgonovo and Smith 2013.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from SALib.analyze import delta, pawn

from model.world.arrays import Floats, Ints
from scenarios.results.distribution import variance_shares
from sensitivity.methods.bootstrap import HIGH, LOW, IntervalEstimate
from sensitivity.subject.factors import Factors, seed_of, unit_cube

LEAST_DRAWS = 100
"""Fewer leave next to nothing in a slice."""
_SLICES = 10
_TIMES = 100


@dataclass(frozen=True, kw_only=True)
class Densities:
    """How far each assumption moves the distribution of one outcome."""

    measure: Literal["pawn", "delta"]
    distance: IntervalEstimate
    """From 0 to 1, or a little below 0 by luck; [assumption]."""
    chance: float
    """Share of chance in the variance of the draws' means; nan when there is one replication."""


def densities(
    measure: Literal["pawn", "delta"], factors: Factors, values: Floats, outcome: Floats, *, seed: int
) -> Densities:
    """Return the distances; `values` is [draw, assumption] and `outcome` [draw, replication].

    Raises ValueError for fewer than `LEAST_DRAWS` draws.
    """
    if len(values) < LEAST_DRAWS:
        raise ValueError(f"{len(values)} draws are too few; give at least {LEAST_DRAWS}")
    way = _pawn if measure == "pawn" else _delta
    return Densities(
        measure=measure,
        distance=way(unit_cube(factors), values, outcome.mean(axis=1), seed),
        chance=_chance(outcome),
    )


def _pawn(problem: dict[str, Any], values: Floats, means: Floats, seed: int) -> IntervalEstimate:
    random = np.random.default_rng(seed)

    def medians(rows: Ints) -> Floats:
        distances = np.asarray(pawn.analyze(problem, values[rows], means[rows], S=_SLICES)["median"])
        shuffled = pawn.analyze(problem, values[random.permutation(rows)], means[rows], S=_SLICES)
        return np.asarray(distances - np.mean(shuffled["median"]), dtype=np.float64)

    draws = len(means)
    value = medians(np.arange(draws))
    again = np.array([medians(random.integers(draws, size=draws)) for _ in range(_TIMES)])
    half = (np.percentile(again, HIGH, axis=0) - np.percentile(again, LOW, axis=0)) / 2
    return IntervalEstimate(value=value, low=value - half, high=value + half)


def _delta(problem: dict[str, Any], values: Floats, means: Floats, seed: int) -> IntervalEstimate:
    def estimate(inputs: Floats) -> tuple[Floats, Floats]:
        result = delta.analyze(
            problem, inputs, means, num_resamples=_TIMES, conf_level=0.95, seed=seed_of(seed), method="delta"
        )
        return np.asarray(result["delta"]), np.asarray(result["delta_conf"])

    distance, half = estimate(values)
    by_luck, luck = estimate(np.random.default_rng(seed).permutation(values))
    value, half = distance - by_luck.mean(), np.hypot(half, luck.mean())
    return IntervalEstimate(value=value, low=value - half, high=value + half)


def _chance(outcome: Floats) -> float:
    shares = variance_shares(outcome)
    if shares is None:
        return math.nan
    of_mean = shares.chance / int(outcome.shape[1])
    return of_mean / (of_mean + shares.ignorance)
