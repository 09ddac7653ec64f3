"""`trappe calibrate --totals`: rates from published totals, where there is no ledger."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from calibration.result_folder import write_totals
from calibration.totals.file import load
from calibration.totals.fit import fit
from calibration.totals.totals_document import totals_document
from commands.runs.calibrate import tell_scenario
from commands.shared.errors_and_progress import FINDING, Progress
from language.messages import say
from reports.calibration.rate_tables import totals_grids
from reports.shared.table import as_table
from scenarios.results.result_folder import check_free


def run(totals: str, *, seed: int, out: Path | None, as_json: bool) -> None:
    """Fit to published totals, print what was found, and write it to `out` if given.

    Ends with exit code 1 when the totals contradict each other: all is printed and written then, too.
    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of.
    """
    if out is not None:
        check_free(out)
    published = load(totals)
    with Progress(say("Fitting to the totals")) as progress:
        fitted = fit(published, seed=seed, progress=progress)
    if out is not None:
        write_totals(out, fitted)
    if as_json:
        click.echo(json.dumps(totals_document(fitted), allow_nan=False))
    else:
        console = Console()
        console.print(str(fitted.verdict()), markup=False, highlight=False)
        for grid in totals_grids(fitted):
            console.print(as_table(grid))
    if out is not None:
        tell_scenario(out)
    if fitted.contradicts:
        sys.exit(FINDING)
