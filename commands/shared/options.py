"""Options that several commands share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from commands.shared.help_texts import LANGUAGE_VARIABLE, Commanded, option
from language.catalogues import languages
from language.messages import DANISH, Message, mark, say
from scenarios.running.limits import BRIDGE_DAYS, DRAWS, REPLICATIONS, SEED, WORKERS, Limits

_YEARS = range(1900, 2151)
_SPAN = f"{_YEARS[0]}\N{EN DASH}{_YEARS[-1]}"


class _Day(click.DateTime):
    """A day in one of the formats; a command is given the date."""

    # click's own type says that a moment comes out, and no date
    def convert(  # type: ignore[override]
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the date; fails as click does for a text that is none, or a day that no ledger reaches."""
        day = super().convert(value, param, ctx).date()
        if day.year not in _YEARS:
            self.fail(say("{day} lies outside {years}", day=day, years=_SPAN), param, ctx)
        return day


class _ExtractDay(click.ParamType[tuple[str, date]]):
    """The day on which all files were extracted, or one of them: DATE or FILE=DATE."""

    name = "extract_day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, date]:
        """Return the file, empty for all, and the day; fails as click does for a text that is none."""
        file, _, day = str(value).rpartition("=")
        return file, DAY.convert(day, param, ctx)


def _by_file(
    _ctx: click.Context, _param: click.Parameter, value: tuple[tuple[str, date], ...]
) -> dict[str, date] | None:
    return dict(value) or None


lang_option = option(
    "--lang",
    type=click.Choice(languages()),
    default=DANISH,
    envvar=LANGUAGE_VARIABLE,
    is_eager=True,
    expose_value=False,
    show_default=True,
    help=mark("Language of texts and report."),
)
seed_option = option(
    "--seed",
    type=click.IntRange(*SEED),
    default=1,
    show_default=True,
    help=mark("Seed of chance; the same seed gives the same numbers."),
)
json_option = option("--json", "as_json", is_flag=True, help=mark("Print one JSON object instead of tables."))
LEDGERS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet")
"""Endings of files that are ledgers and not scenarios."""
DAY = _Day(["%Y-%m-%d", "%d-%m-%Y"])
case_option = option(
    "--case",
    metavar=mark("CASE"),
    help=mark("Which investment case; otherwise the first of the scenario."),
)
ledgers_option = option(
    "--ledger",
    "ledgers",
    multiple=True,
    required=True,
    metavar=mark("LEDGER"),
    help=mark("A case ledger: CSV, Excel or Parquet. May be given several times."),
)
last_option = option(
    "--to",
    "last",
    type=DAY,
    metavar=mark("DATE"),
    help=mark("The last day that the ledger knows; otherwise the day of the newest extract."),
)
extract_day_option = option(
    "--extract-day",
    "extract_days",
    type=_ExtractDay(),
    multiple=True,
    callback=_by_file,
    metavar=mark("DATE or FILE=DATE"),
    help=mark(
        "The day on which the ledger was extracted, or FILE=DATE for one of several files; later ends are "
        "plans, and of several extracts the newest holds. Otherwise by a column or the newest rows."
    ),
)
first_option = option(
    "--from",
    "first",
    type=DAY,
    metavar=mark("DATE"),
    help=mark("First day of the window; otherwise the first from which the ledger holds who left too."),
)
last_of_window_option = option(
    "--to",
    "last",
    type=DAY,
    metavar=mark("DATE"),
    help=mark("Last day of the window; otherwise the day of the newest extract."),
)
staircase_option = option(
    "--scenario",
    metavar=mark("SCENARIO"),
    help=mark("A scenario whose steps, ages and ways out are meant."),
)
exits_option = option(
    "--exit",
    "ways_out",
    multiple=True,
    default=(),
    metavar=mark("NAME"),
    help=mark("A way out in the ledger that the staircase is to have too. May be given several times."),
)
mapping_option = option(
    "--mapping",
    metavar=mark("FILE"),
    help=mark("A file that translates the source's columns and codes, or the name of a shipped one."),
)
pseudonymise_option = option(
    "--pseudonymise",
    metavar=mark("KEYFILE"),
    help=mark("Replace identities by pseudonyms with the key in a file (at least 32 random bytes)."),
)
bridge_days_option = option(
    "--bridge-days",
    type=click.IntRange(*BRIDGE_DAYS),
    default=14,
    show_default=True,
    help=mark("Gaps of up to so many days are no end."),
)
workers_option = option(
    "--workers",
    type=click.IntRange(*WORKERS),
    help=mark("Number of threads or processes; otherwise one per core. The numbers are the same."),
)
processes_option = option(
    "--processes",
    is_flag=True,
    help=mark("Processes instead of threads; one that is killed is replaced."),
)
cluster_option = option(
    "--cluster",
    metavar=mark("ADDRESS"),
    help=mark("Run on a Dask cluster, such as tcp://10.0.0.1:8786."),
)
SIGNING_KEY = "trappe.key"
"""Where the file of the key that signs is kept while a command runs."""
REGISTER, REGISTER_VARIABLE = "trappe-register.sqlite", "TRAPPE_REGISTER"
register_option = option(
    "--register",
    "where",
    metavar=mark("REGISTER"),
    default=REGISTER,
    envvar=REGISTER_VARIABLE,
    show_default=True,
    help=mark("The register: a file, or the address of a PostgreSQL database (postgresql://...)."),
)
who_option = option(
    "--who",
    metavar=mark("NAME"),
    required=True,
    envvar="TRAPPE_WHO",
    help=mark("Who does it; stands in the register for ever."),
)
key_option = option(
    "--key",
    type=click.Path(path_type=Path),
    metavar=mark("KEYFILE"),
    envvar="TRAPPE_KEY",
    expose_value=False,
    callback=lambda context, _param, value: context.meta.__setitem__(SIGNING_KEY, value),
    help=mark("Sign with the key in a file, made by trappe key new."),
)
why_option = option(
    "--why",
    metavar=mark("TEXT"),
    required=True,
    help=mark("Why, such as the meeting that decided it."),
)
decision_day_option = option(
    "--on", type=DAY, metavar=mark("DATE"), help=mark("The day of the decision; otherwise today.")
)
policy_option = option(
    "--policy",
    "rule",
    type=click.Path(path_type=Path),
    metavar=mark("FILE"),
    help=mark("The rule for what may be booked; otherwise the one that comes with the project."),
)


