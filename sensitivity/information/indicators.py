"""Rate early figures by how well each foretells the expected gain, month by month.

Caveat. Each indicator is taken alone: two good ones may say the same. An indicator tells of the draws through
runs that have chance in them, and is rated with both. The ratings hold for the assumptions' spread in the
scenario.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.arithmetic.functions import mean_ranks
from model.arithmetic.products import correlation
from model.world.arrays import Bools, Floats
from sensitivity.information.evpi import worth_of_knowing
from sensitivity.methods.regression import RegressionFit, conditional_mean, cross_fitted, normal_scores

ONE_WAY = 0.5
"""Least correlation of ranks and fit at which an indicator has a direction."""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """How well one figure, known at the end of one month, foretells the expected gain."""

    name: str
    month: int
    explained: float
    """Share of the variance of the expected gain that it foretells in draws not seen, from 0 to 1."""
    auc: float | None
    """Probability that it rates a draw in which the case pays above one in which it does not: 0.5 when it
    cannot tell. None when all draws are on one side and there is nothing to tell."""
    gain_dkk: float
    """Worth of deciding by it instead of now; nothing is taken off for waiting."""
    direction: int
    """1 when more of it means a better case, -1 a worse one, 0 when it does not tell or goes both ways."""


def indicators(
    *, values: Floats, names: Sequence[str], months: Sequence[int], expected_gain_dkk: Floats
) -> tuple[Indicator, ...]:
    """Return the rating of every indicator at every month: month by month, in the order of the names.

    `values` is [draw, replication, month, indicator], in any unit: only its order counts.
    `expected_gain_dkk` is [draw], free of chance (`sensitivity.information.evpi.denoised`). An indicator that
    foretells nothing in draws not seen is taken to tell nothing: (0, 0.5, 0 kr., 0).

    Raises ValueError when the shapes do not fit, and as `sensitivity.methods.regression.conditional_mean`
    does.
    """
    expected = (*expected_gain_dkk.shape, len(months), len(names))
    if values.ndim != 4 or expected_gain_dkk.ndim != 1 or (values.shape[0], *values.shape[2:]) != expected:
        raise ValueError(
            "values must be [draw, replication, month, indicator] for the draws of expected_gain_dkk, "
            f"{len(months)} months and {len(names)} names, not {values.shape} for {expected_gain_dkk.shape}"
        )
    return tuple(
        _indicator(name, month, values[:, :, row, column], expected_gain_dkk)
        for row, month in enumerate(months)
        for column, name in enumerate(names)
    )


def area_under_curve(ratings: Floats, positive: Bools) -> float | None:
    """Return the share of pairs, one positive and one not, in which the positive has the higher rating.

    Equal ratings count half. `ratings` and `positive` are [row]; None when all rows are of one sort. From the
    rank sum (Mann and Whitney 1947; Hanley and McNeil 1982, Radiology 143:29-36).
    """
    yes = int(positive.sum())
    no = len(positive) - yes
    if not yes or not no:
        return None
    return (float(mean_ranks(ratings)[positive].sum()) - yes * (yes + 1) / 2) / (yes * no)


def _indicator(name: str, month: int, values: Floats, gain: Floats) -> Indicator:
    draws, replications = values.shape
    rows, y = values.ravel(), np.repeat(gain, replications)
    draw = np.repeat(np.arange(draws), replications)
    fit = conditional_mean(rows[:, np.newaxis], y, groups=draw)
    explained = cross_fitted(rows[:, np.newaxis], y, groups=draw).explained if fit.terms else 0.0
    # The mean is the fitted value of an indicator that does not foretell: what it says here was luck.
    rated = fit.fitted if explained > 0 else np.full_like(y, fit.mean)
    return Indicator(
        name=name,
        month=month,
        explained=explained,
        auc=area_under_curve(rated, y > 0),
        gain_dkk=min(worth_of_knowing(gain), worth_of_knowing(rated)),
        direction=_direction(rows, fit) if explained > 0 else 0,
    )


def _direction(values: Floats, fit: RegressionFit) -> int:
    along = float(correlation(np.column_stack([normal_scores(values), fit.fitted]))[0, 1])
    return int(np.sign(along)) if abs(along) >= ONE_WAY else 0
