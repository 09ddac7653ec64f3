"""Test the one number: the mean over draws and replications, its error, and what weights do to both."""

import numpy as np
import pytest

from scenarios.results.distribution import distribution
from scenarios.results.expected_gain import ExpectedGain, expected_gain

RUNS = np.array([[1.0, 3.0], [5.0, 7.0], [9.0, 17.0]])


def test_it_is_the_mean_with_the_error_of_the_means_of_the_draws() -> None:
    found = expected_gain(RUNS, price_year=2026)
    error = np.std([2, 6, 13], ddof=1) / np.sqrt(3)
    assert (found.dkk, found.runs, found.price_year) == (7, 6, 2026)
    assert found.mc_error_dkk == pytest.approx(error)
    assert found.document() == {"expected_gain_dkk": 7, "expected_gain_mc_error_dkk": found.mc_error_dkk}


def test_of_one_run_no_error_is_known() -> None:
    one = ExpectedGain(dkk=4, mc_error_dkk=None, runs=1, price_year=None)
    assert expected_gain(np.array([[4.0]]), price_year=None) == one
    assert expected_gain(RUNS[:1], price_year=2026, weights=np.ones((1, 2))).mc_error_dkk is None


def test_equal_weights_change_nothing_and_a_weight_of_nothing_leaves_a_draw_out() -> None:
    plain, equal = (
        expected_gain(RUNS, price_year=2026, weights=weights) for weights in (None, np.full((3, 2), 4.0))
    )
    assert equal.dkk == pytest.approx(plain.dkk)
    assert equal.mc_error_dkk == pytest.approx(plain.mc_error_dkk)
    left = expected_gain(RUNS, price_year=2026, weights=np.array([[1.0, 1], [1, 1], [0, 0]]))
    assert left.dkk == pytest.approx(distribution(RUNS[:2]).mean)
