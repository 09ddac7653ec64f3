"""Test whether stays last as long as the fitted hazards say, and give the curves of both.

Caveat. The test asks whether the hazard changes with time on the step as fitted; a wrong level shows in the
figures and not in the p-value, for the level was taken from the same stays. Ends at an age limit are no
moves, here as in the rates. A drawn curve ends where next to nobody is left: one child who stayed for ten
years would squeeze all others against the edge.
"""

from dataclasses import dataclass

import numpy as np

from calibration.checks.kaplan_meier import LengthOfStay, kaplan_meier
from calibration.ledger.histories import NOWHERE
from calibration.rates.estimate import MoveEstimate
from calibration.rates.exposure import Exposure
from calibration.rates.fitted_world import RatesFit
from calibration.rates.posterior import MoveEvidence, Posterior
from model.arithmetic.functions import chi_square_above, exp, log, power
from model.arithmetic.products import dot, product
from model.arithmetic.systems import eigen, solve
from model.world.arrays import Floats, Ints

BORDERS = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0)
"""Years on the step; bins in which too few ends are expected are joined with the next."""
LEAST_EXPECTED = 5.0
_POINTS = 121
_STEP = 1e-2
"""Of the logarithm of a shape, for derivatives by differences."""


@dataclass(frozen=True, kw_only=True)
class StayFit:
    """Stays on one step: as observed, and as the fitted hazards expect for the same time at risk."""

    step: str
    borders: Floats
    """Years on the step; [bin + 1], empty where nobody was at risk."""
    observed: Ints
    """Moves off the step; [bin]. One at a border belongs to the bin before it."""
    expected: Floats
    """Posterior mean of the cumulative hazard that was run through; [bin]."""
    p_value: float
    """Of the fitted change with time on the step; NaN where fewer than two bins are filled."""
    curve: LengthOfStay | None
    """Observed curve; None where nobody was at risk."""
    fitted_years: Floats
    """Years on the step at which the fitted curve is given, from where `curve` begins; [point]."""
    fitted_survival: Floats
    """The fitted curve for the mixture of ages and groups that was at risk at each time; [point]."""


def check_stays(fit: RatesFit) -> tuple[StayFit, ...]:
    """Return the check of each step, in the order of the staircase.

    Test. In each bin the moves seen minus the hazard run through is a martingale: the differences have mean
    zero and are uncorrelated with the expected numbers as variances, and since only time under observation
    counts, late entry and censoring change nothing (Andersen, Borgan, Gill and Keiding 1993, section II.4).
    Rates were fitted to the same moves, so the moves of each kind in each age band and group are taken as
    given, and their spread over the bins is compared with the hazard's: multinomial to first order. The most
    likely Weibull shape of a move that has one takes away what it explains (Hjort 1990, Annals of Statistics
    18; Rao and Robson 1974, Communications in Statistics 3). The quadratic form is then chi-square with one
    degree less than bins.

    Curve. The fitted hazard is averaged at each time on the step over the stays at risk then (Ederer's second
    method), which is what the product-limit estimate estimates under the fit whatever came under observation
    when.
    """
    names = [step.name for step in fit.exposure.histories.staircase.steps]
    return tuple(_of_step(fit, i, name) for i, name in enumerate(names))


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """Time at risk on a step in one age band and group, and the moves seen in it."""

    name: tuple[str, str]
    since: Floats
    until: Floats
    destination: Ints

    def risk(self, borders: Floats, shape: float) -> Floats:
        """Return the sum of until^shape - since^shape over what lies within each bin; [bin]."""
        return np.diff(_sum_of_least(self.until, borders, shape) - _sum_of_least(self.since, borders, shape))


def _sum_of_least(years: Floats, borders: Floats, shape: float) -> Floats:
    """Return the sum of min(years, border)^shape for each border."""
    ordered = np.sort(years)
    below = np.searchsorted(ordered, borders, side="right")
    sums = np.append(0.0, np.cumsum(power(ordered, shape)))
    return np.asarray(sums[below] + (len(ordered) - below) * power(borders, shape))


