"""Provide ledgers and stays from simulated lives."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.rows.ledger import COLUMNS, Ledger
from model.compiled_engine.engine import simulate
from model.world.arrays import Floats
from model.world.parameters import Parameters
from tests.calibration.made_rows import EMPTY

Array = NDArray[Any]
START = date(2020, 1, 1)


def ledger_of(parameters: Parameters, *, seed: int, replication: int = 0) -> Ledger:
    """Return what a municipality would have written down of one replication, in whole days from `START`."""
    records = simulate(parameters, seed=seed, replication=replication)
    names = np.array([*parameters.staircase.names, ""], dtype=object)
    stays, children = records.sojourns, records.children
    child = np.searchsorted(children.identity, stays.child)
    steps = len(parameters.staircase.steps)
    rows = pd.DataFrame(
        {
            name: [EMPTY[dtype]] * len(child)
            for name, dtype in COLUMNS.items()
            if name not in {"child_id", "step", "start", "end", "birth_date", "exit_to", "row"}
        }
    )
    rows["child_id"] = stays.child.astype(str)
    rows["step"] = names[stays.step]
    rows["start"] = _dates(stays.start)
    rows["end"] = _dates(np.where(stays.destination < 0, np.nan, stays.end))
    rows["birth_date"] = _dates(children.birth_day[child])
    rows["exit_to"] = names[np.where(stays.destination >= steps, stays.destination, -1)]
    rows["row"] = np.arange(len(child)) + 2
    return Ledger(rows=rows[[*COLUMNS]].astype(COLUMNS))


def _dates(days: Floats) -> "pd.Series[pd.Timestamp]":
    known = ~np.isnan(days)
    whole = np.where(known, np.floor(np.where(known, days, 0.0)), 0).astype("timedelta64[D]")
    dates = np.datetime64(START, "D") + whole
    return pd.Series(np.where(known, dates, np.datetime64("NaT", "D")).astype("datetime64[s]"))


def weibull_stays(
    seed: int, number: int, *, shape: float = 0.7, days: bool = False
) -> tuple[Array, Array, Array]:
    """Return entry, exit and ended of Weibull stays of scale 2, half of them come upon late."""
    rng = np.random.default_rng(seed)
    length = 2 * rng.weibull(shape, 3 * number)
    entry = np.where(rng.random(3 * number) < 0.5, 0.0, rng.exponential(1.5, 3 * number))
    last = entry + rng.exponential(2.0, 3 * number)
    ended, exit_ = length <= last, np.minimum(length, last)
    if days:
        entry, exit_ = np.floor(entry * 40) / 40, np.ceil(exit_ * 40) / 40
    seen = np.flatnonzero(length > entry)[:number]
    return entry[seen], exit_[seen], ended[seen]
