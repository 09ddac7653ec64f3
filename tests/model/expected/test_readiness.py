"""Check that the readiness behind observed rates gives these rates back, and how wrong it is at worst."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.compiled_engine.engine import simulate
from model.expected.expected import expected
from model.expected.readiness import (
    NoReadinessError,
    ObservedUnder,
    readiness_multipliers,
    with_readiness,
)
from model.world.parameters import Parameters, Transition
from model.world.planned_stays import Length, PlannedStay
from model.world.reviews import Reviews, Staff
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR
from tests.worlds import ageless_staircase, inflow, stock, transition

YEAR = DAYS_PER_YEAR
STAIRCASE = ageless_staircase("a", "b")


def observed(*transitions: Transition) -> Parameters:
    return Parameters(
        staircase=STAIRCASE,
        horizon_days=12 * YEAR,
        transitions=transitions,
        arrivals=(inflow("a", 1000.0),),
        stock_counts=(stock("a", number=4000),),
    )


def reviewed(world: Parameters, months: float, *moves: str) -> Parameters:
    """Return the world with reviews, and with the readiness behind its rates."""
    days = months * YEAR / 12
    under = (ObservedUnder(step="a", moves=moves, days=(days,)),)
    times = readiness_multipliers(world.transitions, world.planned_stays, STAIRCASE, under)
    return replace(
        world,
        transitions=with_readiness(world.transitions, under, times),
        reviews=(Reviews(name="r", intervals=(("a", Schedule.constant(days)),), moves=moves),),
    )


@given(st.floats(0.05, 1.5), st.sampled_from([0.0, 0.3, 2.0]), st.sampled_from([0.5, 3.0, 6.0]))
def test_constant_readiness_follows_the_formula(rate: float, other: float, months: float) -> None:
    years = months / 12
    wait = np.expm1(other * years) / other if other else years
    world = observed(transition("a", "out", rate), transition("a", "b", other))
    if rate * wait >= 1:
        with pytest.raises(NoReadinessError):
            reviewed(world, months, "out")
        return
    ready = reviewed(world, months, "out").transitions[0].rate[0][0]
    assert ready == pytest.approx(-np.log1p(-rate * wait) / years)
    assert reviewed(world, months, "out").transitions[1].rate[0][0] == other


def test_the_observed_rates_come_back_under_the_same_reviews() -> None:
    """In the last year, when the stock is in balance, each move is made as often as was seen."""
    world = observed(transition("a", "out", 0.8), transition("a", "b", 0.4))
    years = [11 * YEAR, 12 * YEAR]
    before, after = (
        expected(each, days=years, days_per_cell=15.0) for each in (world, reviewed(world, 6.0, "out"))
    )
    assert after.moves[0, 0] == pytest.approx(before.moves[0, 0], rel=2e-3)
    assert after.person_days[0, 0] == pytest.approx(before.person_days[0, 0], rel=2e-3)


@pytest.mark.parametrize("shape", [0.4, 0.7, 1.5, 2.5])
@pytest.mark.parametrize("months", [3.0, 6.0])
def test_with_other_shapes_the_length_of_stays_is_right_and_their_spread_nearly_so(
    shape: float, months: float
) -> None:
    """Against simulation: mean stay and destinations within 3 %, who is left within 5 points.

    Halfway between two reviews; at a review all go who have become ready since the one before.
    """
    world = observed(transition("a", "out", 0.7, shape=shape), transition("a", "b", 0.3))
    before, after = (
        simulate(each, seed=1, replication=0).sojourns for each in (world, reviewed(world, months, "out"))
    )
    looks = [years + months / 24 for years in (1.0, 2.0, 4.0)]
    found = []
    for stays in (before, after):
        ended = (stays.step == 0) & (stays.start < 6 * YEAR)
        years = (stays.end - stays.start)[ended] / YEAR
        left = [float((years > look).mean()) for look in looks]
        found.append((float(years.mean()), float((stays.destination[ended] == 2).mean()), left))
    assert found[1][0] == pytest.approx(found[0][0], rel=0.03)
    assert found[1][1] == pytest.approx(found[0][1], rel=0.03)
    assert found[1][2] == pytest.approx(found[0][2], abs=0.05)


def test_planned_ends_count_as_other_moves() -> None:
    length = Length(shares=(0.0, 1.0), days=(100.0, 400.0))
    plan = PlannedStay(step="a", length=((length,),), then=(("b", 1.0),))
    world = replace(observed(transition("a", "out", 0.8)), planned_stays=(plan,))
    before, after = (
        simulate(each, seed=1, replication=0).sojourns for each in (world, reviewed(world, 2.0, "out"))
    )
    shares = [
        float((stays.destination[(stays.step == 0) & (stays.start < 10 * YEAR)] == 2).mean())
        for stays in (before, after)
    ]
    assert shares[1] == pytest.approx(shares[0], abs=0.02)


def test_moves_seen_more_often_than_reviews_allow_are_refused_with_the_most_there_can_be() -> None:
    with pytest.raises(NoReadinessError) as refused:
        reviewed(observed(transition("a", "out", 2.5)), 6.0, "out")
    assert refused.value.most == pytest.approx(2.0)
    under = ObservedUnder(step="a", moves=("out",), days=(float("inf"),))
    with pytest.raises(NoReadinessError):
        readiness_multipliers((transition("a", "out", 0.1),), (), STAIRCASE, (under,))


def test_reviews_by_staff_or_at_intervals_that_change_are_to_be_simulated() -> None:
    world = reviewed(observed(transition("a", "out", 0.8)), 6.0, "out")
    staff = Staff(name="s", number=Schedule.constant(1.0), cases_each=Schedule.constant(1.0))
    by_staff = replace(world, staff=(staff,), reviews=(replace(world.reviews[0], staff="s"),))
    changing = Schedule(times=(0.0, 50.0), values=(90.0, 30.0))
    uneven = replace(world, reviews=(replace(world.reviews[0], intervals=(("a", changing),)),))
    for each in (by_staff, uneven):
        with pytest.raises(ValueError, match="simulate it instead"):
            expected(each, days=[0.0, YEAR])


@pytest.mark.parametrize("shape", [0.6, 1.0, 2.0])
def test_expected_numbers_of_reviews_are_those_of_the_simulation(shape: float) -> None:
    world = reviewed(
        observed(transition("a", "out", 0.8, shape=shape), transition("a", "b", 0.4)), 3.0, "out"
    )
    numbers = expected(world, days=[5 * YEAR, 10 * YEAR])
    stays = [simulate(world, seed=1, replication=r).sojourns for r in range(6)]
    lived = [
        np.clip(np.minimum(s.end, 10 * YEAR) - np.maximum(s.start, 5 * YEAR), 0, None)[s.step == 0].sum()
        for s in stays
    ]
    error = np.std(lived) / np.sqrt(len(lived))
    assert numbers.person_days[0, 0] == pytest.approx(np.mean(lived), abs=5 * error + 2e-3 * np.mean(lived))
