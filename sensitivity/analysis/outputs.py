"""A sensitivity analysis as plain numbers and texts, for JSON; what is not known is None."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from language.messages import DANISH, in_both
from scenarios import VERSION
from scenarios.results.provenance import versions
from scenarios.results.result_folder import MANIFEST, REPORT
from scenarios.results.whole_folder import all_or_none
from sensitivity.analysis.analysis import Sensitivity, pays_by
from sensitivity.analysis.question import about
from sensitivity.methods.bootstrap import Spread


def document(found: Sensitivity) -> dict[str, Any]:
    """Return everything of the outcome that was asked for, with the digests of the run and of the values."""
    subject, request = found.subject, found.request
    outcome = subject.outcomes[found.chosen]
    values = {
        "method": request.method,
        "case": subject.case,
        "outcome": outcome.name,
        "unit": outcome.unit,
        "more_is_better": outcome.more_is_better,
        "mean": number(found.level),
        "samples": request.samples,
        "replications": request.replications,
        "seed": request.seed,
        "indices": [_index(found, i) for i in found.order],
        "together": _together(found),
        "second": _second(found),
        "chance": dict(zip(("share", "low", "high"), map(number, found.chance), strict=True)),
        "tornado": _tornado(found),
        "break_even": _break_even(found),
        "break_even_maps": _maps(found),
        "break_even_outcome": subject.outcomes[pays_by(found)].name,
        "confidence": request.confidence,
        "views": _views(found),
    }
    run = json.dumps([about(request, subject), VERSION], sort_keys=True, ensure_ascii=False)
    return {
        "scenario": subject.study.name,
        "scenario_digest": subject.study.digest,
        **values,
        "run_digest": digest(run),
        "value_digest": digest(json.dumps(values, ensure_ascii=False, allow_nan=False)),
    }


def number(value: float | None) -> float | None:
    """Return a number, or None where there is none."""
    return None if value is None or not math.isfinite(value) else float(value)


def digest(text: str) -> str:
    """Return SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _index(found: Sensitivity, i: int) -> dict[str, Any]:
    """Return what the method says of one assumption: first and total are those of Sobol' alone."""
    of_method: dict[str, Any] = {}
    first = total = None
    if found.indices is not None:
        first, total = found.indices.first, found.indices.total
    if found.screening is not None:
        of_method = {
            "mu": number(found.screening.mu[i, found.chosen]),
            **_spread("mu_star", found.screening.mu_star, i, found.chosen),
            "sigma": number(found.screening.sigma[i, found.chosen]),
            "by_chance_alone": number(found.screening.noise[i, found.chosen]),
        }
    if found.densities is not None:
        of_method = _spread(found.densities.measure, found.densities.distance, i)
    return {
        "assumption": found.subject.factors.names[i],
        **_spread("first", first, i, found.chosen),
        **_spread("total", total, i, found.chosen),
        **of_method,
    }


def _spread(name: str, spread: Spread | None, *at: int) -> dict[str, float | None]:
    value, low, high = (None, None, None) if spread is None else spread[at]
    return {name: number(value), f"{name}_low": number(low), f"{name}_high": number(high)}


def _together(found: Sensitivity) -> list[dict[str, Any]]:
    if found.indices is None:
        return []
    names = found.subject.factors.names
    return [
        {
            "assumptions": [names[member] for member in joint.members],
            **_spread("first", found.indices.together, i, found.chosen),
        }
        for i, joint in enumerate(found.subject.factors.joints)
    ]


def _second(found: Sensitivity) -> list[dict[str, Any]]:
    if found.indices is None:
        return []
    names = found.subject.factors.names
    return [
        {
            "assumptions": [[names[member] for member in part.members] for part in pair],
            **_spread("second", found.indices.second, i, found.chosen),
        }
        for i, pair in enumerate(found.indices.pairs)
    ]


def _tornado(found: Sensitivity) -> dict[str, Any] | None:
    made, at = found.tornado, found.chosen
    if made is None:
        return None
    return {
        "middle": number(made.middle[at]),
        "assumptions": [
            {
                "assumption": name,
                "p10": number(made.low_values[i]),
                "p90": number(made.high_values[i]),
                "change_at_p10": number(made.at_low[i, at]),
                "change_at_p90": number(made.at_high[i, at]),
                "mc_error": number(made.error[i, at]),
            }
            for i, name in enumerate(found.subject.factors.names)
        ],
        "all_at_best": asdict(made.best) | {"interaction": made.best.interaction},
        "all_at_worst": asdict(made.worst) | {"interaction": made.worst.interaction},
    }


def _break_even(found: Sensitivity) -> list[dict[str, Any]]:
    names = found.subject.factors.names
    return [
        {
            "assumption": names[each.assumption],
            "value": number(each.value),
            "reachable": each.value is not None,
            "value_low": number(each.value_low),
            "value_high": number(each.value_high),
            "pays": _pays(each.value, pays_above=each.pays_above),
            "low": number(each.low),
            "high": number(each.high),
        }
        for each in found.crossings
    ]


