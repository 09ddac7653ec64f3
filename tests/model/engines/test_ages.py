"""Check birthdays, age limits and time on the step: one rule at a time, in worlds of a few children."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from model.results.records import Cause
from model.world.parameters import Parameters, Transition
from model.world.randomness import Chance, Purpose, name_key
from tests.model.small import FALSE_ALARM, SOON, YEAR, listed, run, staircase
from tests.worlds import step, stock, transition


def test_a_child_past_the_age_limit_goes_where_the_staircase_says_in_its_shares() -> None:
    limit = (("after", 0.3), ("out", 0.7))
    world = Parameters(
        staircase=staircase(
            step("young", ages=(0.0, 18.0), at_age_limit=limit),
            step("after", ages=(18.0, 23.0)),
            borders=(0.0, 17.0, 18.0, 23.0),
        ),
        horizon_days=2 * YEAR,
        stock_counts=(stock("young", number=2000, band=1),),
    )
    records = run(world)
    stays, people = records.sojourns, records.children
    first = stays.step == 0
    assert first.sum() == 2000
    assert (stays.cause[first] == Cause.AGE).all()
    birthday = people.birth_day + 18 * YEAR
    assert np.abs(stays.end[first] - birthday).max() < 1e-6
    to_after = int((stays.destination[first] == 1).sum())
    assert to_after == (stays.step == 1).sum()
    assert stats.binomtest(to_after, 2000, 0.3).pvalue > FALSE_ALARM


def test_rates_change_on_the_birthday() -> None:
    rates = ((0.0,), (SOON,), (0.0,))
    world = Parameters(
        staircase=staircase(step("home"), borders=(0.0, 6.0, 12.0, 23.0)),
        horizon_days=7 * YEAR,
        transitions=(Transition(from_step="home", to="gone", rate=rates),),
        stock=tuple(listed("home", age_days=days) for days in (1.0, 1000.0, 2000.0, 4000.0, 4600.0)),
    )
    records = run(world)
    birthday = np.maximum(records.children.birth_day + 6 * YEAR, 0.0)
    gone = records.sojourns.cause == Cause.RATE
    assert gone.tolist() == [True, True, True, True, False]
    late = (records.sojourns.end - birthday)[gone]
    assert (late > 0).all()
    assert late.max() < 30


def test_a_child_born_in_the_course_of_the_start_date_is_in_the_youngest_band() -> None:
    rates = ((0.0,), (1e6,))
    world = Parameters(
        staircase=staircase(step("home"), borders=(0.0, 12.0, 23.0)),
        horizon_days=300.0,
        transitions=(Transition(from_step="home", to="gone", rate=rates),),
        stock=(listed("home", age_days=0.0),),
    )
    assert run(world).sojourns.cause.tolist() == [Cause.HORIZON]


def test_time_already_on_the_step_is_in_the_stay_and_in_the_weibull() -> None:
    # Shape 3: those who have been there for two years leave far sooner than the fresh.
    leave = Transition(from_step="home", to="gone", rate=((0.5,),), shape=3.0)
    base = Parameters(
        staircase=staircase(step("home")), horizon_days=6 * YEAR, transitions=(leave,), stock=()
    )
    old = run(
        replace(base, stock=tuple(listed("home", age_days=2000.0, since=-2 * YEAR) for _ in range(400)))
    )
    years = old.sojourns.end / YEAR
    assert (old.sojourns.start == -2 * YEAR).all()
    # Survival after two years: exp(-0.5 ((2 + t)^3 - 2^3)).
    law = 1 - np.exp(-0.5 * ((2 + years) ** 3 - 8))
    assert stats.kstest(law, "uniform").pvalue > FALSE_ALARM


def test_a_stay_lasts_as_long_as_the_childs_own_number_says() -> None:
    # In years of 365.25 days: a rate read per 365 days would be too little off for any statistic here.
    rates = {"other": 0.7, "gone": 0.4}
    world = Parameters(
        staircase=staircase(step("home"), step("other")),
        horizon_days=15 * YEAR,
        transitions=tuple(transition("home", to, rate) for to, rate in rates.items()),
        stock=tuple(listed("home", age_days=500.0) for _ in range(20)),
    )
    records, chance = run(world), Chance(seed=1, replication=0)
    home = records.sojourns.step == 0
    for child, end, to in zip(
        records.sojourns.child[home],
        records.sojourns.end[home],
        records.sojourns.destination[home],
        strict=True,
    ):
        race = {
            name: chance.exponential(int(child), Purpose.CLOCK, name=name_key(name)) / rate
            for name, rate in rates.items()
        }
        first = min(race, key=race.__getitem__)
        assert world.staircase.names[to] == first
        assert end == pytest.approx(race[first] * 365.25, rel=1e-12)


def test_each_stay_has_numbers_of_its_own() -> None:
    world = Parameters(
        staircase=staircase(step("home"), step("other")),
        horizon_days=15 * YEAR,
        transitions=(transition("home", "other", 4.0), transition("other", "home", 4.0)),
        stock=tuple(listed("home", age_days=500.0) for _ in range(20)),
    )
    stays = run(world).sojourns
    lengths = (stays.end - stays.start)[stays.destination != -1]
    assert len(lengths) > 800
    assert len(np.unique(lengths.round(9))) == len(lengths)
