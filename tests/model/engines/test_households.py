"""Check what households do as one: they are enrolled together, and siblings move in and out together."""

from dataclasses import replace

import numpy as np

from model.compiled_engine import engine as compiled_engine
from model.results.households import enrolled, united
from model.results.records import Cause, EnrolmentEnd, Records
from model.simpy_engine.engine import simulate
from model.world.parameters import Parameters, StockChild, Transition
from model.world.planned_stays import Length, PlannedStay
from model.world.programme import Enrolment, Programme
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Places, Staircase, Step
from tests.worlds import assert_same, inflow, step, transition

AGE = 8 * DAYS_PER_YEAR


def child(name: str, household: str | None, *, age: float = AGE) -> StockChild:
    return StockChild(step=name, birth_day=-age, since_day=0.0, group="alle", household=household)


def run(world: Parameters) -> Records:
    records = simulate(world, seed=1, replication=0)
    assert_same(compiled_engine.simulate(world, seed=1, replication=0), records)
    return records


def helped(enrolment: Enrolment, *children: StockChild, rate: float = 0.0) -> Parameters:
    return Parameters(
        staircase=Staircase(steps=(step("home"), step("foster")), exits=("out",)),
        horizon_days=400.0,
        transitions=(transition("home", "foster", rate),),
        stock=children,
        programmes=(Programme(name="help", enrolment=enrolment),),
    )


FAMILIES = Enrolment(steps=("home",), length_days=100.0, by_household=True)


def test_a_slot_is_a_households_and_all_its_children_begin_and_end_together() -> None:
    one_slot = replace(FAMILIES, slots=Schedule.constant(1.0))
    rows = run(
        helped(one_slot, child("home", "a"), child("home", "b"), child("home", "a"), child("home", None))
    ).enrolments
    # In order of identity: a, b, a again, and one alone; a, b and the last take the slot in turn.
    assert rows.start.tolist() == [0.0, 100.0, 0.0, 200.0]
    assert rows.end.tolist() == [100.0, 200.0, 100.0, 300.0]


def test_only_households_with_enough_children_on_the_staircase_are_asked() -> None:
    two = replace(FAMILIES, at_least=2)
    records = run(
        helped(two, child("home", "a"), child("home", "b"), child("foster", "a"), child("home", None))
    )
    assert records.enrolments.child.tolist() == [records.children.identity[0]]


def test_take_up_is_one_number_for_a_household() -> None:
    half = replace(FAMILIES, take_up=0.5)
    children = [child("home", f"{i // 3}") for i in range(90)]
    rows = run(helped(half, *children))
    in_order = np.isin(rows.children.identity, rows.enrolments.child).reshape(30, 3)
    assert (in_order.all(axis=1) | ~in_order.any(axis=1)).all()
    assert 5 < in_order.all(axis=1).sum() < 25


def test_the_slot_is_held_until_the_last_child_leaves() -> None:
    open_ended = replace(FAMILIES, length_days=None, slots=Schedule.constant(1.0))
    others = [child("home", f"{i}") for i in range(20)]
    rows = run(helped(open_ended, child("home", "a"), child("home", "a"), *others, rate=4.0)).enrolments
    siblings, waiting = rows.end[:2], rows.start[2:]
    assert siblings[0] != siblings[1]
    assert (rows.outcome[:2] == EnrolmentEnd.COMPLETED).all()
    assert np.nanmin(waiting) == siblings.max()


def test_slots_are_always_full_of_households_when_many_wait() -> None:
    busy = replace(FAMILIES, slots=Schedule.constant(3.0))
    records = run(helped(busy, *(child("home", f"{i // 2}") for i in range(60))))
    start, end, _ = enrolled(records, (0,))
    assert len(start) == 12
    assert (end - start).sum() == 3 * 400.0