def _maps(found: Sensitivity) -> list[dict[str, Any]]:
    names = found.subject.factors.names
    return [
        {
            "across": names[each.across],
            "up": names[each.up],
            "points": [
                {"across": at, "up": number(value), "pays": _pays(value, pays_above=pays_above)}
                for at, value, pays_above in zip(each.columns, each.values, each.pays_above, strict=True)
            ],
        }
        for each in found.maps
    ]


def _pays(value: float | None, *, pays_above: bool) -> str:
    """Return on which side of a value a case pays, or that it does all over the range, or nowhere."""
    if value is None:
        return "everywhere" if pays_above else "nowhere"
    return "above" if pays_above else "below"


def _views(found: Sensitivity) -> dict[str, Any] | None:
    if found.views is None:
        return None
    correction = found.views.correction
    return {
        **{
            each.name: {key: number(value) for key, value in asdict(each).items() if key != "name"}
            for each in found.views.views
        },
        "correction": asdict(correction),
        "taken_from_elsewhere": [each.name for each in found.views.repeated.taken],
        "set_to_no_effect": [
            each.name or in_both(each.title)[DANISH] for each in found.views.repeated.no_effect
        ],
    }


def tables(found: Sensitivity, told: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return every table by name; those of a method that was not asked for are left out.

    `told` is the document of it. Indices and changes are there for every outcome, break-even for the one that
    was asked for.
    """
    return {name: table for name, table in _all_tables(found, told).items() if not table.empty}


def _all_tables(found: Sensitivity, told: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
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
        "indices": _indices_table(found),
        "second_order": _second_table(found),
        "chance": _chance_table(found),
        "elementary_effects": _effects_table(found),
        "distances": _distances_table(found),
        "tornado": _tornado_table(found),
        "break_even": pd.DataFrame(told["break_even"]),
        "break_even_maps": pd.DataFrame(maps),
        "views": _views_table(found),
    }


def _names(found: Sensitivity) -> tuple[list[str], list[str]]:
    return [*found.subject.factors.names], [outcome.name for outcome in found.subject.outcomes]


def _indices_table(found: Sensitivity) -> pd.DataFrame:
    if found.indices is None:
        return pd.DataFrame()
    names, outcomes = _names(found)
    index = pd.MultiIndex.from_product([names, outcomes], names=["assumption", "outcome"])
    columns = _columns("first", found.indices.first) | _columns("total", found.indices.total)
    return pd.DataFrame(columns, index=index).reset_index()


def _second_table(found: Sensitivity) -> pd.DataFrame:
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


def _chance_table(found: Sensitivity) -> pd.DataFrame:
    outcomes = _names(found)[1]
    if found.indices is not None:
        return pd.DataFrame({"outcome": outcomes} | _columns("share", found.indices.chance))
    if found.screening is not None:
        return pd.DataFrame({"outcome": outcomes} | _columns("share", found.screening.chance))
    return pd.DataFrame()


def _effects_table(found: Sensitivity) -> pd.DataFrame:
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


def _distances_table(found: Sensitivity) -> pd.DataFrame:
    if found.densities is None:
        return pd.DataFrame()
    names, outcomes = _names(found)
    keys = {"assumption": names, "outcome": outcomes[found.chosen]}
    return pd.DataFrame(keys).assign(**_columns(found.densities.measure, found.densities.distance))


def _tornado_table(found: Sensitivity) -> pd.DataFrame:
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


def _views_table(found: Sensitivity) -> pd.DataFrame:
    if found.views is None:
        return pd.DataFrame()
    return pd.DataFrame([vars(each) for each in found.views.views]).rename(columns={"name": "view"})


def _columns(name: str, spread: Spread) -> dict[str, NDArray[np.float64]]:
    return {
        name: spread.value.ravel(),
        f"{name}_low": spread.low.ravel(),
        f"{name}_high": spread.high.ravel(),
    }


def write(
    folder: Path, *, name: str, document: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], report: str
) -> None:
    """Write the files into a folder, all or none; raises as `all_or_none` does.

    `name` is that of the JSON file with the document.
    """
    keys = ("scenario", "scenario_digest", "run_digest", "value_digest", "seed")
    manifest = {key: document[key] for key in keys} | {
        "analysis": name,
        "case": document["case"],
        "versions": versions(),
        "tables": sorted(tables),
    }
    with all_or_none(folder, last=MANIFEST) as inner:
        for table, rows in tables.items():
            rows.to_parquet(inner / f"{table}.parquet", index=False)
        (inner / f"{name}.json").write_text(_json(document), encoding="utf-8")
        (inner / REPORT).write_text(report, encoding="utf-8")
        (inner / MANIFEST).write_text(_json(manifest), encoding="utf-8")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
