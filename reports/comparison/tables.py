"""Tabulate gains: over cases, by payer, by year, and the key figures of a case."""

import numpy as np
from rich.table import Table

from language.formatting import DASH, HARD_SPACE, Scale, kroner, number, percent, scale_of
from language.messages import say
from model.results.prices import NEAR_RATE
from reports.comparison.answer import break_even_words
from reports.comparison.children import children_grid
from reports.shared.budget_years import end_words, partial_note, span_words, year_words
from reports.shared.cases import CaseInReport, cases_in_report, payer_title
from reports.shared.table import Grid, as_table
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.distribution import Distribution, distribution

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
            say("Mean"),
            say("5\N{EN DASH}95%"),
            say("Share with a gain"),
            say("Paid back (10\N{EN DASH}50\N{EN DASH}90%)"),
        ),
        rows=tuple(_overview_row(case, net, scale) for case, net in zip(cases, nets, strict=True)),
        notes=(
            say(
                "5\N{EN DASH}95%: 9 out of 10 runs lie between the two. Paid back: the year from "
                "which the gain stays above the cost, in the middle of the runs (in brackets from "
                "10 to 90% of the runs). “Not reached”: not by the end of {last}.",
                last=end_words(months),
            ),
        ),
    )


def _overview_row(case: CaseInReport, net: Distribution, scale: Scale) -> tuple[str, ...]:
    name = f"{case.letter}. {case.title}"
    if case.idle:
        return name, scale.number(0), DASH, DASH, say("changes nothing")
    return (
        name,
        scale.number(net.mean),
        HARD_SPACE.join((scale.number(net.p05), DASH, scale.number(net.p95))),
        percent(case.gain.probability),
        break_even_words(case.gain),
    )


def key_figures(case: CaseInReport) -> Grid:
    """Return the headline figures of one case with their uncertainty."""
    gain, net = case.gain, case.gain.net_present_distribution
    scale = scale_of((net.mean, net.p50, net.p05, net.p95))
    rows = (
        (say("Mean"), scale.amount(net.mean)),
        (say("In the middle run (median)"), scale.amount(net.p50)),
        (say("In 9 out of 10 runs (5\N{EN DASH}95%)"), scale.between(net.p05, net.p95)),
        (say("Largest extra cost so far, middle run, undiscounted"), _deepest(case)),
        (say("Share of the runs with a gain"), percent(gain.probability)),
        (say("Paid back in (10\N{EN DASH}90% of the runs)"), break_even_words(gain)),
        (say("Where the uncertainty comes from"), _variance(case)),
        (say("Computing error of the mean (standard error)"), _mc_error(net)),
    )
    rate = f"{number(100 * NEAR_RATE, 1)}{say('%')}"
    return Grid(
        caption=say("Total gain for the municipality {years}, present value", years=span_words(gain.months)),
        rows=rows,
        notes=(
            say(
                "Present value: later years count less, by the Ministry of Finance's rate of "
                "{rate} a year. “Not reached”: not paid back by the end of {last}.",
                last=end_words(gain.months),
                rate=rate,
            ),
        ),
    )


def gain_by_payer(study: Study, comparison: Comparison, case: CaseInReport) -> Grid:
    """Return the undiscounted gain of each payer over all years, and of the municipality."""
    by_payer = [distribution(case.gain.by_payer[..., i]) for i in range(len(comparison.payers))]
    total = distribution(case.gain.by_year.sum(axis=-1))
    scale = _scale(*by_payer, total)
    names = [payer_title(study, payer) for payer in comparison.payers]
    titles = [
        name if own else say("{payer} (not the municipality's money)", payer=name)
        for name, own in zip(names, comparison.municipal, strict=True)
    ]
    return Grid(
        caption=say(
            "Gain for each payer {years} in total, undiscounted, {unit}",
            years=span_words(comparison.months),
            unit=scale.unit(),
        ),
        head=(say("Payer"), say("Mean"), say("5%"), say("95%")),
        rows=tuple((title, *_spread(d, scale)) for title, d in zip(titles, by_payer, strict=True)),
        total=(say("The municipality in total"), *_spread(total, scale)),
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


def _mc_error(net: Distribution) -> str:
    if np.isnan(net.mc_error):
        return say("cannot be worked out from one run")
    return say("{amount} (shrinks with more runs)", amount=scale_of([net.mc_error]).amount(net.mc_error))


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
    return [*grids, *(children_grid(study, comparison, part) for part in parts)]
