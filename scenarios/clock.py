"""Tell the time: what day it is in Denmark, wherever the program runs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

DENMARK = ZoneInfo("Europe/Copenhagen")


def today() -> date:
    """Return the day it is in Denmark."""
    return datetime.now(tz=DENMARK).date()
