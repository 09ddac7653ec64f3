"""Provide ledgers and staircases in a few lines."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from calibration.ledger.histories import ObservationWindow
from calibration.rows.ledger import COLUMNS, Ledger
from model.world.staircase import Staircase, Step

EMPTY: dict[str, Any] = {"category": "", "datetime64[s]": pd.NaT, "float64": float("nan"), "int64": 0}
DAY_0 = date(2020, 1, 1)
WINDOW = ObservationWindow(first=DAY_0, last=date(2025, 1, 1))


def day(number: int) -> pd.Timestamp:
    """Return the date so many days after `DAY_0`."""
    return pd.Timestamp(DAY_0 + timedelta(days=number))


def ledger(*rows: dict[str, Any]) -> Ledger:
    """Return a ledger of rows; days may be numbers of days after `DAY_0`, and what is left out is empty."""
    table: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for number, row in enumerate(rows):
        whole = {name: EMPTY[dtype] for name, dtype in COLUMNS.items()} | {"row": number + 2} | row
        for name, value in whole.items():
            is_day = COLUMNS[name].startswith("datetime") and isinstance(value, int)
            table[name].append(day(value) if is_day else value)
    return Ledger(rows=pd.DataFrame(table).astype(COLUMNS))


def stay(child: str, step: str, start: int, end: int | None = None, **others: Any) -> dict[str, Any]:
    """Return a row."""
    return {"child_id": child, "step": step, "start": start, "end": pd.NaT if end is None else end, **others}


def staircase(*names: str, exits: tuple[str, ...] = ("ud",)) -> Staircase:
    """Return steps for children of any age, from the least to the most intrusive."""
    steps = tuple(Step(name=name, age_to=120.0, at_age_limit=((exits[0], 1.0),)) for name in names)
    return Staircase(steps=steps, exits=exits, age_borders=(0.0, 120.0))
