"""Simulate replications of a world, and the baseline and cases of a study chunk by chunk."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from time import perf_counter

import numpy as np

from model.compiled_engine.engine import count, prepare, simulate
from model.results.account import Account, account
from model.results.counting import Counting
from model.results.economy import counting
from model.results.household_costs import QUANTILES, SIZES, household_costs
from model.results.key_figures import key_figures
from model.results.tally import Tally, by_year
from model.world.arrays import Floats
from model.world.randomness import Chance
from scenarios.building.draws import draw
from scenarios.building.world import World, build
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import CaseRuns, sum_items
from scenarios.running.chunk import Chunk, ChunkResult, pack
from scenarios.running.limits import MOST_REPLICATIONS


@dataclass(frozen=True, kw_only=True)
class SimulatedWorld:
    """Counts of the runs of a world and their cost; one leading axis, the replications."""

    counts: Tally
    books: Account
    programmes: tuple[str, ...]
    counting: Counting


def simulate_world(world: World, *, seed: int, replications: Sequence[int]) -> SimulatedWorld:
    """Simulate replications of a world; counts and accounts, by month.

    `replications` are numbers of chance, at least one, 0 <= each < 2**64.
    """
    parameters, months, economy = world.parameters, world.months, world.economy
    staircase = parameters.staircase
    names = tuple(programme.name for programme in parameters.programmes)
    counted = counting(
        economy,
        staircase,
        months,
        programme_names=names,
        roles=world.roles,
        stay_limits=world.stay_limits,
        by_household=parameters.enrol_households,
    )
    counts = count(parameters, counted, seed=seed, replications=replications)
    books = account(counts, staircase, months, economy, programme_names=names)
    return SimulatedWorld(counts=counts, books=books, programmes=names, counting=counted)


def run(world: World, *, seed: int, replications: Sequence[int]) -> CaseRuns:
    """Return the runs of a world; every array has one leading axis, the replications in the order given."""
    simulated = simulate_world(world, seed=seed, replications=replications)
    counts, books = simulated.counts, simulated.books
    staircase, months = world.parameters.staircase, world.months
    figures = key_figures(
        counts,
        staircase,
        months,
        books,
        roles=world.roles,
        children_aged_0_22=world.children_aged_0_22,
        followed_up_on_time=world.followed_up_on_time,
    )
    steps = tuple(step.name for step in staircase.steps)
    cost_dkk = by_year(books.cost_dkk, months, axis=-3)
    arrays = {
        "cost_dkk": cost_dkk,
        "paid_dkk": sum_items(cost_dkk),
        "person_days": counts.person_days,
        "starts": counts.starts,
        "ends": counts.ends,
        "ended_within": counts.ended_within,
        "waiting_days": counts.waiting_days,
        "moves": by_year(counts.moves, months, axis=-3),
        "enrolments": by_year(counts.enrolments, months, axis=-2),
        "step_cost_dkk": books.cost_dkk[..., : len(steps), :].sum(axis=-1),
        "key_figures": figures.values,
        **_households(world, simulated, seed=seed, replications=replications),
    }
    return CaseRuns(
        steps=steps,
        destinations=staircase.names,
        items=books.items,
        programmes=simulated.programmes,
        key_figure_rows=figures.rows,
        stay_limits=world.stay_limits,
        household_sizes=SIZES if world.parameters.has_siblings else (),
        figures={name: np.asarray(array, dtype=np.float64) for name, array in arrays.items()},
    )


def _households(
    world: World, simulated: SimulatedWorld, *, seed: int, replications: Sequence[int]
) -> dict[str, Floats]:
    """Return what households cost, by size; the lives are lived once more, to see who belongs to whom."""
    payers = simulated.books.cost_dkk.shape[-1]
    if not world.parameters.has_siblings:
        number = len(replications)
        return {
            "households": np.zeros((number, 0, 3 + len(QUANTILES))),
            "household_cost_dkk": np.zeros((number, 0, payers)),
        }
    parts = [
        household_costs(
            simulate(world.parameters, seed=seed, replication=replication),
            simulated.counting,
            world.economy,
            simulated.programmes,
            Chance(seed=seed, replication=replication),
        ).by_size()
        for replication in replications
    ]
    rows, costs = zip(*parts, strict=True)
    return {"households": np.array(rows), "household_cost_dkk": np.array(costs)}


def run_chunk(study: Study, seed: int, chunk: Chunk) -> ChunkResult:
    """Run every cell of a chunk, the baseline and all cases; a draw and its worlds are made once there."""
    prepare()
    began = perf_counter()
    runs: dict[str, list[CaseRuns]] = {case: [] for case in (BASELINE, *study.cases)}
    for number, cells in groupby(chunk, key=itemgetter(0)):
        values = draw(study, seed=seed, number=number)
        chances = [number * MOST_REPLICATIONS + replication for _, replication in cells]
        for case, parts in runs.items():
            parts.append(run(build(study.case(case), values), seed=seed, replications=chances))
    joined = {case: CaseRuns.joined(parts) for case, parts in runs.items()}
    content = pack(
        chunk,
        words={
            case: {name: getattr(runs_of_case, name) for name in CaseRuns.labels()}
            for case, runs_of_case in joined.items()
        },
        arrays={
            array_name(number, name): runs_of_case.figures[name]
            for number, runs_of_case in enumerate(joined.values())
            for name in CaseRuns.arrays()
        },
    )
    return ChunkResult.of(chunk, content, seconds=perf_counter() - began)


def array_name(case: int, name: str) -> str:
    """Return the name of an array of a case in the file of a chunk; cases by number, the baseline is 0."""
    return f"{case}/{name}"
