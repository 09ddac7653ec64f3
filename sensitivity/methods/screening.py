"""Screen by Morris' method which assumptions matter at all, with few points.

Caveat. It ranks and no more: an elementary effect is a difference over two thirds of the way from the 5th to
the 95th percentile, whatever the shape between, and assumptions that are drawn together are moved one by one.

Morris 1991, Technometrics 33:161-174; the mean of the absolute effects by Campolongo, Cariboni and Saltelli
2007, Environmental Modelling & Software 22:1509-1518.
"""

import math
from dataclasses import dataclass

import numpy as np
from SALib.sample import morris

from model.world.arrays import Floats
from sensitivity.methods.bootstrap import IntervalEstimate, bootstrap, weighted
from sensitivity.points.points import Points
from sensitivity.subject.factors import Factors, seed_of, unit_cube

_LEVELS = 4
_LEAST_SHARE, _MOST_SHARE = 0.05, 0.95
"""What the ends of the unit cube stand for: at 0 and 1 a distribution may have no value."""


@dataclass(frozen=True, kw_only=True)
class Trajectories:
    """Points that move one assumption at a time, every one once in each trajectory."""

    factors: Factors
    cube: Floats
    """[trajectory, step, assumption]; the first step is where it begins."""

    @property
    def points(self) -> Points:
        """Return the points; those of a trajectory have one chance."""
        number, width = self.cube.shape[:2]
        shares = _LEAST_SHARE + (_MOST_SHARE - _LEAST_SHARE) * self.cube.reshape(number * width, -1)
        return Points(values=self.factors.quantiles(shares), chance=np.repeat(np.arange(number), width))


@dataclass(frozen=True, kw_only=True)
class Screening:
    """Elementary effects of every outcome, in its unit, for a move from the 5th to the 95th percentile."""

    mu: Floats
    """Mean effect; [assumption, outcome]."""
    mu_star: IntervalEstimate
    """Mean absolute effect; [assumption, outcome]."""
    sigma: Floats
    """Their standard deviation without what chance adds: bends and interplay; [assumption, outcome]."""
    noise: Floats
    """What the mean absolute effect would be by chance alone; [assumption, outcome]."""
    chance: IntervalEstimate
    """[outcome]: share of chance in the mean square of the effects."""


def trajectories(factors: Factors, *, number: int, seed: int) -> Trajectories:
    """Return `number` trajectories."""
    width = len(factors.names)
    cube = morris.sample(unit_cube(factors), number, num_levels=_LEVELS, seed=seed_of(seed))
    return Trajectories(factors=factors, cube=cube.reshape(number, width + 1, width))


def screening(design: Trajectories, outcomes: Floats, *, seed: int) -> Screening:
    """Return the elementary effects of what was measured, [point, replication, outcome].

    Raises ValueError for fewer than two replications.
    """
    number, width, names = design.cube.shape
    replications = outcomes.shape[1]
    if replications < 2:
        raise ValueError("one replication cannot tell chance from what the assumptions do; give at least two")
    runs = outcomes.reshape(number, width, replications, -1)
    moved = np.diff(design.cube, axis=1)
    which = np.abs(moved).argmax(axis=2)
    by = np.take_along_axis(moved, which[..., None], axis=2)[..., None]
    effects = np.empty((number, names, *runs.shape[2:]))
    rows = np.arange(number)[:, None]
    effects[rows, which] = np.diff(runs, axis=1) / by
    mean = effects.mean(axis=2)
    error = effects.var(axis=2, ddof=1) / replications

    def share(weights: Floats) -> Floats:
        square, noise = (weighted(weights, each.sum(axis=1)) for each in (np.square(mean), error))
        return np.asarray(np.divide(noise, square, out=np.full_like(noise, np.nan), where=square > 0))

    return Screening(
        mu=mean.mean(axis=0),
        mu_star=bootstrap(number, lambda weights: weighted(weights, np.abs(mean)), seed=seed),
        sigma=np.sqrt(np.maximum(mean.var(axis=0, ddof=1) - error.mean(axis=0), 0.0)),
        noise=math.sqrt(2 / math.pi) * np.sqrt(error.mean(axis=0)),
        chance=bootstrap(number, share, seed=seed),
    )
