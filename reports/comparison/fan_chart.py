"""Draw the fan chart: the municipality's gain so far by year, and when it breaks even."""

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from language.formatting import scale_of
from language.messages import mark, say
from reports.shared.budget_years import axis_words, end_words, range_words, year_words
from reports.shared.figure_style import (
    DARK,
    GREY,
    INK,
    LIGHT,
    MIDDLE,
    SMALL,
    WIDE,
    add_legend,
    add_title,
    money_axis,
    new_figure,
    plain_axes,
    wrapped,
)
from scenarios.results.comparison import Gain


def fan_chart(gain: Gain, *, width: float = WIDE, heading: str = "") -> Figure:
    """Return the discounted net gain so far by year: median, 50 % and 90 % bands, break-even years.

    The break-even interval has a strip of its own below, so that it hides nothing.
    """
    years = np.array(gain.years)
    p05, p25, p50, p75, p95 = np.percentile(gain.cumulated, [5, 25, 50, 75, 95], axis=(0, 1))
    scale = scale_of(np.concatenate([p05, p95]).tolist())

    figure = new_figure(width, 4.0)
    add_title(
        figure,
        say("Gain for the municipality so far, present value, {unit}", unit=scale.unit()),
        heading,
        width,
    )
    fan, strip = figure.subplots(2, 1, sharex=True, height_ratios=[1, 0.09])
    plain_axes(fan, gain.years, width, partial(axis_words, gain.months))
    money_axis(fan, scale)
    fan.tick_params(labelbottom=True)
    fan.fill_between(years, p05, p95, facecolor=LIGHT, edgecolor=GREY, linewidth=0.7, linestyle=":")
    fan.fill_between(years, p25, p75, facecolor=MIDDLE, edgecolor="none")
    fan.axhline(0, color=INK, linewidth=2.0)
    fan.plot(years, p50, color=DARK, linewidth=2.2, marker="o", markersize=4)
    _break_even(strip, gain, width)
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=DARK, linewidth=2.2, marker="o", markersize=4),
        Patch(facecolor=MIDDLE),
        Patch(facecolor=LIGHT, edgecolor=GREY, linestyle=":"),
    ]
    add_legend(figure, handles, [say("middle run"), say("half of the runs"), say("9 out of 10 runs")], width)
    return figure


def break_even_sentence(gain: Gain) -> str:
    """Return the break-even year with its interval in words, as the title of the strip."""
    break_even, last = gain.break_even, end_words(gain.months)
    early, middle = (year and year_words(gain.months, year) for year in (break_even.p10, break_even.p50))
    if gain.net_present.size == 1:
        kind = (
            mark("Not paid back by the end of {last} (one run)")
            if break_even.p50 is None
            else mark("Paid back: {year} (one run)")
        )
        return say(kind, year=middle, last=last)
    if break_even.p10 is None:
        return say("Paid back in fewer than 1 out of 10 runs by the end of {last}", last=last)
    if break_even.p50 is None:
        return say("Paid back in fewer than half of the runs; earliest tenth {early}", early=early)
    if break_even.p90 is None:
        return say(
            "Paid back: {middle}, earliest tenth {early}; more than 1 out of 10 not by {last}",
            middle=middle,
            early=early,
            last=last,
        )
    if break_even.p10 == break_even.p90:
        return say("Paid back: {years} in at least 8 out of 10 runs", years=early)
    return say(
        "Paid back: {years} (8 out of 10 runs)",
        years=range_words(gain.months, break_even.p10, break_even.p90),
    )


def _break_even(strip: Axes, gain: Gain, width: float) -> None:
    """Draw the interval from the 10 % to the 90 % quantile with a diamond at the median."""
    strip.set_axis_off()
    strip.set_ylim(-1, 1)
    sentence = wrapped(break_even_sentence(gain), width - 0.9, SMALL)
    strip.set_title(sentence, loc="left", size=SMALL, color=INK, pad=3)
    break_even, last = gain.break_even, gain.years[-1]
    if break_even.p10 is None:
        return
    end = last + 0.4 if break_even.p90 is None else break_even.p90
    strip.plot([break_even.p10, end], [0, 0], color=INK, linewidth=2.2, solid_capstyle="butt")
    strip.plot(break_even.p10, 0, marker="|", markersize=10, markeredgewidth=2.2, color=INK)
    ending = ">" if break_even.p90 is None else "|"
    strip.plot(
        end,
        0,
        marker=ending,
        markersize=7 if ending == ">" else 10,
        markeredgewidth=2.2,
        color=INK,
        clip_on=False,
    )
    if break_even.p50 is not None:
        strip.plot(
            break_even.p50,
            0,
            marker="D",
            markersize=7,
            color="white",
            markeredgecolor=INK,
            markeredgewidth=1.6,
        )
