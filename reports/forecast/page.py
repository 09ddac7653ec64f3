"""The forecast as one HTML file that fetches nothing from outside.

It is for the municipality's own eyes: small counts are not hidden, and the page says so at the top.
"""

from pathlib import Path

from forecast.overrun import overrun
from forecast.year import Forecast
from reports.comparison.tables import Grid
from reports.forecast.charts import account_chart
from reports.forecast.effects_chart import effects_chart
from reports.forecast.tables import account_grid, answer, effects_grid, months_grid, sections_grid, steps_grid
from reports.language.texts_forecast import forecast_texts
from reports.language.writing import day_words, number
from reports.shared.html import rendered
from reports.shared.pictures import picture
from scenarios.results.provenance import versions


def forecast_html(found: Forecast, lang: str = "da") -> str:
    """Return the forecast in `lang` ("da" or "en") as one HTML document.

    The same forecast gives the same text, byte for byte.
    """
    t, known, above = forecast_texts(lang), found.basis, overrun(found)
    sentences, parts = answer(found, lang), above.parts
    return rendered(
        "forecast.html",
        t=t,
        lang=lang,
        title=t["title"].format(year=known.year.year),
        kicker=t["kicker"].format(
            files=", ".join(Path(file.file).name for file in known.reading.files),
            last=day_words(known.last, lang),
        ),
        answer=sentences,
        account=account_grid(found, above, lang),
        chart=picture(
            lambda width: account_chart(found, lang, width=width),
            alt=t["chart_alt"].format(answer=" ".join(sentences)),
            caption=t["chart_caption"],
        ),
        months=months_grid(found, lang),
        steps=steps_grid(found, above, lang),
        effects=effects_grid(found, above, lang),
        effects_chart=None
        if parts is None
        else picture(
            lambda width: effects_chart(found, parts, lang, width=width),
            alt=t["effects_alt"],
            caption=t["effects_caption"],
        ),
        sections=sections_grid(found, lang),
        caveats=[t[key] for key in t if key.startswith("caveat_")],
        stamp=_stamp(found, lang),
    )


def _stamp(found: Forecast, lang: str) -> Grid:
    t, known = forecast_texts(lang), found.basis
    runs = found.draws * found.replications
    return Grid(
        caption=t["stamp_caption"],
        rows=(
            (t["stamp_scenario"], f"{known.study.name}, {known.study.digest[:12]}"),
            (t["stamp_rows"], number(known.reading.rows, lang)),
            (t["stamp_rates"], t[f"stamp_rates_{found.rates}"]),
            (
                t["stamp_runs"],
                f"{number(runs, lang)} ({number(found.draws, lang)}, {number(found.replications, lang)})",
            ),
            (t["stamp_seed"], str(found.seed)),
            (t["stamp_versions"], ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )
