"""Compare the compiled engine with the readable one: the same records, and the counts that they come to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.arithmetic.compiling import source_digest
from model.compiled_engine import engine as compiled_engine
from model.results.cost_lines import StepCost
from model.results.counting import Counting, Reimbursable
from model.results.economy import Economy, Payer, counting
from model.results.prices import Price, Unit
from model.results.records import Records, WaitEnd
from model.results.reimbursement import Limits, Reimbursement
from model.results.tally import Tally, tally
from model.simpy_engine import engine as simpy_engine
from model.world.months import Months
from model.world.parameters import Parameters, StockChild, Transition
from model.world.programme import Enrolment, Programme
from model.world.randomness import Chance
from model.world.schedule import Schedule
from model.world.staircase import Staircase
from tests.any_counting import countings
from tests.any_world import worlds
from tests.worlds import assert_same, inflow, places, stock, transition
from tests.worlds import step as a_step

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
    return settings(max_examples=worlds_to_try, suppress_health_check=[HealthCheck.differing_executors])


def test_both_engines_live_the_same_lives(worlds_to_try: int) -> None:
    @over(worlds_to_try)
    @given(worlds(), SEEDS, SEEDS)
    def same(world: Parameters, seed: int, replication: int) -> None:
        assert_alike(
            compiled_engine.simulate(world, seed=seed, replication=replication),
            simpy_engine.simulate(world, seed=seed, replication=replication),
        )

    same()


def test_those_let_in_on_one_day_ask_for_the_only_slot_in_the_same_order() -> None:
    """Many are let in at once and each then wants the slot: rare in random worlds, and order decides."""
    opening = Schedule(times=(0.0, 200.0, 300.0), values=(0.0, 3.0, 6.0))
    staircase = Staircase(steps=(a_step("home"), a_step("foster", places=places(opening))), exits=("out",))
    help_ = Enrolment(steps=("foster",), slots=Schedule.constant(1.0), length_days=30.0, follows=True)
    world = Parameters(
        staircase=staircase,
        horizon_days=400.0,
        transitions=(transition("home", "foster", 5.0), transition("foster", "out", 0.5)),
        arrivals=(inflow("home", 30.0),),
        programmes=(Programme(name="help", enrolment=help_),),
    )
    decided_by_order = 0
    for replication in range(30):
        compiled = compiled_engine.simulate(world, seed=1, replication=replication)
        assert_alike(compiled, simpy_engine.simulate(world, seed=1, replication=replication))
        came = compiled.waits.child[(compiled.waits.end == 200.0) & (compiled.waits.outcome == WaitEnd.PLACE)]
        first_in_line = compiled.waits.child[
            np.argmin(np.where(np.isin(compiled.waits.child, came), compiled.waits.start, np.inf))
        ]
        decided_by_order += len(came) == 3 and first_in_line != came.min()
    assert decided_by_order > 5


def test_a_child_sent_on_twice_returns_only_to_where_it_wished_to_go() -> None:
    first = places(2.0, divert_to="other", returns=True)
    other = places(2.0, divert_to="last", returns=True)
    staircase = Staircase(
        steps=(a_step("home"), a_step("first", places=first), a_step("other", places=other), a_step("last")),
        exits=("out",),
    )
    world = Parameters(
        staircase=staircase,
        horizon_days=1000.0,
        transitions=(
            transition("home", "first", 3.0),
            transition("home", "other", 1.0),
            *(transition(name, "out", 0.5) for name in ("first", "other", "last")),
        ),
        arrivals=(inflow("home", 20.0),),
    )
    returned = 0
    for replication in range(10):
        compiled = compiled_engine.simulate(world, seed=1, replication=replication)
        assert_alike(compiled, simpy_engine.simulate(world, seed=1, replication=replication))
        returned += int(((compiled.sojourns.step == 3) & (compiled.sojourns.destination == 1)).sum())
    assert returned > 5


def test_a_child_too_old_for_a_full_step_gives_its_place_back_and_waits_outside_the_next() -> None:
    young = a_step("young", ages=(0.0, 2.0), at_age_limit=(("older", 1.0),), places=places(5.0))
    older = a_step("older", ages=(2.0, 23.0), places=places(3.0))
    world = Parameters(
        staircase=Staircase(steps=(young, older), exits=("out",), age_borders=(0.0, 2.0, 23.0)),
        horizon_days=1500.0,
        transitions=(Transition(from_step="older", to="out", rate=((0.5,), (0.5,))),),
        arrivals=(inflow("young", 20.0),),
    )
    waited_outside = 0
    for replication in range(10):
        compiled = compiled_engine.simulate(world, seed=1, replication=replication)
        assert_alike(compiled, simpy_engine.simulate(world, seed=1, replication=replication))
        waited_outside += int(((compiled.waits.step == 1) & (compiled.waits.origin == -1)).sum())
    assert waited_outside > 20


def assert_counted(world: Parameters, counts: Counting, *, seed: int, replications: list[int]) -> None:
    counted = compiled_engine.count(world, counts, seed=seed, replications=replications)
    known = Tally.stack(
        [
            tally(
                simpy_engine.simulate(world, seed=seed, replication=r),
                counts,
                Chance(seed=seed, replication=r),
            )
            for r in replications
        ]
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
        counted = data.draw(countings(world))
        assert_counted(world, counted, seed=seed, replications=[7, 2**40 + 1])

    same()


def test_siblings_reach_a_limit_together_that_neither_reaches_alone() -> None:
    siblings = [
        StockChild(step="home", birth_day=-2000.0 - i, since_day=-50.0, group="alle", household=household)
        for i, household in enumerate(["h", "h", None])
    ]
    world = Parameters(
        staircase=Staircase(steps=(a_step("home"),), exits=("out",)), horizon_days=90.0, stock=tuple(siblings)
    )
    counted = Counting(
        staircase=world.staircase,
        months=Months(start=date(2027, 1, 1), count=3),
        programmes=0,
        institutions=(),
        windows=(),
        reimbursable=Reimbursable(
            per_day_dkk=np.full((3, 1), 500.0), start_dkk=np.zeros(1), limits_dkk=(20_000.0, 6e4, 9e4)
        ),
    )
    assert_counted(world, counted, seed=1, replications=[0])
    paid = compiled_engine.count(world, counted, seed=1, replications=[0]).reimbursed_dkk[0]
    assert paid == pytest.approx(0.25 * (2 * 500.0 * np.array([31, 28, 31]) - 20_000.0))


def test_the_single_expensive_child_is_reimbursed_though_the_average_child_is_not() -> None:
    children = [
        StockChild(step="home", birth_day=-2000.0 - i, since_day=-50.0, group="alle") for i in range(4000)
    ]
    world = Parameters(
        staircase=Staircase(steps=(a_step("home"),), exits=("out",)), horizon_days=31.0, stock=tuple(children)
    )
    factors = (0.5, 0.5, 0.5, 2.5)
    line = StepCost(
        step="home",
        price=Price(dkk=20_000.0, unit=Unit.MONTH),
        payers=(("town", 1.0),),
        reimbursable=True,
        name="stay",
        spread=factors,
    )
    economy = Economy(
        payers=(Payer(name="town", municipal=True), Payer(name="state", municipal=False)),
        step_costs=(line,),
        reimbursement=Reimbursement(
            receiver="town",
            state="state",
            limits=Limits(year=2027, dkk=(360e3, 720e3, 900e3), source="x"),
        ),
    )
    counted = counting(
        economy, world.staircase, Months(start=date(2027, 1, 1), count=1), programme_names=[], roles={}
    )
    paid = compiled_engine.count(world, counted, seed=1, replications=[*range(20)]).reimbursed_dkk
    # One in four costs 50,000, 20,000 above the limit; the share errs by half a percent.
    assert paid.mean() / 4000 == pytest.approx(0.25 * 0.25 * 20_000.0, rel=0.03)
    assert_counted(world, counted, seed=1, replications=[0])
    level = replace(economy, step_costs=(replace(line, spread=()),))
    counted = counting(
        level, world.staircase, Months(start=date(2027, 1, 1), count=1), programme_names=[], roles={}
    )
    assert compiled_engine.count(world, counted, seed=1, replications=[0]).reimbursed_dkk.sum() == 0


def busy_world() -> Parameters:
    """Return a world with a full step that children wait for, and many of them."""
    staircase = Staircase(steps=(a_step("home"), a_step("foster", places=places(30.0))), exits=("out",))
    return Parameters(
        staircase=staircase,
        horizon_days=731.0,
        transitions=(transition("home", "foster", 1.0), transition("foster", "out", 0.4)),
        arrivals=(inflow("home", 400.0),),
        stock_counts=(stock("home", number=100),),
    )


def all_of(world: Parameters) -> Counting:
    return Counting(
        staircase=world.staircase,
        months=Months.of(date(2027, 1, 1), 2),
        programmes=0,
        institutions=(1,),
        windows=(),
        reimbursable=None,
    )


def test_the_full_step_of_the_busy_world_is_full() -> None:
    counted = compiled_engine.count(busy_world(), all_of(busy_world()), seed=1, replications=[0])
    assert counted.waiting_days.sum() > 1000


def test_too_little_room_at_first_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = busy_world()
    counting = replace(
        all_of(world),
        reimbursable=Reimbursable(
            per_day_dkk=np.full((24, 2), 3000.0), start_dkk=np.zeros(2), limits_dkk=(50_000.0, 7e4, 8e4)
        ),
    )
    roomy = compiled_engine.simulate(world, seed=1, replication=5)
    counted = compiled_engine.count(world, counting, seed=1, replications=range(5))
    capacity = compiled_engine._Capacity
    monkeypatch.setattr(capacity, "of", lambda _: capacity(at_once=1, in_all=1))
    assert_same(compiled_engine.simulate(world, seed=1, replication=5), roomy)
    again = compiled_engine.count(world, counting, seed=1, replications=range(5))
    for field in fields(Tally):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(counted, field.name), field.name)


def test_replications_do_not_depend_on_those_before_them_nor_on_other_threads() -> None:
    world, counting = busy_world(), all_of(busy_world())
    together = compiled_engine.count(world, counting, seed=3, replications=range(8))

    def alone(replication: int) -> Tally:
        return compiled_engine.count(world, counting, seed=3, replications=[replication])

    with ThreadPoolExecutor(4) as pool:
        singly = list(pool.map(alone, range(8)))
    for field in fields(Tally):
        apart = np.concatenate([getattr(one, field.name) for one in singly])
        np.testing.assert_array_equal(apart, getattr(together, field.name), field.name)


@settings(max_examples=100)
@given(st.data(), worlds(), SEEDS)
def test_a_longer_horizon_keeps_the_first_months_to_the_last_bit(
    data: st.DataObject, world: Parameters, seed: int
) -> None:
    months = Months.of(date(2027, 1, 1), 1)
    shorter = replace(world, horizon_days=months.horizon_days)
    longer = replace(world, horizon_days=months.horizon_days + 400.0)
    counting = replace(data.draw(countings(world)), months=months, reimbursable=None)
    first = compiled_engine.count(shorter, counting, seed=seed, replications=[1])
    second = compiled_engine.count(longer, counting, seed=seed, replications=[1])
    for name in (
        "person_days",
        "starts",
        "ends",
        "waiting_days",
        "enrolled_days",
        "enrolments",
        "window_days",
    ):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes(), name


@pytest.mark.parametrize(("seed", "replication"), [(-1, 0), (2**64, 0), (0, -1), (0, 2**64)])
def test_numbers_that_name_no_replication_are_refused(seed: int, replication: int) -> None:
    world = busy_world()
    field = "seed" if replication == 0 else "replication"
    for engine in (compiled_engine, simpy_engine):
        with pytest.raises(ValueError, match=f"{field}: -?\\d+ is not a whole number from 0 to"):
            engine.simulate(world, seed=seed, replication=replication)
    with pytest.raises(ValueError, match=field):
        compiled_engine.count(world, all_of(world), seed=seed, replications=[replication])


def test_no_replications_come_to_nothing() -> None:
    counted = compiled_engine.count(busy_world(), all_of(busy_world()), seed=1, replications=[])
    assert counted.person_days.shape == (0, 24, 2)


def test_machine_code_of_another_source_is_not_used(tmp_path: Path) -> None:
    # Numba itself would go on with it: it looks only at the file of the function that Python calls.
    for name in ("lives.py", "lines.py"):
        (tmp_path / name).write_text("one = 1\n", encoding="utf-8")
    before = source_digest([tmp_path])
    assert before == source_digest([tmp_path])
    (tmp_path / "lines.py").write_text("one = 2\n", encoding="utf-8")
    assert source_digest([tmp_path]) != before
