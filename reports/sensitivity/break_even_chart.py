"""Draw a map of two assumptions: on which side of a curve the case pays its way.

Caveat: the curve is known at the points that are marked; between them straight lines are drawn.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from language.formatting import capital
from language.messages import say
from model.world.arrays import Floats
from reports.sensitivity.formatting import axis_scale, event_words, title_with_unit
from reports.shared.figure_style import (
    DARK,
    GREY,
    INK,
    LIGHT,
    NARROW,
    SMALL,
    WIDE,
    add_legend,
    bare_axes,
    money_axis,
    new_figure,
    verbatim,
    wrapped,
)
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.break_even import END, Map

_PAYS: dict[str, Any] = {"facecolor": LIGHT, "edgecolor": GREY, "hatch": "////", "linewidth": 0.0}
_CURVE: dict[str, Any] = {"color": DARK, "linewidth": 2.2, "marker": "o", "markersize": 5, "clip_on": False}
_MEDIAN: dict[str, Any] = {
    "color": "white",
    "marker": "D",
    "markersize": 8,
    "markeredgecolor": INK,
    "markeredgewidth": 1.6,
    "linestyle": "",
}
_EDGE: dict[str, Any] = {
    "color": INK,
    "markersize": 8,
    "linestyle": "",
    "markeredgewidth": 1.6,
    "clip_on": False,
}
_EVERYWHERE: dict[str, Any] = {**_EDGE, "marker": "v", "markerfacecolor": "white"}
_NOWHERE: dict[str, Any] = {**_EDGE, "marker": "x"}


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Values of the second assumption between which the case pays, for each value of the first."""

    columns: Floats
    lower: Floats
    upper: Floats


def is_blank(balance: Map) -> bool:
    """Return whether the map has no border anywhere, so that a sentence says it all."""
    return all(value is None for value in balance.values) and len({*balance.pays_above}) == 1


def break_even_chart(analysis: Sensitivity, balance: Map, *, width: float = WIDE) -> Figure:
    """Return the map over the whole range searched, hatched where the case pays."""
    figure = new_figure(width, 4.3 if width > NARROW else 4.6)
    axes = figure.subplots()
    bare_axes(axes)
    assumption = analysis.subject.factors.assumptions
    bottom, top = (assumption[balance.up].quantile(share) for share in (1 - END, END))
    paying = sides(balance, bottom, top)
    axes.fill_between(paying.columns, paying.lower, paying.upper, **_PAYS)
    for columns, values in _stretches(balance):
        axes.plot(columns, values, **_CURVE)
    side = capital(event_words(analysis, clause=False))
    legend: dict[str, Line2D | Patch] = {
        say("{side}", side=side): Patch(**{**_PAYS, "linewidth": 0.7}),
        say("just pays"): Line2D([], [], **_CURVE),
        say("middle of the scenario"): Line2D([], [], **_MEDIAN),
    }
    legend |= _off_the_map(axes, balance, bottom, top)
    axes.plot(
        assumption[balance.across].quantile(0.5), assumption[balance.up].quantile(0.5), **_MEDIAN, zorder=4
    )
    axes.set_xlim(balance.columns[0], balance.columns[-1])
    axes.set_ylim(bottom, top)
    most = 4 if width <= NARROW else 6
    money_axis(axes, axis_scale(analysis, balance.across), along="x", most=most)
    money_axis(axes, axis_scale(analysis, balance.up), most=most)
    axes.tick_params(pad=8)  # a mark on the edge is half outside the axes
    for edge in ("left", "bottom"):
        axes.spines[edge].set_visible(True)
        axes.spines[edge].set_color(GREY)
    up = say("Up: {title}", title=title_with_unit(analysis, balance.up))
    across = say("Across: {title}", title=title_with_unit(analysis, balance.across))
    verbatim(
        figure.suptitle(
            wrapped(up, width - 0.2, SMALL, bold=True),
            x=0.01,
            ha="left",
            size=SMALL,
            weight="bold",
            color=INK,
        )
    )
    verbatim(
        axes.set_xlabel(wrapped(across, width - 0.9, SMALL, bold=True), size=SMALL, weight="bold", color=INK)
    )
    add_legend(figure, [*legend.values()], [*legend], width)
    return figure


def sides(balance: Map, bottom: float, top: float) -> Sides:
    """Return where the case pays, within the range of the second assumption.

    A column without a border has all of the range, or none of it: then the nearest end on the side where its
    neighbours pay.
    """
    above = _mostly_above(balance)
    lower, upper = [], []
    for value, pays_above in zip(balance.values, balance.pays_above, strict=True):
        if value is not None:
            lower.append(value if pays_above else bottom)
            upper.append(top if pays_above else value)
        elif pays_above:
            lower.append(bottom)
            upper.append(top)
        else:
            lower.append(top if above else bottom)
            upper.append(top if above else bottom)
    return Sides(columns=np.array(balance.columns), lower=np.array(lower), upper=np.array(upper))


def _mostly_above(balance: Map) -> bool:
    """Return whether the case pays above the curve, where there is a curve."""
    known = [
        above for above, value in zip(balance.pays_above, balance.values, strict=True) if value is not None
    ]
    return not known or 2 * sum(known) >= len(known)


def _stretches(balance: Map) -> list[tuple[list[float], list[float]]]:
    """Return the parts of the curve, broken at columns without a border."""
    parts: list[tuple[list[float], list[float]]] = []
    begun = False
    for column, value in zip(balance.columns, balance.values, strict=True):
        if value is None:
            begun = False
            continue
        if not begun:
            parts.append(([], []))
            begun = True
        parts[-1][0].append(column)
        parts[-1][1].append(value)
    return parts


def _off_the_map(axes: Axes, balance: Map, bottom: float, top: float) -> dict[str, Line2D | Patch]:
    """Mark the columns whose border is beyond an edge, on that edge; return the legend."""
    above = _mostly_above(balance)
    legend: dict[str, Line2D | Patch] = {}
    for column, value, everywhere in zip(balance.columns, balance.values, balance.pays_above, strict=True):
        if value is not None:
            continue
        edge = bottom if everywhere == above else top
        style = _EVERYWHERE | {"marker": "v" if above else "^"} if everywhere else _NOWHERE
        axes.plot(column, edge, **style, zorder=5)
        legend[say("no border: everywhere") if everywhere else say("no border: nowhere")] = Line2D(
            [], [], **style
        )
    return legend
