"""Check children by month and step: counted by hand, day by day, and against a fitted world."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from scipy import stats

from calibration.checks.stock import (
    check_stock,
    count_standing,
    month_ends,
    observed_stock,
    simulate_stock,
    stock_bands,
)
from calibration.ledger.histories import ObservationWindow, date_of_day, day_number
from calibration.rates.fitted_world import FittedWorld
from tests.calibration.fitted import fit_of, simulated_fit, world
from tests.calibration.made_rows import DAY_0, stay


def days_of(days: np.ndarray) -> list[str]:
    return [str(date_of_day(day)) for day in days.tolist()]


def number(day: date) -> int:
    return day_number(day)


def test_months_end_on_their_last_days_and_the_window_on_its_own() -> None:
    ends = month_ends(number(date(2020, 1, 15)), number(date(2020, 4, 10)))
    assert days_of(ends) == ["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-10"]
    assert days_of(month_ends(number(date(2020, 1, 31)), number(date(2020, 2, 29)))) == ["2020-02-29"]
    assert days_of(month_ends(number(date(2020, 2, 3)), number(date(2020, 2, 9)))) == ["2020-02-09"]


def test_the_stock_is_that_of_a_count_day_by_day() -> None:
    fit = simulated_fit(world(), 0)
    lives = fit.exposure.histories
    days = month_ends(lives.first, lives.last)
    stock = observed_stock(fit, days)
    for i, day in enumerate(days.tolist()):
        there = [0, 0, 0]
        for step, start, end in zip(lives.step, lives.start, lives.end, strict=True):
            if start <= day < end:
                there[step] += 1
                there[2] += 1
        assert stock[i].tolist() == there


def test_who_comes_counts_that_day_and_who_leaves_does_not() -> None:
    step, start, end = np.array([0, 1]), np.array([3, 5]), np.array([5, 9])
    counts = count_standing(step, start, end, np.arange(2, 10), steps=2)
    assert counts.tolist() == [
        [0, 0, 0],
        [1, 0, 1],
        [1, 0, 1],
        [0, 1, 1],
        [0, 1, 1],
        [0, 1, 1],
        [0, 1, 1],
        [0, 0, 0],
    ]


def test_bands_and_p_value_by_hand() -> None:
    """Twenty runs of one day and one column, 0 to 19; what was is 18."""
    runs = np.arange(20, dtype=np.int64).reshape(20, 1, 1)
    bands = stock_bands(np.array([5]), np.array([[18]]), runs)
    assert bands.expected.tolist() == [[9.5]]
    low, high = bands.low_90.item(), bands.high_90.item()
    assert (low, high) == (0.0, 18.0)
    assert (bands.low_50.item(), bands.high_50.item()) == (4.0, 14.0)
    assert bands.inside(90).all()
    assert not bands.inside(50).any()
    # As far from 9.5 as 18, or further: 0, 1, 18 and 19.
    assert bands.p_value.tolist() == [5 / 21]


def test_a_band_holds_at_least_as_many_runs_as_its_name_says() -> None:
    runs = np.random.default_rng(1).poisson(2.0, size=(400, 3, 2))
    bands = stock_bands(np.arange(3), runs[0], runs)
    for low, high, share in ((bands.low_90, bands.high_90, 0.9), (bands.low_50, bands.high_50, 0.5)):
        assert ((low <= runs) & (runs <= high)).mean(axis=0).min() >= share


def test_the_p_value_is_uniform_when_what_was_is_one_of_the_runs() -> None:
    rng, p_values = np.random.default_rng(1), []
    for _ in range(500):
        walks = np.cumsum(rng.integers(-3, 4, size=(100, 12, 1)), axis=1)  # months that hang together
        p_values.append(stock_bands(np.arange(12), walks[0], walks[1:]).p_value[0])
    assert stats.kstest(p_values, "uniform").pvalue > 1e-4


def test_runs_begin_with_the_stock_of_the_day_and_repeat_with_the_seed() -> None:
    fit = simulated_fit(world(), 0)
    first = fit.exposure.histories.first
    days = np.array([first + 1, first + 400])
    runs = simulate_stock(fit, start=first, days=days, seed=3, draws=20, replications=2)
    start = observed_stock(fit, np.array([first]))[0]
    assert runs.shape == (40, 2, 3)
    assert np.abs(runs[:, 0] - start).max() <= 5  # of one day
    assert (runs[:, :, 2] == runs[:, :, :2].sum(axis=2)).all()
    again = simulate_stock(fit, start=first, days=days, seed=3, draws=20, replications=2)
    other = simulate_stock(fit, start=first, days=days, seed=4, draws=20, replications=2)
    assert (runs == again).all()
    assert (runs != other).any()


def test_the_stock_of_the_fitted_world_is_the_stock_that_was_seen() -> None:
    fit = simulated_fit(world(), 0)
    fitted, first = FittedWorld(fit=fit), fit.exposure.histories.first
    stock = fitted.stock(first)
    seen = observed_stock(fit, np.array([first]))[0]
    assert [sum(child.step == step for child in stock) for step in ("lav", "høj")] == seen[:2].tolist()
    assert max(child.since_day for child in stock) <= 0


def test_within_its_own_window_a_right_fit_is_not_spoken_against() -> None:
    """Fitted to what it is asked of it sees its own answers: p-values are above those of chance."""
    values = np.array(
        [check_stock(simulated_fit(world(), n), seed=n, draws=60, replications=1).p_value for n in range(25)]
    )
    assert (values < 0.05).mean() < 0.05
    assert values.mean() > 0.4


def test_the_same_seed_gives_the_same_check() -> None:
    fit = simulated_fit(world(), 1)
    one, other = (check_stock(fit, seed=2, draws=5, replications=2) for _ in range(2))
    for field in fields(one):
        assert np.array_equal(getattr(one, field.name), getattr(other, field.name))
    assert one.runs == 10


def test_one_child_in_a_window_of_a_month() -> None:
    window = ObservationWindow(first=DAY_0, last=DAY_0.replace(month=2))
    bands = check_stock(fit_of(stay("A", "lav", -9, 20), window=window), seed=1, draws=10)
    assert days_of(bands.days) == ["2020-01-31", "2020-02-01"]
    assert bands.observed.tolist() == [[0, 0, 0], [0, 0, 0]]
    assert ((bands.p_value > 0) & (bands.p_value <= 1)).all()


def test_children_of_unknown_age_count_where_age_plays_no_part() -> None:
    rows = [stay("A", "lav", -9, birth_date=-4000), stay("B", "lav", -9)]
    fit = fit_of(*rows)
    assert len(FittedWorld(fit=fit).stock(fit.exposure.histories.first)) == 2
    assert observed_stock(fit, np.array([fit.exposure.histories.first + 5])).tolist() == [[2, 0, 2]]


@pytest.mark.parametrize(
    ("days", "draws", "replications"), [([], 1, 1), ([0], 1, 1), ([2, 2], 1, 1), ([2], 0, 1), ([2], 1, 0)]
)
def test_what_is_no_run_is_refused(days: list[int], draws: int, replications: int) -> None:
    fit = fit_of(stay("A", "lav", -9))
    first = fit.exposure.histories.first
    with pytest.raises(ValueError, match="give"):
        simulate_stock(
            fit,
            start=first,
            days=first + np.array(days, dtype=np.int64),
            seed=1,
            draws=draws,
            replications=replications,
        )
