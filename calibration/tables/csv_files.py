"""Read CSV as municipal systems write it: any separator, any of the usual encodings."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

from calibration.tables.layout import LOOKED_AT, Aside, heading_at
from calibration.tables.table import Table, table_of
from language.messages import Message
from scenarios.files.refusals import RefusedError

SEPARATORS = {";": "semikolon", "\t": "tabulator", ",": "komma", "|": "lodret streg"}
LONGEST_CELL = 100
"""Lines that a cell may go over; more than that is a quotation mark that was never closed."""
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252"}
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=([^\w\s"]|\t)"?[;,\t| ]*[\r\n]*', re.IGNORECASE)
"""A first line that tells a spreadsheet the separator; it shows no such row."""
_ODD = bytes({*range(32)} - {*b"\t\n\r\f\v\x1a"})
"""Control characters that no text has. Left out is 1A, which ends a file in some old systems."""


def read_csv(data: bytes, name: str, known: Collection[str] = ()) -> Table:
    """Return the table in the bytes of a file; `known` are headings that may be expected.

    Raises RefusedError for bytes that are not text.
    """
    encoding, text = _decoded(data, name)
    lines = list(io.StringIO(text, newline=""))
    stated = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    asides = []
    if stated:
        asides = [Aside(row=0, kind="separator_line", text=lines.pop(0).strip())]
    separator = stated[1] if stated else _separator(lines, known)
    shown = "tab" if separator == "\t" else separator
    form = f"CSV ({shown}), {_NAMES.get(encoding, 'UTF-16')}"
    return table_of(_records(lines, separator), name=name, form=form, known=known, asides=asides)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return the encoding and the decoded text; a byte order mark decides, else the first guess that fits."""
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    zeros = data[:4000].count(0)
    wide = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    guesses = [marked] if marked else [wide] if zeros > len(data[:4000]) / 4 else ["utf-8", "cp1252"]
    for encoding in guesses:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = data if encoding in _NAMES else text.encode(errors="replace")
        odd = len(plain) - len(plain.translate(None, _ODD))
        if b"\0" not in plain and odd * 100 <= len(plain):
            return encoding, text
    raise RefusedError(
        Message(
            "{name}: the file is not a table; give CSV, an Excel sheet (.xlsx, .xls, .ods) or Parquet",
            name=name,
        )
    )


def _separator(lines: list[str], known: Collection[str]) -> str:
    """Return the separator that cuts the headings into most cells, and the rows below into as many."""
    return max(SEPARATORS, key=lambda separator: _fit(_sample(lines, separator), known))


def _sample(lines: list[str], separator: str) -> list[list[str]]:
    """Return the cells of the first lines that are not empty, each line for itself."""
    some = islice((line[: csv.field_size_limit()] for line in lines if line.strip()), LOOKED_AT)
    return [next(csv.reader([line], delimiter=separator), []) for line in some]


def _fit(rows: list[list[str]], known: Collection[str]) -> tuple[bool, int]:
    """Return whether most rows below the headings have as many cells as they, if several, and how many."""
    at = heading_at(rows, known)
    cells = len(rows[at]) if rows else 0
    same = sum(len(row) == cells for row in rows[at + 1 :])
    return cells > 1 and same * 2 >= len(rows) - at - 1, cells


class _Lines:
    """Iterator over lines that can step back, for a reader of one record at a time."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0
        self.begun = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at == len(self.lines):
            raise StopIteration
        if self.at - self.begun >= LONGEST_CELL:
            raise csv.Error
        self.at += 1
        return self.lines[self.at - 1]


def _records(lines: list[str], separator: str) -> Iterator[list[str] | None]:
    """Yield the cells of every record; None for a line in which a quotation mark is not closed.

    Such a mark would swallow the rows after it, or tear one of them apart: where a record of several lines
    does not come out right, its first line alone is given up, and reading goes on with the second.
    """
    feed = _Lines(lines)
    reader = csv.reader(feed, delimiter=separator, strict=True)
    widths = Counter(len(cells) for cells in _sample(lines, separator) if len(cells) > 1)
    width = max(widths, key=lambda cells: (widths[cells], cells), default=0)
    while feed.at < len(lines):
        feed.begun = feed.at
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = None
        width = width or len(cells or ())
        if feed.at > feed.begun + 1 and (cells is None or len(cells) != width):
            feed.at = feed.begun + 1
            cells = None
        yield cells
