"""Tabulate gains: over cases, by payer, by year, and the key figures of a case."""

import numpy as np
from rich.table import Table

from language.formatting import DASH, HARD_SPACE, Scale, kroner, number, percent, scale_of
from language.messages import say
from model.results.prices import NEAR_RATE
from reports.comparison.answer import break_even_words
from reports.comparison.children import children_grid
from reports.comparison.published import published_grid
from reports.shared.budget_years import end_words, partial_note, span_words, star_note, year_words
from reports.shared.cases import CaseInReport, cases_in_report, payer_title
from reports.shared.expected_gain import expected_gain_amount
from reports.shared.table import Grid, as_table
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.distribution import Distribution, distribution
from scenarios.results.published import published_figures

CASES_ABREAST = 3
"""More cases than this get a table of children of their own."""


def overview(cases: tuple[CaseInReport, ...]) -> Grid:
    """Return one row per case: net present gain, how sure it is, and when it breaks even."""
    months = cases[0].gain.months
    nets = [case.gain.net_present_distribution for case in cases]
    scale = scale_of(value for net in nets for value in (net.p05, net.mean, net.p95))
    return Grid(
        caption=say(
            "Total gain for the municipality {years}, present value, {unit}",
            years=span_words(months),
            unit=scale.unit(),
        ),
        head=(
            say("Case"),
            say("Expected gain"),
            say("5\N{EN DASH}95%"),
            say("Share with a gain"),
            say("Paid back (10\N{EN DASH}50\N{EN DASH}90%)"),
        ),
        rows=tuple(_overview_row(case, net, scale) for case, net in zip(cases, nets, strict=True)),
        notes=(
            _mean_note(),
            say(
                "5\N{EN DASH}95%: 9 out of 10 runs lie between the two. Paid back: the year from "
                "which the gain stays above the cost, in the middle of the runs (in brackets from "
                "10 to 90% of the runs). “Not reached”: not by the end of {last}.",
                last=end_words(months),
            ),
            *_star_note(cases),
        ),
    )


def _overview_row(case: CaseInReport, net: Distribution, scale: Scale) -> tuple[str, ...]:
    name = f"{case.letter}. {case.title}"
    if case.idle:
        return name, scale.number(0), DASH, DASH, say("changes nothing")
    return (
        name,
        _with_error(case, scale),
        HARD_SPACE.join((scale.number(net.p05), DASH, scale.number(net.p95))),
        percent(case.gain.probability),
        break_even_words(case.gain),
    )


def key_figures(case: CaseInReport) -> Grid:
    """Return the headline figures of one case with their uncertainty."""
    gain, net = case.gain, case.gain.net_present_distribution
    scale = scale_of((net.mean, net.p50, net.p05, net.p95))
    rows = (
        (say("Expected gain"), expected_gain_amount(case.expected)),
        (say("In the middle run (median)"), scale.amount(net.p50)),
        (say("In 9 out of 10 runs (5\N{EN DASH}95%)"), scale.between(net.p05, net.p95)),
        (say("Largest extra cost so far, middle run, undiscounted"), _deepest(case)),
        (say("Share of the runs with a gain"), percent(gain.probability)),
        (say("Paid back in (10\N{EN DASH}90% of the runs)"), break_even_words(gain)),
        (say("Where the uncertainty comes from"), _variance(case)),
    )
    rate = f"{number(100 * NEAR_RATE, 1)}{say('%')}"
    return Grid(
        caption=say("Total gain for the municipality {years}, present value", years=span_words(gain.months)),
        rows=rows,
        notes=(
            _mean_note(),
            say(
                "Present value: later years count less, by the Ministry of Finance's rate of "
                "{rate} a year. “Not reached”: not paid back by the end of {last}.",
                last=end_words(gain.months),
                rate=rate,
            ),
            *_star_note((case,)),
        ),
    )


