"""What it is worth to know more, as one HTML file that fetches nothing from outside."""

from collections.abc import Mapping
from typing import Any

from model.world.months import Months
from reports.comparison.tables import Grid
from reports.information.charts import MOST_CURVES, following_chart, telling_chart
from reports.information.knowing_chart import drawn, knowing_chart
from reports.information.sentences import (
    answer,
    assumption_title,
    case_title,
    curves,
    follow_up_range,
    too_low,
)
from reports.information.tables import following_grids, singles_grid, telling_grids, whole_grid
from reports.language.catalogue import texts
from reports.language.texts_information import information_texts
from reports.language.writing import kroner, number, percent
from reports.shared.caveats import caveats_of
from reports.shared.html import rendered
from reports.shared.pictures import Picture, picture
from scenarios.results.provenance import versions
from sensitivity.information.value import Knowledge

_COMMON = ("caveat_booking", "caveat_wellbeing", "caveat_effects", "caveat_model")
"""Caveats that hold for everything that is worked out of a case."""
_MOST_TOLD = 5
"""Bars that are read aloud; the tables have the rest."""


def information_html(found: Knowledge, told: Mapping[str, Any], lang: str = "da") -> str:
    """Return the answer, the figures and the tables in `lang` ("da" or "en") as one HTML document.

    `told` is the document of `sensitivity.information.outputs`, of which the digests are shown. The same
    knowledge gives the same text, byte for byte.
    """
    t, scenario = information_texts(lang), found.subject.study.scenario
    return rendered(
        "information.html",
        t=t,
        common=texts(lang),
        lang=lang,
        title=t["title"],
        kicker=t["kicker"].format(case=case_title(found, lang), municipality=scenario.municipality.name),
        answer=answer(found, lang),
        too_low=too_low(found, lang),
        knowing=_knowing(found, lang),
        whole=whole_grid(found, lang),
        singles=singles_grid(found, lang),
        following=_following(found, lang),
        following_grids=following_grids(found, lang),
        telling=_telling(found, lang),
        telling_grids=telling_grids(found, lang),
        method=_method(found, lang),
        caveats=_caveats(found, lang),
        stamp=_stamp(told, lang),
    )


def _knowing(found: Knowledge, lang: str) -> Picture | None:
    """Return the bars; None where nothing is worth knowing."""
    t, told = information_texts(lang), found.information
    if told.evpi_dkk == 0:
        return None
    bars = drawn(found)
    single = [
        t["knowing_alt_single"].format(
            title=assumption_title(found, each.name, lang), evppi=kroner(each.evppi_dkk, lang)
        )
        for each in bars[:_MOST_TOLD]
    ]
    left_out = len(told.singles) - len(bars)
    caption = [t["knowing_caption"]]
    if left_out:
        caption.append(t["knowing_left_out"].format(left_out=left_out, all=len(told.singles)))
    return picture(
        lambda width: knowing_chart(found, lang, width=width),
        alt=_sentence(
            t["knowing_alt"].format(
                evpi=kroner(told.evpi_dkk, lang), singles=" ".join(single) or t["knowing_alt_none"]
            )
        ),
        caption=" ".join(caption),
    )


def _following(found: Knowledge, lang: str) -> Picture | None:
    """Return the curves of following children; None where nobody can be followed or nothing comes of it."""
    t, told = information_texts(lang), found.follow_up
    if told is None or not any(look.net_dkk for look in told.looks):
        return None
    return picture(
        lambda width: following_chart(told, lang, width=width),
        alt=t["following_alt"].format(months=follow_up_range(told, lang)[1], sentence=answer(found, lang)[1]),
        caption=t["following_caption"],
    )


def _telling(found: Knowledge, lang: str) -> Picture | None:
    """Return the curves of early figures; None where none of them tells anything."""
    t, told = information_texts(lang), curves(found, lang)
    if not told:
        return None
    sentences = [
        t["telling_alt_one"].format(
            month=curve.best.month, name=curve.title, share=percent(curve.best.explained, lang)
        )
        for curve in told[:MOST_CURVES]
    ]
    return picture(
        lambda width: telling_chart(told, lang, width=width),
        alt=t["telling_alt"].format(told=" ".join(sentences)),
        caption=t["telling_caption"],
    )


def _method(found: Knowledge, lang: str) -> list[str]:
    t, wanted, subject = information_texts(lang), found.wanted, found.subject
    scenario, explained = subject.study.scenario, found.information.denoised.explained
    years = Months.of(scenario.start, scenario.years).years
    waiting = t["method_no_waiting"]
    if found.follow_up is not None:
        months = found.follow_up.months
        waiting = t["method_waiting"].format(first_look=months[0], last_look=months[-1])
    return [
        t["method_draws"].format(
            draws=number(wanted.draws, lang),
            replications=number(wanted.replications, lang),
            first=years[0],
            last=years[-1],
            year=scenario.price_year,
        ),
        t["method_regression_unknown"]
        if explained is None
        else t["method_regression"].format(explained=percent(explained, lang)),
        waiting,
    ]


def _caveats(found: Knowledge, lang: str) -> list[str]:
    """Return what always holds, what holds for any case, what reading warned of, and the scenario's own."""
    t, common, subject = information_texts(lang), texts(lang), found.subject
    keys = [key for key in t if key.startswith("caveat_")]
    if found.follow_up is None:
        keys = [key for key in keys if key not in {"caveat_best", "caveat_seen", "caveat_stop"}]
    own = [*(t[key] for key in keys), *(common[key] for key in _COMMON)]
    return [*own, *caveats_of(subject.study, [subject.case], lang)]


def _stamp(told: Mapping[str, Any], lang: str) -> Grid:
    t = texts(lang)
    return Grid(
        caption=t["stamp_caption"],
        rows=(
            (t["stamp_scenario"], f"{told['scenario']}, {told['case']}"),
            (t["stamp_scenario_digest"], told["scenario_digest"]),
            (t["stamp_run_digest"], told["run_digest"]),
            (t["stamp_value_digest"], told["value_digest"]),
            (t["stamp_seed"], str(told["seed"])),
            (t["stamp_draws"], number(told["draws"], lang)),
            (t["stamp_replications"], number(told["replications"], lang)),
            (t["stamp_versions"], ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )


def _sentence(text: str) -> str:
    return text.replace("..", ".")  # an amount may end with a full stop
