"""Test the bands that hold a whole follow-up at once, and the verdicts by them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.follow_up.bands import LEVEL, Bands, bands, verdicts
from model.world.arrays import Floats

COUNTS = np.array([True, False])


def walks(seed: int, runs: int, mean: float = 2.0, months: int = 12) -> Floats:
    """Return a count and a sum of kroner that grow month by month; [run, 1, month, indicator]."""
    rng = np.random.default_rng(seed)
    level = rng.lognormal(0, 0.2, (runs, 1))
    counts = rng.poisson(mean * level, (runs, months)).cumsum(axis=1)
    kroner = (1000 * level * rng.lognormal(0, 0.5, (runs, months))).cumsum(axis=1)
    return np.stack([counts, kroner], axis=-1)[:, np.newaxis].astype(float)


def test_a_false_alarm_at_any_look_is_as_rare_as_promised_and_not_much_rarer() -> None:
    truths = walks(999, 4_000)[:, 0]
    alarms, single = [], []
    for seed in range(10):
        made = bands(walks(seed, 400), COUNTS)
        alarms.append((made.outside(truths) != 0).any(axis=(1, 2)).mean())
        single.append((made.outside_pointwise(truths) != 0).any(axis=(1, 2)).mean())
    assert 0.6 * LEVEL < np.mean(alarms) < LEVEL + 0.015
    assert np.mean(single) > 4 * LEVEL


def test_replications_of_a_draw_are_no_draws() -> None:
    """With runs of one draw alike the limit is that of the draws: nine draws of a hundred runs are nine."""
    few = np.repeat(walks(1, 9), 100, axis=1)
    made = bands(few, COUNTS)
    assert not made.outside(few).any()
    with_many = bands(np.repeat(walks(1, 200), 3, axis=1), COUNTS)
    assert with_many.distance == pytest.approx(bands(walks(1, 200), COUNTS).distance, rel=0.05)


def test_the_band_of_a_month_does_not_depend_on_how_many_months_are_known() -> None:
    made, seen = bands(walks(1, 200), COUNTS), walks(2, 5)[:, 0]
    assert np.array_equal(made.outside(seen)[:, :7], made.outside(seen[:, :7]))


def test_what_never_varies_is_no_division_by_zero_and_may_be_off_by_a_little() -> None:
    flat = np.zeros((50, 2, 4, 2))
    flat[..., 1] = 500.0
    made = bands(flat, COUNTS)
    assert np.isfinite([made.low, made.high]).all()
    assert made.low[0].tolist() == pytest.approx([0.0, 500.0], rel=0.02)
    assert not made.outside(np.array([[0.0, 505.0]] * 4)).any()
    assert made.outside(np.array([[9.0, 600.0]] * 4)).all()


def test_what_never_happens_in_the_runs_may_happen_once() -> None:
    runs = walks(1, 300)
    runs[..., 0] = 0.0
    made = bands(runs, COUNTS)
    assert 1 <= made.high[-1, 0] <= 5
    assert (made.low[:, 0] == 0).all()
    assert made.outside(np.array([[1.0, made.middle[0, 1]]])).tolist() == [[0, 0]]
    assert made.outside(np.array([[9.0, made.middle[0, 1]]])).tolist() == [[1, 0]]


def test_the_bands_of_counts_are_whole_and_hold_what_the_exact_ones_do() -> None:
    made = bands(walks(3, 300), COUNTS)
    for edge in (made.low, made.high):
        assert np.array_equal(edge[:, 0], np.round(edge[:, 0]))
    assert (made.low <= made.pointwise_low).all()
    assert (made.pointwise_high <= made.high).all()
    assert ((made.low <= made.middle) & (made.middle <= made.high)).all()


@settings(max_examples=30)
@given(st.integers(2, 40), st.integers(1, 3), st.integers(0, 99))
def test_nothing_is_ever_not_a_number(draws: int, replications: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    runs = rng.poisson(rng.choice([0.0, 0.3, 50.0]), (draws, replications, 5, 2)).astype(float)
    runs[..., 1] -= rng.choice([0, 60])  # kroner may be paid back
    made = bands(runs, COUNTS)
    for name in ("low", "middle", "high", "pointwise_low", "pointwise_high"):
        assert np.isfinite(getattr(made, name)).all(), name
    assert (made.low <= made.high).all()


@pytest.mark.parametrize(
    "runs",
    [np.zeros((1, 2, 3, 2)), np.zeros((5, 3, 2)), np.zeros((5, 2, 3, 1)), np.full((5, 1, 3, 2), np.nan)],
)
def test_runs_that_are_none_are_refused(runs: Floats) -> None:
    with pytest.raises(ValueError, match="runs must be"):
        bands(runs, COUNTS)


def made(low: float, high: float, months: int = 4) -> Bands:
    """Return a band of one indicator that is the same in every month."""
    edge = np.ones((months, 1))
    return Bands(
        low=low * edge,
        high=high * edge,
        middle=(low + high) / 2 * edge,
        mean=(low + high) / 2 * edge,
        pointwise_low=low * edge,
        pointwise_high=high * edge,
        distance=4.0,
        are_counts=np.array([True]),
    )


@pytest.mark.parametrize(
    ("seen", "told", "month", "still"),
    [
        ([50, 50, 50], "cannot_tell", None, True),
        ([50, 95, 50], "over", 2, False),
        ([50, 95, 96], "over", 2, True),
        ([10, 12, 15], "under", 1, True),
        ([95, 50, 10], "under", 3, True),
        ([71, 71, 72], "as_promised", 1, True),
        ([50, 71, 50], "as_promised", 2, False),
        ([22, 22, 22], "cannot_tell", None, True),
    ],
)
def test_a_verdict_counts_every_look(seen: list[float], told: str, month: int | None, *, still: bool) -> None:
    """The case lies above its baseline: what is below both is no sign that it does as promised."""
    column = np.array(seen, dtype=float)[:, np.newaxis]
    (found,) = verdicts(column, case=made(20, 90), baseline=made(25, 70), names=["moved_down"])
    assert (found.told, found.month, found.still) == (told, month, still)


def test_a_case_like_its_baseline_is_never_as_promised() -> None:
    (found,) = verdicts(np.array([[95.0]]), case=made(0, 100), baseline=made(10, 90), names=["x"])
    assert found.told == "cannot_tell"
