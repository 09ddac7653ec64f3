"""Measure the speed of the compiled engine: beside the readable one, on two threads, in a very large world.

An *event* is a stay that began after the start date or a stay that ended. Both engines live the same lives,
so the same replication has the same events on both.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median
from typing import Any

from bench.floor import Draws, draw
from bench.ratios import Effort, Ratio, quotients, spread, timed
from bench.worlds import SEED, Scene, events, events_recorded, kolding, with_mechanisms
from model.compiled_engine import engine as compiled_engine
from model.results.records import Records
from model.simpy_engine import engine as simpy_engine

_MUNICIPALITIES = 98


def compiled_over_simpy(effort: Effort) -> Ratio:
    """Compare events per second on one thread, in a municipality whose steps are full.

    The compiled engine counts, as an ensemble does, and keeps no records; its speed when it keeps them, as
    the readable one always does, stands beside.
    """
    scene = kolding(full=True)
    many, some, few = effort.of(100), effort.of(10), effort.of(2)
    compiled, with_records, simpy = [], [], []
    for run in range(effort.runs):
        first = run * many
        compiled.append(_counted_speed(scene, range(first, first + many)))
        with_records.append(_recorded_speed(compiled_engine.simulate, scene, range(first, first + some)))
        simpy.append(_recorded_speed(simpy_engine.simulate, scene, range(first, first + few)))
    return Ratio(
        compares="events per second on one thread, Kolding with full steps: compiled (counting) over SimPy",
        wanted=">= 100",
        runs=quotients(compiled, simpy),
        figures={
            "with_records": spread(quotients(with_records, simpy)),
            "events_per_second": {
                "compiled": median(compiled),
                "compiled_with_records": median(with_records),
                "simpy": median(simpy),
            },
            "full_steps": scene.fullness,
        },
    )


def threads_2_over_1(effort: Effort) -> Ratio:
    """Compare two threads with one over the same replications.

    No more can be had than the machine gives: two hardware threads may share one core, or a core its clock.
    What two threads that only draw random numbers gain stands beside.
    """
    scene = kolding(full=True)
    number = effort.of(100)
    draws = Draws(exponentials=effort.of(10_000_000), uniforms=0)
    counted, drawn = [], []
    for run in range(effort.runs):
        first = 2 * number * run
        halves = [range(first, first + number), range(first + number, first + 2 * number)]
        counted.append(_two_over_one([partial(scene.count, half) for half in halves]))
        drawn.append(_two_over_one([partial(draw, draws)] * 2))
    return Ratio(
        compares="replications per second, Kolding with full steps: two threads over one",
        wanted=">= 1.8",
        runs=tuple(counted),
        figures={
            "machine_ceiling": spread(drawn),
            "share_of_ceiling": spread(quotients(counted, drawn)),
        },
    )


def cost_per_event_98_over_1(effort: Effort) -> Ratio:
    """Compare the time of an event in a world of 98 municipalities with that in a world of one.

    The places of the large world are for all its children: chance evens out, a step that is a little too
    small is full all the time, and more of those who ask must wait.
    """
    scenes = {number: kolding(municipalities=number, full=True) for number in (1, _MUNICIPALITIES)}
    replications = effort.of(2)
    speeds: dict[int, list[float]] = {number: [] for number in scenes}
    for run in range(effort.runs):
        for number, scene in scenes.items():
            many = replications * _MUNICIPALITIES // number
            speeds[number].append(_counted_speed(scene, range(run * many, (run + 1) * many)))
    return Ratio(
        compares="time per event, full steps: a world of 98 municipalities over one of one",
        wanted="< 1.5",
        runs=quotients(speeds[1], speeds[_MUNICIPALITIES]),
        figures={
            "nanoseconds_per_event": {str(number): 1e9 / median(speed) for number, speed in speeds.items()},
            "full_steps": {str(number): scene.fullness for number, scene in scenes.items()},
        },
    )


def mechanisms_over_none(effort: Effort) -> Ratio:
    """Compare the time of an event in a world that uses every mechanism with that in one that uses none."""
    plain = kolding(full=True)
    scenes = {"none": plain, "all": with_mechanisms(plain)}
    replications = effort.of(40)
    speeds: dict[str, list[float]] = {name: [] for name in scenes}
    for run in range(effort.runs):
        for name, scene in scenes.items():
            numbers = range(run * replications, (run + 1) * replications)
            speeds[name].append(_counted_speed(scene, numbers))
    return Ratio(
        compares="time per event, full steps: planned stays, reviews with staff and households over none",
        runs=quotients(speeds["none"], speeds["all"]),
        figures={
            "nanoseconds_per_event": {name: 1e9 / median(speed) for name, speed in speeds.items()},
        },
    )


def _counted_speed(scene: Scene, replications: Sequence[int]) -> float:
    """Return events per second of one call, preparation included."""
    seconds, tally = timed(lambda: scene.count(replications))
    return events(tally) / seconds


def _recorded_speed(simulate: Callable[..., Records], scene: Scene, replications: Sequence[int]) -> float:
    seconds, records = timed(
        lambda: [simulate(scene.parameters, seed=SEED, replication=number) for number in replications]
    )
    return sum(map(events_recorded, records)) / seconds


def _two_over_one(halves: Sequence[Callable[[], Any]]) -> float:
    alone, _ = timed(lambda: [half() for half in halves])
    with ThreadPoolExecutor(len(halves)) as pool:
        together, _ = timed(lambda: [*pool.map(lambda half: half(), halves)])
    return alone / together
