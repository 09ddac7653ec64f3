"""Hold expected numbers of planned stays against integrals of their survival worked out on their own."""

import numpy as np
import pytest

from model.expected.balance import balance
from model.expected.expected import expected
from model.expected.planned_survival import PlannedSurvival
from model.world.parameters import Parameters, StockCount, Transition
from model.world.planned_stays import LENGTH, Length, PlannedStay
from model.world.programme import Programme, Reroute, TransitionEffect
from model.world.staircase import DAYS_PER_YEAR, OLDEST, Staircase
from tests.worlds import inflow, step

YEAR = DAYS_PER_YEAR
SHARP = Length(shares=(0.0, 1.0), days=(121.75, 121.75))
WEEK = Length(shares=(0.0, 1.0), days=(7.0, 7.0))
SIX_TO_NINE = Length(shares=(0.0, 1.0), days=(182.6, 273.9))
SKEW = Length(shares=(0.0, 0.5, 0.9, 1.0), days=(10.0, 50.0, 200.0, 700.0))
LENGTHS = {"sharp": SHARP, "week": WEEK, "six to nine": SIX_TO_NINE, "skew": SKEW}
COMING = 10.0


def world(length: Length, rate: float, shape: float = 1.0, *programmes: Programme) -> Parameters:
    return Parameters(
        staircase=Staircase(steps=(step("home"), step("next"), step("other")), exits=("out",)),
        horizon_days=10 * YEAR,
        transitions=(Transition(from_step="home", to="out", rate=((rate,),), shape=shape),),
        planned_stays=(PlannedStay(step="home", length=((length,),), then=(("next", 0.25), ("out", 0.75))),),
        arrivals=(inflow("home", COMING),),
        programmes=programmes,
    )


def fates(length: Length, rate: float, shape: float) -> tuple[float, float]:
    """Return the mean days of a stay and the share that the plan ends, by a fine sum over days.

    Ages on arrival are uniform, so that a child still has its age with probability 1 - u / 23 after u years.
    """
    days = (np.arange(20_000) + 0.5) / 20_000 * length.days[-1]
    there = 1.0 - np.array([length.ended_by(day) for day in days])
    by_rate = np.exp(-rate * (days / YEAR) ** shape) * (1.0 - days / (OLDEST * YEAR))
    width = days[1] - days[0]
    ended = -np.diff(np.append(there, 0.0), prepend=1.0)
    at = np.append(np.maximum(days - width / 2, 0.0), length.days[-1])
    rate_there = np.exp(-rate * (at / YEAR) ** shape) * (1.0 - at / (OLDEST * YEAR))
    return float((there * by_rate).sum() * width), float((ended * rate_there).sum())


@pytest.mark.parametrize("shape", [1.0, 0.5, 2.0])
@pytest.mark.parametrize("rate", [0.0, 0.4, 2.0])
@pytest.mark.parametrize("name", LENGTHS)
def test_days_and_destinations_are_those_of_the_integrals(name: str, rate: float, shape: float) -> None:
    length = LENGTHS[name]
    days, ended = fates(length, rate, shape)
    numbers = expected(world(length, rate, shape), days=[4 * YEAR, 5 * YEAR])
    tolerance = (1e-3 + 2e-3 * rate) * (3 if shape < 1 else 1)
    assert numbers.person_days[0, 0] == pytest.approx(COMING * days, rel=tolerance)
    assert numbers.moves[0, 0, 1] == pytest.approx(0.25 * COMING * ended, rel=tolerance + 0.01 * rate)


def test_the_error_falls_with_the_width_of_the_cells() -> None:
    days, _ = fates(SKEW, 2.0, 1.0)
    errors = [
        abs(
            expected(world(SKEW, 2.0), days=[4 * YEAR, 5 * YEAR], days_per_cell=width).person_days[0, 0] / 10
            - days
        )
        for width in (31.0, 15.5, 7.75)
    ]
    assert errors[2] < errors[1] / 2 < errors[0] / 4


