"""Lower a counting to the flat arrays that the compiled engine works on."""

import math
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from model.compiled_engine.kernel.days import TICKS
from model.compiled_engine.kernel.records import SELECTION, SPREAD, STAY_LIMIT
from model.results.counting import Counting
from model.world.arrays import Array, Floats, Ints


@dataclass(frozen=True, kw_only=True)
class CountingGrid:
    """A counting as arrays, by the names of `layout.GRID`."""

    counted_days: float
    tables: dict[str, Array]


def lower_counting(counting: Counting) -> CountingGrid:
    """Return a counting as arrays; pure, so equal countings give equal arrays."""
    months, steps = counting.months, len(counting.staircase.steps)
    spread = () if counting.reimbursable is None else counting.reimbursable.spread
    cuts = [day for window in counting.windows for day in (window.from_day, window.to_day)]
    cuts += [day for cost in spread for day in (cost.from_day, cost.to_day)]
    inside = [day for day in cuts if 0.0 < day < months.horizon_days]
    edges = np.unique(np.concatenate([months.edges, inside]))
    month_of = np.append(months.index(edges[:-1]), months.count)
    year_of = np.append(months.year - months.years[0], len(months.years))
    windows = [(window.from_day <= edges[:-1]) & (edges[1:] <= window.to_day) for window in counting.windows]
    plain = [window.steps if window.children.is_everyone else () for window in counting.windows]
    tables = {
        "edges": edges,
        "edge_ticks": np.floor(edges * TICKS + 0.5).astype(np.int64),
        "period_at": np.searchsorted(edges, np.arange(math.ceil(months.horizon_days)), side="right") - 1,
        "month_of": month_of,
        "year_of": year_of.astype(np.int64),
        "year_ends": counting.year_ends,
        "institution": np.isin(np.arange(steps), counting.institutions),
        "windows_steps": np.array([np.isin(np.arange(steps), on) for on in plain], dtype=bool).reshape(
            -1, steps
        ),
        "windows_periods": np.array(windows, dtype=bool).reshape(-1, len(edges) - 1),
        "stay_limits": np.array(
            [(limit.step, limit.days) for limit in counting.stay_limits], dtype=STAY_LIMIT
        ),
        **_selections(counting),
        **_reimbursable(counting, edges, month_of[:-1]),
    }
    return CountingGrid(counted_days=months.horizon_days, tables=tables)


def _selections(counting: Counting) -> dict[str, Array]:
    """Return the windows of some children only, by step and span of ages."""
    groups = range(len(counting.staircase.groups))
    rows = [
        (step, (window, low, high), [chosen.children.has(group) for group in groups])
        for window, chosen in enumerate(counting.windows)
        if not chosen.children.is_everyone
        for step in chosen.steps
        for low, high in chosen.children.spans
    ]
    rows.sort(key=lambda row: row[0])
    numbers = [sum(step == row[0] for row in rows) for step in range(len(counting.staircase.steps))]
    return {
        "selections": np.array([row for _, row, _ in rows], dtype=SELECTION),
        "selections_from": np.array([*accumulate(numbers, initial=0)], dtype=np.int64),
        "selections_groups": np.array([has for _, _, has in rows], dtype=bool).reshape(-1, len(groups)),
    }


def _reimbursable(counting: Counting, edges: Floats, month_of: Ints) -> dict[str, Array]:
    """Return the amounts that count towards central reimbursement; those of some children by span of ages."""
    months, steps, groups = counting.months, len(counting.staircase.steps), counting.staircase.groups
    known = counting.reimbursable
    per_day, start, limits = np.zeros((months.count, steps)), np.zeros(steps), (math.inf,) * 3
    spread = () if known is None else known.spread
    dearest_per_day = per_day if known is None else known.dearest_per_day_dkk
    if known is not None:
        per_day, start, limits = known.per_day_dkk, known.start_dkk, known.limits_dkk
    spans = [(cost, span) for cost in spread for span in cost.children.spans]
    factors = np.zeros((len(spans), max((len(cost.factors) for cost in spread), default=0)))
    for row, (cost, _) in zip(factors, spans, strict=True):
        row[: len(cost.factors)] = cost.factors
    dkk = [
        np.where((cost.from_day <= edges[:-1]) & (edges[1:] <= cost.to_day), cost.per_day_dkk[month_of], 0.0)
        for cost, _ in spans
    ]
    rows = [(cost.step, cost.key, len(cost.factors), low, high) for cost, (low, high) in spans]
    has = [[cost.children.has(group) for group in range(len(groups))] for cost, _ in spans]
    return {
        "costly": (per_day != 0).any(axis=0) | (start != 0) | np.isin(range(steps), [s.step for s in spread]),
        "per_day_dkk": np.ascontiguousarray(per_day[month_of]),
        "dearest_dkk": np.maximum(dearest_per_day * months.days[:, None], 0.0).max(axis=0),
        "start_dkk": start,
        "limits_dkk": np.array(limits),
        "spreads": np.array(rows, dtype=SPREAD),
        "spreads_dkk": np.array(dkk).reshape(len(spans), len(edges) - 1),
        "spreads_factors": factors,
        "spreads_groups": np.array(has, dtype=bool).reshape(-1, len(groups)),
    }
