"""Read from the content of an .ods file what the reader of sheets does not tell.

That is which cells have no value though something stands in them: a formula that was never calculated, or an
error such as #N/A. LibreOffice marks an error and writes it as an empty text, OpenOffice as the number 0.
"""

import re
import zipfile
from xml.parsers import expat

from calibration.tables.table import MOST_COLUMNS
from calibration.tables.workbook_parts import WorkbookParts, has_any

CONTENT = "content.xml"
_OF_INTEREST = re.compile(rb'-type="error"|:formula=')
_ERROR = re.compile(r"#[^#\d]|Err:\d")
"""How what a formula with an error shows begins."""
_ROW, _CELL, _TEXT = "table-row", frozenset({"table-cell", "covered-table-cell"}), "p"


def opendocument_parts(parts: zipfile.ZipFile, sheet: str) -> WorkbookParts:
    """Return what the content of an .ods file tells of a sheet; raises ExpatError where it is damaged."""
    cells = _Cells(sheet)
    if not has_any(parts, CONTENT, _OF_INTEREST):
        return WorkbookParts(shows_errors=True)
    reader = expat.ParserCreate()
    reader.StartElementHandler = cells.start
    reader.EndElementHandler = cells.end
    reader.CharacterDataHandler = cells.text
    with parts.open(CONTENT) as content:
        reader.ParseFile(content)
    return WorkbookParts(shows_errors=True, without_value=cells.without_value)


class _Cells:
    """Handlers for the elements of the content: tables, rows, cells and the paragraphs of a cell."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.without_value: dict[int, dict[int, str]] = {}
        self.noted: dict[int, str] = {}
        """Those of the row that is read."""
        self.inside: list[str] = []
        self.is_here = False
        self.row = self.column = 0
        self.rows = self.columns = 1
        """How often the row and the cell that are read are repeated."""
        self.formula: str | None = None
        self.is_error = self.has_value = False
        self.shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.inside.append(tag)
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if tag == "table":
            self.is_here, self.row = given.get("name") == self.sheet, 0
        elif tag == _ROW:
            self.rows, self.column = int(given.get("number-rows-repeated", 1)), 0
        elif tag in _CELL:
            self.columns = int(given.get("number-columns-repeated", 1))
            self.formula, self.shown = given.get("formula"), ""
            kinds = [value for key, value in attributes.items() if key.endswith(":value-type")]
            self.is_error, self.has_value = "error" in kinds, bool(kinds)

    def text(self, data: str) -> None:
        if self.inside[-1] == _TEXT and self.inside[-2] in _CELL:  # and not in a note on it
            self.shown += data

    def end(self, _name: str) -> None:
        tag = self.inside.pop()
        if tag == "table":
            self.is_here = False
        elif tag == _ROW:
            if self.noted:
                self.without_value |= dict.fromkeys(range(self.row, self.row + self.rows), self.noted)
            self.noted = {}
            self.row += self.rows
        elif tag in _CELL:
            has_formula = self.is_here and self.formula is not None
            if self.is_here and (self.is_error or (has_formula and _ERROR.match(self.shown))):
                self.note(self.shown or "#N/A")
            elif has_formula and not self.has_value:
                self.note(self.shown or f"={str(self.formula).partition('=')[2]}")
            self.column += self.columns

    def note(self, shown: str) -> None:
        last = min(self.column + self.columns, MOST_COLUMNS)
        self.noted |= dict.fromkeys(range(self.column, last), shown)
