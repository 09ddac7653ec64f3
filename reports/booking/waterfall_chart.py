"""Draw the waterfall from the expected gain to what is bookable, a bar for each kind of reason."""

from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from booking.decisions.bridge import NOTHING
from booking.decisions.case_status import CaseStatus
from booking.decisions.reasons import ReasonKind
from language.formatting import kroner, scale_of
from language.messages import mark, say
from reports.booking.sentences import kind_words, years_words
from reports.booking.sums import own
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
    add_legend,
    add_title,
    money_axis,
)
from reports.shared.row_chart import BAR, titled_rows

_LEGEND = {
    "gain": mark("expected gain"),
    "less": mark("not yet"),
    "waits": mark("sure enough, but waits"),
    "otherwise": mark("counts otherwise in a budget"),
    "more": mark("more than the mean"),
    "booked": mark("booked already"),
    "over": mark("booked beyond what the rule now allows"),
    "bookable": mark("bookable now"),
}

_WATERFALL = {
    "in_full": mark("A budget counts later years in full: {amount}"),
    "not_set_off": mark("Extra costs are not set off: {amount}"),
    "less": mark("Not yet, {kind}: {amount}"),
    "more": mark("More is sure enough than the mean: {amount}"),
    "booked": mark("Booked already: {amount}"),
    "overbooked": mark("Booked beyond what the rule now allows: {amount}"),
}


Look = Literal["gain", "otherwise", "less", "waits", "more", "booked", "over", "bookable"]

_LOOKS: dict[Look, dict[str, Any]] = {
    "gain": {"facecolor": GREY, "edgecolor": GREY, "linewidth": 0.7},
    "otherwise": {"facecolor": "white", "edgecolor": GREY, "linewidth": 0.7},
    "less": {"facecolor": PALE, "edgecolor": GREY, "hatch": "////", "linewidth": 0.7},
    "waits": {"facecolor": LIGHT, "edgecolor": GREY, "hatch": "....", "linewidth": 0.7},
    "more": {"facecolor": "white", "edgecolor": GREY, "hatch": "\\\\\\\\", "linewidth": 0.7},
    "booked": {"facecolor": MIDDLE, "edgecolor": GREY, "linewidth": 0.7},
    "over": {"facecolor": "white", "edgecolor": INK, "hatch": "xxxx", "linewidth": 0.7},
    "bookable": {"facecolor": DARK, "edgecolor": DARK, "linewidth": 0.7},
}
_OF_THE_AMOUNT: tuple[ReasonKind, ...] = ("policy", "confidence", "draws", "error", "booked_elsewhere")
_HEIGHT = 1.25 * BAR


@dataclass(frozen=True, kw_only=True)
class Drop:
    """One bar, from where the one above ended."""

    words: str
    start_dkk: float
    end_dkk: float
    look: Look


def drops(status: CaseStatus) -> tuple[Drop, ...]:
    """Return the bars, all budget years and the municipality's own payers added up."""
    bridge = status.bridge
    words = say("Expected gain, present value: {amount}", amount=kroner(bridge.expected.dkk))
    bars = [Drop(words=words, start_dkk=0.0, end_dkk=bridge.expected.dkk, look="gain")]
    for step, level in (("in_full", bridge.undiscounted_dkk), ("not_set_off", bridge.gains_dkk)):
        start = bars[-1].end_dkk
        if abs(level - start) >= NOTHING:
            label = say(_WATERFALL[step], amount=kroner(level - start))
            bars.append(Drop(words=label, start_dkk=start, end_dkk=level, look="otherwise"))
    for kind, dkk in bridge.reasons.items():
        start = bars[-1].end_dkk
        label = _words(status, kind, dkk)
        bars.append(Drop(words=label, start_dkk=start, end_dkk=start - dkk, look=_look(kind, dkk)))
    words = say("Bookable now: {amount}", amount=kroner(bridge.bookable_dkk))
    return (*bars, Drop(words=words, start_dkk=0.0, end_dkk=bridge.bookable_dkk, look="bookable"))


def waterfall_chart(status: CaseStatus, *, width: float = WIDE) -> Figure:
    """Return the bars below each other; raises ValueError where there is no gain and nothing booked."""
    bars = drops(status)
    if own(status).has_nothing_to_book:
        raise ValueError("there is nothing to draw: say so in words")
    scale = scale_of(dkk for each in bars for dkk in (each.start_dkk, each.end_dkk))
    rows = titled_rows([each.words for each in bars], width=width, bars=1)
    axes = rows.axes
    for number, each in enumerate(bars):
        at = rows.bar(number, 0)
        low, high = sorted((each.start_dkk, each.end_dkk))
        axes.barh(at, high - low, left=low, height=_HEIGHT, **_LOOKS[each.look], zorder=3)
        axes.vlines(each.end_dkk, at - _HEIGHT / 2, at + _HEIGHT / 2, color=INK, linewidth=1.6, zorder=4)
        if number + 2 < len(bars):
            under = rows.bar(number + 1, 0) - _HEIGHT / 2
            axes.vlines(
                each.end_dkk, at + _HEIGHT / 2, under, color=GREY, linewidth=0.8, linestyle=":", zorder=2
            )
    axes.axvline(0, color=INK, linewidth=1.2)
    ends = [0.0, *(dkk for each in bars for dkk in (each.start_dkk, each.end_dkk))]
    room = 0.03 * (max(ends) - min(ends))
    axes.set_xlim(min(ends) - room, max(ends) + room)
    money_axis(axes, scale, along="x", most=3 if width <= NARROW else 6)
    axes.set_xlabel(scale.unit(), size=SMALL, color=INK)
    add_title(
        rows.figure,
        say(
            "From the expected gain to what may be taken out of the budget, {years}",
            years=years_words(status),
        ),
        "",
        width,
    )
    shown = [look for look in _LOOKS if look != "gain" and any(each.look == look for each in bars)]
    handles: list[Line2D | Patch] = [Patch(**_LOOKS[look]) for look in shown]
    add_legend(rows.figure, handles, [say(_LEGEND[look]) for look in shown], width)
    return rows.fitted()


def _look(kind: ReasonKind, dkk: float) -> Look:
    if kind == "booked":
        return "booked"
    if kind == "overbooked":
        return "over"
    if dkk < 0:
        return "more"
    return "less" if kind in _OF_THE_AMOUNT else "waits"


def _words(status: CaseStatus, kind: ReasonKind, dkk: float) -> str:
    key = kind if kind in {"booked", "overbooked"} else "less" if dkk > 0 else "more"
    amount, words = kroner(abs(dkk)), kind_words(status, kind)
    return say(_WATERFALL[key], kind=words, amount=amount)
