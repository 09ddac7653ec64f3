import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import norm

from model.world.arrays import Floats
from sensitivity.methods.regression import (
    GUARD,
    MOST_PAIRED,
    conditional_mean,
    cross_fitted,
    normal_scores,
)


def normals(seed: int, *shape: int) -> Floats:
    return np.random.default_rng(seed).normal(size=shape)


def test_scores_worked_by_hand() -> None:
    expected = [0, 0, ndtri(1 / 8), ndtri(7 / 8)]  # the two in the middle share theirs, which cancel out
    assert normal_scores(np.array([5.0, 5, 1, 9])) == pytest.approx(expected)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=40))
def test_equal_values_have_equal_scores_and_larger_ones_larger(whole: list[int]) -> None:
    values = np.array(whole, dtype=float)
    scores = normal_scores(values)
    for one, other in ((one, other) for one in range(len(values)) for other in range(len(values))):
        assert (values[one] < values[other]) == (scores[one] < scores[other])
    assert scores.sum() == pytest.approx(0, abs=1e-9)


def test_rounding_does_not_part_equal_values() -> None:
    assert np.ptp(normal_scores(0.3 + np.array([0, 1, -1, 0]) * 1e-16)) == 0


def test_a_polynomial_of_the_scores_is_found_again_term_by_term() -> None:
    columns = normals(1, 500, 3)
    x, _, z = (normal_scores(column) for column in columns.T)
    y = 10 + 3 * x - (x**4 - 6 * x**2 + 3) / math.sqrt(24) + 2 * x * (z**2 - 1) / math.sqrt(2)
    fit = conditional_mean(columns, y)
    assert sorted(fit.terms) == [((0, 1),), ((0, 1), (2, 2)), ((0, 4),)]
    assert fit.fitted == pytest.approx(y, abs=1e-8)
    assert fit.explained == pytest.approx(1)


def test_only_the_order_within_a_column_counts() -> None:
    columns, noise = normals(2, 400, 2), normals(3, 400)
    y = columns[:, 0] * columns[:, 1] + noise
    bent = np.column_stack([np.exp(columns[:, 0]), columns[:, 1] ** 3 * 1e6 + 5])
    assert np.array_equal(conditional_mean(columns, y).fitted, conditional_mean(bent, y).fitted)


def test_the_unit_of_the_figure_does_not_matter() -> None:
    columns, y = normals(4, 300, 3), normals(5, 300)
    y += columns[:, 1]
    plain, scaled = conditional_mean(columns, y), conditional_mean(columns, y * 1e9 + 3e11)
    assert plain.terms == scaled.terms == (((1, 1),),)
    assert scaled.fitted == pytest.approx(plain.fitted * 1e9 + 3e11, rel=1e-12)


@pytest.mark.parametrize(("rows", "width"), [(20, 1), (60, 16), (400, 1), (400, 6)])
def test_idle_columns_leave_exactly_the_mean_in_98_of_100_worlds(rows: int, width: int) -> None:
    chance, worlds = np.random.default_rng(6), 200
    fits = [
        conditional_mean(chance.normal(size=(rows, width)), chance.normal(size=rows)) for _ in range(worlds)
    ]
    deceived = [fit for fit in fits if fit.terms]
    assert len(deceived) <= 9  # of 4 expected: more than 9 come once in a hundred times
    assert all(np.ptp(fit.fitted) == 0 and fit.explained == 0 for fit in fits if not fit.terms)


def test_the_guard_is_what_its_text_says() -> None:
    assert 2 * norm.sf(math.sqrt(GUARD)) == pytest.approx(0.005, abs=0.0005)


@pytest.mark.parametrize("draws", [100, 1000])
def test_a_column_of_a_tenth_of_the_variance_is_seen_when_draws_allow(draws: int) -> None:
    chance, worlds, seen = np.random.default_rng(7), 60, 0
    for _ in range(worlds):
        columns = chance.normal(size=(draws, 4))
        fit = conditional_mean(columns, columns[:, 2] + 3 * chance.normal(size=draws))
        seen += ((2, 1),) in fit.terms
    # Of 100 draws the square of the t-value is about 11 on average, and 8 + 2 log 4 is asked.
    assert seen == worlds if draws == 1000 else 20 <= seen <= 45


