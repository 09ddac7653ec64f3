"""What the figures of the checks show, as one tidy table for whoever wants to draw or test it otherwise.

Caveat. The columns are not about one kind of time: `when` is a date in the checks `stock` and `backtest`, and
years on the step, or since a child first came to it, in the others.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from calibration.checks.checks import Checks
from calibration.checks.length_of_stay import StayFit
from calibration.checks.outputs import BANDS
from calibration.checks.stay_curves import stay_curves
from calibration.checks.stock import StockBands
from calibration.checks.whereabouts import WhereLater
from calibration.ledger.histories import date_of_day

COLUMNS = ("check", "step", "to", "when", "what", "value")
LENGTH_OF_STAY, WHERE, STOCK, BACKTEST = "length_of_stay", "where_later", "stock", "backtest"
ALL_STEPS = "*"

_Row = tuple[str, str, str, str, str, float]


def checks_table(checks: Checks) -> pd.DataFrame:
    """Return a row for each number: which check, of which step, of what (`what`), `when` and the value.

    `to` is the step or way out of `where_later`, and empty elsewhere; the step `*` is all together. What is
    not known has no row.
    """
    steps = [*(verdict.step for verdict in checks.verdicts), ALL_STEPS]
    rows: list[_Row] = [row for stay in checks.stays for row in _stay(stay)]
    rows += [row for where in checks.where for row in _where(where)]
    rows += _stock(STOCK, checks.stock, steps)
    if checks.backtest is not None:
        rows += _stock(BACKTEST, checks.backtest.bands, steps)
    known = [row for row in rows if np.isfinite(row[-1])]
    return pd.DataFrame(known, columns=[*COLUMNS]).astype({"value": float})


def _stay(stay: StayFit) -> Iterator[_Row]:
    curves = stay_curves(stay)
    if curves is None:
        return
    for what, years, values in (
        ("observed", curves.years, curves.observed),
        ("low_95", curves.years, curves.low),
        ("high_95", curves.years, curves.high),
        ("fitted", curves.fitted_years, curves.fitted),
    ):
        for when, value in zip(years.tolist(), values.tolist(), strict=True):
            yield LENGTH_OF_STAY, stay.step, "", f"{when:.6g}", what, value


def _where(where: WhereLater) -> Iterator[_Row]:
    seen = where.observed
    if seen is None:
        return
    for i, year in enumerate(seen.years.tolist()):
        when = f"{year:g}"
        yield WHERE, where.step, "", when, "followed", float(seen.followed[i])
        yield WHERE, where.step, "", when, "unseen", float(seen.unseen[i])
        for what, values in (
            ("observed", seen.probability),
            ("low_95", seen.low),
            ("high_95", seen.high),
            ("fitted", where.fitted),
        ):
            for name, value in zip(where.names, values[i].tolist(), strict=True):
                yield WHERE, where.step, name, when, what, value


def _stock(check: str, bands: StockBands, steps: Iterable[str]) -> list[_Row]:
    days = [str(date_of_day(day)) for day in bands.days.tolist()]
    return [
        (check, step, "", day, what, float(value))
        for j, step in enumerate(steps)
        for what in BANDS
        for day, value in zip(days, getattr(bands, what)[:, j].tolist(), strict=True)
    ]
