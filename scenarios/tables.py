"""A comparison as tidy tables with fixed keys; rows of nothing are kept as zeros."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.comparison import BASELINE, Comparison

_NAMES = {BASELINE: "baseline"}


def tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Return every table of a run by name; amounts in kroner, fixed prices, undiscounted."""
    months = comparison.months.names
    years = comparison.years

    def of_all(*columns: str, **keys: str) -> pd.DataFrame:
        """Return one table over all cases; `keys` names the axes behind draw and replication."""
        known = {"month": months, "year": years, "payer": comparison.payers}
        parts = [
            _table(
                comparison,
                case,
                {column: getattr(runs, column) for column in columns},
                **{key: known[axis] if axis in known else getattr(runs, axis) for key, axis in keys.items()},
            )
            for case, runs in comparison.runs.items()
        ]
        # A case without programmes has no rows of them, and no rows have no type.
        return pd.concat([part for part in parts if not part.empty] or parts[:1], ignore_index=True)

    waiting = pd.concat(
        [
            _table(
                comparison,
                case,
                {
                    "waiting_days_on_a_step": runs.waiting_days[..., 0],
                    "waiting_days_outside": runs.waiting_days[..., 1],
                },
                month=months,
                step=runs.steps,
            )
            for case, runs in comparison.runs.items()
        ],
        ignore_index=True,
    )
    return {
        "steps": of_all("person_days", "starts", "ends", "step_cost_dkk", month="month", step="steps").merge(
            waiting, on=["case", "draw", "replication", "month", "step"]
        ),
        "costs": of_all("cost_dkk", year="year", item="items", payer="payer"),
        "moves": of_all("moves", year="year", step="steps", destination="destinations"),
        "enrolments": of_all("enrolments", year="year", programme="programmes"),
        "gains": _gains(comparison),
        "key_figures": _key_figures(comparison),
        "assumptions": _assumptions(comparison),
    }


def _table(
    comparison: Comparison, case: str, columns: dict[str, NDArray[np.float64]], **keys: Sequence[object]
) -> pd.DataFrame:
    """Return a table with a row for each draw, replication and combination of `keys`."""
    levels: dict[str, Sequence[Any]] = {
        "case": [_NAMES.get(case, case)],
        "draw": range(comparison.draws),
        "replication": range(comparison.replications),
        **keys,
    }
    index = pd.MultiIndex.from_product([*levels.values()], names=list(levels))
    data = {column: runs.reshape(-1) for column, runs in columns.items()}
    return pd.DataFrame(data, index=index).reset_index()


def _gains(comparison: Comparison) -> pd.DataFrame:
    rows = [
        _table(
            comparison,
            case,
            {"gain_dkk": comparison.gain(case).dkk},
            year=comparison.years,
            payer=comparison.payers,
        )
        for case in comparison.cases
    ]
    columns = ["case", "draw", "replication", "year", "payer", "gain_dkk"]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)


def _key_figures(comparison: Comparison) -> pd.DataFrame:
    parts = []
    for case, runs in comparison.runs.items():
        names = ["year", "number", "key_figure", "step", "measure"]
        rows = pd.DataFrame(list(runs.key_figure_rows), columns=names)
        values = runs.key_figures.reshape(-1, len(rows))
        for (draw, replication), value in zip(
            product(range(comparison.draws), range(comparison.replications)), values, strict=True
        ):
            parts.append(
                rows.assign(case=_NAMES.get(case, case), draw=draw, replication=replication, value=value)
            )
    return pd.concat(parts, ignore_index=True)[
        ["case", "draw", "replication", "year", "number", "key_figure", "step", "measure", "value"]
    ]


def _assumptions(comparison: Comparison) -> pd.DataFrame:
    names = list(comparison.assumptions)
    values = np.array([comparison.assumptions[name] for name in names]).reshape(len(names), comparison.draws)
    index = pd.MultiIndex.from_product([names, range(comparison.draws)], names=["assumption", "draw"])
    return pd.DataFrame({"value": values.reshape(-1)}, index=index).reset_index()
