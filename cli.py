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
from commands.shared.help_texts import Command, Group, Option, say
from commands.shared.options import (
    Lang,
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
from scenarios import VERSION
from scenarios.files.faults import ScenarioError
from scenarios.running.counts import MOST_DRAWS

DEMO_DRAWS, DEMO_REPLICATIONS = 60, 4


@click.group(
    cls=Group,
    en=(
        "Investment cases on the staircase of interventions for children and young people."
        "\n\nThe model moves children between the steps and shows what a case costs, who gains, when, "
        "and how sure that is. Begin with: trappe demo"
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, prog_name="trappe", message="%(prog)s %(version)s")
def main() -> None:
    """Investeringscases på indsatstrappen for børn og unge.

    Modellen flytter børn mellem trinnene og viser, hvad en case koster, hvem der vinder, hvornår, og hvor
    sikkert det er. Begynd med: trappe demo
    """


@main.command(
    cls=Command,
    en="The whole chain on the shipped example, in under a minute.\n\nExample: trappe demo --lang en",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("trappe-demo"),
    show_default=True,
    cls=Option,
    help="Mappe til rapport, figurer og tabeller; en tidligere kørsel her bliver erstattet.",
    en="Folder for report, figures and tables; an earlier run here is replaced.",
)
@seed_option
@workers_option
@lang_option
def demo(out: Path, seed: int, workers: int | None, lang: Lang) -> None:
    """Hele kæden på det medfølgende eksempel, på under et minut.

    Eksempel: trappe demo
    """
    with plain_errors(lang):
        from commands.runs.compare import compare as run
        from commands.shared.workers import Hands

        run(
            "kolding",
            out=out,
            replace=True,
            as_json=False,
            draws=DEMO_DRAWS,
            replications=DEMO_REPLICATIONS,
            seed=seed,
            hands=Hands(workers=workers),
            lang=lang,
        )


@main.command(
    "list",
    cls=Command,
    en="Show shipped staircases, municipalities and investment cases.\n\nExample: trappe list",
)
@lang_option
def list_(lang: Lang) -> None:
    """Vis medfølgende trapper, kommuner og investeringscases.

    Eksempel: trappe list
    """
    from rich.console import Console

    from reports.library import library_tables

    with plain_errors(lang):
        tables = library_tables(lang)
    console = Console()
    for table in tables:
        console.print(table)


@main.command(
    cls=Command,
    en=(
        "Find every fault in scenario files, with file:line:column, and in case ledgers, with row and column."
        "\n\nExample: trappe check my_town.yaml"
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FIL...")
@lang_option
def check(files: tuple[str, ...], lang: Lang) -> None:
    """Find alle fejl i scenariefiler, med fil:linje:kolonne, og i sagslister, med række og kolonne.

    Eksempel: trappe check min_kommune.yaml
    """
    from scenarios.reading.load import load
    from scenarios.reading.notes import warnings

    bad = False
    for file in files:
        if file.lower().endswith(LEDGERS):
            from commands.runs.calibrate import check as check_ledger

            with plain_errors(lang):
                bad = not check_ledger(file, lang) or bad
            continue
        try:
            study = load(file)
        except ScenarioError as error:
            bad = True
            print_faults(error, lang)
            continue
        steps, cases = len(study.scenario.staircase.steps), len(study.cases)
        uncertain = sum(assumption.is_uncertain for assumption in study.assumptions.values())
        click.echo(
            say(
                lang,
                f"{file}: i orden; {steps} trin, {cases} cases, {uncertain} usikre antagelser",
                f"{file}: in order; {steps} steps, {cases} cases, {uncertain} uncertain assumptions",
            )
        )
        for warning in warnings(study, lang):
            click.echo(f"{file}: {warning}", err=True)
    if bad:
        sys.exit(BAD_INPUT)


@main.command(
    cls=Command,
    en="Print the JSON Schema of scenario files, for editors.\n\nExample: trappe schema > schema.json",
)
@lang_option
def schema(lang: Lang) -> None:  # noqa: ARG001  only its help has a language
    """Udskriv JSON-skemaet for scenariefiler, til editorer.

    Eksempel: trappe schema > scenarie.schema.json
    """
    from scenarios.reading.json_schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


@main.command(
    cls=Command,
    en=(
        "Hold the baseline against the investment cases of SCENARIE, a file or a name from trappe list."
        "\n\nExample: trappe compare kolding --draws 50 --out result --lang en"
    ),
)
@click.argument("scenario", metavar="SCENARIE")
@draws_option(100)
@replications_option(4, most=100_000)
@click.option(
    "--precision",
    metavar="ANDEL",
    cls=Option,
    help=(
        "Flere trækninger end --draws, til fejlen på hver cases middelgevinst er under den andel (f.eks. 5%) "
        "af gevinstens spredning over trækningerne; med én gentagelse er tilfældet med i spredningen. "
        "Flytter antagelserne næsten ikke gevinsten, nås det måske aldrig; efter "
        f"{MOST_DRAWS} trækninger stopper det med slutkode 1."
    ),
    en=(
        "More draws than --draws, until the error of every case's mean gain is below that share (such as 5%) "
        "of the gain's standard deviation over draws; with one replication, chance is part of that. If the "
        f"assumptions hardly move the gain, it may never be reached; after {MOST_DRAWS} draws it stops with "
        "exit code 1."
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
    help="Ny mappe til rapport, figurer og tabeller. Efter en afbrydelse går samme kommando videre.",
    en="New folder for report, figures and tables. After an interruption the same command goes on.",
)
@policy_option
@click.option(
    "--register",
    "where",
    metavar="REGISTER",
    cls=Option,
    help="Lad rapporten sige, hvad der er foreslået, godkendt og indlagt af kørslens cases i det register.",
    en="Let the report say what is proposed, approved and booked of the run's cases in that register.",
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
    lang: Lang,
) -> None:
    """Hold basisforløbet op mod investeringscases i SCENARIE, en fil eller et navn fra trappe list.

    Eksempel: trappe compare kolding --draws 50 --out resultat
    """
    with plain_errors(lang):
        from commands.runs.compare import compare as run
        from commands.shared.workers import Hands

        run(
            scenario,
            out=out,
            as_json=as_json,
            draws=draws,
            replications=replications,
            precision=precision,
            seed=seed,
            hands=Hands(workers=workers, processes=processes, cluster=cluster),
            policy=rule,
            where=where,
            lang=lang,
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
