"""Draw the value of information: of each assumption, of following children, of early figures."""

from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from language.formatting import capital, number, percent, scale_of
from language.messages import mark, say
from reports.information.sentences import MANY_SHORT, READABLE, Curve, assumption_title, by_worth
from reports.information.tables import fine_scale
from reports.shared.figure_style import (
    DARK,
    GREY,
    INK,
    LIGHT,
    MIDDLE,
    NARROW,
    SMALL,
    WIDE,
    add_legend,
    add_title,
    bare_axes,
    money_axis,
    new_figure,
    verbatim,
    wrapped,
)
from sensitivity.information.evpi import Partial
from sensitivity.information.sample_information import SampleInformation
from sensitivity.information.value import InformationValue

MOST_DRAWN = 16
"""Assumptions; the table has them all."""
SPREAD = 1.645
"""Standard errors to either side that hold nine of ten."""
_LINE = 0.17
"""Inches of one line of text."""
_BAR = 0.6
MOST_CURVES = 5
"""Early figures that are drawn; the tables have them all."""
_LOOKS: tuple[dict[str, Any], ...] = (
    {"color": DARK, "linestyle": "-", "marker": "o"},
    {"color": MIDDLE, "linestyle": (0, (5, 2)), "marker": "s"},
    {"color": GREY, "linestyle": (0, (1, 1.5)), "marker": "^"},
    {"color": "#33678f", "linestyle": (0, (6, 2, 1, 2)), "marker": "D"},
    {"color": INK, "linestyle": (0, (3, 1, 1, 1, 1, 1)), "marker": "v"},
)
"""Dash, marker and lightness together tell curves apart without colour."""
_APART = 0.36
"""Months by which the points of neighbouring curves stand apart, so that no error hides another."""
_READABLE: dict[str, Any] = {"color": INK, "linewidth": 1.0, "linestyle": (0, (2, 3)), "zorder": 1.5}
_LEAST_TOP = 0.25
"""Share: what foretells little is not to fill the figure."""


def worth_chart(analysis: InformationValue, *, width: float = WIDE, heading: str = "") -> Figure:
    """Return a bar for all assumptions and one for each that is worth knowing, the largest first.

    An assumption worth nothing by itself has no bar: a page full of nothing hides what there is.
    """
    information = analysis.information
    singles = drawn(analysis)
    everything = say("All {assumptions} assumptions", assumptions=len(information.singles))
    names = [everything, *(assumption_title(analysis, each.name) for each in singles)]
    labels = [wrapped(name, 0.42 * width, SMALL) for name in names]
    rows = np.array([_LINE * (label.count("\n") + 1) + 0.12 for label in labels])
    middles = -(np.cumsum(rows) - rows / 2)  # each row is as high as its words are
    scale = scale_of([information.evpi_dkk])

    figure = new_figure(width, 1.55 + float(rows.sum()) + (0.3 if width <= NARROW else 0.0))
    add_title(figure, say("What it is worth to know, {unit}", unit=scale.unit()), heading, width)
    axes = figure.subplots()
    bare_axes(axes)
    worths = np.array([information.evpi_dkk, *(each.evppi_dkk for each in singles)])
    errors = SPREAD * np.array([information.mc_error_dkk, *(each.mc_error_dkk for each in singles)])
    fills = [MIDDLE, *([LIGHT] * len(singles))]
    axes.barh(middles, worths, height=_BAR * rows.min(), facecolor=fills, edgecolor=GREY, linewidth=0.7)
    axes.axvline(information.evpi_dkk, color=DARK, linewidth=1.2, linestyle=(0, (4, 2)), zorder=0.5)
    axes.hlines(middles, np.maximum(worths - errors, 0), worths + errors, color=INK, linewidth=1.4)
    axes.set_yticks(middles, labels)
    for label in axes.get_yticklabels():
        verbatim(label)
    axes.set_ylim(-float(rows.sum()), 0)
    axes.set_xlim(0, 1.04 * float((worths + errors).max()))
    money_axis(axes, scale, along="x", most=3 if width <= NARROW else 6)
    axes.axvline(0, color=INK, linewidth=1.4)
    handles: list[Line2D | Patch] = [
        Patch(facecolor=MIDDLE, edgecolor=GREY),
        Patch(facecolor=LIGHT, edgecolor=GREY),
        Line2D([], [], color=INK, linewidth=1.4),
    ]
    words = [
        say("worth of knowing everything (dashed line)"),
        say("worth of knowing by itself"),
        say("computing error, 9 of 10"),
    ]
    if not singles:
        del handles[1], words[1]
    add_legend(figure, handles, words, width)
    return figure


def drawn(analysis: InformationValue) -> list[Partial]:
    """Return the assumptions with a bar."""
    return [each for each in by_worth(analysis) if each.evppi_dkk > 0][:MOST_DRAWN]


