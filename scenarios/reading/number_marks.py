"""Mark each number with what its own file says of it: whether it is borrowed, and its unit.

Files are laid over each other number by number. What a file says of all its numbers must not pass on to a
number that another file lays over one of them; so it is marked on each number before that.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar, get_args

from scenarios.files.faults import Fault
from scenarios.files.forms import Form
from scenarios.files.yaml_tree import Located, Scalar, overlay
from scenarios.format.assumptions import Quantity
from scenarios.format.schema import Scenario, Unit
from scenarios.reading.age_borders import aligned, divided_band, part_of

BORROWED = "borrowed"
CHILDREN, PER_1000 = get_args(Unit)
COUNTED = ("stock", "arrivals")
"""The tables whose numbers have a unit."""
_PARTS_OF_A_RATE = ("by_age", "by_group", "by_age_and_group", "shape")
_MULTIPLIED = ("dkk", "rate", "by_age", "by_age_and_group", "by_step", "years_on_step", "times", "age_shares")
"""Fields of numbers that a level or a factor multiplies, or that a factor multiplies with."""

_T = TypeVar("_T")


def borrowed(tree: Located) -> Located:
    """Return the tree of a file that says `borrowed: true`, every number in it marked as borrowed."""
    return _with_mark(tree, BORROWED)


def laid(base: Located, over: Located) -> Located:
    """Return `base` with `over` laid on it, the numbers of `over` in the unit that goes with them.

    That is the one their step or their table says in `over`; else the one that a file below says, unless it
    is borrowed. A number without any is left unmarked, and is taken as children. Figures of a municipality
    that `over` calls by another name are marked as those of the one below.
    """
    return laid_in_borders(base, with_units(_with_figures_of(base, over), base))


def laid_in_borders(base: Located, over: Located) -> Located:
    """Return `overlay_rates` of two trees, both in the age bands that either needs."""
    return overlay_rates(*aligned(base, over))


def overlay_rates(base: Located, over: Located) -> Located:
    """Return `overlay` of two trees, in which a rate of `base` that is one number stays a rate.

    It is that of the ages and groups that `over` does not name.
    """
    rates = over.get("rates", "by_step")
    for origin, row in () if rates is None else rates.entries.items():
        for to, parts in row.entries.items():
            known = base.get("rates", "by_step", origin, to)
            if known is None or not parts.entries.keys() & {*_PARTS_OF_A_RATE}:
                continue
            if not known.entries or known.entries.keys() & {"value", "distribution"}:
                whole = Located(value={"rate": known}, spot=known.spot, keys={"rate": known.spot})
                base = _at(base, ("rates", "by_step", origin, to), whole)
    return overlay(base, over)


def with_units(tree: Located, below: Located) -> Located:
    """Return the tree of one file with its numbers of children marked with their unit; see `laid`."""
    for part in COUNTED:
        for step, row in _rows(tree, part):
            unit = _unit(tree, part, step, own=False) or _unit(below, part, step, own=True)
            if unit is not None and row.entries:
                cells: dict[Scalar, Located] = {
                    key: node if key == "unit" else _with_mark(node, unit)
                    for key, node in row.entries.items()
                }
                tree = _at(tree, (part, "by_step", step), replace(row, value=cells))
    return tree


def has_unit(cell: Located) -> bool:
    """Return whether a number of children is in a unit that was said."""
    return bool(number_marks(cell) & {CHILDREN, PER_1000})


def number_marks(node: Located) -> frozenset[str]:
    """Return the marks of a number: of all scalars that give it, those that all of them have."""
    leaves = [*_number_leaves(node)]
    return frozenset.intersection(*(leaf.marks for leaf in leaves)) if leaves else frozenset()


def unit_faults(tree: Located) -> Iterator[Fault]:
    """Yield a fault for every step of a file whose own `unit` is none, and for a unit of no numbers."""
    for part in COUNTED:
        unit = tree.get(part, "unit")
        has_numbers = any(tree.get(part, key) is not None for key in ("by_step", "children"))
        if unit is not None and not has_numbers:
            yield Fault(spot=unit.spot, kind="unit_alone", key=f"{part}.unit", found=str(unit.value))
        for step, row in _rows(tree, part):
            unit = row.get("unit")
            if unit is not None and unit.value not in (CHILDREN, PER_1000):
                key, allowed = f"{part}.by_step.{step}.unit", f"{CHILDREN}, {PER_1000}"
                yield Fault(
                    spot=unit.spot, kind="literal_error", key=key, found=str(unit.value), allowed=allowed
                )


def with_marks(scenario: Scenario, tree: Located) -> Scenario:
    """Return a scenario whose numbers know what is marked on them in the tree that it was made of."""
    marked = {
        key: _marked(getattr(scenario, key), tree.get(key), tree)
        for key in ("stock", "arrivals", "prices", "rates", "factors", "municipality")
    }
    return scenario.model_copy(update=marked)


def is_borrowed(node: Located, tree: Located) -> bool:
    """Return whether a number, or the assumption that it names, comes from a file that is borrowed."""
    assumption = tree.get("assumptions", node.value) if isinstance(node.value, str) else None
    return BORROWED in number_marks(node if assumption is None else assumption)


def _marked(value: _T, node: Located | None, tree: Located, field: str = "") -> _T:
    made: Any = value
    if node is None:
        return value
    if isinstance(value, Quantity):
        # A factor is whose file says what it multiplies, whoever says by how much.
        is_it = BORROWED in number_marks(node) if field == "times" else is_borrowed(node, tree)
        marks = number_marks(node)
        made = replace(
            value,
            borrowed=is_it,
            per_1000=PER_1000 in marks,
            part=part_of(marks),
            divided=divided_band(marks),
        )
    elif isinstance(value, Form):
        # A number may stand for a whole form, as a rate does.
        inner = {
            name: node.get(name) if node.entries else node for name in value.model_fields_set & {*_MULTIPLIED}
        }
        update = {name: _marked(getattr(value, name), each, tree, name) for name, each in inner.items()}
        made = value.model_copy(update=update)
    elif isinstance(value, dict):
        made = {key: _marked(each, node.get(key), tree, field) for key, each in value.items()}
    return made  # type: ignore[no-any-return]


def _with_figures_of(base: Located, over: Located) -> Located:
    """Return `over`, which says whose figures it takes when it gives a municipality another name."""
    ours, theirs = over.get("municipality", "name"), base.get("municipality", "name")
    own = over.get("municipality")
    if own is None or ours is None or theirs is None or ours.value == theirs.value:
        return over
    source = own.get("source")
    known = base.get("municipality", "figures_of") or theirs
    whose = replace(known, value="" if source else str(known.value))
    marked = replace(
        own, value={"figures_of": whose, **own.entries}, keys={"figures_of": known.spot, **own.keys}
    )
    return _at(over, ("municipality",), marked)


def _rows(tree: Located, part: str) -> list[tuple[Scalar, Located]]:
    rows = tree.get(part, "by_step")
    return [] if rows is None else [*rows.entries.items()]


def _unit(tree: Located, part: str, step: Scalar, *, own: bool) -> str | None:
    """Return the unit that a tree says for a step, there or for the whole table; `own`: unless borrowed."""
    for path in ((part, "by_step", step, "unit"), (part, "unit")):
        node = tree.get(*path)
        if node is not None and node.value in (CHILDREN, PER_1000) and not (own and BORROWED in node.marks):
            return str(node.value)
    return None


def _at(tree: Located, path: tuple[Scalar, ...], node: Located) -> Located:
    """Return the tree with another node at the end of a path, all of which is there."""
    if not path:
        return node
    inner = _at(tree.entries[path[0]], path[1:], node)
    return replace(tree, value={**tree.entries, path[0]: inner})


def _with_mark(node: Located, mark: str) -> Located:
    """Return a node with all its scalars marked."""
    if isinstance(node.value, dict):
        return replace(node, value={key: _with_mark(each, mark) for key, each in node.value.items()})
    if isinstance(node.value, list):
        return replace(node, value=[_with_mark(each, mark) for each in node.value])
    return replace(node, marks=node.marks | {mark})


def _number_leaves(node: Located) -> Iterator[Located]:
    """Yield the scalars that give a number, those of its source not."""
    if not node.entries:
        yield node
        return
    estimate = [node.entries[key] for key in ("value", "distribution") if key in node.entries]
    for inner in estimate or node.entries.values():
        yield from _number_leaves(inner)
