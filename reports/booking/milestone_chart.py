"""Draw the conditions for reducing a budget, and the budget years that each of them opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from booking.decisions.bridge import NOTHING
from booking.decisions.case_status import CaseStatus
from booking.register.chain import Entry
from language.formatting import day_words
from language.messages import mark, say
from reports.booking.formatting import entered_day, entered_on
from reports.booking.sentences import obstacle_words
from reports.booking.sums import by_payer, by_year, obstacles, own, payer_name, years_of
from reports.shared.budget_years import axis_words
from reports.shared.figure_style import DARK, GREY, INK, LIGHT, WIDE, add_legend, add_title, plain_axes
from reports.shared.row_chart import BAR, titled_rows

_OPEN: dict[str, Any] = {"facecolor": DARK, "edgecolor": DARK, "linewidth": 0.7}
_CLOSED: dict[str, Any] = {"facecolor": "white", "edgecolor": GREY, "hatch": "////", "linewidth": 0.7}
_NOTHING: dict[str, Any] = {"facecolor": "white", "edgecolor": LIGHT, "linewidth": 0.7}
_DUE: dict[str, Any] = {
    "color": INK,
    "marker": "D",
    "markersize": 6.5,
    "markerfacecolor": "white",
    "linestyle": "",
}
_ENTERED: dict[str, Any] = {
    "color": INK,
    "marker": "|",
    "markersize": 11,
    "markeredgewidth": 2.2,
    "linestyle": "",
}
_SHUT = ("draws", "error", "newest_ledger", "outside", "evidence", "first_year", "same_children")
_HEIGHT = 1.1 * BAR


@dataclass(frozen=True, kw_only=True)
class Gate:
    """One condition that must be met before a budget is reduced."""

    words: str
    years: tuple[int, ...]
    """The budget years that wait for it."""
    is_open: bool
    due: date | None = None
    entered: date | None = None


def gates(status: CaseStatus) -> tuple[Gate, ...]:
    """Return milestones, the analysis, approvals of payers with anything to book, and other conditions."""
    others = [
        Gate(words=obstacle_words(status, each), years=each.years, is_open=False)
        for each in obstacles(own(status).lines)
        if each.reason.kind in _SHUT
    ]
    analysis = _analysis(status)
    return (*_milestones(status), analysis, *_approvals(status), *others)


def open_years(status: CaseStatus) -> tuple[int, ...]:
    """Return the budget years with anything bookable or booked."""
    return tuple(
        year for year, sums in by_year(status).items() if max(sums.bookable_dkk, sums.booked_dkk) >= NOTHING
    )


def milestone_chart(status: CaseStatus, *, width: float = WIDE) -> Figure:
    """Return a bar over the budget years for each condition, and one for what is open."""
    shown, opened = gates(status), open_years(status)
    titles = [
        *(gate.words for gate in shown),
        say("Budget years of which something may be booked or is booked"),
    ]
    rows = titled_rows(titles, width=width, bars=1, apart=1)
    axes = rows.axes
    for number, gate in enumerate(shown):
        at = rows.bar(number, 0)
        for year in gate.years:
            axes.barh(at, 0.92, left=year - 0.46, height=_HEIGHT, **(_OPEN if gate.is_open else _CLOSED))
        for day, look in ((gate.due, _DUE), (gate.entered, _ENTERED)):
            if day is not None:
                axes.plot([_along(day)], [at], **look, zorder=5)
    last = rows.bar(len(shown), 0)
    for year, sums in by_year(status).items():
        look = _OPEN if year in opened else _CLOSED if sums.waiting_dkk >= NOTHING else _NOTHING
        axes.barh(last, 0.92, left=year - 0.46, height=_HEIGHT, **look)
    plain_axes(axes, _axis_years(status, shown), width, partial(axis_words, status.proposal.body.months))
    add_title(rows.figure, say("What must be in place, and which budget years it opens"), "", width)
    legend: dict[str, Line2D | Patch] = {
        say("in place"): Patch(**_OPEN),
        say("lacking"): Patch(**_CLOSED),
        say("nothing to book"): Patch(**_NOTHING),
        say("due date of the milestone"): Line2D([], [], **_DUE),
    }
    if any(gate.entered for gate in shown):
        legend[say("entered in the register")] = Line2D([], [], **_ENTERED)
    add_legend(rows.figure, [*legend.values()], [*legend], width)
    return rows.fitted()


def _milestones(status: CaseStatus) -> Iterator[Gate]:
    years = years_of(status)
    reached = status.books.reached(status.proposal)
    for number, (name, milestone) in enumerate(status.proposal.body.policy.milestones.items(), start=1):
        title, day = str(milestone.title), day_words(milestone.by)
        words = say("Milestone {number}: {title}, by {day}", number=number, title=title, day=day)
        met = reached.get(name)
        overdue = met is None and milestone.by <= status.on
        waiting = years if overdue else tuple(year for year in years if year > milestone.by.year)
        yield Gate(
            words=_entered(mark("{milestone}; reached {day}, {who}"), met.entry, milestone=words)
            if met
            else say("{milestone}; not reached", milestone=words),
            years=waiting,
            is_open=met is not None,
            due=milestone.by,
            entered=entered_on(met.entry) if met else None,
        )


def _analysis(status: CaseStatus) -> Gate:
    record = status.books.sensitivity(status.proposal)
    if record is None:
        words = say("Sensitivity analysis lacking")
        return Gate(words=words, years=years_of(status), is_open=False)
    return Gate(
        words=_entered(mark("Sensitivity analysis, {day}, {who}"), record.entry),
        years=years_of(status),
        is_open=True,
        entered=entered_on(record.entry),
    )


def _approvals(status: CaseStatus) -> Iterator[Gate]:
    years = years_of(status)
    for payer, sums in by_payer(status).items():
        if not status.proposal.body.payers[payer].municipal or sums.has_nothing_to_book:
            continue
        name, approval = payer_name(status, payer), status.books.approval(status.proposal, payer)
        if approval is None:
            yield Gate(words=say("Approval lacking: {payer}", payer=name), years=years, is_open=False)
        else:
            words = _entered(mark("Approved by {payer}, {day}, {who}"), approval.entry, payer=name)
            yield Gate(words=words, years=years, is_open=True, entered=entered_on(approval.entry))


def _entered(key: str, entry: Entry, **words: str) -> str:
    return say(key, **words, day=entered_day(entry), who=entry.who)


def _axis_years(status: CaseStatus, shown: tuple[Gate, ...]) -> tuple[int, ...]:
    days = [day for gate in shown for day in (gate.due, gate.entered) if day is not None]
    years = [*years_of(status), *(day.year for day in days)]
    return tuple(range(min(years), max(years) + 1))


def _along(day: date) -> float:
    """Return where a day lies on an axis where a year is centred on its number."""
    return day.year - 0.5 + (day - date(day.year, 1, 1)).days / 365.25
