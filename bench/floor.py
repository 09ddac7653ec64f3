"""Compare the compiled engine with a floor: a loop that only draws as many keyed numbers and adds them up.

No engine can reach the floor. Its numbers are independent, so the processor works on several at once, while
a child's next number is known only when its last event is handled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from bench.ratios import Effort, Ratio, quotients, spread, timed
from bench.worlds import SEED, Scene, events, kolding
from model.arithmetic.compiling import entry
from model.compiled_engine import engine as compiled_engine
from model.compiled_engine.kernel import layout
from model.compiled_engine.kernel.random_numbers import exponential, replication_key, uniform
from model.compiled_engine.kernel.replicate import replicate
from model.results.records import Cause, Records
from model.world.arrays import UInts
from model.world.arrivals import arrival_ceiling, strips
from model.world.parameters import Parameters
from model.world.randomness import Purpose
from model.world.staircase import DAYS_PER_YEAR

_CLOCK, _MARK = int(Purpose.CLOCK), int(Purpose.MARK)
_CHILD, _NAME = np.uint64(0x1234_5678 << 32), np.uint64(0x9E37_79B1)
_CLOCKS, _VISITS = 4, 2
"""Numbers in a row that differ only in name, and then only in visit: about as in the staircases."""


@dataclass(frozen=True, kw_only=True)
class Draws:
    """Numbers of random numbers drawn."""

    exponentials: int
    uniforms: int


@entry
def _draw(runs: NDArray[np.void], seed: np.uint64, exponentials: int, uniforms: int) -> float:
    run = runs[0]
    run.key_0, run.key_1 = replication_key(seed, np.uint64(0))
    total = 0.0
    for i in range(exponentials):
        stay, name = i // _CLOCKS, np.uint64(i % _CLOCKS) * _NAME & np.uint64(0xFFFFFFFF)
        child = _CHILD | np.uint64(stay // _VISITS)
        total += exponential(run, child, _CLOCK, stay % _VISITS, name)
    for i in range(uniforms):
        total += uniform(run, _CHILD | np.uint64(i), _MARK, 0, np.uint64(0))
    return total


def draw(draws: Draws) -> float:
    """Draw keyed numbers as the engine does and return their sum; other threads run meanwhile."""
    runs = np.zeros(1, dtype=layout.RUN)
    return float(_draw(runs, np.uint64(SEED), draws.exponentials, draws.uniforms))


def prepare() -> None:
    """Compile the floor, or load it from the disk."""
    draw(Draws(exponentials=1, uniforms=1))


@dataclass(frozen=True, kw_only=True)
class _Spent:
    seconds: float
    """In compiled code; lowering the world is left out."""
    numbers: int
    """Random numbers drawn."""


def _spend(scene: Scene, replications: Sequence[int], *, counts: bool) -> list[_Spent]:
    """Run replications without a log; without `counts` too, the results mean nothing.

    The compiled code is called again with more room when it runs out; return what each call took.
    """
    calls: list[_Spent] = []

    def watched(runs: NDArray[Any], seed: np.uint64, numbers: UInts) -> int:
        runs[0]["counting"] = counts
        seconds, done = timed(lambda: int(replicate(runs, seed, numbers)))
        calls.append(_Spent(seconds=seconds, numbers=int(runs[0]["numbers"])))
        return done

    with patch.object(compiled_engine, "replicate", watched):
        scene.count(replications)
    return calls


def uniforms_in(parameters: Parameters, records: Records) -> int:
    """Return about how many of a replication's numbers were uniform, the others being exponential.

    For worlds of one group, without programmes and without children listed one by one. The number of points
    examined for the arrivals is not recorded: its expectation is used.
    """
    wide = [
        high - low
        for stream in parameters.arrivals
        for _, low, high in strips(arrival_ceiling(parameters, stream))
    ]
    points = sum(wide) * parameters.horizon_days / DAYS_PER_YEAR
    too_old = (records.sojourns.cause == Cause.AGE).sum()
    return int(points + len(records.children.identity) + too_old)


def measure(effort: Effort) -> dict[str, Ratio]:
    """Compare the speed of the engine with that of the floor, where nobody waits and where steps are full."""
    return {
        "floor_share_without_places": _share_of_floor(
            kolding(full=False),
            effort,
            compares="speed of counting over that of drawing as many numbers, Kolding",
            wanted=">= 0.5",
        ),
        "floor_share_with_places": _share_of_floor(
            kolding(full=True),
            effort,
            compares="speed of counting over that of drawing as many numbers, Kolding with full steps",
            wanted=">= 0.333",
        ),
    }


def _share_of_floor(scene: Scene, effort: Effort, *, compares: str, wanted: str) -> Ratio:
    number = effort.of(100)
    records = compiled_engine.simulate(scene.parameters, seed=SEED, replication=0)
    uniform_share = uniforms_in(scene.parameters, records) / _spend(scene, [0], counts=True)[-1].numbers
    seconds: dict[str, list[float]] = {"counting": [], "event_loop_only": [], "floor": []}
    drawn = []
    for run in range(effort.runs):
        replications = range(run * number, (run + 1) * number)
        counting = _spend(scene, replications, counts=True)
        bare = _spend(scene, replications, counts=False)
        total = sum(call.numbers for call in counting)
        draws = Draws(exponentials=round((1 - uniform_share) * total), uniforms=round(uniform_share * total))
        seconds["counting"].append(sum(call.seconds for call in counting))
        seconds["event_loop_only"].append(sum(call.seconds for call in bare))
        seconds["floor"].append(timed(partial(draw, draws))[0])
        drawn.append(total)
    numbers_per_event = drawn[0] / events(scene.count(range(number)))
    per_number = {side: 1e9 * median(quotients(spent, drawn)) for side, spent in seconds.items()}
    return Ratio(
        compares=compares,
        wanted=wanted,
        runs=quotients(seconds["floor"], seconds["counting"]),
        figures={
            "event_loop_only": spread(quotients(seconds["floor"], seconds["event_loop_only"])),
            "nanoseconds_per_number": per_number,
            "nanoseconds_per_event": {side: ns * numbers_per_event for side, ns in per_number.items()},
            "numbers_per_event": numbers_per_event,
            "uniform_share": uniform_share,
        },
    )
