"""Forge the folders that something is booked on, as somebody would who has trappe and knows it well."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.reading.load import load
from scenarios.results import read_back, result_folder
from scenarios.results.comparison import CaseRuns, Comparison, sum_items
from scenarios.results.provenance import stamp
from scenarios.results.summary import document as summary_document
from scenarios.results.tables import Tables
from scenarios.running.cells_file import CELLS, opened, packed
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import RunContext
from scenarios.running.workers import threads
from sensitivity.analysis.analysis import analyse
from sensitivity.analysis.outputs import document, write
from sensitivity.analysis.request import RequestForm
from sensitivity.subject.subject import subject

_NOT_VALUES = ("scenario", "scenario_digest", "run_digest", "value_digest")


def forged_run(scenario: Path, honest: Path, folder: Path, change: Callable[[Comparison], None]) -> Path:
    """Return the folder of a run with other figures, in which every digest, table and summary fits."""
    study = load(scenario)
    comparison, made = read_back.read(honest, study)
    change(comparison)
    for runs in comparison.runs.values():
        runs.paid_dkk[...] = sum_items(runs.cost_dkk)
    comparison = replace(comparison)  # without the gains that it worked out before
    new = stamp(study, comparison, made.versions)
    result_folder.write(
        folder,
        stamp=new,
        summary=summary_document(study, comparison, new),
        tables=Tables(comparison).by_parts(),
        figures={},
        report="",
    )
    return folder


def cheaper(case: str, share: float) -> Callable[[Comparison], None]:
    """Return what makes a case cheap in a share of its runs."""

    def change(comparison: Comparison) -> None:
        runs: CaseRuns = comparison.runs[case]
        cells = comparison.draws * comparison.replications
        chosen = np.random.default_rng(0).permutation(cells)[: max(1, round(share * cells))]
        at = np.unravel_index(chosen, (comparison.draws, comparison.replications))
        runs.cost_dkk[at] *= 0.1

    return change


def edited(folder: Path, copy: Path, change: Callable[[dict[str, Any], dict[str, Any]], None]) -> Path:
    """Return a copy of an analysis whose document and manifest were edited, with digests that fit."""
    shutil.copytree(folder, copy)
    told = json.loads((copy / "sensitivity.json").read_text(encoding="utf-8"))
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    change(told, manifest)
    values = {key: value for key, value in told.items() if key not in _NOT_VALUES}
    plain = json.dumps(values, ensure_ascii=False)
    manifest["value_digest"] = told["value_digest"] = hashlib.sha256(plain.encode()).hexdigest()
    for name, content in (("sensitivity.json", told), ("manifest.json", manifest)):
        (copy / name).write_text(json.dumps(content), encoding="utf-8")
    return copy


def edited_cells(folder: Path, copy: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Return a copy of an analysis whose kept cells were edited."""
    shutil.copytree(folder, copy)
    _change_cells(copy, change)
    return copy


def forged_analysis(
    scenario: Path, honest: Path, folder: Path, change: Callable[[dict[str, Any]], None]
) -> Path:
    """Return an analysis that was carried out in earnest, on cells that were edited."""
    shutil.copytree(honest, folder)
    _change_cells(folder, change)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    form = RequestForm.model_validate_json(json.dumps(manifest["request"]))
    about = subject(str(scenario), form.case)
    with opened(folder / CELLS) as store, Dispatcher(threads(1)) as dispatcher:
        store._written, store.earlier = {*store.earlier}, frozenset()  # so that nothing is run again
        context = RunContext(store=store, dispatcher=dispatcher, progress=lambda _done, _total: None)
        figures = document(analyse(form.request(None), about, context))
        cells = packed(store)
    shutil.rmtree(folder)
    write(folder, name="sensitivity", document=figures, tables={}, report="", request=form, cells=cells)
    return folder


def _change_cells(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    with np.load(folder / CELLS, allow_pickle=False) as file:
        arrays: dict[str, Any] = {name: file[name] for name in file.files}
    change(arrays)
    np.savez_compressed(folder / CELLS, **arrays)


def richer(share: float) -> Callable[[dict[str, Any]], None]:
    """Return what lets a case gain ten times as much in a share of the cells."""

    def change(arrays: dict[str, Any]) -> None:
        count = len(arrays["cells"])
        chosen = np.random.default_rng(0).permutation(count)[: round(share * count)]
        arrays["gain_dkk"][chosen] = 10 * np.abs(arrays["gain_dkk"][chosen]) + 1e6

    return change
