"""`trappe calibrate`, and `trappe check` of a ledger: reading, working out, telling."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from calibration.calibrate import Asked, Calibration, read, work_out
from calibration.histories import NOWHERE
from calibration.reading import Reading
from calibration.result_folder import SCENARIO, write
from calibration.scenario_file import impossible_moves, outside_stock
from commands.bilingual import say
from reports.calibration_grids import calibration_grids
from reports.tables import as_table
from scenarios.refused import RefusedError
from scenarios.run_folder import check_free

_FIRST_SHOWN = 20
"""Findings that are told one by one, unless all are asked for."""


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


def run(asked: Asked, *, out: Path | None, as_json: bool, lang: str) -> None:
    """Calibrate, print what was found, and write it to `out` if given.

    Raises what `commands.sentences.plain_errors` makes sentences of.
    """
    if out is not None:
        check_free(out)
    study, reading = read(asked)
    _tell_reading(reading, lang, most=_FIRST_SHOWN)
    found = work_out(asked, study, reading)
    for da, en in _assumed(asked, found):
        click.echo(say(lang, da, en), err=True)
    if out is not None:
        write(out, found, lang)
    if as_json:
        click.echo(json.dumps(found.document(), allow_nan=False))
    else:
        console = Console()
        for grid in calibration_grids(found, lang):
            if grid.rows:
                console.print(as_table(grid))
    if out is not None:
        _tell_written(found, out, lang)


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
    file = out / SCENARIO
    da = f"Filen til scenarier ligger i {file}; byg på den med «base: [..., {SCENARIO}]»"
    en = f"The file for scenarios is {file}; build on it with 'base: [..., {SCENARIO}]'"
    click.echo(say(lang, da, en), err=True)


def check(file: str, lang: str) -> bool:
    """Print everything that was found in a ledger; return whether there are rows, and none was rejected."""
    _, reading = read(Asked(ledgers=[file]))
    _tell_reading(reading, lang, most=None)
    return reading.rejected == 0 and not reading.ledger.rows.empty


def _tell_reading(reading: Reading, lang: str, *, most: int | None) -> None:
    for finding in reading.findings[:most]:
        click.echo(finding.sentence(lang), err=True)
    rest = reading.findings[most:] if most is not None else ()
    if rest:
        click.echo(
            say(
                lang,
                f"... og {len(rest)} mere; «trappe check FIL» viser dem alle",
                f"... and {len(rest)} more; 'trappe check FILE' shows them all",
            ),
            err=True,
        )
    for file in reading.files:
        da = f"{file.file}: {file.form}; {file.rows} rækker, {file.used} brugt, {file.rejected} afvist"
        en = f"{file.file}: {file.form}; {file.rows} rows, {file.used} used, {file.rejected} rejected"
        parts = [say(lang, da, en)]
        if file.duplicates:
            parts.append(say(lang, f"{file.duplicates} dubletter", f"{file.duplicates} duplicates"))
        left_out = say(lang, "udeladt", "left out")
        parts += [f"{rows} {left_out} ({reason.in_language(lang)})" for reason, rows in file.left_out]
        click.echo(", ".join(parts), err=True)
