"""Parse and print `list`, `check` and `schema`: about files, before anything is computed."""

import json
import sys
from datetime import date

import click

from commands.shared.errors_and_progress import BAD_INPUT, plain_errors, print_faults, tell
from commands.shared.help_texts import Argument, Command
from commands.shared.options import LEDGERS, extract_day_option, lang_option
from language.messages import mark, say
from scenarios.files.faults import ScenarioError


@click.command(
    "list",
    cls=Command,
    help=mark("Show shipped staircases, municipalities and investment cases.\n\nExample: trappe list"),
)
@lang_option
def list_() -> None:
    """Show shipped staircases, municipalities and investment cases."""
    from rich.console import Console

    from reports.library import library_tables

    with plain_errors():
        tables = library_tables()
    console = Console()
    for table in tables:
        console.print(table)


@click.command(
    "check",
    cls=Command,
    help=mark(
        "Find every fault in scenario files, with file:line:column, and in case ledgers, with row "
        "and column.\n\nExample: trappe check my_town.yaml"
    ),
)
@click.argument("files", cls=Argument, nargs=-1, required=True, metavar=mark("FILE..."))
@extract_day_option
@lang_option
def check(files: tuple[str, ...], extract_days: dict[str, date] | None) -> None:
    """Find every fault in scenario files, with file:line:column, and in case ledgers, with row and column."""
    from scenarios.reading.load import load
    from scenarios.reading.notes import warnings
    from scenarios.reading.number_notes import level_notes

    bad = False
    ledgers = [file for file in files if file.lower().endswith(LEDGERS)]
    if ledgers:
        with plain_errors():
            bad = not _are_whole_ledgers(ledgers, extract_days)
    for file in files:
        if file in ledgers:
            continue
        try:
            study = load(file)
        except ScenarioError as error:
            bad = True
            print_faults(error)
            continue
        steps, cases = len(study.scenario.staircase.steps), len(study.cases)
        uncertain = sum(assumption.is_uncertain for assumption in study.assumptions.values())
        click.echo(
            say(
                "{file}: in order; {steps} steps, {cases} cases, {uncertain} uncertain assumptions",
                file=file,
                steps=steps,
                cases=cases,
                uncertain=uncertain,
            )
        )
        for warning in (*level_notes(study), *warnings(study)):
            click.echo(f"{file}: {warning}", err=True)
    if bad:
        sys.exit(BAD_INPUT)


@click.command(
    "schema",
    cls=Command,
    help=mark(
        "Print the JSON Schema of scenario files, for editors.\n\nExample: trappe schema > schema.json"
    ),
)
@lang_option
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from scenarios.reading.json_schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


def _are_whole_ledgers(files: list[str], extract_days: dict[str, date] | None) -> bool:
    """Tell everything that was found in ledgers; return whether there are rows, and none was rejected."""
    from calibration.ledger.notes import notes
    from calibration.rates.calibrate import CalibrationRequest, read

    _, reading = read(CalibrationRequest(ledgers=files, extract_days=extract_days))
    for sentence in notes(reading, all_of_it=True):
        tell(sentence)
    return reading.rejected == 0 and not reading.ledger.rows.empty
