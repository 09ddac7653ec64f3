"""Check expected numbers of whole worlds: against finer cells, and that no child is lost."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.expected.expected import Expected, expected, follow_stock
from model.world.arrays import Floats
from model.world.parameters import Arrivals, Parameters, StockCount, Transition
from model.world.planned_stays import LENGTH
from model.world.programme import Programme, TransitionEffect
from model.world.schedule import Schedule
from model.world.staircase import Staircase
from tests.any_world import worlds
from tests.model.small import YEAR
from tests.worlds import inflow, step

# Convergence ------------------------------------------------------------------------------------------------


def busy_world(shape: float) -> Parameters:
    """Return a world of two age bands: a limit, two shapes on a step, moves to and fro, a ramp, old stock."""
    ways = (
        ("low", "high", (0.9, 0.5), shape),
        ("low", "out", (0.6, 1.1), 1.0),
        ("high", "low", (0.8, 0.8), shape),
        ("high", "out", (0.2, 0.5), 1.5),
    )
    effect = TransitionEffect(from_steps=("low",), to=("high",), multiplier=0.4)
    return Parameters(
        staircase=Staircase(
            steps=(step("low", ages=(0.0, 3.0), at_age_limit=(("out", 1.0),)), step("high", ages=(0.0, 5.0))),
            exits=("out",),
            age_borders=(0.0, 1.6, 3.0, 5.0),
        ),
        horizon_days=YEAR,
        transitions=tuple(
            Transition(
                from_step=a,
                to=b,
                rate=((x,), (y,), (0.0 if "low" in (a, b) else y,)),
                shape=k,
            )
            for a, b, (x, y), k in ways
        ),
        arrivals=(inflow("low", 20.0), inflow("high", 5.0, band=1)),
        stock_counts=(
            StockCount(step="low", band=1, number=15, mean_years_on_step=0.7),
            StockCount(step="high", band=2, number=9, mean_years_on_step=0.9),
        ),
        programmes=(
            Programme(name="p", share=Schedule.ramp(start=80.0, end=240.0, pieces=2), effects=(effect,)),
        ),
    )


def distance(one: Expected, other: Expected) -> Floats:
    """Return how far apart two solutions are, over the largest of each kind of figure; [figure]."""
    names = ("person_days", "present", "starts", "moves")
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    return np.array([np.abs(a - b).max() / np.abs(b).max() for a, b in pairs])


@pytest.mark.parametrize(("shape", "order"), [(1.0, 2.0), (2.0, 2.0), (0.7, 1.4), (0.5, 1.0)])
def test_the_error_falls_at_the_order_that_is_stated(shape: float, order: float) -> None:
    world = busy_world(shape)
    coarse, middle, fine, finest = (
        expected(world, days=[0.0, 240.0, 480.0], days_per_cell=width) for width in (80.0, 40.0, 20.0, 10.0)
    )
    assert (distance(middle, finest) < 2e-3).all()
    first, second = distance(coarse, middle), distance(middle, fine)
    assert (np.log2(first / second) > order - 0.4).all()
    # Richardson: the difference from half the width tells the error.
    assert (distance(middle, finest) < 2 * second).all()


# Children kept count of -------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(worlds(limited=False), st.sampled_from([20.0, 45.0]), st.sampled_from([0.0, 30.0]))
def test_whoever_comes_goes_or_is_there(world: Parameters, width: float, first: float) -> None:
    world = replace(world, programmes=tuple(map(_for_all, world.programmes)))
    days = np.array([first, 90.0, 91.5, 400.0])
    numbers = expected(world, days=days, days_per_cell=width)
    steps = len(world.staircase.steps)
    for field in (numbers.person_days, numbers.present, numbers.arrivals, numbers.starts, numbers.moves):
        assert np.isfinite(field).all()
        assert (field >= 0).all()
    came, went = numbers.starts, numbers.ends
    assert np.diff(numbers.present, axis=0) == pytest.approx(came - went, abs=1e-9)
    assert came == pytest.approx(numbers.arrivals + numbers.moves[:, :, :steps].sum(axis=1), abs=1e-9)
    if first == 0.0:
        number = len(world.stock) + sum(count.number for count in world.stock_counts)
        assert numbers.present[0].sum() == pytest.approx(number)
    everybody = numbers.present[:-1].sum(axis=1) + numbers.arrivals.sum(axis=1)
    assert (numbers.person_days.sum(axis=1) <= everybody * np.diff(days) * (1 + 1e-9)).all()


def _for_all(programme: Programme) -> Programme:
    """Return what is expected of a programme without simulation: no enrolment, no plans under way."""
    effects = tuple(effect for effect in programme.effects if LENGTH not in effect.to)
    return replace(programme, enrolment=None, effects=effects)


def _hardly_any(arrivals: Arrivals) -> Arrivals:
    schedule = arrivals.per_year
    return replace(
        arrivals, per_year=replace(schedule, values=tuple(value * 1e-15 for value in schedule.values))
    )


@settings(max_examples=20)
@given(worlds(limited=False))
def test_those_who_are_followed_are_those_who_stood_there(world: Parameters) -> None:
    world = replace(world, programmes=tuple(map(_for_all, world.programmes)))
    names = [s.name for s in world.staircase.steps]
    days = [0.0, 100.0, 300.0]
    outcomes = follow_stock(world, steps=names, days=days)
    # Nobody comes, but in the same cells of time.
    alone = expected(replace(world, arrivals=tuple(_hardly_any(a) for a in world.arrivals)), days=days)
    assert outcomes.where[:, :, : len(names)].sum(axis=1) == pytest.approx(alone.present, abs=1e-9)
    assert outcomes.where.sum(axis=2) == pytest.approx(np.tile(outcomes.number, (3, 1)), abs=1e-9)
    own = np.diagonal(outcomes.where, axis1=1, axis2=2)
    assert (outcomes.stayed <= own + 1e-9).all()
    lived = outcomes.number > 0
    assert (outcomes.days_on_step[lived] <= outcomes.days_in_set[lived] + 1e-9).all()