def follow_up_chart(follow_up: SampleInformation, *, width: float = WIDE, heading: str = "") -> Figure:
    """Return the net worth of following each number of children by month, with its Monte Carlo error."""
    sizes = _some(sorted({look.children for look in follow_up.looks}))
    scale = fine_scale(look.net_dkk for look in follow_up.looks)
    figure = new_figure(width, 3.6)
    add_title(
        figure,
        say(
            "What following children is worth after what the case costs meanwhile, {unit}", unit=scale.unit()
        ),
        heading,
        width,
    )
    axes = figure.subplots()
    _months(axes, follow_up.months)
    axes.axhline(0, color=INK, linewidth=1.6, zorder=1.5)
    handles: list[Line2D | Patch] = []
    # The most children first: their curve is the full line, and the legend falls as the curves mostly do.
    for place, (size, look) in enumerate(zip(reversed(sizes), cycle(_LOOKS), strict=False)):
        looks = [follow_up.look(children=size, month=month) for month in follow_up.months]
        at = np.array(follow_up.months) + _APART * ((len(sizes) - 1) / 2 - place)
        net, error = (
            np.array([getattr(each, name) for each in looks]) for name in ("net_dkk", "net_mc_error_dkk")
        )
        axes.vlines(at, net - SPREAD * error, net + SPREAD * error, color=look["color"], linewidth=1.2)
        axes.plot(at, net, **look, linewidth=1.6, markersize=5)
        handles.append(Line2D([], [], **look, linewidth=1.6, markersize=5))
    money_axis(axes, scale)
    add_legend(figure, handles, [_children(follow_up, size) for size in reversed(sizes)], width)
    return figure


def early_figures_chart(shown: list[Curve], *, width: float = WIDE, heading: str = "") -> Figure:
    """Return how much of the gain the best early figures explain, and how often they are right, by month.

    The second panel is left out where the case pays in every draw or in none.
    """
    shown = shown[:MOST_CURVES]
    panels = 1 if shown[0].best.auc is None else 2
    narrow = width <= NARROW
    stacked = narrow and panels == 2
    words = [capital(curve.title) for curve in shown]
    lines = sum(1 + wrapped(name, width - 0.6, SMALL).count("\n") for name in words)
    figure = new_figure(width, (5.2 if stacked else 2.9) + 0.2 * lines)
    if heading:
        add_title(figure, "", heading, width)
    rows, columns = (2, 1) if stacked else (1, panels)
    axes = np.atleast_1d(figure.subplots(rows, columns)).ravel()
    room = width - 0.5 if columns == 1 else width / 2 - 0.6
    months = tuple(point.month for point in shown[0].points)
    for each, title in zip(
        axes,
        (
            mark("How much of the differences in gain the figure can foretell"),
            mark("How many of 100 times the figure is right (pure guess: 50)"),
        ),
        strict=False,
    ):
        _months(each, months)
        each.set_title(
            wrapped(say(title), room, SMALL, bold=True), loc="left", size=SMALL, weight="bold", color=INK
        )
        each.grid(axis="y", color="#d5d9de", linewidth=0.6)
        each.set_axisbelow(True)
    _explained(axes[0], shown)
    if panels == 2:
        _hits(axes[1], shown)
    handles: list[Line2D | Patch] = [
        Line2D([], [], **look, linewidth=1.6, markersize=5) for _, look in zip(shown, _LOOKS, strict=False)
    ]
    if panels == 2:
        handles.append(Line2D([], [], **_READABLE))
        words.append(say("can be read: {readable} of 100 at least", readable=number(100 * READABLE)))
    add_legend(figure, handles, words, width)
    return figure


def _some(sizes: list[int]) -> list[int]:
    """Return no more sizes than there are line styles, from the smallest to the largest."""
    places = np.linspace(0, len(sizes) - 1, min(len(sizes), len(_LOOKS))).round().astype(int)
    return [sizes[place] for place in places]


def _children(follow_up: SampleInformation, size: int) -> str:
    short = all(
        look.runs_short_of_children >= MANY_SHORT for look in follow_up.looks if look.children == size
    )
    key = mark("{children} children (more than there are)") if short else mark("{children} children")
    return say(key, children=number(size))


def _months(axes: Axes, months: tuple[int, ...]) -> None:
    bare_axes(axes)
    axes.set_xlim(0, months[-1] + 1.5)
    axes.set_xticks(months, [str(month) for month in months])
    axes.tick_params(axis="x", pad=7)  # room for the marks of what tells nothing
    axes.set_xlabel(say("months from the start"), size=SMALL, color=INK)


def _explained(axes: Axes, shown: list[Curve]) -> None:
    most = max(point.explained for curve in shown for point in curve.points)
    step = 0.05 if most <= _LEAST_TOP else 0.1 if most <= 0.5 else 0.2
    ticks = step * np.arange(np.ceil(max(most, _LEAST_TOP) / step - 1e-9) + 1)
    for curve, look in reversed([*zip(shown, _LOOKS, strict=False)]):
        axes.plot(
            [point.month for point in curve.points],
            [point.explained for point in curve.points],
            **look,
            linewidth=1.6,
            markersize=5,
            clip_on=False,
        )
    axes.set_ylim(0, ticks[-1])
    axes.axhline(0, color=INK, linewidth=1.4, zorder=1.5)
    axes.set_yticks(ticks, [percent(tick) for tick in ticks.round(2).tolist()])


def _hits(axes: Axes, shown: list[Curve]) -> None:
    for curve, look in reversed([*zip(shown, _LOOKS, strict=False)]):
        axes.plot(
            [point.month for point in curve.points],
            [100 * (point.auc or 0.5) for point in curve.points],
            **look,
            linewidth=1.6,
            markersize=5,
            clip_on=False,
        )
    axes.set_ylim(50, 100)
    axes.axhline(50, color=INK, linewidth=1.4, zorder=1.5)
    axes.axhline(100 * READABLE, **_READABLE)
    axes.set_yticks([50, 60, 70, 80, 90, 100], ["50", "60", "70", "80", "90", "100"])
