"""Bring files with different borders of age bands together: a border more divides the tables below it.

Caveat first: how the children of an age band spread over its years is seldom known. Children who come are
divided in proportion to the population of each part where that is given, else evenly by years, as they came
in the whole band; those who stand there as they do in balance with that (`scenarios.building.world`). A rate,
and a number per 1,000, holds in each part as it held in the whole. So a border alone changes nothing.

A border is asked for by `age_bands`, by an age limit of a step, and by the ages of what a programme does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from pydantic import TypeAdapter, ValidationError

from language.messages import Message
from scenarios.files.faults import Spot
from scenarios.files.yaml_tree import AmbiguousFloat, Located, Scalar, overlay
from scenarios.format.distributions import LARGEST
from scenarios.format.fields import AgeBands, band_names

_BAND = re.compile(r"(\d{1,3})-(\d{1,3})")
_AMOUNTS = (("stock", "by_step"), ("arrivals", "by_step"), ("municipality", "age_shares"))
"""Where the tables stand whose numbers are divided."""
_AGES = "ages"
_PER_1000, _SPLIT, _DIVIDED, _PART, _NAMED = "per_1000", "split:", "divided", "part:", "named:"
"""Marks: the band a number was of, whether it was divided, its part, the path that names its estimate."""

Span = tuple[float, float]
"""From one age until another."""


def aligned(base: Located, over: Located) -> tuple[Located, Located]:
    """Return two trees in the same age bands, those that either needs; `over` is to be laid on `base`."""
    below, above = borders_of(base), borders_of(over)
    if below is None or (above is None and over.get("age_bands") is not None):
        return base, over
    wanted = {*(below if above is None else above)}
    if above not in (None, below):  # what is named below and not replaced keeps its borders
        left = {*_spans(overlay(base, over))} & {*_spans(base)}
        wanted |= {age for span in left if not {*span} <= wanted for age in span}
        over = _with_borders(over, sorted(wanted), base)
    borders = sorted(wanted)
    shares = population((base, over), borders)
    return in_borders(base, borders, shares), in_borders(over, borders, shares)


def refined(tree: Located, asked: Mapping[float, Spot]) -> Located:
    """Return a tree with a border at each age that is asked for, as far as they lie within its ages."""
    known = borders_of(tree)
    if known is None:
        return tree
    borders = sorted({*known, *(age for age in asked if known[0] < age < known[-1])})
    divided = in_borders(tree, borders, population((tree,), borders))
    return divided if borders == known else _with_borders(divided, borders, tree)


def in_borders_of(tree: Located, layer: Located) -> Located:
    """Return a layer, which is to be laid on a tree, in the age bands of the tree."""
    borders = borders_of(tree)
    return layer if borders is None else in_borders(layer, borders, population((tree, layer), borders))


def borders_of(tree: Located) -> list[float] | None:
    """Return the borders of age bands that a tree says, None where it says none that can be read."""
    node = tree.get("age_bands")
    try:
        return None if node is None else TypeAdapter(AgeBands).validate_python(node.plain(), strict=True)
    except ValidationError:
        return None


def in_borders(tree: Located, borders: list[float], shares: Mapping[str, float]) -> Located:
    """Return a tree whose tables by age stand in the bands between `borders`, as far as theirs are unions.

    `shares` say how large a part of the population is in each band; those of other bands go by years.
    """
    divider = _Divider(borders, shares)
    return divider.of(tree, ()) if divider.has_work(tree) else tree


def population(trees: Iterable[Located], borders: list[float]) -> dict[str, float]:
    """Return the shares of the population that trees say, the last of them first, of the bands they name."""
    shares: dict[str, float] = {}
    for tree in trees:
        table = tree.get("municipality", "age_shares")
        split = None if table is None else _Divider(borders, {}).of(table, _AMOUNTS[2])
        for band, node in {} if split is None else split.entries.items():
            number = node.get("value") or node
            if _is_number(number.value) and number.value > 0:
                shares[str(band)] = float(number.value) * part_of(number.marks)
    return shares


def part_of(marks: Iterable[str]) -> float:
    """Return the part that is marked on a number: 1 where it is whole."""
    return next((float(mark.removeprefix(_PART)) for mark in marks if mark.startswith(_PART)), 1.0)


def divided_band(marks: Iterable[str]) -> str:
    """Return the age band that a number was of before that was divided, the widest; none is empty."""
    bands = [mark.removeprefix(_SPLIT) for mark in marks if mark.startswith(_SPLIT)]
    return max(bands, key=lambda band: _span(band)[1] - _span(band)[0], default="")


def named_by(marks: Iterable[str]) -> str | None:
    """Return the path by which an estimate is named whose table has been divided."""
    return next((mark.removeprefix(_NAMED) for mark in marks if mark.startswith(_NAMED)), None)


def asked_ages(*trees: Located) -> dict[float, Spot]:
    """Return the ages at which a step has its limits or a programme begins or ends to work, with a place."""
    asked: dict[float, Spot] = {}
    for tree in trees:
        steps = tree.get("staircase", "steps")
        for step in {} if steps is None else steps.entries.values():
            ages = step.get("ages")
            for item in ages.value if ages is not None and isinstance(ages.value, list) else ():
                age = item.value
                if _is_number(age) and float(age).is_integer():
                    asked.setdefault(float(age), item.spot)
        for item in _lists_of_ages(tree):
            for age in _span(str(item.value)) if is_band(item.value) else ():
                asked.setdefault(age, item.spot)
    return asked


def border_notes(tree: Located, asked: Mapping[float, Spot]) -> dict[str, Message]:
    """Return a sentence for each age band that was divided: at what ages, by whom, and how many numbers."""
    borders = borders_of(tree) or []
    at = tree.get("age_bands") or tree
    notes: dict[str, Message] = {}
    items = at.value if isinstance(at.value, list) else []
    if kept := [item for item in items if item.spot.file != at.spot.file]:
        notes["borders"] = Message(
            "{where}: the borders {kept} of {file} are kept, for its tables by age name them",
            where=at.spot,
            kept=", ".join(f"{item.value:g}" for item in kept),
            file=kept[0].spot.file,
        )
    for band, numbers in _split(tree).items():
        if not numbers.divided:  # a rate that is said of several bands is just that
            continue
        low, high = _span(band)
        inner = [border for border in borders if low < border < high]
        notes[f"ages {band}"] = Message(
            "{where}: the ages {band} are divided into {parts}: rates and numbers per 1,000 hold in each of "
            "them ({inherited}), and other numbers are shared out by the population of each, evenly by years "
            "where that is not given ({divided}); children at the start stand there as in balance with that. "
            "These are assumptions; write numbers of your own for {parts} where you know them",
            where=next((asked[border] for border in inner if border in asked), at.spot),
            band=band,
            parts=", ".join(name for name in band_names(borders) if low <= _span(name)[0] < high),
            inherited=len(numbers.inherited),
            divided=len(numbers.divided),
        )
    return notes


@dataclass
class _Split:
    """The numbers of one band that was divided, by where they stand."""

    inherited: set[Spot] = field(default_factory=set)
    divided: set[Spot] = field(default_factory=set)


def _split(node: Located) -> dict[str, _Split]:
    bands: dict[str, _Split] = {}
    for each in _numbers(node):
        marks = next((scalar.marks for scalar in _scalars(each)), frozenset())
        for mark in marks:
            if mark.startswith(_SPLIT):
                numbers = bands.setdefault(mark.removeprefix(_SPLIT), _Split())
                (numbers.divided if _DIVIDED in marks else numbers.inherited).add(each.spot)
    return bands


def _numbers(node: Located) -> Iterator[Located]:
    """Yield the scalars of a tree; a number that carries its own source is one."""
    if not isinstance(node.value, list | dict) or node.entries.keys() & {"value", "distribution"}:
        yield node
        return
    for each in node.value if isinstance(node.value, list) else node.value.values():
        yield from _numbers(each)


class _Divider:
    """Write the tables of a tree in other age bands."""

    def __init__(self, borders: list[float], shares: Mapping[str, float]) -> None:
        self.borders, self.shares = {*borders}, shares
        self.names = band_names(borders)

    def has_work(self, tree: Located) -> bool:
        """Return whether a tree names a band that consists of several."""
        named = [*_band_keys(tree), *(str(item.value) for item in _lists_of_ages(tree))]
        return any(self.parts(name) != [name] for name in named)

    def of(self, node: Located, path: tuple[Scalar, ...]) -> Located:
        if path == ("cases",):  # their changes are laid on the baseline one by one, each in its units
            return node
        if isinstance(node.value, list):
            items = [self.of(item, (*path, i)) for i, item in enumerate(node.value)]
            if path[-1:] == (_AGES,):
                items = [replace(item, value=part) for item in items for part in self.parts(item.value)]
            return replace(node, value=items)
        entries, keys = dict[Scalar, Located](), dict[Scalar, Spot]()
        for key, inner in node.entries.items():
            parts = self.parts(key)
            for part in (part for part in parts if part == key or part not in node.entries):
                made = self.of(inner, (*path, part))
                entries[part] = made if part == key else self.share(made, path, str(key), parts, part)
                keys[part] = node.keys.get(key, inner.spot)
        return replace(node, value=entries, keys=keys) if node.entries else node

    def parts(self, key: Scalar | list[Located] | dict[Scalar, Located]) -> list[Scalar]:
        """Return the bands that a band of another name consists of; the key itself where it is none."""
        if not is_band(key) or key in self.names or not {*_span(str(key))} <= self.borders:
            return [key]  # type: ignore[list-item]
        low, high = _span(str(key))
        return [name for name in self.names if low <= _span(name)[0] < high]

    def share(
        self, node: Located, path: tuple[Scalar, ...], band: str, parts: list[Scalar], part: Scalar
    ) -> Located:
        """Return the numbers of a part of a band, which are marked with what they were of."""
        marks = [each.marks for each in _scalars(node)]
        is_amount = any(path[: len(table)] == table for table in _AMOUNTS)
        if not is_amount or all(_PER_1000 in each for each in marks):
            return _divided(node, 1.0, {_SPLIT + band}, (*path, band))
        sizes = [self.size(str(each), parts) for each in parts]
        size = sizes[parts.index(part)] / sum(sizes)
        return _divided(node, size, {_SPLIT + band, _DIVIDED}, (*path, band))

    def size(self, band: str, parts: list[Scalar]) -> float:
        """Return the size of a part: its share of the population if that of all parts is known, or years."""
        if all(each in self.shares for each in parts):
            return self.shares[band]
        low, high = _span(band)
        return high - low


def _divided(node: Located, size: float, new: set[str], path: tuple[Scalar, ...]) -> Located:
    """Return numbers times a part; one that carries its own source, or is a name, is marked with it."""
    if isinstance(node.value, dict):
        if node.value.keys() & {"value", "distribution"}:
            return _marked(node, size, new | {_NAMED + ".".join(map(str, path))})
        inner = {key: _divided(each, size, new, (*path, key)) for key, each in node.value.items()}
        return replace(node, value=inner)
    if _is_number(node.value) and not isinstance(node.value, AmbiguousFloat):
        value = node.value if size == 1.0 else float(node.value) * size
        return replace(node, value=value, marks=node.marks | new)
    return _marked(node, size, new)


def _marked(node: Located, size: float, new: set[str]) -> Located:
    """Return a number with its part marked on all its scalars; what is divided twice keeps its first name."""
    if isinstance(node.value, dict):
        return replace(node, value={key: _marked(each, size, new) for key, each in node.value.items()})
    if isinstance(node.value, list):
        return replace(node, value=[_marked(each, size, new) for each in node.value])
    part, name = size * part_of(node.marks), named_by(node.marks)
    kept = {mark for mark in node.marks if not mark.startswith(_PART)}
    new = {mark for mark in new if name is None or not mark.startswith(_NAMED)}
    return replace(node, marks=frozenset(kept | new | ({f"{_PART}{part!r}"} if part != 1.0 else set())))


def _scalars(node: Located) -> Iterator[Located]:
    for each in node.value if isinstance(node.value, list) else node.entries.values():
        yield from _scalars(each)
    if not isinstance(node.value, list | dict):
        yield node


def _band_keys(tree: Located, key: Scalar = None) -> Iterator[str]:
    """Yield the age bands that are keys of tables of a tree."""
    for inner_key, inner in tree.entries.items() if key != "cases" else ():
        if is_band(inner_key):
            yield str(inner_key)
        yield from _band_keys(inner, inner_key)


def _spans(tree: Located) -> Iterator[Span]:
    return map(_span, _band_keys(tree))


def _lists_of_ages(node: Located, key: Scalar = None) -> Iterator[Located]:
    """Yield the items of every list of age bands, as those of a programme; ages of a step are no bands."""
    if isinstance(node.value, list):
        for item in node.value:
            if key == _AGES and isinstance(item.value, str):
                yield item
            yield from _lists_of_ages(item)
    for inner_key, inner in node.entries.items() if key != "cases" else ():
        yield from _lists_of_ages(inner, inner_key)


def _with_borders(tree: Located, borders: list[float], base: Located) -> Located:
    """Return a tree that says these borders where it says others; those of `base` stand where they stood."""
    node = tree.entries["age_bands"]
    spots: dict[float, Spot] = {}
    for each in (node, base.entries["age_bands"]):
        for item in each.value if isinstance(each.value, list) else ():
            spots.setdefault(float(str(item.value)), item.spot)
    value: list[Located] = [Located(value=age, spot=spots.get(age, node.spot)) for age in borders]
    return replace(tree, value={**tree.entries, "age_bands": Located(value=value, spot=node.spot)})


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def is_band(key: object) -> bool:
    """Return whether a key is the name of an age band, such as 6-12."""
    return isinstance(key, str) and bool(_BAND.fullmatch(key)) and _span(key)[0] < _span(key)[1]


def _span(band: str) -> Span:
    low, last = band.split("-")
    return float(low), float(last) + 1.0
