"""Find Danish personal numbers (CPR) however they are written, bring them to one form, and mask them.

Caveat. Ten digits that begin as a date may be something else, and nine may have lost a zero or never had one:
what a text alone cannot tell is told by its column (`calibration.rows.personal_numbers`). A number that is
spread over two cells is not found, and neither are replacement numbers with letters.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, NamedTuple

MASK = "******-****"

_DASHES = frozenset("\u02d7\u2043\u2212\u30fc\u3161\u4e00")
"""Characters that look like a hyphen but are in no Unicode class of dashes."""
_FOLLOWS = r"(?:(?<![^\W_])|(?<=cpr)|(?<=nr)|(?<=nummer))"
_ENDS = r"(?![^\W_])"
_GAP = r"[\W_]{1,5}"
_IN_DATE = r"(?:[-./\\:_ ]{1,3}|,)"
_WRITTEN = re.compile(
    rf"{_FOLLOWS}(?:"
    rf"\d\d{_IN_DATE}?\d\d{_IN_DATE}?(?:19|20)\d\d(?:{_GAP})?\d{{4}}"  # 01-01-2012-1234, 01012012-1234
    rf"|\d{{6}}{_GAP}(?:\d{{4}}|\d\d[ .-]\d\d)"  # 010112-1234
    rf"|\d{{1,2}}({_IN_DATE})\d{{1,2}}\1\d\d(?:{_GAP})?\d{{4}}"  # 01.01.12-1234
    rf"|(?!20)\d{{4}}{_IN_DATE}\d\d{_IN_DATE}\d{{4}}"  # 0101-12-1234; 2012-10-0123 is a case of October
    rf"|\d([\W_]{{1,2}})(?:\d\2){{8}}\d"  # 0 1 0 1 1 2 1 2 3 4
    rf"|(?P<bare>\d{{10}})){_ENDS}",
    re.IGNORECASE,
)
_LABEL = r"(?:cpr|person)[\W_]*(?:nr|nummer|no)?"
_LABELLED = re.compile(rf"{_LABEL}[\W_]*(\d{{5}}[\W_]{{0,5}}\d{{4}}){_ENDS}", re.IGNORECASE)
_LABELS = re.compile(_LABEL, re.IGNORECASE)
_LABEL_ALONE = re.compile("cpr|person", re.IGNORECASE)
_PERHAPS = re.compile(
    r"(?P<short>[1-9]\d{4}(?:[\W_]{1,5})?\d{4})"  # a spreadsheet has eaten the first zero
    r"|(?P<amount>[1-9]\d{5}[.,]\d{4})"
    r"|[^\W\d_]{1,8}(?P<after>\d{10})|(?P<before>\d{10})[^\W\d_]{1,8}"
    r"|(?P<counted>\d[.,]\d{6,9}E\+?0?[89])",
    re.IGNORECASE,
)
"""Whole cells that may be a personal number or an ordinary one, such as an amount; the column decides."""
_WITH_LETTERS = re.compile(rf"(?<![^\W_])[\dOo]{{6}}(?:{_GAP})?[\dOo]{{4}}{_ENDS}")
_FEWEST_DIGITS = 9
"""Digits of the shortest number, one that has lost its first zero."""
_MANY_DIGITS = re.compile(r"(?:[\dOo][^\d]{0,5}){8}[\dOo]|\dE\+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z]+|#[0-9]+|#x[0-9A-Fa-f]+);")
_WHOLE_NUMBER = re.compile(r"(\d+)[.,]0+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(r"(?:^|[\W_])(?:p(?:[-. ]?(?:nr|nummer))?|produktionsenhed\w*)[\W_]*$", re.IGNORECASE)
"""Words before a production unit number (P-nummer): ten digits that begin with 10 and are no person's."""
_ADDRESS = re.compile(r"\b\w{1,20}://\S+")
"""Of a page or a server, whose digits mean something else."""
_NEAR = re.compile(r"\d{6,}[-\u2010-\u2015 ]?\d{4,}|(?<!\d)\d{5}[-\u2010-\u2015]?\d{4}(?!\d)")
"""Runs of digits that are long enough to contain a personal number."""

Sureness = Literal["written", "bare", "perhaps"]


class Found(NamedTuple):
    """A number in a text, its place there, and how surely it is a personal one."""

    start: int
    end: int
    number: str
    """Its ten digits."""
    sureness: Sureness
    """`written`: in a form that only personal numbers have; `bare`: ten digits alone, with a possible date;
    `perhaps`: the other texts of the column must decide."""


def readable(text: str) -> str:
    """Return a text with all digits, dashes and spaces in their ASCII forms and invisible characters removed.

    The letter O between digits of a number is read as zero.
    """
    if "&" in text:
        text = _ENTITY.sub(_of_entity, text)
    if not text.isascii() or not text.isprintable():
        text = "".join(map(_plain, unicodedata.normalize("NFKC", text)))
    return _WITH_LETTERS.sub(lambda match: re.sub("[Oo]", "0", match[0]), text) if _has_o(text) else text


def _of_entity(match: re.Match[str]) -> str:
    """Return the character of an HTML entity such as &nbsp;; those of letters and digits stay."""
    meant = html.unescape(match[0])
    return match[0] if meant.isalnum() else meant


def _has_o(text: str) -> bool:
    return "o" in text or "O" in text


