import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, qmc

from model.world.arrays import Floats
from sensitivity.information.evpi import worth_of_knowing
from sensitivity.information.indicators import Indicator, area_under_curve, indicators

DRAWS, REPLICATIONS = 1024, 4


def gains(mean: float = 0.5) -> Floats:
    return np.asarray(norm.ppf(qmc.Sobol(1, seed=1).random(DRAWS)[:, 0]) + mean)


def told_by(values: Floats, gain: Floats) -> Indicator:
    """One indicator at one month; `values` is [draw, replication]."""
    (found,) = indicators(
        values=values[:, :, np.newaxis, np.newaxis], names=("it",), months=(6,), expected_gain_dkk=gain
    )
    return found


def pairs(ratings: Floats, positive: Floats) -> float:
    """Count the pairs one by one."""
    one, other = ratings[positive > 0][:, np.newaxis], ratings[positive <= 0]
    return float(((one > other) + 0.5 * (one == other)).mean())


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=40))
def test_the_area_is_the_share_of_pairs(rows: list[tuple[int, bool]]) -> None:
    ratings = np.array([rating for rating, _ in rows], dtype=float)
    positive = np.array([good for _, good in rows])
    if positive.all() or not positive.any():
        assert area_under_curve(ratings, positive) is None
    else:
        assert area_under_curve(ratings, positive) == pytest.approx(pairs(ratings, positive.astype(float)))


@pytest.mark.parametrize("noise", [0.5, 2.0])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_normal_indicator_has_its_closed_figures(noise: float, sign: int) -> None:
    even = norm.ppf(
        qmc.Sobol(2, seed=2).random(4096)
    )  # one replication; chance spread as evenly as ignorance
    gain = even[:, 0] + 0.5
    values = (gain + noise * even[:, 1])[:, np.newaxis]
    found = told_by(sign * values * 1e6, gain)
    told = 1 / (1 + noise**2)
    assert found.explained == pytest.approx(told, abs=0.02)
    sd = math.sqrt(told)
    worth = sd * norm.pdf(0.5 / sd) - 0.5 * norm.sf(0.5 / sd)
    assert found.gain_dkk == pytest.approx(worth, rel=0.02)
    assert found.auc == pytest.approx(pairs(values.ravel(), gain), abs=0.003)
    assert found.direction == sign


def test_who_knows_the_gain_knows_all() -> None:
    gain = gains()
    found = told_by(np.exp(gain)[:, np.newaxis], gain)
    assert found.explained == pytest.approx(1, abs=0.002)
    assert found.auc == pytest.approx(1, abs=0.001)
    assert found.gain_dkk == pytest.approx(worth_of_knowing(gain), rel=0.01)
    assert found.gain_dkk <= worth_of_knowing(gain)


def test_chance_alone_tells_nothing() -> None:
    chance, gain = np.random.default_rng(3), gains()
    found = indicators(
        values=chance.normal(size=(DRAWS, REPLICATIONS, 5, 12)),
        names=tuple("abcdefghijkl"),
        months=(3, 6, 12, 18, 24),
        expected_gain_dkk=gain,
    )
    silent = [
        each for each in found if (each.explained, each.auc, each.gain_dkk, each.direction) == (0, 0.5, 0, 0)
    ]
    assert len(silent) >= 57
    assert max(each.explained for each in found) < 0.01


def test_chance_that_a_draw_repeats_tells_nothing_either() -> None:
    chance, found = np.random.default_rng(4), []
    for _ in range(40):
        values = np.repeat(chance.normal(size=(40, 1)), 25, axis=1)
        found.append(told_by(values, chance.normal(size=40)))
    assert sum(each.explained > 0 or each.gain_dkk > 0 for each in found) <= 2


def test_replications_that_say_the_same_are_said_once() -> None:
    for seed in range(12):
        chance = np.random.default_rng(seed)
        gain = chance.normal(size=40)
        values = (gain + 1.5 * chance.normal(size=40))[:, np.newaxis]
        once, often = told_by(values, gain), told_by(np.repeat(values, 25, axis=1), gain)
        assert often.explained == pytest.approx(once.explained, abs=0.02)
        assert often.gain_dkk == pytest.approx(once.gain_dkk, abs=0.02)


