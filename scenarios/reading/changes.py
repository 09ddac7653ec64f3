"""Change a scenario that has been read: other values at paths of keys, laid over what stands there."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from scenarios.files.faults import Fault, ScenarioError
from scenarios.files.plain_values import tree_of
from scenarios.files.yaml_tree import Located, overlay
from scenarios.reading.age_borders import in_borders_of, is_band
from scenarios.reading.number_marks import with_units


def changed(tree: Located, changes: Mapping[str, Any], *, case: str | None, name: str) -> Located:
    """Return the tree with each change laid on it; with a case, on what that case changes.

    A path is keys with points between them; an item of a list is named by its number from 0. A value is laid
    over what stands there as a file over its base: mappings merge, None takes the key away, anything else is
    replaced. Raises ScenarioError for a case or an item that is not there.
    """
    above: list[str] = []
    lay = overlay
    if case is not None:
        cases = tree.get("cases")
        known = [] if cases is None else [str(key) for key in cases.entries]
        if case not in known:
            raise _unknown(tree if cases is None else cases, "cases", case, known)
        above, lay = ["cases", case, "changes"], _merged
    for path, value in changes.items():
        keys = path.split(".")
        over = tree_of(value, name)
        if case is None:
            keys, over = _in_its_terms(over, keys, tree)
        tree = _laid(tree, [*above, *keys], over, path, lay)
    return tree


def _in_its_terms(over: Located, path: list[str], tree: Located) -> tuple[list[str], Located]:
    """Return a path and a value in their unit and the age bands of the tree, as of a file laid over it."""
    whole = reduce(lambda inner, key: Located(value={key: inner}, spot=inner.spot), reversed(path), over)
    whole = in_borders_of(tree, with_units(whole, tree))
    made = whole.get(*path)
    if made is None and is_band(path[-1]):  # of a band that has been divided
        path = path[:-1]
        made = whole.get(*path)
    return path, made or over


def _merged(base: Located, over: Located) -> Located:
    """Return a case's changes with more laid on them; None stays, for it takes away what the baseline has."""
    if not base.entries or not over.entries or base.get("kind") != over.get("kind"):
        return over
    both = {
        key: _merged(base.entries[key], node) if key in base.entries else node
        for key, node in over.entries.items()
    }
    return Located(value={**base.entries, **both}, spot=over.spot, keys={**base.keys, **over.keys})


def _laid(
    tree: Located, path: Sequence[str], over: Located, whole: str, lay: Callable[[Located, Located], Located]
) -> Located:
    """Return the tree with a value at the end of a path; mappings on the way are made where they lack."""
    if not path:
        return lay(tree, over)
    first, *rest = path
    if isinstance(tree.value, list):
        known = [str(number) for number in range(len(tree.value))]
        if first not in known:
            raise _unknown(tree, whole, first, known)
        items = list(tree.value)
        items[int(first)] = _laid(items[int(first)], rest, over, whole, lay)
        return Located(value=items, spot=tree.spot)
    key = next((key for key in tree.entries if str(key) == first), first)
    if not rest and over.value is None and lay is overlay:
        left = {other: node for other, node in tree.entries.items() if other != key}
        return Located(value=left, spot=tree.spot, keys=tree.keys)
    inner = tree.entries.get(key)
    if inner is None:
        below = over if not rest else _laid(Located(value={}, spot=over.spot), rest, over, whole, lay)
    else:
        below = _laid(inner, rest, over, whole, lay)
    return Located(value={**tree.entries, key: below}, spot=tree.spot, keys={key: over.spot, **tree.keys})


def _unknown(at: Located, key: str, found: str, known: Sequence[str]) -> ScenarioError:
    fault = Fault(spot=at.spot, kind="unknown_name", key=key, found=found, allowed=", ".join(known))
    return ScenarioError([fault])
