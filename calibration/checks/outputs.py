"""Convert checks to plain numbers and texts for JSON, and to one tidy table; unknown numbers are None."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from calibration.checks.backtest import Backtest
from calibration.checks.checks import Checks
from calibration.checks.length_of_stay import StayFit, stay_curves
from calibration.checks.stock import StockBands
from calibration.checks.whereabouts import WhereLater
from calibration.ledger.histories import date_of_day
from scenarios.results.result_folder import number

BANDS = ("observed", "expected", "low_50", "high_50", "low_90", "high_90")
"""Figures of each month, by the names of `StockBands`."""


def checks_document(checks: Checks) -> dict[str, Any]:
    """Return the results of all checks; the step None is all steps together."""
    steps: list[str | None] = [verdict.step for verdict in checks.verdicts]
    columns = [*steps, None]
    return {
        "seed": checks.seed,
        "verdicts": [
            {
                "step": verdict.step,
                "grade": verdict.grade,
                "reasons": [*verdict.reasons],
                "moves": verdict.moves,
                "stay_p_value": number(verdict.stay_p_value),
                "backtest_p_value": number(verdict.backtest_p_value),
                "limit": verdict.limit,
            }
            for verdict in checks.verdicts
        ],
        "stays": [_stay(stay) for stay in checks.stays],
        "where": [_where(where) for where in checks.where],
        "stock": {
            "runs": checks.stock.runs,
            "steps": [
                {"step": step, "p_value": number(p_value)}
                for step, p_value in zip(columns, checks.stock.p_value.tolist(), strict=True)
            ],
            "months": _months(checks.stock, columns),
        },
        "backtest": None if checks.backtest is None else _backtest(checks.backtest, columns),
        "no_backtest": None if checks.no_backtest is None else str(checks.no_backtest),
    }


def _stay(stay: StayFit) -> dict[str, Any]:
    curve = stay.curve
    return {
        "step": stay.step,
        "moves": int(stay.observed.sum()),
        "expected": float(stay.expected.sum()),
        "p_value": number(stay.p_value),
        "median_years": None if curve is None else number(curve.median),
        "median_low": None if curve is None else number(curve.median_low),
        "median_high": None if curve is None else number(curve.median_high),
        "bins": [
            {"from_years": low, "to_years": high, "moves": seen, "expected": fitted}
            for low, high, seen, fitted in zip(
                stay.borders[:-1].tolist(),
                stay.borders[1:].tolist(),
                stay.observed.tolist(),
                stay.expected.tolist(),
                strict=True,
            )
        ],
    }


def _where(where: WhereLater) -> dict[str, Any]:
    seen = where.observed
    return {
        "step": where.step,
        "children": 0 if seen is None else seen.children,
        "years": []
        if seen is None
        else [
            {
                "years": float(year),
                "followed": int(seen.followed[i]),
                "unseen": float(seen.unseen[i]),
                "at": [
                    {
                        "name": name,
                        "observed": number(seen.probability[i, j]),
                        "low": number(seen.low[i, j]),
                        "high": number(seen.high[i, j]),
                        "fitted": number(where.fitted[i, j]),
                    }
                    for j, name in enumerate(where.names)
                ],
            }
            for i, year in enumerate(seen.years.tolist())
        ],
    }


def _months(bands: StockBands, columns: list[str | None]) -> list[dict[str, Any]]:
    columns_by_name: Mapping[str, list[list[float]]] = {name: getattr(bands, name).tolist() for name in BANDS}
    return [
        {"day": str(date_of_day(day)), "step": step} | {name: columns_by_name[name][i][j] for name in BANDS}
        for j, step in enumerate(columns)
        for i, day in enumerate(bands.days.tolist())
    ]


def _backtest(ahead: Backtest, columns: list[str | None]) -> dict[str, Any]:
    return {
        "cut": str(ahead.cut),
        "runs": ahead.bands.runs,
        "months_held_back": ahead.months,
        "year_ends": ahead.year_ends,
        "steps": [
            {
                "step": step,
                "p_value": float(ahead.bands.p_value[j]),
                "inside_50": float(ahead.inside_50[j]),
                "inside_90": float(ahead.inside_90[j]),
                "year_ends_inside_50": int(ahead.year_ends_inside_50[j]),
                "year_ends_inside_90": int(ahead.year_ends_inside_90[j]),
                "mean_error": float(ahead.mean_error[j]),
            }
            for j, step in enumerate(columns)
        ],
        "months": _months(ahead.bands, columns),
    }


COLUMNS = ("check", "step", "to", "when", "what", "value")
LENGTH_OF_STAY, WHERE, STOCK, BACKTEST = "length_of_stay", "where_later", "stock", "backtest"
ALL_STEPS = "*"

_Row = tuple[str, str, str, str, str, float]


def checks_table(checks: Checks) -> pd.DataFrame:
    """Return a row for each number: its check, step, `what` it is, `when`, and the value.

    Caveat: `when` is a date in the checks `stock` and `backtest`, and in the others years on the step, or
    since a child first came to it. `to` is the step or way out of `where_later`, and empty elsewhere; the
    step `*` is all together. Unknown numbers have no row.
    """
    steps = [*(verdict.step for verdict in checks.verdicts), ALL_STEPS]
    rows: list[_Row] = [row for stay in checks.stays for row in _stay_rows(stay)]
    rows += [row for where in checks.where for row in _where_rows(where)]
    rows += _stock_rows(STOCK, checks.stock, steps)
    if checks.backtest is not None:
        rows += _stock_rows(BACKTEST, checks.backtest.bands, steps)
    known = [row for row in rows if np.isfinite(row[-1])]
    return pd.DataFrame(known, columns=[*COLUMNS]).astype({"value": float})


def _stay_rows(stay: StayFit) -> Iterator[_Row]:
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


def _where_rows(where: WhereLater) -> Iterator[_Row]:
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


def _stock_rows(check: str, bands: StockBands, steps: Iterable[str]) -> list[_Row]:
    days = [str(date_of_day(day)) for day in bands.days.tolist()]
    return [
        (check, step, "", day, what, float(value))
        for j, step in enumerate(steps)
        for what in BANDS
        for day, value in zip(days, getattr(bands, what)[:, j].tolist(), strict=True)
    ]
