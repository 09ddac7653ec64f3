"""Know the dates that systems write for no end at all, such as 31-12-9999."""

import re
from datetime import date

import numpy as np

from calibration.rows.mapped_table import Dates

YEARS_TO_NEVER = 25
"""An end so many years from now is no plan for a child, but a system's way to write that there is none."""
YEARS_TO_FAR = 5
"""An end so many years from now that several rows have is that, too."""
_YEAR = np.timedelta64(365, "D")


_LAST_DAYS = ("2958465", "2957003")
"""31 December 9999 as a spreadsheet counts it, and one that counts from 1904, where it has no format."""


def is_placeholder(text: str) -> bool:
    """Return whether a text such as 9999, 99-99-9999 or 2958465 stands for no end and is no date."""
    digits = [each for each in text if each.isdigit()]
    return (len(digits) > 3 and {*digits} == {"9"}) or re.sub(r"[.,]0+$", "", text) in _LAST_DAYS


def placeholders(days: Dates, today: date) -> Dates:
    """Return the days in a column of ends that stand for no end at all, in their order."""
    now = np.datetime64(today, "s")
    ends, times = np.unique(days[~np.isnat(days)], return_counts=True)
    years = (ends - now) / _YEAR
    return np.asarray(ends[(years > YEARS_TO_NEVER) | ((years > YEARS_TO_FAR) & (times > 1))])
