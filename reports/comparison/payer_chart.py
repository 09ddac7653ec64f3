"""Draw the gain of each payer by budget year."""

from functools import partial
from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from language.formatting import scale_of
from language.messages import say
from model.world.arrays import Floats
from reports.shared.budget_years import axis_words
from reports.shared.cases import CaseInReport, payer_title
from reports.shared.figure_style import (
    INK,
    SMALL,
    WIDE,
    add_legend,
    add_title,
    money_axis,
    new_figure,
    plain_axes,
    wrapped,
)
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison, Gain

OWN_FILLS = (
    ("#143a5a", ""),
    ("#a9cbe3", ""),
    ("#5c8fb8", "////"),
    ("#e3edf5", "...."),
    ("#33678f", "xxxx"),
    ("#c9d3dc", "\\\\\\\\"),
)
"""Lightness and hatching together tell payers apart without colour."""
OTHER_FILLS = (("#ffffff", "///"), ("#ffffff", "oo"), ("#ffffff", "++"))
"""Money that is not the municipality's is white."""
NET: dict[str, Any] = {"color": INK, "marker": "o", "markersize": 5, "markerfacecolor": "white"}


def payer_chart(
    study: Study, comparison: Comparison, case: CaseInReport, *, width: float = WIDE, heading: str = ""
) -> Figure:
    """Return the mean gain of each payer stacked by year, and below it the municipality's with its 5-95 %.

    Two panels, because the interval of the sum is often many times what any payer gains on average.
    """
    gain = case.gain
    means = gain.dkk.mean(axis=(0, 1))
    net, low, high = gain.by_year.mean(axis=(0, 1)), *np.percentile(gain.by_year, [5, 95], axis=(0, 1))
    ups, downs = np.clip(means, 0, None).sum(axis=1), np.clip(means, None, 0).sum(axis=1)
    scale = scale_of(np.concatenate([ups, downs, low, high]).tolist())
    years = np.array(comparison.years)

    figure = new_figure(width, 5.4)
    add_title(figure, say("Gain in each budget year, {unit}", unit=scale.unit()), heading, width)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[1, 0.75])
    for axes, title in (
        (upper, say("Each payer, mean of the runs")),
        (lower, say("The municipality in total, mean and 5\N{EN DASH}95% (9 out of 10 runs)")),
    ):
        plain_axes(axes, comparison.years, width, partial(axis_words, comparison.months))
        money_axis(axes, scale)
        axes.set_title(wrapped(title, width - 0.9, SMALL), loc="left", size=SMALL, color=INK)
        axes.tick_params(labelbottom=True)
        axes.axhline(0, color=INK, linewidth=2.0, zorder=3)
    titles = [payer_title(study, payer) for payer in comparison.payers]
    legend = _bars(upper, means, gain, titles)
    upper.plot(years, net, color="white", linewidth=3.6, zorder=4)
    upper.plot(years, net, **NET, linewidth=1.4, zorder=5)
    lower.vlines(years, low, high, color=INK, linewidth=1.4)
    for ends in (low, high):
        lower.plot(years, ends, linestyle="none", marker="_", markersize=7, color=INK)
    lower.plot(years, net, **NET, linestyle="none", zorder=5)
    legend.append((Line2D([], [], **NET, linewidth=1.4), say("the municipality in total")))
    add_legend(figure, [handle for handle, _ in legend], [label for _, label in legend], width)
    return figure


def _bars(axes: Axes, means: Floats, gain: Gain, titles: list[str]) -> list[tuple[Line2D | Patch, str]]:
    """Stack gains up from zero and extra costs down; return the legend."""
    years, above, below = np.array(gain.years), np.zeros(len(means)), np.zeros(len(means))
    legend: list[tuple[Line2D | Patch, str]] = []
    for index, (fill, hatch) in enumerate(fills(gain.municipal)):
        amounts = means[:, index]
        if not amounts.any():
            continue
        style: dict[str, Any] = {"facecolor": fill, "hatch": hatch, "edgecolor": INK, "linewidth": 0.6}
        axes.bar(years, amounts, 0.72, bottom=np.where(amounts > 0, above, below), **style)
        above += np.clip(amounts, 0, None)
        below += np.clip(amounts, None, 0)
        outside = say("{payer} (not the municipality's money)", payer=titles[index])
        legend.append((Patch(**style), titles[index] if gain.municipal[index] else outside))
    return legend


def fills(municipal: tuple[bool, ...]) -> list[tuple[str, str]]:
    """Return fill and hatching of each payer, repeated past the last."""
    own, other = cycle(OWN_FILLS), cycle(OTHER_FILLS)
    return [next(own if ours else other) for ours in municipal]
