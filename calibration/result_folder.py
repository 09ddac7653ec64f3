"""What a calibration leaves behind: a file to build scenarios on, figures, what was found in the ledgers."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

import pandas as pd

from calibration.calibrate import Calibration
from calibration.ledger_faults import Finding
from calibration.scenario_file import scenario_file
from scenarios.run_folder import UNFINISHED, check_free

SCENARIO, FIGURES, FINDINGS = "calibrated.yaml", "calibration.json", "findings.xlsx"


def write(folder: Path, found: Calibration, lang: str) -> None:
    """Write the files into a new or empty folder, all or none.

    Raises FolderInUseError when it holds something, OSError when the disk refuses.
    """
    check_free(folder)
    inner = folder / UNFINISHED
    inner.mkdir(parents=True, exist_ok=True)
    try:
        (inner / SCENARIO).write_text(scenario_file(found), encoding="utf-8")
        figures = json.dumps(found.document(), ensure_ascii=False, indent=2, allow_nan=False)
        (inner / FIGURES).write_text(figures + "\n", encoding="utf-8")
        _write_findings(inner / FINDINGS, found.reading.findings, lang)
        for path in sorted(inner.iterdir(), key=lambda path: path.name == FIGURES):
            path.replace(folder / path.name)
        inner.rmdir()
    except BaseException:
        shutil.rmtree(inner, ignore_errors=True)
        with suppress(OSError):  # not empty
            folder.rmdir()
        raise


def _write_findings(path: Path, findings: tuple[Finding, ...], lang: str) -> None:
    table = pd.DataFrame(
        [
            {
                "file": finding.file,
                "row": finding.row or None,
                "column": finding.column,
                "kind": finding.kind,
                "found": finding.found,
                "done": finding.done,
                "sentence": finding.sentence(lang),
            }
            for finding in findings
        ],
        columns=["file", "row", "column", "kind", "found", "done", "sentence"],
    )
    # A cell that begins with = is a text that somebody wrote, and no formula.
    texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": texts}) as book:
        table.to_excel(book, sheet_name="findings", index=False)
