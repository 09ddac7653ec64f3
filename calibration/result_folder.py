"""Write a calibration to a folder: a file to build scenarios on, its figures, the faults of the ledgers."""

from dataclasses import fields
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from calibration.calibrated_file.scenario_file import scenario_file
from calibration.checks.checks import Checks
from calibration.checks.outputs import checks_document, checks_table
from calibration.ledger.comparison import Replacement
from calibration.ledger.read_ledgers import Reading
from calibration.rates.calibrate import Calibration
from calibration.tables.new_workbooks import workbook_options
from calibration.tables.table import MOST_ROWS
from calibration.totals.fit import TotalsFit
from calibration.totals.outputs import scenario_file as scenario_file_of_totals
from calibration.totals.outputs import totals_document
from language.visible import visible
from scenarios.files.refusals import RefusedError
from scenarios.results.result_folder import Content, check_free, write_files

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
    `calibration.calibrated_file.scenario_file` does.
    """
    check_free(folder)
    files: dict[str, Content] = {}
    hindered = None
    try:
        files[SCENARIO] = scenario_file(found)
    except RefusedError as error:
        if checks is None:
            raise
        hindered = error
    files[FINDINGS] = _findings_book(found.reading)
    if checks is not None:
        files |= {PAGE: page, TABLE: checks_table(checks)}
    write_files(folder, files | {FIGURES: document(found, checks)})
    return hindered


def write_totals(folder: Path, fitted: TotalsFit) -> None:
    """Write what was fitted to totals into a new or empty folder, all or none; raises as `write` does."""
    check_free(folder)
    write_files(folder, {SCENARIO: scenario_file_of_totals(fitted), FIGURES: totals_document(fitted)})


def write_findings(folder: Path, reading: Reading) -> None:
    """Write what was found in ledgers into a new or empty folder; raises as `write` does."""
    write_files(folder, {FINDINGS: _findings_book(reading)})


def document(found: Calibration, checks: Checks | None) -> dict[str, Any]:
    """Return the figures of a calibration; with checks, those too, and the verdicts are those after them."""
    figures = found.document()
    if checks is None:
        return figures
    return figures | {"verdicts": checks.grades, "checks": checks_document(checks)}


def _findings_book(reading: Reading) -> bytes:
    """Return the findings as an Excel workbook, and on a second sheet what newer extracts say otherwise."""
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
            for finding in reading.findings
        ],
        columns=["file", "row", "column", "kind", "found", "done", "sentence"],
    )
    names = [field.name for field in fields(Replacement)]
    restated = pd.DataFrame([vars(each) for each in reading.replaced], columns=names)
    table, restated = table.map(_shown), restated.map(_shown)
    content = BytesIO()
    with (
        workbook_options() as options,
        pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs={"options": options}) as book,
    ):
        _write_sheets(book, table, "findings")
        _write_sheets(book, restated, "replaced")
    return content.getvalue()


def _write_sheets(book: pd.ExcelWriter, table: pd.DataFrame, name: str) -> None:
    """Write a table to a sheet, and what it does not hold to further ones: "findings 2" and so on."""
    for number, first in enumerate(range(0, max(1, len(table)), MOST_ROWS - 1), start=1):
        sheet = name if number == 1 else f"{name} {number}"
        table[first : first + MOST_ROWS - 1].to_excel(book, sheet_name=sheet, index=False)


def _shown(cell: Any) -> Any:
    """Return what stands in a cell: of a text, what can be seen, and no more than a cell holds."""
    if not isinstance(cell, str):
        return cell
    text = visible(cell)
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 3]}..."


_LONGEST_CELL = 32_767
"""Characters of a cell of Excel."""
