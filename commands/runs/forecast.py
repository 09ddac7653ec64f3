"""`trappe forecast`: reading, running, telling."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from commands.runs.ledger_faults import tell_reading
from commands.shared.errors_and_progress import Progress
from commands.shared.preparing import prepare
from forecast.outputs import document
from forecast.prices import knows
from forecast.result_folder import PAGE, write
from forecast.year import Basis, ForecastRequest, basis, forecast, read
from language.formatting import number
from language.messages import say
from reports.forecast.tables import answer, forecast_grids
from reports.shared.table import as_table
from scenarios.results.result_folder import check_free


def run(request: ForecastRequest, *, out: Path | None, as_json: bool) -> None:
    """Forecast, print the account, and write it to `out` if given.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of.
    """
    if out is not None:
        check_free(out)
    study, reading = read(request)
    tell_reading(reading)
    known = basis(request, study, reading)
    for sentence in _assumed(request, known):
        click.echo(sentence, err=True)
    prepare()
    with Progress(say("Simulating")) as progress:
        found = forecast(request, known, progress=progress)
    if out is not None:
        from reports.forecast.page import forecast_html

        write(out, found, forecast_html(found))
    if as_json:
        click.echo(json.dumps(document(found), allow_nan=False))
    else:
        console = Console()
        for sentence in answer(found):
            click.echo(sentence)
        for grid in forecast_grids(found):
            if grid.rows:
                console.print(as_table(grid))
    if out is not None:
        page = out / PAGE
        click.echo(say("The page is {page}", page=page), err=True)


def _assumed(request: ForecastRequest, known: Basis) -> Iterator[str]:
    """Yield what nobody asked for and the ledger decided, and what it lacks."""
    if known.reading.rejected:
        yield say(
            "{rejected} of {rows} rows are rejected; what they cost is not in the account",
            rejected=known.reading.rejected,
            rows=known.reading.rows,
        )
    if request.last is None:
        yield say("the ledger is known until {last}, its newest start; --to sets the day", last=known.last)
    if known.incomplete:
        yield say(
            "the ledger seems to hold everything from {complete} only; earlier spending may lack. "
            "If it has all, say so by --complete-from",
            complete=known.complete,
        )
    if missing := int(known.services.estimated.sum()):
        yield say(
            "{missing} services have no price; they are taken at their step's average, in all DKK {dkk} "
            "of what is spent",
            missing=missing,
            dkk=number(known.so_far.estimated_dkk),
        )
    if known.too_old:
        yield say(
            "{count} services go on though the child is too old for the staircase; taken as over",
            count=known.too_old,
        )
    if steps := ", ".join(known.services.unpriced):
        year, own = known.year.year, known.study.scenario.price_year
        yield say(
            "the ledger has no price for {steps}; the scenario's is used, in prices of {year}",
            steps=steps,
            year=year if knows(known.study, own, year) else own,
        )
