"""Format entries of the register: day and hour by a Danish clock, verdicts, early figures."""

from datetime import date, datetime

from babel.dates import format_datetime

from booking.register.chain import Entry
from language.formatting import day_words, locale
from language.messages import mark, say
from reports.shared.early_figures import early_figure_words
from scenarios.clock import DENMARK

_INDICATOR = {
    "number": mark("number of children in placement, on average"),
    "length": mark("days in placement for each stay that ended"),
    "cost": mark("cost of all steps"),
}
_VERDICT = {
    "over": mark("higher than expected"),
    "under": mark("lower than expected"),
    "as_promised": mark("as promised"),
    "cannot_tell": mark("cannot be told yet"),
}
_OF_LEDGERS = ("number", "length", "cost")
"""Figures that only a follow-up reads."""


def entered_on(entry: Entry) -> date:
    """Return the Danish day on which an entry was made."""
    return entry.at.astimezone(DENMARK).date()


def entered_day(entry: Entry) -> str:
    """Return the day of an entry in words."""
    return day_words(entered_on(entry))


def clock_words(entry: Entry) -> str:
    """Return day and hour of an entry, as "22.11.2026 13.00"."""
    return time_words(entry.at)


def time_words(at: datetime) -> str:
    """Return a time by a Danish clock, as "22.11.2026 13.00"."""
    return format_datetime(at, "short", tzinfo=DENMARK, locale=locale())


def verdict_words(verdict: str) -> str:
    """Return a verdict in words; an unknown one as it is."""
    return say(_VERDICT[verdict]) if verdict in _VERDICT else verdict


def indicator_words(name: str) -> str:
    """Return an early figure in words; the register knows no scenario, so a step keeps its name."""
    kind, _, step = name.partition(":")
    if kind in _OF_LEDGERS:
        return say(_INDICATOR[kind])
    return early_figure_words(kind, step)
