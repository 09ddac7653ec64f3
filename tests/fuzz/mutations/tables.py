"""Damage a ledger as a table: cells, headings, rows and columns, and how it is written."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Literal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.calibration.tables.opendocuments import cell, opendocument, row
from tests.fuzz.mutations.texts import DATES, NUMBERS, PERSON, WORDS

Lines = list[list[str]]
_ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32", "cp850", "utf-7")
_HEADINGS = (
    "",
    "child_id",
    "step",
    "start",
    "end",
    "birth_date",
    "Barn",
    "CPR",
    "Slut",
    "Paragraf",
    "x" * 300,
    "=A1",
)
_ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
"""Characters that no workbook can hold."""


def damaged(lines: Lines, chance: Random) -> Lines:
    """Return a table with one to five things changed."""
    lines = [[*line] for line in lines]
    for _ in range(chance.choice((1, 1, 2, 5))):
        change = chance.choice((_cells, _cells, _cells, _column, _column, _heading, _rows, _rows, _ragged))
        if lines and all(lines):
            change(lines, chance)
    return lines


def _strange(chance: Random) -> str:
    return chance.choice(
        (*NUMBERS, *DATES, *WORDS, *PERSON, "x" * 40_000, "01-02-2024", "-5,5", "1.234,50", "a;b")
    )


def _cells(lines: Lines, chance: Random) -> None:
    for _ in range(chance.choice((1, 1, 5, 50))):
        line = chance.choice(lines)
        line[chance.randrange(len(line))] = _strange(chance)


def _column(lines: Lines, chance: Random) -> None:
    """Let a column be gone, doubled, empty, one value, or another's."""
    width = min(map(len, lines))
    at, other, value = chance.randrange(width), chance.randrange(width), _strange(chance)
    how = chance.randrange(6)
    for number, line in enumerate(lines):
        if how == 0:
            del line[at]
        elif how == 1:
            line.insert(at, line[at])
        elif number and how == 2:
            line[at] = ""
        elif number and how == 3:
            line[at] = value
        elif how == 4:
            line[at], line[other] = line[other], line[at]
        elif number and how == 5:
            line[at] = str(number * 37 % 1000)


def _heading(lines: Lines, chance: Random) -> None:
    lines[0][chance.randrange(len(lines[0]))] = chance.choice((*_HEADINGS, *PERSON, chance.choice(lines[0])))


def _rows(lines: Lines, chance: Random) -> None:
    at = chance.randrange(len(lines))
    how = chance.randrange(6)
    if how == 0:
        del lines[at:]
    elif how == 1:
        del lines[0]
    elif how == 2:
        lines[at:at] = [[*lines[at]] for _ in range(chance.choice((1, 3, 300)))]
    elif how == 3:
        lines[0:0] = [[_strange(chance)] for _ in range(chance.choice((1, 5, 40)))]
    elif how == 4:
        lines.append([*lines[0]])
    else:
        lines[at] = [""] * len(lines[at])


def _ragged(lines: Lines, chance: Random) -> None:
    line = chance.choice(lines)
    if chance.random() < 0.5:
        line[chance.randrange(len(line)) :] = []
    else:
        line.extend([_strange(chance)] * chance.choice((1, 20, 300)))


def as_csv(lines: Lines, chance: Random) -> bytes:
    """Return the table as separated values, perhaps separated, quoted and encoded in a strange way."""
    text = io.StringIO()
    plain = chance.random() < 0.6
    separator = ";" if plain else chance.choice(",;\t|: ")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if not plain and chance.random() < 0.5 else csv.QUOTE_MINIMAL
    ending = "\n" if plain else chance.choice(("\n", "\r\n", "\r", "\n\n"))
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=ending).writerows(lines)
    return text.getvalue().encode("utf-8" if plain else chance.choice(_ENCODINGS), errors="replace")


def as_workbook(lines: Lines, chance: Random) -> bytes:
    """Return the table as an Excel workbook; some cells are numbers, or dates."""
    book = openpyxl.Workbook()
    sheet = book.active
    numbers = chance.random() < 0.5
    for line in lines:
        sheet.append([_value(value[:32_000].translate(_ILLEGAL), numbers=numbers) for value in line])
    if chance.random() < 0.2:
        book.create_sheet(chance.choice(("Mere", PERSON[0], "x" * 31)), index=chance.choice((0, 1))).append(
            ["x"]
        )
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _value(text: str, *, numbers: bool) -> object:
    if numbers:
        try:
            return float(text)
        except ValueError:
            pass
    return text.encode(errors="replace").decode()


def as_opendocument(lines: Lines, folder: Path) -> bytes:
    """Return the table as an OpenDocument sheet; what looks like a tag becomes one."""
    return opendocument(folder, "".join(row(*map(cell, line)) for line in lines)).read_bytes()


def as_parquet(lines: Lines, chance: Random) -> bytes:
    """Return the table as Parquet, with columns of any type."""
    width = min(map(len, lines), default=0)
    names = [lines[0][at].encode(errors="replace").decode() for at in range(width)]
    columns = [_array([line[at] for line in lines[1:]], chance) for at in range(width)]
    written = io.BytesIO()
    pq.write_table(
        pa.table(columns, names=names), written, compression=chance.choice(("none", "snappy", "zstd"))
    )
    return written.getvalue()


def _array(texts: list[str], chance: Random) -> pa.Array:
    plain = pa.array([text.encode(errors="replace").decode() for text in texts], pa.string())
    others: tuple[Callable[[], pa.Array], ...] = (
        lambda: pa.array([None] * len(texts)),
        lambda: pa.array([[text] for text in plain.to_pylist()]),
        lambda: pa.array([{"a": text} for text in plain.to_pylist()]),
        lambda: plain.cast(pa.binary()),
        plain.dictionary_encode,
        lambda: pa.array([chance.choice((1e308, float("nan"), -1.0, 3.0)) for _ in texts]),
        lambda: pa.array([chance.randrange(-(2**62), 2**62) for _ in texts], pa.timestamp("ns")),
        lambda: pa.array([chance.randrange(-(10**6), 10**6) for _ in texts], pa.date32()),
        lambda: pa.array([bool(chance.randrange(2)) for _ in texts]),
        lambda: pa.array([chance.randrange(10**6) for _ in texts], pa.decimal128(38, 0)),
    )
    return plain if chance.random() < 0.4 else chance.choice(others)()
