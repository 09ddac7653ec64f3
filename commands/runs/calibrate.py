"""`trappe calibrate`, and `trappe check` of a ledger: reading, working out, checking, telling."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from rich.console import Console

from calibration.checks.checks import Checks
from calibration.checks.checks import check as check_fit
from calibration.ledger.histories import NOWHERE
from calibration.rates.calibrate import Calibration, CalibrationRequest, read, work_out
from calibration.rates.scenario_file import impossible_moves, outside_stock
from calibration.result_folder import PAGE, SCENARIO, document, write
from commands.runs.ledger_faults import tell_reading
from commands.shared.errors_and_progress import Progress
from commands.shared.preparing import prepare
from language.messages import Message, say
from reports.calibration.check_tables import check_tables, no_backtest
from reports.calibration.rate_tables import calibration_grids
from reports.shared.table import as_table
from scenarios.files.refusals import RefusedError
from scenarios.results.result_folder import check_free


def age_borders(text: str | None) -> tuple[float, ...] | None:
    """Return borders of age bands written as `0,6,13,18,23`; none for `none`.

    Raises RefusedError for anything else.
    """
    if text is None:
        return None
    if text.strip().lower() in {"none", "ingen"}:
        return ()
    try:
        borders = tuple(float(part) for part in text.replace(" ", "").split(","))
    except ValueError:
        borders = ()
    if len(borders) < 2 or sorted({*borders}) != [*borders] or borders[0] < 0:
        raise RefusedError(
            Message(
                "--age-bands: '{value}' are no age borders; write them as 0,6,13,18,23, or none", value=text
            )
        )
    return borders


@dataclass(frozen=True, kw_only=True)
class Checked:
    """How a calibration is to be checked, as it was asked for."""

    seed: int
    cut: date | None = None
    """The last day that the backtest may know of; left out, what is usual."""


def run(request: CalibrationRequest, *, checked: Checked | None, out: Path | None, as_json: bool) -> None:
    """Calibrate, check it if that is asked for, print what was found, and write it to `out` if given.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of.
    """
    if out is not None:
        check_free(out)
    study, reading = read(request)
    tell_reading(reading)
    found = work_out(request, study, reading)
    for sentence in _assumed(request, found):
        click.echo(sentence, err=True)
    checks = None if checked is None else _check(found, checked)
    hindered = None
    if out is not None:
        page = "" if checks is None else _page(found, checks)
        hindered = write(out, found, checks=checks, page=page)
    _print(found, checks, as_json=as_json)
    if out is None:
        return
    if checks is not None:
        click.echo(say("The checks are in {out}", out=out / PAGE), err=True)
    if hindered is None:
        _tell_written(found, out)
    else:
        click.echo(f"{say('{scenario} is not written', scenario=SCENARIO)}: {hindered!s}", err=True)


def _check(found: Calibration, checked: Checked) -> Checks:
    prepare()
    title = say("Holding the rates against what happened")
    with Progress(title) as progress:
        return check_fit(found, seed=checked.seed, cut=checked.cut, progress=progress)


def _page(found: Calibration, checks: Checks) -> str:
    from reports.calibration.page import checks_html

    with Progress(say("Drawing")) as progress:
        return checks_html(found, checks, progress=progress)


def _print(found: Calibration, checks: Checks | None, *, as_json: bool) -> None:
    reason = "" if checks is None else no_backtest(checks)
    if as_json:
        click.echo(json.dumps(document(found, checks), allow_nan=False))
        if reason:
            click.echo(reason, err=True)
        return
    console = Console()
    for grid in calibration_grids(found, checked=checks is not None):
        if grid.rows:
            console.print(as_table(grid))
    if checks is None:
        return
    for table in check_tables(found, checks):
        console.print(table)
    if reason:
        click.echo(reason)


def _assumed(request: CalibrationRequest, found: Calibration) -> Iterator[str]:
    """Yield what nobody asked for and the ledger decided."""
    window = found.exposure.histories.window
    if request.first is None or request.last is None:
        yield say(
            "the window is {first} to {last}, by the ledger; --from and --to set it",
            first=window.first,
            last=window.last,
        )
    if len(found.exposure.bands) == 1 and request.borders != ():
        yield say("the ledger has no birth dates (birth_date): rates are the same at all ages")
    if found.study is None:
        steps = ", ".join(step.name for step in found.exposure.histories.staircase.steps)
        yield say(
            "the ledger's own steps, in the order they come: {steps}; --scenario says whose are meant",
            steps=steps,
        )


def _tell_written(found: Calibration, out: Path) -> None:
    for (origin, to), count in impossible_moves(found):
        click.echo(
            say(
                "{origin} → {to}: {count} moves were seen at an age the step does not have; not in the file",
                origin=origin,
                to=to,
                count=count,
            ),
            err=True,
        )
    lives = found.exposure.histories
    if missing := int((outside_stock(lives) & (lives.destination == NOWHERE)).sum()):
        click.echo(
            say(
                "the stock: {missing} children are left out; their age is not known or not the step's",
                missing=missing,
            ),
            err=True,
        )
    tell_scenario(out)


def tell_scenario(out: Path) -> None:
    """Say where the file for scenarios is, and how to build on it."""
    file = out / SCENARIO
    click.echo(
        say(
            "The file for scenarios is {file}; build on it with 'base: [..., {scenario}]'",
            file=file,
            scenario=SCENARIO,
        ),
        err=True,
    )


def check(file: str) -> bool:
    """Print everything that was found in a ledger; return whether there are rows, and none was rejected."""
    _, reading = read(CalibrationRequest(ledgers=[file]))
    tell_reading(reading, all_of_it=True)
    return reading.rejected == 0 and not reading.ledger.rows.empty
