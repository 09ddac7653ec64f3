"""Plain draws of the assumptions: the ones that a comparison with the same seed has."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.checks import BASELINE_COLUMN
from scenarios.draws import draw
from scenarios.refused import RefusedError
from scenarios.run_folder import MANIFEST
from scenarios.study import Study
from sensitivity.factors import Factors
from sensitivity.points import Points

Figures = NDArray[np.float64]

_TABLES = ("gains", "steps", "assumptions")


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Draws and what was measured under them."""

    values: Figures
    """[draw, assumption]"""
    found: dict[str, Figures]
    """[draw, replication, ...]: at least `gain_dkk`, `placed` and `placed_before` of `Simulated`."""


def points(study: Study, factors: Factors, *, draws: int, seed: int) -> Points:
    """Return so many draws, each with a chance of its own."""
    drawn = [draw(study, seed=seed, number=number) for number in range(draws)]
    values = np.array([[each[name] for name in factors.names] for each in drawn])
    return Points(values=values, chance=np.arange(draws))


def existing(folder: Path, study: Study, case: str, factors: Factors) -> Drawn:
    """Return the draws that a comparison left in a folder; nothing is run.

    Raises RefusedError when there is no whole run, or it is of another scenario or without the case.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        counts = int(manifest["draws"]), int(manifest["replications"])
        tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in _TABLES}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RefusedError(
            da=f"{folder}: her er ingen hel kørsel fra trappe compare --out ({error})",
            en=f"{folder}: there is no whole run of trappe compare --out here ({error})",
        ) from error
    if manifest["scenario_digest"] != study.digest:
        raise RefusedError(
            da=f"{folder}: kørslen er af et andet scenarie, eller det er rettet siden; regn den igen",
            en=f"{folder}: the run is of another scenario, or it has been edited since; run it again",
        )
    return _drawn(tables, counts, study, case, factors)


def _drawn(
    tables: Mapping[str, pd.DataFrame], counts: tuple[int, int], study: Study, case: str, factors: Factors
) -> Drawn:
    assumptions = tables["assumptions"].pivot_table(index="draw", columns="assumption", values="value")
    gains = tables["gains"]
    gains = gains[gains["case"] == case]
    years, payers = gains["year"].nunique(), gains["payer"].nunique()
    return Drawn(
        values=assumptions[list(factors.names)].to_numpy(),
        found={
            "gain_dkk": gains["gain_dkk"].to_numpy().reshape(*counts, years, payers),
            "placed": _placed(tables["steps"], case, counts, study),
            "placed_before": _placed(tables["steps"], BASELINE_COLUMN, counts, study),
        },
    )


def _placed(steps: pd.DataFrame, case: str, counts: tuple[int, int], study: Study) -> Figures:
    """Return full-year persons placed; [draw, replication, year]."""
    known: dict[str, Any] = dict(study.case("" if case == BASELINE_COLUMN else case).staircase.steps)
    placed = [name for name, step in known.items() if step.placed]
    rows = steps[(steps["case"] == case) & steps["step"].isin(placed)]
    years = pd.to_numeric(rows["month"].str[:4])
    length = np.where(pd.to_datetime(years.astype(str)).dt.is_leap_year, 366.0, 365.0)
    table = pd.DataFrame({"draw": rows["draw"], "replication": rows["replication"], "year": years})
    days = table.assign(days=rows["person_days"] / length).groupby(["draw", "replication", "year"])["days"]
    return np.asarray(days.sum().to_numpy().reshape(*counts, -1), dtype=np.float64)