def test_what_hangs_on_a_single_draw_tells_nothing() -> None:
    gain = np.where(np.arange(60) == 59, 100.0, -1 - np.arange(60) % 7)
    found = told_by(np.arange(60.0)[:, np.newaxis], gain)
    assert worth_of_knowing(gain) > 1
    assert (found.explained, found.auc, found.gain_dkk, found.direction) == (0, 0.5, 0, 0)


@pytest.mark.parametrize("value", [0.0, 7.3])
def test_what_is_always_the_same_tells_nothing(value: float) -> None:
    found = told_by(np.full((DRAWS, 2), value), gains())
    assert (found.explained, found.auc, found.gain_dkk, found.direction) == (0, 0.5, 0, 0)


def test_with_all_draws_on_one_side_there_is_no_area_and_no_worth() -> None:
    gain = gains(mean=20)
    found = told_by(gain[:, np.newaxis], gain)
    assert (found.auc, found.gain_dkk) == (None, 0)
    assert found.explained == pytest.approx(1, abs=0.002)


def test_what_is_good_in_the_middle_goes_both_ways() -> None:
    side = gains(mean=0)
    found = told_by(side[:, np.newaxis], 1 - side**2)
    assert found.explained > 0.98
    assert found.auc == pytest.approx(1, abs=0.01)
    assert found.direction == 0


def test_a_later_month_with_less_chance_tells_more() -> None:
    gain = gains()
    noise = np.random.default_rng(5).normal(size=(DRAWS, REPLICATIONS, 3)) * np.array([4.0, 2.0, 1.0])
    values = np.stack([gain[:, np.newaxis, np.newaxis] + noise, -noise], axis=-1)
    found = indicators(values=values, names=("tells", "idle"), months=(3, 12, 24), expected_gain_dkk=gain)
    assert [(each.month, each.name) for each in found] == [
        (month, name) for month in (3, 12, 24) for name in ("tells", "idle")
    ]
    first, second, third = (each for each in found if each.name == "tells")
    assert first.explained < second.explained < third.explained
    assert first.gain_dkk < second.gain_dkk < third.gain_dkk
    assert [each.explained for each in found if each.name == "idle"] == [0, 0, 0]


def test_counts_with_many_ties() -> None:
    gain = gains()
    values = (
        np.random.default_rng(6).poisson(np.exp(-gain)[:, np.newaxis], (DRAWS, REPLICATIONS)).astype(float)
    )
    found = told_by(values, gain)
    rows = np.repeat(gain, REPLICATIONS)
    groups = [rows[values.ravel() == count] for count in np.unique(values)]
    between = sum(len(group) * (group.mean() - rows.mean()) ** 2 for group in groups) / len(rows) / rows.var()
    assert found.explained == pytest.approx(between, abs=0.02)
    assert found.auc == pytest.approx(pairs(-values.ravel(), rows), abs=0.003)
    assert found.direction == -1


def test_the_same_runs_give_the_same() -> None:
    gain = gains()
    values = gain[:, np.newaxis] + np.random.default_rng(7).normal(size=(DRAWS, 2))
    assert told_by(values, gain) == told_by(values, gain)


@pytest.mark.parametrize(
    "changed",
    [
        {"values": np.zeros((30, 2, 1))},
        {"names": ("a", "b")},
        {"months": (3, 6)},
        {"expected_gain_dkk": np.zeros(29)},
        {"expected_gain_dkk": np.zeros((30, 1))},
    ],
)
def test_what_does_not_fit_is_refused(changed: dict[str, Any]) -> None:
    usual: dict[str, Any] = {
        "values": np.zeros((30, 2, 1, 1)),
        "names": ("a",),
        "months": (3,),
        "expected_gain_dkk": np.arange(30.0),
    }
    assert len(indicators(**usual)) == 1
    with pytest.raises(ValueError, match="values must be"):
        indicators(**usual | changed)