def test_constant_and_missing_columns_tell_nothing() -> None:
    y = normals(8, 50)
    for columns in (np.full((50, 2), 0.1), np.empty((50, 0))):
        assert conditional_mean(columns, y).fitted == pytest.approx(np.full(50, y.mean()))
        assert cross_fitted(columns, y).explained == 0


def test_a_figure_that_does_not_vary_is_its_mean() -> None:
    fit = conditional_mean(normals(9, 50, 2), np.full(50, 0.1) + np.arange(50) % 2 * 1e-17)
    assert (fit.terms, fit.explained) == ((), 0)
    assert fit.fitted == pytest.approx(0.1)


def test_columns_that_say_the_same_are_taken_once() -> None:
    x = normals(10, 300)
    fit = conditional_mean(np.column_stack([x, -x, x**3, x]), x + 0.01 * normals(11, 300))
    assert len([term for term in fit.terms if term[0][1] == 1]) == 1
    assert np.abs(fit.coefficients).max() < 2


@pytest.mark.parametrize("seed", range(20, 32))
def test_of_columns_that_say_the_same_the_first_is_taken_whatever_rounding_favours(seed: int) -> None:
    """Noise far below the tolerance stands for another order of adding up, as on another processor."""
    x, other = normals(seed, 300), normals(seed + 100, 300)
    y = np.sin(2 * x) + other**2 + 0.1 * normals(seed + 200, 300)
    twice = np.column_stack([x, -x, x**3, other, np.exp(other), x])
    fit = conditional_mean(twice, y)
    assert {column for term in fit.terms for column, _ in term} == {0, 3}
    jittered = conditional_mean(twice, y * (1 + 1e-14 * normals(seed + 300, 300)))
    assert jittered.terms == fit.terms
    assert jittered.fitted == pytest.approx(fit.fitted, rel=1e-9)


def test_two_values_are_enough() -> None:
    column = np.repeat([0.0, 1.0], 30)
    fit = conditional_mean(column[:, np.newaxis], column * 4 + np.tile([-1.0, 1.0], 30))
    assert fit.fitted == pytest.approx(column * 4)


def test_parts_add_up_and_projections_are_least_squares() -> None:
    columns = normals(12, 400, 4)
    y = columns[:, 0] + columns[:, 1] ** 2 + columns[:, 0] * columns[:, 1] + columns[:, 2] + normals(13, 400)
    fit = conditional_mean(columns, y)
    only_one, both, rest = fit.part([0]), fit.part([0, 1]), fit.part([2, 3])
    assert fit.mean + both + rest == pytest.approx(fit.fitted)
    assert np.corrcoef(only_one, columns[:, 0])[0, 1] > 0.97
    assert np.corrcoef(both - only_one, columns[:, 1] ** 2 + columns[:, 0] * columns[:, 1])[0, 1] > 0.97
    other = normals(14, 400)
    full = np.column_stack([np.ones(400), fit.design])
    assert fit.projected(other) == pytest.approx(full @ np.linalg.lstsq(full, other, rcond=None)[0])
    assert fit.fitted == pytest.approx(fit.projected(y))
    assert fit.residual == pytest.approx(y - fit.fitted)


def test_repeated_rows_are_no_evidence_when_they_are_of_one_draw() -> None:
    draws, times, worlds = 60, 30, 20
    group = np.repeat(np.arange(draws), times)
    chance = np.random.default_rng(15)
    by_row, by_draw = 0, 0
    for _ in range(worlds):
        columns = np.repeat(chance.normal(size=(draws, 3)), times, axis=0)
        y = np.repeat(chance.normal(size=draws), times)
        by_row += bool(conditional_mean(columns, y).terms)
        by_draw += bool(conditional_mean(columns, y, groups=group).terms)
    assert by_row > 18
    assert by_draw <= 2


def test_cross_fitting_finds_the_share_that_was_put_in() -> None:
    columns, noise = normals(16, 3000, 4), normals(17, 3000)
    y = columns[:, 0] + columns[:, 1] * columns[:, 2] + noise * math.sqrt(2)
    found = cross_fitted(columns, y)
    assert found.explained == pytest.approx(0.5, abs=0.03)
    assert np.corrcoef(found.fitted, columns[:, 0] + columns[:, 1] * columns[:, 2])[0, 1] > 0.99


