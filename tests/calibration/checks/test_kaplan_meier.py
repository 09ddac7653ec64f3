"""Check survival curves against an independent library, closed forms and counting."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from surpyval.univariate.nonparametric.kaplan_meier import KaplanMeier

from calibration.checks.kaplan_meier import kaplan_meier
from tests.calibration.simulated import weibull_stays

FAR = 1e6


@pytest.mark.parametrize("days", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_the_curve_and_its_limits_are_those_of_another_library(seed: int, days: bool) -> None:
    entry, exit_, ended = weibull_stays(seed, 800, days=days)
    curve = kaplan_meier(entry, exit_, ended)
    other = KaplanMeier.fit(exit_, c=(~ended).astype(int), tl=entry)
    inside = curve.survival[1:] > 0
    at = curve.years[1:][inside]
    np.testing.assert_allclose(curve.survival[1:][inside], other.sf(at), rtol=1e-12)
    limits = np.asarray(other.cb(at, bound_type="exp", alpha_ci=0.05))
    np.testing.assert_allclose(np.stack([curve.low, curve.high], axis=1)[1:][inside], limits, rtol=1e-10)
    assert curve.begins == 0
    assert curve.left_out == 0


def test_exponential_stays_give_an_exponential_curve() -> None:
    entry, exit_, ended = weibull_stays(7, 20_000, shape=1.0)
    curve = kaplan_meier(entry, exit_, ended, level=0.999)
    years = np.array([0.25, 0.5, 1.0, 2.0, 4.0])
    rows = np.searchsorted(curve.years, years, side="right") - 1
    truth = np.exp(-years / 2)
    assert ((curve.low[rows] < truth) & (truth < curve.high[rows])).all()
    assert curve.median_low < 2 * np.log(2) < curve.median_high
    assert curve.median_high - curve.median_low < 0.2
    np.testing.assert_array_equal(curve.at(years), curve.survival[rows])


def test_from_a_later_time_on_the_curve_is_the_whole_one_divided() -> None:
    entry, exit_, ended = weibull_stays(3, 2_000)
    whole, rest = kaplan_meier(entry, exit_, ended), kaplan_meier(entry, exit_, ended, since=1.0)
    assert rest.begins == 1.0
    assert rest.left_out == (exit_ <= 1).sum()
    years = np.array([1.0, 1.5, 2.0, 3.0])
    np.testing.assert_allclose(rest.at(years), whole.at(years) / whole.at(1.0))


@given(st.lists(st.integers(1, 12), min_size=1, max_size=40))
def test_when_all_are_followed_to_the_end_it_is_the_share_that_stayed_longer(lengths: list[int]) -> None:
    exit_ = np.array(lengths) / 4
    curve = kaplan_meier(np.zeros(len(exit_)), exit_, np.ones(len(exit_), dtype=bool))
    share = (exit_ > curve.years[:, np.newaxis]).mean(axis=1)
    np.testing.assert_allclose(curve.survival, share, atol=1e-12)
    assert curve.median == exit_[np.argsort(exit_)][(len(exit_) - 1) // 2]
    assert curve.at(FAR) == 0


any_stay = st.tuples(st.integers(0, 12), st.integers(1, 12), st.booleans())


@given(st.lists(any_stay, min_size=1, max_size=25))
def test_it_falls_from_one_and_its_limits_lie_around_it(rows: list[tuple[int, int, bool]]) -> None:
    entry = np.array([row[0] for row in rows]) / 4
    exit_ = entry + np.array([row[1] for row in rows]) / 4
    ended = np.array([row[2] for row in rows])
    curve = kaplan_meier(entry, exit_, ended)
    assert curve.survival[0] == 1
    assert (np.diff(curve.survival) <= 0).all()
    # It may reach 0 only at the very end, when nobody comes under observation any more.
    assert (curve.survival[:-1] > 0).all()
    assert not (entry >= curve.years[-1]).any() or curve.survival[-1] > 0
    alive = curve.survival > 0
    assert (curve.low[alive] <= curve.survival[alive] + 1e-12).all()
    assert (curve.high[alive] >= curve.survival[alive] - 1e-12).all()
    assert curve.begins >= entry.min()
    assert curve.left_out == ((exit_ <= curve.begins) | (entry >= curve.followed_to)).sum()


def test_a_curve_that_nobody_was_followed_at_the_beginning_of_begins_later_and_says_so() -> None:
    curve = kaplan_meier([0.5, 0.7, 0.6], [2.0, 3.0, 2.5], [True, True, False])
    assert curve.begins == 0.5
    assert curve.at_risk.tolist() == [1, 3, 1]
    assert np.isnan(curve.at(0.2))


def test_when_the_first_few_all_end_the_curve_is_not_zero_ever_after() -> None:
    # Two came in time and were gone within half a year; three others were met after a year.
    curve = kaplan_meier([0, 0, 1, 1, 1], [0.25, 0.5, 2, 3, 4], [True, True, True, True, False])
    assert curve.begins == 1
    assert curve.left_out == 2
    np.testing.assert_allclose(curve.at([1, 2, 3.5]), [1, 2 / 3, 1 / 3])
    assert np.isnan(curve.at([0.9, 4.1])).all()
    assert curve.median == 3
    assert np.isnan(curve.median_high)


def test_a_time_that_nobody_was_followed_through_is_not_taken_as_quiet() -> None:
    curve = kaplan_meier([0, 0, 2], [0.5, 1, 3], [True, False, True])
    assert (curve.begins, curve.followed_to, curve.left_out) == (0, 1, 1)
    assert np.isnan(curve.at([1.5, 3])).all()
    # Without a hole, one who comes as another is lost sight of carries the curve on.
    assert kaplan_meier([0, 0, 1], [0.5, 1, 3], [True, False, True]).followed_to == 3


def test_a_single_one_met_late_does_not_undo_the_curve() -> None:
    curve = kaplan_meier([0, 0, 0, 9], [1, 2, 3, 10], [True] * 4)
    assert (curve.begins, curve.left_out, curve.median) == (0, 1, 2)
    np.testing.assert_allclose(curve.at([0.5, 1, 2.9]), [1, 2 / 3, 1 / 3])
    # That all who were there had ended by then does not make it 0: somebody else was still there.
    assert np.isnan(curve.at([3, 9.5])).all()


def test_the_limits_hold_the_truth_as_often_as_they_say() -> None:
    curves = [kaplan_meier(*weibull_stays(seed, 150)) for seed in range(400)]
    truth, median = np.exp(-(0.5**0.7)), 2 * np.log(2) ** (1 / 0.7)
    rows = [curve.years.searchsorted(1.0, side="right") - 1 for curve in curves]
    held = [
        curve.low[row] <= truth <= curve.high[row] and curve.begins == 0
        for curve, row in zip(curves, rows, strict=True)
    ]
    assert 0.92 < np.mean(held) < 0.98
    assert 0.92 < np.mean([curve.median_low <= median <= curve.median_high for curve in curves]) < 0.98


@pytest.mark.parametrize(
    ("entry", "exit_", "ended", "since"),
    [
        ([0.0], [1.0, 2.0], [True, True], 0.0),
        ([1.0], [1.0], [True], 0.0),
        ([-0.1], [1.0], [True], 0.0),
        ([0.0], [np.inf], [False], 0.0),
        ([np.nan], [1.0], [False], 0.0),
        ([0.0], [1.0], [True], 1.0),
        ([], [], [], 0.0),
    ],
)
def test_impossible_stays_are_refused(entry: Any, exit_: Any, ended: Any, since: float) -> None:
    with pytest.raises(ValueError, match=r"entry|no stay"):
        kaplan_meier(entry, exit_, ended, since=since)
    with pytest.raises(ValueError, match="level"):
        kaplan_meier([0.0], [1.0], [True], level=95)
