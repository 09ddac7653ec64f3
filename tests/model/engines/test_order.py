"""Check the order at one instant, the horizon, and that a seed and a replication reproduce a run."""

from dataclasses import replace

from model.results.records import Cause
from model.simpy_engine.engine import simulate
from model.world.parameters import Parameters
from model.world.programme import Enrolment
from tests.model.small import YEAR, followed, full_step, helped, listed, run, staircase
from tests.worlds import assert_same, step


def test_what_happens_to_many_at_one_instant_is_told_in_order_of_identity() -> None:
    # The first child has a birthday while it is helped, so it looks up last; it is still the first to end.
    world = helped(Enrolment(steps=("home",), length_days=100.0), children=0)
    world = replace(
        world,
        staircase=staircase(step("home"), step("other"), borders=(0.0, 6.0, 23.0)),
        transitions=(),
        stock=(listed("home", age_days=6 * YEAR - 50), *(listed("home", age_days=900.0) for _ in range(3))),
    )
    ends = [(day, child) for day, child, what in followed(world) if what == "ends help: completed"]
    assert [day for day, _ in ends] == [100.0] * 4
    assert [child for _, child in ends] == sorted(child for _, child in ends)


def test_follow_hears_a_life_in_order() -> None:
    heard = followed(full_step(waiting=2))
    assert [day for day, _, _ in heard] == sorted(day for day, _, _ in heard)
    by_child: dict[int, list[str]] = {}
    for _, child, what in heard:
        by_child.setdefault(child, []).append(what)
    assert sorted(by_child.values()) == [
        ["comes to home", "comes to own", "goes out: out"],
        ["comes to home", "waits for own", "comes to own", "goes out: out"],
    ]


def test_stays_that_have_not_ended_are_censored_at_the_horizon() -> None:
    world = Parameters(
        staircase=staircase(step("home")), horizon_days=300.0, stock=(listed("home", age_days=500.0),) * 3
    )
    stays = run(world).sojourns
    assert stays.end.tolist() == [300.0] * 3
    assert stays.destination.tolist() == [-1] * 3
    assert stays.cause.tolist() == [Cause.HORIZON] * 3


def test_seed_and_replication_alone_reproduce_a_run_and_tell_runs_apart() -> None:
    world = full_step(waiting=10)
    assert_same(simulate(world, seed=7, replication=3), simulate(world, seed=7, replication=3))
    ends = {
        simulate(world, seed=seed, replication=replication).sojourns.end.tobytes()
        for seed, replication in ((7, 3), (7, 4), (8, 3), (3, 7))
    }
    assert len(ends) == 4
