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
from calibration.rates.calibrate import Asked, Calibration, read, work_out
from calibration.rates.scenario_file import impossible_moves, outside_stock
from calibration.result_folder import PAGE, SCENARIO, document, write
from commands.runs.ledger_faults import tell_reading
from commands.shared.errors_and_progress import Progress
from commands.shared.help_texts import say
from commands.shared.preparing import prepare
from reports.calibration.check_tables import no_backtest
from reports.calibration.check_tables_text import check_tables
from reports.calibration.rate_tables import calibration_grids
from reports.comparison.terminal_tables import as_table
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
            da=f"--age-bands: «{text}» er ikke aldersgrænser; skriv dem som 0,6,13,18,23, eller none",
            en=f"--age-bands: '{text}' are no age borders; write them as 0,6,13,18,23, or none",
        )
    return borders


@dataclass(frozen=True, kw_only=True)
class Checked:
    """How a calibration is to be checked, as it was asked for."""

    seed: int
    cut: date | None = None
    """The last day that the backtest may know of; left out, what is usual."""


def run(asked: Asked, *, checked: Checked | None, out: Path | None, as_json: bool, lang: str) -> None:
    """Calibrate, check it if that is asked for, print what was found, and write it to `out` if given.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of.
    """
    if out is not None:
        check_free(out)
    study, reading = read(asked)
    tell_reading(reading, lang)
    found = work_out(asked, study, reading)
    for da, en in _assumed(asked, found):
        click.echo(say(lang, da, en), err=True)
    checks = None if checked is None else _check(found, checked, lang)
    hindered = None
    if out is not None:
        page = "" if checks is None else _page(found, checks, lang)
        hindered = write(out, found, lang, checks=checks, page=page)
    _print(found, checks, as_json=as_json, lang=lang)
    if out is None:
        return
    if checks is not None:
        da, en = f"Kontrollerne ligger i {out / PAGE}", f"The checks are in {out / PAGE}"
        click.echo(say(lang, da, en), err=True)
    if hindered is None:
        _tell_written(found, out, lang)
    else:
        da, en = f"{SCENARIO} er ikke skrevet", f"{SCENARIO} is not written"
        click.echo(f"{say(lang, da, en)}: {hindered.sentence(lang)}", err=True)


def _check(found: Calibration, checked: Checked, lang: str) -> Checks:
    prepare(lang)
    title = say(lang, "Holder raterne op mod det, der skete", "Holding the rates against what happened")
    with Progress(title) as progress:
        return check_fit(found, seed=checked.seed, cut=checked.cut, progress=progress)


def _page(found: Calibration, checks: Checks, lang: str) -> str:
    from reports.calibration.page import checks_html

    with Progress(say(lang, "Tegner", "Drawing")) as progress:
        return checks_html(found, checks, lang, progress=progress)


def _print(found: Calibration, checks: Checks | None, *, as_json: bool, lang: str) -> None:
    reason = "" if checks is None else no_backtest(checks, lang)
    if as_json:
        click.echo(json.dumps(document(found, checks, lang), allow_nan=False))
        if reason:
            click.echo(reason, err=True)
        return
    console = Console()
    for grid in calibration_grids(found, lang, checked=checks is not None):
        if grid.rows:
            console.print(as_table(grid))
    if checks is None:
        return
    for table in check_tables(found, checks, lang):
        console.print(table)
    if reason:
        click.echo(reason)


def _assumed(asked: Asked, found: Calibration) -> Iterator[tuple[str, str]]:
    """Yield, in Danish and English, what nobody asked for and the ledger decided."""
    window = found.exposure.histories.window
    if asked.first is None or asked.last is None:
        yield (
            f"perioden er {window.first} til {window.last}, efter sagslisten; --from og --to sætter den",
            f"the window is {window.first} to {window.last}, by the ledger; --from and --to set it",
        )
    if len(found.exposure.bands) == 1 and asked.borders != ():
        yield (
            "sagslisten har ingen fødselsdatoer (birth_date): raterne er ens for alle aldre",
            "the ledger has no birth dates (birth_date): rates are the same at all ages",
        )
    if found.study is None:
        steps = ", ".join(step.name for step in found.exposure.histories.staircase.steps)
        yield (
            f"sagslistens egne trin, som de kommer: {steps}; --scenario siger, hvis trappe der menes",
            f"the ledger's own steps, in the order they come: {steps}; --scenario says whose are meant",
        )


def _tell_written(found: Calibration, out: Path, lang: str) -> None:
    for (origin, to), count in impossible_moves(found):
        da = f"{origin} → {to}: {count} bevægelser er set ved en alder, trinnet ikke har; ikke i filen"
        en = f"{origin} → {to}: {count} moves were seen at an age the step does not have; not in the file"
        click.echo(say(lang, da, en), err=True)
    lives = found.exposure.histories
    if missing := int((outside_stock(lives) & (lives.destination == NOWHERE)).sum()):
        da = f"beholdningen: {missing} børn er udeladt; deres alder er ukendt eller ikke trinnets"
        en = f"the stock: {missing} children are left out; their age is not known or not the step's"
        click.echo(say(lang, da, en), err=True)
    tell_scenario(out, lang)


def tell_scenario(out: Path, lang: str) -> None:
    """Say where the file for scenarios is, and how to build on it."""
    file = out / SCENARIO
    da = f"Filen til scenarier ligger i {file}; byg på den med «base: [..., {SCENARIO}]»"
    en = f"The file for scenarios is {file}; build on it with 'base: [..., {SCENARIO}]'"
    click.echo(say(lang, da, en), err=True)


def check(file: str, lang: str) -> bool:
    """Print everything that was found in a ledger; return whether there are rows, and none was rejected."""
    _, reading = read(Asked(ledgers=[file]))
    tell_reading(reading, lang, all_of_it=True)
    return reading.rejected == 0 and not reading.ledger.rows.empty
