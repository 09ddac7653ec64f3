"""Lower a counting to the flat arrays that the compiled engine works on."""

import math
from dataclasses import dataclass

import numpy as np

from model.compiled_engine.kernel.days import TICKS
from model.compiled_engine.kernel.records import SPREAD, STAY_LIMIT
from model.results.counting import Counting
from model.world.arrays import Array


@dataclass(frozen=True, kw_only=True)
class CountingGrid:
    """A counting as arrays, by the names of `layout.GRID`."""

    counted_days: float
    tables: dict[str, Array]


def lower_counting(counting: Counting) -> CountingGrid:
    """Return a counting as arrays; pure, so equal countings give equal arrays."""
    months, steps = counting.months, len(counting.staircase.steps)
    cuts = [day for window in counting.windows for day in (window.from_day, window.to_day)]
    inside = [day for day in cuts if 0.0 < day < months.horizon_days]
    edges = np.unique(np.concatenate([months.edges, inside]))
    month_of = np.append(months.index(edges[:-1]), months.count)
    year_of = np.append(months.year - months.years[0], len(months.years))
    per_day, start, limits = np.zeros((months.count, steps)), np.zeros(steps), (math.inf,) * 3
    if counting.reimbursable is not None:
        reimbursable = counting.reimbursable
        per_day, start, limits = reimbursable.per_day_dkk, reimbursable.start_dkk, reimbursable.limits_dkk
    spread = () if counting.reimbursable is None else counting.reimbursable.spread
    dearest_per_day = per_day if counting.reimbursable is None else counting.reimbursable.dearest_per_day_dkk
    dearest = np.maximum(dearest_per_day * months.days[:, None], 0.0).max(axis=0)
    factors = np.zeros((len(spread), max((len(cost.factors) for cost in spread), default=0)))
    for row, cost in zip(factors, spread, strict=True):
        row[: len(cost.factors)] = cost.factors
    windows = [(window.from_day <= edges[:-1]) & (edges[1:] <= window.to_day) for window in counting.windows]
    tables = {
        "edges": edges,
        "edge_ticks": np.floor(edges * TICKS + 0.5).astype(np.int64),
        "period_at": np.searchsorted(edges, np.arange(math.ceil(months.horizon_days)), side="right") - 1,
        "month_of": month_of,
        "year_of": year_of.astype(np.int64),
        "year_ends": counting.year_ends,
        "institution": np.isin(np.arange(steps), counting.institutions),
        "windows_steps": np.array(
            [np.isin(np.arange(steps), window.steps) for window in counting.windows], dtype=bool
        ).reshape(-1, steps),
        "windows_periods": np.array(windows, dtype=bool).reshape(-1, len(edges) - 1),
        "costly": (per_day != 0).any(axis=0) | (start != 0) | np.isin(range(steps), [s.step for s in spread]),
        "per_day_dkk": np.ascontiguousarray(per_day[month_of[:-1]]),
        "dearest_dkk": dearest,
        "start_dkk": start,
        "limits_dkk": np.array(limits),
        "stay_limits": np.array(
            [(limit.step, limit.days) for limit in counting.stay_limits], dtype=STAY_LIMIT
        ),
        "spreads": np.array([(cost.step, cost.key, len(cost.factors)) for cost in spread], dtype=SPREAD),
        "spreads_dkk": np.array([cost.per_day_dkk[month_of[:-1]] for cost in spread]).reshape(
            len(spread), len(edges) - 1
        ),
        "spreads_factors": factors,
    }
    return CountingGrid(counted_days=months.horizon_days, tables=tables)
