"""Parse and print `forecast`: this year's account against its frame."""

from datetime import date
from pathlib import Path
from typing import Literal

import click

from commands.shared.errors_and_progress import plain_errors, shown, tell
from commands.shared.help_texts import Command, argument, option
from commands.shared.options import (
    DAY,
    bridge_days_option,
    draws_option,
    extract_day_option,
    json_option,
    lang_option,
    last_option,
    ledgers_option,
    mapping_option,
    pseudonymise_option,
    replications_option,
    seed_option,
)
from language.messages import mark, say
from scenarios.running.limits import SHARE


@click.command(
    "forecast",
    cls=Command,
    help=mark(
        "This year's account against the frame, from a ledger's running cases and what is "
        "expected of them.\n\nExample: trappe forecast kolding --ledger cases.csv --frame '120.5 "
        "mio' --lang en"
    ),
)
@argument("scenario", metavar=mark("SCENARIO"))
@ledgers_option
@option(
    "--frame",
    required=True,
    metavar=mark("AMOUNT"),
    help=mark("The frame: an amount such as '120.5 mio', or a table with step, full_year_persons and dkk."),
)
@last_option
@option(
    "--complete-from",
    "complete",
    type=DAY,
    metavar=mark("DATE"),
    help=mark("The day from which the ledger has all services, those that ended too; otherwise as it seems."),
)
@option(
    "--rates",
    type=click.Choice(["ledger", "scenario"]),
    default="ledger",
    show_default=True,
    help=mark(
        "Rates and arrivals: the ledger's, near the scenario's where little was seen, or the scenario's own."
    ),
)
@option(
    "--ends-believed",
    type=click.FloatRange(*SHARE),
    metavar=mark("SHARE"),
    help=mark(
        "Share of granted ends that come as granted, 0 to 1; otherwise the scenario's (ends: believed), "
        "or by what became of past grants."
    ),
)
@extract_day_option
@mapping_option
@pseudonymise_option
@bridge_days_option
@draws_option(200)
@replications_option(4)
@seed_option
@json_option
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=mark("New folder for the page, the figures and a table of the runs."),
)
@lang_option
def forecast(
    *,
    scenario: str,
    ledgers: tuple[str, ...],
    frame: str,
    last: date | None,
    complete: date | None,
    rates: Literal["ledger", "scenario"],
    ends_believed: float | None,
    extract_days: dict[str, date] | None,
    mapping: str | None,
    pseudonymise: str | None,
    bridge_days: int,
    draws: int,
    replications: int,
    seed: int,
    as_json: bool,
    out: Path | None,
) -> None:
    """Forecast this year's account against the frame, from a ledger's running cases."""
    with plain_errors():
        from api.forecast import forecast as compute
        from calibration.rows.pseudonyms import Pseudonyms
        from commands.shared.printing import print_result
        from forecast.outputs import PAGE
        from reports.forecast.tables import forecast_grids

        with shown(say("Simulating"), None) as progress:
            result = compute(
                scenario,
                ledgers=ledgers,
                frame=frame,
                last=last,
                complete=complete,
                rates=rates,
                ends_believed=ends_believed,
                extract_days=extract_days,
                mapping=mapping,
                pseudonyms=None if pseudonymise is None else Pseudonyms.from_file(pseudonymise),
                bridge_days=bridge_days,
                draws=draws,
                replications=replications,
                seed=seed,
                out=out,
                progress=progress,
                tell=tell,
            )
        print_result(result, forecast_grids(result.found), as_json=as_json)
        if out is not None:
            tell(say("The page is {page}", page=out / PAGE))
