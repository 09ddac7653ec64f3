"""Mean effects of a screening, or distances between distributions, assumption by assumption."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from language.formatting import Scale
from language.messages import mark, say
from reports.sensitivity.formatting import outcome_scale, outcome_words, title_of
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
from reports.shared.row_chart import BAR, Rows, titled_rows
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.densities import Densities
from sensitivity.methods.screening import Screening

_EFFECT: dict[str, Any] = {"facecolor": MIDDLE, "edgecolor": GREY, "linewidth": 0.7}
_UNEVEN: dict[str, Any] = {"facecolor": LIGHT, "edgecolor": GREY, "hatch": "////", "linewidth": 0.7}
_INTERVAL: dict[str, Any] = {"color": INK, "linewidth": 1.2}
_NOISE: dict[str, Any] = {"color": INK, "linewidth": 1.6, "linestyle": (0, (1.2, 1.0))}


def screening_chart(found: Sensitivity, made: Screening, *, width: float = WIDE) -> Figure:
    """Return for each assumption its mean effect with interval, how uneven it is, and the level of chance."""
    at = found.chosen
    scale = outcome_scale(found, made.mu_star.value[:, at].tolist())
    rows = titled_rows([title_of(found, i) for i in found.order], width=width, bars=2)
    for row, i in enumerate(found.order):
        _bar(rows, row, made.mu_star[i, at])
        rows.axes.barh(rows.bar(row, 1), made.sigma[i, at], height=BAR, **_UNEVEN)
        rows.axes.vlines(made.noise[i, at], *rows.whole(row, 2), **_NOISE, zorder=3)
    marks: dict[str, Line2D | Patch] = {
        mark("mean effect"): Patch(**_EFFECT),
        mark("how uneven the effect is"): Patch(**_UNEVEN),
        mark("95% sampling error"): Line2D([], [], **_INTERVAL),
        mark("so large would it be by chance alone"): Line2D([], [], **_NOISE),
    }
    title = say("How much the result changes when an assumption is moved, {unit}", unit=scale.unit())
    return _finished(rows, scale, title, marks, width=width)


def densities_chart(found: Sensitivity, made: Densities, *, width: float = WIDE) -> Figure:
    """Return for each assumption how far it moves the distribution; 0 is what shuffled draws give."""
    rows = titled_rows([title_of(found, i) for i in found.order], width=width, bars=1)
    for row, i in enumerate(found.order):
        _bar(rows, row, made.distance[i])
    marks: dict[str, Line2D | Patch] = {
        mark("distance"): Patch(**_EFFECT),
        mark("95% sampling error"): Line2D([], [], **_INTERVAL),
    }
    title = say(
        "How much each assumption moves the whole distribution of {outcome}", outcome=outcome_words(found)
    )
    return _finished(rows, Scale(divisor=1.0, decimals=2), title, marks, width=width)


def _bar(rows: Rows, row: int, spread: tuple[float, float, float]) -> None:
    """Draw an estimate with its interval; below zero is luck and drawn at zero."""
    value, low, high = (max(0.0, part) for part in np.nan_to_num(spread).tolist())
    rows.axes.barh(rows.bar(row, 0), value, height=BAR, **_EFFECT)
    rows.axes.hlines(rows.bar(row, 0), low, high, **_INTERVAL)


def _finished(
    rows: Rows, scale: Scale, title: str, marks: dict[str, Line2D | Patch], *, width: float
) -> Figure:
    rows.axes.axvline(0, color=INK, linewidth=1.4)
    rows.axes.set_xlim(left=0)
    money_axis(rows.axes, scale, along="x", most=3 if width <= NARROW else 6)
    add_title(rows.figure, title, "", width)
    add_legend(rows.figure, [*marks.values()], [say(key) for key in marks], width)
    return rows.fitted()
