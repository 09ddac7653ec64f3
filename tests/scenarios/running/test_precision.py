import math

import numpy as np
import pytest

from model.world.arrays import Floats
from scenarios.files.refusals import RefusedError
from scenarios.running.limits import MOST_DRAWS
from scenarios.running.precision import next_draws, parse_share, relative_error
from tests.languages import said_in


@pytest.mark.parametrize("text", ["5%", "5 %", "0.05", "0,05", " 5% ", "5,0%", "5.0 %"])
def test_a_share_may_be_written_in_these_ways(text: str) -> None:
    assert parse_share(text) == pytest.approx(0.05)


def test_all_of_it_may_be_asked_for() -> None:
    assert parse_share("100%") == 1


@pytest.mark.parametrize(
    "text",
    ["", "%", "5", "1", "1.0", "0", "0%", "0,0", "101%", "-5%", "5%%", "5pct", "fem", "nan", "inf", "1e-2",
     "5 0%",     "0.05.0", "1.000,5%", "½"],
)  # fmt: skip
def test_anything_else_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_share(text)
    assert text in str(refused.value)
    assert "5% or 0.05" in said_in("en", str, refused.value)


def toy(draws: int, replications: int, *, ignorance: float, chance: float, seed: int = 1) -> Floats:
    """Return normal gains around zero; standard deviations in kroner."""
    random = np.random.default_rng(seed)
    means = random.normal(0, ignorance, (draws, 1)) if ignorance else np.zeros((draws, 1))
    return np.asarray(means + random.normal(0, chance, (draws, replications)))


def test_without_chance_it_is_one_over_the_root_of_the_draws() -> None:
    gains = np.repeat(toy(400, 1, ignorance=1e6, chance=0), 3, axis=1)
    assert relative_error(gains, is_uncertain=True) == pytest.approx(1 / 20)


def test_with_one_replication_chance_counts_as_ignorance() -> None:
    assert relative_error(toy(400, 1, ignorance=1, chance=9), is_uncertain=True) == pytest.approx(1 / 20)


def test_without_uncertain_assumptions_it_is_the_spread_of_the_means() -> None:
    assert relative_error(toy(400, 4, ignorance=0, chance=9), is_uncertain=False) == pytest.approx(1 / 20)


def test_chance_is_taken_out_of_the_spread_and_left_in_the_error() -> None:
    error = relative_error(toy(100_000, 2, ignorance=3, chance=4), is_uncertain=True)
    assert error == pytest.approx(math.sqrt((9 + 16 / 2) / 100_000) / 3, rel=0.02)


def test_where_ignorance_cannot_be_told_from_nothing_it_is_unknown() -> None:
    values = np.array([[1.0, -1.0], [-1.0, 1.0], [1.0, -1.0]])
    assert relative_error(values, is_uncertain=True) == math.inf


def test_one_draw_tells_nothing() -> None:
    assert relative_error(np.array([[1.0, 2.0]]), is_uncertain=True) == math.inf
    assert relative_error(np.zeros((1, 2)), is_uncertain=True) == math.inf


@pytest.mark.parametrize("gain", [0.0, -3e8])
def test_a_constant_gain_is_known_at_once_whatever_the_rounding(gain: float) -> None:
    rounding = np.array([[0, 1e-7], [-1e-7, 0], [0, 0]])
    assert relative_error(gain + rounding, is_uncertain=True) == 0


def test_draws_grow_by_half_and_not_past_the_most() -> None:
    assert [next_draws(1), next_draws(2), next_draws(20), next_draws(21)] == [2, 3, 30, 32]
    assert next_draws(MOST_DRAWS - 1) == MOST_DRAWS


@pytest.mark.parametrize(("chance", "share"), [(0.0, 0.2), (2.0, 0.2), (4.0, 0.1)])
def test_the_error_that_is_reached_is_the_one_that_was_promised(chance: float, share: float) -> None:
    means = []
    for seed in range(300):
        gains = toy(MOST_DRAWS // 5, 2, ignorance=1, chance=chance, seed=seed)
        draws = 20
        while relative_error(gains[:draws], is_uncertain=True) >= share:
            draws = next_draws(draws)
        means.append(gains[:draws].mean())
    # The true gain is 0 and its standard deviation over draws 1: the error is the share itself. Rounds grow,
    # so most stop well below it; 300 of them know their root mean square to 4 %.
    error = math.sqrt(np.mean(np.square(means)))
    assert share / 2 < error < share * 1.04
