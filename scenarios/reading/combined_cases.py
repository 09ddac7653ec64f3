"""Combine cases that consist of other cases: lay their changes over each other in order."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

from scenarios.files.faults import Fault
from scenarios.files.yaml_tree import Located, Scalar, overlay

Path = tuple[Scalar, ...]
"""Keys on the way to a value."""
MOST_MEMBERS = 100
"""Cases that one may consist of, each counted as often as it is in it; they may double with every line."""
MOST_PAIRS = 2_000
"""Members of cases that are compared two and two; each pair takes a few thousandths of a second."""
Layers = tuple[Located, ...]
"""Changes to the baseline, in the order in which they are laid over it."""


@dataclass(frozen=True, kw_only=True)
class CombinedCases:
    """The changes of every case of a file, those of combined cases included."""

    changes: dict[str, Layers] = field(default_factory=dict)
    """By case, each after those that it consists of; one that cannot be put together is left out."""
    together: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """As `Study.together`."""


def combine_cases(tree: Located, own: Mapping[str, Located], faults: list[Fault]) -> CombinedCases:
    """Return what every case changes, given what each says under `changes`.

    Those are the changes of its members in their order, and then its own. What is wrong with its members is
    added to `faults`, but for names that are not there: the schema knows them.
    """
    members = {case: _members(tree, case) for case in own}
    names = {case: [str(member.value) for member in nodes] for case, nodes in members.items()}
    combined, pairs = CombinedCases(), 0
    for case in _in_order(names):
        here = sum(len(combined.changes.get(name, ("",))) for name in names[case])
        pairs += len(names[case]) * (len(names[case]) - 1) // 2
        if here > MOST_MEMBERS or pairs > MOST_PAIRS:
            faults.append(_too_many(tree, case, here))
            continue
        faults += _twice(case, members[case])
        if not {*names[case]} <= {*combined.changes}:
            continue
        parts = {name: combined.changes[name] for name in names[case]}
        if disagreements := _disagreements(tree, parts, own[case]):
            spot = tree.entries["cases"].entries[case].keys["together"]
            for path, cases in disagreements.items():
                key, allowed = ".".join(map(str, path)), ", ".join(cases)
                faults.append(Fault(spot=spot, kind="cases_disagree", key=key, allowed=allowed))
            continue
        combined.changes[case] = (*(layer for part in parts.values() for layer in part), own[case])
        if parts:
            below = [part for name in parts for part in (name, *combined.together.get(name, ()))]
            combined.together[case] = tuple(dict.fromkeys(below))
    faults += _circles(members)
    return combined


def _too_many(tree: Located, case: str, here: int) -> Fault:
    spot, key = tree.entries["cases"].entries[case].keys["together"], f"cases.{case}.together"
    if here > MOST_MEMBERS:
        return Fault(spot=spot, kind="too_many_members", key=key, found=str(here), allowed=str(MOST_MEMBERS))
    return Fault(spot=spot, kind="too_many_pairs", key=key, allowed=str(MOST_PAIRS))


def _members(tree: Located, case: str) -> list[Located]:
    node = tree.get("cases", case, "together")
    if node is None:
        return []
    return node.value if isinstance(node.value, list) else [node]


def _in_order(names: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the cases, each after its members; those of a circle, and what consists of them, are left out."""
    yield from (case for case, members in names.items() if not members)
    sorter = TopologicalSorter(names)
    with suppress(CycleError):  # it goes as far as the circle lets it
        sorter.prepare()
    while ready := sorter.get_ready():
        yield from (case for case in ready if names.get(case))
        sorter.done(*ready)


def _twice(case: str, members: list[Located]) -> Iterator[Fault]:
    for i, member in enumerate(members):
        if member.value in [earlier.value for earlier in members[:i]]:
            key = f"cases.{case}.together.{i}"
            yield Fault(spot=member.spot, kind="case_twice", key=key, found=str(member.value))


def _circles(members: Mapping[str, list[Located]]) -> Iterator[Fault]:
    """Yield a fault for every member that the case is itself a part of."""
    below: dict[str, set[str]] = {}
    for case, nodes in members.items():
        for i, member in enumerate(nodes[:MOST_MEMBERS]):
            name = str(member.value)
            if name not in below:
                below[name] = _all_below(name, members)
            if case in below[name]:
                key = f"cases.{case}.together.{i}"
                yield Fault(spot=member.spot, kind="case_circle", key=key, found=str(member.value))


def _all_below(case: str, members: Mapping[str, list[Located]]) -> set[str]:
    """Return a case and all that it consists of."""
    below: set[str] = set()
    ahead = [case]
    while ahead:
        name = ahead.pop()
        if name not in below:
            below.add(name)
            ahead += [str(member.value) for member in members.get(name, ())]
    return below


def _disagreements(tree: Located, parts: Mapping[str, Layers], own: Located) -> dict[Path, list[str]]:
    """Return what cases change in different ways and `own` does not settle, and which cases.

    They do where it matters which of two is laid first, or where one gives a number a value and the other a
    distribution.
    """
    disagreements: dict[Path, list[str]] = {}
    alone = {name: reduce(overlay, layers, tree) for name, layers in parts.items()}
    for first, second in combinations(parts, 2):
        one, other = (
            overlay(reduce(overlay, parts[last], alone[before]), own)
            for before, last in ((first, second), (second, first))
        )
        for path in (*_differing(one, other), *_mixed_numbers(one, alone[first], alone[second])):
            cases = disagreements.setdefault(path, [])
            cases += [case for case in (first, second) if case not in cases]
    return disagreements


def _differing(one: Located, other: Located, path: Path = ()) -> Iterator[Path]:
    """Yield the ways to what two trees have differently."""
    if one is other:
        return
    if not isinstance(one.value, dict) or not isinstance(other.value, dict):
        if one.plain() != other.plain():
            yield path
        return
    for key in dict.fromkeys([*one.value, *other.value]):
        if key in one.value and key in other.value:
            yield from _differing(one.value[key], other.value[key], (*path, key))
        else:
            yield (*path, key)


def _mixed_numbers(merged: Located, first: Located, second: Located, path: Path = ()) -> Iterator[Path]:
    """Yield the ways to numbers with a value and a distribution to which neither of the cases gives both."""
    if merged is first or merged is second:
        return
    if _has_both(merged) and not _has_both(first) and not _has_both(second):
        yield path
        return
    for key, node in merged.entries.items():
        if key in first.entries and key in second.entries:
            yield from _mixed_numbers(node, first.entries[key], second.entries[key], (*path, key))


def _has_both(node: Located) -> bool:
    return {"value", "distribution"} <= {*node.entries}
