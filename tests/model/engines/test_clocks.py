"""Compare the clock of one destination with the integral of its hazard."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq

from model.simpy_engine.clocks import Clock

SHAPES = st.sampled_from([0.5, 0.7, 1.0, 1.8, 3.0])
SPEEDS = st.one_of(st.just(0.0), st.floats(0.05, 6.0))
YEARS = st.floats(0.0, 4.0)
CHANGES = st.lists(st.tuples(st.floats(0.01, 1.0), SPEEDS), max_size=4)


def hazard_used(shape: float, since: float, until: float, pieces: list[tuple[float, float]]) -> float:
    """Integrate the hazard numerically; `pieces` are (from this time, speed), the first at `since`."""
    ends = [*(start for start, _ in pieces[1:]), math.inf]
    total = 0.0
    for (start, speed), end in zip(pieces, ends, strict=True):
        low, high = max(start, since), min(end, until)
        if high > low and speed > 0:
            # With v = u**shape the integrand shape * u**(shape - 1) du loses its pole at zero.
            total += speed * quad(lambda _: 1.0, low**shape, high**shape)[0]
    return total


def hazard(shape: float, speed: float, years: float) -> float:
    return float(speed * shape * years ** (shape - 1))


@given(SHAPES, YEARS, st.floats(0.01, 8.0), SPEEDS, CHANGES)
def test_it_rings_when_the_integral_of_the_hazard_reaches_its_number(
    shape: float, spent: float, exponential: float, speed: float, changes: list[tuple[float, float]]
) -> None:
    clock = Clock(exponential=exponential, shape=shape, years=spent)
    clock.set_speed(speed, years=spent)
    pieces, now = [(spent, speed)], spent
    for wait, new in changes:
        now += wait
        if clock.rings_at() <= now:
            break  # what would have been changed after it rang changes nothing
        clock.set_speed(new, years=now)
        pieces.append((now, new))
    rings = clock.rings_at()
    if pieces[-1][1] == 0.0:
        assert rings == math.inf
    else:
        assert hazard_used(shape, spent, rings, pieces) == pytest.approx(exponential, rel=1e-9)


@given(SHAPES, st.floats(0.1, 4.0), st.floats(0.05, 3.0), st.floats(0.2, 6.0))
def test_time_already_spent_counts_in_the_weibull(
    shape: float, spent: float, exponential: float, speed: float
) -> None:
    # Solve for the ringing time with the hazard itself as the integrand, not its known integral.
    clock = Clock(exponential=exponential, shape=shape, years=spent)
    clock.set_speed(speed, years=spent)

    def excess(years: float) -> float:
        used, _ = quad(lambda u: hazard(shape, speed, u), spent, years, limit=200)
        return float(used) - exponential

    far = (spent**shape + 2 * exponential / speed) ** (1 / shape)
    assert clock.rings_at() == pytest.approx(brentq(excess, spent, far), rel=1e-6)


@given(SHAPES, YEARS, st.floats(0.01, 8.0), st.floats(0.05, 6.0), st.lists(st.floats(0.0, 0.9), max_size=5))
def test_the_same_speed_again_changes_nothing_to_the_last_bit(
    shape: float, spent: float, exponential: float, speed: float, looks: list[float]
) -> None:
    clock = Clock(exponential=exponential, shape=shape, years=spent)
    clock.set_speed(speed, years=spent)
    before = clock.rings_at()
    assume(math.isfinite(before))
    for part in sorted(looks):
        clock.set_speed(speed, years=spent + part * (before - spent))
        assert clock.rings_at() == before


@given(SHAPES, YEARS, st.floats(0.01, 8.0), st.floats(0.05, 6.0), st.floats(1.0, 5.0))
def test_a_faster_clock_never_rings_later(
    shape: float, spent: float, exponential: float, speed: float, factor: float
) -> None:
    slow = Clock(exponential=exponential, shape=shape, years=spent)
    slow.set_speed(speed, years=spent)
    middle = (spent + slow.rings_at()) / 2
    fast = Clock(exponential=exponential, shape=shape, years=spent)
    fast.set_speed(speed, years=spent)
    fast.set_speed(speed * factor, years=middle)
    assert fast.rings_at() <= slow.rings_at() * (1 + 1e-12)


def test_a_clock_that_stands_still_never_rings() -> None:
    clock = Clock(exponential=0.001, shape=1.0, years=0.0)
    assert clock.rings_at() == math.inf
    clock.set_speed(2.0, years=0.0)
    clock.set_speed(0.0, years=0.0001)
    assert clock.rings_at() == math.inf


def test_hazard_used_before_standing_still_is_not_used_twice() -> None:
    clock = Clock(exponential=1.0, shape=1.0, years=0.0)
    clock.set_speed(1.0, years=0.0)
    clock.set_speed(0.0, years=0.25)  # a quarter used
    clock.set_speed(3.0, years=2.25)  # three quarters left, at three times the speed
    assert clock.rings_at() == pytest.approx(2.5, rel=1e-15)


def test_a_ringing_time_beyond_all_numbers_is_never() -> None:
    clock = Clock(exponential=5.0, shape=0.1, years=0.0)
    clock.set_speed(1e-40, years=0.0)
    assert clock.rings_at() == math.inf


def test_the_rate_is_the_cumulative_hazard_of_the_first_year() -> None:
    for shape in (0.5, 1.0, 2.5):
        clock = Clock(exponential=0.8, shape=shape, years=0.0)
        clock.set_speed(0.8, years=0.0)
        assert clock.rings_at() == pytest.approx(1.0, rel=1e-15)
