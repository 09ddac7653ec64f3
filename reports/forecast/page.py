"""Render the forecast as one HTML file that fetches nothing from outside.

For the municipality's own eyes: small counts are not hidden, and the page says so at the top.
"""

from pathlib import Path

from forecast.overrun import overrun
from forecast.year import Forecast
from language.formatting import day_words, number
from language.messages import mark, say
from reports.forecast.charts import account_chart, effects_chart
from reports.forecast.tables import account_grid, answer, effects_grid, months_grid, sections_grid, steps_grid
from reports.shared.figure_style import picture
from reports.shared.html import rendered
from reports.shared.table import Grid
from scenarios.results.provenance import versions

_STAMP_RATES = {
    "ledger": mark("the ledger's, near the scenario's"),
    "scenario": mark("the scenario's"),
}

_CAVEATS = (
    mark(
        "A ledger tells what was granted, not what was paid. What has been granted and not yet "
        "registered is missing: close a month before it is held against the frame."
    ),
    mark("Spending is before central reimbursement of very expensive cases."),
    mark(
        "The interval holds if practice, law and prices stay for the rest of the year as in the "
        "time that the rates come from."
    ),
    mark(
        "A new stay gets the services and prices of one of the latest on its step; how long it "
        "lasts is drawn apart."
    ),
    mark("A child who has gone out and comes back in the rest of the year counts as a new one."),
)


def forecast_html(forecast: Forecast) -> str:
    """Return the forecast as one HTML document, in the language that is set.

    The same forecast gives the same text, byte for byte.
    """
    basis, above = forecast.basis, overrun(forecast)
    sentences, parts = answer(forecast), above.parts
    return rendered(
        "forecast.html",
        title=say("The year's account {year}", year=basis.year.year),
        kicker=say(
            "Forecast from {files}, known until {last}",
            files=", ".join(Path(file.file).name for file in basis.reading.files),
            last=day_words(basis.last),
        ),
        answer=sentences,
        account=account_grid(forecast, above),
        chart=picture(
            lambda width: account_chart(forecast, width=width),
            alt=say(
                "A line over the months of the year and a band for the whole account. {answer} "
                "The numbers are in the tables.",
                answer=" ".join(sentences),
            ),
            caption=say("On top each month by itself, below the whole year's account beside the frame."),
        ),
        months=months_grid(forecast),
        steps=steps_grid(forecast, above),
        effects=effects_grid(forecast, above),
        effects_chart=None
        if parts is None
        else picture(
            lambda width: effects_chart(forecast, parts, width=width),
            alt=say(
                "Bars for each step: how much of the difference is volume and how much is price. "
                "The numbers are in the table."
            ),
            caption=say("To the right of zero is more spending, to the left less."),
        ),
        sections=sections_grid(forecast),
        caveats=[say(text) for text in _CAVEATS],
        stamp=_stamp(forecast),
    )


def _stamp(forecast: Forecast) -> Grid:
    basis = forecast.basis
    runs = forecast.draws * forecast.replications
    return Grid(
        caption=say("Stamp"),
        rows=(
            (say("Scenario and its digest"), f"{basis.study.name}, {basis.study.digest[:12]}"),
            (say("Rows of the ledger"), number(basis.reading.rows)),
            (say("Rates and arrivals"), say(_STAMP_RATES[forecast.rates])),
            (
                say("Runs (draws, replications)"),
                f"{number(runs)} ({number(forecast.draws)}, {number(forecast.replications)})",
            ),
            (say("Seed of chance"), str(forecast.seed)),
            (say("Versions"), ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )
