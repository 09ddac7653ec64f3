"""Check full steps: waiting, priority, diverting, returning, places that open and close."""

from dataclasses import replace

import numpy as np
import pytest

from model.results.records import Cause, WaitEnd
from model.world.parameters import Parameters, Transition
from model.world.schedule import Schedule
from tests.model.small import SOON, YEAR, full_step, listed, run, staircase, stays_on
from tests.worlds import inflow, places, step, transition


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
