"""Load a scenario file as a `Study`: lay it over its bases, work out its cases, report every fault."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial, reduce
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from language.messages import Message
from scenarios.building.draws import corners
from scenarios.files.faults import Fault, ScenarioError
from scenarios.files.forms import Text
from scenarios.files.plain_values import tree_of
from scenarios.files.pydantic_faults import fault_of, faults_of
from scenarios.files.yaml_tree import DEEPEST, AmbiguousFloat, Located, Scalar, Unreadable, read
from scenarios.format.assumption_use import assumption_limits, with_assumptions
from scenarios.format.assumptions import Assumption
from scenarios.format.fields import FROM_OUTSIDE, AgeBands, band_names
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE, Study
from scenarios.library import catalogue as library
from scenarios.reading.age_borders import asked_ages, border_notes, in_borders_of, refined
from scenarios.reading.assumption_names import AssumptionNames
from scenarios.reading.changes import changed
from scenarios.reading.checks.checks_despite_faults import problems_despite_faults
from scenarios.reading.checks.cross_checks import cross_check
from scenarios.reading.checks.problem import Problem
from scenarios.reading.checks.published_checks import published_problems
from scenarios.reading.checks.world_checks import world_problems
from scenarios.reading.combined_cases import Layers, combine_cases
from scenarios.reading.notes import factor_notes
from scenarios.reading.number_marks import (
    BORROWED,
    borrowed,
    laid,
    laid_in_borders,
    overlay_rates,
    unit_faults,
    with_marks,
    with_units,
)
from scenarios.reading.number_notes import number_notes
from scenarios.reading.own_sources import with_own_sources
from scenarios.reading.titles import title_notes, with_titles

CASE_KEYS = (
    *("staircase", "rates", "stays", "reviews", "staff", "arrivals"),
    *("prices", "programmes", "assumptions"),
)
"""Keys that a case may change: those of the world, but not of the municipality or the period."""
MOST_BASES = 100
"""Files that a scenario builds on, each as often as it is named."""
MOST_CASES = 100
"""Of a scenario: each is a whole world that is checked, in a twentieth of a second."""

Source = str | Path | Mapping[str, Any] | Study
"""A file, a name of the library, the content of a file, or a study that has been loaded."""
_WITHOUT_FILE = "scenario"
"""Name of a scenario that comes from no file; its bases are those of the folder that one works in."""


def load(source: Source) -> Study:
    """Return the study in a file or library entry, everything checked; one that is loaded is returned.

    Raises ScenarioError with every fault that was found.
    """
    if isinstance(source, Study):
        return source
    faults: list[Fault] = []
    if isinstance(source, Mapping):
        path = Path(name := _WITHOUT_FILE)
        tree = _Files(faults, path.parent).overlaid(tree_of(dict(source), name), path, ())
    else:
        path, shown = _find(source)
        name, tree = path.stem, _Files(faults, path.parent).read(path, shown)
    if tree is None:
        raise ScenarioError(faults)
    return _study(tree, name, faults)


def _change(tree: Located, name: str, changes: Mapping[str, Any], case: str | None) -> Study:
    return _study(changed(tree, changes, case=case, name=name), name, [])


def _study(tree: Located, name: str, faults: list[Fault]) -> Study:
    """Return the study in a tree; `faults` are those that were found in its files."""
    read_tree, own = tree, _cases(tree, faults)
    cases = combine_cases(tree, own, faults)
    names = AssumptionNames(cases.together)
    trees: dict[str, Located] = {}
    scenarios: dict[str, Scenario] = {}
    asked = asked_ages(tree, *(layer for layers in cases.changes.values() for layer in layers))
    tree = refined(tree, asked)
    whole_cases = {case: _apply(tree, changes) for case, changes in cases.changes.items()}
    notes: dict[str, Message] = {}
    unsourced: dict[str, Message] = {}
    for case, whole in ({BASELINE: tree} | whole_cases).items():
        sourced, without_source = with_own_sources(whole)
        notes = factor_notes(whole) | number_notes(whole, tree) | border_notes(whole, asked) | notes
        unsourced = without_source | unsourced
        trees[case], case_faults = names.collect(sourced, case)
        scenario = _validate(trees[case], case_faults)
        # What is wrong with the baseline is wrong with every case: say it once.
        known = {(fault.spot, fault.kind, fault.key) for fault in faults}
        faults += [fault for fault in case_faults if (fault.spot, fault.kind, fault.key) not in known]
        if scenario is not None:
            scenarios[case] = scenario
    if faults:
        raise ScenarioError(faults)
    used = {name for scenario in scenarios.values() for name in assumption_limits(scenario)}
    titles: dict[str, Text] = {}
    scenarios = {
        case: with_titles(with_assumptions(scenarios[case], used), titles) for case in (BASELINE, *own)
    }
    baseline = scenarios.pop(BASELINE)
    alone = baseline.model_copy(update={"cases": {}})
    study = Study(
        name=name,
        scenario=baseline,
        cases={case: scenario.as_case_of(alone) for case, scenario in scenarios.items()},
        digest=_digest(read_tree),
        together={case: cases.together[case] for case in own if case in cases.together},
        notes=tuple(notes.values()),
        to_write=(*unsourced.values(), *title_notes(trees, tree, titles)),
        change=partial(_change, read_tree, name),
    )
    faults += [_fault(tree, problem) for problem in published_problems(study)]
    if faults:
        raise ScenarioError(faults)
    for case, whole in trees.items():
        for values in _corners(study, case):
            problems = world_problems(study.case(case), values)
            faults += [_fault(whole, problem) for problem in problems]
            if faults:
                raise ScenarioError(faults)
    return study


def _corners(study: Study, case: str) -> list[dict[str, float]]:
    """Return values under which a case must make a world: its assumptions at their ends, as others found too.

    What the baseline rests on is not taken as others found it: the baseline is what it is.
    """
    assumptions = {name: each.elsewhere() for name, each in study.assumptions.items()}
    if case == BASELINE or assumptions == study.assumptions:
        return corners(study)
    assumptions |= {name: study.assumptions[name] for name in assumption_limits(study.scenario)}
    scenario = study.scenario.model_copy(update={"assumptions": assumptions})
    return [*corners(study), *corners(replace(study, scenario=scenario, cases={}))]


def _find(source: str | Path) -> tuple[Path, str]:
    path = Path(source)
    if not _is_file(path) and (entry := library.path_of(str(source))) is not None:
        return entry, str(source)
    return path, str(source)


def _place(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # no path at all, or links in a ring; reading it will say
        return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for a file
        return False


class _Files:
    """A reader of a file and those it builds on, each once.

    Those are of the library, or in the folder of the first file or one below it: a scenario that somebody
    sent may not read, and repeat in its faults, what else is on the disk.
    """

    def __init__(self, faults: list[Fault], folder: Path) -> None:
        self.faults = faults
        self.folder = _place(folder)
        self.bases = 0
        self.trees: dict[Path, Located | None] = {}

    def read(self, path: Path, name: str, below: tuple[Path, ...] = ()) -> Located | None:
        """Return the tree of a file laid over those it builds on; None if one of them has none.

        `below` are the files that led here.
        """
        place = _place(path)
        if place not in self.trees:
            self.trees[place] = self._read(path, name, (*below, place))
        return self.trees[place]

    def _read(self, path: Path, name: str, below: tuple[Path, ...]) -> Located | None:
        tree, faults = read(path, name)
        self.faults += faults
        return None if tree is None or not isinstance(tree.value, dict) else self.overlaid(tree, path, below)

    def overlaid(self, tree: Located, path: Path, below: tuple[Path, ...]) -> Located | None:
        """Return a tree laid over the files it builds on; None if one of them has none."""
        without = {key: node for key, node in tree.entries.items() if key not in ("base", BORROWED)}
        own = replace(tree, value=without)
        layers = [self._base(node, path, below) for node in self._bases(tree.entries.get("base"))]
        whole = [layer for layer in layers if layer is not None]
        self.faults += unit_faults(own)
        if self._is_borrowed(tree.entries.get(BORROWED)):
            own = borrowed(own)
        if not layers:
            return with_units(own, Located(value={}, spot=own.spot))
        # Without one of its bases a file would lack much that is not missing: say only what is.
        return laid(reduce(laid_in_borders, whole), own) if len(whole) == len(layers) else None

    def _is_borrowed(self, node: Located | None) -> bool:
        if node is not None and not isinstance(node.value, bool | Unreadable):
            found, allowed = str(node.plain()), "@true/false"
            fault = Fault(spot=node.spot, kind="wrong_type", key=BORROWED, found=found, allowed=allowed)
            self.faults.append(fault)
        return node is not None and node.value is True

    def _bases(self, node: Located | None) -> list[Located]:
        if node is None:
            return []
        nodes = node.value if isinstance(node.value, list) else [node]
        for item in nodes:
            if not isinstance(item.value, str):
                self.faults.append(fault_of(item, "wrong_type", (), {"allowed": "@text"}, Scenario))
        return [item for item in nodes if not isinstance(item.value, Unreadable)]

    def _base(self, node: Located, path: Path, below: tuple[Path, ...]) -> Located | None:
        if not isinstance(node.value, str):
            return None
        self.bases += 1
        if self.bases > MOST_BASES:
            if self.bases == MOST_BASES + 1:
                found, allowed = node.value, str(MOST_BASES)
                self.faults.append(Fault(spot=node.spot, kind="too_many_bases", found=found, allowed=allowed))
            return None
        beside = path.parent / node.value
        may_read = self._may_read(beside)
        where = beside if may_read and _is_file(beside) else library.path_of(node.value)
        if where is None:
            known = ", ".join(library.entries()) if may_read else ""
            kind = "unknown_base" if may_read else "base_elsewhere"
            self.faults.append(Fault(spot=node.spot, kind=kind, found=node.value, allowed=known))
            return None
        if _place(where) in below:
            self.faults.append(Fault(spot=node.spot, kind="base_circle", found=node.value))
            return None
        if len(below) > DEEPEST:
            self.faults.append(Fault(spot=node.spot, kind="too_deep"))
            return None
        name = str(beside) if where == beside else f"{library.entry_of(node.value)}.yaml"
        return self.read(where, name, below)

    def _may_read(self, path: Path) -> bool:
        """Return whether a file, links followed, lies where a base may; not whether it is there."""
        place = _place(path)
        return any(place.is_relative_to(folder) for folder in (self.folder, library.FOLDER.resolve()))


def _cases(tree: Located, faults: list[Fault]) -> dict[str, Located]:
    """Return the changes of every case; what a case may not change is a fault."""
    cases = tree.get("cases")
    changes_of: dict[str, Located] = {}
    if cases is None or not isinstance(cases.value, dict):
        return changes_of
    if len(cases.value) > MOST_CASES:
        found, allowed = str(len(cases.value)), str(MOST_CASES)
        faults.append(Fault(spot=cases.spot, kind="too_many_cases", found=found, allowed=allowed))
        return changes_of
    for name, case in cases.value.items():
        changes = case.get("changes")
        if changes is None or not isinstance(changes.value, dict):
            changes = Located(value={}, spot=case.spot)
        for key in [key for key in changes.keys if key not in CASE_KEYS]:
            allowed = ", ".join(CASE_KEYS)
            faults.append(Fault(spot=changes.keys[key], kind="not_in_case", key=str(key), allowed=allowed))
        allowed_changes: dict[Scalar, Located] = {
            key: node for key, node in changes.entries.items() if key in CASE_KEYS
        }
        changes_of[str(name)] = Located(value=allowed_changes, spot=changes.spot, keys=changes.keys)
    return changes_of


def _apply(tree: Located, changes: Layers) -> Located:
    without = {key: node for key, node in tree.entries.items() if key not in ("cases", "published")}
    baseline = Located(value=without, spot=tree.spot, keys=tree.keys)
    # The merged file is still the file: a key that it lacks is missed at its top, not at the case's.
    # What one of several cases says of its own numbers is not said of those of the next.
    layers = (in_borders_of(baseline, with_units(layer, baseline)) for layer in changes)
    merged = reduce(overlay_rates, layers, baseline)
    return Located(value=merged.value, spot=tree.spot, keys=merged.keys)


def _validate(tree: Located, faults: list[Fault]) -> Scenario | None:
    """Return the scenario in a merged tree, or None and its faults."""
    plain = tree.plain()
    context = _context(plain)
    try:
        scenario = with_marks(Scenario.model_validate(plain, context=context), tree)
    except ValidationError as errors:
        faults += faults_of(tree, errors, Scenario)
        faults += [_fault(tree, problem) for problem in problems_despite_faults(tree, errors, context)]
        return None
    wrong = cross_check(scenario)
    faults += [_fault(tree, problem) for problem in wrong]
    return None if wrong else scenario


def _fault(tree: Located, problem: Problem) -> Fault:
    return fault_of(tree, problem.kind, problem.loc, problem.facts, Scenario)


def _context(plain: Any) -> dict[str, Any]:
    """Return the names and limits that other parts of the file refer to, as far as they can be read."""

    def keys(*path: str) -> list[Any]:
        node = plain
        for key in path:
            node = node.get(key) if isinstance(node, dict) else None
        return list(node) if isinstance(node, dict) else []

    def names(*path: str) -> list[str]:
        return [str(key) for key in keys(*path)]

    supports: dict[str, tuple[float, float] | None] = {}
    repeated: dict[str, tuple[float, float]] = {}
    ambiguous: dict[str, list[tuple[str, ...]]] = {}
    assumptions = plain.get("assumptions")
    for key, raw in assumptions.items() if isinstance(assumptions, dict) else ():
        name = str(key)  # one that is no text is a fault of its own
        try:
            assumption = Assumption.model_validate(raw)
        except ValidationError:
            supports[name] = None
        else:
            supports[name], repeated[name] = assumption.support, assumption.elsewhere().support
        if places := _ambiguous(raw):
            ambiguous[name] = [("assumptions", name, *place) for place in places]
    borders = plain.get("age_bands")
    try:
        bands = band_names(TypeAdapter(AgeBands).validate_python(borders, strict=True))
    except ValidationError:
        bands = None  # a fault of its own; nothing to hold the names of bands against
    steps = names("staircase", "steps")
    return {
        "assumptions": supports,
        "repeated": repeated,
        "ambiguous": ambiguous,
        "step": steps,
        "step or way out": steps + names("staircase", "exits"),
        "step or outside": [*steps, FROM_OUTSIDE],
        "age band": bands,
        "group": names("groups") or ["alle"],
        "payer": names("payers"),
        "case": names("cases"),
        "staff": names("staff"),
    }


def _ambiguous(node: Any) -> list[tuple[str, ...]]:
    """Return the paths in an assumption to numbers like 12.345."""
    if isinstance(node, dict):
        return [(str(key), *place) for key, item in node.items() for place in _ambiguous(item)]
    return [()] if isinstance(node, AmbiguousFloat) else []


def _digest(tree: Located) -> str:
    """Return a digest of the values in a tree and of what is marked on them."""

    def canonical(node: Located) -> Any:
        value: Any = node.value
        if isinstance(value, dict):
            return {str(key): canonical(item) for key, item in value.items()}
        if isinstance(value, list):
            return [canonical(item) for item in value]
        plain = value.isoformat() if isinstance(value, date) else value
        return [plain, *sorted(node.marks)] if node.marks else plain

    text = json.dumps(canonical(tree), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
