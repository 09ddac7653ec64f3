"""Parse dates and amounts as Danes and their systems write them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from language.messages import Message
from scenarios.files.refusals import RefusedError

_DANISH_DATE = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})")
_TIME = re.compile(
    r"(?:T|\s)\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[AP]M)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\[[^\]]*\])?",
    re.IGNORECASE,
)
_ZONE_OF_DAY = re.compile(r"(?:Z|[+-]\d{2}:\d{2})", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_SERIAL_DAYS = (date(1950, 1, 1), date(2099, 12, 31))
"""Days that a number is read as, if a spreadsheet counts so far to them."""
DAY_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet, for all dates after February 1900."""
DAY_ZERO_1904 = date(1904, 1, 1)
"""Day 0 of a workbook that counts from 1904, as those from an older Mac do."""
MONTHS = 12
DENMARK = ZoneInfo("Europe/Copenhagen")

_KRONER = re.compile(r"^(?:kr\.?|dkk)\s*|\s*(?:kr\.?|dkk)$", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]")
_GROUPED_BY_SPACE = re.compile(r"(?<=\d)[ \u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))")
_BARE = re.compile(r"[\d.,]+")
"""Neither currency nor sign nor spaces: most amounts."""
_PLAIN = re.compile(r"\d+")
_EITHER = re.compile(r"(?!0\d\d|0[.,])\d{1,3}[.,]\d{3}")
"""May be thousands and may be decimals."""
_DANISH = re.compile(r"(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d*)?")
_ENGLISH = re.compile(
    r"(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d*(?:e[+-]?\d{1,2})?)?|\d+e[+-]?\d{1,2}", re.IGNORECASE
)
LARGEST = 1e12
"""Kroner; more is no price."""

_FACTORS = {
    "": 1.0,
    "t": 1e3, "tusind": 1e3, "thousand": 1e3,
    "mio": 1e6, "million": 1e6, "millioner": 1e6,
    "mia": 1e9, "milliard": 1e9, "milliarder": 1e9,
}  # fmt: skip
_CURRENCY = re.compile(r"\b(?:kr|dkk)\b\.?", re.IGNORECASE)
_AMOUNT = re.compile(r"(?P<number>.*\d)\s*(?P<unit>[^\W\d_]*)\.?")


def date_of(text: str, *, month_first: bool = False, day_zero: date = DAY_ZERO) -> date | None:
    """Return the date in a text, without its time of day; None if there is none.

    Danish (31-01-2024, 31/1/2024, 31.01.2024), ISO (2024-01-31, 20240131) or the day number of a spreadsheet.
    With `month_first` 01/31/2024 and 01-31-2024 are dates, and what is written with a point is as before. A
    time with its zone (2024-01-31T23:00:00Z) is taken to the day it was in Denmark.
    """
    day_text, time = _parted(text)
    try:
        if match := _DANISH_DATE.fullmatch(day_text):
            first, second = int(match[1]), int(match[3])
            swapped = month_first and match[2] in "-/"
            day = date(int(match[4]), *((first, second) if swapped else (second, first)))
        elif match := _ISO_DATE.fullmatch(day_text):
            day = date(int(match[1]), int(match[3]), int(match[4]))
        elif match := _SERIAL.fullmatch(day_text):
            day = day_zero + timedelta(days=int(match[1]))
            return day if _SERIAL_DAYS[0] <= day <= _SERIAL_DAYS[1] else None
        else:
            return None
        return day if time is None else _in_denmark(day, time)
    except (ValueError, OverflowError):  # no such day, or no such time
        return None


def is_zoned(text: str) -> bool:
    """Return whether a text is a time that names its zone, which tells what day it was in Denmark."""
    _, time = _parted(text)
    return time is not None and time["zone"] is not None


def order_shown(text: str) -> tuple[bool, bool] | None:
    """Return whether a text can be a date with the day first, and whether with the month first.

    None for a text that is the same date in both ways, or none of these; a point is between day and month.
    """
    match = _DANISH_DATE.fullmatch(_parted(text)[0])
    if match is None or match[2] not in "-/" or match[1].lstrip("0") == match[3].lstrip("0"):
        return None
    can_be = int(match[3]) <= MONTHS, int(match[1]) <= MONTHS
    return can_be if any(can_be) else None


