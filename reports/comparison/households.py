"""Tabulate and draw what households cost over all the years, by their number of children and by payer.

A number of households below 5 is hidden, and so is what they cost.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from language.formatting import DASH, count, hidden, kroner, scale_of
from language.messages import say
from model.world.arrays import Floats
from reports.comparison.payer_chart import fills
from reports.shared.cases import CaseInReport, payer_title
from reports.shared.figure_style import (
    INK,
    SMALL,
    WIDE,
    add_legend,
    add_title,
    bare_axes,
    money_axis,
    new_figure,
)
from reports.shared.table import Grid
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import CaseRuns, Comparison

HOUSEHOLDS, CHILDREN, P05, MEDIAN, P95 = 0, 1, 3, 5, 7
"""Places on the last axis of `CaseRuns.households`."""


@dataclass(frozen=True, kw_only=True)
class HouseholdSize:
    """The households of one size in the runs of one case."""

    households: float
    """Mean of the runs."""
    by_payer: Floats
    """Mean cost of a household, by payer."""
    quantiles: Floats
    """5, 50 and 95 % of what a household costs, each the mean of the runs."""


def household_sizes(runs: CaseRuns) -> dict[str, HouseholdSize]:
    """Return the sizes of which there are enough households to be shown; none where children are alone."""
    if not runs.household_sizes:
        return {}
    rows, costs = (
        array.reshape(-1, *array.shape[2:]) for array in (runs.households, runs.household_cost_dkk)
    )
    found = {}
    for i, size in enumerate(runs.household_sizes):
        number = float(rows[:, i, HOUSEHOLDS].mean())
        if number == 0 or hidden(number):
            continue
        some = rows[rows[:, i, HOUSEHOLDS] > 0, i]
        found[size] = HouseholdSize(
            households=number,
            by_payer=costs[:, i].mean(axis=0) / number,
            quantiles=some[:, [P05, MEDIAN, P95]].mean(axis=0),
        )
    return found


def household_grid(comparison: Comparison, cases: tuple[CaseInReport, ...]) -> Grid | None:
    """Return what households cost with no change and with each case; None where children are alone."""
    before = household_sizes(comparison.runs[BASELINE])
    if not before:
        return None
    noticed = [case for case in cases if not case.idle]
    after = {case.letter: household_sizes(comparison.runs[case.name]) for case in noticed}
    rows = tuple(
        (
            _size_words(size),
            count(there.households),
            kroner(there.by_payer.sum()),
            kroner(there.quantiles[1]),
            f"{kroner(there.quantiles[0])} {DASH} {kroner(there.quantiles[2])}",
            *(kroner(each[size].by_payer.sum()) if size in each else DASH for each in after.values()),
        )
        for size, there in before.items()
    )
    return Grid(
        caption=say("What households cost over all the years, all payers, by children on the staircase"),
        head=(
            say("Household"),
            say("Households"),
            say("Mean"),
            say("Middle"),
            "5\N{EN DASH}95%",
            *(say("Mean with {letter}", letter=letter) for letter in after),
        ),
        rows=rows,
        notes=(
            say(
                "A household counts with the children of it who are on the staircase at some time in the "
                "calculation, and with the time they are there. Idle places and programme costs that no "
                "child brings belong to no household."
            ),
        ),
    )


def household_chart(
    study: Study,
    comparison: Comparison,
    cases: tuple[CaseInReport, ...],
    *,
    width: float = WIDE,
    heading: str = "",
) -> Figure:
    """Return the mean cost of a household by payer, for each size without change and with each case."""
    noticed = [case for case in cases if not case.idle]
    named = [
        (BASELINE, say("without change")),
        *((c.name, say("with {letter}", letter=c.letter)) for c in noticed),
    ]
    bars = [
        (f"{_size_words(size)}, {words}", sizes[size].by_payer)
        for size in comparison.runs[BASELINE].household_sizes
        for name, words in named
        for sizes in [household_sizes(comparison.runs[name])]
        if size in sizes
    ]
    amounts = np.array([cost for _, cost in bars])
    scale = scale_of(np.clip(amounts, 0, None).sum(axis=1).tolist())
    figure = new_figure(width, 1.3 + 0.32 * len(bars))
    add_title(figure, say("Mean cost of a household by payer, {unit}", unit=scale.unit()), heading, width)
    axes = figure.subplots()
    bare_axes(axes)
    money_axis(axes, scale, along="x")
    places, above, below = np.arange(len(bars))[::-1], np.zeros(len(bars)), np.zeros(len(bars))
    legend: list[tuple[Patch, str]] = []
    for payer, (fill, hatch) in zip(range(amounts.shape[1]), fills(comparison.municipal), strict=True):
        cost = amounts[:, payer]
        if not cost.any():
            continue
        style: dict[str, Any] = {"facecolor": fill, "hatch": hatch, "edgecolor": INK, "linewidth": 0.6}
        axes.barh(places, cost, 0.72, left=np.where(cost > 0, above, below), **style)
        above += np.clip(cost, 0, None)
        below += np.clip(cost, None, 0)
        legend.append((Patch(**style), payer_title(study, comparison.payers[payer])))
    axes.set_yticks(places, [words for words, _ in bars], size=SMALL)
    axes.axvline(0, color=INK, linewidth=2.0, zorder=3)
    add_legend(figure, [handle for handle, _ in legend], [label for _, label in legend], width)
    return figure


def _size_words(size: str) -> str:
    if size.endswith("+"):
        return say("{number} children or more", number=size[:-1])
    return say("1 child") if size == "1" else say("{number} children", number=size)
