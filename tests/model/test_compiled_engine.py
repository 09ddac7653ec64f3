"""The compiled engine lives the lives of the readable one, and counts what its records come to."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model import compiled_engine, simpy_engine
from model.counting import Counting, Reimbursable, Window
from model.months import Months
from model.parameters import Parameters
from model.records import Records
from model.tally import Tally, tally
from tests.worlds import worlds

SEEDS = st.integers(0, 2**64 - 1)


def assert_alike(compiled: Records, readable: Records) -> None:
    """Assert the same events, times to 1e-9 of themselves or of a day."""
    for table in fields(Records):
        one, other = getattr(compiled, table.name), getattr(readable, table.name)
        for column in fields(one):
            left, right = getattr(one, column.name), getattr(other, column.name)
            where = f"{table.name}.{column.name}"
            assert left.dtype == right.dtype, where
            assert len(left) == len(right), where
            if left.dtype == np.float64:
                np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-9, err_msg=where)
            else:
                np.testing.assert_array_equal(left, right, err_msg=where)


def over(worlds_to_try: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(
        max_examples=worlds_to_try, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
    )


def test_both_engines_live_the_same_lives(worlds_to_try: int) -> None:
    @over(worlds_to_try)
    @given(worlds(), SEEDS, SEEDS)
    def same(world: Parameters, seed: int, replication: int) -> None:
        assert_alike(
            compiled_engine.simulate(world, seed=seed, replication=replication),
            simpy_engine.simulate(world, seed=seed, replication=replication),
        )

    same()


@st.composite
def countings(draw: st.DrawFn, world: Parameters) -> Counting:
    """Return something to count: months shorter or longer than the world's, windows within months, money."""
    steps = range(len(world.staircase.steps))
    some_steps = st.lists(st.sampled_from(steps), unique=True, max_size=3).map(tuple)
    start = draw(st.sampled_from([date(2027, 1, 1), date(2026, 7, 1), date(2027, 12, 1)]))
    months = Months(start=start, count=draw(st.integers(1, 30)))
    days = st.one_of(st.sampled_from([-20.0, 0.0, 31.0, 59.0]), st.floats(0.0, 900.0))
    windows = []
    for _ in range(draw(st.integers(0, 2))):
        first, last = sorted((draw(days), draw(days)))
        chosen = draw(some_steps)
        if first < last and chosen:
            windows.append(Window(steps=chosen, from_day=first, to_day=draw(st.sampled_from([last, np.inf]))))
    reimbursable = None
    if draw(st.booleans()):
        prices = st.sampled_from([0.0, 0.0, 900.0, 4321.1, -100.0])
        reimbursable = Reimbursable(
            per_day_dkk=np.array([[draw(prices)] * months.count for _ in steps]).T,
            start_dkk=np.array([draw(st.sampled_from([0.0, 250_000.0])) for _ in steps]),
            limits_dkk=(20_000.0, 60_000.0, 90_000.0),
        )
    return Counting(
        staircase=world.staircase,
        months=months,
        programmes=len(world.programmes),
        institutions=draw(some_steps),
        windows=tuple(windows),
        reimbursable=reimbursable,
    )


def assert_counted(world: Parameters, counting: Counting, *, seed: int, replications: list[int]) -> None:
    counted = compiled_engine.count(world, counting, seed=seed, replications=replications)
    known = Tally.stack(
        [tally(simpy_engine.simulate(world, seed=seed, replication=r), counting) for r in replications]
    )
    for field in fields(Tally):
        left, right = getattr(counted, field.name), getattr(known, field.name)
        assert left.dtype == right.dtype, field.name
        assert left.shape == right.shape, field.name
        if left.dtype == np.float64:
            # Days in whole ticks, kroner in whole grains: each interval is rounded at both its ends.
            np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-4, err_msg=field.name)
        else:
            np.testing.assert_array_equal(left, right, err_msg=field.name)


def test_counting_on_the_way_gives_what_is_counted_from_records(worlds_to_try: int) -> None:
    @over(worlds_to_try)
    @given(st.data(), worlds(), SEEDS)
    def same(data: st.DataObject, world: Parameters, seed: int) -> None:
        counting = data.draw(countings(world))
        assert_counted(world, counting, seed=seed, replications=[7, 2**40 + 1])

    same()
