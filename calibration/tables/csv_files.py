"""Read CSV as municipal systems write it: any separator, any of the usual encodings."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO

from calibration.tables.layout import LOOKED_AT, Aside, heading_at
from calibration.tables.table import Table, empty_file_error, table_of
from language.messages import Message
from scenarios.files.refusals import RefusedError

SEPARATORS = {";": "semikolon", "\t": "tabulator", ",": "komma", "|": "lodret streg"}
LONGEST_CELL = 100
"""Lines that a cell may go over; more than that is a quotation mark that was never closed."""
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252"}
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=([^\w\s"]|\t)"?[;,\t| ]*[\r\n]*', re.IGNORECASE)
"""A first line that tells a spreadsheet the separator; it shows no such row."""
_BLOCK = 1 << 20
"""Bytes that are looked at together."""
_ODD = bytes({*range(32)} - {*b"\t\n\r\f\v\x1a"})
"""Control characters that no text has. Left out is 1A, which ends a file in some old systems."""


def read_csv(file: BinaryIO, name: str, known: Collection[str] = ()) -> Table:
    """Return the table in an open file; `known` are headings that may be expected.

    The file is read twice, to see what it is and to take its lines, so that it is never held as a whole.
    Raises RefusedError for one that is empty or no text.
    """
    encoding = _encoding(file, name)
    file.seek(0)
    with io.TextIOWrapper(file, encoding=encoding, newline="") as lines:
        line = next(lines, "")
        stated = _SEPARATOR_LINE.fullmatch(line)
        asides = [Aside(row=0, kind="separator_line", text=line.strip())] if stated else []
        first = _first_lines(lines if stated else chain([line], lines))
        separator = stated[1] if stated else _separator(first, known)
        shown = "tab" if separator == "\t" else separator
        form = f"CSV ({shown}), {_NAMES.get(encoding, 'UTF-16')}"
        records = _records(chain(first, lines), separator, _sample(first, separator))
        return table_of(records, name=name, form=form, known=known, asides=asides)


def _encoding(file: BinaryIO, name: str) -> str:
    """Return the encoding; a byte order mark decides, else the first guess that fits."""
    file.seek(0)
    if not any(block.strip() for block in _blocks(file)):
        raise empty_file_error(name)
    file.seek(0)
    begins = file.read(4000)
    marked = next((encoding for mark, encoding in _MARKS.items() if begins.startswith(mark)), None)
    wide = "utf-16-be" if begins[:1] == b"\0" else "utf-16-le"
    guesses = [marked] if marked else [wide] if begins.count(0) > len(begins) / 4 else ["utf-8", "cp1252"]
    for encoding in guesses:
        file.seek(0)
        if _is_text(file, encoding):
            return encoding
    raise RefusedError(
        Message(
            "{name}: the file is not a table; give CSV, an Excel sheet (.xlsx, .xls, .ods) or Parquet",
            name=name,
        )
    )


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    return iter(partial(file.read, _BLOCK), b"")


def _is_text(file: BinaryIO, encoding: str) -> bool:
    """Return whether the bytes of a file are text in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    size = odd = 0
    try:
        for block in _blocks(file):
            text = decoder.decode(block)
            plain = block if encoding in _NAMES else text.encode()
            size += len(plain)
            odd += len(plain) - len(plain.translate(None, _ODD))
            if b"\0" in plain:
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return odd * 100 <= size


def _first_lines(lines: Iterable[str]) -> list[str]:
    """Return the lines until so many of them are not empty that the kind of the file can be told."""
    first: list[str] = []
    filled = 0
    for line in lines:
        first.append(line)
        filled += bool(line.strip())
        if filled == LOOKED_AT:
            break
    return first


def _separator(lines: list[str], known: Collection[str]) -> str:
    """Return the separator that cuts the headings into most cells, and the rows below into as many."""
    return max(SEPARATORS, key=lambda separator: _fit(_sample(lines, separator), known))


def _sample(lines: list[str], separator: str) -> list[list[str]]:
    """Return the cells of the lines that are not empty, each line for itself."""
    some = (line[: csv.field_size_limit()] for line in lines if line.strip())
    return [next(csv.reader([line], delimiter=separator), []) for line in some]


def _fit(rows: list[list[str]], known: Collection[str]) -> tuple[bool, int]:
    """Return whether most rows below the headings have as many cells as they, if several, and how many."""
    at = heading_at(rows, known)
    cells = len(rows[at]) if rows else 0
    same = sum(len(row) == cells for row in rows[at + 1 :])
    return cells > 1 and same * 2 >= len(rows) - at - 1, cells


class _Lines:
    """Iterator over lines that can step back, for a reader of one record at a time."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.record: list[str] = []
        """Lines of the record that is being read."""
        self.again: list[str] = []
        """Lines that come again before further ones, the next of them last."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.record) >= LONGEST_CELL:
            raise csv.Error
        line = self.again.pop() if self.again else next(self.lines)
        self.record.append(line)
        return line

    def step_back(self) -> None:
        """Give the lines of the record again, from its second one."""
        self.again += reversed(self.record[1:])


def _records(lines: Iterator[str], separator: str, sample: list[list[str]]) -> Iterator[list[str] | None]:
    """Yield the cells of every record; None for a line in which a quotation mark is not closed.

    Such a mark would swallow the rows after it, or tear one of them apart: where a record of several lines
    does not come out right, its first line alone is given up, and reading goes on with the second.
    """
    feed = _Lines(lines)
    reader = csv.reader(feed, delimiter=separator, strict=True)
    widths = Counter(len(cells) for cells in sample if len(cells) > 1)
    width = max(widths, key=lambda cells: (widths[cells], cells), default=0)
    while True:
        feed.record.clear()
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = None
        if not feed.record:
            return
        width = width or len(cells or ())
        if len(feed.record) > 1 and (cells is None or len(cells) != width):
            feed.step_back()
            cells = None
        yield cells
