"""Early figures, and what may be said of them, in words."""

from datetime import date

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
    """Return the day."""
    return entry.at.astimezone(DENMARK).date()


def entered_day(entry: Entry) -> str:
    """Return the day in words."""
    return day_words(entered_on(entry))


def clock_words(entry: Entry) -> str:
    """Return day and hour, as "22.11.2026 13.00"."""
    return format_datetime(entry.at, "short", tzinfo=DENMARK, locale=locale())


def verdict_words(verdict: str) -> str:
    """Return a verdict; one that is not known is told as it stands."""
    return say(_VERDICT[verdict]) if verdict in _VERDICT else verdict


def indicator_words(name: str) -> str:
    """Return an early figure in words; the register knows no scenario, so a step stands by its name."""
    kind, _, step = name.partition(":")
    if kind in _OF_LEDGERS:
        return say(_INDICATOR[kind])
    return early_figure_words(kind, step)
