"""Check programmes: slots, take-up, length, drop-out, effects, ramps, reroutes."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from model.results.records import Cause, EnrolmentEnd
from model.world.parameters import Parameters, Transition
from model.world.programme import Enrolment, Programme, Reroute, TransitionEffect
from model.world.randomness import Chance, Purpose, name_key
from model.world.schedule import Schedule
from model.world.staircase import Step
from tests.model.small import FALSE_ALARM, SOON, YEAR, helped, listed, run, staircase
from tests.worlds import assert_same, inflow, places, step, stock, transition


def test_slots_are_given_in_turn_and_given_back() -> None:
    records = run(helped(Enrolment(steps=("home",), slots=Schedule.constant(3.0), length_days=100.0)))
    rows = records.enrolments
    assert rows.asked.tolist() == [0.0] * 8
    assert rows.start.tolist() == [0.0] * 3 + [100.0] * 3 + [200.0] * 2  # by identity: all asked at once
    assert (rows.end - rows.start).tolist() == [100.0] * 8
    assert (rows.outcome == EnrolmentEnd.COMPLETED).all()


def test_slots_that_come_later_are_all_given_on_their_day() -> None:
    slots = Schedule(times=(0.0, 50.0, 80.0), values=(1.0, 4.0, 5.0))
    rows = run(helped(Enrolment(steps=("home",), slots=slots))).enrolments
    assert rows.start[:5].tolist() == [0.0, 50.0, 50.0, 50.0, 80.0]
    assert np.isnan(rows.start[5:]).all()
    assert rows.outcome.tolist() == [EnrolmentEnd.RUNNING] * 5 + [EnrolmentEnd.WAITING] * 3


def test_slots_that_fall_throw_nobody_out() -> None:
    slots = Schedule(times=(0.0, 50.0), values=(3.0, 1.0))
    rows = run(helped(Enrolment(steps=("home",), slots=slots, length_days=100.0))).enrolments
    assert rows.start.tolist() == [0.0] * 3 + [100.0, 200.0, 300.0, 400.0, 500.0]


def test_on_the_day_that_slots_fall_those_given_back_are_not_given_again() -> None:
    slots = Schedule(times=(0.0, 100.0), values=(3.0, 1.0))
    rows = run(helped(Enrolment(steps=("home",), slots=slots, length_days=100.0))).enrolments
    assert rows.start.tolist() == [0.0] * 3 + [100.0, 200.0, 300.0, 400.0, 500.0]


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
    rows = run(helped(Enrolment(steps=("home",), take_up=0.3, length_days=10.0), children=2000)).enrolments
    assert len(set(rows.child.tolist())) == len(rows.child)
    assert stats.binomtest(len(rows.child), 2000, 0.3).pvalue > FALSE_ALARM


def test_programmes_do_not_share_their_luck() -> None:
    enrolment = Enrolment(steps=("home",), take_up=0.5, length_days=300.0, drop_out_rate=1.0)
    world = helped(enrolment, children=400)
    twice = tuple(Programme(name=name, enrolment=enrolment) for name in ("one", "other"))
    rows = run(replace(world, programmes=twice)).enrolments
    one, other = (
        {int(c): d for c, d, p in zip(rows.child, rows.end, rows.programme, strict=True) if p == number}
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
    rows = run(helped(enrolment, children=2000, years=2.0)).enrolments
    lengths = rows.end - rows.start
    dropped = rows.outcome == EnrolmentEnd.DROPPED_OUT
    assert (rows.outcome[~dropped] == EnrolmentEnd.COMPLETED).all()
    assert (lengths[~dropped] == 200.0).all()
    survives = math.exp(-2.0 * 200.0 / YEAR)
    assert stats.binomtest(int(dropped.sum()), 2000, 1 - survives).pvalue > FALSE_ALARM
    law = stats.truncexpon(b=400.0 / YEAR, scale=YEAR / 2)
    assert stats.kstest(lengths[dropped], law.cdf).pvalue > FALSE_ALARM


def test_help_of_a_set_length_is_left_when_the_child_moves_on() -> None:
    records = run(helped(Enrolment(steps=("home",), length_days=300.0), rate_out=1.0, children=40))
    rows, stays = records.enrolments, records.sojourns
    home = stays.step == 0
    assert rows.child.tolist() == stays.child[home].tolist()
    assert rows.end.tolist() == np.minimum(stays.end[home], 300.0).tolist()
    left = stays.end[home] < 300.0
    assert left.any()
    assert (rows.outcome == np.where(left, EnrolmentEnd.LEFT, EnrolmentEnd.COMPLETED)).all()


def test_help_without_a_length_is_complete_when_the_child_moves_on() -> None:
    records = run(helped(Enrolment(steps=("home",)), rate_out=1.0, children=40))
    rows, stays = records.enrolments, records.sojourns
    home = stays.step == 0
    assert rows.end.tolist() == stays.end[home].tolist()
    running = stays.cause[home] == Cause.HORIZON
    assert (rows.outcome == np.where(running, EnrolmentEnd.RUNNING, EnrolmentEnd.COMPLETED)).all()


def test_help_that_follows_the_child_goes_on_after_a_move_but_not_out() -> None:
    world = helped(Enrolment(steps=("home",), length_days=300.0, follows=True), rate_out=20.0, children=40)
    world = replace(world, transitions=(*world.transitions[:1], transition("other", "gone", 1.0)))
    records = run(world)
    rows, stays = records.enrolments, records.sojourns
    gone = stays.end[stays.step == 1]
    assert len(gone) == 40
    assert rows.end.tolist() == np.minimum(gone, 300.0).tolist()
    assert {*rows.outcome.tolist()} == {EnrolmentEnd.COMPLETED, EnrolmentEnd.LEFT}


def test_help_ends_at_the_age_that_it_is_for() -> None:
    world = helped(Enrolment(steps=("home",), age_from=4.5, age_to=5.25), children=0)
    ages = (4.0, 4.6, 5.2, 5.3)
    records = run(replace(world, stock=tuple(listed("home", age_days=age * YEAR) for age in ages)))
    rows = records.enrolments
    assert rows.child.tolist() == records.children.identity[:3].tolist()
    born = records.children.birth_day[:3]
    assert rows.asked.tolist() == [born[0] + 4.5 * YEAR, 0.0, 0.0]
    assert np.allclose(rows.end, born + 5.25 * YEAR)


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
    rows = run(helped(enrolment)).enrolments
    assert rows.asked.tolist() == [100.0] * 8
    assert rows.start[:8].tolist()[:6] == [100.0] * 3 + [160.0] * 3
    assert rows.start[6:].tolist() == [220.0] * 2
    assert rows.end[6:].tolist() == [280.0] * 2  # those enrolled go on
    late = run(helped(replace(enrolment, closes=200.0))).enrolments
    assert late.outcome.tolist() == [EnrolmentEnd.COMPLETED] * 6 + [EnrolmentEnd.GAVE_UP] * 2
    assert late.end[6:].tolist() == [200.0] * 2


def test_slots_that_come_on_the_day_it_closes_are_given_to_nobody() -> None:
    slots = Schedule(times=(0.0, 50.0), values=(1.0, 4.0))
    rows = run(helped(Enrolment(steps=("home",), slots=slots, closes=50.0))).enrolments
    assert rows.outcome.tolist() == [EnrolmentEnd.RUNNING] + [EnrolmentEnd.GAVE_UP] * 7
    assert rows.end[1:].tolist() == [50.0] * 7


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
