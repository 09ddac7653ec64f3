"""Judge by all the dates of a column whether they are written day first or month first.

One date such as 12/31/2024 tells of the column; 01/02/2024 tells of nothing. A column that shows neither is
read as another of the same file that does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from calibration.tables.dates_and_amounts import MONTHS, date_of, order_shown
from calibration.tables.table import Cells
from model.world.arrays import Bools, Ints

_SLIPS = 100
"""One clear date in so many that is written the other way round is a slip of the pen."""
_FEWEST_DAYS = 4
"""Different days of the month, all of them possible months, that show that the two were changed about."""


class Order(Enum):
    """How the dates of a column are written."""

    DAY_FIRST = "31/12/2024"
    MONTH_FIRST = "12/31/2024"
    UNKNOWN = "01/02/2024"
    """It has dates that could be either, and none that shows which."""
    NONE = ""
    """It has no dates of which it matters."""
    MIXED = "31/12/2024, 12/31/2024"
    CHANGED_ABOUT = "2024-01-02, 12/31/2024"
    """A spreadsheet has read some of the dates the wrong way round, and left the others as texts."""


@dataclass(frozen=True, kw_only=True)
class ColumnOrder:
    """How the dates of a column are written, and the rows that show it."""

    order: Order
    day_first: Ints
    """Rows, from 0, of dates that can only have the day first."""
    month_first: Ints
    unclear: Ints
    """Rows of dates that can be either."""
    others: Ints
    """Rows of dates in another form, in which the year comes first."""


def column_order(cells: Cells) -> ColumnOrder:
    """Return how the dates of a column are written."""
    shown = [order_shown(text) for text in cells.texts]
    day_first, month_first, unclear = (
        _rows(cells, [each == kind for each in shown])
        for kind in ((True, False), (False, True), (True, True))
    )
    others = [each is None and _year_first(text) for each, text in zip(shown, cells.texts, strict=True)]
    found = ColumnOrder(
        order=Order.NONE,
        day_first=day_first,
        month_first=month_first,
        unclear=unclear,
        others=_rows(cells, others),
    )
    return ColumnOrder(**{**vars(found), "order": _order(found, cells)})


def _order(found: ColumnOrder, cells: Cells) -> Order:
    day, month, unclear = len(found.day_first), len(found.month_first), len(found.unclear)
    if day and month:
        fewest, most = sorted((day, month))
        if fewest * _SLIPS > most:
            return Order.MIXED
    if (day or month) and _are_changed_about(found, cells):
        return Order.CHANGED_ABOUT
    if month > day:
        return Order.MONTH_FIRST
    if day:
        return Order.DAY_FIRST
    return Order.UNKNOWN if unclear else Order.NONE


def _are_changed_about(found: ColumnOrder, cells: Cells) -> bool:
    """Return whether the real dates look as if day and month had been taken for each other.

    A spreadsheet that expects the other order makes a date of what can be one, and leaves 12/31/2024 a text:
    then no text is unclear, and no real date has a day after the 12th.
    """
    if len(found.unclear) or not len(found.others):
        return False
    days = {day.day for text in {cells.at(int(row)) for row in found.others} if (day := date_of(text))}
    if max(days, default=0) > MONTHS:
        return False
    return len(found.month_first) > len(found.day_first) or len(days) >= _FEWEST_DAYS


def orders_of(columns: Mapping[str, Cells]) -> dict[str, ColumnOrder]:
    """Return how the dates of each column of a file are written; an unclear one as the others of the file.

    It stays unclear where the others show nothing, or not the same.
    """
    orders = {name: column_order(cells) for name, cells in columns.items()}
    clear = {each.order for each in orders.values()} - {Order.UNKNOWN, Order.NONE}
    if len(clear) != 1:
        return orders
    [same] = clear
    return {
        name: ColumnOrder(**{**vars(each), "order": same}) if each.order is Order.UNKNOWN else each
        for name, each in orders.items()
    }


def _rows(cells: Cells, which: list[bool]) -> Ints:
    rows: Bools = cells.spread(np.array(which, dtype=bool))
    return np.flatnonzero(rows).astype(np.int32)


def _year_first(text: str) -> bool:
    return text[:4].isdigit() and date_of(text) is not None
