"""Write a sensitivity analysis as a JSON document, tables and a result folder; what is unknown is None."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from language.messages import DANISH, in_both
from model.world.arrays import Floats
from scenarios import VERSION
from scenarios.results.provenance import digest, versions
from scenarios.results.result_folder import MANIFEST, REPORT, Content, number, write_files
from scenarios.running.cells_file import CELLS
from sensitivity.analysis.analysis import Sensitivity, break_even_outcome
from sensitivity.analysis.request import RequestForm, about
from sensitivity.methods.bootstrap import IntervalEstimate


def document(analysis: Sensitivity) -> dict[str, Any]:
    """Return the analysis of the chosen outcome, with the digests of the run and of the values."""
    subject, request = analysis.subject, analysis.request
    outcome = subject.outcomes[analysis.chosen]
    values = {
        "method": request.method,
        "case": subject.case,
        "outcome": outcome.name,
        "unit": outcome.unit,
        "more_is_better": outcome.more_is_better,
        "mean": number(analysis.level),
        "expected_gain_dkk": None,
        "expected_gain_mc_error_dkk": None,
        **({} if analysis.expected_gain is None else analysis.expected_gain.document()),
        "samples": request.samples,
        "replications": request.replications,
        "seed": request.seed,
        "indices": [_index(analysis, i) for i in analysis.order],
        "together": _together(analysis),
        "second": _second(analysis),
        "chance": dict(zip(("share", "low", "high"), map(number, analysis.chance), strict=True)),
        "tornado": _tornado(analysis),
        "break_even": _break_even(analysis),
        "break_even_maps": _maps(analysis),
        "break_even_outcome": subject.outcomes[break_even_outcome(analysis)].name,
        "confidence": request.confidence,
        "views": _views(analysis),
    }
    run = json.dumps([about(request, subject), VERSION], sort_keys=True, ensure_ascii=False)
    return {
        "scenario": subject.study.name,
        "scenario_digest": subject.study.digest,
        **values,
        "run_digest": digest(run),
        "value_digest": digest(json.dumps(values, ensure_ascii=False, allow_nan=False)),
    }


def _index(analysis: Sensitivity, i: int) -> dict[str, Any]:
    """Return the measures of the method for one assumption; first and total are those of Sobol' alone."""
    of_method: dict[str, Any] = {}
    first = total = None
    if analysis.indices is not None:
        first, total = analysis.indices.first, analysis.indices.total
    if analysis.screening is not None:
        of_method = {
            "mu": number(analysis.screening.mu[i, analysis.chosen]),
            **_spread("mu_star", analysis.screening.mu_star, i, analysis.chosen),
            "sigma": number(analysis.screening.sigma[i, analysis.chosen]),
            "by_chance_alone": number(analysis.screening.noise[i, analysis.chosen]),
        }
    if analysis.densities is not None:
        of_method = _spread(analysis.densities.measure, analysis.densities.distance, i)
    return {
        "assumption": analysis.subject.factors.names[i],
        **_spread("first", first, i, analysis.chosen),
        **_spread("total", total, i, analysis.chosen),
        **of_method,
    }


def _spread(name: str, spread: IntervalEstimate | None, *at: int) -> dict[str, float | None]:
    value, low, high = (None, None, None) if spread is None else spread[at]
    return {name: number(value), f"{name}_low": number(low), f"{name}_high": number(high)}


def _together(analysis: Sensitivity) -> list[dict[str, Any]]:
    if analysis.indices is None:
        return []
    names = analysis.subject.factors.names
    return [
        {
            "assumptions": [names[member] for member in joint.members],
            **_spread("first", analysis.indices.together, i, analysis.chosen),
        }
        for i, joint in enumerate(analysis.subject.factors.joints)
    ]


def _second(analysis: Sensitivity) -> list[dict[str, Any]]:
    if analysis.indices is None:
        return []
    names = analysis.subject.factors.names
    return [
        {
            "assumptions": [[names[member] for member in part.members] for part in pair],
            **_spread("second", analysis.indices.second, i, analysis.chosen),
        }
        for i, pair in enumerate(analysis.indices.pairs)
    ]