def _parted(text: str) -> tuple[str, re.Match[str] | None]:
    """Return the day in a text, and the time of day where there is one."""
    whole = text.strip()
    if len(whole) <= len("31-01-2024"):
        return whole, None
    for length in (8, 9, 10):
        if time := _TIME.fullmatch(whole, length):
            return whole[:length], time
        if length == len("2024-01-31") and _ZONE_OF_DAY.fullmatch(whole, length):
            return whole[:length], None
    return whole, None


def _in_denmark(day: date, time: re.Match[str]) -> date:
    """Return the day it was in Denmark; without a zone the day that is written.

    Raises ValueError for a time that does not exist.
    """
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].upper() == "PM" else 0)
    if hour == 24:  # the end of the day
        return day
    zone = time["zone"]
    offset = timedelta()
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        offset = -offset if zone[0] == "-" else offset
    moment = datetime(day.year, day.month, day.day, hour, int(time["minute"]), tzinfo=UTC)
    return (moment - offset).astimezone(DENMARK).date() if zone else day


class Marks(Enum):
    """Marks between thousands and before decimals in the amounts of a column."""

    DANISH = "1.234,50"
    ENGLISH = "1,234.50"
    UNKNOWN = ""
    """No amount of the column shows which."""
    MIXED = "1.234,50 / 1,234.50"


def marks_of(texts: Iterable[str]) -> Marks:
    """Return which marks the amounts of a column have, judged by those that can be read in one way only."""
    seen = set()
    for text in texts:
        bare = _bare(text)
        if _PLAIN.fullmatch(bare) or _EITHER.fullmatch(bare):
            continue
        if _DANISH.fullmatch(bare):
            seen.add(Marks.DANISH)
        elif _ENGLISH.fullmatch(bare):
            seen.add(Marks.ENGLISH)
    return Marks.MIXED if len(seen) > 1 else next(iter(seen), Marks.UNKNOWN)


def is_ambiguous(text: str) -> bool:
    """Return whether an amount such as 1.234 may be thousands and may be decimals."""
    return bool(_EITHER.fullmatch(_bare(text)))


def amount_of(text: str, *, english: bool = False) -> float | None:
    """Return the amount in kroner in a text; None if there is none.

    An ambiguous one (1.234) is read in the Danish way, or with `english` in the English; no other text
    depends on `english`.
    """
    bare = _bare(text)
    forms = (_ENGLISH, _DANISH) if english else (_DANISH, _ENGLISH)
    form = next((form for form in forms if form.fullmatch(bare)), None)
    if form is None:
        return None
    number = bare.replace(".", "").replace(",", ".") if form is _DANISH else bare.replace(",", "")
    value = float(number)
    if value > LARGEST:
        return None
    return -value if _is_negative(text) else value


def kroner_of(text: str, option: str) -> float | None:
    """Return an amount such as 120500000, 120.500.000 kr. or 120,5 mio in kroner; None where it is none.

    Raises RefusedError, naming the option it was given with, for one that may be thousands and may be
    decimals (1.400), as a scenario file is refused for it.
    """
    match = _AMOUNT.fullmatch(_CURRENCY.sub("", text).strip())
    if match is None or (factor := _FACTORS.get(match["unit"].casefold())) is None:
        return None
    number = match["number"]
    if not is_ambiguous(number):
        value = amount_of(number)
        return None if value is None else value * factor
    unit, whole = match["unit"], re.sub("[.,]", "", number)
    raise RefusedError(
        Message(
            "{option}: '{found}' may mean thousands or three decimals; write {whole} or {decimals}",
            option=option,
            found=text,
            whole=f"{whole} {unit}".strip(),
            decimals=f"{number}0 {unit}".strip(),
        )
    )


def _bare(text: str) -> str:
    """Return an amount without currency, sign and spaces between thousands."""
    if _BARE.fullmatch(text):
        return text
    bare = _KRONER.sub("", text.strip().replace("\u2212", "-")).strip()
    bare = bare.strip("-").removeprefix("+").strip()
    bare = _KRONER.sub("", bare).strip()
    return _GROUPED_BY_SPACE.sub("", bare) if _SPACES.search(bare) else bare


def _is_negative(text: str) -> bool:
    if _BARE.fullmatch(text):
        return False
    bare = _KRONER.sub("", text.strip().replace("\u2212", "-")).strip()
    return bare.startswith("-") or (bare.endswith("-") and bare[-2:-1] not in {",", "."})
