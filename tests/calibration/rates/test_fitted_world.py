"""Check that rates, arrivals and children of a fit stand in the right place of the world."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from calibration.ledger.histories import ObservationWindow, histories
from calibration.rates.fitted_world import FittedWorld, RatesFit, draw_values, fit_to, posterior_means
from model.compiled_engine.engine import simulate
from model.results.records import Cause
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Places, Staircase, Step
from tests.calibration.fitted import BANDS, fit_of, simulated_fit, world
from tests.calibration.made_rows import WINDOW, ledger, stay

DAY = 18_262  # 1 January 2020


def small(*ages: float, unknown: int = 0, borders: tuple[float, ...] = (0.0, 6.0, 18.0, 23.0)) -> RatesFit:
    """Return the fit to children who come to `barn` (until 18, then `voksen`) at some ages, a day apart."""
    steps = (
        Step(
            name="barn",
            age_to=18.0,
            at_age_limit=(("voksen", 0.5), ("ud", 0.5)),
            places=Places(number=Schedule.constant(3.0)),
        ),
        Step(name="voksen", age_from=18.0, age_to=23.0, at_age_limit=(("ud", 1.0),)),
    )
    staircase = Staircase(steps=steps, exits=("ud",), age_borders=(0.0, 6.0, 18.0, 23.0), groups=("a", "b"))
    rows = [
        stay(f"B{i}", "barn", 1 + i, birth_date=1 + i - round(age * DAYS_PER_YEAR), group="b")
        for i, age in enumerate(ages)
    ]
    rows += [stay(f"U{i}", "barn", 1 + i, group="a") for i in range(unknown)]
    lives = histories(ledger(*rows), staircase, WINDOW)
    bands = tuple(pairwise(borders))
    return fit_to(lives, bands, possible=[("barn", "ud"), ("voksen", "ud"), ("barn", "voksen")])


def test_every_rate_is_that_of_its_band_and_group_and_no_move_leads_where_none_is_admitted() -> None:
    fit = small(3.0, 10.0)
    fitted, values = FittedWorld(fit=fit), posterior_means(fit)
    parameters = fitted.parameters(values, start=DAY, horizon_days=10.0)
    rates = {(each.from_step, each.to): each.rate for each in parameters.transitions}
    out = values.rates["barn", "ud"]
    assert rates["barn", "ud"] == ((out[0], out[1]), (out[2], out[3]), (0.0, 0.0))
    assert rates["voksen", "ud"][:2] == ((0.0, 0.0), (0.0, 0.0))
    assert rates["voksen", "ud"][2] == pytest.approx(values.rates["voksen", "ud"])
    assert not np.any(rates["barn", "voksen"])
    assert all(step.places is None for step in parameters.staircase.steps)


def test_one_band_is_cut_at_the_age_limits_and_its_arrivals_with_it() -> None:
    fit = small(3.0, 10.0, unknown=1, borders=(0.0, 120.0))
    fitted, values = FittedWorld(fit=fit), posterior_means(fit)
    assert fitted.staircase.age_borders == (0.0, 18.0, 23.0, 120.0)
    parameters = fitted.parameters(values, start=DAY, horizon_days=10.0)
    (barn,) = [each for each in parameters.arrivals if each.step == "barn"]
    assert barn.per_year.values == pytest.approx([values.arrivals[0, 0]])
    assert barn.group_shares == pytest.approx((1 / 3, 2 / 3))
    # Who has no known age counts, in the middle of the step's.
    stock = fitted.stock(DAY + 100)
    assert [round(-child.birth_day / DAYS_PER_YEAR) for child in stock] == [3, 10, 9]


def test_arrivals_in_a_wide_band_are_spread_over_the_ages_that_the_step_takes() -> None:
    fit = small(3.0, 10.0, 12.0, borders=(0.0, 6.0, 23.0))
    fitted, values = FittedWorld(fit=fit), posterior_means(fit)
    per_year = {
        (each.step, each.band): each.per_year.values[0]
        for each in fitted.parameters(values, start=DAY, horizon_days=10.0).arrivals
    }
    assert per_year["barn", 0] == pytest.approx(values.arrivals[0, 0])
    assert per_year["barn", 1] == pytest.approx(values.arrivals[0, 1])
    assert per_year["voksen", 2] == pytest.approx(values.arrivals[1, 1])
    assert [*per_year] == [("barn", 0), ("barn", 1), ("voksen", 2)]


def test_arrivals_that_grow_average_what_was_counted_and_go_on() -> None:
    fit = simulated_fit(world(), 0)
    fitted, values = FittedWorld(fit=fit), replace(posterior_means(fit), growth=0.1)
    first, years = fit.exposure.histories.first, fit.inflow.years
    parameters = fitted.parameters(values, start=first, horizon_days=years * DAYS_PER_YEAR)
    (young, _) = (each.per_year for each in parameters.arrivals if each.step == "lav")
    borders = np.append(young.times, years * DAYS_PER_YEAR)
    average = np.average(young.values, weights=np.diff(borders))
    assert average == pytest.approx(values.arrivals[0, 0], rel=0.003)
    later = fitted.parameters(values, start=first + 1461, horizon_days=99.0).arrivals[0].per_year
    assert later.values[0] == pytest.approx(young.values[0] * np.exp(0.4))
    assert young.values[4] / young.values[0] == pytest.approx(np.exp(0.1))


def test_children_are_as_old_as_the_step_takes_and_came_when_they_came() -> None:
    fit = small(3.0, 25.0)  # whom the ledger has on a step for children is past its limit, and cut off
    stock = FittedWorld(fit=fit).stock(DAY + 10)
    assert (stock[0].step, stock[0].since_day, stock[0].group) == ("barn", -9.0, "b")
    child = np.zeros(1, dtype=np.int64)
    (young,) = FittedWorld(fit=fit).children(child, child + 1, on=child + DAY, since=child + DAY - 7)
    assert young.birth_day == -(18 * DAYS_PER_YEAR + 1)
    assert young.since_day == -7
    (old,) = FittedWorld(fit=fit).children(child, child, on=child + DAY + 9000, since=child + DAY)
    assert old.birth_day == -(18 * DAYS_PER_YEAR - 2)


def test_with_several_bands_children_of_unknown_age_are_left_out() -> None:
    fitted = FittedWorld(fit=small(3.0, unknown=2))
    assert fitted.followed.tolist() == [True, False, False]
    assert len(fitted.stock(DAY + 10)) == 1


def test_own_steps_have_no_age_limit() -> None:
    rows = [stay(f"B{i}", "lav", 1 + 5 * i, 200 + 5 * i) for i in range(100)]
    fit = fit_of(*rows)
    fitted = FittedWorld(fit=fit)
    parameters = fitted.parameters(
        posterior_means(fit), start=DAY, horizon_days=5000.0, stock=fitted.stock(DAY + 50)
    )
    stays = simulate(parameters, seed=1, replication=0).sojourns
    assert len(stays.cause) > 100
    assert (stays.cause != Cause.AGE).all()


def test_draws_have_the_means_of_what_is_believed_and_hang_together() -> None:
    fit = simulated_fit(world(growth=0.1), 1)
    values = draw_values(fit, 4000, np.random.Generator(np.random.Philox(key=1)))
    for move, estimate in fit.moves.items():
        rates = np.array([each.rates[move] for each in values])
        error = estimate.posterior.sd / np.sqrt(4000)
        assert (np.abs(rates.mean(axis=0) - estimate.posterior.mean) < 5 * error).all()
    arrivals = np.array([each.arrivals for each in values])
    assert arrivals.mean(axis=0)[0] == pytest.approx(fit.inflow.believed[0].mean, rel=0.02)
    growth = np.array([each.growth for each in values])
    edges = np.log1p([fit.inflow.trend_low, fit.inflow.trend_high])
    assert np.quantile(growth, [0.025, 0.975]) == pytest.approx(edges, abs=0.01)


def test_a_fit_to_one_month_makes_a_world() -> None:
    window = ObservationWindow(first=date(2020, 1, 1), last=date(2020, 2, 1))
    fit = fit_of(stay("A", "lav", 5), window=window)
    parameters = FittedWorld(fit=fit).parameters(posterior_means(fit), start=DAY, horizon_days=31.0)
    assert parameters.transitions == ()
    assert fit.inflow.trend == 0.0


def test_the_bands_of_the_staircase_are_kept_when_they_are_those_of_the_fit() -> None:
    fit = simulated_fit(world(), 0)
    assert FittedWorld(fit=fit).staircase == world().staircase
    assert fit.exposure.bands == BANDS
