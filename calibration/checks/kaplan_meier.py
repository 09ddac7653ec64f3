"""Estimate from stays alone how long children stay: a Kaplan-Meier curve with late entry.

Caveat. A curve describes the children who were followed, and assumes that when a child came under observation
and when the observation stopped were independent of how long it stayed. With late entry the first part of a
curve may rest on very few children, or on none: `LengthOfStay.begins` says from where it holds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model.arithmetic.functions import exp, log, normal_quantile, power
from model.world.arrays import Bools, Floats, Ints

ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class LengthOfStay:
    """A survival curve: the share of stays that last longer than each number of years.

    It is right-continuous and falls in steps; the first row is the beginning, the others are the times at
    which stays ended. The arrays run over those rows.
    """

    begins: float
    """Years; `survival` is of the stays that last longer, for the data say nothing of what happens before."""
    followed_to: float
    """Years; the curve says nothing of longer times, unless it has come to 0."""
    left_out: int
    """Stays that were only seen outside of that, because the risk set ran empty; see `kaplan_meier`."""
    years: Floats
    at_risk: Ints
    """Stays under observation just before, in the first row just after."""
    ended: Ints
    survival: Floats
    low: Floats
    """Pointwise limits; NaN where the survival is 0, for which the method gives none."""
    high: Floats
    median: float
    """Years; NaN when half of the stays outlast what was followed. Given `begins`, like the curve."""
    median_low: float
    median_high: float
    """NaN when the upper limit of the curve stays above a half."""

    def at(self, years: ArrayLike) -> Floats:
        """Return the survival at any years, of the same shape; NaN before `begins` and where unknown."""
        when = np.asarray(years, dtype=np.float64)
        survival = self.survival[np.maximum(np.searchsorted(self.years, when, side="right") - 1, 0)]
        known = (when >= self.begins) & ((when <= self.followed_to) | (survival == 0))
        return np.where(known, survival, np.nan)


def kaplan_meier(
    entry: ArrayLike, exit_: ArrayLike, ended: ArrayLike, *, since: float = 0.0, level: float = 0.95
) -> LengthOfStay:
    """Return how long stays last, of those that last longer than `since` years.

    Caveat: stays of one child count as independent, so the limits are slightly narrow where children come
    back to the step. `entry` is how long a stay had lasted when it came under observation, `exit_` when it
    was last seen (years on the step), `ended` whether it ended then; all of shape [stay]. A stay is at risk
    in (entry, exit_].

    Product-limit estimate with delayed entry (Kaplan and Meier 1958; Tsai, Jewell and Wang 1987), variance by
    Greenwood, limits on the log(-log) scale (Borgan and Liestøl 1990), median where the curve and its limits
    cross a half (Brookmeyer and Crowley 1982). With delayed entry the risk set may run empty, or all of it
    end, while others come under observation only later; the product would then be 0 for ever, wrongly.
    The times are cut in stretches there, and the curve is of the one in which most stays were seen.

    Raises ValueError for arrays of different shapes, an entry below zero or not before its exit, and when
    no stay lasts longer than `since`.
    """
    came, left = np.asarray(entry, dtype=np.float64), np.asarray(exit_, dtype=np.float64)
    over = np.asarray(ended, dtype=np.bool_)
    check_times(came, left, over)
    begins, stops = _stretch(came, left, over, since)
    there = (left > begins) & (came < stops)
    came, left, over = np.maximum(came[there], begins), left[there], (over & (left <= stops))[there]
    times, deaths = np.unique(left[over], return_counts=True)
    risk = count_at_risk(came, left, times)
    rest = risk - deaths
    survival: Floats = np.cumprod(rest / risk, dtype=np.float64)
    with np.errstate(divide="ignore"):
        variance = np.cumsum(deaths / (risk * rest.astype(np.float64)))
    low, high = _log_log_limits(survival, variance, level)
    curve = (np.append(begins, times), np.append(1.0, survival), np.append(1.0, low), np.append(1.0, high))
    return LengthOfStay(
        begins=begins,
        followed_to=stops,
        left_out=int((~there).sum()),
        years=curve[0],
        at_risk=np.append((came == begins).sum(), risk),
        ended=np.append(0, deaths),
        survival=curve[1],
        low=curve[2],
        high=curve[3],
        median=_crossing(curve[0], curve[1]),
        median_low=_crossing(curve[0], np.where(curve[1] == 0, 0.0, curve[2])),
        median_high=_crossing(curve[0], curve[3]),
    )


def check_times(entry: Floats, exit_: Floats, *others: NDArray[np.generic]) -> None:
    """Raise ValueError for columns of different lengths, or an entry below zero or not before its exit."""
    if any(column.shape != entry.shape or column.ndim != 1 for column in (exit_, *others)):
        raise ValueError("entry, exit and what goes with them must be columns of one length")
    if not (np.isfinite(exit_).all() and (entry >= 0).all() and (entry < exit_).all()):
        raise ValueError("every entry must be zero or more and before its exit, and every exit finite")


def _stretch(entry: Floats, exit_: Floats, ended: Bools, since: float) -> tuple[float, float]:
    """Return from when until when, after `since`, the risk set never runs empty and most stays are seen."""
    there = exit_ > since
    if not there.any():
        raise ValueError(f"no stay was followed for more than {since:g} years")
    entry, exit_, ended = np.maximum(entry[there], since), exit_[there], ended[there]
    came = np.sort(entry)
    reach = np.maximum.accumulate(exit_[np.argsort(entry, kind="stable")])
    holes = np.flatnonzero(came[1:] > reach[:-1])
    times, deaths = np.unique(exit_[ended], return_counts=True)
    # Where all end the curve stops just before, for it does not fall to 0 when others are met later.
    emptied = times[(deaths == count_at_risk(entry, exit_, times)) & (times <= came[-1])]
    stops = np.concatenate([reach[holes], np.nextafter(emptied, 0.0)])
    resumes = np.concatenate([came[holes + 1], came[np.searchsorted(came, emptied)]])
    begin, end = np.append(came[0], np.sort(resumes)), np.append(np.sort(stops), reach[-1])
    seen = np.searchsorted(came, end) - np.searchsorted(np.sort(exit_), begin, side="right")
    most = int(np.argmax(np.where(begin < end, seen, -1)))
    return float(begin[most]), float(end[most])


def count_at_risk(entry: Floats, exit_: Floats, times: Floats) -> Ints:
    """Return how many stays are under observation just before each of `times`."""
    came = np.searchsorted(np.sort(entry), times, side="left")
    return np.asarray(came - np.searchsorted(np.sort(exit_), times, side="left"), dtype=np.int64)


def _log_log_limits(survival: Floats, variance: Floats, level: float) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        width = standard_errors(level) * np.sqrt(variance) / np.abs(log(survival))
        low, high = power(survival, exp(width)), power(survival, exp(-width))
    none = survival == 0
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def standard_errors(level: float) -> float:
    """Return how many standard errors a central interval of this level reaches to either side."""
    if not 0 < level < 1:
        raise ValueError(f"level is {level:g}; it must lie between 0 and 1")
    return float(normal_quantile((1 + level) / 2))


def _crossing(years: Floats, curve: Floats) -> float:
    below = np.flatnonzero(curve <= 0.5 + ROUNDING)
    return float(years[below[0]]) if len(below) else float("nan")
