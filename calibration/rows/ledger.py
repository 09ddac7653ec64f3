"""Define the canonical ledger: one row per service of a child, whatever system it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.tables.table import Cells
from model.world.arrays import Bools, Ints

COLUMNS: dict[str, str] = {
    "child_id": "category",
    "step": "category",
    "start": "datetime64[s]",
    "end": "datetime64[s]",
    "granted_until": "datetime64[s]",
    "birth_date": "datetime64[s]",
    "exit_to": "category",
    "price": "float64",
    "price_unit": "category",
    "provider": "category",
    "payer": "category",
    "group": "category",
    "household_id": "category",
    "paragraph": "category",
    "score": "category",
    "follow_up_date": "datetime64[s]",
    "file": "category",
    "row": "int64",
}
"""Name and dtype of every column. What is not known is an empty text, NaT or NaN.

Each different text is kept once ("category"); they are in alphabetical order, so that rows sort by them.
"""

_LAST = ("child_id", "file", "row")
_ORDER = ["start", *(column for column in COLUMNS if column not in {"start", *_LAST}), *_LAST]
REQUIRED = ("child_id", "step", "start")


def column_of(name: str, values: NDArray[Any] | Cells, rows: Bools | None = None) -> "pd.Series[Any]":
    """Return values as a column of the ledger of this name; with `rows`, those of some of them."""
    if rows is not None and not rows.all():
        values = values.kept(rows) if isinstance(values, Cells) else values[rows]
    if COLUMNS[name] != "category":
        return pd.Series(values).astype(cast("Any", COLUMNS[name]))
    codes, texts = (values.codes, values.texts) if isinstance(values, Cells) else pd.factorize(values)
    order = sorted(range(len(texts)), key=texts.__getitem__)
    place = np.empty(len(texts), dtype=np.int32)
    place[order] = np.arange(len(texts))
    known = pd.Index([texts[at] for at in order], dtype=object)
    return pd.Series(pd.Categorical.from_codes(place[codes], known))


def places_of(texts: "pd.Series[str]", known: Sequence[str] | NDArray[np.object_]) -> Ints:
    """Return the place of each text of a column of the ledger among known ones, -1 where it is none."""
    return pd.Index(known, dtype=object).get_indexer(pd.Index(texts)).astype(np.int64)


def empty_column(name: str, rows: int) -> "pd.Series[Any]":
    """Return a column of which nothing is known in any of so many rows."""
    if COLUMNS[name] == "category":
        return column_of(name, Cells.same("", rows))
    empty = np.nan if COLUMNS[name] == "float64" else np.datetime64("NaT")
    return pd.Series(np.full(rows, empty, dtype=COLUMNS[name]))


def _joined(of_parts: "Sequence[pd.Series[Any]]") -> pd.Categorical:
    """Return columns of texts as one."""
    texts = [[*column.cat.categories] for column in of_parts]
    known = pd.Index(sorted({text for of_part in texts for text in of_part}), dtype=object)
    places = [known.get_indexer(of_part).astype(np.int32) for of_part in texts]
    codes = [place[column.cat.codes] for place, column in zip(places, of_parts, strict=True)]
    return pd.Categorical.from_codes(np.concatenate(codes), known)


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return rows of the ledger below each other. Several parts are emptied, so that none is held twice."""
    if len(parts) == 1:
        return parts[0]
    columns: dict[str, Any] = {}
    for name, dtype in COLUMNS.items():
        of_parts = [part.pop(name) for part in parts]
        columns[name] = _joined(of_parts) if dtype == "category" else pd.concat(of_parts, ignore_index=True)
    return pd.DataFrame(columns, copy=False)


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Rows that passed the checks, and where each stood.

    `end` is the day the service was over, so that `end - start` is its length in days; NaT while it goes on.
    One after the day of the extract is only planned. `granted_until` is what the decision said.
    `file` and `row` say where the row was read; rows count as the file's own program counts them, from 1 with
    the heading. `price` is in kroner per `price_unit` ("day", "month", "year" or "start").
    """

    rows: pd.DataFrame
    """With the columns of `COLUMNS`, in the order in which they were read."""

    def in_order(self) -> "Ledger":
        """Return the ledger in an order of its own, so that no sum depends on that of files and rows.

        It begins with the start and ends with the child, for pseudonyms are in no order.
        """
        rows = self.rows.sort_values(_ORDER, kind="stable", ignore_index=True)
        return Ledger(rows=rows)
