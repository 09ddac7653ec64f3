"""Compute bands that hold a whole follow-up at once, and the verdicts on a ledger by them.

Caveat. The error rate holds for the months that were planned and the indicators that are listed: who plans 36
months and looks on after that has none. It also rests on the scenario: wide assumptions make wide bands, and
a case that differs little from its baseline stays `cannot_tell` for long.

Somebody looks each month, at many figures. With a band of 90 or 95 % for each month and figure by itself,
nearly every case that goes as it should would be called off at some look. So the band is one for all months
of the planned follow-up and all indicators together: each is measured by its distance from the middle in
standard deviations of the runs (or, where it is no count, in quantiles of each side), and the largest
distance that a run ever has decides how wide all bands are (the maximum of studentised deviations: Westfall
and Young 1993, "Resampling-based multiple testing"; as an envelope of curves: Myllymäki, Mrkvička, Grabarnik,
Seijo and Hahn 2017, Journal of the Royal Statistical Society B 79:381-404). A run's distance is measured from
the middle of other draws' runs, and the limit is the one that keeps its promise for one run more, as in split
conformal prediction (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018, Journal of the American Statistical
Association 113:1094-1111). What the ledger says has no part in it, nor how far it goes.

Counts of few and sums of kroner are skewed: distances are taken on square roots (of a count and 3/8, after
Anscombe 1948, Biometrika 35:246-254), where chance is alike for few and many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from model.arithmetic.functions import normal_quantile
from model.world.arrays import Bools, Floats

Verdict = Literal["over", "under", "as_promised", "cannot_tell"]

LEVEL = 0.05
"""Probability that anything is called over or under at any look when the case goes as the scenario says."""
POINTWISE = 0.90
"""Share of the runs within the band of one month and indicator by itself."""
FOLDS = 10
_ANSCOMBE = 3 / 8
_LEAST_OF_COUNTS = 0.5
"""Half of what chance alone moves the root of a count by: what never happens in the runs may happen once."""
_LEAST_SHARE = 0.005
"""Of the middle, on the scale of roots: a hundredth of a figure that is the same in every run."""
_LEAST = 1.0
_TAIL = 0.025
_WIDE = float(normal_quantile(1 - _TAIL))


@dataclass(frozen=True, kw_only=True)
class Bands:
    """The bands of one world; all [month, indicator] where nothing else is said."""

    low: Floats
    """Of the band for the whole follow-up."""
    high: Floats
    middle: Floats
    mean: Floats
    """Of the runs."""
    pointwise_low: Floats
    """Of the band of `POINTWISE` for a month and indicator by itself."""
    pointwise_high: Floats
    distance: float
    """How wide the band is to each side, where 1.96 is the middle 95 % of the runs."""
    are_counts: Bools
    """[indicator]"""

    def outside(self, seen: Floats) -> NDArray[np.int8]:
        """Return 1 where what was seen lies above the band, -1 below, 0 within; [..., month, indicator].

        `seen` may have fewer months than the bands.
        """
        months = seen.shape[-2]
        low, high = self.low[:months], self.high[:months]
        return np.asarray((seen > high).astype(np.int8) - (seen < low).astype(np.int8))

    def outside_pointwise(self, seen: Floats) -> NDArray[np.int8]:
        """Return the same for the bands of each month and indicator by itself."""
        months = seen.shape[-2]
        low, high = self.pointwise_low[:months], self.pointwise_high[:months]
        return np.asarray((seen > high).astype(np.int8) - (seen < low).astype(np.int8))


@dataclass(frozen=True, kw_only=True)
class IndicatorVerdict:
    """The verdict on one indicator."""

    indicator: str
    told: Verdict
    """`over` and `under`: it has been above or below what the case lets expect. `as_promised`: it never has,
    and it has left what was to be expected without the case, on the side on which the case is. Otherwise
    nobody can tell yet."""
    month: int | None
    """The first month, from 1, at which it could be said; None where it cannot be told."""
    still: bool
    """Whether it lies there in the last month that is known."""


def bands(runs: Floats, are_counts: Bools, *, level: float = LEVEL) -> Bands:
    """Return the bands of runs; `runs` is [draw, replication, month, indicator], `are_counts` [indicator].

    Raises ValueError when the shapes do not fit, for a figure that is not finite, and with fewer than two
    draws. With fewer than 1 / `level` draws the promise cannot be kept; the band is then all the runs there
    are.
    """
    if runs.ndim != 4 or are_counts.shape != runs.shape[3:] or len(runs) < 2:
        raise ValueError(
            "runs must be [draw, replication, month, indicator] of at least two draws and are_counts "
            f"[indicator], not {runs.shape} and {are_counts.shape}"
        )
    if not np.isfinite(runs).all():
        raise ValueError("runs must be finite: there is a nan or an infinite value")
    roots = _root(runs, are_counts)
    draws, replications = runs.shape[:2]
    far = np.sort(_distances(roots, are_counts), axis=None)
    place = int(np.ceil((draws + 1) * (1 - level) * replications)) - 1
    # Where nothing varies nothing is far; a band is still no narrower than that of a single figure.
    distance = max(float(far[min(place, len(far) - 1)]), _WIDE)
    middle, below, above = _middle(roots.reshape(-1, *roots.shape[2:]), are_counts)
    tail = (1 - POINTWISE) / 2
    pointwise = np.quantile(runs, [tail, 1 - tail], axis=(0, 1), method="inverted_cdf")
    return Bands(
        low=_whole(_unroot(middle - distance * below, are_counts), are_counts, up=True),
        high=_whole(_unroot(middle + distance * above, are_counts), are_counts, up=False),
        middle=_unroot(middle, are_counts),
        mean=runs.mean(axis=(0, 1)),
        pointwise_low=pointwise[0],
        pointwise_high=pointwise[1],
        distance=distance,
        are_counts=are_counts,
    )


def verdicts(
    seen: Floats, *, case: Bands, baseline: Bands, names: Sequence[str]
) -> tuple[IndicatorVerdict, ...]:
    """Return the verdict on each indicator; `seen` is [month, indicator], the months that are known."""
    beyond = case.outside(seen)
    months = len(seen)
    way = np.sign(case.middle - baseline.middle)[:months]
    promised = (baseline.outside(seen) == way) & (way != 0)
    return tuple(_verdict(name, beyond[:, number], promised[:, number]) for number, name in enumerate(names))


def _verdict(name: str, beyond: NDArray[np.int8], promised: Bools) -> IndicatorVerdict:
    left = np.flatnonzero(beyond)
    if len(left):
        side = int(beyond[left[-1]])
        first = int(np.flatnonzero(beyond == side)[0])
        verdict: Verdict = "over" if side > 0 else "under"
        return IndicatorVerdict(indicator=name, told=verdict, month=first + 1, still=bool(beyond[-1] == side))
    kept = np.flatnonzero(promised)
    if len(kept):
        return IndicatorVerdict(
            indicator=name, told="as_promised", month=int(kept[0]) + 1, still=bool(promised[-1])
        )
    return IndicatorVerdict(indicator=name, told="cannot_tell", month=None, still=True)


def _distances(roots: Floats, are_counts: Bools) -> Floats:
    """Return the largest distance of each run from the middle of other draws' runs; [draw, replication]."""
    draws = len(roots)
    fold = np.arange(draws) % min(FOLDS, draws)
    far = np.empty(roots.shape[:2])
    for each in range(int(fold.max()) + 1):
        rest = roots[fold != each]
        middle, below, above = _middle(rest.reshape(-1, *roots.shape[2:]), are_counts)
        apart = roots[fold == each] - middle
        far[fold == each] = np.where(apart > 0, apart / above, -apart / below).max(axis=(-2, -1))
    return far


