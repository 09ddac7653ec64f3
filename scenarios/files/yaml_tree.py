"""Read YAML as a tree in which every value knows the file, line and column it stands at."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from language.os_errors import reason
from scenarios.files import cpr
from scenarios.files.bounded_composer import BoundedComposer, OverBudgetError
from scenarios.files.faults import Fault, Spot

LARGEST_FILE = 5_000_000
"""Bytes; a scenario of a hundred municipalities is far smaller."""
MOST_LINES = 200_000
"""Also those with nothing on them take their time."""
DEEPEST = 40
"""Levels of lists and mappings within each other; a scenario has about ten."""

Scalar = str | int | float | bool | date | None


class AmbiguousFloat(float):
    """A number written like 12.345: to YAML twelve and a bit, to a Danish reader perhaps thousands."""

    text: str

    def __new__(cls, text: str) -> Self:
        """Read the text as YAML does."""
        value = super().__new__(cls, text)
        value.text = text
        return value


class Unreadable(str):
    """A scalar that is a fault already; other faults of it follow from that and are not reported."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True)
class Located:
    """A value and where it stands: a scalar, a list of located values, or a mapping to them."""

    value: "Scalar | list[Located] | dict[Scalar, Located]"
    spot: Spot
    keys: dict[Scalar, Spot] = field(default_factory=dict)
    """Where the keys of a mapping stand."""
    marks: frozenset[str] = frozenset()
    """What its file says of a scalar elsewhere; it stays with the scalar in a merged tree."""

    @property
    def entries(self) -> "dict[Scalar, Located]":
        """The values of a mapping by key; none of anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @cached_property
    def _names(self) -> dict[str, Scalar]:
        """The keys of a mapping as pydantic writes them."""
        return {name: key for key in reversed(self.entries) for name in (repr(key), str(key))}

    def plain(self) -> Any:
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def get(self, *path: Scalar) -> "Located | None":
        """Return the value at a path of keys; None if there is none."""
        node: Located | None = self
        for key in path:
            if node is None or not isinstance(node.value, dict):
                return None
            node = node.value.get(key)
        return node

    def follow(self, loc: tuple[int | str, ...]) -> "tuple[Located, Spot]":
        """Return the deepest value on the way along `loc`, and the spot of its key (or of itself).

        Parts of `loc` that name no value, as pydantic's labels for alternatives, are passed over.
        """
        node, spot = self, self.spot
        for part in loc:
            if isinstance(node.value, dict):
                key = node._names.get(str(part))
                if key is not None:
                    node, spot = node.value[key], node.keys[key]
            elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                spot = node.spot
        return node, spot


def overlay(base: Located, over: Located) -> Located:
    """Return `base` with `over` laid on it: mappings merge key by key, anything else is replaced.

    An empty value (null) in `over` takes the key away. A distribution of another kind replaces the whole.
    """
    if not isinstance(base.value, dict) or not isinstance(over.value, dict):
        return over
    if "kind" in base.value and "kind" in over.value and base.value["kind"].value != over.value["kind"].value:
        return over
    merged, keys = dict(base.value), dict(base.keys)
    for key, node in over.value.items():
        if node.value is None:
            merged.pop(key, None)
            continue
        merged[key] = overlay(merged[key], node) if key in merged else node
        keys[key] = over.keys[key]
    return Located(value=merged, spot=over.spot, keys=keys)


def read(path: Path, name: str) -> tuple[Located | None, list[Fault]]:
    """Return the tree of one file and what is wrong with it as YAML; `name` stands in the faults."""
    top = Spot(file=name, line=1, column=1)
    try:
        if path.is_dir():
            return None, [Fault(spot=top, kind="is_folder")]
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)  # what is no file on a disk may have no end
            size = max(path.stat().st_size, len(data))
        if size > LARGEST_FILE:
            return None, [Fault(spot=top, kind="too_large", found=f"{size / 1e6:.1f} MB")]
    except FileNotFoundError:
        return None, [Fault(spot=top, kind="no_file")]
    except (OSError, ValueError) as error:  # ValueError: no path at all, as one with a zero byte
        return None, [Fault(spot=top, kind="unreadable", found=str(reason(error)))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", errors="replace")
        spot = Spot(file=name, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
        return None, [Fault(spot=spot, kind="not_utf8", found=f"0x{data[error.start]:02x}")]
    return read_text(text, name)


def read_text(text: str, name: str) -> tuple[Located | None, list[Fault]]:
    """Return the tree of a text and what is wrong with it as YAML; `name` stands in the faults."""
    tree, faults = _compose(text, name)
    return tree, [*faults]


@lru_cache(maxsize=32)  # what scenarios build on is read again and again, and reading YAML is slow
def _compose(text: str, name: str) -> tuple[Located | None, tuple[Fault, ...]]:
    fault = _unreadable(text, name)
    if fault is not None:
        return None, (_masked(fault),)
    yaml = YAML(typ="safe", pure=True)  # which leaves comments alone, as reading them takes its time
    yaml.Composer = BoundedComposer
    root = _root(yaml, text, name)
    if isinstance(root, Fault):
        return None, (_masked(root),)
    reader = _Reader(name)
    tree = reader.node(root)
    if numbers := [fault for fault in reader.faults if fault.kind == _PERSONAL]:
        return None, tuple(numbers)  # whatever else is told of the file may repeat them
    reader.faults += [Fault(spot=_at(mark, name), kind="alias") for mark in yaml.composer.aliases]
    if not isinstance(tree.value, dict):
        reader.faults.append(Fault(spot=tree.spot, kind="not_a_mapping"))
    return (tree if isinstance(tree.value, dict) else None), tuple(reader.faults)


def _masked(fault: Fault) -> Fault:
    return replace(fault, found=cpr.masked(fault.found))


def _unreadable(text: str, name: str) -> Fault | None:
    """Return the fault of a text that the YAML reader need not be given: a directive, a deep or long one."""
    if text.count("\n") > MOST_LINES:
        spot = Spot(file=name, line=MOST_LINES + 1, column=1)
        return Fault(spot=spot, kind="too_many_lines", allowed=str(MOST_LINES))
    if directive := _DIRECTIVE.match(text):
        found = directive["line"].strip()
        return Fault(spot=_spot(text, directive.start("line"), name), kind="directive", found=found)
    depth = 0
    for bracket in _BRACKETS.finditer(text):  # the YAML reader takes its time over a deep nest
        depth = max(0, depth + (1 if bracket[0] in "[{" else -1))
        if depth > DEEPEST:
            return Fault(spot=_spot(text, bracket.start(), name), kind="too_deep")
    return None


def _root(yaml: YAML, text: str, name: str) -> Node | Fault:
    top = Spot(file=name, line=1, column=1)
    try:
        root = yaml.compose(text)
    except ReaderError as error:
        found = f"0x{ord(text[error.position]):02x}"
        return Fault(spot=_spot(text, error.position, name), kind="control_character", found=found)
    except MarkedYAMLError as error:
        spot = _at(error.problem_mark, name) if error.problem_mark else top
        return Fault(spot=spot, kind="not_yaml", found=_problem(error))
    except OverBudgetError as error:
        return Fault(spot=_at(error.mark, name), kind=error.kind, allowed=str(error.allowed))
    except (YAMLError, ValueError, OverflowError) as error:  # the last two: an escape that is no character
        found = str(error).splitlines()[0] if isinstance(error, YAMLError) else "@yaml escape"
        return Fault(spot=top, kind="not_yaml", found=found)
    except RecursionError:
        return Fault(spot=top, kind="too_deep")
    return Fault(spot=top, kind="empty_file") if root is None else root


def _at(mark: StreamMark, name: str) -> Spot:
    return Spot(file=name, line=mark.line + 1, column=mark.column + 1)


def _spot(text: str, index: int, name: str) -> Spot:
    before = text[:index]
    return Spot(file=name, line=before.count("\n") + 1, column=index - before.rfind("\n"))


_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n)*(?P<line>%.*)")
_BRACKETS = re.compile(r"[\[\]{}]")

_PROBLEMS = {
    "'\\t'": "@yaml tab",
    "mapping values are not allowed": "@yaml colon",
    "could not find expected ':'": "@yaml no colon",
    "expected <block end>": "@yaml indent",
    "expected ',' or": "@yaml bracket",
    "expected the node content": "@yaml bracket",
    "while scanning a quoted scalar": "@yaml quote",
    "while scanning a double-quoted scalar": "@yaml escape",
    "but found another document": "@yaml documents",
    "cannot start any token": "@yaml start",
}
"""Part of the YAML reader's message -> key of our own words."""


