"""Gather what the comparison of cases says, as sentences and tables without any HTML or figure."""

from dataclasses import dataclass

from language.formatting import number
from language.messages import say
from reports.comparison.answer import answer
from reports.comparison.children import children_grid, moves_grid, waiting_grid
from reports.comparison.households import household_grid
from reports.comparison.published import published_grid
from reports.comparison.tables import gain_by_payer, gain_by_year, key_figures, overview
from reports.comparison.trend import trend_words
from reports.shared.basis import (
    AssumptionWords,
    assumption_words,
    caveats_of,
    source_words,
    standing_caveats,
)
from reports.shared.budget_years import span_words
from reports.shared.cases import CaseInReport, cases_in_report
from reports.shared.table import Grid
from reports.shared.used_numbers import children_used_grid
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import Stamp
from scenarios.results.published import published_figures


@dataclass(frozen=True, kw_only=True)
class CaseContent:
    """Sentences and tables of one case; a case that changes nothing has an answer and no tables."""

    title: str
    description: str
    answer: tuple[str, str]
    key_figures: Grid | None = None
    by_payer: Grid | None = None
    by_year: Grid | None = None


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """Sentences and tables of a whole report."""

    title: str
    description: str
    kicker: str
    method: list[str]
    overview: Grid | None
    """None unless there are several cases."""
    cases: tuple[CaseContent, ...]
    trend: list[str]
    """How the arrivals change over the years, and who says so."""
    children: Grid
    moves: Grid
    waiting: Grid | None
    """None where nobody waits."""
    households: Grid | None
    """None where each child is alone."""
    uncertain: list[AssumptionWords]
    fixed: list[AssumptionWords]
    sources: list[AssumptionWords]
    used: Grid | None
    """The children that the baseline begins with, and those who come."""
    published: Grid | None
    """None where nobody has published anything about the cases."""
    cannot_say: list[str]
    """What is published and cannot be said here."""
    caveats: list[str]
    stamp: Grid


def report_content(study: Study, comparison: Comparison, stamp: Stamp) -> ReportContent:
    """Return all sentences and tables of the report, in the language that is set."""
    cases = cases_in_report(study, comparison)
    uncertain, fixed = assumption_words(study, cases)
    return ReportContent(
        title=str(study.scenario.title),
        description=str(study.scenario.description),
        kicker=say(
            "Investing in early help for children and young people · {municipality}",
            municipality=study.scenario.municipality.name,
        ),
        method=_method(study, comparison),
        overview=overview(cases) if len(cases) > 1 else None,
        cases=tuple(_case(study, comparison, case) for case in cases),
        trend=trend_words(study.scenario, comparison),
        children=children_grid(study, comparison, cases),
        moves=moves_grid(study, comparison, cases),
        waiting=waiting_grid(study, comparison, cases),
        households=household_grid(comparison, cases),
        uncertain=uncertain,
        fixed=fixed,
        sources=source_words(study, cases),
        used=children_used_grid(study.scenario),
        published=published_grid(figures) if (figures := published_figures(study, comparison)) else None,
        cannot_say=cannot_say(study),
        caveats=[
            *standing_caveats("booking", "wellbeing", "effects", "intervals"),
            *caveats_of(study, comparison.cases),
        ],
        stamp=_stamp(stamp),
    )


def cannot_say(study: Study) -> list[str]:
    """Return what the source of the cases tells that the model does not have."""
    published = study.scenario.published
    return [] if published is None else [str(sentence) for sentence in published.cannot_say]


def _case(study: Study, comparison: Comparison, case: CaseInReport) -> CaseContent:
    title, sentences = f"{case.letter}. {case.title}", answer(case)
    if case.idle:
        return CaseContent(title=title, description=case.description, answer=sentences)
    return CaseContent(
        title=title,
        description=case.description,
        answer=sentences,
        key_figures=key_figures(case),
        by_payer=gain_by_payer(study, comparison, case),
        by_year=gain_by_year(case),
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
                "interventions in {years}, with and without each investment "
                "case. A run is one possible future: one set of assumptions and one outcome of "
                "chance.",
                years=span_words(comparison.months),
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
