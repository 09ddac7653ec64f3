"""Hold the rows of one file while they are read, column by column, and the faults found on the way."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.rows.faults import Done, LedgerFault
from calibration.rows.mapped_table import NOWHERE, MappedTable, SourceColumn, everywhere
from calibration.tables.table import Cells, column_letter
from model.world.arrays import Bools

_ERRORS = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!"
    r"|GETTING_DATA|I/T|REFERENCE!|VÆRDI!|DIVISION/0!|NAVN\?|NUMMER!|NUL!|TOM!|OVERLØB!|BEREGN!|FELT!|#+)|Err:\d{3}",
    re.IGNORECASE,
)
"""Error texts of spreadsheets in English and Danish, with #### for a column that is too narrow."""
_ERRORS_BEGIN = ("#", "=", "E", "e")
_EMPTY_MEANS = frozenset(
    {"child_id", "household_id", "step", "start", "end", "exit_to", "group", "price", "price_unit"}
)
"""Columns in which an empty cell says something, such as that a service goes on."""


class RowReader:
    """Rows of one file under reading; it remembers which of them cannot be used."""

    def __init__(self, source: MappedTable, name: str, kept: Bools) -> None:
        self.source = source
        self.name = name
        self.kept = kept
        self.given = {column: given.kept(kept) for column, given in source.columns.items()}
        self.numbers = source.table.numbers[kept]
        self.rejected = np.zeros(len(self.numbers), dtype=bool)
        self.findings: list[LedgerFault] = []
        self.columns: dict[str, NDArray[Any] | Cells] = {}
        """By column of the ledger, its values; [row]."""
        self._broken: dict[str, Bools] = {}

    def tell(
        self,
        kind: str,
        rows: Bools,
        column: str,
        done: Done,
        *,
        found: Callable[[int], str] | None = None,
        expected: Callable[[int], str] | str = "",
    ) -> None:
        """Record a fault for each of the rows; `found` is the text of the cell unless given."""
        given = self.given.get(column)
        for row in np.flatnonzero(rows).tolist():
            text = found(row) if found else "" if given is None else given.cells.at(row)
            letter, heading = self.place(given, row)
            self.findings.append(
                LedgerFault(
                    file=self.name,
                    row=int(self.numbers[row]),
                    letter=letter,
                    column=heading,
                    kind=kind,
                    found=text,
                    expected=expected if isinstance(expected, str) else expected(row),
                    done=done,
                )
            )
        if done == "rejected":
            self.rejected |= rows

    def tell_column(self, kind: str, column: str, done: Done, *, found: str, expected: str = "") -> None:
        """Record a fault that concerns a column as a whole."""
        letter, heading = self.place(self.given.get(column), 0)
        self.findings.append(
            LedgerFault(
                file=self.name,
                letter=letter,
                column=heading,
                kind=kind,
                found=found,
                expected=expected,
                done=done,
            )
        )

    def place(self, given: SourceColumn | None, row: int) -> tuple[str, str]:
        """Return the letter and the heading of the column of the file that a cell stands in."""
        at = NOWHERE if given is None or row >= len(given.where) else int(given.where[row])
        return ("", "") if at == NOWHERE else (column_letter(at), self.source.table.headings[at])

    def text(self, column: str) -> Callable[[int], str]:
        """Return a function that gives the text of a column by row."""
        return self.given[column].cells.at

    def missing(self, column: str) -> Bools:
        """Return in which rows nothing stands in a column that must have something; [row]."""
        return ~self.given[column].cells.filled & ~self.broken(column)

    def broken(self, column: str) -> Bools:
        """Return in which rows a column showed an error, and is empty only since that was told; [row]."""
        return self._broken.get(column, np.zeros(len(self.numbers), dtype=bool))

    def error_cells(self) -> None:
        """Tell of cells that show an error or an uncalculated formula, and read them as empty.

        A row is rejected for one where an empty cell would say something, or a rule of the mapping looks.
        """
        for column, given in self.given.items():
            means = column in _EMPTY_MEANS
            wrong = given.cells.where(lambda text: is_error(text, formulas=means))  # noqa: B023  used at once
            if wrong.any():
                self.tell("error_cell" if means else "error_left_out", wrong, column, _DONE[means])
                self._broken[column] = wrong
                cells = given.cells.mapped(lambda text: "" if is_error(text, formulas=means) else text)  # noqa: B023
                self.given[column] = SourceColumn(cells=cells, where=given.where)
        for at in self.source.looked_at():
            given = SourceColumn(
                cells=self.source.table.columns[at].kept(self.kept), where=everywhere(at, len(self.numbers))
            )
            wrong = given.cells.where(lambda text: is_error(text, formulas=True)) & ~self.rejected
            if wrong.any():
                self.given[_RULE] = given
                self.tell("error_cell", wrong, _RULE, "rejected")
                del self.given[_RULE]


_DONE: dict[bool, Done] = {True: "rejected", False: "corrected"}
_RULE = " "
"""A name, of no column of the ledger, for one that only the rules of a mapping look at."""


def is_error(text: str, *, formulas: bool) -> bool:
    """Return whether a cell shows an error or, with `formulas`, a formula that was never calculated."""
    if not text.startswith(_ERRORS_BEGIN):
        return False
    return bool(_ERRORS.fullmatch(text)) or (formulas and text.startswith("=") and len(text) > 1)