def _problem(error: MarkedYAMLError) -> str:
    message = f"{error.context or ''} {error.problem or ''}".strip()
    return next((word for part, word in _PROBLEMS.items() if part in message), message)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.seen: set[int] = set()

    def node(self, node: Any, depth: int = 0) -> Located:
        spot = Spot(file=self.file, line=node.start_mark.line + 1, column=node.start_mark.column + 1)
        if id(node) in self.seen:
            # An alias would be expanded, and aliases of aliases grow without bound; each is a fault already.
            return Located(value=Unreadable(), spot=spot)
        self.seen.add(id(node))
        if depth > DEEPEST:
            self.faults.append(Fault(spot=spot, kind="too_deep"))
            return Located(value=Unreadable(), spot=spot)
        if isinstance(node, MappingNode):
            return self.mapping(node, spot, depth)
        if isinstance(node, SequenceNode):
            return Located(value=[self.node(item, depth + 1) for item in node.value], spot=spot)
        return Located(value=self.scalar(node, spot), spot=spot)

    def mapping(self, node: MappingNode, spot: Spot, depth: int) -> Located:
        values: dict[Scalar, Located] = {}
        keys: dict[Scalar, Spot] = {}
        for key_node, value_node in node.value:
            key = self.node(key_node, depth + 1)
            value = self.node(value_node, depth + 1)
            if isinstance(key.value, Unreadable):
                continue
            if isinstance(key.value, dict | list | bool | float) or key.value in (None, ""):
                found = str(getattr(key_node, "value", "")) if not isinstance(key.value, dict | list) else ""
                self.faults.append(Fault(spot=key.spot, kind="bad_key", found=found))
            elif key.value in values:
                first = f"{keys[key.value].line}:{keys[key.value].column}"
                self.faults.append(
                    Fault(spot=key.spot, kind="duplicate_key", found=str(key.value), allowed=first)
                )
            else:
                values[key.value], keys[key.value] = value, key.spot
        return Located(value=values, spot=spot, keys=keys)

    def scalar(self, node: ScalarNode, spot: Spot) -> Scalar:
        kind = str(node.tag).rpartition(":")[2]
        text: str = node.value
        if cpr.stands_in(text) and (kind not in _NUMBERS or text.startswith("0")):
            self.faults.append(Fault(spot=spot, kind=_PERSONAL))
            kind, text = "str", ""
        try:
            text.encode()  # half a character, written as an escape, is none
            if kind in _WORD_VALUES:
                return _WORD_VALUES[kind][text.lower()]
            if kind == "int":
                digits = text.replace("_", "")
                value = int(digits, 0 if digits[:2] in ("0x", "0o") else 10)
                float(value)  # nor does a number that is larger than any other mean anything
                return value
            if kind == "float":
                return _float(text)
            if kind == "timestamp" and len(text) == len("2027-01-01"):
                return date.fromisoformat(text)
        except (ValueError, KeyError, OverflowError):
            allowed = _KINDS.get(kind, "@text")
            self.faults.append(Fault(spot=spot, kind="bad_scalar", found=_printable(text), allowed=allowed))
            return Unreadable(text)
        return text


_PERSONAL = "personal_number"
_NUMBERS = ("int", "float")
"""Amounts of as many digits are no numbers of persons, unless they begin with a zero."""
_WORD_VALUES: dict[str, dict[str, bool | None]] = {
    "null": {"": None, "~": None, "null": None},
    "bool": {"true": True, "false": False},
}
_KINDS = {
    "null": "@nothing",
    "bool": "@true/false",
    "int": "@whole number",
    "float": "@number",
    "timestamp": "@date",
}


def _printable(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


def _float(text: str) -> float:
    whole, _, decimals = text.partition(".")
    groups = decimals.split(".")
    looks_grouped = whole.lstrip("+-")[:1] not in ("", "0") and len(whole.lstrip("+-")) <= 3
    if looks_grouped and all(len(group) == 3 and group.isdigit() for group in groups):
        return AmbiguousFloat(text)
    return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
