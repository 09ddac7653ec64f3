"""Draw the year's account: month by month, as a whole beside the frame, and volume against price."""

import numpy as np
from babel.dates import get_month_names
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from forecast.overrun import Split
from forecast.year import Forecast
from language.formatting import locale, scale_of
from language.messages import say
from reports.shared.cases import step_title
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
    bare_axes,
    money_axis,
    new_figure,
    verbatim,
    wrapped,
)

_BAR = 0.36


def account_chart(forecast: Forecast, *, width: float = WIDE) -> Figure:
    """Return the cost of each month, spent or expected, and below it the account with the frame."""
    figure = new_figure(width, 4.4)
    months, whole = figure.subplots(2, 1, height_ratios=[1, 0.42])
    _draw_months(months, forecast, width)
    _draw_account(whole, forecast, width)
    legend: dict[str, Line2D | Patch] = {
        say("spent"): Line2D([], [], color=INK, marker="o", markersize=3.5, linewidth=1.4),
        say("middle run"): Line2D([], [], color=DARK, linewidth=1.8, linestyle=(0, (4, 2))),
        say("half of the runs"): Patch(facecolor=MIDDLE),
        say("9 of 10 runs"): Patch(facecolor=LIGHT, edgecolor=GREY, linestyle=":"),
        say("the frame"): Line2D([], [], color=INK, linewidth=2.4),
    }
    add_legend(figure, [*legend.values()], [*legend], width)
    return figure


def _draw_months(axes: Axes, forecast: Forecast, width: float) -> None:
    first = forecast.basis.rest.first_day
    by_month = forecast.dkk.sum(axis=-1)
    scale = scale_of(by_month.mean(axis=(0, 1)).tolist())
    p05, p25, p50, p75, p95 = np.percentile(by_month, [5, 25, 50, 75, 95], axis=(0, 1))
    at = np.arange(12)
    known = forecast.basis.year.edges[1:] <= first
    from_month = max(0, int(known.sum()) - 1)  # the bands begin where the line of what is spent ends
    bare_axes(axes)
    money_axis(axes, scale)
    if not known.all():
        ahead = slice(from_month, None)
        axes.fill_between(
            at[ahead], p05[ahead], p95[ahead], facecolor=LIGHT, edgecolor=GREY, linewidth=0.7, linestyle=":"
        )
        axes.fill_between(at[ahead], p25[ahead], p75[ahead], facecolor=MIDDLE, edgecolor="none")
        axes.plot(at[ahead], p50[ahead], color=DARK, linewidth=1.8, linestyle=(0, (4, 2)))
    axes.plot(at[known], p50[known], color=INK, marker="o", markersize=3.5, linewidth=1.4)
    axes.set_xlim(-0.4, 11.4)
    names = [name[:3] for _, name in sorted(get_month_names("abbreviated", locale=locale()).items())]
    axes.set_xticks(at, [name[0] for name in names] if width <= NARROW else names)
    title = say("Each month, {unit}", unit=scale.unit())
    if axes.get_ylim()[0] > 0:
        title += f" ({say('the axis does not begin at zero')})"
    axes.set_title(
        wrapped(title, width - 0.3, SMALL, bold=True), loc="left", size=SMALL, weight="bold", color=INK
    )


def _draw_account(axes: Axes, forecast: Forecast, width: float) -> None:
    account, frame = forecast.account_dkk, forecast.basis.frame.dkk
    p05, p25, p50, p75, p95 = np.percentile(account, [5, 25, 50, 75, 95])
    scale = scale_of([p50, frame])
    bare_axes(axes)
    axes.barh(
        0, p95 - p05, left=p05, height=0.55, facecolor=LIGHT, edgecolor=GREY, linewidth=0.7, linestyle=":"
    )
    axes.barh(0, p75 - p25, left=p25, height=0.55, facecolor=MIDDLE, edgecolor="none")
    axes.plot([p50, p50], [-0.28, 0.28], color=DARK, linewidth=1.8, linestyle=(0, (3, 1.5)))
    axes.plot([frame, frame], [-0.6, 0.6], color=INK, linewidth=2.4)
    axes.set_ylim(-0.8, 0.8)
    axes.set_yticks([])
    low, high = min(p05, frame), max(p95, frame)
    room = 0.08 * (high - low) or 0.01 * abs(frame)
    axes.set_xlim(low - room, high + room)
    money_axis(axes, scale, along="x", most=3 if width <= NARROW else 6)
    title = say("The whole account of {year}, {unit}", year=forecast.basis.year.year, unit=scale.unit())
    axes.set_title(
        wrapped(title, width - 0.3, SMALL, bold=True), loc="left", size=SMALL, weight="bold", color=INK
    )


def effects_chart(forecast: Forecast, parts: Split, *, width: float = WIDE) -> Figure:
    """Return two bars for each step, volume above price, each with its interval from 5 to 95 per cent."""
    basis = forecast.basis
    names = [step_title(basis.study, name) for name in basis.services.steps]
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
