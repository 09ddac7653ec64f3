"""Measure how the memory of an ensemble, and of a whole comparison, grows with its runs: it should not.

Results go to files, chunk by chunk. A chunk is cut to about a second's work, so the first ones are small, and
with few replications in a small world the largest size is never reached: some growth is only that. A
comparison keeps what its page is made of, a few hundred numbers of each run, and no more.

`python -m bench.memory KIND NUMBER` runs one in a process of its own and prints the highest memory.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.own_process import figures_of, highest_megabytes
from bench.ratios import Effort, Ratio, quotients
from bench.worlds import SEED
from scenarios.reading.load import load
from scenarios.running.chunk_store import temporary_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import run_all
from scenarios.running.plan import Plan
from scenarios.running.workers import threads

_YEARS = 4
_FEW, _FEW_DRAWS, _TIMES = 1_000, 200, 10


def memory_10000_over_1000(effort: Effort) -> Ratio:
    """Compare the highest memory of a process that runs many replications with one that runs few."""
    return _grown(
        "ensemble",
        effort.of(_FEW),
        effort,
        compares=f"highest memory, Kolding for {_YEARS} years: {{many}} replications over {{few}}",
        wanted="<= 1.10",
    )


def memory_of_comparison_2000_over_200(effort: Effort) -> Ratio:
    """Compare the highest memory of comparisons into a folder: of many draws with few."""
    return _grown(
        "comparison",
        effort.of(_FEW_DRAWS),
        effort,
        compares="highest memory, trappe compare kolding --out: {many} draws over {few}, one replication",
        wanted="<= 1.50",
    )


def _grown(kind: str, few: int, effort: Effort, *, compares: str, wanted: str) -> Ratio:
    by_number: dict[int, list[dict[str, Any]]] = {few: [], _TIMES * few: []}
    for _ in range(effort.runs):
        for number, runs in by_number.items():
            runs.append(figures_of(__name__, kind, str(number)))
    megabytes = {number: [run["megabytes"] for run in runs] for number, runs in by_number.items()}
    return Ratio(
        compares=compares.format(many=_TIMES * few, few=few),
        wanted=wanted,
        runs=quotients(megabytes[_TIMES * few], megabytes[few]),
        figures={
            "megabytes": {str(number): median(runs) for number, runs in megabytes.items()},
            "largest_chunk": {
                str(number): median(run["largest_chunk"] for run in runs)
                for number, runs in by_number.items()
            },
        },
    )


def run_ensemble(replications: int) -> int:
    """Run an ensemble into files, and gather nothing; return the cells in the largest of them."""
    study = load("kolding")
    study = replace(study, scenario=study.scenario.model_copy(update={"years": _YEARS}), cases={})
    plan = Plan(study=study, seed=SEED, draws=1, replications=replications)
    with temporary_store() as store, Dispatcher(threads()) as dispatcher:
        run_all(plan, store, dispatcher)
        return max(len(part.cells) for part in store.chunks())


def run_comparison(draws: int) -> int:
    """Run a comparison into a folder, tables and page and all; return zero, for its chunks are gone."""
    from api.compare import compare  # noqa: PLC0415  not in the memory of an ensemble

    with TemporaryDirectory() as folder:
        compare("kolding", draws=draws, replications=1, out=Path(folder) / "run", tell=lambda _: None)
    return 0


RUNS: dict[str, Callable[[int], int]] = {"ensemble": run_ensemble, "comparison": run_comparison}


if __name__ == "__main__":
    largest = RUNS[sys.argv[1]](int(sys.argv[2]))
    print(json.dumps({"megabytes": highest_megabytes(), "largest_chunk": largest}))
