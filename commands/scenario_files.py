"""Parse and print `list`, `check` and `schema`: about files, before anything is computed."""

import json
import sys

import click

from commands.shared.errors_and_progress import BAD_INPUT, plain_errors, print_faults, tell
from commands.shared.help_texts import Argument, Command
from commands.shared.options import LEDGERS, lang_option
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
@lang_option
def check(files: tuple[str, ...]) -> None:
    """Find every fault in scenario files, with file:line:column, and in case ledgers, with row and column."""
    from scenarios.reading.load import load
    from scenarios.reading.notes import warnings
    from scenarios.reading.number_notes import level_notes

    bad = False
    for file in files:
        if file.lower().endswith(LEDGERS):
            with plain_errors():
                bad = not _is_whole_ledger(file) or bad
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
        for warning in (*level_notes(study), *warnings(study), *study.untitled):
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


def _is_whole_ledger(file: str) -> bool:
    """Tell everything that was found in a ledger; return whether there are rows, and none was rejected."""
    from calibration.ledger.notes import notes
    from calibration.rates.calibrate import CalibrationRequest, read

    _, reading = read(CalibrationRequest(ledgers=[file]))
    for sentence in notes(reading, all_of_it=True):
        tell(sentence)
    return reading.rejected == 0 and not reading.ledger.rows.empty
