"""The figure of one step: how long its stays last, and how many children stand on it month by month."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from calibration.checks.checks import Checks
from calibration.checks.length_of_stay import StayCurves, stay_curves
from language.formatting import percent, plain
from language.messages import mark, say
from reports.calibration.stock_panel import RULE, draw_stock
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
    new_figure,
    wrapped,
)

LIMITS = "#dcdcdc"
"""Around what was seen; the bands of what was expected are blue."""
_AXIS = 0.5
"""Inches of a panel that its labels take."""


def step_chart(checks: Checks, column: int, *, width: float = WIDE, heading: str = "") -> Figure:
    """Return the two panels of one step, side by side or, on a telephone, one above the other."""
    stay = checks.stays[column]
    curves = stay_curves(stay)
    if curves is None:
        return _stock_alone(checks, column, width=width, heading=heading)
    stacked = width <= NARROW
    figure = new_figure(width, 5.0 if stacked else 3.0)
    if heading:
        add_title(figure, heading, "", width)
    rows, columns = (2, 1) if stacked else (1, 2)
    panels = figure.subplots(rows, columns, width_ratios=[1] if stacked else [1, 1.3])
    left, right = panels
    inches = (width, width) if stacked else (width / 2.3, width * 1.3 / 2.3)
    _draw_stay(left, curves, inches[0] - _AXIS)
    _plain(right)
    draw_stock(right, checks, column, title=say("Children on the step"), width=inches[1] - _AXIS)
    _legend(figure, width, with_stays=True)
    return figure


def total_chart(checks: Checks, *, width: float = WIDE, heading: str = "") -> Figure:
    """Return the children on all steps together."""
    return _stock_alone(checks, len(checks.stays), width=width, heading=heading)


def _stock_alone(checks: Checks, column: int, *, width: float, heading: str) -> Figure:
    steps = len(checks.stays)
    figure = new_figure(width, 3.0)
    if heading:
        add_title(figure, heading, "", width)
    axes = figure.subplots()
    _plain(axes)
    title = say(mark("Children on the step") if column < steps else mark("Children on all steps"))
    draw_stock(axes, checks, column, title=title, width=width - _AXIS)
    _legend(figure, width, with_stays=False)
    return figure


def _draw_stay(axes: Axes, curves: StayCurves, width: float) -> None:
    _plain(axes)
    title = say("Stays that still last")
    if curves.begins > 0.01:
        title += " " + say("... of those over {years} years", years=plain(round(curves.begins, 2)))
    axes.set_title(wrapped(title, width, SMALL, bold=True), loc="left", size=SMALL, weight="bold", color=INK)
    axes.set_xlabel(say("years on the step"), size=SMALL, color=INK)
    last = float(max(curves.years[-1], curves.fitted_years[-1]))
    axes.set_xlim(0, 1.03 * last)
    axes.set_ylim(0, 1.04)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: plain(value)))
    axes.fill_between(curves.years, curves.low, curves.high, step="post", facecolor=LIMITS, edgecolor="none")
    axes.plot(curves.fitted_years, curves.fitted, color=DARK, linewidth=1.8, linestyle=(0, (4, 2)))
    axes.plot(curves.years, curves.observed, color=INK, linewidth=1.0, drawstyle="steps-post")


def _plain(axes: Axes) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
    axes.tick_params(labelsize=SMALL, length=0, colors=INK)
    axes.tick_params(axis="x", pad=6)  # clear of the lowest number of the other axis
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)


def _legend(figure: Figure, width: float, *, with_stays: bool) -> None:
    marks: dict[str, Line2D | Patch] = {
        mark("as it was"): Line2D([], [], color=INK, linewidth=1.0, marker="o", markersize=2.2),
        mark("limits, 95%"): Patch(facecolor=LIMITS),
        mark("expected"): Line2D([], [], color=DARK, linewidth=1.6, linestyle=(0, (4, 2))),
        mark("middle half"): Patch(facecolor=MIDDLE),
        mark("9 of 10 calculations"): Patch(facecolor=LIGHT, edgecolor=GREY, linestyle=":"),
    }
    if not with_stays:
        del marks[mark("limits, 95%")]
    add_legend(figure, [*marks.values()], [say(key) for key in marks], width)
