"""The command `trappe`: the only place that wires the parts together and prints."""

import json
import sys
from pathlib import Path

import click

from commands.book import book, register
from commands.calibrate import LEDGERS, calibrate, example
from commands.follow_up import follow_up
from commands.forecast import forecast
from commands.sensitivity import information, sensitivity
from commands.shared.errors_and_progress import BAD_INPUT, plain_errors, print_faults
from commands.shared.help_texts import Argument, Command, Group, Option
from commands.shared.options import (
    cluster_option,
    draws_option,
    json_option,
    lang_option,
    policy_option,
    processes_option,
    replications_option,
    seed_option,
    workers_option,
)
from language.messages import Message, mark, say
from scenarios import VERSION
from scenarios.files.faults import ScenarioError
from scenarios.running.counts import MOST_DRAWS

DEMO_DRAWS, DEMO_REPLICATIONS = 60, 4


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=mark(
        "Investment cases on the staircase of interventions for children and young people.\n\nThe "
        "model moves children between the steps and shows what a case costs, who gains, when, and "
        "how sure that is. Begin with: trappe demo"
    ),
)
@click.version_option(
    VERSION,
    prog_name="trappe",
    message="%(prog)s %(version)s",
    cls=Option,
    help=mark("Show the version and exit."),
)
def main() -> None:
    """Investment cases on the staircase of interventions for children and young people."""


@main.command(
    cls=Command,
    help=mark("The whole chain on the shipped example, in under a minute.\n\nExample: trappe demo --lang en"),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("trappe-demo"),
    show_default=True,
    cls=Option,
    help=mark("Folder for report, figures and tables; an earlier run here is replaced."),
)
@seed_option
@workers_option
@lang_option
def demo(out: Path, seed: int, workers: int | None) -> None:
    """Run the whole chain on the shipped example."""
    with plain_errors():
        from commands.runs.compare import compare as run
        from commands.shared.workers import WorkerOptions

        run(
            "kolding",
            out=out,
            replace=True,
            as_json=False,
            draws=DEMO_DRAWS,
            replications=DEMO_REPLICATIONS,
            seed=seed,
            worker_options=WorkerOptions(workers=workers),
        )


@main.command(
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


@main.command(
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

    bad = False
    for file in files:
        if file.lower().endswith(LEDGERS):
            from commands.runs.calibrate import check as check_ledger

            with plain_errors():
                bad = not check_ledger(file) or bad
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
        for warning in warnings(study):
            click.echo(f"{file}: {warning}", err=True)
    if bad:
        sys.exit(BAD_INPUT)


@main.command(
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


@main.command(
    cls=Command,
    help=mark(
        "Hold the baseline against the investment cases of SCENARIO, a file or a name from trappe "
        "list.\n\nExample: trappe compare kolding --draws 50 --out result --lang en"
    ),
)
@click.argument("scenario", cls=Argument, metavar=mark("SCENARIO"))
@draws_option(100)
@replications_option(4, most=100_000)
@click.option(
    "--precision",
    metavar=mark("SHARE"),
    cls=Option,
    help=Message(
        "More draws than --draws, until the error of every case's mean gain is below that share "
        "(such as 5%) of the gain's standard deviation over draws; with one replication, chance "
        "is part of that. If the assumptions hardly move the gain, it may never be reached; after "
        "{most_draws} draws it stops with exit code 1.",
        most_draws=MOST_DRAWS,
    ),
)
@seed_option
@workers_option
@processes_option
@cluster_option
@json_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    cls=Option,
    help=mark("New folder for report, figures and tables. After an interruption the same command goes on."),
)
@policy_option
@click.option(
    "--register",
    "where",
    metavar=mark("REGISTER"),
    cls=Option,
    help=mark(
        "Let the report say what is proposed, approved and booked of the run's cases in that register."
    ),
)
@lang_option
def compare(
    *,
    scenario: str,
    draws: int,
    replications: int,
    precision: str | None,
    seed: int,
    workers: int | None,
    processes: bool,
    cluster: str | None,
    as_json: bool,
    out: Path | None,
    rule: Path | None,
    where: str | None,
) -> None:
    """Hold the baseline against the investment cases of SCENARIO, a file or a name from trappe list."""
    with plain_errors():
        from commands.runs.compare import compare as run
        from commands.shared.workers import WorkerOptions

        run(
            scenario,
            out=out,
            as_json=as_json,
            draws=draws,
            replications=replications,
            precision=precision,
            seed=seed,
            worker_options=WorkerOptions(workers=workers, processes=processes, cluster=cluster),
            policy=rule,
            where=where,
        )


main.add_command(book)
main.add_command(calibrate)
main.add_command(example)
main.add_command(follow_up)
main.add_command(forecast)
main.add_command(information)
main.add_command(register)
main.add_command(sensitivity)


if __name__ == "__main__":
    main()
