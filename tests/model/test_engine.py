"""What the readable engine does, one rule at a time, in worlds of a few children."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from model.parameters import Parameters, StockChild, Transition
from model.programme import ArrivalEffect, Enrolment, Programme, Reroute, TransitionEffect
from model.randomness import Chance, Purpose, name_key
from model.records import Cause, EnrolmentEnd, Records, WaitEnd
from model.schedule import Schedule
from model.simpy_engine import simulate
from model.staircase import DAYS_PER_YEAR, Places, Staircase, Step
from tests.worlds import assert_same, inflow, places, step, stock, transition

FALSE_ALARM = 1e-6
"""Probability that one statistical check here fails though nothing is wrong, had the seed been drawn."""

YEAR = DAYS_PER_YEAR
SOON = 200.0
"""A rate per year so high that a child goes within days."""


def staircase(
    *steps: Step, groups: tuple[str, ...] = ("alle",), borders: tuple[float, ...] = (0.0, 23.0)
) -> Staircase:
    return Staircase(steps=steps, exits=("out", "gone"), age_borders=borders, groups=groups)


def run(world: Parameters, replication: int = 0) -> Records:
    return simulate(world, seed=1, replication=replication)


def told(world: Parameters) -> list[tuple[float, int, str]]:
    """Return what `follow` hears."""
    heard: list[tuple[float, int, str]] = []
    simulate(world, seed=1, replication=0, follow=lambda day, child, what: heard.append((day, child, what)))
    return heard


def stays_on(records: Records, step_index: int) -> NDArray[np.bool_]:
    return np.equal(records.sojourns.step, step_index)


def listed(name: str, *, age_days: float, since: float = 0.0, group: str = "alle") -> StockChild:
    return StockChild(step=name, birth_day=-age_days, since_day=since, group=group)


# Age --------------------------------------------------------------------------------------------------------


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


# Places -----------------------------------------------------------------------------------------------------


def full_step(
    *,
    number: float | Schedule = 1.0,
    waiting: int = 6,
    rate_out: float = 4.0,
    years: float = 8.0,
    groups: tuple[str, ...] = ("alle",),
    first: str | None = None,
) -> Parameters:
    """Children at home who soon ask for few places."""
    rates = {"home": SOON, "own": rate_out}
    return Parameters(
        staircase=staircase(step("home"), step("own", places=places(number, first=first)), groups=groups),
        horizon_days=years * YEAR,
        transitions=(
            Transition(from_step="home", to="own", rate=((rates["home"],) * len(groups),)),
            Transition(from_step="own", to="out", rate=((rates["own"],) * len(groups),)),
        ),
        stock=tuple(listed("home", age_days=500.0, group=groups[i % len(groups)]) for i in range(waiting)),
    )


def test_a_full_step_lets_children_wait_where_they_stand_and_serves_them_in_turn() -> None:
    records = run(full_step())
    waits, stays = records.waits, records.sojourns
    assert len(waits.child) == 5  # the first one did not wait
    assert (waits.outcome == WaitEnd.PLACE).all()
    assert (waits.origin == 0).all()
    asked, served = waits.start, waits.end
    assert (np.argsort(asked) == np.argsort(served)).all()
    at_home = {int(c): float(e) for c, e, s in zip(stays.child, stays.end, stays.step, strict=True) if s == 0}
    assert [at_home[int(child)] for child in waits.child] == served.tolist()  # it stays, and pays, till then
    own_starts, own_ends = np.sort(stays.start[stays.step == 1]), np.sort(stays.end[stays.step == 1])
    assert (own_starts[1:] == own_ends[:-1]).all()  # a place given back is taken at the same instant
    causes = stays.cause[stays.step == 0]
    assert sorted(causes.tolist()) == [Cause.RATE] + [Cause.PLACE] * 5


def test_the_groups_that_come_first_are_served_before_those_who_asked_earlier() -> None:
    overtaken = 0
    for replication in range(5):
        records = run(
            full_step(waiting=14, groups=("a", "b"), first="b", rate_out=2.0, years=20.0), replication
        )
        groups = dict(zip(records.children.identity.tolist(), records.children.group.tolist(), strict=True))
        waits = records.waits
        # All have asked long before most are served; from then on b goes first, each group in its own order.
        late = waits.end > waits.start.max()
        rank = [
            (groups[child] == 0, asked)
            for child, asked in zip(waits.child.tolist(), waits.start, strict=True)
        ]
        served = [rank[i] for i in np.argsort(waits.end) if late[i]]
        assert served == sorted(served)
        asked = [start for _, start in served]
        overtaken += asked != sorted(asked)
    assert overtaken  # the priority mattered


def test_another_way_off_the_step_ends_the_wait() -> None:
    world = full_step(rate_out=0.01)
    world = replace(world, transitions=(*world.transitions, transition("home", "gone", 3.0)))
    records = run(world)
    cancelled = records.waits.outcome == WaitEnd.CANCELLED
    assert cancelled.any()
    stays = records.sojourns
    gone = {
        int(child): float(end)
        for child, end, where in zip(stays.child, stays.end, stays.destination, strict=True)
        if where == world.staircase.names.index("gone")
    }
    for child, end in zip(records.waits.child[cancelled], records.waits.end[cancelled], strict=True):
        assert gone[int(child)] == end


def test_a_birthday_that_the_step_waited_for_does_not_admit_ends_the_wait() -> None:
    world = Parameters(
        staircase=staircase(
            step("home"),
            step("own", ages=(0.0, 6.0), places=places(0.0)),
            borders=(0.0, 6.0, 23.0),
        ),
        horizon_days=3 * YEAR,
        transitions=(Transition(from_step="home", to="own", rate=((SOON,), (0.0,))),),
        stock=(listed("home", age_days=5 * YEAR),),
    )
    records = run(world)
    assert records.waits.outcome.tolist() == [WaitEnd.CANCELLED]
    assert records.waits.end[0] == records.children.birth_day[0] + 6 * YEAR
    assert records.sojourns.cause.tolist() == [Cause.HORIZON]  # it stands where it stood


def test_children_from_outside_wait_outside_without_a_stay() -> None:
    world = Parameters(
        staircase=staircase(step("own", places=places(2.0))),
        horizon_days=5 * YEAR,
        transitions=(transition("own", "out", 2.0),),
        arrivals=(inflow("own", 12.0),),
    )
    records = run(world)
    waits, stays = records.waits, records.sojourns
    assert (waits.origin == -1).all()
    begun = {int(c): float(s) for c, s in zip(stays.child, stays.start, strict=True)}
    came = dict(zip(records.children.identity.tolist(), records.children.since_day.tolist(), strict=True))
    served = waits.outcome == WaitEnd.PLACE
    assert served.sum() > 10
    for child, asked, end, got in zip(waits.child.tolist(), waits.start, waits.end, served, strict=True):
        assert asked == came[child]
        assert begun.get(child) == (end if got else None)


def test_a_child_too_old_for_its_step_waits_outside_for_the_next() -> None:
    world = Parameters(
        staircase=staircase(
            step("young", ages=(0.0, 18.0), at_age_limit=(("after", 1.0),)),
            step("after", ages=(18.0, 23.0), places=places(Schedule(times=(0.0, 700.0), values=(0.0, 1.0)))),
            borders=(0.0, 18.0, 23.0),
        ),
        horizon_days=1000.0,
        stock=(listed("young", age_days=17 * YEAR),),
    )
    records = run(world)
    birthday = records.children.birth_day[0] + 18 * YEAR
    assert records.sojourns.end.tolist() == [birthday, 1000.0]
    assert records.sojourns.start[1] == records.waits.end[0] == 700.0
    assert records.waits.origin.tolist() == [-1]
    assert records.waits.start.tolist() == [birthday]


def test_a_child_too_old_for_what_it_waits_for_outside_goes_where_that_step_sends_it() -> None:
    world = Parameters(
        staircase=staircase(
            step("own", ages=(0.0, 6.0), places=places(0.0), at_age_limit=(("school", 1.0),)),
            step("school", ages=(6.0, 23.0)),
            borders=(0.0, 5.0, 6.0, 23.0),
        ),
        horizon_days=3 * YEAR,
        arrivals=(inflow("own", Schedule(times=(0.0, 400.0), values=(10.0, 0.0)), band=1),),
    )
    records = run(world)
    people = records.children
    assert len(people.identity) > 3
    assert records.sojourns.step.tolist() == [1] * len(people.identity)
    assert np.allclose(records.sojourns.start, people.birth_day + 6 * YEAR)
    assert (records.waits.end == records.sojourns.start).all()
    assert (records.waits.outcome == WaitEnd.CANCELLED).all()


def diverting(*, returns: bool, number: float | Schedule = 1.0) -> Parameters:
    return Parameters(
        staircase=staircase(
            step("home"),
            step("own", places=places(number, divert_to="bought", returns=returns)),
            step("bought"),
        ),
        horizon_days=20 * YEAR,
        transitions=(
            transition("home", "own", SOON),
            transition("own", "out", 1.0),
            transition("bought", "gone", 0.05),
        ),
        stock=tuple(listed("home", age_days=500.0) for _ in range(5)),
    )


def test_a_full_step_diverts_at_once_and_for_good() -> None:
    records = run(diverting(returns=False))
    stays = records.sojourns
    at_home = stays_on(records, 0)
    assert sorted(stays.cause[at_home].tolist()) == [Cause.RATE] + [Cause.DIVERTED] * 4
    assert (stays.destination[at_home & (stays.cause == Cause.DIVERTED)] == 2).all()
    assert len(records.waits.child) == 0
    assert stays_on(records, 1).sum() == 1


def test_a_diverted_child_that_may_return_moves_over_in_turn_when_a_place_falls_free() -> None:
    records = run(diverting(returns=True))
    stays, waits = records.sojourns, records.waits
    assert len(waits.child) == 4
    assert (waits.origin == 2).all()
    back = waits.outcome == WaitEnd.PLACE
    assert back.sum() >= 2
    assert (np.argsort(waits.start[back]) == np.argsort(waits.end[back])).all()
    for child, asked, end in zip(waits.child[back], waits.start[back], waits.end[back], strict=True):
        mine = stays.child == child
        assert stays.step[mine].tolist() == [0, 2, 1]
        assert stays.cause[mine].tolist()[:2] == [Cause.DIVERTED, Cause.PLACE]
        assert stays.start[mine].tolist()[1:] == [asked, end]


def test_a_diverted_child_that_goes_out_leaves_the_line() -> None:
    world = diverting(returns=True)
    quick = (world.transitions[0], transition("own", "out", 0.001), transition("bought", "gone", 5.0))
    records = run(replace(world, transitions=quick))
    assert records.waits.outcome.tolist() == [WaitEnd.CANCELLED] * 4
    assert stays_on(records, 1).sum() == 1


@pytest.mark.parametrize("returns", [True, False])
def test_a_diverted_child_whose_clock_rings_for_the_full_step_again_stays_where_it_stands(
    returns: bool,
) -> None:
    # Diverted to the very step it stands on, it goes on with its stay, and keeps its turn if it may return.
    world = diverting(returns=returns)
    again = (*world.transitions[:1], transition("own", "out", 0.001), transition("bought", "own", SOON))
    records = run(replace(world, transitions=again))
    assert stays_on(records, 2).sum() == 4
    assert (records.sojourns.cause[stays_on(records, 2)] == Cause.HORIZON).all()
    assert records.waits.outcome.tolist() == [WaitEnd.HORIZON] * (4 if returns else 0)


def test_places_that_open_later_let_in_as_many_as_there_are_at_once() -> None:
    opening = Schedule(times=(0.0, 500.0), values=(0.0, 3.0))
    records = run(full_step(number=opening, rate_out=0.0, years=3.0))
    waits = records.waits
    served = waits.outcome == WaitEnd.PLACE
    assert waits.end[served].tolist() == [500.0] * 3
    assert waits.start[served].max() < waits.start[~served].min()  # first come, first served


def test_places_that_close_throw_nobody_out_and_let_nobody_in() -> None:
    closing = Schedule(times=(0.0, 400.0), values=(3.0, 1.0))
    records = run(full_step(number=closing, waiting=20, rate_out=1.0, years=30.0))
    stays = records.sojourns
    own = stays.step == 1
    assert not (stays.end[own] == 400.0).any()

    def occupied(day: float) -> int:
        return int(((stays.start[own] <= day) & (day < stays.end[own])).sum())

    assert occupied(399.0) == occupied(400.0) == 3
    after = stays.start[own][stays.start[own] > 400.0]
    assert len(after) > 5
    assert all(occupied(day) == 1 for day in after)


def test_two_children_who_wait_for_each_others_full_step_do_not_swap() -> None:
    world = Parameters(
        staircase=staircase(step("left", places=places(1.0)), step("right", places=places(1.0))),
        horizon_days=5 * YEAR,
        transitions=(transition("left", "right", SOON), transition("right", "left", SOON)),
        stock=(listed("left", age_days=500.0), listed("right", age_days=500.0)),
    )
    records = run(world)
    assert records.waits.outcome.tolist() == [WaitEnd.HORIZON] * 2
    assert records.sojourns.cause.tolist() == [Cause.HORIZON] * 2


def test_the_newest_wish_ends_an_older_wait() -> None:
    world = Parameters(
        staircase=staircase(step("home"), step("one", places=places(0.0)), step("two", places=places(0.0))),
        horizon_days=5 * YEAR,
        transitions=(transition("home", "one", 1e4), transition("home", "two", 2.0)),
        stock=(listed("home", age_days=500.0),),
    )
    waits = run(world).waits
    assert waits.step.tolist() == [1, 2]
    assert waits.outcome.tolist() == [WaitEnd.CANCELLED, WaitEnd.HORIZON]
    assert waits.end[0] == waits.start[1]


# Programmes -------------------------------------------------------------------------------------------------


def helped(
    enrolment: Enrolment,
    *,
    children: int = 8,
    years: float = 4.0,
    rate_out: float = 0.0,
    groups: tuple[str, ...] = ("alle",),
) -> Parameters:
    """Children at home, too young to reach an age limit, and help for them."""
    ways = (("home", "other", rate_out), ("other", "gone", 0.1))
    return Parameters(
        staircase=staircase(step("home"), step("other"), groups=groups),
        horizon_days=years * YEAR,
        transitions=tuple(
            Transition(from_step=from_step, to=to, rate=((rate,) * len(groups),))
            for from_step, to, rate in ways
        ),
        stock=tuple(listed("home", age_days=500.0, group=groups[0]) for _ in range(children)),
        programmes=(Programme(name="help", enrolment=enrolment),),
    )


def test_slots_are_given_in_turn_and_given_back() -> None:
    records = run(helped(Enrolment(steps=("home",), slots=Schedule.constant(3.0), length_days=100.0)))
    found = records.enrolments
    assert found.asked.tolist() == [0.0] * 8
    assert found.start.tolist() == [0.0] * 3 + [100.0] * 3 + [200.0] * 2  # by identity: all asked at once
    assert (found.end - found.start).tolist() == [100.0] * 8
    assert (found.outcome == EnrolmentEnd.COMPLETED).all()


def test_slots_that_come_later_are_all_given_on_their_day() -> None:
    slots = Schedule(times=(0.0, 50.0, 80.0), values=(1.0, 4.0, 5.0))
    found = run(helped(Enrolment(steps=("home",), slots=slots))).enrolments
    assert found.start[:5].tolist() == [0.0, 50.0, 50.0, 50.0, 80.0]
    assert np.isnan(found.start[5:]).all()
    assert found.outcome.tolist() == [EnrolmentEnd.RUNNING] * 5 + [EnrolmentEnd.WAITING] * 3


def test_slots_that_fall_throw_nobody_out() -> None:
    slots = Schedule(times=(0.0, 50.0), values=(3.0, 1.0))
    found = run(helped(Enrolment(steps=("home",), slots=slots, length_days=100.0))).enrolments
    assert found.start.tolist() == [0.0] * 3 + [100.0, 200.0, 300.0, 400.0, 500.0]


def test_on_the_day_that_slots_fall_those_given_back_are_not_given_again() -> None:
    slots = Schedule(times=(0.0, 100.0), values=(3.0, 1.0))
    found = run(helped(Enrolment(steps=("home",), slots=slots, length_days=100.0))).enrolments
    assert found.start.tolist() == [0.0] * 3 + [100.0, 200.0, 300.0, 400.0, 500.0]


def test_the_groups_that_come_first_get_the_slots_that_fall_free() -> None:
    world = helped(
        Enrolment(steps=("home",), slots=Schedule.constant(1.0), length_days=30.0, first_groups=("b",)),
        groups=("a", "b"),
    )
    world = replace(
        world,
        stock=tuple(listed("home", age_days=2000.0, group=group) for group in "aabab"),
    )
    assert run(world).enrolments.start.tolist() == [0.0, 90.0, 30.0, 120.0, 60.0]


def test_a_child_is_asked_once_and_says_yes_with_the_take_up() -> None:
    found = run(helped(Enrolment(steps=("home",), take_up=0.3, length_days=10.0), children=2000)).enrolments
    assert len(set(found.child.tolist())) == len(found.child)
    assert stats.binomtest(len(found.child), 2000, 0.3).pvalue > FALSE_ALARM


def test_programmes_do_not_share_their_luck() -> None:
    enrolment = Enrolment(steps=("home",), take_up=0.5, length_days=300.0, drop_out_rate=1.0)
    world = helped(enrolment, children=400)
    twice = tuple(Programme(name=name, enrolment=enrolment) for name in ("one", "other"))
    found = run(replace(world, programmes=twice)).enrolments
    one, other = (
        {int(c): d for c, d, p in zip(found.child, found.end, found.programme, strict=True) if p == number}
        for number in (0, 1)
    )
    both = one.keys() & other.keys()
    assert stats.binomtest(len(both), 400, 0.25).pvalue > FALSE_ALARM
    ends = [(one[child], other[child]) for child in both if max(one[child], other[child]) < 300.0]
    assert len(ends) > 10
    assert all(a != b for a, b in ends)


def test_a_child_that_comes_back_to_the_step_is_not_asked_again() -> None:
    world = helped(Enrolment(steps=("home",), length_days=1.0), years=10.0)
    back = (transition("home", "other", 3.0), transition("other", "home", 3.0))
    records = run(replace(world, transitions=back))
    assert (records.sojourns.step == 0).sum() > 3 * 8
    assert len(records.enrolments.child) == 8


def test_drop_out_ends_help_before_its_length() -> None:
    enrolment = Enrolment(steps=("home",), length_days=200.0, drop_out_rate=2.0)
    found = run(helped(enrolment, children=2000, years=2.0)).enrolments
    lengths = found.end - found.start
    dropped = found.outcome == EnrolmentEnd.DROPPED_OUT
    assert (found.outcome[~dropped] == EnrolmentEnd.COMPLETED).all()
    assert (lengths[~dropped] == 200.0).all()
    survives = math.exp(-2.0 * 200.0 / YEAR)
    assert stats.binomtest(int(dropped.sum()), 2000, 1 - survives).pvalue > FALSE_ALARM
    law = stats.truncexpon(b=400.0 / YEAR, scale=YEAR / 2)
    assert stats.kstest(lengths[dropped], law.cdf).pvalue > FALSE_ALARM


def test_help_of_a_set_length_is_left_when_the_child_moves_on() -> None:
    records = run(helped(Enrolment(steps=("home",), length_days=300.0), rate_out=1.0, children=40))
    found, stays = records.enrolments, records.sojourns
    home = stays.step == 0
    assert found.child.tolist() == stays.child[home].tolist()
    assert found.end.tolist() == np.minimum(stays.end[home], 300.0).tolist()
    left = stays.end[home] < 300.0
    assert left.any()
    assert (found.outcome == np.where(left, EnrolmentEnd.LEFT, EnrolmentEnd.COMPLETED)).all()


def test_help_without_a_length_is_complete_when_the_child_moves_on() -> None:
    records = run(helped(Enrolment(steps=("home",)), rate_out=1.0, children=40))
    found, stays = records.enrolments, records.sojourns
    home = stays.step == 0
    assert found.end.tolist() == stays.end[home].tolist()
    running = stays.cause[home] == Cause.HORIZON
    assert (found.outcome == np.where(running, EnrolmentEnd.RUNNING, EnrolmentEnd.COMPLETED)).all()


def test_help_that_follows_the_child_goes_on_after_a_move_but_not_out() -> None:
    world = helped(Enrolment(steps=("home",), length_days=300.0, follows=True), rate_out=20.0, children=40)
    world = replace(world, transitions=(*world.transitions[:1], transition("other", "gone", 1.0)))
    records = run(world)
    found, stays = records.enrolments, records.sojourns
    gone = stays.end[stays.step == 1]
    assert len(gone) == 40
    assert found.end.tolist() == np.minimum(gone, 300.0).tolist()
    assert {*found.outcome.tolist()} == {EnrolmentEnd.COMPLETED, EnrolmentEnd.LEFT}


def test_help_ends_at_the_age_that_it_is_for() -> None:
    world = helped(Enrolment(steps=("home",), age_from=4.5, age_to=5.25), children=0)
    ages = (4.0, 4.6, 5.2, 5.3)
    records = run(replace(world, stock=tuple(listed("home", age_days=age * YEAR) for age in ages)))
    found = records.enrolments
    assert found.child.tolist() == records.children.identity[:3].tolist()
    born = records.children.birth_day[:3]
    assert found.asked.tolist() == [born[0] + 4.5 * YEAR, 0.0, 0.0]
    assert np.allclose(found.end, born + 5.25 * YEAR)


def test_only_the_groups_it_is_for_are_helped() -> None:
    world = helped(Enrolment(steps=("home",), groups=("b",)), groups=("a", "b"))
    world = replace(
        world,
        stock=tuple(listed("home", age_days=2000.0, group=group) for group in "abba"),
    )
    records = run(world)
    assert records.enrolments.child.tolist() == records.children.identity[1:3].tolist()


def test_nobody_is_enrolled_before_it_opens_or_after_it_closes() -> None:
    enrolment = Enrolment(
        steps=("home",), opens=100.0, closes=250.0, length_days=60.0, slots=Schedule.constant(3.0)
    )
    found = run(helped(enrolment)).enrolments
    assert found.asked.tolist() == [100.0] * 8
    assert found.start[:8].tolist()[:6] == [100.0] * 3 + [160.0] * 3
    assert found.start[6:].tolist() == [220.0] * 2
    assert found.end[6:].tolist() == [280.0] * 2  # those enrolled go on
    late = run(helped(replace(enrolment, closes=200.0))).enrolments
    assert late.outcome.tolist() == [EnrolmentEnd.COMPLETED] * 6 + [EnrolmentEnd.GAVE_UP] * 2
    assert late.end[6:].tolist() == [200.0] * 2


def test_slots_that_come_on_the_day_it_closes_are_given_to_nobody() -> None:
    slots = Schedule(times=(0.0, 50.0), values=(1.0, 4.0))
    found = run(helped(Enrolment(steps=("home",), slots=slots, closes=50.0))).enrolments
    assert found.outcome.tolist() == [EnrolmentEnd.RUNNING] + [EnrolmentEnd.GAVE_UP] * 7
    assert found.end[1:].tolist() == [50.0] * 7


def test_those_who_come_after_it_closes_are_not_asked() -> None:
    world = helped(Enrolment(steps=("home",), closes=200.0, length_days=10.0), children=0)
    records = run(replace(world, arrivals=(inflow("home", 30.0),)))
    early = records.children.since_day < 200.0
    assert early.any()
    assert not early.all()
    assert records.enrolments.child.tolist() == records.children.identity[early].tolist()


def test_help_works_while_it_lasts() -> None:
    stop = TransitionEffect(from_steps=("home",), to=("other",), multiplier=0.0)
    enrolment = Enrolment(steps=("home",), opens=100.0, length_days=200.0, during=(stop,))
    records = run(helped(enrolment, rate_out=2.0, children=300))
    left = records.sojourns.end[records.sojourns.cause == Cause.RATE]
    left = left[records.sojourns.step[records.sojourns.cause == Cause.RATE] == 0]
    assert (left < 100.0).any()
    assert not ((left > 100.0) & (left < 300.0)).any()
    assert (left > 300.0).any()


def test_lasting_effects_begin_with_completion_and_fade_at_a_time_of_each_childs_own() -> None:
    stop = TransitionEffect(from_steps=("home",), to=("other",), multiplier=0.0)
    enrolment = Enrolment(steps=("home",), length_days=0.0, lasting=(stop,), lasting_mean_days=400.0)
    world = replace(helped(enrolment, rate_out=1e7, children=1000), horizon_days=4000.0)
    records = run(world)
    left = records.sojourns.end[records.sojourns.step == 0]
    # They leave the moment that the effect fades: exponential with the mean given.
    assert stats.kstest(left / 400.0, stats.truncexpon(b=10.0).cdf).pvalue > FALSE_ALARM
    chance, key = Chance(seed=1, replication=0), name_key("help")
    until = [400.0 * chance.exponential(int(c), Purpose.LASTING, name=key) for c in records.children.identity]
    assert np.abs(left - np.minimum(until, 4000.0)).max() < 0.01


@pytest.mark.parametrize(("drop_out_rate", "follows"), [(1e6, False), (0.0, False)])
def test_help_that_was_not_completed_has_no_lasting_effect(drop_out_rate: float, follows: bool) -> None:
    stop = TransitionEffect(from_steps=("other",), to=("gone",), multiplier=0.0)
    enrolment = Enrolment(
        steps=("home",),
        length_days=1000.0,
        drop_out_rate=drop_out_rate,
        follows=follows,
        lasting=(stop,),
        lasting_mean_days=1e9,
    )
    world = replace(
        helped(enrolment), transitions=(transition("home", "other", SOON), transition("other", "gone", 50.0))
    )
    records = run(world)
    assert set(records.enrolments.outcome.tolist()) == {
        EnrolmentEnd.DROPPED_OUT if drop_out_rate else EnrolmentEnd.LEFT
    }
    assert (records.sojourns.destination[records.sojourns.step == 1] == 3).all()


def test_a_change_for_everyone_comes_by_its_ramp() -> None:
    # Multiplier 0 at share s leaves 1 - s: none before day 0, half in the first half, nobody after 2 years.
    stop = TransitionEffect(from_steps=("home",), to=("other",), multiplier=0.0)
    ramp = Schedule.ramp(start=YEAR, end=3 * YEAR, pieces=2)
    world = helped(Enrolment(steps=("home",)), children=3000, rate_out=0.4, years=5.0)
    world = replace(world, programmes=(Programme(name="stop", share=ramp, effects=(stop,)),))
    records = run(world)
    home = records.sojourns.step == 0
    left = records.sojourns.end[home & (records.sojourns.cause == Cause.RATE)] / YEAR
    used = [0.4, 0.4 * 0.75, 0.4 * 0.25, 0.0, 0.0]
    alive, seen = 3000, np.histogram(left, bins=range(6))[0]
    for hazard, gone in zip(used, seen.tolist(), strict=True):
        assert stats.binomtest(gone, alive, 1 - math.exp(-hazard)).pvalue > FALSE_ALARM
        alive -= gone


def test_effects_act_on_their_transition_band_and_group_only() -> None:
    stop = TransitionEffect(from_steps=("home",), to=("gone",), multiplier=0.0, bands=(1,), groups=("b",))
    world = Parameters(
        staircase=staircase(step("home"), groups=("a", "b"), borders=(0.0, 12.0, 23.0)),
        horizon_days=365.0,
        transitions=tuple(
            Transition(from_step="home", to=to, rate=((rate, rate),) * 2)
            for to, rate in (("gone", SOON), ("out", 1e-6))
        ),
        stock=tuple(
            listed("home", age_days=age * YEAR, group=group) for age in (3, 14) for group in ("a", "b")
        ),
        programmes=(Programme(name="stop", effects=(stop,)),),
    )
    assert run(world).sojourns.cause.tolist() == [Cause.RATE] * 3 + [Cause.HORIZON]


def test_a_reroute_sends_its_share_elsewhere_on_the_same_day() -> None:
    base = Parameters(
        staircase=staircase(step("home"), step("far"), step("near")),
        horizon_days=2 * YEAR,
        transitions=(transition("home", "far", SOON),),
        stock=tuple(listed("home", age_days=500.0) for _ in range(2000)),
    )
    reroute = Reroute(from_steps=("home",), to=("far",), instead="near", share=0.4)
    share = Schedule.constant(0.5)
    case = replace(base, programmes=(Programme(name="closer", share=share, reroutes=(reroute,)),))
    before, after = run(base).sojourns, run(case).sojourns
    home = before.step == 0
    assert after.end[home].tobytes() == before.end[home].tobytes()
    near = after.destination[home] == 2
    assert stats.binomtest(int(near.sum()), 2000, 0.2).pvalue > FALSE_ALARM
    assert (after.cause[home] == np.where(near, Cause.REROUTED, Cause.RATE)).all()


@pytest.mark.parametrize("instead", [step("near", places=places(0.0)), step("near", ages=(18.0, 23.0))])
def test_a_reroute_to_a_full_step_or_one_for_other_ages_changes_nothing(instead: Step) -> None:
    base = Parameters(
        staircase=staircase(step("home"), step("far"), instead, borders=(0.0, 18.0, 23.0)),
        horizon_days=YEAR,
        transitions=(Transition(from_step="home", to="far", rate=((SOON,), (SOON,))),),
        stock_counts=(stock("home", number=20),),
    )
    reroute = Reroute(from_steps=("home",), to=("far",), instead="near", share=1.0)
    assert_same(run(base), run(replace(base, programmes=(Programme(name="closer", reroutes=(reroute,)),))))


# Order, horizon, replications -------------------------------------------------------------------------------


def test_what_happens_to_many_at_one_instant_is_told_in_order_of_identity() -> None:
    # The first child has a birthday while it is helped, so it looks up last; it is still the first to end.
    world = helped(Enrolment(steps=("home",), length_days=100.0), children=0)
    world = replace(
        world,
        staircase=staircase(step("home"), step("other"), borders=(0.0, 6.0, 23.0)),
        transitions=(),
        stock=(listed("home", age_days=6 * YEAR - 50), *(listed("home", age_days=900.0) for _ in range(3))),
    )
    ends = [(day, child) for day, child, what in told(world) if what == "ends help: completed"]
    assert [day for day, _ in ends] == [100.0] * 4
    assert [child for _, child in ends] == sorted(child for _, child in ends)


def test_follow_hears_a_life_in_order() -> None:
    heard = told(full_step(waiting=2))
    assert [day for day, _, _ in heard] == sorted(day for day, _, _ in heard)
    by_child: dict[int, list[str]] = {}
    for _, child, what in heard:
        by_child.setdefault(child, []).append(what)
    assert sorted(by_child.values()) == [
        ["comes to home", "comes to own", "goes out: out"],
        ["comes to home", "waits for own", "comes to own", "goes out: out"],
    ]


def test_stays_that_have_not_ended_are_censored_at_the_horizon() -> None:
    world = Parameters(
        staircase=staircase(step("home")), horizon_days=300.0, stock=(listed("home", age_days=500.0),) * 3
    )
    stays = run(world).sojourns
    assert stays.end.tolist() == [300.0] * 3
    assert stays.destination.tolist() == [-1] * 3
    assert stays.cause.tolist() == [Cause.HORIZON] * 3


def test_seed_and_replication_alone_reproduce_a_run_and_tell_runs_apart() -> None:
    world = full_step(waiting=10)
    assert_same(simulate(world, seed=7, replication=3), simulate(world, seed=7, replication=3))
    ends = {
        simulate(world, seed=seed, replication=replication).sojourns.end.tobytes()
        for seed, replication in ((7, 3), (7, 4), (8, 3), (3, 7))
    }
    assert len(ends) == 4


# Worlds that are refused ------------------------------------------------------------------------------------

HOME = step("home")


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: places(-1.0), "places: (-1.0,) are not whole numbers from zero"),
        (
            lambda: Places(number=Schedule.constant(1.0), returns=True),
            "places: returns says what happens after divert_to, which is missing",
        ),
        (lambda: step("x", ages=(5.0, 5.0)), "step x: ages 5.0 to 5.0 are upside down"),
        (
            lambda: step("x", at_age_limit=(("out", 0.5),)),
            "step x: the shares at the age limit sum to 0.5, not to 1",
        ),
        (
            lambda: step("x", at_age_limit=(("out", 1.5), ("gone", -0.5))),
            "step x: the shares at the age limit sum to 1.0, not to 1",
        ),
        (lambda: staircase(HOME, HOME), "staircase: home is named twice"),
        (
            lambda: staircase(HOME, borders=(0.0, 23.0, 23.0)),
            "staircase: age borders must rise, found (0.0, 23.0, 23.0)",
        ),
        (
            lambda: staircase(step("x", at_age_limit=(("nowhere", 1.0),))),
            "step x: nowhere is neither a step nor a way out",
        ),
        (
            lambda: staircase(step("x", places=places(1.0, divert_to="nowhere"))),
            "step x: nowhere is neither a step nor a way out",
        ),
        (
            lambda: staircase(step("x", ages=(0.0, 17.5))),
            "step x: age 17.5 is not a border of the age bands (0.0, 23.0)",
        ),
        (
            lambda: staircase(
                step("x", ages=(0.0, 18.0), at_age_limit=(("y", 1.0),)),
                step("y", ages=(0.0, 18.0)),
                borders=(0.0, 18.0, 23.0),
            ),
            "step x: y does not admit a child of 18.0",
        ),
        (
            lambda: staircase(
                step("x", places=places(1.0, divert_to="y")),
                step("y", places=places(1.0, divert_to="x")),
            ),
            "steps x, y divert in a ring",
        ),
        (
            lambda: staircase(step("x", places=places(1.0, divert_to="y")), step("y", places=places(1.0))),
            "step x: diverts to y, where children wait; nobody is diverted into a line",
        ),
        (
            lambda: staircase(
                step("x", places=places(1.0, divert_to="y")),
                step("y", ages=(0.0, 18.0)),
                borders=(0.0, 18.0, 23.0),
            ),
            "step x: diverts to y, which does not admit every age from 0 to 23",
        ),
        (
            lambda: Schedule(times=(0.0, 1.0), values=(1.0,)),
            "schedule: 2 times and 1 values; give as many, at least one",
        ),
        (
            lambda: Schedule(times=(1.0, 1.0), values=(1.0, 2.0)),
            "schedule: times must rise, found (1.0, 1.0)",
        ),
    ],
)
def test_a_staircase_that_does_not_hold_together_is_refused(build: object, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011  the whole message is compared
        build()  # type: ignore[operator]
    assert str(error.value) == message


def test_two_names_with_one_key_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.staircase.name_key", len)
    with pytest.raises(ValueError, match=r"^staircase: two names share a random-number key; rename one"):
        Staircase(steps=(step("abc"),), exits=("out",))


YOUNG = staircase(HOME, step("young", ages=(0.0, 6.0)), borders=(0.0, 6.0, 23.0))
BASE = Parameters(staircase=YOUNG, horizon_days=100.0)
BOTH = ((1.0,), (1.0,))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"horizon_days": 0.0}, "horizon_days is 0.0; it must be above zero"),
        ({"horizon_days": math.inf}, "horizon_days is inf; it must be above zero"),
        (
            {"transitions": (Transition(from_step="x", to="out", rate=BOTH),)},
            "x is not a step; there are home, young",
        ),
        (
            {"transitions": (Transition(from_step="home", to="x", rate=BOTH),)},
            "x is not a step or way out; there are gone, home, out, young",
        ),
        (
            {"transitions": (Transition(from_step="home", to="home", rate=BOTH),)},
            "transition home -> home: a step does not lead to itself",
        ),
        (
            {"transitions": (transition("home", "out", 1.0),)},
            "transition home -> out: rates must be 2 age bands x 1 groups",
        ),
        (
            {"transitions": (Transition(from_step="home", to="out", rate=((1.0, 2.0), (1.0, 2.0))),)},
            "transition home -> out: rates must be 2 age bands x 1 groups",
        ),
        (
            {"transitions": (Transition(from_step="home", to="young", rate=BOTH),)},
            "transition home -> young: the rate at age 6 must be 0; young does not admit it",
        ),
        (
            {"transitions": (Transition(from_step="home", to="out", rate=BOTH),) * 2},
            "transition home -> out is given twice",
        ),
        ({"arrivals": (inflow("x", 1.0),)}, "x is not a step; there are home, young"),
        ({"arrivals": (inflow("home", 1.0, band=2),)}, "home: there is no age band 2"),
        ({"arrivals": (inflow("home", 1.0, band=-1),)}, "home: there is no age band -1"),
        ({"arrivals": (inflow("young", 1.0, band=1),)}, "young does not admit age 6"),
        (
            {"arrivals": (inflow("home", 1.0, shares=(0.5, 0.5)),)},
            "home: give one share per group, summing to 1",
        ),
        (
            {"arrivals": (inflow("home", 1.0, shares=(0.5,)),)},
            "home: give one share per group, summing to 1",
        ),
        (
            {"arrivals": (inflow("home", 1.0), inflow("home", 2.0))},
            "arrivals and stock counts: give each step and age band once",
        ),
        (
            {"stock_counts": (stock("home", number=1), stock("home", number=2))},
            "arrivals and stock counts: give each step and age band once",
        ),
        ({"stock": (listed("x", age_days=99.0),)}, "x is not a step; there are home, young"),
        ({"stock": (listed("home", age_days=99.0, group="x"),)}, "x is not a group; there are alle"),
        (
            {"stock": (listed("young", age_days=7 * YEAR),)},
            "young does not admit a child of 7.00 years at the start date",
        ),
        (
            {
                "staircase": staircase(step("home", places=places(2.0))),
                "stock_counts": (stock("home", number=3),),
            },
            "home: 3 children on 2 places at the start",
        ),
        (
            {"staircase": staircase(step("home", places=places(2.0, first="x")))},
            "x is not a group; there are alle",
        ),
        (
            {"programmes": (Programme(name="p"), Programme(name="p"))},
            "programme p is given twice",
        ),
        (
            {"programmes": (Programme(name="p", enrolment=Enrolment(steps=("x",))),)},
            "x is not a step; there are home, young",
        ),
        (
            {"programmes": (Programme(name="p", enrolment=Enrolment(steps=("home",), groups=("x",))),)},
            "x is not a group; there are alle",
        ),
        (
            {"programmes": (Programme(name="p", enrolment=Enrolment(steps=("home",), first_groups=("x",))),)},
            "x is not a group; there are alle",
        ),
        (
            {
                "programmes": (
                    Programme(
                        name="p",
                        effects=(TransitionEffect(from_steps=("home",), to=("x",), multiplier=1.0),),
                    ),
                )
            },
            "x is not a step or way out; there are gone, home, out, young",
        ),
        (
            {
                "programmes": (
                    Programme(
                        name="p",
                        reroutes=(Reroute(from_steps=("home",), to=("gone",), instead="out", share=1.0),),
                    ),
                )
            },
            "out is not a step; there are home, young",
        ),
        (
            {
                "programmes": (
                    Programme(
                        name="p", arrival_effects=(ArrivalEffect(steps=(), multiplier=1.0, bands=(7,)),)
                    ),
                )
            },
            "programme p: there are only 2 age bands",
        ),
    ],
)
def test_parameters_that_do_not_fit_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011  the whole message is compared
        replace(BASE, **changes)  # type: ignore[arg-type]
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: TransitionEffect(from_steps=("a",), to=("b",), multiplier=-0.1),
            "effect: multiplier is -0.1; it must be zero or more",
        ),
        (
            lambda: TransitionEffect(from_steps=("a",), to=("b",), multiplier=math.nan),
            "effect: multiplier is nan; it must be zero or more",
        ),
        (
            lambda: Reroute(from_steps=("a",), to=("b",), instead="c", share=1.1),
            "reroute to c: share is 1.1; it must lie from 0 to 1",
        ),
        (
            lambda: Reroute(from_steps=("a",), to=("b",), instead="a", share=1.0),
            "reroute to a: it is also among the steps that are left or wished for",
        ),
        (
            lambda: Enrolment(
                steps=("a",), lasting=(TransitionEffect(from_steps=("a",), to=("b",), multiplier=0.5),)
            ),
            "enrolment: lasting effects need a mean time above zero",
        ),
        (
            lambda: Enrolment(steps=("a",), slots=Schedule.constant(2.5)),
            "enrolment: (2.5,) slots are not whole numbers from zero",
        ),
        (
            lambda: places(2.5),
            "places: (2.5,) are not whole numbers from zero",
        ),
        (
            lambda: Enrolment(steps=("a",), length_days=-1.0),
            "enrolment: length_days is -1.0; it must be zero or more",
        ),
        (
            lambda: Enrolment(steps=("a",), drop_out_rate=-1.0),
            "enrolment: drop_out_rate is -1.0; it must be zero or more",
        ),
        (
            lambda: Enrolment(steps=("a",), lasting_mean_days=-1.0),
            "enrolment: lasting_mean_days is -1.0; it must be zero or more",
        ),
        (
            lambda: Enrolment(steps=("a",), take_up=1.2),
            "enrolment: take_up is 1.2; it must lie from 0 to 1",
        ),
        (
            lambda: Enrolment(steps=("a",), age_from=6.0, age_to=3.0),
            "enrolment: ages 6.0 to 3.0 are upside down",
        ),
        (
            lambda: Enrolment(steps=("a",), opens=5.0, closes=5.0),
            "enrolment: closes before it opens",
        ),
        (
            lambda: Programme(name="p", share=Schedule.constant(1.2)),
            "programme p: share must lie from 0 to 1",
        ),
        (
            lambda: transition("a", "b", 1.0, shape=0.0),
            "transition a -> b: shape is 0.0; it must be above zero",
        ),
        (
            lambda: transition("a", "b", -1.0),
            "transition a -> b: a rate is below zero or not finite",
        ),
        (
            lambda: transition("a", "b", math.inf),
            "transition a -> b: a rate is below zero or not finite",
        ),
    ],
)
def test_a_programme_or_transition_that_makes_no_sense_is_refused(build: object, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011  the whole message is compared
        build()  # type: ignore[operator]
    assert str(error.value) == message
