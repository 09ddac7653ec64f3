"""Check when children who are ready move, and that only staff makes one child's life depend on others'."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.compiled_engine import engine as compiled_engine
from model.results.records import Records
from model.simpy_engine.engine import simulate
from model.world.parameters import Parameters, StockChild, Transition
from model.world.programme import Programme, TransitionEffect
from model.world.reviews import Reviews, Staff
from model.world.schedule import Schedule
from model.world.staircase import Staircase
from tests.any_world import worlds
from tests.worlds import AGELESS, ageless_staircase, inflow, lives, places, step, transition

SOON = 1e6
"""A rate so high that a child is ready at once."""
T = 120.0


def run(world: Parameters) -> Records:
    records = simulate(world, seed=1, replication=0)
    compiled = compiled_engine.simulate(world, seed=1, replication=0)
    np.testing.assert_array_equal(records.sojourns.end, compiled.sojourns.end)
    return records


def standing(*since: float) -> tuple[StockChild, ...]:
    return tuple(
        StockChild(step="a", birth_day=-4000.0, since_day=day, group="alle", household=None) for day in since
    )


def reviews(*moves: str, staff: str | None = None, days: float | Schedule = T) -> Reviews:
    interval = days if isinstance(days, Schedule) else Schedule.constant(days)
    return Reviews(name="reviews", intervals=(("a", interval),), moves=moves, staff=staff)


def staff(number: float | Schedule, **changes: tuple[str, ...]) -> Staff:
    schedule = number if isinstance(number, Schedule) else Schedule.constant(number)
    return Staff(name="staff", number=schedule, cases_each=Schedule.constant(1.0), **changes)


def world(*transitions: Transition, **parts: object) -> Parameters:
    known = {"staircase": ageless_staircase("a", "b"), "horizon_days": 1500.0, "transitions": transitions}
    return Parameters(**known | parts)  # type: ignore[arg-type]


def ends(records: Records) -> list[float]:
    """Return the days on which the stays on the first step end, by child."""
    return [round(day, 3) for day in records.sojourns.end[records.sojourns.step == 0].tolist()]


def test_a_child_that_is_ready_moves_at_its_next_review_counted_from_the_start_of_its_stay() -> None:
    made = world(transition("a", "out", SOON), reviews=(reviews("out"),), stock=standing(0.0, -30.0, -150.0))
    assert ends(run(made)) == [120.0, 90.0, 90.0]


def test_a_move_that_is_not_reviewed_ends_the_readiness() -> None:
    made = world(
        transition("a", "out", SOON),
        transition("a", "b", 4.0),
        reviews=(reviews("out"),),
        stock=standing(*[0.0] * 200),
    )
    stays = run(made).sojourns
    early = (stays.step == 0) & (stays.end < T)
    assert early.any()
    assert set(stays.destination[early].tolist()) == {1}
    assert set(np.round(stays.end[(stays.step == 0) & ~early], 6).tolist()) == {T}


def test_other_moves_under_review_stop_while_a_child_is_ready() -> None:
    """The first of them that rings is the one that is made; without that, the second would be newer."""
    made = world(
        transition("a", "out", SOON),
        transition("a", "b", 50.0),
        reviews=(reviews("out", "b"),),
        stock=standing(*[0.0] * 50),
    )
    assert set(run(made).sojourns.destination.tolist()) == {2}


def test_a_readiness_for_a_step_that_a_child_grows_too_old_for_ends() -> None:
    staircase = Staircase(
        steps=(
            step("a", ages=(0.0, AGELESS)),
            step("b", ages=(0.0, 11.0)),
        ),
        exits=("out",),
        age_borders=(0.0, 11.0, AGELESS),
    )
    made = world(
        Transition(from_step="a", to="b", rate=((SOON,), (0.0,))),
        staircase=staircase,
        reviews=(reviews("b"),),
        stock=standing(0.0),  # eleven years old after some days
    )
    assert run(made).sojourns.destination.tolist() == [-1]


def test_those_who_are_ready_queue_for_places_at_their_review() -> None:
    made = world(
        transition("a", "b", SOON),
        staircase=ageless_staircase("a", "b", step_places={"b": places(1)}),
        reviews=(reviews("b"),),
        stock=standing(0.0, -30.0),
    )
    records = run(made)
    assert [round(day, 3) for day in records.waits.start.tolist()] == [120.0]
    assert ends(records) == [1500.0, 90.0]


def test_staff_with_too_many_children_is_late_in_proportion_and_catches_up_as_they_leave() -> None:
    """Four children on two cases: an interval takes 240 days; then three, 180; then two, 120.

    The one of day -90 has come 90 / 240 of an interval and is reviewed after the other 150 days, and so on:
    each of the others lacks another 30 / 240.
    """
    made = world(
        transition("a", "out", SOON),
        reviews=(reviews("out", staff="staff"),),
        staff=(staff(2.0),),
        stock=standing(0.0, -30.0, -60.0, -90.0),
    )
    first, second = 150.0, 150.0 + 180 / 8
    third = second + 120 / 8
    assert ends(run(made)) == pytest.approx([third + 120 / 8, third, second, first], abs=1e-3)


def test_more_staff_from_a_date_on_makes_the_reviews_come_sooner_from_then_on() -> None:
    number = Schedule(times=(0.0, 100.0), values=(1.0, 2.0))
    made = world(
        transition("a", "out", SOON),
        reviews=(reviews("out", staff="staff"),),
        staff=(staff(number),),
        stock=standing(0.0, 0.0),
    )
    assert ends(run(made)) == pytest.approx([100.0 + (1 - 100 / 240) * 120.0] * 2, abs=1e-3)


def test_without_staff_a_child_that_no_case_touches_lives_the_same_life() -> None:
    made = world(
        transition("a", "out", 2.0),
        transition("a", "b", 1.0),
        reviews=(reviews("out"),),
        arrivals=(inflow("a", 40.0),),
    )
    more = replace(made, arrivals=(inflow("a", 80.0),))
    before, after = (lives(run(each), each.staircase) for each in (made, more))
    assert len(after) > len(before) > 100
    assert all(after[child] == life for child, life in before.items())


def test_with_staff_lives_differ_only_from_when_the_delay_differs() -> None:
    """More children from day 400 on: until then, and for all whom nobody delays, nothing changes."""
    made = world(
        transition("a", "out", 2.0),
        transition("a", "b", 1.0),
        reviews=(reviews("out", staff="staff"),),
        staff=(staff(30.0),),
        arrivals=(inflow("a", 40.0),),
    )
    more = replace(
        made,
        arrivals=(inflow("a", Schedule(times=(0.0, 400.0), values=(40.0, 120.0))),),
    )
    before, after = run(made), run(more)
    known = before.sojourns.end < 400.0
    same = np.isin(after.sojourns.child, before.sojourns.child[known]) & (after.sojourns.end < 400.0)
    assert before.sojourns.end[known].tolist() == after.sojourns.end[same].tolist()
    on_a = before.sojourns.step == 0
    later = dict(zip(before.sojourns.child[on_a].tolist(), before.sojourns.end[on_a].tolist(), strict=True))
    theirs = after.sojourns.step == 0
    others = zip(after.sojourns.child[theirs].tolist(), after.sojourns.end[theirs].tolist(), strict=True)
    assert any(later[child] != end for child, end in others if child in later)
    roomy = [run(replace(each, staff=(staff(1e6),))) for each in (made, more)]
    before_lives, after_lives = (lives(each, made.staircase) for each in roomy)
    assert all(after_lives[child] == life for child, life in before_lives.items())


def test_an_effect_multiplies_the_readiness_and_a_case_that_does_nothing_changes_no_bit() -> None:
    made = world(transition("a", "out", 2.0), reviews=(reviews("out"),), stock=standing(*[-200.0] * 300))
    effect = TransitionEffect(from_steps=("a",), to=("out",), multiplier=4.0)
    helped = replace(made, programmes=(Programme(name="p", effects=(effect,)),))
    plain, sooner = np.array(ends(run(made))), np.array(ends(run(helped)))
    assert (sooner <= plain).all()
    assert (sooner < plain).any()


@given(worlds(reviewed=True), st.integers(0, 10))
@settings(max_examples=60)
def test_both_engines_review_the_same_children_on_the_same_days(made: Parameters, seed: int) -> None:
    records = simulate(made, seed=seed, replication=0)
    compiled = compiled_engine.simulate(made, seed=seed, replication=0)
    for name in ("child", "visit", "step", "start", "end", "destination", "cause"):
        np.testing.assert_array_equal(getattr(records.sojourns, name), getattr(compiled.sojourns, name))
