"""Apply a mapping to a table: where each column of the ledger comes from, and which rows a rule selects."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from calibration.rows.ledger import REQUIRED
from calibration.rows.mapping import Condition, Mapping, matches, shipped
from calibration.rows.paragraphs import BARNETS_LOV, Paragraph, paragraph_of, paragraphs_in
from calibration.tables.date_orders import ColumnOrder, Order, orders_of
from calibration.tables.dates_and_amounts import date_of
from calibration.tables.layout import plain
from calibration.tables.table import Cells, Table, column_letter
from language.messages import Message
from model.world.arrays import Bools, Ints
from scenarios.files import cpr
from scenarios.files.refusals import RefusedError

NOWHERE = -1
DATES = ("start", "end", "granted_until", "birth_date", "follow_up_date")
"""Columns of the ledger that have dates."""
_SHOWN = 12
"""Headings of a file in a sentence."""
Dates = NDArray[np.datetime64]
Places = NDArray[np.int16]


@dataclass(frozen=True, kw_only=True)
class SourceColumn:
    """Column of the ledger as texts of the source, and which column of the file each stood in."""

    cells: Cells
    where: Places
    """By row: a column of the table, or `NOWHERE`."""

    def or_else(self, other: "SourceColumn") -> "SourceColumn":
        """Return the column with the empty cells taken from another."""
        where = np.where(self.cells.filled | ~other.cells.filled, self.where, other.where)
        return SourceColumn(cells=self.cells.or_else(other.cells), where=where)

    def kept(self, rows: Bools) -> "SourceColumn":
        """Return the column of some of the rows."""
        return self if rows.all() else SourceColumn(cells=self.cells.kept(rows), where=self.where[rows])


@dataclass(frozen=True, kw_only=True)
class MappedTable:
    """The rows of a table as a mapping reads them."""

    table: Table
    mapping: Mapping
    columns: AnyMapping[str, SourceColumn]
    """Every column that the source gives or the mapping sets."""
    personal: AnyMapping[int, Bools] = field(default_factory=dict)
    """By column of the table: in which rows an identifier is a personal number; [row]."""

    def are_personal(self, given: SourceColumn) -> Bools:
        """Return in which rows the identifiers of a column of the ledger are personal numbers; [row]."""
        there = np.zeros(len(given.where), dtype=bool)
        for at, rows in self.personal.items():
            there |= rows & (given.where == at)
        return there

    @cached_property
    def start(self) -> Dates:
        """The first day of the service; NaT where it cannot be read; [row]."""
        return self.dates("start", self.columns["start"].cells)

    @cached_property
    def date_orders(self) -> dict[str, ColumnOrder]:
        """By column with dates, how they are written; judged by all rows."""
        return orders_of({name: self.columns[name].cells for name in DATES if name in self.columns})

    def dates(self, column: str, cells: Cells) -> Dates:
        """Return the dates in cells of a column, read as the column as a whole; NaT where there is none."""
        month_first = self.date_orders[column].order is Order.MONTH_FIRST
        return dates(cells, month_first=month_first, day_zero=self.table.day_zero)

    def looked_at(self) -> list[int]:
        """Return the columns of the file that rules of the mapping look at."""
        rules = (*self.mapping.leave_out, *self.mapping.steps.values())
        headings = [heading for rule in rules for key in rule.when for heading in key.split("|")]
        return [*dict.fromkeys(self.table.named(headings))]

    @cached_property
    def paragraphs(self) -> "tuple[NDArray[np.intp], tuple[Paragraph | None, ...]]":
        """By row the index of its paragraph, and the paragraphs."""
        if "paragraph" not in self.columns:
            return np.zeros(len(self.start), dtype=np.intp), (None,)
        cells = self.columns["paragraph"].cells
        before = [paragraph_of(text, BARNETS_LOV - timedelta(days=1)) for text in cells.texts]
        after = [paragraph_of(text, BARNETS_LOV) for text in cells.texts]
        late = self.start >= np.datetime64(BARNETS_LOV)
        return cells.codes + late * len(before), (*before, *after)

    def rows_of(self, condition: Condition) -> Bools:
        """Return which rows meet a condition; [row]."""
        rows = np.ones(len(self.start), dtype=bool)
        if condition.paragraph:
            named = [paragraph for text in condition.paragraph for paragraph in paragraphs_in(text)]
            codes, known = self.paragraphs
            meant = [has is not None and any(each.covers(has) for each in named) for has in known]
            rows &= np.array(meant, dtype=bool)[codes]
        for headings, patterns in condition.when.items():
            wanted = [plain(pattern) for pattern in patterns]
            fitting = np.zeros(len(rows), dtype=bool)
            for at in self.table.named(headings.split("|")):
                fitting |= self.table.columns[at].where(
                    lambda text: any(matches(pattern, plain(text)) for pattern in wanted)  # noqa: B023  used at once
                )
            rows &= fitting
        return rows

    def steps(self) -> NDArray[np.object_]:
        """Return the step by row: by the first rule that selects it, else as the source has it, or empty."""
        named = self.columns.get("step")
        step = np.full(len(self.start), "", dtype=object)
        if named is not None:
            step = named.cells.by_row()
        open_rows = np.ones(len(step), dtype=bool)
        for rule in self.mapping.steps.values():
            rows = open_rows & self.rows_of(rule)
            step[rows] = rule.step
            open_rows &= ~rows
        return step


def everywhere(at: int, rows: int) -> Places:
    """Return a column of the table, or `NOWHERE`, for each of so many rows."""
    return np.full(rows, at, dtype=np.int16)


def dates(cells: Cells, *, month_first: bool, day_zero: date) -> Dates:
    """Return the dates in texts; NaT where there is none; [row]."""
    read = partial(date_of, month_first=month_first, day_zero=day_zero)
    days = [np.datetime64(day or "NaT") for day in map(read, cells.texts)]
    return cells.spread(np.array(days, dtype="datetime64[s]"))


def map_table(
    table: Table, mapping: Mapping, name: str, personal: AnyMapping[int, Bools] | None = None
) -> MappedTable:
    """Return the table of the file `name` as the mapping reads it; `personal` as `MappedTable` has it.

    Raises RefusedError if a required column is missing, a heading that is used stands in several columns, or
    nobody can tell what the dates of a column are.
    """
    columns: dict[str, SourceColumn] = {}
    for column, headings in mapping.columns.items():
        if given := _source_column(table, headings, name):
            columns[column] = given
    if priced := _source_column(table, mapping.prices, name):
        columns["price"] = priced
        columns["price_unit"] = _units(table, mapping, priced)
    for column, text in mapping.constants.items():
        same = SourceColumn(
            cells=Cells.same(text, len(table.numbers)), where=everywhere(NOWHERE, len(table.numbers))
        )
        columns[column] = columns[column].or_else(same) if column in columns else same
    for column, values in mapping.values.items():
        if column in columns:
            columns[column] = _translated(columns[column], values)
    missing = [
        column for column in REQUIRED if column not in columns and not (column == "step" and mapping.steps)
    ]
    if missing:
        raise _missing_columns_error(table, mapping, missing, name)
    mapped = MappedTable(table=table, mapping=mapping, columns=columns, personal=personal or {})
    for dated, found in mapped.date_orders.items():
        if found.order in {Order.MIXED, Order.CHANGED_ABOUT}:
            raise _mixed_dates_error(mapped, dated, found, name)
    return mapped


def _source_column(table: Table, headings: Iterable[str], name: str) -> SourceColumn | None:
    given: SourceColumn | None = None
    for heading in headings:
        there = table.named([heading])
        if len(there) > 1:
            places = ", ".join(column_letter(at) for at in there)
            raise RefusedError(
                Message(
                    "{name}: the heading '{heading}' stands in several columns ({places}); rename them",
                    name=name,
                    heading=heading,
                    places=places,
                )
            )
        for at in there:
            here = SourceColumn(cells=table.columns[at], where=everywhere(at, len(table.numbers)))
            given = given.or_else(here) if given else here
    return given


def _units(table: Table, mapping: Mapping, priced: SourceColumn) -> SourceColumn:
    """Return the unit of each price, by the heading it stood under."""
    texts = [""] * len(table.headings)
    for heading, unit in mapping.prices.items():
        for at in table.named([heading]):
            texts[at] = unit
    return SourceColumn(
        cells=Cells(codes=priced.where.astype(np.int32), texts=tuple(texts)).mapped(str), where=priced.where
    )


def _translated(given: SourceColumn, values: dict[str, str]) -> SourceColumn:
    ours = {plain(theirs): our for theirs, our in values.items()}
    cells = given.cells.mapped(lambda text: ours.get(plain(text), text))
    return SourceColumn(cells=cells, where=given.where)


def _mixed_dates_error(mapped: MappedTable, column: str, found: ColumnOrder, name: str) -> RefusedError:
    given = mapped.columns[column]

    def first(rows: Ints) -> tuple[int, str]:
        return int(mapped.table.numbers[rows[0]]), given.cells.at(int(rows[0]))

    texts = found.month_first if len(found.month_first) > len(found.day_first) else found.day_first
    row, text = first(texts)
    at = int(given.where[texts[0]])
    heading = column if at == NOWHERE else f"{mapped.table.headings[at]} ({column_letter(at)})"
    if found.order is Order.CHANGED_ABOUT:
        other, day = first(found.others)
        return RefusedError(
            Message(
                "{name}: the column '{heading}' has dates (row {other}: {day}) and texts (row {row}: "
                "{text}). The program that opened the file seems to have taken day and month for each "
                "other in the dates; read it in again with the column as text, or write all of them as "
                "2024-12-31",
                name=name,
                heading=heading,
                other=other,
                day=day,
                row=row,
                text=text,
            )
        )
    (day_row, day_text), (month_row, month_text) = first(found.day_first), first(found.month_first)
    return RefusedError(
        Message(
            "{name}: the column '{heading}' has dates with the day first (row {day_row}: {day_text}) and "
            "with the month first (row {month_row}: {month_text}), so nobody can tell what 01/02/2024 is. "
            "Write all of them in one way, such as 2024-12-31",
            name=name,
            heading=heading,
            day_row=day_row,
            day_text=day_text,
            month_row=month_row,
            month_text=month_text,
        )
    )


def _missing_columns_error(table: Table, mapping: Mapping, missing: Sequence[str], name: str) -> RefusedError:
    wanted = {column: " / ".join(mapping.columns.get(cast("Any", column), [column])) for column in missing}
    lacks = ", ".join(dict.fromkeys(wanted.values()))
    there = cpr.masked(", ".join(filter(None, table.headings[:_SHOWN])))
    more = ", ..." if len(table.headings) > _SHOWN else ""
    known = ", ".join(shipped())
    return RefusedError(
        Message(
            "{name}: the column {lacks} is missing; the headings of the file are {there}{more}. "
            "Change them, or give a mapping (--mapping) of them: a file or one of {known}",
            name=name,
            lacks=lacks,
            there=there,
            more=more,
            known=known,
        )
    )