def _plain(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(character)
    if kind == "Pd" or character in _DASHES:
        return "-"
    if character.isspace():
        return " "
    return "" if kind in {"Cf", "Cc", "Mn", "Me", "Cs"} else character


def find(text: str) -> tuple[str, Sequence[Found]]:
    """Return a text as `readable` and without the decimals of a whole number (7.0), and the numbers in it.

    Places of the numbers are those in the text that is returned. One without any may come back as it is.
    """
    if len(text) < _FEWEST_DIGITS and text.isascii():
        return text, ()
    plain = readable(text)
    if not _MANY_DIGITS.search(plain):
        return plain, ()
    plain = without_decimals(plain.strip())
    if perhaps := _perhaps(plain):
        return plain, (perhaps,)
    numbers: list[Found] = []
    label = _LABEL_ALONE.search(plain)
    at = 0
    while match := _WRITTEN.search(plain, at):
        number = _ten_digits(match[0])
        at = match.end()
        if number is None or (match["bare"] and number[:2] == "10" and _follows_unit(plain, match.start())):
            at = match.start() + 1
            continue
        is_bare = match["bare"] and not (label and label.end() <= match.start())
        numbers.append(Found(match.start(), match.end(), number, "bare" if is_bare else "written"))
    numbers += [
        Found(match.start(1), match.end(1), number, "written")
        for match in _LABELLED.finditer(plain)
        if has_date(number := f"0{digits(match[1])}")
    ]
    return plain, sorted(numbers)


def _follows_unit(text: str, at: int) -> bool:
    """Return whether the number at a place in a text is said to be of a production unit, close before it."""
    return _UNIT.search(text[max(0, at - _CLOSE) : at]) is not None


_CLOSE = 40


def _ten_digits(written: str) -> str | None:
    """Return the ten digits of a match of `_WRITTEN`; None where they do not begin with a date."""
    number = digits(written)
    if len(number) == 12:
        apart = not written[:8].isdigit()
        if apart and _YEAR.fullmatch(number[8:]) and number[8:] >= number[4:8]:  # from a day until a year
            return None
        number = f"{number[:4]}{number[6:]}"
    if len(number) < 10:
        day, month, *rest = re.findall(r"\d+", written)
        number = f"{day:0>2}{month:0>2}{''.join(rest)}"
    return number if len(number) == 10 and has_date(number) else None


def _perhaps(text: str) -> Found | None:
    """Return the personal number that a whole cell may be (`_PERHAPS`), None where it can be none."""
    match = _PERHAPS.fullmatch(text)
    if match is None or _LABELLED.match(text) or _LABELS.match(text):
        return None
    kind = str(match.lastgroup)
    written = match[kind]
    if kind == "counted":
        mantissa, power = written.upper().split("E")
        written = digits(mantissa).ljust(int(power) + 1, "0")
    number = digits(written).zfill(10)
    if len(number) != 10 or not has_date(number):
        return None
    start, end = match.span(kind)
    return Found(start, end, number, "perhaps")


def replaced(text: str, numbers: Sequence[Found], by: Callable[[str], str]) -> str:
    """Return a text, as `find` gives it, with `by` of each number in the place of the number."""
    parts, at = [], 0
    for found in numbers:
        parts += [text[at : found.start], by(found.number)]
        at = found.end
    return "".join([*parts, text[at:]])


def one_form(text: str) -> str:
    """Return an identifier in which a personal number is ten digits, however it was written.

    A word that only says that it is one is no part of it.
    """
    plain, numbers = find(text)
    if not numbers:
        return text
    rest = _LABELS.sub("", replaced(plain, numbers, lambda _: ""))
    if len(numbers) == 1 and not re.search(r"[^\W_]", rest):
        return numbers[0].number
    return replaced(plain, numbers, str)


def without_decimals(text: str) -> str:
    """Return a whole number that was written with decimals, as 7.0, without them; any other text as it is."""
    match = _WHOLE_NUMBER.fullmatch(text)
    return match[1] if match else text


def hidden(text: str) -> str:
    """Return a text with the numbers masked that are `written` or `bare`; a text without any as it is."""
    plain, numbers = find(text)
    sure = [found for found in numbers if found.sureness != "perhaps"]
    return replaced(plain, sure, lambda _: MASK) if sure else text


def stands_in(text: str) -> bool:
    """Return whether a text has a number without doubt, outside addresses of pages and servers."""
    apart = _ADDRESS.sub(" ", text)
    return hidden(apart) != apart


def masked(text: str) -> str:
    """Return a sentence with every run of digits masked that could be a personal number, however unlikely."""
    near = _NEAR.sub(lambda match: MASK if _is_near(match) else match[0], text)
    plain, numbers = find(near)
    return replaced(plain, numbers, lambda _: MASK) if numbers else near


def _is_near(match: re.Match[str]) -> bool:
    """Return whether a match of `_NEAR` contains a possible number, or looks like one with a wrong date."""
    number = digits(match[0]).zfill(10)
    if len(number) == 10 and not match[0].isdigit():
        return True
    is_unit = len(number) == 10 and _follows_unit(match.string, match.start())
    return not is_unit and any(has_date(number[at:]) for at in range(len(number) - 9))


def birth_date(number: str) -> date | None:
    """Return the birth date in ten digits that are a personal number; None if there is none.

    The seventh digit tells the century; what would be the 1800s are the 2000s, in which every child is born.
    """
    if not re.fullmatch("[0-9]{10}", number):
        return None
    day, month, year, century = int(number[:2]) % 60, int(number[2:4]), int(number[4:6]), int(number[6])
    early = century <= 3 or (century in {4, 9} and year >= 37)
    try:
        return date(year + (1900 if early else 2000), month, day)
    except ValueError:
        return None


def digits(text: str) -> str:
    """Return the digits of a text."""
    return re.sub(r"\D", "", text)


def has_date(number: str) -> bool:
    """Return whether a number begins as a date, with 60 added to the day if it stands in for a real one."""
    day, month = int(number[:2]), int(number[2:4])
    return (1 <= day <= 31 or 61 <= day <= 91) and 1 <= month <= 12
