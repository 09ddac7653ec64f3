"""Read Excel and OpenDocument sheets as tables of texts."""

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from calibration.tables.opendocument_parts import CONTENT, opendocument_parts
from calibration.tables.table import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    number_text,
    table_of,
    too_large_error,
)
from calibration.tables.workbook_parts import WorkbookParts, workbook_parts
from language.messages import Message
from scenarios.files.refusals import RefusedError

LARGEST_UNPACKED = 1_000_000_000
"""Bytes of the parts of a workbook together, unpacked."""
_ROW = re.compile(rb'<row [^>]{0,200}?\br="(\d{1,9})"')
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})\d+"[^>/]{0,100}>')
_TAG = re.compile(rb"<table:table(-row|-cell|)[ />][^>]{0,500}")
_REPEATED = re.compile(rb'-repeated="(\d{1,9})"')
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, RuntimeError)
"""Errors of unpacking; RuntimeError for parts that are locked or packed in a way it does not know."""
_CHUNK, _OVERLAP = 1 << 24, 300


def read_workbook(data: bytes, name: str, known: Collection[str] = ()) -> Table:
    """Return the table in the first sheet with anything in it; `known` are headings that may be expected.

    Raises RefusedError for a workbook that is protected, damaged or too large.
    """
    _check_workbook(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheets = [sheet for sheet in map(book.get_sheet_by_name, shown) if sheet.height]
        parts = _parts(data, sheets[0].name) if sheets else WorkbookParts()
        records = _records(sheets[0], parts, name) if sheets else iter(())
    except PasswordError as error:
        raise RefusedError(
            Message(
                "{name}: the workbook is locked with a password; save it without one and try again", name=name
            )
        ) from error
    except (CalamineError, ET.ParseError, expat.ExpatError, OverflowError, *_DAMAGE) as error:
        raise _damaged_error(name) from error
    form = f"Excel ({sheets[0].name})" if sheets else "Excel"
    table = table_of(records, name=name, form=form, known=known)
    return replace(
        table,
        unread=tuple(sheet.name for sheet in sheets[1:]),
        day_zero=parts.day_zero,
        hides_errors=not parts.shows_errors,
    )


def _parts(data: bytes, sheet: str) -> WorkbookParts:
    if not data.startswith(b"PK"):
        return WorkbookParts()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        read = opendocument_parts if CONTENT in parts.namelist() else workbook_parts
        return read(parts, sheet)


def _records(sheet: CalamineSheet, parts: WorkbookParts, name: str) -> Iterator[list[str]]:
    """Yield the texts of every row from the first on, and of every column from A on, empty or not.

    A cell that shows an error has that text, and a formula that was never calculated stands as it is.
    """
    if sheet.width > MOST_COLUMNS:
        raise too_large_error(name, columns=MOST_COLUMNS)
    before = [""] * (sheet.start or (0, 0))[1]
    for number, row in enumerate(sheet.iter_rows()):
        texts = before + [_text(value) for value in row]
        for column, shown in parts.without_value.get(number, {}).items():
            if column < len(texts):
                texts[column] = shown
        yield texts


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else ""


def _check_workbook(data: bytes, name: str) -> None:
    """Refuse a workbook that would take too much memory.

    The reader keeps every cell of the rectangle around the outermost, so its extent is checked before.
    """
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                raise RefusedError(
                    Message(
                        "{name}: the workbook is too large when unpacked; save the sheet as CSV", name=name
                    )
                )
            for part in parts.infolist():
                if re.search(r"worksheets/.*\.xml$", part.filename):
                    _check_sheet(parts, part, name)
                elif part.filename == "content.xml":
                    _check_opendocument(parts.read(part), name)
    except _DAMAGE as error:
        raise _damaged_error(name) from error


def _check_sheet(parts: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    lowest = 0
    widest = 26
    with parts.open(part) as sheet:
        before = b""
        while chunk := sheet.read(_CHUNK):
            lowest = max([lowest, *map(int, set(_ROW.findall(before + chunk)))])
            widest = max([widest, *map(_column, set(_WIDE.findall(before + chunk)))])
            before = chunk[-_OVERLAP:]
    _check_extent(lowest, widest, name)


def _check_opendocument(content: bytes, name: str) -> None:
    """Refuse sheets in which few cells are said to be repeated many times."""
    above = here = across = lowest = 0
    widest = 1
    for tag in _TAG.finditer(content):
        repeated = _REPEATED.search(tag[0])
        times = int(repeated[1]) if repeated else 1
        if tag[1] == b"-cell":
            across += times
            if b"value-type" in tag[0] or b":formula" in tag[0]:
                lowest, widest = max(lowest, above + here), max(widest, across)
        elif tag[1] == b"-row":
            above, here, across = above + here, times, 0
        else:
            above = here = 0
    _check_extent(lowest, widest, name)


def _check_extent(lowest: int, widest: int, name: str) -> None:
    if widest > MOST_COLUMNS:
        raise too_large_error(name, columns=MOST_COLUMNS)
    most = min(MOST_ROWS, MOST_CELLS // widest)
    if lowest > most:
        raise too_large_error(name, rows=most)


def _column(letters: bytes) -> int:
    number = 0
    for character in letters:
        number = number * 26 + character - ord("A") + 1
    return number


def _damaged_error(name: str) -> RefusedError:
    return RefusedError(
        Message(
            "{name}: the workbook is damaged or of an unknown kind; open it and save it again as .xlsx",
            name=name,
        )
    )
