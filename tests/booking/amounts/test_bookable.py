"""Hold the bookable gain to a closed normal case, to hand-worked runs and to laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from booking.amounts.bookable import Odds, bookable, bookable_error, mean, odds

RUNS = arrays(float, st.integers(1, 60), elements=st.integers(-1_000_000, 1_000_000).map(float))
CONFIDENCE = st.sampled_from([0.5, 0.7, 0.8, 0.9, 0.95])


def test_of_ten_runs_and_eighty_percent_it_is_the_third_lowest() -> None:
    runs = np.array([70.0, 10, 20, 90, 30, 40, 50, 60, 80, 100])
    assert bookable(runs, 0.8) == 30
    assert odds(runs, 30) == Odds(dkk=30, shortfall_dkk=(20 + 10) / 10, regret=0.2)


def test_of_a_loss_nothing_is_booked_and_booking_nothing_means_nothing() -> None:
    runs = np.array([-5.0, -1, 2, 3])
    assert bookable(runs, 0.8) == 0
    assert odds(runs, 0.0) == Odds(dkk=0, shortfall_dkk=0, regret=0)


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95])
def test_a_normal_gain_has_the_closed_quantile_and_shortfall(confidence: float) -> None:
    # With z the normal quantile, the amount is mean - z sd and is missed by sd (pdf(z) - z (1 - cdf(z))) on
    # average; the loss function of the normal distribution, by parts.
    expected, sd, z = 4e6, 1.5e6, float(stats.norm.ppf(confidence))
    runs = stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000, loc=expected, scale=sd)
    found = odds(runs, bookable(runs, confidence))
    assert found.dkk == pytest.approx(expected - z * sd, rel=1e-4)
    assert found.shortfall_dkk == pytest.approx(sd * (stats.norm.pdf(z) - z * stats.norm.sf(z)), rel=1e-3)
    assert found.regret == pytest.approx(1 - confidence, abs=1e-5)


@given(runs=RUNS, confidence=CONFIDENCE)
def test_it_is_reached_often_enough_and_no_larger_run_is(runs: np.ndarray, confidence: float) -> None:
    found = bookable(runs, confidence)
    if found > 0:
        assert (runs >= found).mean() >= confidence - 1e-9
        assert found in runs
    for larger in runs[runs > found]:
        assert (runs >= larger).mean() < confidence


@given(runs=RUNS, confidence=CONFIDENCE, times=st.integers(1, 4))
def test_a_weight_counts_as_so_many_runs(runs: np.ndarray, confidence: float, times: int) -> None:
    weights = np.where(np.arange(len(runs)) % 2 == 0, float(times), 1.0)
    repeated = np.repeat(runs, weights.astype(int))
    amount = bookable(runs, confidence, weights)
    assert amount == bookable(repeated, confidence)
    assert odds(runs, amount, weights).shortfall_dkk == pytest.approx(odds(repeated, amount).shortfall_dkk)
    assert mean(runs, weights) == pytest.approx(repeated.mean(), abs=1e-6)


@given(runs=RUNS, confidence=CONFIDENCE)
def test_more_confidence_never_gives_more(runs: np.ndarray, confidence: float) -> None:
    assert bookable(runs, 0.96) <= bookable(runs, confidence)


@pytest.mark.parametrize("confidence", [0.0, 1.0, -1.0, float("nan")])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        bookable(np.ones(3), confidence)


def test_no_runs_give_no_amount() -> None:
    with pytest.raises(ValueError, match="0 runs"):
        bookable(np.empty(0), 0.8)


@pytest.mark.parametrize("weights", [[1.0], [-1.0, 2.0], [0.0, 0.0], [np.nan, 1.0]])
def test_weights_are_one_for_each_run_and_not_below_zero(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        bookable(np.ones(2), 0.8, np.array(weights))


def test_the_error_of_a_normal_amount_is_that_of_its_quantile() -> None:
    # The standard error of a sample quantile: sqrt(p (1 - p) / n) / density (Stuart and Ord 1994, 10.10).
    draws, sd = 400, 1e6
    z = float(stats.norm.ppf(0.8))
    closed = sd * np.sqrt(0.8 * 0.2 / draws) / stats.norm.pdf(z)
    chance = np.random.default_rng(1)
    runs = chance.normal(5e6, sd, (300, draws, 1))
    errors = [bookable_error(each, 0.8) for each in runs]
    spread = np.std([bookable(each, 0.8) for each in runs], ddof=1)
    assert np.mean([each for each in errors if each is not None]) == pytest.approx(closed, rel=0.1)
    assert spread == pytest.approx(closed, rel=0.15)


def test_replications_of_a_draw_are_no_further_draws() -> None:
    draws = np.random.default_rng(2).normal(5e6, 1e6, (200, 1))
    once, often = bookable_error(draws, 0.8), bookable_error(np.repeat(draws, 50, axis=1), 0.8)
    assert once is not None
    assert often == pytest.approx(once, rel=0.1)


def test_of_one_draw_no_error_is_known_and_of_what_never_varies_there_is_none() -> None:
    assert bookable_error(np.array([[1.0, 2.0, 3.0]]), 0.8) is None
    assert bookable_error(np.full((100, 4), 7.0), 0.8) == 0


def test_weights_that_are_all_alike_change_no_error() -> None:
    runs = np.random.default_rng(3).normal(5e6, 1e6, (150, 2))
    plain, weighted = bookable_error(runs, 0.8), bookable_error(runs, 0.8, np.full(runs.shape, 0.25))
    assert weighted == pytest.approx(plain)
    heavy = np.where(np.arange(150)[:, np.newaxis] < 15, 1.0, 1e-9) * np.ones((1, 2))
    uneven = bookable_error(runs, 0.8, heavy)
    assert uneven is not None
    assert plain is not None
    assert uneven > plain
