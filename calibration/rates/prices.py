"""Estimate what a day on each step costs, and how much that varies."""

import math
from dataclasses import dataclass

import numpy as np

from calibration.ledger.histories import ObservationWindow
from calibration.ledger.ledger import Ledger
from model.arithmetic.products import dot
from model.world.arrays import Floats
from model.world.staircase import DAYS_PER_YEAR, Staircase

_DAYS = {"day": 1.0, "month": DAYS_PER_YEAR / 12, "year": DAYS_PER_YEAR}


@dataclass(frozen=True, kw_only=True)
class PriceRow:
    """Prices of one step, in kroner of the day they were paid; every paid day counts once."""

    step: str
    rows: int
    """Rows with a price per day, month or year and a day in the window."""
    days: float
    """Days paid for."""
    dkk_per_day: float
    sd_dkk_per_day: float
    """Standard deviation between paid days."""
    error_dkk_per_day: float
    """Standard error of the mean, each row being one trial."""
    p10_dkk_per_day: float
    p90_dkk_per_day: float


def prices(ledger: Ledger, staircase: Staircase, window: ObservationWindow) -> list[PriceRow]:
    """Return the prices of the days in the window; steps without any are left out."""
    rows = ledger.rows
    first, last = np.datetime64(window.first), np.datetime64(window.last)
    start = np.maximum(rows["start"].to_numpy(), first)
    end = np.minimum(np.where(rows["end"].isna(), last, rows["end"].to_numpy()), last)
    days = (end - start) / np.timedelta64(1, "D")
    unit = rows["price_unit"].map(_DAYS).to_numpy(dtype=np.float64)
    dkk = rows["price"].to_numpy(dtype=np.float64) / unit
    counts = (days > 0) & ~np.isnan(dkk)
    step = rows["step"].to_numpy()
    by_step = []
    for name in (each.name for each in staircase.steps):
        here = counts & (step == name)
        if here.any():
            by_step.append(_row(name, dkk[here], days[here]))
    return by_step


def _row(name: str, dkk: Floats, days: Floats) -> PriceRow:
    weight = days / days.sum()
    mean = dot(weight, dkk)
    order = np.argsort(dkk, kind="stable")
    paid = np.cumsum(weight[order])
    p10, p90 = (
        float(dkk[order][min(int(np.searchsorted(paid, share)), len(dkk) - 1)]) for share in (0.1, 0.9)
    )
    return PriceRow(
        step=name,
        rows=len(dkk),
        days=float(days.sum()),
        dkk_per_day=mean,
        sd_dkk_per_day=math.sqrt(dot(weight, np.square(dkk - mean))),
        error_dkk_per_day=math.sqrt(dot(np.square(weight), np.square(dkk - mean))),
        p10_dkk_per_day=p10,
        p90_dkk_per_day=p90,
    )
