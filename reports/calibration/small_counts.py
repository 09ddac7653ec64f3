"""Take the small counts out of checks, for page and terminal: what is told from then on has none.

Caveat. The page can tell less than the files beside it: counts from 1 to 4 are one class, moves off a step
are told in fives, a curve of stays falls only where at least five more have ended, and children on all steps
are told in tens where a single step could be worked out from them. Changes from month to month on a step with
five children or more are shown.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from calibration.calibrated_file.small_counts import too_few
from calibration.checks.aalen_johansen import Whereabouts
from calibration.checks.backtest import Backtest
from calibration.checks.checks import Checks
from calibration.checks.kaplan_meier import LengthOfStay
from calibration.checks.length_of_stay import StayFit
from calibration.checks.outputs import BANDS
from calibration.checks.stock import StockBands
from calibration.checks.whereabouts import WhereLater
from calibration.rates.verdicts import StepVerdict
from language.formatting import FEWEST_SHOWN, number
from language.messages import say
from model.world.arrays import Bools, Floats, Ints

HIDDEN = 2.5
"""Stands for every count from 1 to 4."""
_TENS = 10


def told(children: float, decimals: int = 0) -> str:
    """Return a number of children, or that it is under 5 where it stands for all such."""
    return say("under\N{NO-BREAK SPACE}5") if children == HIDDEN else number(children, decimals)


def publishable(checks: Checks) -> Checks:
    """Return checks from which no count from 1 to 4 can be worked out."""
    return replace(
        checks,
        stays=tuple(map(_stay, checks.stays)),
        where=tuple(map(_where, checks.where)),
        stock=_bands(checks.stock),
        backtest=None if checks.backtest is None else _backtest(checks.backtest),
        verdicts=tuple(map(_verdict, checks.verdicts)),
    )


def _in_fives(count: float) -> float:
    """Return the class of a count, by its first: fives, of which none is a step below good or thin."""
    return HIDDEN if 0 < count < FEWEST_SHOWN else count - count % FEWEST_SHOWN


def _verdict(verdict: StepVerdict) -> StepVerdict:
    moves: Any = _in_fives(verdict.moves)
    return replace(verdict, moves=moves)


def _stay(stay: StayFit) -> StayFit:
    moves: Any = _in_fives(float(stay.observed.sum()))
    expected = np.nan if moves == HIDDEN else _in_fives(float(stay.expected.sum()))
    curve = None if stay.curve is None else _coarse(stay.curve)
    return replace(stay, observed=np.array([moves]), expected=np.array([expected]), curve=curve)


def _coarse(curve: LengthOfStay) -> LengthOfStay:
    """Return a curve at its beginning and wherever at least `FEWEST_SHOWN` more stays have ended."""
    kept, since = [0], 0
    for at, ended in enumerate(curve.ended.tolist()):
        since += ended
        if since >= FEWEST_SHOWN:
            kept.append(at)
            since = 0
    parts = {
        name: getattr(curve, name)[kept] for name in ("years", "at_risk", "ended", "survival", "low", "high")
    }
    halves: dict[str, Any] = {
        name: getattr(curve, name) if curve.ended.sum() >= 2 * FEWEST_SHOWN else np.nan
        for name in ("median", "median_low", "median_high")
    }
    return replace(curve, **parts, **halves)


def _where(where: WhereLater) -> WhereLater:
    return where if where.observed is None else replace(where, observed=_shares(where.observed))


def _shares(seen: Whereabouts) -> Whereabouts:
    """Return shares without those of few children, and of as many others as would give them away."""
    counts = np.round(seen.probability * seen.followed[:, np.newaxis]).astype(np.int64)
    few = np.array([too_few(row) for row in counts.tolist()]) & (counts > 0)
    names = ("probability", "low", "high")
    shares: dict[str, Any] = {name: np.where(few, np.nan, getattr(seen, name)) for name in names}
    classed: dict[str, Any] = {
        "followed": np.array([_in_fives(count) for count in seen.followed.tolist()]),
        "children": _in_fives(seen.children),
    }
    return replace(seen, **shares, **classed)


def _bands(bands: StockBands) -> StockBands:
    few = _is_few(bands.observed)
    classed: dict[str, Any] = {name: _classed(getattr(bands, name), few) for name in BANDS}
    return replace(bands, **classed)


def _is_few(children: Floats | Ints) -> Bools:
    return np.asarray((children > 0) & (children < FEWEST_SHOWN))


def _classed(children: Floats, few: Bools) -> Floats:
    """Return children on the steps, and on all of them in tens in a month that has `few` on a step."""
    shown = np.where(_is_few(children), HIDDEN, np.asarray(children, dtype=np.float64))
    solvable = (few | _is_few(children))[:, :-1].any(axis=1)
    tens = np.round(shown[:, -1] / _TENS) * _TENS
    shown[:, -1] = np.where(solvable & (shown[:, -1] != HIDDEN), tens, shown[:, -1])
    return shown


def _backtest(ahead: Backtest) -> Backtest:
    few = _is_few(ahead.bands.observed)[:, :-1].any(axis=0)
    hides = np.append(few, few.any())
    return replace(ahead, bands=_bands(ahead.bands), mean_error=np.where(hides, np.nan, ahead.mean_error))
