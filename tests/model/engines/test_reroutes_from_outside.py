"""Check reroutes of those who come straight from outside: whom they reach, and whom they leave alone."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from model.expected.expected import expected
from model.world.parameters import Parameters, Transition
from model.world.programme import OUTSIDE, Programme, Reroute
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.model.small import run
from tests.worlds import assert_same, changed, inflow, lives, places, step, stock


def from_outside(share: float, *, ages: tuple[float, float] = (0.0, 23.0), **limits: Any) -> Parameters:
    """Return a world in which a programme sends a share of those who come to `far` to `near` instead."""
    reroute = Reroute(from_steps=(OUTSIDE,), to=("far",), instead="near", share=share, **limits)
    return Parameters(
        staircase=Staircase(
            steps=(step("home"), step("near", ages=ages), step("far")),
            exits=("out",),
            age_borders=(0.0, 12.0, 23.0),
            groups=("a", "b"),
        ),
        horizon_days=10 * DAYS_PER_YEAR,
        transitions=(Transition(from_step="far", to="out", rate=((0.5, 0.5),) * 2),),
        arrivals=tuple(inflow("far", 60.0, band=band, shares=(0.5, 0.5)) for band in (0, 1)),
        stock_counts=(stock("far", number=20, shares=(0.5, 0.5)),),
        programmes=(Programme(name="closer", reroutes=(reroute,)),),
    )


def test_a_reroute_from_outside_sends_its_share_of_those_who_come_and_nobody_else() -> None:
    world = from_outside(0.4)
    untouched, sent = run(replace(world, programmes=())), run(world)
    assert changed(untouched, sent, of=world.staircase) == {
        child
        for child, stays in lives(sent, world.staircase).items()
        if any(stay[0] == b"near" for stay in stays)
    }
    first = sent.sojourns.step[(sent.sojourns.visit == 0) & (sent.sojourns.start > 0)]
    assert (first == 1).mean() == pytest.approx(0.4, abs=0.04)
    stood = sent.children.identity[sent.children.in_stock]
    assert not np.isin(sent.sojourns.child[sent.sojourns.step == 1], stood).any()


def test_those_sent_from_outside_by_a_smaller_share_are_among_those_of_a_larger() -> None:
    small, large = run(from_outside(0.2)), run(from_outside(0.5))
    sent = [{*r.sojourns.child[r.sojourns.step == 1].tolist()} for r in (small, large)]
    assert sent[0] < sent[1]


def test_a_reroute_from_outside_is_for_its_ages_and_groups_and_for_whom_the_step_takes() -> None:
    for limits, group, youngest in (
        ({"bands": (1,)}, None, 12.0),
        ({"groups": ("b",)}, 1, 0.0),
        ({"ages": (12.0, 23.0)}, None, 12.0),
    ):
        records = run(from_outside(1.0, **limits))
        people = records.children
        there = np.isin(people.identity, records.sojourns.child[records.sojourns.step == 1])
        ages = (people.since_day - people.birth_day)[there] / DAYS_PER_YEAR
        assert ages.min() >= youngest
        assert group is None or {*people.group[there].tolist()} == {group}


def test_a_reroute_from_outside_to_a_full_step_sends_nobody() -> None:
    world = from_outside(1.0)
    steps = tuple(replace(s, places=places(0.0)) if s.name == "near" else s for s in world.staircase.steps)
    full = replace(world, staircase=replace(world.staircase, steps=steps))
    assert_same(run(full), run(replace(full, programmes=())))


def test_whoever_was_not_sent_elsewhere_on_coming_may_be_on_moving_with_a_number_of_its_own() -> None:
    both = Reroute(from_steps=(OUTSIDE, "far"), to=("far", "home"), instead="near", share=0.5)
    world = replace(
        from_outside(0.0),
        transitions=(Transition(from_step="far", to="home", rate=((4.0, 4.0),) * 2),),
        programmes=(Programme(name="closer", reroutes=(both,)),),
    )
    stays = run(world).sojourns
    left = stays.destination[(stays.step == 2) & (stays.destination >= 0) & (stays.start > 0)]
    assert (left == 1).mean() == pytest.approx(0.5, abs=0.05)


def test_the_share_that_is_sent_is_expected_exactly() -> None:
    world = from_outside(0.4, bands=(1,))
    ramp = Schedule(times=(0.0, 100.0), values=(0.0, 0.5))
    world = replace(world, programmes=(replace(world.programmes[0], share=ramp),))
    numbers = expected(world, days=[0.0, 100.0, 200.0])
    coming = 100.0 * 60.0 / DAYS_PER_YEAR
    assert numbers.arrivals[0] == pytest.approx([0.0, 0.0, 2 * coming])
    assert numbers.arrivals[1] == pytest.approx([0.0, 0.2 * coming, 1.8 * coming])