def _tornado(analysis: Sensitivity) -> dict[str, Any] | None:
    tornado, at = analysis.tornado, analysis.chosen
    if tornado is None:
        return None
    return {
        "middle": number(tornado.middle[at]),
        "assumptions": [
            {
                "assumption": name,
                "p10": number(tornado.low_values[i]),
                "p90": number(tornado.high_values[i]),
                "change_at_p10": number(tornado.at_low[i, at]),
                "change_at_p90": number(tornado.at_high[i, at]),
                "mc_error": number(tornado.error[i, at]),
            }
            for i, name in enumerate(analysis.subject.factors.names)
        ],
        "all_at_best": asdict(tornado.best) | {"interaction": tornado.best.interaction},
        "all_at_worst": asdict(tornado.worst) | {"interaction": tornado.worst.interaction},
    }


def _break_even(analysis: Sensitivity) -> list[dict[str, Any]]:
    names = analysis.subject.factors.names
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
        for each in analysis.crossings
    ]


def _maps(analysis: Sensitivity) -> list[dict[str, Any]]:
    names = analysis.subject.factors.names
    return [
        {
            "across": names[each.across],
            "up": names[each.up],
            "points": [
                {"across": at, "up": number(value), "pays": _pays(value, pays_above=pays_above)}
                for at, value, pays_above in zip(each.columns, each.values, each.pays_above, strict=True)
            ],
        }
        for each in analysis.maps
    ]


def _pays(value: float | None, *, pays_above: bool) -> str:
    """Return on which side of a value a case pays, or that it does all over the range, or nowhere."""
    if value is None:
        return "everywhere" if pays_above else "nowhere"
    return "above" if pays_above else "below"


def _views(analysis: Sensitivity) -> dict[str, Any] | None:
    if analysis.views is None:
        return None
    correction = analysis.views.correction
    return {
        **{
            each.name: {key: number(value) for key, value in asdict(each).items() if key != "name"}
            for each in analysis.views.views
        },
        "correction": asdict(correction),
        "taken_from_elsewhere": [each.name for each in analysis.views.repeated.taken],
        "set_to_no_effect": [
            each.name or in_both(each.title)[DANISH] for each in analysis.views.repeated.no_effect
        ],
    }