def _middle(roots: Floats, are_counts: Bools) -> tuple[Floats, Floats, Floats]:
    """Return the middle of runs, and the distances below and above it that count as one; [month, indicator].

    `roots` is [run, month, indicator]. Counts are taken by mean and standard deviation, as their quantiles
    jump; the others by quantiles, each side by itself (directional quantiles: Myllymäki et al. 2017), as a
    mean length or price of few children is skewed.
    """
    low, median, high = np.quantile(roots, [_TAIL, 0.5, 1 - _TAIL], axis=0)
    mean, spread = roots.mean(axis=0), roots.std(axis=0)
    middle = np.where(are_counts, mean, median)
    least = np.where(are_counts, _LEAST_OF_COUNTS, _LEAST_SHARE * np.abs(middle))
    least = np.where(~are_counts & (middle == 0), _LEAST, least)
    below, above = (np.where(are_counts, spread, side / _WIDE) for side in (middle - low, high - middle))
    return middle, np.maximum(below, least), np.maximum(above, least)


def _root(figures: Floats, are_counts: Bools) -> Floats:
    shifted = figures + np.where(are_counts, _ANSCOMBE, 0.0)
    return np.asarray(2 * np.sign(shifted) * np.sqrt(np.abs(shifted)))


def _unroot(roots: Floats, are_counts: Bools) -> Floats:
    least = np.where(are_counts, 2 * np.sqrt(_ANSCOMBE), -np.inf)
    inside = np.maximum(roots, least)
    return np.asarray(np.sign(inside) * np.square(inside / 2) - np.where(are_counts, _ANSCOMBE, 0.0))


def _whole(figures: Floats, are_counts: Bools, *, up: bool) -> Floats:
    """Return the outermost whole numbers within a band of counts: the same events lie outside."""
    rounded = np.ceil(figures - 1e-9) if up else np.floor(figures + 1e-9)
    return np.where(are_counts, rounded, figures)
