"""The tornado: how far each assumption moves the outcome alone, the one that moves it most on top."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from language.messages import mark, say
from reports.sensitivity.formatting import outcome_scale, outcome_words, range_with_unit, title_of
from reports.sensitivity.tables import tornado_order
from reports.shared.figure_style import (
    GREY,
    INK,
    LIGHT,
    MIDDLE,
    NARROW,
    WIDE,
    add_legend,
    add_title,
    money_axis,
)
from reports.shared.row_chart import BAR, titled_rows
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.one_at_a_time import Tornado

_NORMAL_95 = 1.96
_LOW: dict[str, Any] = {"facecolor": LIGHT, "edgecolor": GREY, "hatch": "////", "linewidth": 0.7}
_HIGH: dict[str, Any] = {"facecolor": MIDDLE, "edgecolor": GREY, "linewidth": 0.7}
_ZERO: dict[str, Any] = {"color": INK, "linewidth": 1.2, "linestyle": (0, (1.5, 1.5))}


def tornado_chart(found: Sensitivity, made: Tornado, *, width: float = WIDE) -> Figure:
    """Return two bars for each assumption from the middle: at its low value above, at its high one below.

    Caveat: the interval is that of the longer of the two, by the standard error of chance alone.
    """
    at = found.chosen
    order = tornado_order(made, at)
    titles = [
        say(
            "{title}: {values}",
            title=title_of(found, i),
            values=range_with_unit(found, i, float(made.low_values[i]), float(made.high_values[i])),
        )
        for i in order
    ]
    middle = float(made.middle[at])
    changes = np.stack([made.at_low[order, at], made.at_high[order, at]], axis=-1)
    scale = outcome_scale(found, [middle, *(middle + changes).ravel().tolist()])
    rows = titled_rows(titles, width=width, bars=2)
    axes = rows.axes
    for row, i in enumerate(order):
        for nth, style in enumerate((_LOW, _HIGH)):
            axes.barh(rows.bar(row, nth), changes[row, nth], left=middle, height=BAR, **style)
        longer = int(np.abs(changes[row]).argmax())
        end, half = middle + changes[row, longer], _NORMAL_95 * float(made.error[i, at])
        axes.hlines(rows.bar(row, longer), end - half, end + half, color=INK, linewidth=1.2)
    axes.axvline(middle, color=INK, linewidth=1.4)
    marks: dict[str, Line2D | Patch] = {
        mark("the assumption's low value"): Patch(**_LOW),
        mark("the assumption's high value"): Patch(**_HIGH),
        mark("95% sampling error"): Line2D([], [], color=INK, linewidth=1.2),
        mark("all in the middle"): Line2D(
            [], [], color=INK, marker="|", markersize=11, markeredgewidth=1.4, linestyle=""
        ),
    }
    left, right = axes.get_xlim()
    if left < 0 < right:
        axes.axvline(0, **_ZERO)
        marks[mark("zero")] = Line2D([], [], **_ZERO)
    axes.set_xlim(left, right)
    money_axis(axes, scale, along="x", most=3 if width <= NARROW else 6)
    title = say(
        "One assumption at a time: {outcome}, {unit}", outcome=outcome_words(found), unit=scale.unit()
    )
    add_title(rows.figure, title, "", width)
    add_legend(rows.figure, [*marks.values()], [say(key) for key in marks], width)
    return rows.fitted()
