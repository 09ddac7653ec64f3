"""Turn the services of a ledger into columns: child, step, section, days and price.

Caveat. A ledger records what was granted, not what was paid: an invoice that differs, comes late or never
came is not seen. A price that is missing is the average of its step, and every such row is counted.

Days are whole, since 1970-01-01; `end` is the first day without the service.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.ledger.histories import Days, touching_blocks
from calibration.rows.ledger import Ledger, places_of
from forecast.calendar_year import UNITS
from model.world.arrays import Bools, Floats, Ints
from model.world.staircase import DAYS_PER_YEAR, Staircase

_DAYS_PER_UNIT = np.array([1.0, DAYS_PER_YEAR / 12, DAYS_PER_YEAR])
NO_SECTION = ""
"""The section of a row that names none."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """Services granted until the end of a day; parallel columns, [service] unless stated otherwise."""

    steps: tuple[str, ...]
    sections: tuple[str, ...]
    """Paragraphs as the ledger's reader writes them, in alphabetical order."""
    children: int
    """How many there are; indices as in `Histories.child_ids` of the same ledger."""
    last: int
    """The last day that is known. A service that goes on after it ends, as far as is known, the day after."""
    child: Ints
    step: Ints
    """Index into `steps`, of the service itself, also where the child is on a higher step."""
    section: Ints
    start: Days
    end: Days
    price: Floats
    """Kroner per unit; 0 for one that is paid once."""
    unit: Ints
    """Index into `UNITS`."""
    once: Floats
    """Kroner paid at the start."""
    estimated: Bools
    """Whether the ledger has no price for it."""
    unpriced: tuple[str, ...]
    """Steps without any price in the ledger, so that those of `otherwise` are used."""

    @property
    def heads(self) -> int:
        """Number of heads that services are booked under: the steps, and after them the sections."""
        return len(self.steps) + len(self.sections)

    @property
    def booked(self) -> tuple[Ints, Ints]:
        """The heads that each service is booked under: once its step, once its section; two of [service]."""
        return self.step, len(self.steps) + self.section

    @property
    def running(self) -> Bools:
        """Which services go on after the last day."""
        return self.end > self.last


def services(ledger: Ledger, staircase: Staircase, last: int, *, otherwise: Mapping[str, float]) -> Services:
    """Return the services that began on day `last` or before.

    An end after `last` is only planned: the service is going on. Rows without a day are left out.
    A missing price is the average of the days paid for on the same step, or else that of `otherwise`, kroner
    per day by step.
    """
    rows = ledger.rows
    child, child_ids = pd.factorize(rows["child_id"])
    start = _days(rows["start"])
    end = np.where(rows["end"].isna(), last + 1, np.minimum(_days(rows["end"]), last + 1))
    kept = (end > start) & (start <= last)
    section, sections = pd.factorize(rows["paragraph"], sort=True)
    steps = tuple(step.name for step in staircase.steps)
    step = places_of(rows["step"], steps)[kept]
    per = rows["price_unit"].to_numpy()[kept]
    dkk = rows["price"].to_numpy(dtype=np.float64)[kept]
    paid_once = per == "start"
    unit = np.maximum(pd.Index(UNITS).get_indexer(pd.Index(per)), 0).astype(np.int64)
    missing = np.isnan(dkk)
    per_day = np.where(paid_once, np.nan, dkk / _DAYS_PER_UNIT[unit])
    usual = _average_prices(step, per_day, (end - start)[kept], len(steps))
    fallback = np.array([otherwise.get(name, 0.0) for name in steps])
    unpriced = np.isnan(usual)
    usual = np.where(unpriced, fallback, usual)
    filled = np.where(missing, usual[step], dkk)
    return Services(
        steps=steps,
        sections=tuple(map(str, sections)),
        children=len(child_ids),
        last=last,
        child=child[kept].astype(np.int64),
        step=step,
        section=section[kept].astype(np.int64),
        start=start[kept],
        end=end[kept],
        price=np.where(paid_once & ~missing, 0.0, filled),
        unit=np.where(missing, 0, unit),
        once=np.where(paid_once & ~missing, filled, 0.0),
        estimated=missing,
        unpriced=tuple(name for name, is_so in zip(steps, unpriced.tolist(), strict=True) if is_so),
    )


def merged(child: Ints, key: Ints, start: Days, end: Days) -> tuple[Ints, Ints, Days, Days]:
    """Return child, key, start and end, those of a child that touch or overlap under one key joined."""
    order, begins = touching_blocks(child, key, start, end)
    first = np.flatnonzero(begins)
    if not len(first):
        return child, key, start, end
    latest = np.maximum.reduceat(end[order], first)
    return child[order][first], key[order][first], start[order][first], latest


def _average_prices(step: Ints, dkk_per_day: Floats, days: Ints, steps: int) -> Floats:
    """Return the average kroner per day paid for on each step, NaN where there is none; [step]."""
    known = ~np.isnan(dkk_per_day)
    paid = np.bincount(step[known], (days * dkk_per_day)[known], minlength=steps)
    over = np.bincount(step[known], days[known], minlength=steps)
    return np.where(over > 0, paid / np.maximum(over, 1), np.nan)


def _days(column: "pd.Series[pd.Timestamp]") -> Days:
    days: Days = column.to_numpy().astype("datetime64[D]").astype(np.int64)
    return days
