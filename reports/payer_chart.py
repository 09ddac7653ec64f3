"""Who pays and who gains, year by year."""

from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from reports.figure_style import (
    INK,
    WIDE,
    add_legend,
    add_title,
    money_axis,
    new_figure,
    plain_axes,
)
from reports.findings import Finding, payer_title
from reports.numbers import scale_of
from reports.texts import texts
from scenarios.comparison import Comparison
from scenarios.study import Study

Years = NDArray[np.float64]

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


def payer_chart(
    study: Study,
    comparison: Comparison,
    finding: Finding,
    lang: str,
    *,
    width: float = WIDE,
    heading: str = "",
) -> Figure:
    """Return the mean gain of each payer stacked by year, with the municipality's net and its 5-95 %."""
    t = texts(lang)
    gain = finding.gain
    means = gain.dkk.mean(axis=(0, 1))
    net, low, high = gain.by_year.mean(axis=(0, 1)), *np.percentile(gain.by_year, [5, 95], axis=(0, 1))
    ups, downs = np.clip(means, 0, None).sum(axis=1), np.clip(means, None, 0).sum(axis=1)
    scale = scale_of(np.concatenate([ups, downs, low, high]).tolist())
    years = np.array(comparison.years)

    legend: list[tuple[Line2D | Patch, str]] = []
    figure = new_figure(width, 4.2)
    add_title(figure, t["payers_title"].format(unit=scale.unit(lang)), heading, width)
    axes = figure.subplots()
    plain_axes(axes, comparison.years, width)
    money_axis(axes, scale, lang)
    above, below = np.zeros(len(years)), np.zeros(len(years))
    for index, (fill, hatch) in enumerate(_fills(comparison.municipal)):
        amounts = means[:, index]
        if not amounts.any():
            continue
        style: dict[str, Any] = {"facecolor": fill, "hatch": hatch, "edgecolor": INK, "linewidth": 0.6}
        axes.bar(years, amounts, 0.72, bottom=np.where(amounts > 0, above, below), **style)
        above += np.clip(amounts, 0, None)
        below += np.clip(amounts, None, 0)
        name = payer_title(study, comparison.payers[index], lang)
        own = comparison.municipal[index]
        legend.append((Patch(**style), name if own else t["outside"].format(payer=name)))
    axes.axhline(0, color=INK, linewidth=2.0)
    _net(axes, years, net, low, high)
    legend.append(
        (Line2D([], [], color=INK, marker="o", markerfacecolor="white", linewidth=1.4), t["payers_net"])
    )
    add_legend(figure, [handle for handle, _ in legend], [label for _, label in legend], width)
    return figure


def _net(axes: Axes, years: Years, net: Years, low: Years, high: Years) -> None:
    """Draw the net and its interval over a white rim that parts them from the bars."""
    for colour, thick in (("white", 3.4), (INK, 1.4)):
        axes.vlines(years, low, high, color=colour, linewidth=thick, zorder=4)
        axes.plot(years, net, color=colour, linewidth=thick, zorder=4)
    for ends in (low, high):
        axes.plot(years, ends, linestyle="none", marker="_", markersize=7, color=INK, zorder=5)
    axes.plot(
        years, net, linestyle="none", marker="o", markersize=5, color=INK, markerfacecolor="white", zorder=6
    )


def _fills(municipal: tuple[bool, ...]) -> list[tuple[str, str]]:
    """Return fill and hatching of each payer; past the last they begin again."""
    own, other = cycle(OWN_FILLS), cycle(OTHER_FILLS)
    return [next(own if ours else other) for ours in municipal]
