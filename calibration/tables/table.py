"""Hold a table of texts, whatever kind of file it was read from."""

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, count, islice
from string import ascii_uppercase, whitespace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from calibration.tables.dates_and_amounts import DAY_ZERO
from calibration.tables.layout import (
    LOOKED_AT,
    Aside,
    AsideKind,
    aside_kind,
    heading_at,
    is_full,
    may_be_footnote,
    plain,
    texts_of,
)
from language import formatting
from language.messages import Fact, Message
from model.world.arrays import Bools, Ints
from scenarios.files.refusals import RefusedError

MOST_ROWS = 1_048_576
"""As many as a spreadsheet takes."""
MOST_COLUMNS = 500
MOST_CELLS = 26 * 1_048_576
"""Of the rectangle around everything in a sheet; one stray cell far out makes it huge."""
_BLOCK = 10_000
"""Rows that are collected before they are added to the columns, where each text is kept once."""


_INVISIBLE = f"{whitespace}\u00a0\u2007\u2009\u202f\u200b\u200e\u200f\ufeff"
_MARKED_AS_TEXT = re.compile(r"""="([^"]*)"|'([\d=+-].*)""", re.DOTALL)

Value = TypeVar("Value", bound=np.generic)
Codes = NDArray[np.int32]
"""Places in a list of the different values; half as large as numbers of the machine's own size."""


def bare_text(text: str) -> str:
    """Return the text of a cell without white space, invisible characters and a spreadsheet's mark for text.

    ="007" and '007 are how a spreadsheet is told that 007 is a text.
    """
    bare = text.strip(_INVISIBLE)
    if not bare.startswith(("=", "'")):
        return bare
    marked = _MARKED_AS_TEXT.fullmatch(bare)
    return (marked[1] or marked[2] or "").strip() if marked else bare


@dataclass(frozen=True, kw_only=True)
class Cells:
    """A column of texts, each different text kept once."""

    codes: Codes
    """By row: which of `texts`."""
    texts: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Cells":
        """Return the column of these texts, without white space at their ends."""
        growing = _ColumnBuilder()
        growing.add(texts)
        return growing.cells()

    @classmethod
    def same(cls, text: str, rows: int) -> "Cells":
        """Return a column in which every row has the same text."""
        return cls(codes=np.zeros(rows, dtype=np.int32), texts=(text,))

    def mapped(self, change: Callable[[str], str]) -> "Cells":
        """Return the column of changed texts."""
        numbers = _numbering()
        codes = np.fromiter(map(numbers.__getitem__, map(change, self.texts)), np.int32)
        return Cells(codes=codes[self.codes], texts=tuple(numbers))

    def where(self, holds: Callable[[str], bool]) -> Bools:
        """Return in which rows a condition holds of the text; [row]."""
        return self.spread(np.array([holds(text) for text in self.texts], dtype=bool))

    def spread(self, values: NDArray[Value]) -> NDArray[Value]:
        """Return, by row, the value that stands for its text; `values` are in the order of `texts`."""
        return values[self.codes]

    def by_row(self) -> NDArray[np.object_]:
        """Return the texts, [row]."""
        return self.spread(np.array(self.texts, dtype=object))

    def at(self, row: int) -> str:
        """Return the text in a row, counted from 0."""
        return self.texts[int(self.codes[row])]

    @cached_property
    def filled(self) -> Bools:
        """In which rows there is a text; [row]."""
        return self.where(bool)

    def or_else(self, other: "Cells") -> "Cells":
        """Return the column with the empty texts taken from another."""
        codes = np.where(self.filled, self.codes, other.codes + np.int32(len(self.texts)))
        return Cells(codes=codes, texts=self.texts + other.texts).mapped(str)

    def kept(self, rows: Bools) -> "Cells":
        """Return the column of some of the rows."""
        return self if rows.all() else Cells(codes=self.codes[rows], texts=self.texts)


def _numbering() -> defaultdict[str, int]:
    """Return an empty dictionary that gives each text that is new to it the next number, from 0."""
    return defaultdict(count().__next__)


