"""A comparison as tidy tables with fixed keys; rows of nothing are kept as zeros."""

from itertools import product

import numpy as np
import pandas as pd

from scenarios.comparison import BASELINE, CaseRuns, Comparison

_NAMES = {BASELINE: "baseline"}


def tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Return every table of a run by name; amounts in kroner, fixed prices, undiscounted."""
    months = _months(comparison)
    years = list(comparison.years)

    def of_all(*columns: str, **keys: str) -> pd.DataFrame:
        """Return one table over all cases; `keys` names the axes behind draw and replication."""
        return pd.concat(
            [
                _table(case, runs, columns, keys, comparison, months, years)
                for case, runs in comparison.runs.items()
            ],
            ignore_index=True,
        )

    return {
        "steps": of_all("person_days", "starts", "ends", "step_cost_dkk", month="month", step="steps").merge(
            _waiting(comparison, months), on=["case", "draw", "replication", "month", "step"]
        ),
        "costs": of_all("cost_dkk", year="year", item="items", payer="payer"),
        "moves": of_all("moves", year="year", step="steps", destination="destinations"),
        "enrolments": of_all("enrolments", year="year", programme="programmes"),
        "gains": _gains(comparison),
        "key_figures": _key_figures(comparison),
        "assumptions": _assumptions(comparison),
    }


def _months(comparison: Comparison) -> list[str]:
    """Return the months as 2027-01; a calculation begins in the month its first year has room for."""
    of_first = comparison.month_years.count(comparison.years[0])
    first = 12 - of_first % 12 if of_first % 12 else 0
    return [f"{year}-{(first + i) % 12 + 1:02d}" for i, year in enumerate(comparison.month_years)]


def _table(
    case: str,
    runs: CaseRuns,
    columns: tuple[str, ...],
    keys: dict[str, str],
    comparison: Comparison,
    months: list[str],
    years: list[int],
) -> pd.DataFrame:
    known = {"month": months, "year": years, "payer": list(comparison.payers)}
    levels = [known[axis] if axis in known else list(getattr(runs, axis)) for axis in keys.values()]
    index = pd.MultiIndex.from_product(
        [[_NAMES.get(case, case)], range(comparison.draws), range(comparison.replications), *levels],
        names=["case", "draw", "replication", *keys],
    )
    data = {column: getattr(runs, column).reshape(-1) for column in columns}
    return pd.DataFrame(data, index=index).reset_index()


def _waiting(comparison: Comparison, months: list[str]) -> pd.DataFrame:
    parts = []
    for case, runs in comparison.runs.items():
        index = pd.MultiIndex.from_product(
            [
                [_NAMES.get(case, case)],
                range(comparison.draws),
                range(comparison.replications),
                months,
                list(runs.steps),
            ],
            names=["case", "draw", "replication", "month", "step"],
        )
        waiting = runs.waiting_days.reshape(-1, 2)
        data = {"waiting_days_on_a_step": waiting[:, 0], "waiting_days_outside": waiting[:, 1]}
        parts.append(pd.DataFrame(data, index=index).reset_index())
    return pd.concat(parts, ignore_index=True)


def _gains(comparison: Comparison) -> pd.DataFrame:
    rows = []
    for case in comparison.cases:
        index = pd.MultiIndex.from_product(
            [
                [case],
                range(comparison.draws),
                range(comparison.replications),
                comparison.years,
                comparison.payers,
            ],
            names=["case", "draw", "replication", "year", "payer"],
        )
        rows.append(
            pd.DataFrame({"gain_dkk": comparison.gain(case).dkk.reshape(-1)}, index=index).reset_index()
        )
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
            keys = {"case": _NAMES.get(case, case), "draw": draw, "replication": replication}
            parts.append(rows.assign(**keys, value=value))
    return pd.concat(parts, ignore_index=True)[
        ["case", "draw", "replication", "year", "number", "key_figure", "step", "measure", "value"]
    ]


def _assumptions(comparison: Comparison) -> pd.DataFrame:
    names = list(comparison.assumptions)
    values = np.array([comparison.assumptions[name] for name in names]).reshape(len(names), comparison.draws)
    index = pd.MultiIndex.from_product([names, range(comparison.draws)], names=["assumption", "draw"])
    return pd.DataFrame({"value": values.reshape(-1)}, index=index).reset_index()
