"""Tell the time: what moment it is, and what day that is in Denmark, wherever the program runs."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DENMARK = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """Return the moment it is, in UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Return the day it is in Denmark."""
    return day_in_denmark(now())


def day_in_denmark(at: datetime) -> date:
    """Return the day that it was in Denmark at a moment."""
    return at.astimezone(DENMARK).date()