def test_those_who_stand_there_have_the_rest_of_their_plan() -> None:
    stock = StockCount(step="home", band=0, number=100, mean_years_on_step=0.2)
    alone = Parameters(
        staircase=Staircase(steps=(step("home"), step("next")), exits=("out",)),
        horizon_days=YEAR,
        planned_stays=(PlannedStay(step="home", length=((SHARP,),), then=(("next", 1.0),)),),
        stock_counts=(stock,),
    )
    numbers = expected(alone, days=[0.0, 60.0, 121.0, 122.5], days_per_cell=5.0)
    spent = 0.2 * YEAR  # exponential, and none has more left than the plan
    left_later = 1.0 - np.exp(-(SHARP.days[0] - 60.0) / spent)
    assert numbers.present[1, 0] == pytest.approx(100 * left_later, rel=0.02)
    assert numbers.present[3, 0] == pytest.approx(0.0, abs=1e-6)


def test_an_effect_on_a_move_multiplies_where_plans_lead() -> None:
    effect = TransitionEffect(from_steps=("home",), to=("next",), multiplier=3.0)
    helped = world(SHARP, 0.0, 1.0, Programme(name="help", effects=(effect,)))
    with_help, without = (
        expected(each, days=[4 * YEAR, 5 * YEAR]).moves[0, 0, 1] for each in (helped, world(SHARP, 0.0))
    )
    assert with_help / without == pytest.approx((0.75 / 1.5) / 0.25)


def test_a_reroute_takes_its_share_of_where_plans_lead() -> None:
    reroute = Reroute(from_steps=("home",), to=("next",), instead="other", share=0.4)
    numbers = expected(
        world(SHARP, 0.0, 1.0, Programme(name="help", reroutes=(reroute,))), days=[4 * YEAR, 5 * YEAR]
    )
    assert numbers.moves[0, 0, 2] / numbers.moves[0, 0, 1:3].sum() == pytest.approx(0.4)


def test_what_cannot_be_expected_is_refused() -> None:
    effect = TransitionEffect(from_steps=("home",), to=(LENGTH,), multiplier=0.5)
    with pytest.raises(ValueError, match="changes planned stays under way"):
        expected(world(SHARP, 0.0, 1.0, Programme(name="help", effects=(effect,))), days=[0.0, 90.0])
    two = Parameters(
        staircase=Staircase(steps=(step("home"),), exits=("out",), age_borders=(0.0, 6.0, 23.0)),
        horizon_days=YEAR,
        planned_stays=(PlannedStay(step="home", length=((SHARP,), (WEEK,)), then=(("out", 1.0),)),),
    )
    with pytest.raises(ValueError, match="depend on the age"):
        expected(two, days=[0.0, 90.0])


@pytest.mark.parametrize("name", LENGTHS)
def test_the_balance_is_that_of_the_steady_state(name: str) -> None:
    of = world(LENGTHS[name], 0.4)
    found = balance(
        of.staircase,
        of.transitions,
        of.planned_stays,
        arrivals={("home", 0): (COMING,)},
        wanted={},
    )
    steady = expected(of, days=[4 * YEAR, 5 * YEAR], days_per_cell=10.0).person_days[0, 0] / YEAR
    assert found.number["home", 0][0] == pytest.approx(steady, rel=0.01)


@pytest.mark.parametrize("name", LENGTHS)
def test_integrals_of_the_survival_are_those_of_fine_sums(name: str) -> None:
    length, days = LENGTHS[name], np.linspace(0.0, 800.0, 80_001)
    there = 1.0 - np.array([length.ended_by(day) for day in days])
    once = np.append(0.0, np.cumsum((there[1:] + there[:-1]) / 2 * 1e-2))
    twice = np.append(0.0, np.cumsum((once[1:] + once[:-1]) / 2 * 1e-2))
    at = [0, 500, 13_000, 25_000, 70_000, 80_000]
    found = PlannedSurvival(length).at(days[at])
    assert found[0] == pytest.approx(there[at])
    assert found[1] == pytest.approx(once[at], abs=2e-2)
    assert found[2] == pytest.approx(twice[at], rel=1e-3, abs=1e-2)
