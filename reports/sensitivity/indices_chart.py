"""Shares of what we do not know, assumption by assumption, with chance as a bar by itself."""

import math
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter

from language.formatting import number, percent
from language.messages import mark, say
from reports.sensitivity.formatting import outcome_words, title_of
from reports.shared.figure_style import GREY, INK, LIGHT, MIDDLE, NARROW, WIDE, add_legend, add_title
from reports.shared.row_chart import BAR, Rows, titled_rows
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.variance import Indices

_ALONE: dict[str, Any] = {"facecolor": MIDDLE, "edgecolor": GREY, "linewidth": 0.7}
_IN_ALL: dict[str, Any] = {"facecolor": LIGHT, "edgecolor": GREY, "hatch": "////", "linewidth": 0.7}
_CHANCE: dict[str, Any] = {"facecolor": "white", "edgecolor": INK, "hatch": "xxxx", "linewidth": 0.9}


def indices_chart(found: Sensitivity, indices: Indices, *, width: float = WIDE) -> Figure:
    """Return two bars for each assumption with their intervals, one for each set, and one for chance.

    Caveat: what noise puts outside 0 to 100 per cent is drawn at that end.
    """
    at = found.chosen
    joints = found.subject.factors.joints
    titles = [
        *(title_of(found, i) for i in found.order),
        *(
            say("{count} assumptions drawn together, as a whole", count=len(joint.members))
            for joint in joints
        ),
        say(
            "Chance in the mean of {replications} replications (held apart)",
            replications=number(found.request.replications),
        ),
    ]
    rows = titled_rows(titles, width=width, bars=2, apart=1)
    for row, i in enumerate(found.order):
        _bar(rows, row, 0, indices.first[i, at], _ALONE)
        _bar(rows, row, 1, indices.total[i, at], _IN_ALL)
    for i in range(len(joints)):
        _bar(rows, len(found.order) + i, 0, indices.together[i, at], _ALONE)
    _bar(rows, len(titles) - 1, 0, found.chance, _CHANCE)
    axes = rows.axes
    axes.axvline(0, color=INK, linewidth=1.4)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_locator(FixedLocator([0, 0.5, 1] if width <= NARROW else [0, 0.2, 0.4, 0.6, 0.8, 1]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: percent(x)))
    axes.grid(axis="x", color="#d5d9de", linewidth=0.6)
    axes.set_axisbelow(True)
    add_title(
        rows.figure,
        say("Share of what we do not know about {outcome}", outcome=outcome_words(found)),
        "",
        width,
    )
    marks: dict[str, Line2D | Patch] = {
        mark("alone"): Patch(**_ALONE),
        mark("with interplay"): Patch(**_IN_ALL),
        mark("chance"): Patch(**_CHANCE),
        mark("95% sampling error"): Line2D([], [], color=INK, linewidth=1.2),
    }
    add_legend(rows.figure, [*marks.values()], [say(key) for key in marks], width)
    return rows.fitted()


def _bar(rows: Rows, row: int, nth: int, spread: tuple[float, float, float], style: dict[str, Any]) -> None:
    """Draw a share with its interval; nothing where nothing can be told."""
    if any(map(math.isnan, spread)):
        return
    value, low, high = (min(max(share, 0.0), 1.0) for share in spread)
    rows.axes.barh(rows.bar(row, nth), value, height=BAR, **style)
    rows.axes.hlines(rows.bar(row, nth), low, high, color=INK, linewidth=1.2)
