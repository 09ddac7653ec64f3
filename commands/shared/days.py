"""The day it is where the program runs."""

from datetime import UTC, date, datetime


def today() -> date:
    """Return today."""
    return datetime.now(tz=UTC).astimezone().date()
