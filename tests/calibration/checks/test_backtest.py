"""Check the backtest: coverage over many ledgers, controls that fail, borders, and no later knowledge."""

from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy import stats

from calibration.checks.backtest import Backtest, backtest, histories_until
from calibration.ledger.histories import NOWHERE, ObservationWindow, date_of_day, histories
from calibration.rates.fitted_world import fit_to
from language.messages import in_language
from model.world.arrays import Floats
from scenarios.files.refusals import RefusedError
from tests.calibration.fitted import BANDS, fit_of, simulated_fit, simulated_lives, world
from tests.calibration.made_rows import DAY_0, ledger, staircase, stay
from tests.languages import said_in

LEDGERS = 100
FALSE_ALARM = 1e-4


@pytest.fixture(scope="module")
def backtests() -> list[Backtest]:
    """Return the backtests of ledgers of a constant world, two years of six held back."""
    parameters = world()
    return [
        backtest(simulated_fit(parameters, number), seed=number, draws=80, replications=1)
        for number in range(LEDGERS)
    ]


def off(share: Floats, level: float, *, tolerance: float) -> bool:
    """Return whether shares, one from each ledger, are off by more than the tolerance or chance."""
    error = share.std(ddof=1) / np.sqrt(len(share))
    return bool(abs(share.mean() - level) > max(tolerance, stats.norm.isf(FALSE_ALARM / 2) * error))


@pytest.mark.long
def test_a_band_of_ninety_percent_holds_ninety_percent_of_the_months(backtests: list[Backtest]) -> None:
    """Within 5 points, or what chance explains; whole children make a band hold rather more."""
    for column in range(3):
        assert not off(np.array([each.inside_90[column] for each in backtests]), 0.9, tolerance=0.05)


@pytest.mark.long
def test_bands_half_as_wide_hold_too_little(backtests: list[Backtest]) -> None:
    inside = []
    for ahead in backtests:
        bands = ahead.bands
        low, high = ((bands.expected + edge) / 2 for edge in (bands.low_90, bands.high_90))
        inside.append(((low <= bands.observed) & (bands.observed <= high)).mean(axis=0))
    for column in range(3):
        share = np.array(inside)[:, column]
        assert off(share, 0.9, tolerance=0.05)
        assert 0.45 < share.mean() < 0.75  # of a normal distribution 59 percent


@pytest.mark.long
def test_p_values_are_uniform_over_ledgers(backtests: list[Backtest]) -> None:
    for column in range(3):
        values = [each.bands.p_value[column] for each in backtests]
        assert stats.kstest(values, "uniform").pvalue > FALSE_ALARM


@pytest.mark.long
def test_errors_have_no_sign_and_months_are_counted(backtests: list[Backtest]) -> None:
    errors = np.array([each.mean_error for each in backtests])
    limit = stats.norm.isf(FALSE_ALARM / 6)
    assert (np.abs(errors.mean(axis=0)) < limit * errors.std(axis=0, ddof=1) / np.sqrt(LEDGERS)).all()
    first = backtests[0]
    assert (first.cut, first.months, first.year_ends) == (date(2024, 11, 30), 25, 3)
    decembers = np.array([1, 13, 25])  # of the months from December 2024 to December 2026
    inside = first.bands.inside(90)
    assert first.year_ends_inside_90.tolist() == inside[decembers - 1].sum(axis=0).tolist()


def test_a_practice_that_changes_after_the_cut_is_found_out() -> None:
    """Children who would have moved up to høj after the cut go out instead."""
    lives = simulated_lives(world(per_year=60.0), 0)
    cut = lives.first + 4 * 365
    upward = (lives.step == 1) & (lives.start > cut)
    kept = ~upward
    changed = replace(
        lives,
        **{
            name: getattr(lives, name)[kept]
            for name in ("child", "step", "start", "end", "destination", "at_age_limit", "came")
        },
    )
    day = date_of_day(cut)
    before = backtest(fit_to(lives, BANDS), seed=1, cut=day, draws=100, replications=1)
    after = backtest(fit_to(changed, BANDS), seed=1, cut=day, draws=100, replications=1)
    assert before.bands.p_value[1] > 0.05
    assert after.bands.p_value[1] < 0.02
    assert after.mean_error[1] < -10
    assert after.inside_90[1] < 0.3


def test_what_comes_after_the_cut_changes_nothing_that_is_foretold() -> None:
    one, other = (
        fit_of(*[stay(f"B{i}", "lav", 11 * i, 11 * i + 300) for i in range(60)], stay("C", "høj", 900, end))
        for end in (1000, 1700)
    )
    cut = DAY_0 + timedelta(days=950)
    known, moved = (backtest(fit, seed=1, cut=cut, draws=5, replications=1) for fit in (one, other))
    assert np.array_equal(known.bands.expected, moved.bands.expected)
    assert not np.array_equal(known.bands.observed, moved.bands.observed)


def test_known_on_a_day_is_what_a_ledger_of_that_day_tells() -> None:
    rows = [stay(f"B{i}", ("lav", "høj")[i % 2], 13 * i, 13 * i + 200 + i) for i in range(80)]
    rows += [stay(f"B{i}", ("høj", "lav")[i % 2], 13 * i + 200 + i, 13 * i + 500) for i in range(0, 80, 3)]
    early, late = (
        histories(ledger(*rows), staircase("lav", "høj"), window, bridge_days=0)
        for window in (
            ObservationWindow(first=DAY_0, last=DAY_0 + timedelta(days=600)),
            ObservationWindow(first=DAY_0, last=DAY_0 + timedelta(days=1500)),
        )
    )
    cut = histories_until(late, early.last)
    for name in ("window", "first", "last"):
        assert getattr(cut, name) == getattr(early, name)
    for name in ("step", "start", "end", "destination", "at_age_limit", "came"):
        assert np.array_equal(getattr(cut, name), getattr(early, name)), name
    assert (cut.destination[cut.end > early.last] == NOWHERE).all()


def test_the_same_seed_gives_the_same_backtest() -> None:
    fit = simulated_fit(world(), 2)
    one, other = (backtest(fit, seed=9, draws=5, replications=2) for _ in range(2))
    for field in fields(one.bands):
        assert np.array_equal(getattr(one.bands, field.name), getattr(other.bands, field.name))


@pytest.mark.parametrize(("cut", "before", "after"), [(300, 300, 1527), (1800, 1800, 27), (-5, 0, 1832)])
def test_too_little_on_either_side_is_refused(cut: int, before: int, after: int) -> None:
    with pytest.raises(RefusedError) as caught:
        backtest(fit_of(stay("A", "lav", 5)), seed=1, cut=DAY_0 + timedelta(days=cut))
    assert f"{before} days before and {after} after" in said_in("en", str, caught.value)
    assert f"{before} dage før og {after} efter" in str(caught.value)


def test_nobody_before_the_cut_is_refused() -> None:
    with in_language("en"), pytest.raises(RefusedError, match="no stays before"):
        backtest(fit_of(stay("A", "lav", 1700)), seed=1)


def test_a_window_of_a_month_has_no_backtest() -> None:
    window = ObservationWindow(first=DAY_0, last=DAY_0.replace(month=2))
    with in_language("en"), pytest.raises(RefusedError, match=r"there are 2. days before and 1. after"):
        backtest(fit_of(stay("A", "lav", 5), window=window), seed=1)