def gain_by_payer(study: Study, comparison: Comparison, case: CaseInReport) -> Grid:
    """Return the undiscounted gain of each payer over all years, and the bridge to the expected gain."""
    by_payer = [distribution(case.gain.by_payer[..., i]) for i in range(len(comparison.payers))]
    total, net = distribution(case.gain.by_year.sum(axis=-1)), case.gain.net_present_distribution
    scale = _scale(*by_payer, total, net)
    names = [payer_title(study, payer) for payer in comparison.payers]
    titles = [
        name if own else say("{payer} (not the municipality's money)", payer=name)
        for name, own in zip(names, comparison.municipal, strict=True)
    ]
    discounted = scale.steps([total.mean, net.mean])[1:]
    return Grid(
        caption=say(
            "Gain for each payer {years} in total, undiscounted, {unit}",
            years=span_words(comparison.months),
            unit=scale.unit(),
        ),
        head=(say("Payer"), say("Mean"), say("5%"), say("95%")),
        rows=(
            *((title, *_spread(d, scale)) for title, d in zip(titles, by_payer, strict=True)),
            (say("The municipality in total"), *_spread(total, scale)),
            (say("Later years count less in the present value"), *discounted, DASH, DASH),
        ),
        total=(say("Expected gain, present value"), *_spread(net, scale)),
    )


def gain_by_year(case: CaseInReport) -> Grid:
    """Return the municipality's undiscounted gain in each budget year."""
    by_year = [distribution(case.gain.by_year[..., i]) for i in range(len(case.gain.years))]
    scale = _scale(*by_year)
    return Grid(
        caption=say("Gain for the municipality in each budget year, undiscounted, {unit}", unit=scale.unit()),
        head=(say("Budget year"), say("Mean"), say("5%"), say("95%")),
        rows=tuple(
            (year_words(case.gain.months, year), *_spread(d, scale))
            for year, d in zip(case.gain.years, by_year, strict=True)
        ),
        notes=(
            say(
                "Minus is extra cost. 5% and 95%: 9 out of 10 runs lie between the two in that "
                "year. The outer values of the years do not add up to an outer value of the sum."
            ),
            *partial_note(case.gain.months),
        ),
    )


def _scale(*figures: Distribution) -> Scale:
    return scale_of(np.array([(d.mean, d.p05, d.p95) for d in figures]).ravel().tolist())


def _spread(figure: Distribution, scale: Scale) -> tuple[str, str, str]:
    return (
        scale.number(figure.mean),
        scale.number(figure.p05),
        scale.number(figure.p95),
    )


def _deepest(case: CaseInReport) -> str:
    """Return the lowest point of the municipality's undiscounted gain so far."""
    so_far = np.cumsum(case.gain.by_year, axis=-1).min(axis=-1)
    return kroner(float(np.median(np.maximum(-so_far, 0.0))))


def _variance(case: CaseInReport) -> str:
    shares = case.gain.shares
    if shares is None:
        return say("cannot be divided with so few or so similar runs")
    ignorance, chance = percent(shares.ignorance), percent(shares.chance)
    return say("{ignorance} what we do not know; {chance} chance", ignorance=ignorance, chance=chance)


def _with_error(case: CaseInReport, scale: Scale) -> str:
    """Return the expected gain and its computing error in the unit of a table."""
    error = case.expected.mc_error_dkk
    gain = scale.number(case.expected.dkk)
    return gain if not error else HARD_SPACE.join((gain, "±", scale.number(error)))


def _star_note(cases: tuple[CaseInReport, ...]) -> tuple[str, ...]:
    """Return what a star means, where a year in which a case is paid back has one."""
    return tuple(
        dict.fromkeys(
            note
            for case in cases
            if not case.idle and "*" in break_even_words(case.gain)
            for note in star_note(case.gain.months)
        )
    )


def _mean_note() -> str:
    return say(
        "Expected gain: the mean of the runs, and after ± its computing error (standard error), which "
        "shrinks with more draws."
    )


def comparison_tables(study: Study, comparison: Comparison) -> list[Table]:
    """Lay out the summary over the cases and the children by step for a terminal."""
    return [as_table(grid) for grid in comparison_grids(study, comparison)]


def comparison_grids(study: Study, comparison: Comparison) -> list[Grid]:
    """Return the summary over the cases, when there are any, and the children by step, few cases abreast."""
    cases = cases_in_report(study, comparison)
    grids = [overview(cases)] if cases else []
    noticed = tuple(case for case in cases if not case.idle)
    firsts = range(0, max(1, len(noticed)), CASES_ABREAST)
    parts = [noticed[first : first + CASES_ABREAST] for first in firsts]
    figures = published_figures(study, comparison)
    return [
        *grids,
        *(children_grid(study, comparison, part) for part in parts),
        *([published_grid(figures)] if figures else []),
    ]
