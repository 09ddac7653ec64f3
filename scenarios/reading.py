"""From a scenario file to a `Study`: bases laid under, every fault found at once, cases worked out."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios import library
from scenarios.build import build
from scenarios.checks import band_names, cross_check
from scenarios.draws import medians
from scenarios.faults import Fault, ScenarioError
from scenarios.located import Located, Scalar, overlay, read
from scenarios.quantities import Assumption
from scenarios.schema import Scenario
from scenarios.study import Study
from scenarios.translation import fault_of

CASE_KEYS = ("staircase", "rates", "arrivals", "prices", "programmes", "assumptions")
"""What a case may change: the world it makes, not whom it is compared with, nor when."""


def load(source: str | Path) -> Study:
    """Return the study in a file or library entry, everything checked.

    Raises ScenarioError with every fault that was found.
    """
    path, name = _find(source)
    faults: list[Fault] = []
    tree = _with_bases(path, name, faults, ())
    if tree is None:
        raise ScenarioError(faults)
    cases = _cases(tree, faults)
    scenario = _validate(tree, faults)
    full: dict[str, Scenario] = {}
    for case, changes in cases.items():
        changed = _validate(_apply(tree, changes), faults)
        if changed is not None:
            full[case] = changed
    if scenario is None or faults:
        raise ScenarioError(faults)
    study = Study(name=path.stem, scenario=scenario, cases=full, digest=_digest(tree.plain()))
    values = medians(study)
    for whole in (scenario, *full.values()):
        try:
            build(whole, values)
        except ValueError as error:
            faults.append(Fault(spot=tree.spot, kind="does_not_fit", found=str(error)))
    if faults:
        raise ScenarioError(faults)
    return study


def _find(source: str | Path) -> tuple[Path, str]:
    path = Path(source)
    if not path.exists() and (entry := library.path_of(str(source))) is not None:
        return entry, str(source)
    return path, str(source)


def _with_bases(path: Path, name: str, faults: list[Fault], below: tuple[Path, ...]) -> Located | None:
    """Return the tree of a file laid over those it builds on; `below` are the files that led here."""
    tree, found = read(path, name)
    faults += found
    if tree is None or not isinstance(tree.value, dict):
        return None
    own = Located(
        value={key: node for key, node in tree.value.items() if key != "base"}, spot=tree.spot, keys=tree.keys
    )
    merged: Located | None = None
    for node in _bases(tree.value.get("base"), faults):
        where = _base_path(str(node.value), path)
        if where is None:
            known = ", ".join(library.entries())
            faults.append(Fault(spot=node.spot, kind="unknown_base", found=str(node.value), allowed=known))
        elif where.resolve() in (*below, path.resolve()):
            faults.append(Fault(spot=node.spot, kind="base_circle", found=str(node.value)))
        else:
            base = _with_bases(where, _shown(where, str(node.value)), faults, (*below, path.resolve()))
            if base is not None:
                merged = base if merged is None else overlay(merged, base)
    return own if merged is None else overlay(merged, own)


def _bases(node: Located | None, faults: list[Fault]) -> list[Located]:
    if node is None:
        return []
    nodes = node.value if isinstance(node.value, list) else [node]
    for item in nodes:
        if not isinstance(item.value, str):
            faults.append(fault_of(node, "wrong_type", ("base",), {"allowed": "text"}))
    return [item for item in nodes if isinstance(item.value, str)]


def _base_path(name: str, path: Path) -> Path | None:
    beside = path.parent / name
    return beside if beside.is_file() else library.path_of(name)


def _shown(path: Path, name: str) -> str:
    return (
        name
        if name.endswith((".yaml", ".yml"))
        else f"{name}.yaml"
        if library.path_of(name) == path
        else str(path)
    )


def _cases(tree: Located, faults: list[Fault]) -> dict[str, Located]:
    """Return the changes of every case; what a case may not change is a fault."""
    cases = tree.get("cases")
    found: dict[str, Located] = {}
    if cases is None or not isinstance(cases.value, dict):
        return found
    for name, case in cases.value.items():
        changes = case.get("changes")
        empty = Located(value={}, spot=case.spot)
        found[str(name)] = changes if changes is not None and isinstance(changes.value, dict) else empty
        for key in [key for key in found[str(name)].keys if key not in CASE_KEYS]:
            spot = found[str(name)].keys[key]
            faults.append(Fault(spot=spot, kind="not_in_case", key=str(key), allowed=", ".join(CASE_KEYS)))
    return found


def _apply(tree: Located, changes: Located) -> Located:
    if not isinstance(tree.value, dict):
        return tree
    without = {key: node for key, node in tree.value.items() if key != "cases"}
    baseline = Located(value=without, spot=tree.spot, keys=tree.keys)
    # The merged file is still the file: a key that it lacks is missed at its top, not at the case's.
    merged = overlay(baseline, changes)
    return Located(value=merged.value, spot=tree.spot, keys=merged.keys)


def _validate(tree: Located, faults: list[Fault]) -> Scenario | None:
    """Return the scenario in a merged tree, or None and its faults."""
    tree = _named(tree)
    plain = tree.plain()
    try:
        scenario = Scenario.model_validate(plain, context=_context(plain))
    except ValidationError as errors:
        faults += [
            fault_of(tree, error["type"], error["loc"], error.get("ctx", {})) for error in errors.errors()
        ]
        return None
    wrong = cross_check(scenario)
    faults += [fault_of(tree, problem.kind, problem.loc, problem.facts) for problem in wrong]
    return None if wrong else scenario


def _named(tree: Located) -> Located:
    """Move numbers that carry their own source into `assumptions`, named after where they stood."""
    if not isinstance(tree.value, dict):
        return tree
    moved: dict[Scalar, Located] = {}
    value = {
        key: node if key in ("assumptions", "cases") else _move(node, str(key), moved)
        for key, node in tree.value.items()
    }
    known = tree.value.get("assumptions")
    if known is None:
        known = Located(value={}, spot=tree.spot)
    if isinstance(known.value, dict):
        spots = {name: node.spot for name, node in moved.items()}
        value["assumptions"] = Located(
            value={**known.value, **moved}, spot=known.spot, keys={**known.keys, **spots}
        )
    return Located(value=value, spot=tree.spot, keys={**tree.keys, "assumptions": known.spot})


def _move(node: Located, path: str, moved: dict[Scalar, Located]) -> Located:
    if isinstance(node.value, list):
        items = [_move(item, f"{path}.{i}", moved) for i, item in enumerate(node.value)]
        return Located(value=items, spot=node.spot)
    if not isinstance(node.value, dict):
        return node
    if (
        node.value
        and {*node.value} <= {*Assumption.model_fields}
        and {*node.value} & {"value", "distribution"}
    ):
        moved[path] = node
        return Located(value=path, spot=node.spot)
    value = {key: _move(item, f"{path}.{key}", moved) for key, item in node.value.items()}
    return Located(value=value, spot=node.spot, keys=node.keys)


def _context(plain: Any) -> dict[str, Any]:
    """Return the names and limits that other parts of the file refer to, as far as they can be read."""

    def keys(*path: str) -> list[Any]:
        found = plain
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return list(found) if isinstance(found, dict) else []

    def names(*path: str) -> list[str]:
        return [str(key) for key in keys(*path)]

    supports: dict[str, tuple[float, float] | None] = {}
    assumptions = plain.get("assumptions")
    for name, raw in assumptions.items() if isinstance(assumptions, dict) else ():
        try:
            supports[name] = Assumption.model_validate(raw).support
        except ValidationError:
            supports[name] = None
    borders = plain.get("age_bands")
    numbers = [b for b in borders if isinstance(b, int | float)] if isinstance(borders, list) else []
    steps = names("staircase", "steps")
    return {
        "assumptions": supports,
        "step": steps,
        "step or way out": steps + names("staircase", "exits"),
        "age band": band_names(numbers),
        "group": names("groups") or ["alle"],
        "payer": names("payers"),
        "price years": [plain.get("price_year"), *keys("price_index", "by_year")],
        "price year": plain.get("price_year"),
    }


def _digest(plain: Any) -> str:
    def canonical(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): canonical(item) for key, item in value.items()}
        if isinstance(value, list):
            return [canonical(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    text = json.dumps(canonical(plain), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
