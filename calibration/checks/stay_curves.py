"""The curves of one step's stays as they are drawn: thin enough for a figure, true to what was found.

Caveat. A curve is drawn until next to nobody is left on it, and not to the last stay that was followed: one
child who stayed for ten years would squeeze all others against the edge.
"""

from dataclasses import dataclass

import numpy as np

from calibration.checks.length_of_stay import StayFit
from calibration.rates.posterior import Floats

MOST_POINTS = 300
"""Of an observed curve; of more ends, every so-manieth is kept."""
NEXT_TO_NOBODY = 0.02
"""Of the stays; below that, seen and fitted, no curve is drawn."""


@dataclass(frozen=True, kw_only=True)
class StayCurves:
    """The share of stays that last longer than each number of years."""

    begins: float
    """Years; both curves are of the stays that last longer."""
    years: Floats
    """At which the observed curve falls, the beginning first; it is flat in between; [point]."""
    observed: Floats
    low: Floats
    """Pointwise limits of 95 %; NaN where nobody is left; [point]."""
    high: Floats
    fitted_years: Floats
    fitted: Floats


def stay_curves(stay: StayFit) -> StayCurves | None:
    """Return what is drawn of the stays on a step; None where nobody was at risk."""
    seen = stay.curve
    if seen is None:
        return None
    until = min(seen.followed_to, max(_emptied(seen.years, seen.survival), _emptied_fit(stay)))
    last = int(np.searchsorted(seen.years, until, side="right"))
    kept = np.unique(np.linspace(0, last - 1, min(last, MOST_POINTS)).round().astype(np.int64))
    years = seen.years[kept]
    if years[-1] < until:  # flat from the last end until where the curve stops
        kept, years = np.append(kept, last - 1), np.append(years, until)
    fitted = stay.fitted_years <= until
    return StayCurves(
        begins=seen.begins,
        years=years,
        observed=seen.survival[kept],
        low=seen.low[kept],
        high=seen.high[kept],
        fitted_years=stay.fitted_years[fitted],
        fitted=stay.fitted_survival[fitted],
    )


def _emptied(years: Floats, survival: Floats) -> float:
    """Return from when on next to nobody is left; endless where many are to the last."""
    below = np.flatnonzero(survival < NEXT_TO_NOBODY)
    return float(years[below[0]]) if len(below) else float("inf")


def _emptied_fit(stay: StayFit) -> float:
    return _emptied(stay.fitted_years, stay.fitted_survival)
