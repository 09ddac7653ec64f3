"""Check that worlds that do not hold together are refused with a sentence."""

import math
from dataclasses import replace

import pytest

from model.world.parameters import Parameters, Transition
from model.world.programme import ArrivalEffect, Enrolment, Programme, Reroute, TransitionEffect
from model.world.schedule import Schedule
from model.world.staircase import Places, Staircase
from tests.model.small import YEAR, listed, staircase
from tests.worlds import inflow, places, step, stock, transition

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
    monkeypatch.setattr("model.world.staircase.name_key", len)
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
