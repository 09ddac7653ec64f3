"""Hold the folder of a run against the scenario: summary and assumptions in full, the runs by a sample."""

import json
import secrets
from pathlib import Path
from typing import Any

import numpy as np

from model.world.arrays import Floats
from scenarios.files.documents import read_json
from scenarios.format.study import Study
from scenarios.results.comparison import CaseRuns, Comparison
from scenarios.results.provenance import Stamp
from scenarios.results.result_folder import SUMMARY
from scenarios.results.summary import document
from scenarios.running.chunk_store import different_figures
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import drawn_assumptions
from scenarios.running.plan import Plan
from scenarios.running.recheck import Recomputed, recheck, sample
from scenarios.running.simulate import array_name


def recheck_run(
    folder: Path, study: Study, comparison: Comparison, made: Stamp, *, seed: str, dispatcher: Dispatcher
) -> Recomputed:
    """Hold a run that was read back from a folder against the scenario, and say how much was run again.

    The summary is made anew of the tables, every assumption is drawn anew, and a sample of the runs, drawn
    afresh and by `seed`, is run again. Raises as `scenarios.running.recheck.recheck` does.
    """
    again = json.loads(json.dumps(document(study, comparison, made)))
    if _summary(folder) != again | {"scenario": None}:  # a file of the same scenario may bear another name
        raise different_figures(folder, SUMMARY)
    plan = Plan(
        study=study,
        seed=comparison.seed,
        draws=comparison.draws,
        replications=comparison.replications,
    )
    for name, values in drawn_assumptions(plan).items():
        if values.tobytes() != comparison.assumptions[name].tobytes():
            raise different_figures(folder, name)
    stored = _RunCells(comparison)
    chosen = sample(plan.wanted, (secrets.token_hex(32), seed))
    recheck(plan, chosen, [stored], dispatcher, folder=folder, titles=stored.titles)
    return Recomputed(cells=int(chosen.sum()), of=plan.cells)


def _summary(folder: Path) -> Any:
    try:
        return read_json(folder / SUMMARY) | {"scenario": None}
    except (OSError, ValueError, TypeError):
        return None


class _RunCells:
    """The cells of a run that was read back, as `scenarios.running.simulate.run_chunk` gives them."""

    def __init__(self, comparison: Comparison) -> None:
        self.cells = np.argwhere(np.ones((comparison.draws, comparison.replications), dtype=np.bool_))
        self._runs = comparison.runs
        self._arrays = {
            array_name(number, name): (case, name)
            for number, case in enumerate(comparison.runs)
            for name in CaseRuns.arrays()
        }

    @property
    def words(self) -> dict[str, Any]:
        """The labels of every case."""
        return {
            case: {name: getattr(runs, name) for name in CaseRuns.labels()}
            for case, runs in self._runs.items()
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the arrays."""
        return tuple(self._arrays)

    @property
    def titles(self) -> dict[str, str]:
        """The arrays by name, as a sentence names them."""
        return {array: f"{case or '-'}, {name}" for array, (case, name) in self._arrays.items()}

    def array(self, name: str) -> Floats:
        """Return an array; one leading axis, the cells."""
        case, field = self._arrays[name]
        values = self._runs[case].figures[field]
        return values.reshape(len(self.cells), *values.shape[2:])