def _of_step(fit: RatesFit, i: int, name: str) -> StayFit:
    exposure = fit.exposure
    here = exposure.step == i
    if not here.any():
        none = np.zeros(0)
        return StayFit(
            step=name,
            borders=none,
            observed=np.zeros(0, dtype=np.int64),
            expected=none,
            p_value=float("nan"),
            curve=None,
            fitted_years=none,
            fitted_survival=none,
        )
    pieces = _pieces(exposure, i)
    estimates = {to: estimate for (origin, to), estimate in fit.moves.items() if origin == name}
    until, moved = exposure.until[here], exposure.destination[here] != NOWHERE
    longest = float(until.max())
    fine = np.array([*(border for border in BORDERS if border < longest), longest])
    borders = _joined(
        fine, sum((_expected(estimates[to], pieces, fine) for to in estimates), np.zeros(len(fine) - 1))
    )
    curve = kaplan_meier(exposure.since[here], until, moved)
    points = np.linspace(curve.begins, curve.followed_to, _POINTS)
    hazard = sum(
        (_expected(estimate, pieces, points) for estimate in estimates.values()), np.zeros(_POINTS - 1)
    )
    time = sum((piece.risk(points, 1.0) for piece in pieces), np.zeros(_POINTS - 1))
    mean_hazard = hazard * np.diff(points) / np.where(time > 0, time, 1.0)
    numbers = [fit.exposure.histories.staircase.names.index(to) for to in estimates]
    return StayFit(
        step=name,
        borders=borders,
        observed=_counts(until[moved], borders),
        expected=sum(
            (_expected(estimates[to], pieces, borders) for to in estimates), np.zeros(len(borders) - 1)
        ),
        p_value=_p_value([*zip(numbers, estimates.values(), strict=True)], pieces, borders),
        curve=curve,
        fitted_years=points,
        fitted_survival=exp(-np.append(0.0, np.cumsum(mean_hazard))),
    )


def _pieces(exposure: Exposure, i: int) -> list[_Piece]:
    groups, pieces = exposure.histories.staircase.groups, []
    for band, band_name in enumerate(exposure.band_names):
        for group, group_name in enumerate(groups):
            cell = (exposure.step == i) & (exposure.band == band) & (exposure.group == group)
            if cell.any():
                pieces.append(
                    _Piece(
                        name=(band_name, group_name),
                        since=exposure.since[cell],
                        until=exposure.until[cell],
                        destination=exposure.destination[cell],
                    )
                )
    return pieces


def _joined(borders: Floats, expected: Floats) -> Floats:
    """Return the borders without those that make bins in which too few ends are expected."""
    kept, so_far = [0], 0.0
    for i, number in enumerate(expected.tolist(), start=1):
        so_far += number
        if so_far >= LEAST_EXPECTED:
            kept.append(i)
            so_far = 0.0
    kept = [*kept[: max(1, len(kept) - 1)], len(borders) - 1] if kept[-1] < len(borders) - 1 else kept
    return np.asarray(borders[kept])


def _counts(ends: Floats, borders: Floats) -> Ints:
    """Return how many ends lie in each bin."""
    at = np.searchsorted(borders, ends, side="left") - 1
    return np.bincount(np.clip(at, 0, len(borders) - 2), minlength=len(borders) - 1)


def _expected(estimate: MoveEstimate, pieces: list[_Piece], borders: Floats) -> Floats:
    """Return the posterior mean of the cumulative hazard of a move within each bin; [bin]."""
    rows = {(row.age_band, row.group): cell for cell, row in enumerate(estimate.rows)}
    total = np.zeros(len(borders) - 1)
    for shape, rates in _by_shape(estimate.posterior):
        for piece in pieces:
            total += rates[rows[piece.name]] * piece.risk(borders, shape)
    return total


