"""A case that is under way as one HTML file that fetches nothing from outside.

It is for the municipality's own eyes: small counts are not hidden, and the page says so at the top.
"""

from collections.abc import Mapping
from typing import Any

from booking.follow_up.bands import LEVEL
from booking.follow_up.follow_up import FollowUp
from reports.comparison.tables import Grid
from reports.follow_up.bands_chart import bands_chart, chart_title
from reports.follow_up.formatting import MAIN, case_words
from reports.follow_up.learnt_grids import events_grid, learnt_grids
from reports.follow_up.sentences import answer, caveats
from reports.follow_up.tables import (
    indicator_rows,
    indicators_grid,
    payers_grid,
    steering_grids,
    steps_grid,
    years_grid,
)
from reports.language.catalogue import texts
from reports.language.texts_follow_up import follow_up_texts
from reports.language.texts_forecast import forecast_texts
from reports.language.writing import day_words, number, percent
from reports.shared.html import rendered
from reports.shared.pictures import Picture, picture
from scenarios.results.provenance import versions


def follow_up_html(found: FollowUp, told: Mapping[str, Any], lang: str = "da") -> str:
    """Return the follow-up in `lang` ("da" or "en") as one HTML document.

    `told` is what `booking.follow_up.document.document` makes of it, with the digests. The same follow-up
    gives the same text, byte for byte.
    """
    t, known = follow_up_texts(lang), found.known
    return rendered(
        "follow_up.html",
        t=t,
        common=texts(lang),
        own_use=forecast_texts(lang)["own_use"],
        lang=lang,
        title=t["title"].format(case=case_words(found, lang)),
        kicker=t["kicker"].format(
            municipality=known.subject.study.scenario.municipality.name,
            last=day_words(known.observed.last, lang),
        ),
        answer=answer(found, lang),
        charts=[_chart(found, name, lang) for name in MAIN],
        charts_note=t["charts_note"].format(planned=found.asked.months, often=percent(1 - LEVEL, lang)),
        indicators=indicators_grid(found, lang),
        steps=steps_grid(found, lang),
        learnt=learnt_grids(found, lang),
        events=events_grid(found, lang),
        years=years_grid(found, lang),
        payers=payers_grid(found, lang),
        steering=steering_grids(found, lang),
        caveats=caveats(found, lang),
        stamp=_stamp(found, told, lang),
    )


def _chart(found: FollowUp, name: str, lang: str) -> Picture:
    t = follow_up_texts(lang)
    grid, i = indicators_grid(found, lang), found.known.watch.indicators.index(name)
    _, seen, baseline, case, verdict = grid.rows[indicator_rows(found).index(i)]
    return picture(
        lambda width: bands_chart(found, name, lang, width=width),
        alt=t["chart_alt"]
        .format(
            planned=found.asked.months,
            months=found.months_observed,
            title=chart_title(found, name, lang),
            seen=seen,
            baseline=baseline,
            case=case,
            verdict=verdict,
        )
        .replace("..", "."),  # a unit may end with a full stop
        caption=t["chart_caption"].format(verdict=verdict),
    )


def _stamp(found: FollowUp, told: Mapping[str, Any], lang: str) -> Grid:
    t, common = follow_up_texts(lang), texts(lang)
    months = t["months_of"].format(months=told["months_observed"], planned=told["months_planned"])
    return Grid(
        caption=common["stamp_caption"],
        rows=(
            (common["stamp_scenario"], f"{told['scenario']}, {told['case']}"),
            (common["stamp_scenario_digest"], told["scenario_digest"]),
            (common["stamp_run_digest"], told["run_digest"]),
            (common["stamp_value_digest"], told["value_digest"]),
            (t["stamp_ledger"], ", ".join(told["ledger_sha256"])),
            (t["stamp_last"], day_words(found.known.observed.last, lang)),
            (t["stamp_months"], months),
            (t["stamp_policy"], told["policy_digest"]),
            (common["stamp_seed"], str(told["seed"])),
            (common["stamp_draws"], number(told["draws"], lang)),
            (common["stamp_replications"], number(told["replications"], lang)),
            (common["stamp_versions"], ", ".join(f"{name} {v}" for name, v in versions().items())),
        ),
    )
