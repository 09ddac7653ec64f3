"""Draw the staircase: steps rise to the right, with children on them as bars."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from language.formatting import FEWEST_SHOWN, count, hidden
from language.messages import say
from reports.comparison.children import Column, StepCounts, children_by_step, columns_and_level, rises
from reports.shared.cases import CaseInReport
from reports.shared.figure_style import (
    GREY,
    INK,
    NARROW,
    NORMAL,
    PALE,
    SMALL,
    WIDE,
    text_width,
    verbatim,
    wrapped,
)
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison

BAR, LINE, GAP, MARGIN = 0.17, 0.17, 0.1, 0.1
"""Inches: the height of a bar and of a line of text, the air between steps and at the edges."""
LEAST = 0.12
"""Inches: the length at which the dashes around a hidden count can be seen."""
FILLS = (
    ("#ffffff", ""),
    ("#9aa5b1", ""),
    ("#143a5a", ""),
    ("#a9cbe3", "////"),
    ("#5c8fb8", ""),
    ("#e3edf5", "...."),
    ("#33678f", "xxxx"),
)


@dataclass(frozen=True, kw_only=True)
class _Stair:
    """One step on paper; inches from the lower left corner."""

    title: str
    children: tuple[float | None, ...]
    left: float
    bottom: float
    height: float


def staircase_chart(
    study: Study,
    comparison: Comparison,
    cases: tuple[CaseInReport, ...],
    *,
    width: float = WIDE,
    heading: str = "",
) -> Figure:
    """Return children by step now and in the last year, under the baseline and each case that is noticed.

    Bars of all steps have one scale. A hidden count is an empty bar of fixed length, so that the drawing
    gives away no more than the table.
    """
    shown = columns_and_level(study, comparison, cases)
    rows = children_by_step(study, comparison, shown)
    stairs = _stairs(rows, width)
    title = "\n".join(
        wrapped(line, width - 2 * MARGIN, NORMAL, bold=True)
        for line in (heading, say("Children and young people on the staircase, full-year persons"))
        if line
    )
    order = (
        say("The least intrusive step at the bottom, the most intrusive at the top")
        if rises(study, comparison)
        else say("The first step of the staircase at the bottom, the last at the top")
    )
    subtitle = wrapped(order, width - 2 * MARGIN, SMALL)
    stairs_top = stairs[-1].bottom + stairs[-1].height
    title_height = 1.15 * LINE * (title.count("\n") + 1)
    height = stairs_top + LINE * (subtitle.count("\n") + 1) + title_height + 3 * MARGIN

    figure = Figure(figsize=(width, height), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    top = height - MARGIN
    verbatim(axes.text(MARGIN, top, title, size=NORMAL, weight="bold", color=INK, va="top"))
    axes.text(MARGIN, top - title_height, subtitle, size=SMALL, color=INK, va="top")
    _draw_stairs(axes, stairs, width)
    inches_per_child = _inches_per_child(stairs, shown, width)
    for stair in stairs:
        _draw_children(axes, stair, shown, inches_per_child)
    return figure


def _stairs(rows: tuple[StepCounts, ...], width: float) -> list[_Stair]:
    """Place the steps from the bottom up, each further to the right than the one below."""
    indent = min(0.4, (0.34 if width > NARROW else 0.18) * width / max(1, len(rows) - 1))
    stairs: list[_Stair] = []
    bottom = MARGIN
    for index, row in enumerate(rows):
        left = MARGIN + index * indent
        numbered = f"{index + 1}. {row.title}"
        title = wrapped(numbered, width - left - 2 * MARGIN, SMALL, bold=True)
        bars = sum(value is not None for value in row.children)
        height = LINE * (title.count("\n") + 1) + BAR * bars + 2 * GAP
        stairs.append(_Stair(title=title, children=row.children, left=left, bottom=bottom, height=height))
        bottom += height
    return stairs


def _draw_stairs(axes: Axes, stairs: list[_Stair], width: float) -> None:
    corners: list[tuple[float, float]] = []
    for stair in stairs:
        block = (stair.left, stair.bottom)
        axes.add_patch(
            Rectangle(block, width - MARGIN - stair.left, stair.height, facecolor=PALE, edgecolor="none")
        )
        corners += [block, (stair.left, stair.bottom + stair.height)]
    corners.append((width - MARGIN, corners[-1][1]))
    axes.plot(*zip(*corners, strict=True), color=INK, linewidth=2.4, solid_joinstyle="miter")


def _label(value: float, column: Column) -> str:
    return f"{count(value)}  ({column.label})"


def _inches_per_child(stairs: list[_Stair], shown: tuple[Column, ...], width: float) -> float:
    """Return the scale at which every bar leaves room for its label on its own step."""
    scales = []
    for stair in stairs:
        for value, column in zip(stair.children, shown, strict=True):
            if value:
                room = width - stair.left - 4 * MARGIN - text_width(_label(value, column), SMALL)
                scales.append(max(room, 0.2) / _drawn(value))
    return min(scales, default=1.0)


def _drawn(children: float) -> float:
    return float(FEWEST_SHOWN) if hidden(children) else children


def _draw_children(axes: Axes, stair: _Stair, shown: tuple[Column, ...], scale: float) -> None:
    left, y = stair.left + MARGIN, stair.bottom + stair.height - GAP
    verbatim(
        axes.text(left, y, stair.title, size=SMALL, weight="bold", color=INK, va="top", linespacing=1.25)
    )
    y -= LINE * (stair.title.count("\n") + 1) + 0.04
    for index, (value, column) in enumerate(zip(stair.children, shown, strict=True)):
        if value is None:
            continue
        length = _draw_bar(axes, (left, y - BAR + 0.03), value, scale, index)
        x = left + length + 0.06
        axes.text(x, y - BAR / 2, _label(value, column), size=SMALL, color=INK, va="center")
        y -= BAR


def _draw_bar(axes: Axes, corner: tuple[float, float], value: float, scale: float, column: int) -> float:
    """Draw one bar and return its length in inches."""
    if hidden(value):
        length = max(scale * FEWEST_SHOWN, LEAST)
        outline = Rectangle(corner, length, BAR - 0.03, fill=False, edgecolor=GREY, linestyle="--")
        axes.add_patch(outline)
        return length
    fill, hatch = FILLS[column] if column < len(FILLS) else FILLS[2 + (column - 2) % (len(FILLS) - 2)]
    length = scale * value
    if length:
        bar = Rectangle(corner, length, BAR - 0.03, facecolor=fill, hatch=hatch, edgecolor=INK)
        bar.set_linewidth(0.7)
        axes.add_patch(bar)
    return length
