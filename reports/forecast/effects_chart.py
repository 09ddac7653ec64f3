"""Volume and price of each step in the difference between the account and what it is held against."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from forecast.overrun import Split
from forecast.year import Forecast
from language.formatting import scale_of
from language.messages import say
from reports.shared.figure_style import (
    GREY,
    INK,
    LIGHT,
    MIDDLE,
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
from reports.shared.step_titles import step_title

_BAR = 0.36


def effects_chart(found: Forecast, parts: Split, *, width: float = WIDE) -> Figure:
    """Return two bars for each step, volume above price, each with its interval from 5 to 95 per cent."""
    known = found.basis
    names = [step_title(known.study, name) for name in known.services.steps]
    room = min(2.3, 0.36 * width)
    labels = [wrapped(name, room, SMALL) for name in names]
    lines = sum(max(1.6, label.count("\n") + 1.2) for label in labels)
    figure = new_figure(width, 1.2 + 0.22 * lines)
    axes = figure.subplots()
    bare_axes(axes)
    at = np.arange(len(names))[::-1].astype(np.float64)  # the least intrusive step on top, as in the table
    runs = {"volume": parts.volume, "price": parts.price}
    scale = scale_of(np.abs([part.mean(axis=(0, 1)) for part in runs.values()]).ravel().tolist())
    money_axis(axes, scale, along="x", most=3 if width <= NARROW else 6)
    for key, above, colour in (("volume", _BAR / 2, MIDDLE), ("price", -_BAR / 2, LIGHT)):
        mean = runs[key].mean(axis=(0, 1))
        low, high = np.percentile(runs[key], [5, 95], axis=(0, 1))
        axes.barh(at + above, mean, height=_BAR, facecolor=colour, edgecolor=GREY, linewidth=0.7)
        axes.hlines(at + above, low, high, color=INK, linewidth=1.2)
    axes.axvline(0, color=INK, linewidth=1.4)
    axes.set_yticks(at, labels)
    for label in axes.get_yticklabels():
        verbatim(label)
    axes.set_ylim(-0.6, len(names) - 0.4)
    handles: list[Line2D | Patch] = [
        Patch(facecolor=MIDDLE, edgecolor=GREY),
        Patch(facecolor=LIGHT, edgecolor=GREY),
        Line2D([], [], color=INK, linewidth=1.2),
    ]
    title = say("Volume and price in the difference, {unit}", unit=scale.unit())
    figure.suptitle(
        wrapped(title, width - 0.2, SMALL, bold=True), x=0.01, ha="left", size=SMALL, weight="bold", color=INK
    )
    add_legend(figure, handles, [say("Volume"), say("Price"), say("9 of 10 runs")], width)
    return figure
