"""Read the rows of one file into rows of the ledger, and report every fault."""

from dataclasses import dataclass
from datetime import date
from typing import get_args

import numpy as np
import pandas as pd

from calibration.rows.date_columns import read_dates
from calibration.rows.faults import LedgerFault
from calibration.rows.identities import read_identifiers
from calibration.rows.ledger import COLUMNS, column_of, empty_column
from calibration.rows.mapped_table import MappedTable
from calibration.rows.mapping import Unit
from calibration.rows.names import Names, read_exits, read_groups, read_steps
from calibration.rows.row_reader import RowReader
from calibration.tables.dates_and_amounts import Marks, amount_of, is_ambiguous, marks_of
from calibration.tables.table import Cells
from model.world.arrays import Floats
from scenarios.files.forms import Text

UNITS = get_args(Unit)
_TEXTS = ("provider", "payer", "score")


@dataclass(frozen=True, kw_only=True)
class FileRows:
    """Rows of one file that can be used, how many cannot, and the faults."""

    rows: pd.DataFrame
    """With the columns of the ledger."""
    findings: tuple[LedgerFault, ...]
    rejected: int
    left_out: tuple[tuple[Text, int], ...]
    """Rows that the mapping leaves out: why, and how many."""
    places: dict[str, tuple[str, str]]
    """Letter and heading of the column of the file that each column of the ledger is read from."""


def ledger_rows(source: MappedTable, name: str, *, names: Names, today: date) -> FileRows:
    """Return the rows of the file `name` as rows of the ledger, children and households as written."""
    kept = np.ones(len(source.table.numbers), dtype=bool)
    left_out = []
    for rule in source.mapping.leave_out:
        rows = kept & source.rows_of(rule)
        kept &= ~rows
        if rows.any():
            left_out.append((rule.because, int(rows.sum())))
    reader = _RowReader(source, name, kept)
    reader.error_cells()
    born = read_identifiers(reader)
    read_dates(reader, born, today)
    read_steps(reader, names, reader.described)
    read_exits(reader, names)
    read_groups(reader, names)
    reader.paragraphs()
    reader.prices()
    reader.texts()
    return FileRows(
        rows=reader.ledger(),
        findings=tuple(reader.findings),
        rejected=int(reader.rejected.sum()),
        left_out=tuple(left_out),
        places={column: reader.place(given, 0) for column, given in reader.given.items()},
    )


class _RowReader(RowReader):
    """Reader of the columns that are neither identifiers, dates nor names."""

    def described(self, row: int) -> str:
        """Return the texts of a row that the rules for steps look at."""
        table = self.source.table
        headings = [
            heading
            for rule in self.source.mapping.steps.values()
            for key in rule.when
            for heading in key.split("|")
        ]
        of_file = int(np.flatnonzero(self.kept)[row])
        texts = [table.columns[at].at(of_file) for at in dict.fromkeys(table.named(headings))]
        if "paragraph" in self.given:
            texts = [self.given["paragraph"].cells.at(row), *texts]
        return ", ".join(filter(None, texts)) or "-"

    def paragraphs(self) -> None:
        """Read the paragraph in the normal notation, or as it stands where it cannot be read."""
        if "paragraph" not in self.given:
            return
        codes, known = self.source.paragraphs
        names = np.array(["" if each is None else str(each) for each in known], dtype=object)[
            codes[self.kept]
        ]
        cells = self.given["paragraph"].cells
        unreadable = (names == "") & cells.filled
        self.tell("unreadable_paragraph", unreadable, "paragraph", "kept")
        self.columns["paragraph"] = np.where(unreadable, cells.by_row(), names)

    def prices(self) -> None:
        """Read the price and its unit; a price without a known unit is left out."""
        if "price" not in self.given:
            return
        price = self.price()
        if "price_unit" not in self.given:
            if not np.isnan(price).all():
                self.findings.append(LedgerFault(file=self.name, kind="no_price_unit", done="corrected"))
            return
        cells = self.given["price_unit"].cells.mapped(str.casefold)
        known = cells.where(lambda text: text in UNITS)
        per = ", ".join(UNITS)
        self.tell("unknown_unit", ~known & cells.filled, "price_unit", "corrected", expected=per)
        bare = ~cells.filled & ~np.isnan(price) & ~self.broken("price_unit")
        self.tell("price_without_unit", bare, "price", "corrected", expected=per)
        price[~known] = np.nan
        self.tell("negative_price", price < 0, "price", "kept")
        self.tell("zero_price", price == 0, "price", "kept")
        self.columns["price"] = price
        self.columns["price_unit"] = cells.mapped(lambda text: text if text in UNITS else "")

    def price(self) -> Floats:
        """Return the amounts; an ambiguous one is reported, unless the column is Danish."""
        cells = self.given["price"].cells
        marks = marks_of(cells.texts)
        english = marks is Marks.ENGLISH
        read = [amount_of(text, english=english) for text in cells.texts]
        amounts = np.array([np.nan if amount is None else amount for amount in read])
        price = cells.spread(amounts)
        self.tell("amount_left_out", np.isnan(price) & cells.filled, "price", "corrected")
        ambiguous = cells.where(is_ambiguous)
        if marks is Marks.MIXED:
            self.tell("ambiguous_left_out", ambiguous, "price", "corrected")
            price[ambiguous] = np.nan
        elif marks is not Marks.DANISH:
            self.tell("ambiguous_amount", ambiguous, "price", "kept", expected=lambda row: f"{price[row]:g}")
        return price

    def texts(self) -> None:
        """Keep the columns that are plain texts."""
        for column in _TEXTS:
            if column in self.given:
                self.columns[column] = self.given[column].cells

    def ledger(self) -> pd.DataFrame:
        """Return the rows that were not rejected."""
        good = ~self.rejected
        self.columns["file"] = Cells.same(self.name, len(good))
        self.columns["row"] = self.numbers
        columns = {}
        for column in COLUMNS:
            value = self.columns.pop(column, None)
            columns[column] = (
                empty_column(column, int(good.sum())) if value is None else column_of(column, value, good)
            )
        return pd.DataFrame(columns, copy=False)
