"""Draw one step of a calibration: survival of its stays, and children on it month by month.

Before the backtest the bands know the whole window; after it they know nothing but the time before it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from babel.dates import format_date
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from calibration.checks.checks import Checks
from calibration.checks.length_of_stay import StayCurves, stay_curves
from calibration.checks.stock import StockBands
from calibration.ledger.histories import date_of_day, day_number
from language.formatting import locale, number, percent, plain
from language.messages import say
from model.world.arrays import Floats
from reports.shared.figure_style import (
    DARK,
    GREY,
    INK,
    LIGHT,
    MIDDLE,
    NARROW,
    PALE,
    SMALL,
    WIDE,
    YEAR_LABEL,
    add_legend,
    add_title,
    new_figure,
    wrapped,
)

LIMITS = "#dcdcdc"
"""Around what was seen; the bands of what was expected are blue."""
_AXIS = 0.5
"""Inches of a panel that its labels take."""
RULE = "#d5d9de"
_HEADROOM = 0.16
"""Of the height of the panel, above everything that is drawn, for the word over the backtest."""
_FROM_ZERO = 0.5
"""The axis begins at zero unless all that is drawn lies above this share of the largest of it."""
_DAYS_OF_A_MONTH = 28


def step_chart(checks: Checks, column: int, *, width: float = WIDE, heading: str = "") -> Figure:
    """Return both panels of one step, side by side or, on a telephone, stacked."""
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
    """Return the panel of children on all steps together."""
    return _stock_alone(checks, len(checks.stays), width=width, heading=heading)


def _stock_alone(checks: Checks, column: int, *, width: float, heading: str) -> Figure:
    steps = len(checks.stays)
    figure = new_figure(width, 3.0)
    if heading:
        add_title(figure, heading, "", width)
    axes = figure.subplots()
    _plain(axes)
    title = say("Children on the step") if column < steps else say("Children on all steps")
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
    legend: dict[str, Line2D | Patch] = {
        say("as it was"): Line2D([], [], color=INK, linewidth=1.0, marker="o", markersize=2.2),
        say("limits, 95%"): Patch(facecolor=LIMITS),
        say("expected"): Line2D([], [], color=DARK, linewidth=1.6, linestyle=(0, (4, 2))),
        say("middle half"): Patch(facecolor=MIDDLE),
        say("9 of 10 calculations"): Patch(facecolor=LIGHT, edgecolor=GREY, linestyle=":"),
    }
    if not with_stays:
        del legend[say("limits, 95%")]
    add_legend(figure, [*legend.values()], [*legend], width)


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """Months whose bands are simulated from one day; all of shape [month]."""

    days: Floats
    expected: Floats
    bands: tuple[tuple[Floats, Floats], tuple[Floats, Floats]]
    """The wide and the narrow one: low, high."""

    @classmethod
    def of(
        cls, bands: StockBands, column: int, months: slice, begins: tuple[float, float] | None = None
    ) -> "_Stretch":
        """Return some months of a step; a single month is widened to be visible.

        `begins` is the day on which the runs begin, and the number of children they begin with.
        """
        names = ("expected", "low_90", "high_90", "low_50", "high_50")
        days = bands.days[months].astype(np.float64)
        values = [np.asarray(getattr(bands, name)[months, column], dtype=np.float64) for name in names]
        if begins is not None:
            days, values = np.append(begins[0], days), [np.append(begins[1], each) for each in values]
        if len(days) == 1:
            days, values = np.append(days - _DAYS_OF_A_MONTH, days), [np.repeat(each, 2) for each in values]
        expected, low_90, high_90, low_50, high_50 = values
        return cls(days=days, expected=expected, bands=((low_90, high_90), (low_50, high_50)))


def draw_stock(axes: Axes, checks: Checks, column: int, *, title: str, width: float) -> None:
    """Draw the stock of a step, in the last column of all steps, into axes about `width` inches wide."""
    stock, ahead = checks.stock, checks.backtest
    cut = None if ahead is None else day_number(ahead.cut)
    before = len(stock.days) if cut is None else int(np.searchsorted(stock.days, cut, side="right"))
    stretches = [_Stretch.of(stock, column, slice(0, before))] if before else []
    seen = stock.observed[:, column].astype(np.float64)
    if ahead is not None and cut is not None:
        is_month_end = before > 0 and stock.days[before - 1] == cut
        begins = (float(cut), float(seen[before - 1])) if is_month_end else None
        stretches.append(_Stretch.of(ahead.bands, column, slice(None), begins))
    first, last = stretches[0].days[0], stretches[-1].days[-1]
    axes.set_xlim(first - 0.02 * (last - first), last + 0.02 * (last - first))
    least = _count_axis(axes, [*(each.bands[0] for each in stretches), (seen, seen)])
    if least:
        title = f"{title} ({say('the axis begins at {least}', least=number(least))})"
    axes.set_title(wrapped(title, width, SMALL, bold=True), loc="left", size=SMALL, weight="bold", color=INK)
    _month_axis(axes, int(first), int(last), width)
    if cut is not None:
        axes.axvspan(cut, axes.get_xlim()[1], facecolor=PALE, edgecolor="none", zorder=0)
        axes.axvline(cut, color=INK, linewidth=1.0, linestyle=(0, (4, 2)), zorder=2, ymax=1 - _HEADROOM / 2)
        word = axes.text(0.99, 0.985, say("backtest"), transform=axes.transAxes, size=SMALL, color=INK)
        word.set_horizontalalignment("right")
        word.set_verticalalignment("top")
    for each in stretches:
        (low_90, high_90), (low_50, high_50) = each.bands
        axes.fill_between(
            each.days, low_90, high_90, facecolor=LIGHT, edgecolor=GREY, linewidth=0.6, linestyle=":"
        )
        axes.fill_between(each.days, low_50, high_50, facecolor=MIDDLE, edgecolor="none")
        axes.plot(each.days, each.expected, color=DARK, linewidth=1.4, linestyle=(0, (4, 2)))
    axes.plot(stock.days, seen, color=INK, linewidth=1.0, marker="o", markersize=2.2)


def _count_axis(axes: Axes, drawn: list[tuple[Floats, Floats]]) -> float:
    """Fit the axis to all that is drawn; return where it begins."""
    low = min(float(each.min()) for each, _ in drawn)
    high = max(float(each.max()) for _, each in drawn)
    least, high = (low - 0.25 * (high - low) if high > low > _FROM_ZERO * high else 0.0), max(high, 1.0)
    ticks = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10], integer=True).tick_values(least, high)
    if least:
        least = float(max(tick for tick in ticks if tick <= least))
    axes.set_ylim(least, high + _HEADROOM * (high - least))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    return least


def _month_axis(axes: Axes, first: int, last: int, width: float) -> None:
    """Label the new years; of a time with fewer than three of them, its first and last month."""
    begin, end = date_of_day(first), date_of_day(last)
    new_years = {year: day_number(date(year, 1, 1)) for year in range(begin.year, end.year + 2)}
    years = [year for year, day in new_years.items() if first <= day <= last + 1]
    if len(years) > 2:
        labelled = years[:: 1 + (len(years) - 1) // int(width / YEAR_LABEL)]
        axes.set_xticks([new_years[year] for year in labelled], [str(year) for year in labelled])
        return
    months = [format_date(each, "MMM y", locale=locale()) for each in (begin, end)]
    if months[0] == months[1]:
        axes.set_xticks([(first + last) / 2], months[:1])
        return
    left, right = axes.set_xticks([first, last], months)
    left.label1.set_horizontalalignment("left")
    right.label1.set_horizontalalignment("right")
