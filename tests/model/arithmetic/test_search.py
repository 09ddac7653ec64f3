"""Roots, least points and least squares."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.arithmetic.search import least_point, least_sum_of_squares, root
from model.world.arrays import Floats


@given(st.floats(-0.99, 0.99), st.integers(1, 9))
def test_roots_are_found(at: float, degree: int) -> None:
    def curve(x: float) -> float:
        return (x - at) * (1 + (x - at) ** (2 * degree)) - (1e-3 * (x - at)) ** 3

    assert root(curve, -1.0, 1.0) == pytest.approx(at, abs=1e-11)
    assert root(curve, 1.0, -1.0) == pytest.approx(at, abs=1e-11)


def test_a_jump_is_a_root() -> None:
    assert root(lambda x: 1.0 if x > 0.3 else -1.0, 0.0, 1.0) == pytest.approx(0.3, abs=1e-11)


def test_an_end_may_be_the_root() -> None:
    assert root(lambda x: x, 0.0, 1.0) == 0.0
    assert root(lambda x: x - 1, 0.0, 1.0) == 1.0


def test_no_change_of_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="one sign"):
        root(lambda x: x * x + 1, -1.0, 1.0)


@given(st.floats(-0.9, 0.9))
def test_least_points_are_found(at: float) -> None:
    where, least = least_point(lambda x: (x - at) * (x - at) + 2, -1.0, 1.0, tolerance=1e-8)
    assert where == pytest.approx(at, abs=1e-7)
    assert least == pytest.approx(2.0)


def test_least_squares_of_a_bent_curve_are_found() -> None:
    times = np.linspace(0, 3, 20)
    seen = 2.0 * np.exp(-0.7 * times)

    def residuals(x: Floats) -> Floats:
        return np.asarray(x[0] * np.exp(-x[1] * times) - seen)

    def slopes(x: Floats) -> Floats:
        fall = np.exp(-x[1] * times)
        return np.stack([fall, -x[0] * times * fall], axis=1)

    at, _ = least_sum_of_squares(residuals, slopes, np.array([0.5, 2.0]), tolerance=1e-10)
    assert at.tolist() == pytest.approx([2.0, 0.7], abs=1e-6)
    assert math.isclose(float(np.square(residuals(at)).sum()), 0.0, abs_tol=1e-10)