def _by_shape(believed: Posterior) -> list[tuple[float, Floats]]:
    """Return each Weibull shape, and its probability times the mean rates given it."""
    shapes, at = np.unique(believed.shape, return_inverse=True)
    rates = np.zeros((len(shapes), believed.alpha.shape[1]))
    np.add.at(rates, at, believed.weight[:, None] * believed.alpha / believed.beta)
    return [*zip(shapes.tolist(), rates, strict=True)]


def _p_value(moves: list[tuple[int, MoveEstimate]], pieces: list[_Piece], borders: Floats) -> float:
    """Return the p-value of the bins given the number of moves of each kind; NaN with fewer than two."""
    bins = len(borders) - 1
    distance, spread = np.zeros(bins), np.zeros((bins, bins))
    for number, estimate in moves:
        ends = [piece.until[piece.destination == number] for piece in pieces]
        events = np.array([len(years) for years in ends], dtype=np.int64)
        if not events.any():
            continue
        # The prior pulls a shape, and the test would take that for a misfit: it asks of the most likely one.
        log_shape = (
            0.0 if estimate.weibull is None or not estimate.has_shape else float(log(estimate.weibull.shape))
        )

        def shares(log_shape: float) -> Floats:
            risk = np.array([piece.risk(borders, float(exp(log_shape))) for piece in pieces])
            return np.asarray(risk / risk.sum(axis=1, keepdims=True))

        share = shares(log_shape)
        distance += _counts(np.concatenate(ends), borders) - product(events, share)
        spread += np.diag(product(events, share)) - product(share.T * events, share)
        if estimate.has_shape:
            moved = shares(log_shape + _STEP) - shares(log_shape - _STEP)
            slope = product(events, moved) / (2 * _STEP)
            information = _information(pieces, ends, events, log_shape)
            spread -= slope[:, np.newaxis] * slope / information
    # The bins sum to what is given, so the last one tells nothing more.
    inner, left = spread[:-1, :-1], distance[:-1]
    if bins < 2 or eigen(inner)[0].min() <= 1e-6 * max(1.0, float(np.trace(inner))):
        return float("nan")
    return float(chi_square_above(dot(left, solve(inner, left)), bins - 1))


def _information(pieces: list[_Piece], ends: list[Floats], events: Ints, log_shape: float) -> float:
    """Return the information on the logarithm of a shape when each cell has the rate that fits it best."""
    seen = MoveEvidence(
        events=events,
        step_years=tuple((piece.since, piece.until) for piece in pieces),
        log_years_of_events=float(log(np.concatenate(ends)).sum()),
    )

    def log_likelihood(log_k: float) -> float:
        shape = float(exp(log_k))
        return float(
            -dot(events.astype(np.float64), log(seen.exposure(shape)))
            + (shape - 1) * seen.log_years_of_events
        )

    left, middle, right = (log_likelihood(log_shape + step) for step in (-_STEP, 0.0, _STEP))
    return (2 * middle - left - right) / (_STEP * _STEP)


MOST_POINTS = 300
"""Of an observed curve; longer ones are thinned evenly."""
NEXT_TO_NOBODY = 0.02
"""Share of the stays; curves end where both, observed and fitted, are below it."""


@dataclass(frozen=True, kw_only=True)
class StayCurves:
    """Curves to draw: the share of stays that last longer than each number of years."""

    begins: float
    """Years; both curves are of stays that last longer."""
    years: Floats
    """Where the observed curve falls, the beginning first; it is flat in between; [point]."""
    observed: Floats
    low: Floats
    """Pointwise limits of 95 %; NaN where nobody is left; [point]."""
    high: Floats
    fitted_years: Floats
    fitted: Floats


def stay_curves(stay: StayFit) -> StayCurves | None:
    """Return the curves of the stays on a step, thinned to be drawn; None where nobody was at risk."""
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
    """Return the years from which next to nobody is left; infinity where many stay to the last."""
    below = np.flatnonzero(survival < NEXT_TO_NOBODY)
    return float(years[below[0]]) if len(below) else float("inf")


def _emptied_fit(stay: StayFit) -> float:
    return _emptied(stay.fitted_years, stay.fitted_survival)
