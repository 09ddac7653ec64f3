"""Run a comparison (draws x replications x cases), cut into chunks and shared by many workers.

No number depends on the workers, on how the runs are cut, or on what was run before an interruption.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from model.world.arrays import Bools, Floats
from model.world.months import Months
from scenarios.building.draws import draw
from scenarios.format.study import Study
from scenarios.results.comparison import CaseRuns, Comparison, Gain
from scenarios.results.kept_arrays import KeptArrays
from scenarios.running.chunk import StoredChunk, Work
from scenarios.running.chunk_store import ChunkStore, temporary_store
from scenarios.running.dispatch import Dispatcher, run_cells
from scenarios.running.limits import MOST_DRAWS
from scenarios.running.plan import Plan
from scenarios.running.precision import next_draws, relative_error
from scenarios.running.recheck import recheck_earlier
from scenarios.running.simulate import array_name
from scenarios.running.workers import Workers, threads

Progress = Callable[[int, int], None]
"""Called with (runs done, runs in all): first with what there was already, then after each chunk."""


@dataclass(frozen=True, kw_only=True)
class RunContext:
    """What runs cells, where they are kept, and who is told how many are done."""

    store: ChunkStore
    dispatcher: Dispatcher
    progress: Progress


def compare(
    study: Study,
    *,
    seed: int,
    draws: int,
    replications: int,
    workers: Workers | int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare a baseline with its cases under the same draws and the same chance.

    `workers` may be a number of threads; there are as many as cores, if not given. Raises ValueError for
    counts below one or a draw that makes no world, OSError when the disk refuses, and what
    `Dispatcher.collect` does.
    """
    plan = Plan(study=study, seed=seed, draws=draws, replications=replications)
    worker_options = workers if isinstance(workers, Workers) else threads(workers)
    with temporary_store() as store, Dispatcher(worker_options) as dispatcher:
        run_all(plan, store, dispatcher, progress=progress)
        return gather(plan, store)


def run_all(
    work: Work, store: ChunkStore, dispatcher: Dispatcher, *, progress: Progress | None = None
) -> None:
    """Run every cell of some work that the store lacks, and keep the result of each chunk as it comes.

    A sample of those that others left there is run again first. Memory does not grow with the number of
    cells, but for a byte each. Raises as `recheck` and `run_cells` do.
    """
    recheck_earlier(work, store, dispatcher)
    lacking = work.wanted & ~store.has(work)
    cells = int(work.wanted.sum())
    tell = progress or (lambda _done, _total: None)
    done = cells - int(lacking.sum())
    tell(done, cells)

    def more(count: int) -> None:
        nonlocal done
        done += count
        tell(done, cells)

    run_cells(work, lacking, store, dispatcher, done=more)


def run_until(
    share: float, plan: Plan, store: ChunkStore, dispatcher: Dispatcher, *, progress: Progress | None = None
) -> tuple[Plan, dict[str, float]]:
    """Run a plan, and more and more draws of it, until the precision is reached or there are `MOST_DRAWS`.

    It is reached when the error of the mean net present gain of every case is below `share` of its standard
    deviation over draws. Return the plan that was run and the relative error by case.
    """
    is_uncertain = any(assumption.is_uncertain for assumption in plan.study.assumptions.values())
    while True:
        run_all(plan, store, dispatcher, progress=progress)
        errors = {
            case: relative_error(gains, is_uncertain=is_uncertain)
            for case, gains in net_present(plan, store).items()
        }
        if all(error < share for error in errors.values()) or plan.draws >= MOST_DRAWS:
            return plan, errors
        plan = replace(plan, draws=next_draws(plan.draws))


def net_present(plan: Plan, store: ChunkStore) -> dict[str, Floats]:
    """Return the net present gain of every case, in kroner; [draw, replication]."""
    months, municipal = _months(plan), _municipal(plan)
    gains = {case: np.full((plan.draws, plan.replications), np.nan) for case in plan.study.cases}
    for chunk in store.chunks():
        wanted = _wanted(chunk, plan)
        cells = tuple(chunk.cells[wanted].T)
        baseline = chunk.array(array_name(0, "paid_dkk"))
        for number, runs in enumerate(gains.values(), start=1):
            dkk = (baseline - chunk.array(array_name(number, "paid_dkk")))[wanted, np.newaxis]
            gain = Gain(dkk=dkk, months=months, municipal=municipal)
            runs[cells] = gain.net_present[:, 0]
    return gains


def gather(plan: Plan, store: ChunkStore) -> Comparison:
    """Put the runs of a plan in order, whatever order they came in, a chunk at a time.

    The figures of every run are kept in files without a name beside the store. Raises ValueError when the
    store lacks some, OSError when the disk has no room for them.
    """
    lacking = np.ones((plan.draws, plan.replications), dtype=np.bool_)
    runs: dict[str, CaseRuns] = {}
    for chunk in store.chunks():
        wanted = _wanted(chunk, plan)
        cells = tuple(chunk.cells[wanted].T)
        runs = runs or _room(chunk, lacking.shape, store.folder)
        for number, of_case in enumerate(runs.values()):
            for name in CaseRuns.arrays():
                of_case.figures[name][cells] = chunk.array(array_name(number, name))[wanted]
        lacking[cells] = False
    if lacking.any():
        raise ValueError(f"{int(lacking.sum())} of {plan.cells} runs are lacking; run them first")
    return _comparison(plan, runs)


def _room(chunk: StoredChunk, cells: tuple[int, ...], folder: Path) -> dict[str, CaseRuns]:
    """Return room for the runs of every case, with the labels and the shapes that a chunk of them has."""
    runs = {}
    for number, (case, labels) in enumerate(chunk.words.items()):
        shapes = {
            name: (*cells, *chunk.array(array_name(number, name)).shape[1:]) for name in CaseRuns.arrays()
        }
        runs[case] = CaseRuns(**labels, figures=KeptArrays(shapes, folder=folder))
    return runs


def drawn_assumptions(plan: Plan) -> dict[str, Floats]:
    """Return the value of every uncertain assumption in every draw; [draw]."""
    uncertain = sorted(name for name, assumption in plan.study.assumptions.items() if assumption.is_uncertain)
    values = np.empty((len(uncertain), plan.draws))
    for number in range(plan.draws):
        drawn = draw(plan.study, seed=plan.seed, number=number)
        values[:, number] = [drawn[name] for name in uncertain]
    return dict(zip(uncertain, values, strict=True))


def _comparison(plan: Plan, runs: dict[str, CaseRuns]) -> Comparison:
    return Comparison(
        seed=plan.seed,
        draws=plan.draws,
        replications=plan.replications,
        months=_months(plan),
        payers=tuple(plan.study.scenario.payers),
        municipal=_municipal(plan),
        runs=runs,
        assumptions=drawn_assumptions(plan),
    )


def _wanted(chunk: StoredChunk, plan: Plan) -> Bools:
    return chunk.wanted(draws=plan.draws, replications=plan.replications)


def _months(plan: Plan) -> Months:
    return Months.of(plan.study.scenario.start, plan.study.scenario.years)


def _municipal(plan: Plan) -> tuple[bool, ...]:
    return tuple(payer.municipal for payer in plan.study.scenario.payers.values())
