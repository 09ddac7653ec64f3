"""Compare rows of several extracts: whether they are of one service, and what they say differently."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.rows.ledger import COLUMNS
from calibration.tables.layout import plain
from model.world.arrays import Ints

SAID = [column for column in COLUMNS if column not in {"file", "row"}]
"""All columns of a row but the file and row that it stands in."""
PRICE = {"price", "price_unit"}


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """One thing that a newer extract says otherwise of a service."""

    file: str
    row: int
    newer_file: str
    newer_row: int
    column: str
    """Of the ledger."""
    before: str
    after: str


def lacking_columns(given: set[str]) -> frozenset[str]:
    """Return the columns of which a file says nothing; a price says nothing without its unit."""
    silent = {*SAID} - given
    if silent & PRICE:
        silent |= PRICE
    return frozenset(silent - {"end"} if "granted_until" in given else silent)


class Comparison:
    """Rows of all files as they are compared two by two, each known by its index."""

    def __init__(
        self, rows: pd.DataFrame, *, of_file: Ints, rank: Ints, lacking: Sequence[frozenset[str]]
    ) -> None:
        """Compare `rows`; `rank` is the place in time of the extract of each, `lacking` is by file."""
        self.of_file = of_file
        self.rank = rank
        self.lacking = lacking
        self._rows = rows
        self._values: dict[str, NDArray[Any]] = {}

    @property
    def file(self) -> NDArray[np.object_]:
        """The file that each row stands in; [row]."""
        return self.values("file")

    @property
    def row(self) -> Ints:
        """The number of each row in its file; [row]."""
        return self.values("row")

    @cached_property
    def _service_texts(self) -> list[NDArray[np.object_]]:
        return [_plain(self._rows[column]) for column in ("paragraph", "provider")]

    def values(self, column: str) -> NDArray[Any]:
        """Return what stands in a column, each different text kept once; [row]."""
        if column not in self._values:
            is_text = COLUMNS[column] == "category"
            self._values[column] = _texts(self._rows[column]) if is_text else self._rows[column].to_numpy()
        return self._values[column]

    def text(self, column: str, at: int) -> str:
        """Return what stands in a column of a row, as it is told."""
        value = self.values(column)[at]
        if COLUMNS[column].startswith("datetime"):
            return "" if np.isnat(value) else str(value.astype("datetime64[D]"))
        if COLUMNS[column] == "float64":
            return "" if np.isnan(value) else f"{value:.12g}"
        return str(value)

    def is_same_service(self, one: int, other: int) -> bool:
        """Return whether paragraph and provider are the same as far as both rows give them."""
        return all(
            not column[one] or not column[other] or column[one] == column[other]
            for column in self._service_texts
        )

    def differing(self, one: int, other: int) -> list[str]:
        """Return the columns in which two rows say different things."""
        return [
            column
            for column in SAID
            if not (self.is_silent(column, one, other) or self.is_silent(column, other, one))
            and self.text(column, one) != self.text(column, other)
        ]

    def is_silent(self, column: str, at: int, other: int) -> bool:
        """Return whether the file of a row lacks a column, so that the row says nothing of it.

        Without a column of ends, a newer file says that all that is in it goes on.
        """
        return (
            column in self.lacking[self.of_file[at]]
            and (column != "end" or self.rank[at] <= self.rank[other])
            and not self.text(column, at)
        )

    def says_no_more(self, at: int, other: int) -> bool:
        """Return whether rows of two files of one extract differ only in what one of them does not say."""
        return self.of_file[at] != self.of_file[other] and not self.differing(at, other)


def _texts(column: "pd.Series[str]") -> NDArray[np.object_]:
    """Return the texts of a column, each different one kept once; [row]."""
    codes, texts = pd.factorize(column)
    return np.array([*texts], dtype=object)[codes]


def _plain(column: "pd.Series[str]") -> NDArray[np.object_]:
    """Return the texts of a column as they are compared; [row]."""
    codes, texts = pd.factorize(column)
    return np.array([*map(plain, texts), ""], dtype=object)[codes]