def tables(analysis: Sensitivity, document: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return every table by name; those of a method that was not asked for are left out.

    `document` is the document of it. Indices and changes are there for every outcome, break-even for the one
    that was asked for.
    """
    return {name: table for name, table in _all_tables(analysis, document).items() if not table.empty}


def _all_tables(analysis: Sensitivity, document: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    maps = [
        {
            "across": each["across"],
            "up": each["up"],
            "across_value": point["across"],
            "up_value": point["up"],
            "pays": point["pays"],
        }
        for each in document["break_even_maps"]
        for point in each["points"]
    ]
    return {
        "indices": _indices_table(analysis),
        "second_order": _second_table(analysis),
        "chance": _chance_table(analysis),
        "elementary_effects": _effects_table(analysis),
        "distances": _distances_table(analysis),
        "tornado": _tornado_table(analysis),
        "break_even": pd.DataFrame(document["break_even"]),
        "break_even_maps": pd.DataFrame(maps),
        "views": _views_table(analysis),
    }


def _names(analysis: Sensitivity) -> tuple[list[str], list[str]]:
    return [*analysis.subject.factors.names], [outcome.name for outcome in analysis.subject.outcomes]


def _indices_table(analysis: Sensitivity) -> pd.DataFrame:
    if analysis.indices is None:
        return pd.DataFrame()
    names, outcomes = _names(analysis)
    index = pd.MultiIndex.from_product([names, outcomes], names=["assumption", "outcome"])
    columns = _columns("first", analysis.indices.first) | _columns("total", analysis.indices.total)
    return pd.DataFrame(columns, index=index).reset_index()


def _second_table(analysis: Sensitivity) -> pd.DataFrame:
    if analysis.indices is None:
        return pd.DataFrame()
    names, outcomes = _names(analysis)
    pairs = [
        tuple(" + ".join(names[member] for member in part.members) for part in pair)
        for pair in analysis.indices.pairs
    ]
    rows = [(*pair, outcome) for pair in pairs for outcome in outcomes]
    keys = pd.DataFrame(rows, columns=["one", "other", "outcome"])
    return keys.assign(**_columns("second", analysis.indices.second))


def _chance_table(analysis: Sensitivity) -> pd.DataFrame:
    outcomes = _names(analysis)[1]
    if analysis.indices is not None:
        return pd.DataFrame({"outcome": outcomes} | _columns("share", analysis.indices.chance))
    if analysis.screening is not None:
        return pd.DataFrame({"outcome": outcomes} | _columns("share", analysis.screening.chance))
    return pd.DataFrame()


def _effects_table(analysis: Sensitivity) -> pd.DataFrame:
    if analysis.screening is None:
        return pd.DataFrame()
    names, outcomes = _names(analysis)
    index = pd.MultiIndex.from_product([names, outcomes], names=["assumption", "outcome"])
    columns = {
        "mu": analysis.screening.mu.ravel(),
        **_columns("mu_star", analysis.screening.mu_star),
        "sigma": analysis.screening.sigma.ravel(),
        "by_chance_alone": analysis.screening.noise.ravel(),
    }
    return pd.DataFrame(columns, index=index).reset_index()


def _distances_table(analysis: Sensitivity) -> pd.DataFrame:
    if analysis.densities is None:
        return pd.DataFrame()
    names, outcomes = _names(analysis)
    keys = {"assumption": names, "outcome": outcomes[analysis.chosen]}
    return pd.DataFrame(keys).assign(**_columns(analysis.densities.measure, analysis.densities.distance))


def _tornado_table(analysis: Sensitivity) -> pd.DataFrame:
    tornado = analysis.tornado
    if tornado is None:
        return pd.DataFrame()
    names, outcomes = _names(analysis)
    index = pd.MultiIndex.from_product([names, outcomes], names=["assumption", "outcome"])
    columns = {
        "p10": tornado.low_values.repeat(len(outcomes)),
        "p90": tornado.high_values.repeat(len(outcomes)),
        "change_at_p10": tornado.at_low.ravel(),
        "change_at_p90": tornado.at_high.ravel(),
        "mc_error": tornado.error.ravel(),
    }
    return pd.DataFrame(columns, index=index).reset_index()


def _views_table(analysis: Sensitivity) -> pd.DataFrame:
    if analysis.views is None:
        return pd.DataFrame()
    return pd.DataFrame([vars(each) for each in analysis.views.views]).rename(columns={"name": "view"})


def _columns(name: str, spread: IntervalEstimate) -> dict[str, Floats]:
    return {
        name: spread.value.ravel(),
        f"{name}_low": spread.low.ravel(),
        f"{name}_high": spread.high.ravel(),
    }


def write(
    folder: Path,
    *,
    name: str,
    document: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    report: str,
    request: RequestForm | None = None,
    cells: bytes | None = None,
) -> None:
    """Write the files into a folder, all or none; raises as `write_files` does.

    `name` is that of the JSON file with the document. `request` and `cells`, of every point that was run, are
    what it takes to carry the analysis out again.
    """
    keys = ("scenario", "scenario_digest", "run_digest", "value_digest", "seed")
    manifest = {key: document[key] for key in keys} | {
        "analysis": name,
        "case": document["case"],
        "versions": versions(),
        "tables": sorted(tables),
        **({} if request is None else {"request": request.model_dump(mode="json")}),
    }
    files: dict[str, Content] = {f"{table}.parquet": rows for table, rows in tables.items()}
    files |= {} if cells is None else {CELLS: cells}
    write_files(folder, files | {f"{name}.json": document, REPORT: report, MANIFEST: manifest})
