"""The report as one HTML file that fetches nothing from outside."""

from collections.abc import Mapping
from dataclasses import dataclass

from booking.decisions.case_status import CaseAtHand
from reports.booking.section import BookingSection, booking_section
from reports.comparison.answer import answer
from reports.comparison.children import children_grid, moves_grid, waiting_grid
from reports.comparison.fan_chart import break_even_sentence, fan_chart
from reports.comparison.payer_chart import payer_chart
from reports.comparison.staircase_chart import staircase_chart
from reports.comparison.tables import Grid, gain_by_payer, gain_by_year, key_figures, overview
from reports.language.catalogue import texts
from reports.language.texts_booking import booking_texts
from reports.language.writing import kroner, number
from reports.shared.assumptions import assumption_words
from reports.shared.basis import source_words
from reports.shared.cases import Finding, findings
from reports.shared.caveats import caveats_of
from reports.shared.html import rendered
from reports.shared.pictures import Picture, picture
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import Stamp


@dataclass(frozen=True, kw_only=True)
class CaseSection:
    """One case as the page tells it; a case that changes nothing has an answer and no more."""

    title: str
    description: str
    answer: tuple[str, str]
    key_figures: Grid | None = None
    fan: Picture | None = None
    payers: Picture | None = None
    by_payer: Grid | None = None
    by_year: Grid | None = None
    booking: BookingSection | None = None


def report_html(
    study: Study,
    comparison: Comparison,
    stamp: Stamp,
    lang: str = "da",
    *,
    bookings: Mapping[str, CaseAtHand],
) -> str:
    """Return the whole report in `lang` ("da" or "en") as one HTML document.

    `bookings` says what may be taken out of the budget by each case. The same study, comparison, stamp and
    bookings give the same text, byte for byte.
    """
    cases = findings(study, comparison, lang)
    uncertain, fixed = assumption_words(study, cases, lang)
    return rendered(
        "report.html",
        t=texts(lang),
        lang=lang,
        title=study.scenario.title.in_language(lang),
        description=study.scenario.description.in_language(lang),
        kicker=texts(lang)["kicker"].format(municipality=study.scenario.municipality.name),
        method=_method(study, comparison, lang),
        overview=overview(cases, lang) if len(cases) > 1 else None,
        cases=[_section(study, comparison, case, bookings[case.name], lang) for case in cases],
        booking_words=booking_texts(lang),
        staircase=_staircase(study, comparison, cases, lang),
        children=children_grid(study, comparison, cases, lang),
        moves=moves_grid(study, comparison, cases, lang),
        waiting=waiting_grid(study, comparison, cases, lang),
        uncertain=uncertain,
        fixed=fixed,
        sources=source_words(study, cases, lang),
        caveats=[
            *(texts(lang)[f"caveat_{kind}"] for kind in ("booking", "wellbeing", "effects", "model")),
            *caveats_of(study, comparison.cases, lang),
        ],
        stamp=_stamp(stamp, lang),
    )


def _method(study: Study, comparison: Comparison, lang: str) -> list[str]:
    t = texts(lang)
    runs = comparison.draws * comparison.replications
    counted = t["method_run"] if runs == 1 else t["method_runs"].format(runs=number(runs, lang))
    return [
        f"{t['method'].format(first=comparison.years[0], last=comparison.years[-1])} {counted}",
        t["method_gain"].format(year=study.scenario.price_year),
    ]


def _section(
    study: Study, comparison: Comparison, case: Finding, at_hand: CaseAtHand, lang: str
) -> CaseSection:
    t = texts(lang)
    sentences = answer(case, lang)
    title = f"{case.letter}. {case.title}"
    if case.idle:
        return CaseSection(title=title, description=case.description, answer=sentences)
    return CaseSection(
        title=title,
        description=case.description,
        answer=sentences,
        key_figures=key_figures(case, lang),
        fan=picture(
            lambda width: fan_chart(case.gain, lang, width=width),
            alt=t["fan_alt"].format(answer=f"{' '.join(sentences)} {break_even_sentence(case.gain, lang)}."),
            caption=t["fan_caption"].format(last=comparison.years[-1]),
        ),
        payers=picture(
            lambda width: payer_chart(study, comparison, case, lang, width=width),
            alt=t["payers_alt"].format(sentence=_payers_sentence(case, lang)),
            caption=t["payers_caption"],
        ),
        by_payer=gain_by_payer(study, comparison, case, lang),
        by_year=gain_by_year(case, lang),
        booking=booking_section(at_hand, lang),
    )


def _staircase(study: Study, comparison: Comparison, cases: tuple[Finding, ...], lang: str) -> Picture:
    t = texts(lang)
    return picture(
        lambda width: staircase_chart(study, comparison, cases, lang, width=width),
        alt=t["staircase_alt"].format(first=comparison.years[0], last=comparison.years[-1]),
        caption=t["staircase_caption"],
    )


def _payers_sentence(case: Finding, lang: str) -> str:
    means = case.gain.by_year.mean(axis=(0, 1)).tolist()
    return texts(lang)["payers_alt_sentence"].format(
        first=case.gain.years[0],
        last=case.gain.years[-1],
        first_gain=kroner(means[0], lang),
        last_gain=kroner(means[-1], lang),
    )


def _stamp(stamp: Stamp, lang: str) -> Grid:
    t = texts(lang)
    return Grid(
        caption=t["stamp_caption"],
        rows=(
            (t["stamp_scenario"], stamp.scenario),
            (t["stamp_scenario_digest"], stamp.scenario_digest),
            (t["stamp_run_digest"], stamp.run_digest),
            (t["stamp_value_digest"], stamp.value_digest),
            (t["stamp_seed"], str(stamp.seed)),
            (t["stamp_draws"], number(stamp.draws, lang)),
            (t["stamp_replications"], number(stamp.replications, lang)),
            (t["stamp_versions"], ", ".join(f"{name} {version}" for name, version in stamp.versions.items())),
        ),
    )