def test_where_all_are_alone_a_household_is_enrolled_as_a_child_is() -> None:
    terms = replace(
        FAMILIES, slots=Schedule.constant(3.0), take_up=0.7, drop_out_rate=1.0, lasting_mean_days=50.0
    )
    world = replace(
        helped(terms, rate=2.0), arrivals=(inflow("home", 60.0),), stock=(child("home", None),) * 3
    )
    by_child = replace(world.programmes[0], enrolment=replace(terms, by_household=False))
    assert_same(run(world), run(replace(world, programmes=(by_child,))))


def flats(
    *children: StockChild, number: float, per_household: bool = True, age_to: float = 23.0
) -> Parameters:
    """Return a world with flats that siblings move into from home for 90 days, and then to foster care."""
    flat = Step(
        name="flat",
        age_to=age_to,
        at_age_limit=(("out", 1.0),),
        places=Places(number=Schedule.constant(number), divert_to="foster", per_household=per_household),
        together_from=("home",),
    )
    borders = (0.0, age_to, 23.0) if age_to < 23.0 else (0.0, 23.0)
    bands = len(borders) - 1
    length = Length(shares=(0.0, 1.0), days=(90.0, 90.0))
    soon = tuple((400.0,) if border < age_to else (0.0,) for border in borders[:-1])
    return Parameters(
        staircase=Staircase(
            steps=(step("home"), step("asks"), flat, step("foster")), exits=("out",), age_borders=borders
        ),
        horizon_days=400.0,
        transitions=(Transition(from_step="asks", to="flat", rate=soon),),
        planned_stays=(PlannedStay(step="flat", length=((length,),) * bands, then=(("foster", 1.0),)),),
        stock=children,
    )


def on_flat(records: Records) -> list[tuple[float, float, int]]:
    stays = records.sojourns
    rows = zip(stays.child, stays.start, stays.end, stays.cause, strict=True)
    here = stays.step == 2
    return [
        (start, end, int(cause)) for (_, start, end, cause), is_it in zip(rows, here, strict=True) if is_it
    ]


def test_siblings_move_in_with_the_first_of_them_and_out_with_it() -> None:
    records = run(flats(child("asks", "a"), child("home", "a"), child("home", "a"), number=1.0))
    stays = on_flat(records)
    assert len({(start, end) for start, end, _ in stays}) == 1
    assert stays[0][1] - stays[0][0] == 90.0
    assert [cause for _, _, cause in stays] == [Cause.RATE, Cause.HOUSEHOLD, Cause.HOUSEHOLD]
    assert (records.sojourns.step[records.sojourns.start > 91.0] == 3).all()


def test_places_may_count_households_or_children() -> None:
    siblings = (child("asks", "a"), child("asks", "a"), child("home", "a"))
    assert len(on_flat(run(flats(*siblings, number=1.0)))) == 3
    assert len(on_flat(run(flats(*siblings, number=1.0, per_household=False)))) == 1
    assert len(on_flat(run(flats(*siblings, number=2.0, per_household=False)))) == 2


def test_another_sibling_takes_over_when_the_first_gets_too_old() -> None:
    old = child("asks", "a", age=18 * DAYS_PER_YEAR - 30.0)
    records = run(flats(old, child("home", "a"), child("home", "a"), number=1.0, age_to=18.0))
    first, second, third = on_flat(records)
    assert first[2] == Cause.AGE
    assert first[1] < second[1] == third[1]
    assert second[1] - second[0] == 90.0


def test_times_of_a_household_are_united_where_they_overlap_or_touch() -> None:
    lane = np.array([0, 0, 0, 1, 0, 0])
    home = np.array([7, 7, 7, 7, 9, 7], dtype=np.uint64)
    start = np.array([0.0, 5.0, 2.0, 1.0, 3.0, 20.0])
    end = np.array([10.0, 6.0, 12.0, 2.0, 4.0, 30.0])
    assert [part.tolist() for part in united(lane, home, start, end)[:3]] == [
        [0, 0, 0, 1],
        [0.0, 20.0, 3.0, 1.0],
        [12.0, 30.0, 4.0, 2.0],
    ]
