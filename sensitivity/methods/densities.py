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
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from SALib.analyze import pawn

from model.arithmetic.functions import exp, expm1, normal_quantile, power
from model.world.arrays import Floats, Ints
from scenarios.results.distribution import variance_shares
from sensitivity.methods.bootstrap import HIGH, LOW, IntervalEstimate
from sensitivity.subject.factors import Factors, unit_cube

LEAST_DRAWS = 100
"""Fewer leave next to nothing in a slice."""
_SLICES = 10
_TIMES = 100
_GRID, _MOST_CLASSES = 100, 48
_WIDE = float(normal_quantile(0.975))


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
    means = outcome.mean(axis=1)
    return Densities(
        measure=measure,
        distance=_pawn(unit_cube(factors), values, means, seed)
        if measure == "pawn"
        else _delta(values, means, seed),
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


def _delta(values: Floats, means: Floats, seed: int) -> IntervalEstimate:
    random = np.random.default_rng(seed)
    distance, half = _distances(values, means, random)
    by_luck, luck = _distances(random.permutation(values), means, random)
    value, half = distance - by_luck.mean(), np.sqrt(np.square(half) + np.square(luck.mean()))
    return IntervalEstimate(value=value, low=value - half, high=value + half)


def _distances(values: Floats, means: Floats, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the distance of each assumption without its bias, and half its 95 % interval, by resampling."""
    draws = len(means)
    grid = np.linspace(means.min(), means.max(), _GRID)
    anew = random.integers(draws, size=(_TIMES, draws))
    of_all = [_density(means[rows], grid) for rows in anew]
    distances, halves = [], []
    for column in values.T:
        once = _distance(column, means, _density(means, grid), grid)
        again = np.array(
            [
                _distance(column[rows], means[rows], whole, grid)
                for rows, whole in zip(anew, of_all, strict=True)
            ]
        )
        distances.append(2 * once - again.mean())
        halves.append(_WIDE * again.std(ddof=1))
    return np.array(distances), np.array(halves)


def _distance(column: Floats, means: Floats, whole: Floats, grid: Floats) -> float:
    """Return half the mean area between the density of all draws and those of draws alike in one column."""
    draws, far = len(means), 0.0
    in_order = means[np.argsort(column, kind="stable")]
    borders = np.ceil(np.linspace(0, draws, _classes(draws) + 1)).astype(int)
    for first, last in pairwise(borders.tolist()):
        part = in_order[first:last]
        apart = np.abs(whole - _density(part, grid))
        far += (last - first) / (2 * draws) * float(((apart[1:] + apart[:-1]) / 2 * np.diff(grid)).sum())
    return far


def _classes(draws: int) -> int:
    """Return into how many classes so many draws are cut (Plischke, Borgonovo and Smith 2013)."""
    grown = expm1((1500.0 - draws) / 250.0)
    return min(int(np.ceil(power(draws, 2 / (7 + grown / (grown + 2))))), _MOST_CLASSES)


def _density(means: Floats, grid: Floats) -> Floats:
    """Return a density by normal kernels of Silverman's width; none of values that are all the same."""
    if np.ptp(means) == 0:
        return np.zeros(len(grid))
    width = means.std(ddof=1) * power(0.75 * len(means), -0.2)
    z = (grid[:, np.newaxis] - means) / width
    return np.asarray(exp(-0.5 * z * z).mean(axis=1) / (width * math.sqrt(2 * math.pi)))


def _chance(outcome: Floats) -> float:
    shares = variance_shares(outcome)
    if shares is None:
        return math.nan
    of_mean = shares.chance / int(outcome.shape[1])
    return of_mean / (of_mean + shares.ignorance)