def test_cross_fitting_by_draw_is_not_deceived_by_what_a_draw_repeats() -> None:
    draws, times = 40, 25
    group = np.repeat(np.arange(draws), times)
    by_row, by_draw = [], []
    for seed in range(10):
        columns = np.repeat(normals(seed, draws, 12), times, axis=0)
        y = np.repeat(normals(100 + seed, draws), times)
        by_row.append(cross_fitted(columns, y).explained)
        by_draw.append(cross_fitted(columns, y, groups=group).explained)
    assert min(by_row) > 0.5
    assert np.mean(by_draw) < 0.02


def test_a_row_does_not_foretell_itself() -> None:
    columns, y = normals(18, 200, 2), normals(19, 200)
    y += columns[:, 0]
    moved = y.copy()
    moved[7] += 1000
    before, after = cross_fitted(columns, y), cross_fitted(columns, moved)
    assert after.fitted[7] == pytest.approx(before.fitted[7], abs=1e-6)
    assert np.abs(after.fitted - before.fitted).max() > 1
    assert conditional_mean(columns, moved).fitted[7] > conditional_mean(columns, y).fitted[7] + 1


def test_an_idle_column_foretells_nothing_elsewhere() -> None:
    shares = [cross_fitted(normals(seed, 150, 1), normals(1000 + seed, 150)).explained for seed in range(60)]
    assert np.mean(shares) < 0.002


def test_the_same_folds_come_from_the_same_seed() -> None:
    columns, y = normals(20, 100, 1), normals(21, 100)
    y += columns[:, 0]
    first, again, other = (cross_fitted(columns, y, seed=seed).fitted for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_of_many_columns_the_telling_ones_enter_products() -> None:
    columns = normals(22, 1500, MOST_PAIRED + 10)
    one, other = MOST_PAIRED + 3, MOST_PAIRED + 8
    fit = conditional_mean(
        columns, columns[:, one] + columns[:, other] + 2 * columns[:, one] * columns[:, other]
    )
    assert ((one, 1), (other, 1)) in fit.terms


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(20, 80), st.integers(0, 4))
def test_the_mean_is_kept_and_the_variance_is_split(seed: int, rows: int, width: int) -> None:
    chance = np.random.default_rng(seed)
    columns = chance.integers(0, 4, size=(rows, width)).astype(float)
    y = columns.sum(axis=1) * chance.normal() + chance.normal(size=rows)
    fit = conditional_mean(columns, y)
    assert fit.fitted.mean() == pytest.approx(y.mean(), abs=1e-9)
    assert fit.fitted.var() + fit.residual.var() == pytest.approx(y.var())
    assert fit.explained == pytest.approx(fit.fitted.var() / y.var(), abs=1e-9)


@pytest.mark.parametrize(
    ("columns", "y", "groups", "told"),
    [
        (np.zeros((30, 1)), np.zeros(29), None, "with as many rows"),
        (np.zeros(30), np.zeros(30), None, r"must be \[row, column\]"),
        (np.full((30, 1), np.nan), np.zeros(30), None, "must be finite"),
        (np.zeros((30, 1)), np.full(30, np.inf), None, "must be finite"),
        (np.zeros((19, 1)), np.zeros(19), None, "at least 20 draws; there are 19"),
        (np.zeros((30, 1)), np.zeros(30), np.arange(30) // 2, "at least 20 draws; there are 15"),
        (np.zeros((30, 1)), np.zeros(30), np.arange(15), "draw of every row"),
    ],
)
def test_what_cannot_be_fitted_is_refused(
    columns: Floats, y: Floats, groups: NDArray[np.intp] | None, told: str
) -> None:
    for fitted in (conditional_mean, cross_fitted):
        with pytest.raises(ValueError, match=told):
            fitted(columns, y, groups=groups)


def test_one_fold_is_none() -> None:
    with pytest.raises(ValueError, match="at least 2, not 1"):
        cross_fitted(np.zeros((30, 1)), np.zeros(30), folds=1)
