"""Check lengths of stay: worked by hand, over simulated ledgers, and with a fit that is wrong."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from calibration.checks.length_of_stay import LEAST_EXPECTED, StayFit, _joined, _sum_of_least, check_stays
from calibration.ledger.histories import NOWHERE
from calibration.rates.estimate import estimates
from calibration.rates.fitted_world import RatesFit
from model.world.arrays import Floats, Ints
from model.world.staircase import DAYS_PER_YEAR
from tests.calibration.fitted import fit_of, simulated_fit, world
from tests.calibration.made_rows import stay

FALSE_ALARM = 1e-4
STILL, LEFT, RIGHT = NOWHERE, 1, 2
"""Of one step: where a stay led, an index into (lav, høj, ud)."""


def seen(since: Floats, until: Floats, to: Ints) -> RatesFit:
    """Return the fit to pieces of time on one step, in years and not cut into days."""
    one = fit_of(stay("A", "lav", 10, 50, exit_to="høj"))
    zero = np.zeros(len(since), dtype=np.int64)
    exposure = replace(
        one.exposure, step=zero, band=zero, group=zero, since=since, until=until, destination=to
    )
    return replace(one, exposure=exposure, moves=estimates(exposure))


def cut_stays(rng: np.random.Generator, *, shape: float, number: int = 300) -> RatesFit:
    """Return the fit to stays of which some come under observation late, and some are lost to it."""
    ends = (rng.exponential(size=(number, 2)) / np.array([0.5, 0.8])) ** (1 / shape)
    since = np.where(rng.random(number) < 0.3, rng.exponential(1.0, number), 0.0)
    lost = since + rng.exponential(2.0, number)
    end = ends.min(axis=1)
    there = end > since
    to = np.where(end <= lost, ends.argmin(axis=1) + LEFT, STILL)
    return seen(since[there], np.minimum(end, lost)[there], to[there])


def p_values(fits: list[RatesFit], step: int = 0) -> Floats:
    return np.array([check_stays(fit)[step].p_value for fit in fits])


def test_expected_ends_are_rate_times_years_at_risk_in_each_bin() -> None:
    """Of 40 stays each third came under observation after half a year."""
    since = np.where(np.arange(40) % 3 == 0, 0.5, 0.0)
    until = np.where(np.arange(40) < 20, 0.8, 1.7)
    to = np.where(np.arange(40) % 2 == 0, LEFT, RIGHT).astype(np.int64)
    fit = seen(since, until, to)
    fit = replace(fit, moves=estimates(fit.exposure, shapes=False))
    stay = check_stays(fit)[0]
    rate = sum(float(fit.moves["lav", name].posterior.mean[0]) for name in ("høj", "ud"))
    years = [
        sum(max(0.0, min(u, high) - max(s, low)) for s, u in zip(since, until, strict=True))
        for low, high in zip(stay.borders[:-1], stay.borders[1:], strict=True)
    ]
    assert stay.expected == pytest.approx(rate * np.array(years))
    assert stay.observed.sum() == 40
    assert stay.observed.tolist() == [
        int(((until > low) & (until <= high)).sum())
        for low, high in zip(stay.borders[:-1], stay.borders[1:], strict=True)
    ]


def test_the_p_value_of_one_kind_of_move_is_that_of_a_multinomial() -> None:
    until = np.repeat([0.1, 0.3, 0.7, 1.2], [30, 8, 9, 13])
    fit = seen(np.zeros(60), until, np.full(60, LEFT))
    stay = check_stays(replace(fit, moves=estimates(fit.exposure, shapes=False)))[0]
    years = np.array([np.minimum(until, border).sum() for border in stay.borders])
    share = np.diff(years) / years[-1]
    distance = ((stay.observed - 60 * share) ** 2 / (60 * share)).sum()  # Pearson's
    assert stay.p_value == pytest.approx(stats.chi2.sf(distance, len(share) - 1))


def test_bins_are_joined_until_enough_is_expected() -> None:
    borders = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    assert _joined(borders, np.array([6.0, 2.0, 3.0, 9.0, 1.0])).tolist() == [0.0, 1.0, 3.0, 5.0]
    assert _joined(borders, np.full(5, LEAST_EXPECTED)).tolist() == borders.tolist()
    assert _joined(borders, np.full(5, 0.1)).tolist() == [0.0, 5.0]


def test_sums_of_the_least_by_hand() -> None:
    sums = _sum_of_least(np.array([4.0, 1.0]), np.array([0.0, 1.0, 2.0, 9.0]), 0.5)
    assert sums == pytest.approx([0.0, 2.0, 1.0 + np.sqrt(2.0), 3.0])


@pytest.mark.parametrize("shape", [1.0, 0.6, 2.0])
def test_the_p_value_of_a_right_fit_is_uniform_with_late_entry_and_censoring(shape: float) -> None:
    rng = np.random.default_rng(1)
    values = p_values([cut_stays(rng, shape=shape) for _ in range(200)])
    assert stats.kstest(values, "uniform").pvalue > FALSE_ALARM


@pytest.fixture(scope="module")
def ledgers() -> list[tuple[StayFit, ...]]:
    """Return the checks of 150 ledgers whose hazards are constant, as they are fitted."""
    parameters = world()
    return [check_stays(simulated_fit(parameters, number)) for number in range(150)]


@pytest.mark.parametrize("step", [0, 1])
def test_the_p_value_is_uniform_over_ledgers(ledgers: list[tuple[StayFit, ...]], step: int) -> None:
    values = [each[step].p_value for each in ledgers]
    assert stats.kstest(values, "uniform").pvalue > FALSE_ALARM


def test_what_is_expected_is_what_is_seen_on_average(ledgers: list[tuple[StayFit, ...]]) -> None:
    for step in (0, 1):
        difference = np.array([each[step].observed.sum() - each[step].expected.sum() for each in ledgers])
        seen_in_all = np.array([each[step].observed.sum() for each in ledgers])
        # The prior draws the level towards itself, by little.
        assert abs(difference.mean()) < 0.02 * seen_in_all.mean()


def test_a_hazard_that_falls_is_found_out_when_it_is_fitted_as_constant() -> None:
    """With some 90 moves and shape 0.6, at the level of a verdict on two steps with two tests each."""
    parameters = world(shape=0.6)
    fits = [simulated_fit(parameters, number, shapes=False) for number in range(60)]
    moves = np.mean([fit.exposure.events()[1].sum() for fit in fits])
    assert 70 < moves < 130
    assert (p_values(fits, step=1) < 0.05 / 4).mean() > 0.85
    assert (p_values(fits, step=0) < 0.05 / 4).mean() < 0.1  # lav is as it was


def test_the_fitted_curve_of_a_constant_hazard_is_exponential() -> None:
    fit = cut_stays(np.random.default_rng(2), shape=1.0)
    fit = replace(fit, moves=estimates(fit.exposure, shapes=False))
    stay = check_stays(fit)[0]
    assert stay.curve is not None
    rate = sum(float(fit.moves["lav", name].posterior.mean[0]) for name in ("høj", "ud"))
    years = stay.fitted_years - stay.curve.begins
    assert stay.fitted_survival == pytest.approx(np.exp(-rate * years), rel=1e-9)
    assert years[-1] == pytest.approx(stay.curve.followed_to - stay.curve.begins)


def test_both_curves_tell_the_same_when_the_fit_is_right() -> None:
    stay = check_stays(cut_stays(np.random.default_rng(3), shape=0.6, number=4000))[0]
    assert stay.curve is not None
    early = stay.fitted_years < 3.0
    seen_then = stay.curve.at(stay.fitted_years[early])
    assert np.abs(seen_then - stay.fitted_survival[early]).max() < 0.03


def test_a_step_without_stays_and_one_with_a_single_child_have_no_p_value() -> None:
    low, high = check_stays(fit_of(stay("A", "lav", 10, 50)))
    assert np.isnan(low.p_value)
    assert np.isnan(high.p_value)
    assert (low.observed.tolist(), low.borders.tolist()) == ([1], [0.0, 40 / DAYS_PER_YEAR])
    assert high.curve is None
    assert len(high.expected) == len(high.observed) == len(high.borders) == 0
