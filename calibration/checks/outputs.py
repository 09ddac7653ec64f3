"""The checks as plain numbers and texts, for a machine; what is not known is None."""

from collections.abc import Mapping
from typing import Any

from calibration.checks.backtest import Backtest
from calibration.checks.checks import Checks
from calibration.checks.length_of_stay import StayFit
from calibration.checks.stock import StockBands
from calibration.checks.whereabouts import WhereLater
from calibration.ledger.histories import date_of_day
from scenarios.results.result_folder import number

BANDS = ("observed", "expected", "low_50", "high_50", "low_90", "high_90")
"""What is known of each month, by the names of `StockBands`."""


def checks_document(checks: Checks) -> dict[str, Any]:
    """Return everything that was checked, sentences in `lang`; the step None is all steps together."""
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
    found: Mapping[str, list[list[float]]] = {name: getattr(bands, name).tolist() for name in BANDS}
    return [
        {"day": str(date_of_day(day)), "step": step} | {name: found[name][i][j] for name in BANDS}
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
