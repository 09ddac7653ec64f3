"""Find and mask Danish personal numbers (CPR): six digits that begin as a date, and four more."""

import re
from collections.abc import Callable, Collection
from datetime import date

_SHAPE = r"\d{6}[-\u2010-\u2013 \u00a0]?\d{4}"
_STANDING_ALONE = re.compile(rf"(?<![^\W_])({_SHAPE})(?![^\W_])")
_WRITTEN_AS_ONE = re.compile(r"(?<![^\W_])(\d{6}[-\u2010-\u2013]\d{4})(?![^\W_])")
_PERHAPS = re.compile(r"\d{6,}[-\u2010-\u2013 \u00a0]?\d{4,}|(?<!\d)\d{5}[-\u2010-\u2013 \u00a0]?\d{4}(?!\d)")
_WITHOUT_ZERO = re.compile(r"[1-9]\d{4}[-\u2010-\u2013 \u00a0]?\d{4}")
_BY_YEAR = re.compile(r"20[0-3]\d{6}")
_FEW = 5
"""So few different numbers without their zero are personal ones, whatever they look like."""

MASK = "******-****"


def is_in(text: str) -> bool:
    """Return whether a personal number stands in an identifier, with or without hyphen or space."""
    return any(_has_date(number) for number in _STANDING_ALONE.findall(text))


def is_written_in(text: str) -> bool:
    """Return whether a personal number stands in a text with its hyphen.

    Ten digits alone are no proof outside an identifier: the number of a production unit looks the same.
    """
    return any(_has_date(number) for number in _WRITTEN_AS_ONE.findall(text))


def lacks_zero(text: str) -> bool:
    """Return whether a number is a personal number of which a spreadsheet has eaten the first zero."""
    return bool(_WITHOUT_ZERO.fullmatch(text)) and _has_date(f"0{text}")


def is_whole(text: str) -> bool:
    """Return whether a text is a personal number and nothing else, with or without its first zero."""
    match = _STANDING_ALONE.fullmatch(text)
    return lacks_zero(text) or (match is not None and _has_date(text))


def are_in_column(texts: Collection[str]) -> bool:
    """Return whether the different texts of a column are personal numbers, at least half of them.

    Then a number of nine digits among them is one as well: a spreadsheet has eaten its first zero. Case
    numbers that begin with the year, such as 202400123, could all be of children born on the second of
    January, February or March; a column of nothing but such numbers is taken for case numbers.
    """
    given = [text for text in texts if text]
    numbers = [text for text in given if is_whole(text)]
    by_year = sum(bool(_BY_YEAR.fullmatch(text)) for text in numbers)
    if len(numbers) > _FEW and by_year == len(numbers):
        return False
    return bool(numbers) and len(numbers) * 2 >= len(given)


def normalised(text: str) -> str:
    """Return an identifier in which a personal number is ten digits, however it was written."""
    if lacks_zero(text):
        return f"0{digits(text)}"
    return _STANDING_ALONE.sub(lambda match: digits(match[0]) if _has_date(match[0]) else match[0], text)


def replaced(text: str, by: Callable[[str], str]) -> str:
    """Return a text with each personal number that is written with its hyphen replaced by `by` of it."""
    return _WRITTEN_AS_ONE.sub(lambda match: by(match[0]) if _has_date(match[0]) else match[0], text)


def masked(text: str) -> str:
    """Return the text with everything hidden that could be a personal number, its date valid or not."""
    return _PERHAPS.sub(MASK, text)


def birth_date(text: str) -> date | None:
    """Return the birth date in an identifier that is a personal number; None if there is none.

    The seventh digit tells the century; what would be the 1800s are the 2000s, in which every child is born.
    """
    match = _STANDING_ALONE.fullmatch(normalised(text))
    if match is None:
        return None
    number = digits(match[0])
    day, month, year, century = int(number[:2]) % 60, int(number[2:4]), int(number[4:6]), int(number[6])
    early = century <= 3 or (century in {4, 9} and year >= 37)
    try:
        return date(year + (1900 if early else 2000), month, day)
    except ValueError:
        return None


def digits(text: str) -> str:
    """Return the digits of a text."""
    return re.sub(r"\D", "", text)


def _has_date(number: str) -> bool:
    """Return whether a number begins as a date, with 60 added to the day if it stands in for a real one."""
    day, month = int(number[:2]), int(number[2:4])
    return (1 <= day <= 31 or 61 <= day <= 91) and 1 <= month <= 12
