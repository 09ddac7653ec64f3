"""Write a calibration to a folder: a file to build scenarios on, its figures, the faults of the ledgers."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from calibration.checks.checks import Checks
from calibration.checks.outputs import checks_document, checks_table
from calibration.ledger.faults import LedgerFault
from calibration.rates.calibrate import Calibration
from calibration.rates.scenario_file import scenario_file
from calibration.totals.fit import TotalsFit
from calibration.totals.outputs import scenario_file as scenario_file_of_totals
from calibration.totals.outputs import totals_document
from scenarios.files.refusals import RefusedError
from scenarios.results.whole_folder import all_or_none

SCENARIO, FIGURES, FINDINGS = "calibrated.yaml", "calibration.json", "findings.xlsx"
PAGE, TABLE = "checks.html", "checks.parquet"
"""Only of a calibration that was checked."""


def write(
    folder: Path, found: Calibration, *, checks: Checks | None = None, page: str = ""
) -> RefusedError | None:
    """Write the files into a new or empty folder, all or none.

    With `checks` their figures and a `page` about them are written too. They do not need the file for
    scenarios: where there can be none, the others are written, and returned is why. Raises FolderInUseError
    when the folder holds something, OSError when the disk refuses, and without checks RefusedError as
    `calibration.rates.scenario_file` does.
    """
    hindered = None
    with all_or_none(folder, last=FIGURES) as inner:
        try:
            (inner / SCENARIO).write_text(scenario_file(found), encoding="utf-8")
        except RefusedError as error:
            if checks is None:
                raise
            hindered = error
        _write_findings(inner / FINDINGS, found.reading.findings)
        if checks is not None:
            (inner / PAGE).write_text(page, encoding="utf-8")
            checks_table(checks).to_parquet(inner / TABLE, index=False)
        _write_figures(inner, document(found, checks))
    return hindered


def write_totals(folder: Path, fitted: TotalsFit) -> None:
    """Write what was fitted to totals into a new or empty folder, all or none; raises as `write` does."""
    with all_or_none(folder, last=FIGURES) as inner:
        (inner / SCENARIO).write_text(scenario_file_of_totals(fitted), encoding="utf-8")
        _write_figures(inner, totals_document(fitted))


def document(found: Calibration, checks: Checks | None) -> dict[str, Any]:
    """Return the figures of a calibration; with checks, those too, and the verdicts are those after them."""
    figures = found.document()
    if checks is None:
        return figures
    return figures | {"verdicts": checks.grades, "checks": checks_document(checks)}


def _write_figures(folder: Path, figures: dict[str, Any]) -> None:
    text = json.dumps(figures, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / FIGURES).write_text(text + "\n", encoding="utf-8")


def _write_findings(path: Path, findings: tuple[LedgerFault, ...]) -> None:
    table = pd.DataFrame(
        [
            {
                "file": finding.file,
                "row": finding.row or None,
                "column": finding.column,
                "kind": finding.kind,
                "found": finding.found,
                "done": finding.done,
                "sentence": str(finding),
            }
            for finding in findings
        ],
        columns=["file", "row", "column", "kind", "found", "done", "sentence"],
    )
    # A cell that begins with = is a text that somebody wrote, and no formula.
    texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": texts}) as book:
        table.to_excel(book, sheet_name="findings", index=False)
