"""Draw one indicator over the planned follow-up: observations, and bands with and without the case.

Sums of kroner are drawn as means by month since the start: the same bands, and a course that can be seen.
"""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from booking.follow_up.bands import Bands
from booking.follow_up.follow_up import FollowUp
from booking.follow_up.indicators import COST
from language.formatting import Scale, number, plain
from language.messages import mark, say
from model.world.arrays import Floats
from reports.follow_up.formatting import month_words, scale_for
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
    wrapped,
)

_CHART = {
    "number": mark("Children in placement, mean since the start"),
    "moved_down": mark("Moves to a less intrusive step, in all since the start"),
    "moved_up": mark("Moves to a more intrusive step, in all since the start"),
    "cost": mark("Cost of all steps a month, mean since the start, {unit}"),
}


_FROM_ZERO = 0.5
"""The axis begins at zero unless all that is drawn lies above this share of the largest of it."""
_GAPS = (1, 2, 3, 6, 12, 24)
"""Months between those that are written on the axis."""
_DASHES = (0, (4, 2))


@dataclass(frozen=True, kw_only=True)
class Course:
    """Values to draw of an indicator; all [month]."""

    seen: Floats
    """As many months as are known."""
    baseline: tuple[Floats, Floats]
    case: tuple[Floats, Floats]
    """Low and high of the bands for the whole follow-up."""
    middle: Floats
    """Of the case."""


def course(follow_up: FollowUp, indicator: str) -> Course:
    """Return the values to draw of an indicator."""
    i = follow_up.known.watch.indicators.index(indicator)

    def drawn(figures: Floats) -> Floats:
        own = figures[:, i]
        return own / np.arange(1, len(own) + 1) if indicator == COST else own

    def band(bands: Bands) -> tuple[Floats, Floats]:
        return drawn(bands.low), drawn(bands.high)

    return Course(
        seen=drawn(follow_up.seen),
        baseline=band(follow_up.baseline),
        case=band(follow_up.case),
        middle=drawn(follow_up.case.middle),
    )


def chart_title(follow_up: FollowUp, indicator: str) -> str:
    """Return the title of an indicator's chart, with its unit where it has one."""
    scale = _scale(indicator, course(follow_up, indicator))
    return say(_CHART[indicator], unit=scale.unit())


def bands_chart(follow_up: FollowUp, indicator: str, *, width: float = WIDE) -> Figure:
    """Return the planned months with both bands, and the observed months as a dark line."""
    drawn = course(follow_up, indicator)
    figure = new_figure(width, 3.3 if width <= NARROW else 3.0)
    axes = figure.subplots()
    bare_axes(axes)
    money_axis(axes, _scale(indicator, drawn))
    if follow_up.known.watch.are_counts[follow_up.known.watch.indicators.index(indicator)]:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10], integer=True))
    _draw(axes, drawn)
    title = chart_title(follow_up, indicator)
    if least := _least(axes, drawn):
        begins = plain(least / _scale(indicator, drawn).divisor)
        title += f" ({say('the axis begins at {least}', least=begins)})"
    axes.set_title(
        wrapped(title, width - 0.6, SMALL, bold=True), loc="left", size=SMALL, weight="bold", color=INK
    )
    _month_axis(axes, follow_up, width)
    legend: dict[str, Line2D | Patch] = {
        say("seen in the ledger"): Line2D([], [], color=INK, linewidth=2.0, marker="o", markersize=6),
        say("expected with the case"): Line2D([], [], color=DARK, linewidth=1.4, linestyle=_DASHES),
        say("band with the case"): Patch(facecolor=LIGHT, edgecolor=GREY, linewidth=0.7, linestyle=":"),
        say("band without the case"): Patch(facecolor="none", edgecolor=GREY, linewidth=1.4),
    }
    add_legend(figure, [*legend.values()], [*legend], width)
    return figure


def _draw(axes: Axes, course: Course) -> None:
    planned = len(course.middle)
    at = np.arange(1.0, planned + 1)
    low, high = course.case
    if planned == 1:  # a band of a single month is drawn as wide as the month
        at, low, high = np.array([0.5, 1.5]), np.repeat(low, 2), np.repeat(high, 2)
    axes.fill_between(at, low, high, facecolor=LIGHT, edgecolor=GREY, linewidth=0.7, linestyle=":")
    for end in course.baseline:
        axes.plot(at, end if planned > 1 else np.repeat(end, 2), color=GREY, linewidth=1.4)
    axes.plot(
        at,
        course.middle if planned > 1 else np.repeat(course.middle, 2),
        color=DARK,
        linewidth=1.4,
        linestyle=_DASHES,
    )
    known = len(course.seen)
    axes.plot(np.arange(1.0, known + 1), course.seen, color=INK, linewidth=2.0)
    axes.plot(known, course.seen[-1], color=INK, marker="o", markersize=6, markeredgecolor="white")


def _least(axes: Axes, course: Course) -> float:
    """Fit the axis to all that is drawn; return where it begins."""
    every = np.concatenate([course.seen, *course.baseline, *course.case])
    low, high = float(every.min()), float(every.max())
    room = 0.06 * (high - low) or 0.06 * abs(high) or 1.0
    least = min(0.0, low)
    if low > _FROM_ZERO * high:
        ticks = axes.yaxis.get_major_locator().tick_values(low - room, high)
        least = max((float(tick) for tick in ticks if tick <= low), default=0.0)
    axes.set_ylim(least, high + room)
    return least


def _month_axis(axes: Axes, follow_up: FollowUp, width: float) -> None:
    planned = follow_up.request.months
    most = 6 if width <= NARROW else 9
    gap = next((each for each in _GAPS if planned / each <= most), 12 * (1 + planned // (12 * most)))
    months = [1, *range(gap, planned + 1, gap)] if gap > 2 else [*range(1, planned + 1, gap)]
    axes.set_xlim(0.5, planned + 0.5)
    axes.set_xticks(months, [number(month) for month in months])
    words = say("month from the start ({first} is month\N{NO-BREAK SPACE}1)", first=month_words(follow_up, 1))
    axes.set_xlabel(wrapped(words, width - 0.8, SMALL), size=SMALL, color=INK, loc="left")


def _scale(indicator: str, course: Course) -> Scale:
    return scale_for(indicator, [*course.case[1].tolist(), *course.baseline[1].tolist()])