class _ColumnBuilder:
    """Builder of a column, to which rows are added."""

    def __init__(self) -> None:
        self.numbers = _numbering()
        self.blocks: list[Codes] = [np.empty(0, dtype=np.int32)]

    def add(self, texts: Iterable[str]) -> None:
        self.blocks.append(np.fromiter(map(self.numbers.__getitem__, texts), np.int32))

    def cells(self) -> Cells:
        cells = Cells(codes=np.concatenate(self.blocks), texts=tuple(self.numbers))
        is_bare = all(bare_text(text) == text for text in cells.texts)
        return cells if is_bare else cells.mapped(bare_text)


@dataclass(frozen=True, kw_only=True)
class Misfit:
    """A row that has another number of cells than the headings."""

    row: int
    cells: int | None
    """None where a quotation mark was not closed, so that the cells cannot be told apart."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """The headings of a file, its columns, and which row each of their cells stood in."""

    form: str
    """What the file is, such as "CSV (;), UTF-8"."""
    headings: tuple[str, ...]
    columns: tuple[Cells, ...]
    numbers: Ints
    """By row: its number in the file."""
    misfits: tuple[Misfit, ...] = ()
    """Rows that are in none of the columns."""
    unread: tuple[str, ...] = ()
    """Sheets that were not read, though something stands in them."""
    asides: tuple[Aside, ...] = ()
    """Title lines, totals and footnotes, which are in none of the columns either."""
    hides_errors: bool = False
    """Whether a cell that shows an error cannot be told from an empty one in this kind of file."""
    day_zero: date = DAY_ZERO
    """From which a day number without a format counts."""

    def named(self, headings: Iterable[str]) -> list[int]:
        """Return the columns under these headings, whatever their case and spaces, in this order."""
        return [at for wanted in headings for at in self._places.get(plain(wanted), ())]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, heading in enumerate(self.headings):
            places.setdefault(plain(heading), []).append(at)
        return places

    @property
    def rows(self) -> int:
        """How many rows the file has below the headings, without the empty ones."""
        return len(self.numbers) + len(self.misfits)


def table_of(
    records: Iterable[Sequence[str] | None],
    *,
    name: str,
    form: str,
    known: Collection[str] = (),
    asides: Iterable[Aside] = (),
) -> Table:
    """Return the table of a file's rows; None is a row whose cells cannot be told apart.

    `known` are headings that may be expected, `plain`; `asides` are lines that are no rows.

    Raises RefusedError for a file without headings, or with too many rows or columns.
    """
    rest = iter(records)
    first = [*islice(rest, LOOKED_AT)]
    heading_row = 1 + heading_at([record or () for record in first], known)
    growing = _TableBuilder(name, asides, heading_row)
    for number, record in enumerate(chain(first, rest), start=1):
        if number > MOST_ROWS:
            raise too_large_error(name, rows=MOST_ROWS)
        growing.add(number, record)
    return growing.table(form)


class _TableBuilder:
    """Builder of a table, to which the rows of a file are added in their order."""

    def __init__(self, name: str, asides: Iterable[Aside], heading_row: int) -> None:
        self.name = name
        self.heading_row = heading_row
        self.headings: tuple[str, ...] = ()
        self.columns: list[_ColumnBuilder] = []
        self.block: list[Sequence[str]] = []
        self.numbers = array("q")
        self.misfits: list[Misfit] = []
        self.asides = [*asides]
        self.perhaps_footnotes: list[tuple[int, Sequence[str]]] = []
        # Separators behind the last cell are no cells, where every row of the file has as many.
        self.widest = 0

    def add(self, number: int, record: Sequence[str] | None) -> None:
        """Add a row: to the columns, the misfits or the asides, or to none if it is empty."""
        if record is None:
            self.misfits.append(Misfit(row=number, cells=None))
        elif self.headings and is_full(record, self.headings):
            self.add_no_footnotes()
            self.add_data(number, record)
        elif not "".join(record).strip():
            return
        elif number < self.heading_row:
            self.set_aside("title_line", number, record)
        elif not self.headings:
            self.set_headings(record)
        elif kind := aside_kind(record, self.headings):
            self.set_aside(kind, number, record)
        elif may_be_footnote(record, self.headings):
            self.perhaps_footnotes.append((number, record))
        else:
            self.add_no_footnotes()
            self.add_data(number, record)

    def set_aside(self, kind: AsideKind, number: int, record: Sequence[str]) -> None:
        self.asides.append(Aside(row=number, kind=kind, text="; ".join(texts_of(record))))

    def set_headings(self, record: Sequence[str]) -> None:
        self.headings, self.widest = _headings(record), len(record)
        self.columns = [_ColumnBuilder() for _ in self.headings]
        if len(self.headings) > MOST_COLUMNS:
            raise too_large_error(self.name, columns=MOST_COLUMNS)

    def add_no_footnotes(self) -> None:
        """Add the rows that would have been footnotes, had no row of data come after them."""
        for number, record in self.perhaps_footnotes:
            self.add_data(number, record)
        self.perhaps_footnotes.clear()

    def add_data(self, number: int, record: Sequence[str]) -> None:
        extra = len(record) - len(self.headings)
        if (
            extra < 0
            or any(islice(record, len(self.headings), None))
            or (extra and self.numbers and len(record) > self.widest)
        ):
            self.misfits.append(Misfit(row=number, cells=len(record)))
            return
        self.widest = max(self.widest, len(record))
        self.numbers.append(number)
        self.block.append(record)
        if len(self.block) == _BLOCK:
            self.add_block()

    def add_block(self) -> None:
        """Add a block of rows to the columns, and empty it."""
        for column, texts in zip(self.columns, zip(*self.block, strict=False), strict=False):
            column.add(texts)
        self.block.clear()

    def table(self, form: str) -> Table:
        """Return the table of what was added; raises RefusedError where there were no headings."""
        if not self.headings:
            raise empty_file_error(self.name)
        for number, record in self.perhaps_footnotes:
            self.set_aside("footnote", number, record)
        self.add_block()
        columns = []
        while self.columns:  # each builder is gone before the next column is made
            columns.append(self.columns.pop(0).cells())
        return Table(
            form=form,
            headings=self.headings,
            columns=tuple(columns),
            numbers=np.array(self.numbers, dtype=np.int64),
            misfits=tuple(self.misfits),
            asides=tuple(self.asides),
        )


def _headings(record: Sequence[str]) -> tuple[str, ...]:
    """Return the headings without the empty ones after the last, which carry no columns."""
    texts = [" ".join(bare_text(cell).split()) for cell in record]
    while not texts[-1]:
        texts.pop()
    return tuple(texts)


def column_letter(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0: A, B, ..., Z, AA, ..."""
    above, here = divmod(column, 26)
    return (column_letter(above - 1) if above else "") + ascii_uppercase[here]


def number_text(value: float) -> str:
    """Return a number as an unambiguous text: 1.234, which may be read as thousands, becomes "1.2340"."""
    if not math.isfinite(value):
        return "" if math.isnan(value) else repr(value)
    text = str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
    whole, point, decimals = text.partition(".")
    return f"{text}0" if point and len(decimals) == 3 and len(whole.lstrip("-")) <= 3 else text


def empty_file_error(name: str) -> RefusedError:
    """Return the refusal of an empty file."""
    return RefusedError(
        Message("{name}: the file is empty; give an extract with headings in its first row", name=name)
    )


def too_large_error(name: str, *, rows: int = 0, columns: int = 0) -> RefusedError:
    """Return the refusal of a table with more rows or columns than this."""
    most = (
        Message("{count} rows", count=Fact(formatting.number, rows))
        if rows
        else Message("{count} columns", count=columns)
    )
    return RefusedError(
        Message(
            "{name}: the table is too large; at most {most} are read. Divide it, or take away "
            "what is not used",
            name=name,
            most=most,
        )
    )
