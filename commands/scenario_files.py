"""Parse and print `list`, `check` and `schema`: about files, before anything is computed."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from commands.shared.errors_and_progress import BAD_INPUT, plain_errors, print_faults, tell, tell_findings
from commands.shared.help_texts import Command, argument, option
from commands.shared.options import (
    LEDGERS,
    exits_option,
    extract_day_option,
    first_option,
    lang_option,
    last_of_window_option,
    mapping_option,
    pseudonymise_option,
    staircase_option,
)
from commands.shared.terminal import echo, echo_json
from language.messages import Message, mark, say
from scenarios.files.faults import ScenarioError
from scenarios.files.refusals import RefusedError


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
@argument("files", nargs=-1, required=True, metavar=mark("FILE..."))
@first_option
@last_of_window_option
@staircase_option
@exits_option
@extract_day_option
@mapping_option
@pseudonymise_option
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=mark("New folder for all that was found in the ledgers, as a workbook."),
)
@lang_option
def check(*, files: tuple[str, ...], **options: Any) -> None:
    """Find every fault in scenario files, with file:line:column, and in case ledgers, with row and column."""
    ledgers = [file for file in files if file.lower().endswith(LEDGERS)]
    scenarios = [file for file in files if file not in ledgers]
    with plain_errors():
        if not ledgers:
            _refuse_options_of_ledgers(click.get_current_context())
        whole = not ledgers or _are_whole_ledgers(ledgers, **options)
    if not _are_whole_scenarios(scenarios) or not whole:
        sys.exit(BAD_INPUT)


def _are_whole_scenarios(files: Sequence[str]) -> bool:
    """Tell what is wrong with scenario files; return whether nothing is."""
    from scenarios.reading.load import load
    from scenarios.reading.notes import warnings
    from scenarios.reading.number_notes import level_notes

    bad = False
    for file in files:
        try:
            study = load(file)
        except ScenarioError as error:
            bad = True
            print_faults(error)
            continue
        steps, cases = len(study.scenario.staircase.steps), len(study.cases)
        uncertain = sum(assumption.is_uncertain for assumption in study.assumptions.values())
        echo(
            say(
                "{file}: in order; {steps} steps, {cases} cases, {uncertain} uncertain assumptions",
                file=file,
                steps=steps,
                cases=cases,
                uncertain=uncertain,
            )
        )
        for warning in (*level_notes(study), *warnings(study), *study.to_write):
            echo(f"{file}: {warning}", err=True)
    return not bad


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

    echo_json(json.dumps(json_schema(), indent=2))


def _refuse_options_of_ledgers(context: click.Context) -> None:
    """Raise RefusedError for options that say something of a ledger, where there is none."""
    wrong = [
        parameter.opts[0]
        for parameter in context.command.params
        if isinstance(parameter, click.Option)
        and parameter.expose_value
        and context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE
    ]
    if wrong:
        raise RefusedError(
            Message("{wrong}: belongs to a ledger, and none of the files is one", wrong=", ".join(wrong))
        )


def _are_whole_ledgers(ledgers: Sequence[str], *, out: Path | None, **options: Any) -> bool:
    """Tell everything that was found in ledgers; return whether there are rows, and none was rejected."""
    from api.calibrate import check_ledgers
    from calibration.rows.pseudonyms import Pseudonyms

    key = options.pop("pseudonymise")
    pseudonyms = None if key is None else Pseudonyms.from_file(key)
    reading = check_ledgers(ledgers, out=out, tell=tell, pseudonyms=pseudonyms, **options)
    if out is not None:
        tell_findings(len(reading.findings), out)
    return reading.rejected == 0 and not reading.ledger.rows.empty