run_option = option(
    "--run",
    type=click.Path(path_type=Path),
    metavar=mark("FOLDER"),
    help=mark(
        "Take draws, replications and seed from a run of trappe compare --out, so that the expected gain is "
        "that of the run."
    ),
)


def check_draws_of_run(run: Path | None) -> None:
    """Raise RefusedError for a number of draws, of replications or a seed beside a run that has its own."""
    context = click.get_current_context()
    for name in ("draws", "replications", "seed") if run is not None else ():
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            from scenarios.files.refusals import RefusedError

            raise RefusedError(
                Message(
                    "--{option}: draws, replications and seed are those of the run (--run); leave "
                    "--{option} out",
                    option=name,
                )
            )


def draws_option(default: int) -> Callable[[Commanded], Commanded]:
    """Return the option for how many draws, so many unless it is given."""
    return option(
        "--draws",
        type=click.IntRange(*DRAWS),
        default=default,
        show_default=True,
        help=mark("Draws: what we do not know."),
    )


def replications_option(default: int, limits: Limits[int] = REPLICATIONS) -> Callable[[Commanded], Commanded]:
    """Return the option for how many replications of each draw, so many unless it is given."""
    return option(
        "--replications",
        type=click.IntRange(*limits),
        default=default,
        show_default=True,
        help=mark("Replications of each draw: chance."),
    )


def entering(command: Commanded) -> Commanded:
    """Add what every command has that enters something in the register."""
    for shared in (lang_option, json_option, key_option, why_option, who_option, register_option):
        command = shared(command)
    return command
