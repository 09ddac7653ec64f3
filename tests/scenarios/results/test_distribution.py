import math

import numpy as np
import pytest

from scenarios.results.distribution import distribution, variance_shares


def test_mean_and_quantiles_worked_by_hand() -> None:
    spread = distribution(np.arange(21.0).reshape(21, 1) * 10)
    assert (spread.mean, spread.p05, spread.p10, spread.p25) == (100.0, 10.0, 20.0, 50.0)
    assert (spread.p50, spread.p75, spread.p90, spread.p95) == (100.0, 150.0, 180.0, 190.0)


def test_quantiles_between_two_runs_are_interpolated() -> None:
    spread = distribution(np.array([[0.0, 10.0]]))
    assert (spread.p05, spread.p50, spread.p95) == (0.5, 5.0, 9.5)


def test_the_error_takes_the_draws_as_independent_and_not_their_replications() -> None:
    runs = np.array([[1.0, 1.0, 1.0], [3.0, 3.0, 3.0], [5.0, 5.0, 5.0], [7.0, 7.0, 7.0]])
    assert distribution(runs).mc_error == pytest.approx(np.std([1, 3, 5, 7], ddof=1) / 2)


def test_with_one_draw_the_error_takes_the_replications() -> None:
    assert distribution(np.array([[1.0, 3.0, 5.0, 7.0]])).mc_error == pytest.approx(
        np.std([1, 3, 5, 7], ddof=1) / 2
    )


def test_one_run_has_no_error() -> None:
    assert math.isnan(distribution(np.array([[5.0]])).mc_error)


def test_the_error_is_the_spread_of_the_mean() -> None:
    chance = np.random.default_rng(1)
    worlds = chance.normal(size=(4000, 12, 1)) * 3 + chance.normal(size=(4000, 12, 5))
    errors = np.array([distribution(world).mc_error for world in worlds])
    assert np.sqrt((errors**2).mean()) == pytest.approx(worlds.mean(axis=(1, 2)).std(), rel=0.05)


@pytest.mark.parametrize("ignorance", [0.0, 0.2, 0.5, 0.9])
def test_the_variance_is_split_as_it_was_made(ignorance: float) -> None:
    chance = np.random.default_rng(2)
    runs = chance.normal(size=(4000, 1)) * math.sqrt(ignorance) + chance.normal(size=(4000, 6)) * math.sqrt(
        1 - ignorance
    )
    shares = variance_shares(runs)
    assert shares is not None
    assert shares.ignorance == pytest.approx(ignorance, abs=0.03)
    assert shares.ignorance + shares.chance == pytest.approx(1)


def test_variance_worked_by_hand() -> None:
    shares = variance_shares(np.array([[0.0, 2.0], [10.0, 12.0]]))
    assert shares is not None  # within: 2 and 2; between: var(1, 11) = 50, less 2 / 2
    assert shares.chance == pytest.approx(2 / 51)


def test_there_is_no_less_than_no_ignorance() -> None:
    shares = variance_shares(np.array([[0.0, 2.0], [2.0, 0.0]]))
    assert shares is not None
    assert (shares.ignorance, shares.chance) == (0.0, 1.0)


@pytest.mark.parametrize("shape", [(1, 5), (5, 1), (1, 1)])
def test_too_few_runs_cannot_tell(shape: tuple[int, int]) -> None:
    assert variance_shares(np.arange(np.prod(shape), dtype=float).reshape(shape)) is None


def test_what_does_not_vary_has_no_shares() -> None:
    assert variance_shares(np.zeros((3, 3))) is None
