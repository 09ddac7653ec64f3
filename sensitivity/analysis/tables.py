"""A sensitivity analysis as tidy tables with fixed keys."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.bootstrap import Spread


def tables(found: Sensitivity, told: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return every table by name; those of a method that was not asked for are left out.

    `told` is the document of it. Indices and changes are there for every outcome, break-even for the one that
    was asked for.
    """
    return {name: table for name, table in _all(found, told).items() if not table.empty}


def _all(found: Sensitivity, told: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    maps = [
        {
            "across": each["across"],
            "up": each["up"],
            "across_value": point["across"],
            "up_value": point["up"],
            "pays": point["pays"],
        }
        for each in told["break_even_maps"]
        for point in each["points"]
    ]
    return {
        "indices": _indices(found),
        "second_order": _second(found),
        "chance": _chance(found),
        "elementary_effects": _effects(found),
        "distances": _distances(found),
        "tornado": _tornado(found),
        "break_even": pd.DataFrame(told["break_even"]),
        "break_even_maps": pd.DataFrame(maps),
        "views": _views(found),
    }


def _names(found: Sensitivity) -> tuple[list[str], list[str]]:
    return [*found.subject.factors.names], [outcome.name for outcome in found.subject.outcomes]


def _indices(found: Sensitivity) -> pd.DataFrame:
    if found.indices is None:
        return pd.DataFrame()
    names, outcomes = _names(found)
    index = pd.MultiIndex.from_product([names, outcomes], names=["assumption", "outcome"])
    columns = _columns("first", found.indices.first) | _columns("total", found.indices.total)
    return pd.DataFrame(columns, index=index).reset_index()


def _second(found: Sensitivity) -> pd.DataFrame:
    if found.indices is None:
        return pd.DataFrame()
    names, outcomes = _names(found)
    pairs = [
        tuple(" + ".join(names[member] for member in part.members) for part in pair)
        for pair in found.indices.pairs
    ]
    rows = [(*pair, outcome) for pair in pairs for outcome in outcomes]
    keys = pd.DataFrame(rows, columns=["one", "other", "outcome"])
    return keys.assign(**_columns("second", found.indices.second))


def _chance(found: Sensitivity) -> pd.DataFrame:
    outcomes = _names(found)[1]
    if found.indices is not None:
        return pd.DataFrame({"outcome": outcomes} | _columns("share", found.indices.chance))
    if found.screening is not None:
        return pd.DataFrame({"outcome": outcomes} | _columns("share", found.screening.chance))
    return pd.DataFrame()


def _effects(found: Sensitivity) -> pd.DataFrame:
    if found.screening is None:
        return pd.DataFrame()
    names, outcomes = _names(found)
    index = pd.MultiIndex.from_product([names, outcomes], names=["assumption", "outcome"])
    columns = {
        "mu": found.screening.mu.ravel(),
        **_columns("mu_star", found.screening.mu_star),
        "sigma": found.screening.sigma.ravel(),
        "by_chance_alone": found.screening.noise.ravel(),
    }
    return pd.DataFrame(columns, index=index).reset_index()


def _distances(found: Sensitivity) -> pd.DataFrame:
    if found.densities is None:
        return pd.DataFrame()
    names, outcomes = _names(found)
    keys = {"assumption": names, "outcome": outcomes[found.chosen]}
    return pd.DataFrame(keys).assign(**_columns(found.densities.measure, found.densities.distance))


def _tornado(found: Sensitivity) -> pd.DataFrame:
    made = found.tornado
    if made is None:
        return pd.DataFrame()
    names, outcomes = _names(found)
    index = pd.MultiIndex.from_product([names, outcomes], names=["assumption", "outcome"])
    columns = {
        "p10": made.low_values.repeat(len(outcomes)),
        "p90": made.high_values.repeat(len(outcomes)),
        "change_at_p10": made.at_low.ravel(),
        "change_at_p90": made.at_high.ravel(),
        "mc_error": made.error.ravel(),
    }
    return pd.DataFrame(columns, index=index).reset_index()


def _views(found: Sensitivity) -> pd.DataFrame:
    if found.views is None:
        return pd.DataFrame()
    return pd.DataFrame([vars(each) for each in found.views.views]).rename(columns={"name": "view"})


def _columns(name: str, spread: Spread) -> dict[str, NDArray[np.float64]]:
    return {
        name: spread.value.ravel(),
        f"{name}_low": spread.low.ravel(),
        f"{name}_high": spread.high.ravel(),
    }
