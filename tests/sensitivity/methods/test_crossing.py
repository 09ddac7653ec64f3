"""Hold the crossings of functions to bisection and a fine grid."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.world.arrays import Floats
from sensitivity.methods.break_even import Crossing, crossings

GRID = (-3.0, 0.0, 3.0)
TOLERANCE = 1e-3


def found(*functions: Callable[[float], float]) -> tuple[list[Crossing], int]:
    """Return the crossings and how many rounds they took."""
    rounds = 0

    def evaluate(request: Sequence[tuple[int, float]]) -> Floats:
        nonlocal rounds
        rounds += 1
        return np.array([functions[i](at) for i, at in request])

    return crossings(len(functions), GRID, evaluate, tolerance=TOLERANCE), rounds


def step(at: float) -> float:
    return 1.0 if at > 0.7 else -1e9


@pytest.mark.parametrize(
    ("function", "at", "rises"),
    [
        (lambda x: x - 1.234, 1.234, True),
        (lambda x: 2.5 - x, 2.5, False),
        (lambda x: math.exp(x) - 1e-1, math.log(0.1), True),
        (lambda x: (x + 1.5) ** 3, -1.5, True),
        (step, 0.7, True),
        (lambda x: math.floor(10 * x) + 0.5, 0.0, True),
    ],
)
def test_a_crossing_is_found(function: Callable[[float], float], at: float, *, rises: bool) -> None:
    (crossing,), rounds = found(function)
    assert crossing.at == pytest.approx(at, abs=TOLERANCE)
    assert crossing.rises is rises
    assert rounds < 25


def test_none_within_the_range_is_an_answer() -> None:
    (above, below), rounds = found(lambda _: 5.0, lambda x: x - 3.5)
    assert (above.at, above.rises) == (None, True)
    assert (below.at, below.rises) == (None, False)
    assert rounds == 1, "whoever has no crossing is asked no more"


def test_of_two_crossings_the_one_nearest_to_the_middle_is_taken() -> None:
    values = {-3.0: 1.0, -1.0: -1.0, 1.0: -1.0, 3.0: -1.0}
    grid = tuple(values)

    def evaluate(request: Sequence[tuple[int, float]]) -> Floats:
        return np.array([values.get(at, -at - 2.0) for _, at in request])

    (crossing,) = crossings(1, grid, evaluate, tolerance=TOLERANCE)
    assert crossing.at == pytest.approx(-2.0, abs=TOLERANCE)
    assert crossing.rises is False


@given(
    root=st.floats(-2.9, 2.9),
    power=st.sampled_from([1, 3, 5]),
    jump=st.floats(0, 100),
    sign=st.sampled_from([-1.0, 1.0]),
)
def test_they_agree_with_a_fine_grid(root: float, power: int, jump: float, sign: float) -> None:
    def function(x: float) -> float:
        return sign * ((x - root) ** power + (jump if x > root else -jump))

    (crossing,), _ = found(function)
    fine = np.linspace(-3, 3, 60_001)
    above = np.array([function(x) > 0 for x in fine])
    at = fine[np.flatnonzero(above[1:] != above[:-1])[0]]
    assert crossing.at == pytest.approx(at, abs=TOLERANCE + 1e-4)
    assert crossing.rises is (sign > 0)
