"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from commands.shared.help_texts import Option
from scenarios.running.counts import MOST_DRAWS

Lang = Literal["da", "en"]
Commanded = TypeVar("Commanded", bound=Callable[..., Any])

lang_option = click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    envvar="TRAPPE_LANG",
    is_eager=True,
    show_default=True,
    cls=Option,
    help="Sproget i tekster og rapport.",
    en="Language of texts and report.",
)
seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**64 - 1),
    default=1,
    show_default=True,
    cls=Option,
    help="Frø for tilfældet; samme frø giver samme tal.",
    en="Seed of chance; the same seed gives the same numbers.",
)
json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    cls=Option,
    help="Udskriv ét JSON-objekt i stedet for tabeller.",
    en="Print one JSON object instead of tables.",
)
DAY = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])
case_option = click.option(
    "--case",
    metavar="CASE",
    cls=Option,
    help="Hvilken investeringscase; ellers den første i scenariet.",
    en="Which investment case; otherwise the first of the scenario.",
)
ledgers_option = click.option(
    "--ledger",
    "ledgers",
    multiple=True,
    required=True,
    metavar="SAGSLISTE",
    cls=Option,
    help="En sagsliste: CSV, Excel eller Parquet. Kan gives flere gange.",
    en="A case ledger: CSV, Excel or Parquet. May be given several times.",
)
last_option = click.option(
    "--to",
    "last",
    type=DAY,
    metavar="DATO",
    cls=Option,
    help="Den sidste dag, sagslisten kender; ellers dens nyeste startdato indtil i dag.",
    en="The last day that the ledger knows; otherwise its newest start until today.",
)
mapping_option = click.option(
    "--mapping",
    metavar="FIL",
    cls=Option,
    help="En fil, der oversætter kildens kolonner og koder, eller navnet på en medfølgende.",
    en="A file that translates the source's columns and codes, or the name of a shipped one.",
)
pseudonymise_option = click.option(
    "--pseudonymise",
    metavar="NØGLEFIL",
    cls=Option,
    help="Erstat identiteter med pseudonymer efter nøglen i en fil (mindst 32 tilfældige byte).",
    en="Replace identities by pseudonyms with the key in a file (at least 32 random bytes).",
)
bridge_days_option = click.option(
    "--bridge-days",
    type=click.IntRange(0, 366),
    default=14,
    show_default=True,
    cls=Option,
    help="Huller på op til så mange dage er intet ophør.",
    en="Gaps of up to so many days are no end.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    cls=Option,
    help="Antal tråde eller processer; ellers én pr. kerne. Tallene er de samme.",
    en="Number of threads or processes; otherwise one per core. The numbers are the same.",
)
processes_option = click.option(
    "--processes",
    is_flag=True,
    cls=Option,
    help="Processer i stedet for tråde; én, der bliver slået ihjel, bliver erstattet.",
    en="Processes instead of threads; one that is killed is replaced.",
)
cluster_option = click.option(
    "--cluster",
    metavar="ADRESSE",
    cls=Option,
    help="Regn på en Dask-klynge, f.eks. tcp://10.0.0.1:8786.",
    en="Run on a Dask cluster, such as tcp://10.0.0.1:8786.",
)
register_option = click.option(
    "--register",
    "where",
    metavar="REGISTER",
    default="trappe-register.sqlite",
    envvar="TRAPPE_REGISTER",
    show_default=True,
    cls=Option,
    help="Registeret: en fil, eller adressen på en PostgreSQL-database (postgresql://...).",
    en="The register: a file, or the address of a PostgreSQL database (postgresql://...).",
)
who_option = click.option(
    "--who",
    metavar="NAVN",
    required=True,
    envvar="TRAPPE_WHO",
    cls=Option,
    help="Hvem der gør det; står i registeret for altid.",
    en="Who does it; stands in the register for ever.",
)
why_option = click.option(
    "--why",
    metavar="TEKST",
    required=True,
    cls=Option,
    help="Hvorfor, for eksempel mødet, hvor det blev besluttet.",
    en="Why, such as the meeting that decided it.",
)
policy_option = click.option(
    "--policy",
    "rule",
    type=click.Path(path_type=Path),
    metavar="FIL",
    cls=Option,
    help="Reglen for, hvad der må indlægges i budgettet; ellers den medfølgende.",
    en="The rule for what may be booked; otherwise the one that comes with the project.",
)


def draws_option(default: int) -> Callable[[Commanded], Commanded]:
    """Return the option for how many draws, so many unless it is given."""
    return click.option(
        "--draws",
        type=click.IntRange(1, MOST_DRAWS),
        default=default,
        show_default=True,
        cls=Option,
        help="Trækninger: det, vi ikke ved.",
        en="Draws: what we do not know.",
    )


def replications_option(
    default: int, *, least: int = 1, most: int = 1_000
) -> Callable[[Commanded], Commanded]:
    """Return the option for how many replications of each draw, so many unless it is given."""
    return click.option(
        "--replications",
        type=click.IntRange(least, most),
        default=default,
        show_default=True,
        cls=Option,
        help="Gentagelser pr. trækning: tilfældet.",
        en="Replications of each draw: chance.",
    )


def entering(command: Commanded) -> Commanded:
    """Add what every command has that enters something in the register."""
    for option in (lang_option, json_option, why_option, who_option, register_option):
        command = option(command)
    return command
