"""Find the bookable gain: the largest amount realised with the confidence that the council asks for.

Caveat. What is said holds if the model is right. An amount is worked out for each payer and budget year by
itself: that all of them are realised together is less sure than that each of them is.
"""

import math
from dataclasses import dataclass

import numpy as np

from model.world.arrays import Floats


@dataclass(frozen=True, kw_only=True)
class Odds:
    """An amount, and the risk of booking it."""

    dkk: float
    shortfall_dkk: float
    """Expected: by how much the gain falls short of it, on average over all runs."""
    regret: float
    """Probability that the gain falls short of it."""


def bookable(gain_dkk: Floats, confidence: float, weights: Floats | None = None) -> float:
    """Return the largest amount that at least a share `confidence` of the runs reach; zero if that is a loss.

    `gain_dkk` and `weights`, where all runs do not count alike, have one shape. It is one of the runs'
    amounts, never one between two: with ten runs and 80 % the third lowest. Raises ValueError for no run, a
    confidence that is no share, and weights that are none.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"{gain_dkk.size} runs and a confidence of {confidence} give no amount")
    return max(0.0, _reached(gain_dkk, confidence, weights))


def bookable_error(gain_dkk: Floats, confidence: float, weights: Floats | None = None) -> float | None:
    """Return the Monte Carlo error of the bookable amount, which more draws reduce; None for a single draw.

    Arrays are [draw, replication] and arguments as in `bookable`. The draws are independent and their
    replications are not, so the error is that of the share of runs that reach the amount, taken over draws,
    and carried back to kroner by the amounts that are reached by one error more and by one fewer (Woodruff
    1952, Journal of the American Statistical Association 47:635-646). No chance is drawn for it.
    """
    amount = _reached(gain_dkk, confidence, weights)
    draws = len(gain_dkk)
    if draws < 2:
        return None
    pull = _shares(gain_dkk, weights) * ((gain_dkk >= amount) - confidence)
    by_draw = [math.fsum(row) for row in pull.reshape(draws, -1)]
    middle = math.fsum(by_draw) / draws
    error = math.sqrt(draws / (draws - 1) * math.fsum((each - middle) * (each - middle) for each in by_draw))
    low, high = (_reached(gain_dkk, confidence + step, weights) for step in (error, -error))
    return (high - low) / 2


def odds(gain_dkk: Floats, dkk: float, weights: Floats | None = None) -> Odds:
    """Return the risk of booking an amount in these runs; there is none in booking nothing.

    `gain_dkk` and `weights` as in `bookable`.
    """
    if dkk <= 0:
        return Odds(dkk=0.0, shortfall_dkk=0.0, regret=0.0)
    share = _shares(gain_dkk, weights)
    short = np.maximum(dkk - gain_dkk, 0.0)
    missed = gain_dkk < dkk
    return Odds(dkk=dkk, shortfall_dkk=float((share * short).sum()), regret=float(share[missed].sum()))


def mean(gain_dkk: Floats, weights: Floats | None = None) -> float:
    """Return the mean gain; arguments as in `bookable`."""
    return float(gain_dkk.mean() if weights is None else (_shares(gain_dkk, weights) * gain_dkk).sum())


def _reached(gain_dkk: Floats, confidence: float, weights: Floats | None) -> float:
    """Return the largest amount that a share of the runs reach, a loss too, the lowest or highest at most.

    Raises ValueError as `bookable` does.
    """
    if gain_dkk.size == 0 or math.isnan(confidence):
        raise ValueError(f"{gain_dkk.size} runs and a confidence of {confidence} give no amount")
    share = _shares(gain_dkk, weights).ravel()
    order = np.argsort(gain_dkk, axis=None, kind="stable")
    reached = np.cumsum(share[order][::-1])[::-1]  # by each run and those above it
    enough = np.flatnonzero(reached >= confidence - 1e-9)  # eight of ten are 80 %, rounding or not
    return float(gain_dkk.ravel()[order[enough[-1] if len(enough) else 0]])


def _shares(gain_dkk: Floats, weights: Floats | None) -> Floats:
    if weights is None:
        return np.full(gain_dkk.shape, 1.0 / gain_dkk.size)
    total = weights.sum()
    if weights.shape != gain_dkk.shape or not np.isfinite(total) or total <= 0 or (weights < 0).any():
        raise ValueError("weights: one for each run, none below zero, and some above")
    return np.asarray(weights / total)
