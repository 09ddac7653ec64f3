"""Make a staircase of the steps that a ledger itself names, where no scenario says whose they are.

Caveat. A ledger does not say which step is the higher, and on several steps at once a child stands on the
highest. The dearer is taken for the higher where all have a price; else they stand in the order of their
names.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.rates.exposure import ALL_AGES
from calibration.rates.prices import DAYS_OF
from model.world.staircase import Staircase, Step

ENDED = "afsluttet"
"""The way out of a row that names none."""


@dataclass(frozen=True, kw_only=True)
class OwnSteps:
    """The steps of a ledger, whatever the order of its rows."""

    staircase: Staircase
    """For children of any age."""
    by_price: bool
    """Whether the steps are in the order of their prices, and not of their names."""


def own_steps(rows: pd.DataFrame) -> OwnSteps:
    """Return the staircase of rows in which each step has one spelling, as those of a reading do."""
    price = _mean_prices(rows)
    by_price = not price.isna().any()
    names = [str(name) for name in (price.sort_values(kind="stable") if by_price else price).index]
    exits = sorted({str(name) for name in rows["exit_to"].unique()} - {"", ENDED, *names})
    groups = tuple(sorted({str(name) for name in rows["group"].unique()} - {""})) or ("alle",)
    staircase = Staircase(
        steps=tuple(Step(name=name, age_to=ALL_AGES[1], at_age_limit=((ENDED, 1.0),)) for name in names),
        exits=(ENDED, *exits),
        age_borders=ALL_AGES,
        groups=groups,
    )
    return OwnSteps(staircase=staircase, by_price=by_price and len(names) > 1)


def _mean_prices(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return the mean price per day of the rows of each step, in order of name; NaN without any."""
    per_day = rows["price"] / rows["price_unit"].map(DAYS_OF).astype(np.float64)
    return per_day.groupby(rows["step"], sort=True).mean()
