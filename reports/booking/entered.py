"""When something was entered in the register, by a Danish clock."""

from datetime import date

from babel.dates import format_datetime

from booking.register.chain import Entry
from language.formatting import day_words, locale
from scenarios.clock import DENMARK


def entered_on(entry: Entry) -> date:
    """Return the day."""
    return entry.at.astimezone(DENMARK).date()


def entered_day(entry: Entry) -> str:
    """Return the day in words."""
    return day_words(entered_on(entry))


def clock_words(entry: Entry) -> str:
    """Return day and hour, as "22.11.2026 13.00"."""
    return format_datetime(entry.at, "short", tzinfo=DENMARK, locale=locale())
