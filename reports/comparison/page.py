"""Render the comparison of cases as one HTML file that fetches nothing from outside, and draw its figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from booking.decisions.case_status import CaseStatus
from language.formatting import kroner
from language.messages import say
from reports.booking.section import BookingSection, booking_section
from reports.comparison.answer import answer
from reports.comparison.children import first_and_last
from reports.comparison.content import report_content
from reports.comparison.fan_chart import break_even_sentence, fan_chart
from reports.comparison.households import household_chart, household_grid
from reports.comparison.payer_chart import payer_chart
from reports.comparison.staircase_chart import staircase_chart
from reports.shared.budget_years import end_words, star_note, year_words
from reports.shared.cases import CaseInReport, cases_in_report
from reports.shared.figure_style import Picture, picture, png_bytes
from reports.shared.html import rendered
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import Stamp


@dataclass(frozen=True, kw_only=True)
class CaseFigures:
    """Figures of one case, and what may be taken out of the budget by it."""

    fan: Picture
    payers: Picture
    booking: BookingSection


def report_html(
    study: Study, comparison: Comparison, stamp: Stamp, *, bookings: Mapping[str, CaseStatus]
) -> str:
    """Return the whole report as one HTML document, in the language that is set.

    `bookings` says what may be taken out of the budget by each case. The same study, comparison, stamp and
    bookings give the same text, byte for byte.
    """
    content, cases = report_content(study, comparison, stamp), cases_in_report(study, comparison)
    return rendered(
        "report.html",
        **vars(content),
        sections=[
            (section, _figures(study, comparison, case, bookings[case.name]))
            for section, case in zip(content.cases, cases, strict=True)
            if not case.idle
        ],
        staircase=_staircase(study, comparison, cases),
        household_costs=None if content.households is None else _households(study, comparison, cases),
    )


def figures(study: Study, comparison: Comparison) -> dict[str, bytes]:
    """Return file name -> PNG at 160 dots per inch; two per case that changes anything, and the staircase."""
    cases = cases_in_report(study, comparison)
    made: dict[str, bytes] = {}
    for case in cases:
        if case.idle:
            continue
        heading = f"{case.letter}. {case.title}"
        stem = f"case-{case.letter.lower()}"
        made[f"{stem}-gain.png"] = png_bytes(fan_chart(case.gain, heading=heading))
        made[f"{stem}-payers.png"] = png_bytes(payer_chart(study, comparison, case, heading=heading))
    title = str(study.scenario.title)
    if household_grid(comparison, cases) is not None:
        made["households.png"] = png_bytes(household_chart(study, comparison, cases, heading=title))
    made["staircase.png"] = png_bytes(staircase_chart(study, comparison, cases, heading=title))
    return made


def _figures(study: Study, comparison: Comparison, case: CaseInReport, status: CaseStatus) -> CaseFigures:
    stars = "".join(f" {note}" for note in star_note(comparison.months))
    return CaseFigures(
        fan=picture(
            lambda width: fan_chart(case.gain, width=width),
            alt=say(
                "Fan chart. {answer} The numbers are in the tables.",
                answer=f"{' '.join(answer(case))} {break_even_sentence(case.gain)}.",
            ),
            caption=say(
                "Above zero the municipality has earned back the cost. The line below the figure "
                "shows when that happens: the middle (diamond) and 8 out of 10 runs (line); an "
                "arrow means that it may be after {last}.",
                last=end_words(comparison.months),
            )
            + stars,
        ),
        payers=picture(
            lambda width: payer_chart(study, comparison, case, width=width),
            alt=say(
                "Bars for each budget year with gains above zero and extra costs below zero for "
                "each payer. {sentence} The numbers are in the tables.",
                sentence=_payers_sentence(case),
            ),
            caption=say(
                "Above zero is a gain, below zero an extra cost. The line adds up the "
                "municipality's own payers; the state and the region are shown but do not count. "
                "The two parts have scales of their own."
            )
            + stars,
        ),
        booking=booking_section(status),
    )


def _staircase(study: Study, comparison: Comparison, cases: tuple[CaseInReport, ...]) -> Picture:
    first, last = (year_words(comparison.months, year) for year in first_and_last(comparison))
    return picture(
        lambda width: staircase_chart(study, comparison, cases, width=width),
        alt=say(
            "The staircase from the first to the last step with numbers of children and young "
            "people in {first} and {last}, without change and with the cases. The numbers are in "
            "the table.",
            first=first,
            last=last,
        ),
        caption=say(
            "Numbers are means of the runs. A dashed, empty bar is a number under 5 that is "
            "hidden; its length says nothing more."
        ),
    )


def _households(study: Study, comparison: Comparison, cases: tuple[CaseInReport, ...]) -> Picture:
    return picture(
        lambda width: household_chart(study, comparison, cases, width=width),
        alt=say(
            "Bars of what a household costs on average over all the years, by payer, for each number of "
            "children, without change and with the cases. The numbers are in the table."
        ),
        caption=say("Central reimbursement is taken from what its receiver pays, and is the state's."),
    )


def _payers_sentence(case: CaseInReport) -> str:
    means = case.gain.by_year.mean(axis=(0, 1)).tolist()
    return say(
        "The municipality's mean gain goes from {first_gain} in {first} to {last_gain} in {last}.",
        first=year_words(case.gain.months, case.gain.years[0]),
        last=year_words(case.gain.months, case.gain.years[-1]),
        first_gain=kroner(means[0]),
        last_gain=kroner(means[-1]),
    )
