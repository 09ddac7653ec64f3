"""Simulate a world fast: compiled to machine code, with the meaning of `model.simpy_engine.engine`.

`simulate` returns the records of one replication, `count` the tally of many replications without records.
Both release the interpreter lock, so other threads run meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np

from model.compiled_engine.kernel import layout
from model.compiled_engine.kernel.layout import COUNTS, TABLES
from model.compiled_engine.kernel.replicate import replicate
from model.compiled_engine.lowering.counting import lower_counting
from model.compiled_engine.lowering.world import LoweredWorld, lower
from model.results.counting import Counting
from model.results.records import Children, Enrolments, Records, Sojourns, Waits
from model.results.tally import Tally
from model.world.arrays import Array, UInts
from model.world.arrivals import too_many_children
from model.world.parameters import Parameters
from model.world.randomness import check_key
from model.world.staircase import DAYS_PER_YEAR

RecordTable = TypeVar("RecordTable", Children, Enrolments, Sojourns, Waits)

_TABLE_NUMBERS = {name: i for i, name in enumerate(TABLES)}
_SPARE = 256


def simulate(parameters: Parameters, *, seed: int, replication: int) -> Records:
    """Return the records of one replication; (seed, replication) alone reproduce it.

    Raises ValueError for a seed or replication outside 0 to 2**64 - 1, and for more than 2**26 children in
    one stream of arrivals.
    """
    world, numbers = lower(parameters), _numbers(seed, [replication])
    capacity = _Capacity.of(world)
    while True:
        log = _zeros(dict.fromkeys(layout.LOG, (4 * capacity.in_all,)))
        tables = world.tables | _state(world, capacity) | log
        runs = _runs(world, tables, logging=1)
        if replicate(runs, np.uint64(seed), numbers):
            return _records(runs[0], log)
        _check_streams(runs[0])
        capacity = capacity.larger


def count(parameters: Parameters, counting: Counting, *, seed: int, replications: Sequence[int]) -> Tally:
    """Return the tally of replications, with one leading axis: the replications in the order given.

    The same as `model.results.tally.tally` of the records of each, but for rounding: here days are added up
    in whole parts of a second and reimbursement in whole parts of an øre, in whatever order, with the same
    sum. Raises ValueError as `simulate` does.
    """
    world, grid, numbers = lower(parameters), lower_counting(counting), _numbers(seed, replications)
    counts = _counts(counting, len(numbers))
    capacity, done = _Capacity.of(world), 0
    while done < len(numbers):
        tables = world.tables | grid.tables | _state(world, capacity) | _sums(counting, grid.tables, capacity)
        runs = _runs(world, tables | {name: table[done] for name, table in counts.items()}, counting=1)
        runs[0]["counted_days"] = grid.counted_days
        runs[0]["together_days"] = counting.household_days
        done += replicate(runs, np.uint64(seed), numbers[done:])
        if done < len(numbers):
            _check_streams(runs[0])
            capacity = capacity.larger
    return Tally(**{"children" if name == "present" else name: table for name, table in counts.items()})


def prepare() -> None:
    """Compile the engine, or load it from the disk if this machine has compiled it before."""
    empty = {name: np.zeros((0,) * table.axes, dtype=table.dtype) for name, table in TABLES.items()}
    replicate(
        _runs(LoweredWorld(horizon_days=0.0, households=0, coupled=False, tables={}), empty),
        np.uint64(0),
        _numbers(0, []),
    )


def _numbers(seed: int, replications: Sequence[int]) -> UInts:
    check_key("seed", seed)
    for replication in replications:
        check_key("replication", replication)
    return np.array(replications, dtype=np.uint64)


@dataclass(frozen=True, kw_only=True)
class _Capacity:
    """Sizes of the arrays: a first guess, as the number of children is not known before the run."""

    at_once: int
    """Children to whom something may still happen."""
    in_all: int
    """Children who ever come."""

    @classmethod
    def of(cls, world: LoweredWorld) -> "_Capacity":
        strips, years = world.tables["strips"], world.horizon_days / DAYS_PER_YEAR
        standing, coming = len(world.tables["stock"]), years * (strips["high"] - strips["low"]).sum()
        coming += years * (DAYS_PER_YEAR / world.tables["household_strips"]["gap_days"]).sum()
        return cls(at_once=_SPARE + 2 * standing + int(coming / 8), in_all=_SPARE + standing + int(coming))

    @property
    def larger(self) -> "_Capacity":
        """Four times the sizes, for a replication that ran out of room and begins again."""
        return _Capacity(at_once=4 * self.at_once, in_all=4 * self.in_all)


def _check_streams(run: Any) -> None:
    if run["short_of"] == layout.STREAM_ROOM:
        raise too_many_children()


def _runs(world: LoweredWorld, tables: dict[str, Array], **numbers: int) -> Array:
    """Return the one record that a run works on; it holds addresses, so the caller keeps `tables` alive."""
    runs = np.zeros(1, dtype=layout.RUN)
    run = runs[0]
    for name, table in tables.items():
        dtype, axes = TABLES[name]
        if table.dtype != dtype or table.ndim != axes or not table.flags.c_contiguous:
            raise TypeError(f"{name}: {table.dtype} with {table.ndim} axes is not {dtype} with {axes}")
        run["address"][_TABLE_NUMBERS[name]] = table.ctypes.data
        run["shape"][_TABLE_NUMBERS[name], :axes] = table.shape
    run["horizon"] = world.horizon_days
    run["households"] = world.households
    run["coupled"] = world.coupled
    run["tells"] = (world.tables["programmes"]["at_least"] > 1).any() if world.coupled else 0
    for name, number in numbers.items():
        run[name] = number
    return runs


def _state(world: LoweredWorld, capacity: _Capacity) -> dict[str, Array]:
    programmes, steps = len(world.tables["programmes"]), world.tables["steps"]
    most = int((steps["last"] - steps["first"]).max(initial=0))
    lines, groups = world.tables["line_rank"].shape
    return _zeros(
        {
            "children": (capacity.at_once,),
            "clocks": (capacity.at_once, most),
            "helps": (capacity.at_once, programmes),
            "helps_order": (capacity.at_once, programmes),
            "turns": (capacity.at_once, 1 + programmes),
            "points": (len(world.tables["strips"]),),
            "household_points": (len(world.tables["household_strips"]),),
            "families_of_stock": (world.households,),
            "lines": (lines,),
            "heads": (lines, groups + 1),
            "tails": (lines, groups + 1),
            "agenda_day": (capacity.at_once,),
            "agenda_slot": (capacity.at_once,),
            "agenda_at": (capacity.at_once,),
            "news": (4 * capacity.at_once,),
            "readiness": (capacity.at_once,),
            "review_clocks": (len(world.tables["reviewed_by"]),),
            "ready": (len(world.tables["reviewed_by"]), capacity.at_once),
            "cases": _cases(world),
        }
    )


def _cases(world: LoweredWorld) -> tuple[int, int]:
    ranks = int(world.tables["reviewed_by"]["rank"].max(initial=-1)) + 1
    return world.tables["capacities"].shape[1], ranks


def _sums(counting: Counting, grid: dict[str, Array], capacity: _Capacity) -> dict[str, Array]:
    lanes = 3 * len(counting.staircase.steps) + counting.programmes + len(grid["selections"])
    lanes += len(counting.staircase.steps) if counting.household_days else 0
    periods, months, years = len(grid["edges"]) - 1, counting.months.count, len(grid["year_ends"])
    return _zeros(
        {
            "whole": (periods + 1, lanes),
            "ticks": (periods, lanes),
            "first_formerly": (years + 1,),
            "institution_stays": (capacity.in_all,),
            "costly_stays": (4 * capacity.in_all,),
            "purses": (capacity.in_all,),
            "sibling_stays": (4 * capacity.in_all if counting.household_days else 0,),
            "money": (2, months),
            "paid": (months,),
            "lengths": (capacity.in_all,),
        }
    )


def _counts(counting: Counting, replications: int) -> dict[str, Array]:
    steps, names = len(counting.staircase.steps), len(counting.staircase.names)
    months, years = counting.months.count, len(counting.months.years)
    shapes = {
        "person_days": (months, steps),
        "starts": (months, steps),
        "ends": (months, steps),
        "ended_within": (months, len(counting.stay_limits)),
        "moves": (months, steps, names),
        "waiting_days": (months, steps, 2),
        "enrolled_days": (months, counting.programmes),
        "enrolments": (months, counting.programmes),
        "window_days": (months, len(counting.windows)),
        "present": (years, steps),
        "formerly": (years, names + 1),
        "stay_days": (years, 4),
        "reimbursed_dkk": (months,),
        "household_days": (months, steps),
    }
    return {
        name: np.empty((replications, *shapes[name]), dtype=table.dtype) for name, table in COUNTS.items()
    }


def _zeros(shapes: dict[str, tuple[int, ...]]) -> dict[str, Array]:
    return {name: np.zeros(shape, dtype=TABLES[name].dtype) for name, shape in shapes.items()}


def _records(run: Any, log: dict[str, Array]) -> Records:
    return Records(
        children=_table(Children, log["log_people"][: run["people"]], "identity"),
        sojourns=_table(Sojourns, log["log_stays"][: run["stays"]], "child", "visit"),
        waits=_table(
            Waits, log["log_waits"][: run["waits"]], "child", "step", "origin", "start", "end", "outcome"
        ),
        enrolments=_table(Enrolments, log["log_enrolments"][: run["enrolled"]], "child", "programme"),
    )


def _table(kind: type[RecordTable], rows: Array, *by: str) -> RecordTable:
    order = np.lexsort([rows[name] for name in reversed(by)])
    return kind(**{field.name: rows[field.name][order] for field in fields(kind)})
