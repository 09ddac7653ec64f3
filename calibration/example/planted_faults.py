"""Plant the faults of real ledgers in an example ledger, and list where each stands.

| kind | what is planted |
|---|---|
| `overlap` | a service on another step beside the child's own |
| `split` | the same service in two rows that touch, with a new price from a day on |
| `gap` | the same service in two rows with some days between |
| `end_before_start` | an end before the start |
| `unreadable_date` | a start that is no date |
| `missing_value` | no start |
| `unknown_step` | a step with two letters changed about |
| `duplicate` | a row that stands twice |
| `two_birth_dates` | one of a child's rows with another birth date |
| `too_old` | a birth date thirty years early in all rows of a child |
| `thousands_point` | an amount such as 1.234,50, which is as it should be but harder to read |
| `day_number` | a start as the day number of a spreadsheet |
| `formula_text` | a provider whose name begins with `=`, `+`, `-` or `@` |
| `wrong_cells` | a cell too many or too few, in CSV only |
| `empty_row` | an empty row at the end |
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.world.arrays import Bools, Ints

Cells = dict[str, NDArray[np.object_]]
"""The texts of each column; [row]."""
Chance = np.random.Generator

PLANTED = {"row": "int64", "column": "str", "kind": "str", "before": "str", "after": "str", "of": "int64"}
"""The list of what was planted: one line for each cell that was changed and each row that was added.

