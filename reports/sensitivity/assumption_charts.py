"""Draw the assumptions of a sensitivity analysis: tornado, Sobol' indices, screening, densities."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter

from language.formatting import Scale, number, percent
from language.messages import say
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
from reports.shared.row_chart import BAR, Rows, titled_rows
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.densities import Densities
from sensitivity.methods.one_at_a_time import Tornado
from sensitivity.methods.screening import Screening
from sensitivity.methods.variance import Indices

_NORMAL_95 = 1.96
_LOW: dict[str, Any] = {"facecolor": LIGHT, "edgecolor": GREY, "hatch": "////", "linewidth": 0.7}
_HIGH: dict[str, Any] = {"facecolor": MIDDLE, "edgecolor": GREY, "linewidth": 0.7}
_ZERO: dict[str, Any] = {"color": INK, "linewidth": 1.2, "linestyle": (0, (1.5, 1.5))}
_ALONE: dict[str, Any] = {"facecolor": MIDDLE, "edgecolor": GREY, "linewidth": 0.7}
_IN_ALL: dict[str, Any] = {"facecolor": LIGHT, "edgecolor": GREY, "hatch": "////", "linewidth": 0.7}
_CHANCE: dict[str, Any] = {"facecolor": "white", "edgecolor": INK, "hatch": "xxxx", "linewidth": 0.9}
_EFFECT: dict[str, Any] = {"facecolor": MIDDLE, "edgecolor": GREY, "linewidth": 0.7}
_UNEVEN: dict[str, Any] = {"facecolor": LIGHT, "edgecolor": GREY, "hatch": "////", "linewidth": 0.7}
_INTERVAL: dict[str, Any] = {"color": INK, "linewidth": 1.2}
_NOISE: dict[str, Any] = {"color": INK, "linewidth": 1.6, "linestyle": (0, (1.2, 1.0))}


def tornado_chart(analysis: Sensitivity, tornado: Tornado, *, width: float = WIDE) -> Figure:
    """Return two bars for each assumption from the middle: low value above, high value below.

    Caveat: the interval is that of the longer of the two, by the standard error of chance alone.
    """
    at = analysis.chosen
    order = tornado_order(tornado, at)
    titles = [
        say(
            "{title}: {values}",
            title=title_of(analysis, i),
            values=range_with_unit(analysis, i, float(tornado.low_values[i]), float(tornado.high_values[i])),
        )
        for i in order
    ]
    middle = float(tornado.middle[at])
    changes = np.stack([tornado.at_low[order, at], tornado.at_high[order, at]], axis=-1)
    scale = outcome_scale(analysis, [middle, *(middle + changes).ravel().tolist()])
    rows = titled_rows(titles, width=width, bars=2)
    axes = rows.axes
    for row, i in enumerate(order):
        for nth, style in enumerate((_LOW, _HIGH)):
            axes.barh(rows.bar(row, nth), changes[row, nth], left=middle, height=BAR, **style)
        longer = int(np.abs(changes[row]).argmax())
        end, half = middle + changes[row, longer], _NORMAL_95 * float(tornado.error[i, at])
        axes.hlines(rows.bar(row, longer), end - half, end + half, color=INK, linewidth=1.2)
    axes.axvline(middle, color=INK, linewidth=1.4)
    legend: dict[str, Line2D | Patch] = {
        say("the assumption's low value"): Patch(**_LOW),
        say("the assumption's high value"): Patch(**_HIGH),
        say("95% sampling error"): Line2D([], [], color=INK, linewidth=1.2),
        say("all in the middle"): Line2D(
            [], [], color=INK, marker="|", markersize=11, markeredgewidth=1.4, linestyle=""
        ),
    }
    left, right = axes.get_xlim()
    if left < 0 < right:
        axes.axvline(0, **_ZERO)
        legend[say("zero")] = Line2D([], [], **_ZERO)
    axes.set_xlim(left, right)
    money_axis(axes, scale, along="x", most=3 if width <= NARROW else 6)
    title = say(
        "One assumption at a time: {outcome}, {unit}", outcome=outcome_words(analysis), unit=scale.unit()
    )
    add_title(rows.figure, title, "", width)
    add_legend(rows.figure, [*legend.values()], [*legend], width)
    return rows.fitted()


def indices_chart(analysis: Sensitivity, indices: Indices, *, width: float = WIDE) -> Figure:
    """Return two bars with intervals for each assumption, one for each joint set, and one for chance.

    Caveat: shares that noise puts outside 0 to 100 per cent are drawn at that end.
    """
    at = analysis.chosen
    joints = analysis.subject.factors.joints
    titles = [
        *(title_of(analysis, i) for i in analysis.order),
        *(
            say("{count} assumptions drawn together, as a whole", count=len(joint.members))
            for joint in joints
        ),
        say(
            "Chance in the mean of {replications} replications (held apart)",
            replications=number(analysis.request.replications),
        ),
    ]
    rows = titled_rows(titles, width=width, bars=2, apart=1)
    for row, i in enumerate(analysis.order):
        _share_bar(rows, row, 0, indices.first[i, at], _ALONE)
        _share_bar(rows, row, 1, indices.total[i, at], _IN_ALL)
    for i in range(len(joints)):
        _share_bar(rows, len(analysis.order) + i, 0, indices.together[i, at], _ALONE)
    _share_bar(rows, len(titles) - 1, 0, analysis.chance, _CHANCE)
    axes = rows.axes
    axes.axvline(0, color=INK, linewidth=1.4)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_locator(FixedLocator([0, 0.5, 1] if width <= NARROW else [0, 0.2, 0.4, 0.6, 0.8, 1]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: percent(x)))
    axes.grid(axis="x", color="#d5d9de", linewidth=0.6)
    axes.set_axisbelow(True)
    add_title(
        rows.figure,
        say("Share of what we do not know about {outcome}", outcome=outcome_words(analysis)),
        "",
        width,
    )
    legend: dict[str, Line2D | Patch] = {
        say("alone"): Patch(**_ALONE),
        say("with interplay"): Patch(**_IN_ALL),
        say("chance"): Patch(**_CHANCE),
        say("95% sampling error"): Line2D([], [], color=INK, linewidth=1.2),
    }
    add_legend(rows.figure, [*legend.values()], [*legend], width)
    return rows.fitted()


def _share_bar(
    rows: Rows, row: int, nth: int, spread: tuple[float, float, float], style: dict[str, Any]
) -> None:
    """Draw a share with its interval; nothing where it is not a number."""
    if any(map(math.isnan, spread)):
        return
    value, low, high = (min(max(share, 0.0), 1.0) for share in spread)
    rows.axes.barh(rows.bar(row, nth), value, height=BAR, **style)
    rows.axes.hlines(rows.bar(row, nth), low, high, color=INK, linewidth=1.2)


def screening_chart(analysis: Sensitivity, screening: Screening, *, width: float = WIDE) -> Figure:
    """Return mean effect with interval, unevenness and noise level of each assumption."""
    at = analysis.chosen
    scale = outcome_scale(analysis, screening.mu_star.value[:, at].tolist())
    rows = titled_rows([title_of(analysis, i) for i in analysis.order], width=width, bars=2)
    for row, i in enumerate(analysis.order):
        _estimate_bar(rows, row, screening.mu_star[i, at])
        rows.axes.barh(rows.bar(row, 1), screening.sigma[i, at], height=BAR, **_UNEVEN)
        rows.axes.vlines(screening.noise[i, at], *rows.whole(row, 2), **_NOISE, zorder=3)
    legend: dict[str, Line2D | Patch] = {
        say("mean effect"): Patch(**_EFFECT),
        say("how uneven the effect is"): Patch(**_UNEVEN),
        say("95% sampling error"): Line2D([], [], **_INTERVAL),
        say("so large would it be by chance alone"): Line2D([], [], **_NOISE),
    }
    title = say("How much the result changes when an assumption is moved, {unit}", unit=scale.unit())
    return _finished(rows, scale, title, legend, width=width)


def densities_chart(analysis: Sensitivity, densities: Densities, *, width: float = WIDE) -> Figure:
    """Return how far each assumption moves the distribution; 0 is the level of shuffled draws."""
    rows = titled_rows([title_of(analysis, i) for i in analysis.order], width=width, bars=1)
    for row, i in enumerate(analysis.order):
        _estimate_bar(rows, row, densities.distance[i])
    legend: dict[str, Line2D | Patch] = {
        say("distance"): Patch(**_EFFECT),
        say("95% sampling error"): Line2D([], [], **_INTERVAL),
    }
    title = say(
        "How much each assumption moves the whole distribution of {outcome}", outcome=outcome_words(analysis)
    )
    return _finished(rows, Scale(divisor=1.0, decimals=2), title, legend, width=width)


def _estimate_bar(rows: Rows, row: int, spread: tuple[float, float, float]) -> None:
    """Draw an estimate with its interval, from zero where noise puts it below."""
    value, low, high = (max(0.0, part) for part in np.nan_to_num(spread).tolist())
    rows.axes.barh(rows.bar(row, 0), value, height=BAR, **_EFFECT)
    rows.axes.hlines(rows.bar(row, 0), low, high, **_INTERVAL)


def _finished(
    rows: Rows, scale: Scale, title: str, legend: dict[str, Line2D | Patch], *, width: float
) -> Figure:
    rows.axes.axvline(0, color=INK, linewidth=1.4)
    rows.axes.set_xlim(left=0)
    money_axis(rows.axes, scale, along="x", most=3 if width <= NARROW else 6)
    add_title(rows.figure, title, "", width)
    add_legend(rows.figure, [*legend.values()], [*legend], width)
    return rows.fitted()
