"""Read from the parts of an .xlsx file what the reader of sheets does not tell.

Which cells have no value though something stands in them (an error such as #N/A, or a formula that was never
calculated), and whether days are counted from 1904.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date
from xml.etree import ElementTree as ET
from xml.parsers import expat

from calibration.tables.dates_and_amounts import DAY_ZERO, DAY_ZERO_1904

_BOOK = "xl/workbook.xml"
_CHUNK = 1 << 20
_OF_INTEREST = re.compile(rb'\bt="e"|<(?:\w+:)?f[ />]')
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TRUE = {"1", "true", "on"}


@dataclass(frozen=True, kw_only=True)
class WorkbookParts:
    """What the parts of a workbook tell of one of its sheets."""

    shows_errors: bool = False
    """Whether the cells without a value are known; those of .xls and .xlsb are not."""
    day_zero: date = DAY_ZERO
    without_value: dict[int, dict[int, str]] = field(default_factory=dict)
    """By row and column, both from 0: the error that the cell shows, or "=" and the formula."""


def workbook_parts(parts: zipfile.ZipFile, sheet: str) -> WorkbookParts:
    """Return what the parts of a workbook tell of a sheet; nothing of a file that is no .xlsx.

    Raises ValueError or ExpatError for parts that are damaged.
    """
    if _BOOK not in parts.namelist():
        return WorkbookParts()
    book = ET.fromstring(parts.read(_BOOK))  # noqa: S314  expat limits how far entities swell
    settings = _named(book, "workbookPr")
    from_1904 = any(each.get("date1904", "").lower() in _TRUE for each in settings)
    part = _part_of_sheet(parts, book, sheet)
    return WorkbookParts(
        shows_errors=True,
        day_zero=DAY_ZERO_1904 if from_1904 else DAY_ZERO,
        without_value=_without_value(parts, part) if part in parts.namelist() else {},
    )


def _part_of_sheet(parts: zipfile.ZipFile, book: ET.Element, sheet: str) -> str:
    """Return the name of the part in which the cells of a sheet stand; empty where the book does not say."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in parts.namelist():
        return ""
    listed = ET.fromstring(parts.read(relations))  # noqa: S314  as above
    targets = {each.get("Id"): each.get("Target", "") for each in _named(listed, "Relationship")}
    for each in _named(book, "sheet"):
        if each.get("name") == sheet:
            key = next((value for name, value in each.attrib.items() if name.endswith("}id")), None)
            return posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/")
    return ""


def _named(tree: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in tree.iter() if each.tag.rpartition("}")[2] == name]


def has_any(parts: zipfile.ZipFile, part: str, of_interest: re.Pattern[bytes]) -> bool:
    """Return whether a pattern of at most 20 bytes is anywhere in a part: quicker than to parse it."""
    with parts.open(part) as sheet:
        before = b""
        while chunk := sheet.read(_CHUNK):
            if of_interest.search(before + chunk):
                return True
            before = chunk[-20:]
    return False


def _without_value(parts: zipfile.ZipFile, part: str) -> dict[int, dict[int, str]]:
    """Return the cells of a sheet that show an error or have a formula without a value."""
    if not has_any(parts, part, _OF_INTEREST):
        return {}
    cells = _Cells()
    reader = expat.ParserCreate()
    reader.StartElementHandler = cells.start
    reader.EndElementHandler = cells.end
    reader.CharacterDataHandler = cells.text
    with parts.open(part) as sheet:
        reader.ParseFile(sheet)
    return cells.without_value


class _Cells:
    """Handlers for the elements of a sheet: rows, cells, formulas and values."""

    def __init__(self) -> None:
        self.without_value: dict[int, dict[int, str]] = {}
        self.row = self.column = -1
        self.kind = ""
        self.formula: str | None = None
        self.value = ""
        self.inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif tag == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self.column = _column(place[1]) if place else self.column + 1
            self.kind, self.formula, self.value = attributes.get("t", ""), None, ""
        elif tag == "f":
            self.formula, self.inside = "", tag
        elif tag == "v":
            self.inside = tag

    def text(self, data: str) -> None:
        if self.inside == "f":
            self.formula = (self.formula or "") + data
        elif self.inside == "v":
            self.value += data

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        self.inside = ""
        if tag != "c":
            return
        if self.kind == "e":
            self.note(self.value or "#N/A")
        elif self.formula is not None and not self.value and self.kind not in {"str", "inlineStr", "s"}:
            self.note(f"={self.formula}")

    def note(self, shown: str) -> None:
        self.without_value.setdefault(self.row, {})[self.column] = shown


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