`row` is the row in the file, from 1 with the headings. A row that was added has no `column`, and `of` says
which row it was made from; it is 0 for the empty one. For `wrong_cells`, which changes a row as a whole, and
for cells, `of` is the row itself; `before` and `after` are what stood there, or how many cells there were.
"""

_SPREADSHEET_DAY_ZERO = np.datetime64("1899-12-30")
_NO_DATES = ("31-02-2025", "00-00-0000", "ukendt", "snarest", "12-2025", "2025-13-45")
_THIRTY_YEARS = 10_957
_LONG = 60
"""Days; a shorter service is not cut in two."""
_NO_ROW = -1
_FORMULAS = ("=1+1", "+45 Familiehuset", "-ingen-", "@Hjemme", '=HYPERLINK("x")')


class Sheet:
    """A table under construction. Rows keep the number they began with; added ones come after."""

    def __init__(self, *, truth: pd.DataFrame, cells: Cells, steps: tuple[str, ...], last: date) -> None:
        self.cells = cells
        self.steps = steps
        self.price = truth["price"].to_numpy(dtype=np.float64)
        self.start = truth["start"].to_numpy().astype("datetime64[D]")
        self.birth = truth["birth_date"].to_numpy().astype("datetime64[D]")
        end = truth["end"].to_numpy().astype("datetime64[D]")
        self.running = np.isnat(end)
        self.days = (np.where(self.running, np.datetime64(last), end) - self.start).astype(np.int64)
        self.child = pd.factorize(truth["child_id"])[0]
        self._added: list[tuple[int, dict[str, str]]] = []
        self._notes: list[tuple[int, str, str, str, str, int]] = []

    def set(self, row: int, column: str, kind: str, text: str) -> None:
        """Change a cell and list it, unless the text is the same."""
        before = self.cells[column][row]
        if before != text:
            self.cells[column][row] = text
            self._notes.append((row, column, kind, before, text, row))

    def add(self, row: int, kind: str, **changed: str) -> None:
        """Add a copy of `row` after it, with some cells `changed`."""
        self._append(row, kind, {name: column[row] for name, column in self.cells.items()} | changed)

    def add_empty(self, kind: str) -> None:
        """Add an empty row at the end."""
        self._append(_NO_ROW, kind, dict.fromkeys(self.cells, ""))

    def miscount(self, row: int, kind: str, more: int) -> None:
        """List that a row is to have so many cells more than there are headings."""
        number = len(self.cells)
        self._notes.append((row, "", kind, str(number), str(number + more), row))

    def _append(self, row: int, kind: str, cells: dict[str, str]) -> None:
        self._notes.append((len(self.child) + len(self._added), "", kind, "", "", row))
        self._added.append((row, cells))

    def laid_out(self) -> tuple[pd.DataFrame, Ints, pd.DataFrame]:
        """Return the table, which row of the truth each of its rows was made from, and what was planted."""
        number = len(self.child)
        source = np.concatenate([np.arange(number), [row for row, _ in self._added]]).astype(np.int64)
        order = np.lexsort((np.arange(len(source)), np.where(source == _NO_ROW, number, source)))
        in_file = np.zeros(len(order) + 1, dtype=np.int64)  # the last is for `_NO_ROW`
        in_file[order] = np.arange(len(order)) + 2
        table = pd.DataFrame(
            {
                name: np.concatenate([column, [cells[name] for _, cells in self._added]])[order]
                for name, column in self.cells.items()
            },
            dtype="str",
        )
        lines = [(in_file[row], *said, in_file[of]) for row, *said, of in self._notes]
        planted = pd.DataFrame(lines, columns=[*PLANTED]).astype(PLANTED)
        return table, source[order], planted.sort_values(["row", "column"], ignore_index=True)


def plant(sheet: Sheet, *, each: int, chance: Chance) -> None:
    """Plant `each` of every kind, as far as there are children for it: no child has two of them."""
    # One row of each child, any of them, in any order.
    shuffled = chance.permutation(len(sheet.child))
    _, at = np.unique(sheet.child[shuffled], return_index=True)
    free = chance.permutation(shuffled[at])
    suits = _suits(sheet)
    for kind, change in _CHANGES.items():
        chosen = (free[suits[kind][free]] if kind in suits else free)[:each]
        for row in chosen.tolist():
            change(sheet, row, kind, chance)
        free = free[~np.isin(free, chosen)]
    sheet.add_empty("empty_row")


def _suits(sheet: Sheet) -> dict[str, Bools]:
    """Return in which rows a kind of fault may be planted, if not in all; [row]."""
    dear = sheet.price >= 1000
    long = (sheet.days >= _LONG) & (sheet.price > 0)
    return {
        "two_birth_dates": np.bincount(sheet.child)[sheet.child] >= 3,
        "split": long,
        "gap": long,
        "overlap": long & (len(sheet.steps) > 1),
        "end_before_start": ~sheet.running,
        "thousands_point": dear,
    }


def _split(sheet: Sheet, row: int, kind: str, chance: Chance) -> None:
    dkk = sheet.price[row] * (1.01 + 0.09 * chance.random())
    _cut(sheet, row, kind, chance, gap=0, price=f"{dkk:.2f}".replace(".", ","))


def _gap(sheet: Sheet, row: int, kind: str, chance: Chance) -> None:
    _cut(sheet, row, kind, chance, gap=int(chance.integers(2, 11)))


def _cut(sheet: Sheet, row: int, kind: str, chance: Chance, *, gap: int, **changed: str) -> None:
    """Cut one service into two rows; the later one has the end and the destination."""
    at = sheet.start[row] + int(chance.integers(10, sheet.days[row] - 20))
    sheet.add(row, kind, start=_written(at + gap), follow_up_date="", **changed)
    sheet.set(row, "end", kind, _written(at))
    sheet.set(row, "exit_to", kind, "")


def _overlap(sheet: Sheet, row: int, kind: str, chance: Chance) -> None:
    half = int(sheet.days[row]) // 2
    start = sheet.start[row] + int(chance.integers(1, half))
    dates = {"start": _written(start), "end": _written(start + int(chance.integers(10, half)))}
    other = str(chance.choice([step for step in sheet.steps if step != sheet.cells["step"][row]]))
    sheet.add(row, kind, step=other, exit_to="", follow_up_date="", **dates)


def _duplicate(sheet: Sheet, row: int, kind: str, _: Chance) -> None:
    sheet.add(row, kind)


def _end_before_start(sheet: Sheet, row: int, kind: str, chance: Chance) -> None:
    sheet.set(row, "end", kind, _written(sheet.start[row] - int(chance.integers(1, 400))))


def _unreadable_date(sheet: Sheet, row: int, kind: str, chance: Chance) -> None:
    sheet.set(row, "start", kind, str(chance.choice(_NO_DATES)))


def _missing_value(sheet: Sheet, row: int, kind: str, _: Chance) -> None:
    sheet.set(row, "start", kind, "")


def _day_number(sheet: Sheet, row: int, kind: str, _: Chance) -> None:
    number = (sheet.start[row] - _SPREADSHEET_DAY_ZERO).astype(np.int64)
    sheet.set(row, "start", kind, str(number))


def _unknown_step(sheet: Sheet, row: int, kind: str, chance: Chance) -> None:
    step = sheet.cells["step"][row]
    changed_about = [step[:i] + step[i + 1] + step[i] + step[i + 2 :] for i in range(len(step) - 1)]
    wrong = [name for name in changed_about if name not in sheet.steps] or [f"{step}?"]
    sheet.set(row, "step", kind, str(chance.choice(wrong)))


def _two_birth_dates(sheet: Sheet, row: int, kind: str, chance: Chance) -> None:
    sheet.set(row, "birth_date", kind, _written(sheet.birth[row] - int(chance.integers(1, 28))))


def _too_old(sheet: Sheet, row: int, kind: str, _: Chance) -> None:
    for each in np.flatnonzero(sheet.child == sheet.child[row]).tolist():
        sheet.set(each, "birth_date", kind, _written(sheet.birth[each] - _THIRTY_YEARS))


def _thousands_point(sheet: Sheet, row: int, kind: str, _: Chance) -> None:
    sheet.set(row, "price", kind, f"{sheet.price[row]:,.2f}".translate(str.maketrans(",.", ".,")))


def _formula_text(sheet: Sheet, row: int, kind: str, chance: Chance) -> None:
    sheet.set(row, "provider", kind, str(chance.choice(_FORMULAS)))


def _wrong_cells(sheet: Sheet, row: int, kind: str, chance: Chance) -> None:
    sheet.miscount(row, kind, int(chance.choice([-1, 1])))


def _written(day: np.datetime64) -> str:
    return str(pd.Timestamp(day).strftime("%d-%m-%Y"))


_CHANGES: dict[str, Callable[[Sheet, int, str, Chance], None]] = {
    "two_birth_dates": _two_birth_dates,  # first, for few rows suit it
    "split": _split,
    "gap": _gap,
    "overlap": _overlap,
    "end_before_start": _end_before_start,
    "thousands_point": _thousands_point,
    "unreadable_date": _unreadable_date,
    "missing_value": _missing_value,
    "day_number": _day_number,
    "unknown_step": _unknown_step,
    "duplicate": _duplicate,
    "too_old": _too_old,
    "formula_text": _formula_text,
    "wrong_cells": _wrong_cells,
}
