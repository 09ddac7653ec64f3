"""Estimate rates from case ledgers, or fit them to published totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from api.results import Result
from api.running import Progress, tell_all, unseen
from calibration.calibrated_file.notes import notes, notes_on_file, window_notes
from calibration.checks.checks import Checks
from calibration.checks.checks import check as check_against_ledger
from calibration.checks.outputs import checks_table
from calibration.ledger import notes as ledger_notes
from calibration.ledger.read_ledgers import Reading
from calibration.rates.calibrate import Calibration, CalibrationRequest, read, work_out
from calibration.result_folder import document, write, write_findings, write_totals
from calibration.totals.file import load as load_totals
from calibration.totals.fit import TotalsFit, fit
from calibration.totals.outputs import totals_document
from language.messages import Message
from scenarios.files.refusals import RefusedError
from scenarios.results.result_folder import check_free
from scenarios.running.limits import BRIDGE_DAYS, SEED, check_limits
from scenarios.running.worker_options import Tell, compile_engine


@dataclass(frozen=True, kw_only=True)
class CalibrationResult(Result[Calibration]):
    """A calibration, and its checks if they were asked for."""

    checks: Checks | None = None
    hindered: RefusedError | None = None
    """Why there is no file for scenarios in `out`; the other files are there."""


def calibrate(
    ledgers: Sequence[str | Path],
    *,
    check: bool = False,
    cut: date | None = None,
    seed: int = 1,
    out: Path | None = None,
    progress: Progress = unseen,
    tell: Tell = print,
    **options: Any,
) -> CalibrationResult:
    """Return rates, arrivals and prices with their uncertainty; with `check`, held against what happened.

    `cut` is the last day that the backtest may know of. `options` are those of `CalibrationRequest`:
    scenario, reference, ways_out, first, last, extract_days, mapping, pseudonyms, bridge_days, borders.
    Raises as `api.compare.compare` does.
    """
    if out is not None:
        check_free(out)
    request = CalibrationRequest(ledgers=ledgers, **options)
    check_limits(seed=(seed, SEED), bridge_days=(request.bridge_days, BRIDGE_DAYS))
    study, reading = read(request)
    tell_all(tell, ledger_notes.notes(reading, last=request.last))
    calibration = work_out(request, study, reading)
    tell_all(tell, notes(request, calibration))
    checks = None
    if check:
        compile_engine(tell)
        checks = check_against_ledger(calibration, seed=seed, cut=cut, progress=progress)
    page = partial(_page, calibration, checks, progress)
    hindered = None
    if out is not None:
        hindered = write(out, calibration, checks=checks, page="" if checks is None else page())
        if hindered is None:
            tell_all(tell, notes_on_file(calibration))
    figures = document(calibration, checks)
    return CalibrationResult(
        found=calibration,
        document=figures,
        tables={"rates": pd.DataFrame(figures["transitions"])}
        | ({} if checks is None else {"checks": checks_table(checks)}),
        answer=partial(_answer, calibration, checks),
        page=page,
        checks=checks,
        hindered=hindered,
    )


def check_ledgers(
    ledgers: Sequence[str | Path], *, out: Path | None = None, tell: Tell = print, **options: Any
) -> Reading:
    """Return what stands in ledgers and tell all that was found, as `calibrate` would read them.

    With `out` the findings are written there. `options` and errors are those of `calibrate`.
    """
    if out is not None:
        check_free(out)
    request = CalibrationRequest(ledgers=ledgers, **options)
    _, reading = read(request)
    tell_all(tell, ledger_notes.notes(reading, last=request.last, all_of_it=True))
    if not reading.ledger.rows.empty:
        try:
            tell_all(tell, window_notes(request, reading))
        except RefusedError as error:  # nobody asked for a time, and a ledger may be whole without one
            if request.first is not None or request.last is not None:
                raise
            tell(str(error))
    if out is not None:
        write_findings(out, reading)
    return reading


def fit_totals(
    totals: str | Path, *, seed: int = 1, out: Path | None = None, progress: Progress = unseen
) -> Result[TotalsFit]:
    """Return parameters of a scenario fitted to published totals; raises as `api.compare.compare` does."""
    if out is not None:
        check_free(out)
    fitted = fit(load_totals(totals), seed=seed, progress=progress)
    if out is not None:
        write_totals(out, fitted)
    figures = totals_document(fitted)
    return Result(
        found=fitted,
        document=figures,
        tables={name: pd.DataFrame(figures[name]) for name in ("totals", "parameters")},
        answer=lambda: (fitted.verdict(),),
        page=fitted.verdict,
    )


def _answer(calibration: Calibration, checks: Checks | None) -> list[str]:
    from reports.calibration.page import summary

    return [] if checks is None else summary(calibration, checks)


def _page(calibration: Calibration, checks: Checks | None, progress: Progress) -> str:
    """Return the page about the checks; raises RefusedError without them."""
    from reports.calibration.page import checks_html

    if checks is None:
        raise RefusedError(Message("there is a page about the checks only; calibrate with check=True"))
    return checks_html(calibration, checks, progress=progress)
