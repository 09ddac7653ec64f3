"""The report as one HTML file that fetches nothing from outside."""

from collections.abc import Mapping
from dataclasses import dataclass

from booking.decisions.case_status import CaseStatus
from language.formatting import kroner, number
from language.messages import mark, say
from reports.booking.section import BookingSection, booking_section
from reports.comparison.answer import answer
from reports.comparison.children import children_grid, moves_grid, waiting_grid
from reports.comparison.fan_chart import break_even_sentence, fan_chart
from reports.comparison.payer_chart import payer_chart
from reports.comparison.staircase_chart import staircase_chart
from reports.comparison.tables import gain_by_payer, gain_by_year, key_figures, overview
from reports.shared.basis import assumption_words, caveats_of, source_words
from reports.shared.cases import CaseInReport, findings
from reports.shared.figure_style import Picture, picture, png_bytes
from reports.shared.html import rendered
from reports.shared.table import Grid
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import Stamp

_CAVEAT = {
    "booking": mark(
        "The gains are expectations. An amount can be taken out of the budget only when it is "
        "sure enough by the rule, when a sensitivity analysis of exactly this calculation is on "
        "record, when the payer has approved, and when the follow-up says nothing else."
    ),
    "wellbeing": mark("The model follows steps and kroner. It does not measure whether the children thrive."),
    "effects": mark(
        "Only the effects and payers in the calculation are counted. What nobody has put a number "
        "on counts as nothing."
    ),
    "model": mark(
        "The intervals show the uncertainty of the assumptions and of chance. They do not show "
        "what happens if the law, prices or practice change in other ways than assumed."
    ),
}


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
    study: Study, comparison: Comparison, stamp: Stamp, *, bookings: Mapping[str, CaseStatus]
) -> str:
    """Return the whole report in `lang` ("da" or "en") as one HTML document.

    `bookings` says what may be taken out of the budget by each case. The same study, comparison, stamp and
    bookings give the same text, byte for byte.
    """
    cases = findings(study, comparison)
    uncertain, fixed = assumption_words(study, cases)
    return rendered(
        "report.html",
        title=str(study.scenario.title),
        description=str(study.scenario.description),
        kicker=say(
            "Investing in early help for children and young people · {municipality}",
            municipality=study.scenario.municipality.name,
        ),
        method=_method(study, comparison),
        overview=overview(cases) if len(cases) > 1 else None,
        cases=[_section(study, comparison, case, bookings[case.name]) for case in cases],
        staircase=_staircase(study, comparison, cases),
        children=children_grid(study, comparison, cases),
        moves=moves_grid(study, comparison, cases),
        waiting=waiting_grid(study, comparison, cases),
        uncertain=uncertain,
        fixed=fixed,
        sources=source_words(study, cases),
        caveats=[
            *(say(_CAVEAT[kind]) for kind in ("booking", "wellbeing", "effects", "model")),
            *caveats_of(study, comparison.cases),
        ],
        stamp=_stamp(stamp),
    )


def _method(study: Study, comparison: Comparison) -> list[str]:
    runs = comparison.draws * comparison.replications
    counted = (
        say("This page rests on one run.")
        if runs == 1
        else say("This page rests on {runs} runs.", runs=number(runs))
    )
    return [
        (
            say(
                "The calculation follows simulated children on the municipality's staircase of "
                "interventions from {first} through {last}, with and without each investment "
                "case. A run is one possible future: one set of assumptions and one outcome of "
                "chance.",
                first=comparison.years[0],
                last=comparison.years[-1],
            )
            + " "
            + counted
        ),
        say(
            "A gain is cost without the case minus cost with it, the case's own cost included. "
            "All amounts are in fixed {year} prices.",
            year=study.scenario.price_year,
        ),
    ]


def _section(study: Study, comparison: Comparison, case: CaseInReport, status: CaseStatus) -> CaseSection:
    sentences = answer(case)
    title = f"{case.letter}. {case.title}"
    if case.idle:
        return CaseSection(title=title, description=case.description, answer=sentences)
    return CaseSection(
        title=title,
        description=case.description,
        answer=sentences,
        key_figures=key_figures(case),
        fan=picture(
            lambda width: fan_chart(case.gain, width=width),
            alt=say(
                "Fan chart. {answer} The numbers are in the tables.",
                answer=f"{' '.join(sentences)} {break_even_sentence(case.gain)}.",
            ),
            caption=say(
                "Above zero the municipality has earned back the cost. The line below the figure "
                "shows when that happens: the middle (diamond) and 8 out of 10 runs (line); an "
                "arrow means that it may be after {last}.",
                last=comparison.years[-1],
            ),
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
            ),
        ),
        by_payer=gain_by_payer(study, comparison, case),
        by_year=gain_by_year(case),
        booking=booking_section(status),
    )


def _staircase(study: Study, comparison: Comparison, cases: tuple[CaseInReport, ...]) -> Picture:
    return picture(
        lambda width: staircase_chart(study, comparison, cases, width=width),
        alt=say(
            "The staircase from the first to the last step with numbers of children and young "
            "people in {first} and {last}, without change and with the cases. The numbers are in "
            "the table.",
            first=comparison.years[0],
            last=comparison.years[-1],
        ),
        caption=say(
            "Numbers are means of the runs. A dashed, empty bar is a number under 5 that is "
            "hidden; its length says nothing more."
        ),
    )


def _payers_sentence(case: CaseInReport) -> str:
    means = case.gain.by_year.mean(axis=(0, 1)).tolist()
    return say(
        "The municipality's mean gain goes from {first_gain} in {first} to {last_gain} in {last}.",
        first=case.gain.years[0],
        last=case.gain.years[-1],
        first_gain=kroner(means[0]),
        last_gain=kroner(means[-1]),
    )


def _stamp(stamp: Stamp) -> Grid:
    return Grid(
        caption=say("Stamp"),
        rows=(
            (say("Calculation"), stamp.scenario),
            (say("Premises (SHA-256)"), stamp.scenario_digest),
            (say("Run (SHA-256)"), stamp.run_digest),
            (say("Results (SHA-256)"), stamp.value_digest),
            (say("Seed of the random numbers"), str(stamp.seed)),
            (say("Draws of the assumptions"), number(stamp.draws)),
            (say("Replications per draw"), number(stamp.replications)),
            (say("Versions"), ", ".join(f"{name} {version}" for name, version in stamp.versions.items())),
        ),
    )


def figures(study: Study, comparison: Comparison) -> dict[str, bytes]:
    """Return file name -> PNG at 160 dots per inch; two per case that changes anything, and the staircase."""
    cases = findings(study, comparison)
    made: dict[str, bytes] = {}
    for case in cases:
        if case.idle:
            continue
        heading = f"{case.letter}. {case.title}"
        stem = f"case-{case.letter.lower()}"
        made[f"{stem}-gain.png"] = png_bytes(fan_chart(case.gain, heading=heading))
        made[f"{stem}-payers.png"] = png_bytes(payer_chart(study, comparison, case, heading=heading))
    title = str(study.scenario.title)
    made["staircase.png"] = png_bytes(staircase_chart(study, comparison, cases, heading=title))
    return made
