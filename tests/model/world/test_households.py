"""Check households: who comes with whom, the same in every case, and who stands with whom at the start."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from model.simpy_engine.engine import simulate
from model.world.arrivals import stock
from model.world.household_arrivals import coming
from model.world.households import Households, counted_households
from model.world.parameters import Arrivals, Parameters
from model.world.planned_stays import Length
from model.world.programme import ArrivalEffect, Programme
from model.world.randomness import Chance
from model.world.schedule import Schedule
from model.world.staircase import Staircase
from tests.worlds import assert_same, changed, inflow, step, transition, with_programme
from tests.worlds import stock as counted

CHANCE = Chance(seed=1, replication=0)
HOUSEHOLDS = Households(
    sizes=(0.45, 0.35, 0.20), together=0.6, apart=Length(shares=(0.0, 1.0), days=(0.0, 1096.0))
)


def world(**given: Any) -> Parameters:
    made = Parameters(
        staircase=Staircase(
            steps=(step("home"), step("foster")), exits=("out",), age_borders=(0.0, 6.0, 23.0)
        ),
        horizon_days=1500.0,
        households=HOUSEHOLDS,
        arrivals=tuple(
            Arrivals(step="home", band=band, per_year=Schedule.constant(20.0), reference=20.0)
            for band in (0, 1)
        ),
        stock_counts=(counted("home", number=30), counted("home", number=12, band=1)),
    )
    return replace(made, **given)


def test_a_case_that_halves_one_age_band_takes_children_out_of_the_same_households() -> None:
    halved = Programme(
        name="halved", arrival_effects=(ArrivalEffect(steps=("home",), multiplier=0.5, bands=(1,)),)
    )
    before, after = coming(world(), CHANCE), coming(with_programme(world(), halved), CHANCE)
    kept = {child.identity: child for child in after}
    assert {*kept} < {child.identity for child in before}
    assert all(kept.get(child.identity, child) == child for child in before)
    gone = [child for child in before if child.identity not in kept]
    assert all((child.since_day - child.birth_day) / 365.25 >= 6.0 for child in gone)
    assert {child.household for child in gone} & {child.household for child in after}


def test_a_case_that_raises_an_inflow_adds_children_and_leaves_the_others_alone() -> None:
    more = Programme(name="more", arrival_effects=(ArrivalEffect(steps=("home",), multiplier=2.5),))
    before = simulate(world(), seed=1, replication=0)
    after = simulate(with_programme(world(), more), seed=1, replication=0)
    assert changed(before, after, of=world().staircase) == set()
    assert {*before.children.identity.tolist()} < {*after.children.identity.tolist()}


def test_siblings_come_together_within_a_day_or_within_the_time_between_them() -> None:
    first: dict[int, float] = {}
    for child in coming(world(horizon_days=6000.0), CHANCE):
        first.setdefault(child.household, child.since_day)
        assert child.since_day - first[child.household] <= 1096.0
    together = replace(HOUSEHOLDS, together=1.0, sizes=(0.0, 0.0, 1.0))
    sizes = Counter(c.household for c in coming(world(households=together, horizon_days=3000.0), CHANCE))
    assert {*sizes.values()} <= {1, 2, 3}
    assert Counter(sizes.values())[3] > 0.98 * len(sizes)  # but for those on the first and last day


def test_counted_children_stand_in_households_of_those_who_come_together() -> None:
    children = stock(world(), CHANCE)
    sizes = Counter(Counter(child.household for child in children).values())
    # Of a household come together, on average: 0.306 pairs and 0.072 threes; 42 children are 24 households.
    assert sizes == {3: round(24 * 0.072), 2: round(24 * 0.306), 1: 42 - 3 * 2 - 2 * 7}
    again = stock(world(), Chance(seed=9, replication=4))
    assert [child.household for child in again] == [child.household for child in children]
    assert all(child.household <= child.identity for child in children)


def test_no_siblings_come_together_where_none_do() -> None:
    apart = replace(HOUSEHOLDS, together=0.0)
    assert apart.groups_together == pytest.approx((1.75, 0.0, 0.0))
    assert counted_households(range(50), apart) == {child: child for child in range(50)}


def test_a_world_without_households_stays_as_it_is() -> None:
    alone = Parameters(
        staircase=world().staircase,
        horizon_days=900.0,
        arrivals=(inflow("home", 20.0),),
        stock_counts=(counted("home", number=5),),
    )
    with_unused = replace(alone, households=replace(HOUSEHOLDS, sizes=(1.0,)))
    first, second = (simulate(made, seed=1, replication=0) for made in (alone, with_unused))
    assert_same(first, second)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sizes": (0.5, 0.4)}, "sum to 0.9"),
        ({"sizes": ()}, "give sizes from 1"),
        ({"together": 1.5}, "must lie from 0 to 1"),
    ],
)
def test_impossible_households_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(HOUSEHOLDS, **change)


def test_a_reference_without_households_is_refused() -> None:
    with pytest.raises(ValueError, match="goes with households"):
        world(households=None)
    with pytest.raises(ValueError, match="not above zero"):
        Arrivals(step="home", band=0, per_year=Schedule.constant(1.0), reference=0.0)


def test_transitions_of_siblings_are_their_own() -> None:
    moving = tuple(replace(transition("home", "out", 1.0), rate=((1.0,), (1.0,))) for _ in range(1))
    records = simulate(world(transitions=moving), seed=1, replication=0)
    ends = records.sojourns.end[records.sojourns.destination == 2]
    assert len({*ends.tolist()}) == len(ends)
