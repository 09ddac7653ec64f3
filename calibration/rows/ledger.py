"""Define the canonical ledger: one row per service of a child, whatever system it came from."""

from dataclasses import dataclass

import pandas as pd

COLUMNS: dict[str, str] = {
    "child_id": "str",
    "step": "str",
    "start": "datetime64[s]",
    "end": "datetime64[s]",
    "granted_until": "datetime64[s]",
    "birth_date": "datetime64[s]",
    "exit_to": "str",
    "price": "float64",
    "price_unit": "str",
    "provider": "str",
    "payer": "str",
    "group": "str",
    "household_id": "str",
    "paragraph": "str",
    "score": "str",
    "follow_up_date": "datetime64[s]",
    "file": "str",
    "row": "int64",
}
"""Name and dtype of every column. What is not known is an empty text, NaT or NaN."""

_LAST = ("child_id", "file", "row")
_ORDER = ["start", *(column for column in COLUMNS if column not in {"start", *_LAST}), *_LAST]
REQUIRED = ("child_id", "step", "start")


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
