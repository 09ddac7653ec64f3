"""Tell headings, title lines, totals and footnotes apart from the rows of data.

A title, a total or a footnote is known by its words and by how few of the columns it fills.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

AsideKind = Literal["separator_line", "title_line", "heading_again", "totals_row", "footnote"]

LOOKED_AT = 50
"""Rows among which the headings are looked for."""
_FEWEST_KNOWN = 2
"""Known headings in a row of headings."""
_FEWEST_COLUMNS = 3
"""Of a table in which one text alone in a row says something about the table."""
_FEW_TEXTS = 2
"""So many texts in a row may be a footnote."""
_TOTALS = r"(?:(?:grand|hoved|del|sub|mellem|slut)[- ]?)?(?:totalt?(?:sum)?|sum(?:\s+total)?|i\s?alt|Σ)"
_WHOLE = re.compile(rf"(?:samlet\s+)?{_TOTALS}\s*[:.=]?", re.IGNORECASE)
_BEGINS = re.compile(
    rf"(?:{_TOTALS}|samlet|antal|gennemsnit|average|count|hele\s+kommunen)\b.*", re.IGNORECASE | re.DOTALL
)
_ENDS = re.compile(r".+\s(?:i\s?alt|total|resultat|sum)\s*:?", re.IGNORECASE | re.DOTALL)
_NOTE = re.compile(
    r"(?:(?:anm|anmærkning|anmærkninger|note|noter|fodnote|kilde|kilder|source|bemærk|bemærkning|bemærkninger"
    r"|obs|nb|udskrevet|udtrukket|printed)\b|side\s+\d|page\s+\d|[*†‡¹²³©]|\d\)\s).*",
    re.IGNORECASE | re.DOTALL,
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, kw_only=True)
class Aside:
    """A row that says something about the table and is none of its rows of data."""

    row: int
    """Its number in the file; 0 for a first line that a spreadsheet does not show."""
    kind: AsideKind
    text: str


def plain(text: str) -> str:
    """Return a text without case and white space, as headings and values are compared."""
    return "".join(text.split()).casefold()


def heading_at(rows: Sequence[Sequence[str]], known: Collection[str] = ()) -> int:
    """Return which of the first rows of a file has the headings.

    It is the one with most of the `known` headings, which are `plain`. Where no row has two of them it is the
    first that fills at least three fifths of the columns of the widest, mostly with words; where there is
    none, the first that is not empty.
    """
    familiar = [sum(plain(text) in known for text in texts_of(row)) for row in rows]
    if max(familiar, default=0) >= _FEWEST_KNOWN:
        return familiar.index(max(familiar))
    filled = [len(texts_of(row)) for row in rows]
    widest = max(filled, default=0)
    for at, row in enumerate(rows):
        if filled[at] and filled[at] * 5 >= widest * 3 and _has_words(row):
            return at
    return next((at for at, number in enumerate(filled) if number), 0)


def texts_of(row: Sequence[str]) -> list[str]:
    """Return the texts of a row without the empty cells."""
    return [text for cell in row if (text := cell.strip())]


def aside_kind(row: Sequence[str], headings: Sequence[str]) -> AsideKind | None:
    """Return what a row below the headings is, if it is known to be no row of data."""
    texts = texts_of(row)
    first = texts[0]
    sparse = len(texts) * 2 <= len(headings)
    if [" ".join(text.split()) for text in texts] == [heading for heading in headings if heading]:
        return "heading_again"
    if _WHOLE.fullmatch(first) or (sparse and (_BEGINS.fullmatch(first) or _ENDS.fullmatch(first))):
        return "totals_row"
    if _NOTE.fullmatch(first) and (sparse or len(row) < len(headings)):
        return "footnote"
    return None


def is_full(row: Sequence[str], headings: Sequence[str]) -> bool:
    """Return whether a row fills so many of the columns that it is a row of data: a quick test of most rows.

    Of another row `aside_kind` and `may_be_footnote` tell what it is.
    """
    filled = len(row) - row.count("") - sum(map(str.isspace, row))
    if len(row) < len(headings) or filled * 2 <= len(headings) or filled <= _FEW_TEXTS:
        return False
    first = next(text for cell in row if (text := cell.strip()))
    return not _WHOLE.fullmatch(first) and " ".join(first.split()) not in headings


def may_be_footnote(row: Sequence[str], headings: Sequence[str]) -> bool:
    """Return whether a row is a footnote if no row of data comes after it.

    It is one text of several words, or a word with a colon and what it says.
    """
    first, *others = texts_of(row)
    if len(headings) < _FEWEST_COLUMNS:
        return False
    return bool(re.search(r"\s|:", first)) if not others else first.endswith(":") and len(others) == 1


def _has_words(row: Sequence[str]) -> bool:
    texts = texts_of(row)
    return 2 * sum(bool(_LETTER.search(text)) for text in texts) >= len(texts)
