"""Compare expected numbers with closed forms, one thing at a time."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.linalg import expm

from model.expected.expected import expected, follow_stock
from model.world.parameters import Parameters, StockChild, StockCount, Transition
from model.world.programme import ArrivalEffect, Enrolment, Programme, Reroute, TransitionEffect
from model.world.schedule import Schedule
from model.world.staircase import Places, Staircase
from tests.model.small import YEAR
from tests.worlds import AGELESS, ageless_staircase, inflow, places, step, stock, transition

# Closed forms -----------------------------------------------------------------------------------------------

RATE, SHAPE = 2.0**-0.7, 0.7


def one_step(**parts: object) -> Parameters:
    world = Parameters(
        staircase=ageless_staircase("step"),
        horizon_days=YEAR,
        transitions=(transition("step", "out", RATE, shape=SHAPE),),
    )
    return replace(world, **parts)  # type: ignore[arg-type]


def test_from_empty_the_number_is_the_arrivals_times_the_survival_curve() -> None:
    numbers = expected(one_step(arrivals=(inflow("step", 10.0),)), days=[0.0, YEAR, 5 * YEAR, 10 * YEAR])
    assert numbers.present[:, 0] == pytest.approx([0.0, 7.057257, 18.647643, 22.943477], rel=1e-6)
    assert numbers.starts[:, 0] == pytest.approx([10.0, 40.0, 50.0])
    years, _ = quad(lambda u: (5 - u) * np.exp(-((u / 2) ** 0.7)), 0.0, 5.0)
    assert numbers.person_days[:2, 0].sum() == pytest.approx(10 * years * YEAR, rel=1e-4)


EXTERNAL = np.array([40.0, 10.0, 3.0, 2.0])
STAYS = np.array([0.8, 1.5, 3.0, 2.0])
ROUTING = np.array(
    [[0.0, 0.2, 0.05, 0.03], [0.3, 0.0, 0.15, 0.05], [0.05, 0.05, 0.0, 0.1], [0.05, 0.1, 0.3, 0.0]]
)
GENERATOR = (ROUTING - np.eye(4)) / STAYS[:, None]
NAMES = ("a", "b", "c", "d")


def network() -> Parameters:
    rates = ROUTING / STAYS[:, None]
    leaving = (1 - ROUTING.sum(axis=1)) / STAYS
    ways = [(a, b, rates[i, j]) for i, a in enumerate(NAMES) for j, b in enumerate(NAMES) if i != j]
    ways += [(name, "out", leaving[i]) for i, name in enumerate(NAMES)]
    return Parameters(
        staircase=ageless_staircase(*NAMES),
        horizon_days=YEAR,
        transitions=tuple(transition(a, b, rate) for a, b, rate in ways),
        arrivals=tuple(inflow(name, float(EXTERNAL[i])) for i, name in enumerate(NAMES)),
    )


def test_an_open_network_comes_to_rest_where_jackson_says() -> None:
    numbers = expected(network(), days=[0.0, 59 * YEAR, 60 * YEAR], days_per_cell=122.0)
    assert numbers.present[-1] == pytest.approx([37.520915, 30.638054, 30.115526, 10.864307], rel=1e-6)
    assert numbers.person_days[1] / YEAR == pytest.approx(numbers.present[-1], rel=1e-4)
    assert numbers.starts[1] == pytest.approx(numbers.present[-1] / STAYS, rel=1e-6)
    assert numbers.ends[1] == pytest.approx(numbers.starts[1], rel=1e-6)


CHILDREN, TIMES = (50, 20, 0, 7), np.array([0.0, 0.25, 1.0, 3.0])


def closed_network() -> Parameters:
    standing = tuple(stock(name, number=number) for name, number in zip(NAMES, CHILDREN, strict=True))
    return replace(network(), arrivals=(), stock_counts=standing)


def test_a_markov_chain_is_its_matrix_exponential() -> None:
    numbers = expected(closed_network(), days=TIMES * YEAR, days_per_cell=8.0)
    exact = np.array([CHILDREN @ expm(GENERATOR * time) for time in TIMES])
    assert numbers.present == pytest.approx(exact, rel=2e-4)
    years = np.linalg.solve(GENERATOR.T, np.diff(exact, axis=0).T).T
    assert numbers.person_days / YEAR == pytest.approx(years, rel=2e-4)
    assert numbers.moves[:, :, :4] == pytest.approx(years[:, :, None] * ROUTING / STAYS[:, None], rel=2e-4)


def test_what_becomes_of_those_who_stand_there_is_the_chain_too() -> None:
    last = 30.0 * YEAR
    fates = follow_stock(closed_network(), steps=["b", "a"], days=[*TIMES * YEAR, last], days_per_cell=30.0)
    assert fates.steps == (1, 0)
    assert fates.number == pytest.approx([20.0, 50.0])
    for row, (step_, number) in enumerate(((1, 20.0), (0, 50.0))):
        where = np.array([number * expm(GENERATOR * time)[step_] for time in TIMES])
        assert fates.where[:-1, row, :4] == pytest.approx(where, rel=3e-3, abs=1e-9)
        assert fates.where[:, row].sum(axis=1) == pytest.approx(number)
        assert fates.stayed[:-1, row] == pytest.approx(number * np.exp(-TIMES / STAYS[step_]), rel=1e-6)
    assert fates.days_on_step / YEAR == pytest.approx(STAYS[[1, 0]], rel=1e-6)
    in_set = np.linalg.inv(-GENERATOR[:2, :2]).sum(axis=1)
    assert fates.days_in_set / YEAR == pytest.approx(in_set[::-1], rel=1e-4)
    chances = expm(GENERATOR * 1.0)
    same = (20 * chances[1, 1] + 50 * chances[0, 0]) / 70
    changed = (20 * chances[1, 0] + 50 * chances[0, 1]) / 70
    assert fates.same_step[2] == pytest.approx(same, rel=1e-3)
    assert fates.changed_kind[2] == pytest.approx(changed, rel=1e-3)
    assert fates.outside[2] == pytest.approx(1 - same - changed, rel=1e-3)


def test_nobody_stands_on_a_step_and_there_is_no_mean() -> None:
    fates = follow_stock(closed_network(), steps=["c"], days=[0.0, YEAR])
    assert fates.number == pytest.approx([0.0])
    for figure in (fates.days_on_step, fates.days_in_set, fates.same_step, fates.changed_kind, fates.outside):
        assert np.isnan(figure).all()


WAYS = {"well": (1.2, 0.4, 0.7), "badly": (0.3, 0.9, 2.0)}
"""Rate before the first birthday, rate after it, shape."""
SINCE, BIRTHDAY = 0.25, 0.4
"""Years on the step at the start date, and years from then to the birthday."""


def has_met(way: str, time: float) -> float:
    young, old, shape = WAYS[way]
    turn = min(time, BIRTHDAY)
    before = (SINCE + turn) ** shape - SINCE**shape
    return float(young * before + old * ((SINCE + time) ** shape - (SINCE + turn) ** shape))


def gone(way: str, time: float) -> float:
    """Return the chance of having gone a way by a time: the integral of its hazard times survival."""

    def density(u: float) -> float:
        young, old, shape = WAYS[way]
        rate = young if u < BIRTHDAY else old
        return float(rate * shape * (SINCE + u) ** (shape - 1) * math.exp(-sum(has_met(w, u) for w in WAYS)))

    return sum(quad(density, low, high)[0] for low, high in pairwise(sorted({0.0, time, BIRTHDAY})))


def test_competing_ways_race_on_from_where_they_were_when_a_birthday_changes_their_rates() -> None:
    child = StockChild(
        step="step", birth_day=-(1 - BIRTHDAY) * YEAR - 0.5, since_day=-SINCE * YEAR, group="alle"
    )
    world = Parameters(
        staircase=Staircase(
            steps=(step("step", ages=(0.0, AGELESS), at_age_limit=(("well", 1.0),)),),
            exits=tuple(WAYS),
            age_borders=(0.0, 1.0, AGELESS),
        ),
        horizon_days=YEAR,
        transitions=tuple(
            Transition(from_step="step", to=to, rate=((young,), (old,)), shape=shape)
            for to, (young, old, shape) in WAYS.items()
        ),
        stock=(child,),
    )
    numbers = expected(world, days=[0.0, 1.1 * YEAR, 3 * YEAR], days_per_cell=15.0)
    for time, inside, moves in zip(
        (1.1, 3.0), numbers.present[1:, 0], numbers.moves[:, 0].cumsum(axis=0), strict=True
    ):
        assert inside == pytest.approx(math.exp(-sum(has_met(way, time) for way in WAYS)), rel=1e-9)
        assert moves[1:] == pytest.approx([gone(way, time) for way in WAYS], rel=1e-4)


def test_counted_children_are_as_old_and_have_been_there_as_long_as_the_engine_draws() -> None:
    mean, low, high = 1.5, 2.0, 4.0
    world = Parameters(
        staircase=Staircase(
            steps=(step("step", ages=(1.0, 23.0)),), exits=("out",), age_borders=(1.0, low, high, 23.0)
        ),
        horizon_days=YEAR,
        transitions=(Transition(from_step="step", to="out", rate=((0.0,), (0.8,), (0.8,)), shape=0.5),),
        stock_counts=(StockCount(step="step", band=1, number=10, mean_years_on_step=mean),),
    )

    def stays(u: float) -> float:
        return math.exp(-0.8 * ((u + 1.0) ** 0.5 - u**0.5))

    def of_age(age: float) -> float:
        below, _ = quad(lambda u: math.exp(-u / mean) / mean * stays(u), 0.0, age - 1.0)
        return below + math.exp(-(age - 1.0) / mean) * stays(age - 1.0)

    exact = 10 * quad(of_age, low, high)[0] / (high - low)
    results = [
        expected(world, days=[0.0, YEAR], days_per_cell=days).present[-1, 0] for days in (60.0, 30.0, 15.0)
    ]
    assert results[-1] == pytest.approx(exact, rel=1e-5)
    assert abs(results[-1] - exact) < abs(results[0] - exact) / 8


def test_children_move_on_their_birthday_and_where_the_shares_say() -> None:
    steps = (
        step("home", ages=(0.0, 18.0), at_age_limit=(("after", 0.25), ("out", 0.75))),
        step("after", ages=(18.0, 23.0)),
    )
    world = Parameters(
        staircase=Staircase(steps=steps, exits=("out",), age_borders=(0.0, 18.0, 23.0)),
        horizon_days=YEAR,
        stock=(
            StockChild(step="home", birth_day=100.0 - 18 * YEAR, since_day=-400.0, group="alle"),
            StockChild(step="after", birth_day=200.0 - 23 * YEAR, since_day=0.0, group="alle"),
        ),
        arrivals=(inflow("home", 36.0),),
    )
    numbers = expected(replace(world, arrivals=()), days=[0.0, 50.0, 100.0, 101.0, 365.0])
    assert numbers.moves[:, 0, 1] == pytest.approx([0.0, 0.0, 0.25, 0.0])
    assert numbers.moves[:, 0, 2] == pytest.approx([0.0, 0.0, 0.75, 0.0])
    assert numbers.starts[:, 1] == pytest.approx([0.0, 0.0, 0.25, 0.0])
    assert numbers.person_days.sum(axis=0) == pytest.approx([100.5, 200.5 + 0.25 * 264.5])
    # Ages of those who come are uniform: two a year reach the limit per year that has passed since.
    grown = expected(world, days=[0.0, YEAR]).moves[0, 0] - [0.0, 0.25, 0.75]
    assert grown == pytest.approx([0.0, 0.25, 0.75], rel=1e-9)


# Policy for everyone ----------------------------------------------------------------------------------------


def test_arrivals_follow_their_schedule_their_ramp_and_their_groups() -> None:
    staircase = replace(ageless_staircase("step"), groups=("a", "b"))
    coming = Schedule(times=(0.0, 100.5), values=(YEAR, 2 * YEAR))
    more = ArrivalEffect(steps=("step",), multiplier=3.0, groups=("b",))
    world = Parameters(
        staircase=staircase,
        horizon_days=YEAR,
        arrivals=(inflow("step", coming, shares=(0.75, 0.25)),),
        programmes=(
            Programme(
                name="p", share=Schedule(times=(0.0, 150.0), values=(0.0, 0.5)), arrival_effects=(more,)
            ),
        ),
    )
    numbers = expected(world, days=[0.0, 100.5, 150.0, 200.0])
    assert numbers.arrivals[:, 0] == pytest.approx([100.5, 99.0, 100 * (0.75 + 0.25 * 2)])
    assert numbers.present[:, 0] == pytest.approx([0.0, 100.5, 199.5, 324.5])


def test_a_change_for_everyone_multiplies_what_is_left_of_the_hazard() -> None:
    effect = TransitionEffect(from_steps=("step",), to=("out",), multiplier=3.0)
    programme = Programme(
        name="p", share=Schedule(times=(0.0, 0.6 * YEAR), values=(0.0, 0.5)), effects=(effect,)
    )
    world = one_step(stock_counts=(stock("step", number=1),), programmes=(programme,))
    met = RATE * (0.6**SHAPE + 2.0 * (1.0 - 0.6**SHAPE))
    assert expected(world, days=[0.0, YEAR]).present[-1, 0] == pytest.approx(math.exp(-met), rel=1e-8)


def reroute(share: float, instead: str = "own") -> Reroute:
    return Reroute(from_steps=("home",), to=("foster",), instead=instead, share=share)


@pytest.mark.parametrize(
    ("rerouted", "shares"),
    [
        ([("p", 1.0, [reroute(0.3)])], {"own": 0.3}),
        ([("p", 0.5, [reroute(0.3)])], {"own": 0.15}),
        ([("p", 1.0, [reroute(0.3), reroute(0.5)])], {"own": 0.5}),
        ([("p", 1.0, [reroute(0.5), reroute(0.3)])], {"own": 0.5}),
        ([("p", 1.0, [reroute(0.3)]), ("q", 1.0, [reroute(0.5)])], {"own": 0.65}),
        ([("p", 1.0, [reroute(0.3), reroute(0.5, "kin")])], {"own": 0.3, "kin": 0.35}),
        ([("p", 1.0, [reroute(0.3), reroute(0.5, "kin"), reroute(0.6)])], {"own": 0.45, "kin": 0.35}),
        ([("p", 1.0, [reroute(0.3, "baby")])], {}),
    ],
)
def test_a_share_is_sent_elsewhere(
    rerouted: list[tuple[str, float, list[Reroute]]], shares: dict[str, float]
) -> None:
    names = ("home", "own", "kin", "foster")
    steps = (*(step(name, ages=(0.0, 23.0)) for name in names), step("baby", ages=(0.0, 1.0)))
    world = Parameters(
        staircase=Staircase(steps=steps, exits=("out",), age_borders=(0.0, 1.0, 20.0, 23.0)),
        horizon_days=YEAR,
        transitions=(Transition(from_step="home", to="foster", rate=((1.0,),) * 3),),
        stock_counts=(stock("home", number=1, band=1),),
        programmes=tuple(
            Programme(name=name, share=Schedule.constant(share), reroutes=tuple(routes))
            for name, share, routes in rerouted
        ),
    )
    went = expected(world, days=[0.0, YEAR / 2]).moves[0, 0]
    wanted = [shares.get(name, 0.0) for name in names[1:3]]
    assert went[:4] / went[:4].sum() == pytest.approx([0.0, *wanted, 1.0 - sum(wanted)])


# What is refused --------------------------------------------------------------------------------------------


def with_places(number: Places) -> Parameters:
    return one_step(staircase=ageless_staircase("step", step_places={"step": number}))


@pytest.mark.parametrize(
    ("world", "message"),
    [
        (with_places(places(3.0)), "step has places"),
        (
            one_step(programmes=(Programme(name="help", enrolment=Enrolment(steps=("step",))),)),
            "programme help enrols children",
        ),
    ],
)
def test_a_world_in_which_children_depend_on_more_is_refused(world: Parameters, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        expected(world, days=[0.0, 1.0])
    with pytest.raises(ValueError, match=message):
        follow_stock(world, steps=["step"], days=[0.0, 1.0])


@pytest.mark.parametrize("days", [[], [0.0], [-1.0, 1.0], [0.0, 0.0], [2.0, 1.0], [0.0, math.inf]])
def test_days_that_do_not_rise_are_refused(days: list[float]) -> None:
    with pytest.raises(ValueError, match="days: give at least two"):
        expected(one_step(), days=days)


@pytest.mark.parametrize("width", [0.0, -1.0, math.inf, math.nan])
def test_a_cell_without_width_is_refused(width: float) -> None:
    with pytest.raises(ValueError, match="days_per_cell is"):
        expected(one_step(), days=[0.0, 1.0], days_per_cell=width)


@pytest.mark.parametrize(
    ("steps", "message"),
    [(["stair"], "stair is not a step"), (["step", "step"], "each once"), ([], "least one")],
)
def test_steps_to_follow_must_be_there(steps: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        follow_stock(one_step(), steps=steps, days=[0.0, 1.0])
