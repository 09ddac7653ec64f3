"""What it is worth to know each assumption, held against knowing them all."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from language.formatting import scale_of
from language.messages import say
from reports.information.sentences import assumption_title, by_worth
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
from sensitivity.information.value import InformationValue

MOST_DRAWN = 16
"""Assumptions; the table has them all."""
SPREAD = 1.645
"""Standard errors to either side that hold nine of ten."""
_LINE = 0.17
"""Inches of one line of text."""
_BAR = 0.6


def knowing_chart(found: InformationValue, *, width: float = WIDE, heading: str = "") -> Figure:
    """Return a bar for all assumptions and one for each that is worth knowing, the largest first.

    What is worth nothing to know by itself has no bar: a page full of nothing hides what there is.
    """
    told = found.information
    singles = drawn(found)
    everything = say("All {assumptions} assumptions", assumptions=len(told.singles))
    names = [everything, *(assumption_title(found, each.name) for each in singles)]
    labels = [wrapped(name, 0.42 * width, SMALL) for name in names]
    rows = np.array([_LINE * (label.count("\n") + 1) + 0.12 for label in labels])
    middles = -(np.cumsum(rows) - rows / 2)  # each row is as high as its words are
    scale = scale_of([told.evpi_dkk])

    figure = new_figure(width, 1.55 + float(rows.sum()) + (0.3 if width <= NARROW else 0.0))
    add_title(figure, say("What it is worth to know, {unit}", unit=scale.unit()), heading, width)
    axes = figure.subplots()
    bare_axes(axes)
    worths = np.array([told.evpi_dkk, *(each.evppi_dkk for each in singles)])
    errors = SPREAD * np.array([told.mc_error_dkk, *(each.mc_error_dkk for each in singles)])
    fills = [MIDDLE, *([LIGHT] * len(singles))]
    axes.barh(middles, worths, height=_BAR * rows.min(), facecolor=fills, edgecolor=GREY, linewidth=0.7)
    axes.axvline(told.evpi_dkk, color=DARK, linewidth=1.2, linestyle=(0, (4, 2)), zorder=0.5)
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


def drawn(found: InformationValue) -> list[Partial]:
    """Return the assumptions that have a bar."""
    return [each for each in by_worth(found) if each.evppi_dkk > 0][:MOST_DRAWN]
