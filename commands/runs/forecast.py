"""`trappe forecast`: reading, running, telling."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from commands.runs.ledger_faults import tell_reading
from commands.shared.errors_and_progress import Progress
from commands.shared.help_texts import say
from commands.shared.preparing import prepare
from forecast.outputs import document
from forecast.prices import knows
from forecast.result_folder import PAGE, write
from forecast.year import Basis, ForecastAsked, basis, forecast, read
from reports.comparison.terminal_tables import as_table
from reports.forecast.tables import answer, forecast_grids
from scenarios.results.result_folder import check_free


def run(asked: ForecastAsked, *, out: Path | None, as_json: bool, lang: str) -> None:
    """Forecast, print the account, and write it to `out` if given.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of.
    """
    if out is not None:
        check_free(out)
    study, reading = read(asked)
    tell_reading(reading, lang)
    known = basis(asked, study, reading)
    for da, en in _assumed(asked, known):
        click.echo(say(lang, da, en), err=True)
    prepare(lang)
    with Progress(say(lang, "Simulerer", "Simulating")) as progress:
        found = forecast(asked, known, progress=progress)
    if out is not None:
        from reports.forecast.page import forecast_html

        write(out, found, forecast_html(found, lang))
    if as_json:
        click.echo(json.dumps(document(found), allow_nan=False))
    else:
        console = Console()
        for sentence in answer(found, lang):
            click.echo(sentence)
        for grid in forecast_grids(found, lang):
            if grid.rows:
                console.print(as_table(grid))
    if out is not None:
        page = out / PAGE
        click.echo(say(lang, f"Siden ligger i {page}", f"The page is {page}"), err=True)


def _assumed(asked: ForecastAsked, known: Basis) -> Iterator[tuple[str, str]]:
    """Yield, in Danish and English, what nobody asked for and the ledger decided, and what it lacks."""
    if rejected := known.reading.rejected:
        da = f"{rejected} af {known.reading.rows} rækker er afvist; deres udgifter er ikke med"
        yield (
            da,
            f"{rejected} of {known.reading.rows} rows are rejected; what they cost is not in the account",
        )
    if asked.last is None:
        da = f"sagslisten er kendt til og med {known.last}, dens nyeste startdato; --to sætter dagen"
        yield da, f"the ledger is known until {known.last}, its newest start; --to sets the day"
    if known.incomplete:
        da = (
            f"sagslisten ser først ud til at have alt fra {known.complete}; tidligere udgifter mangler måske."
        )
        en = f"the ledger seems to hold everything from {known.complete} only; earlier spending may lack."
        yield (
            f"{da} Har den alt, så sig det med --complete-from",
            f"{en} If it has all, say so by --complete-from",
        )
    if missing := int(known.services.estimated.sum()):
        dkk = f"{known.so_far.estimated_dkk:,.0f}"
        da = f"{missing} ydelser har ingen pris; de er regnet til trinnets gennemsnit, i alt"
        en = f"{missing} services have no price; they are taken at their step's average, in all"
        yield f"{da} {dkk.replace(',', '.')} kr. af årets forbrug", f"{en} DKK {dkk} of what is spent"
    if known.too_old:
        da = f"{known.too_old} ydelser løber, skønt barnet er for gammelt til trappen; regnet som sluttet"
        yield (
            da,
            f"{known.too_old} services go on though the child is too old for the staircase; taken as over",
        )
    if steps := ", ".join(known.services.unpriced):
        year, own = known.year.year, known.study.scenario.price_year
        in_prices = year if knows(known.study, own, year) else own
        da = f"sagslisten har ingen pris på {steps}; scenariets pris er brugt, i {in_prices}-priser"
        yield da, f"the ledger has no price for {steps}; the scenario's is used, in prices of {in_prices}"
