"""Draws x replications x cases: every run of a comparison, on as many processes as there are."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import replace
from itertools import islice, product
from signal import SIG_IGN, SIGINT, signal
from typing import Any

import numpy as np

from model.months import Months
from scenarios.build import build
from scenarios.comparison import BASELINE, CaseRuns, Comparison
from scenarios.draws import draw
from scenarios.runs import run
from scenarios.study import Study

MOST_REPLICATIONS = 2**20
"""Of one draw: each has a chance of its own, and draws must not share them."""

_AHEAD = 3
"""How many cells each worker has waiting."""

Progress = Callable[[int, int], None]
"""Called with (runs done, runs in all)."""


def compare(
    study: Study,
    *,
    seed: int,
    draws: int,
    replications: int,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Hold a baseline against its cases under the same draws and the same chance.

    `workers` processes share the work (as many as there are cores, if not given); the numbers do not
    depend on how many. Raises ValueError for counts below one or a draw that makes no world.
    """
    if draws < 1 or not 1 <= replications < MOST_REPLICATIONS:
        raise ValueError(f"draws and replications: {draws} and {replications}; give at least one of each")
    cells = list(product(range(draws), range(replications)))
    done: dict[tuple[int, int], dict[str, CaseRuns]] = {}
    for cell, runs in _all(study, seed, cells, workers or os.cpu_count() or 1):
        done[cell] = runs
        if progress is not None:
            progress(len(done), len(cells))
    return _gather(study, seed, draws, replications, done)


def _all(
    study: Study, seed: int, cells: list[tuple[int, int]], workers: int
) -> Iterator[tuple[tuple[int, int], dict[str, CaseRuns]]]:
    if workers == 1 or len(cells) == 1:
        for cell in cells:
            yield cell, _cell(study, seed, cell)
        return
    # Ctrl-C reaches every process of the terminal; the workers leave it to this one, which hands out only
    # a little work ahead so that they end soon after it.
    pool = ProcessPoolExecutor(min(workers, len(cells)), initializer=signal, initargs=(SIGINT, SIG_IGN))
    waiting = iter(cells)
    futures: dict[Future[dict[str, CaseRuns]], tuple[int, int]] = {}
    try:
        for _ in cells:
            for cell in islice(waiting, _AHEAD * workers - len(futures)):
                futures[pool.submit(_cell, study, seed, cell)] = cell
            done = next(as_completed(futures))
            yield futures.pop(done), done.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _cell(study: Study, seed: int, cell: tuple[int, int]) -> dict[str, CaseRuns]:
    """Run the baseline and every case under one draw and one chance."""
    number, replication = cell
    values = draw(study, seed=seed, number=number)
    chance = number * MOST_REPLICATIONS + replication
    return {
        case: run(build(study.case(case), values), seed=seed, replications=[chance])
        for case in (BASELINE, *study.cases)
    }


def _gather(
    study: Study,
    seed: int,
    draws: int,
    replications: int,
    done: dict[tuple[int, int], dict[str, CaseRuns]],
) -> Comparison:
    """Put the runs in order, whatever order they came in."""
    runs = {}
    for case, first in done[0, 0].items():
        arrays: dict[str, Any] = {
            name: np.stack(
                [
                    np.stack([getattr(done[d, r][case], name)[0] for r in range(replications)])
                    for d in range(draws)
                ]
            )
            for name in CaseRuns.arrays()
        }
        runs[case] = replace(first, **arrays)
    values = [draw(study, seed=seed, number=number) for number in range(draws)]
    uncertain = [name for name, assumption in study.assumptions.items() if assumption.is_uncertain]
    return Comparison(
        seed=seed,
        draws=draws,
        replications=replications,
        months=Months.of(study.scenario.start, study.scenario.years),
        payers=tuple(study.scenario.payers),
        municipal=tuple(payer.municipal for payer in study.scenario.payers.values()),
        runs=runs,
        assumptions={name: np.array([v[name] for v in values]) for name in sorted(uncertain)},
    )
