"""A comparison as tidy tables with fixed keys; rows of nothing are kept as zeros."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.key_figures import COLUMNS
from model.tally import ON_A_STEP, OUTSIDE
from scenarios.checks import BASELINE_COLUMN
from scenarios.comparison import CaseRuns, Comparison

Columns = dict[str, NDArray[np.float64]]
"""Figures of every run by name, draws and replications first."""


def tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Return every table of a run by name; amounts in kroner, fixed prices, undiscounted."""
    months = comparison.months.names
    years = comparison.years

    def of_all(columns: Callable[[CaseRuns], Columns], **keys: str) -> pd.DataFrame:
        """Return one table over all cases; `keys` names the axes behind draw and replication."""
        known = {"month": months, "year": years, "payer": comparison.payers}
        parts = [
            _table(
                comparison,
                case,
                columns(runs),
                **{key: known[axis] if axis in known else getattr(runs, axis) for key, axis in keys.items()},
            )
            for case, runs in comparison.runs.items()
        ]
        # A case without programmes has no rows of them, and no rows have no type.
        return pd.concat([part for part in parts if not part.empty] or parts[:1], ignore_index=True)

    return {
        "steps": of_all(_of_steps, month="month", step="steps"),
        "costs": of_all(lambda runs: {"cost_dkk": runs.cost_dkk}, year="year", item="items", payer="payer"),
        "moves": of_all(
            lambda runs: {"moves": runs.moves}, year="year", step="steps", destination="destinations"
        ),
        "enrolments": of_all(
            lambda runs: {"enrolments": runs.enrolments}, year="year", programme="programmes"
        ),
        "gains": _gains(comparison),
        "key_figures": _key_figures(comparison),
        "assumptions": _assumptions(comparison),
    }


def _of_steps(runs: CaseRuns) -> Columns:
    return {
        "person_days": runs.person_days,
        "starts": runs.starts,
        "ends": runs.ends,
        "step_cost_dkk": runs.step_cost_dkk,
        "waiting_days_on_a_step": runs.waiting_days[..., ON_A_STEP],
        "waiting_days_outside": runs.waiting_days[..., OUTSIDE],
    }


def _table(comparison: Comparison, case: str, columns: Columns, **keys: Sequence[object]) -> pd.DataFrame:
    """Return a table with a row for each draw, replication and combination of `keys`."""
    levels: dict[str, Sequence[Any]] = {
        "case": [case or BASELINE_COLUMN],
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
        rows = pd.DataFrame(list(runs.key_figure_rows), columns=list(COLUMNS[:-1]))
        values = _table(comparison, case, {"value": runs.key_figures}, row=range(len(rows)))
        parts.append(values.join(rows, on="row"))
    return pd.concat(parts, ignore_index=True)[["case", "draw", "replication", *COLUMNS]]


def _assumptions(comparison: Comparison) -> pd.DataFrame:
    names = list(comparison.assumptions)
    values = np.array([comparison.assumptions[name] for name in names]).reshape(len(names), comparison.draws)
    index = pd.MultiIndex.from_product([names, range(comparison.draws)], names=["assumption", "draw"])
    return pd.DataFrame({"value": values.reshape(-1)}, index=index).reset_index()
