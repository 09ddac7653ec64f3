"""YAML as a tree in which every value knows the file, line and column it stands at."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from scenarios.faults import Fault, Spot
from scenarios.quantities import AmbiguousFloat

LARGEST_FILE = 5_000_000
"""Bytes; a scenario of a hundred municipalities is far smaller."""

Scalar = str | int | float | bool | date | None


@dataclass(frozen=True, kw_only=True)
class Located:
    """A value and where it stands: a scalar, a list of located values, or a mapping to them."""

    value: "Scalar | list[Located] | dict[Scalar, Located]"
    spot: Spot
    keys: dict[Scalar, Spot] = field(default_factory=dict)
    """Where the keys of a mapping stand."""

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
                key = next((key for key in node.value if key == part or str(key) == str(part)), None)
                if key is not None:
                    node, spot = node.value[key], node.keys[key]
            elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                spot = node.spot
        return node, spot


def overlay(base: Located, over: Located) -> Located:
    """Return `base` with `over` laid on it: mappings merge key by key, anything else is replaced.

    An empty value (null) in `over` takes the key away.
    """
    if not isinstance(base.value, dict) or not isinstance(over.value, dict):
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
        if path.stat().st_size > LARGEST_FILE:
            return None, [Fault(spot=top, kind="too_large", found=f"{path.stat().st_size / 1e6:.1f} MB")]
        data = path.read_bytes()
    except FileNotFoundError:
        return None, [Fault(spot=top, kind="no_file")]
    except OSError as error:
        return None, [Fault(spot=top, kind="unreadable", found=error.strerror or "")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", errors="replace")
        spot = Spot(file=name, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
        return None, [Fault(spot=spot, kind="not_utf8", found=f"0x{data[error.start]:02x}")]
    return _compose(text, name, top)


def _compose(text: str, name: str, top: Spot) -> tuple[Located | None, list[Fault]]:
    try:
        root = YAML(pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        spot = Spot(file=name, line=mark.line + 1, column=mark.column + 1) if mark else top
        return None, [Fault(spot=spot, kind="not_yaml", found=str(error.problem or ""))]
    except YAMLError as error:
        return None, [Fault(spot=top, kind="not_yaml", found=str(error).splitlines()[0])]
    except RecursionError:
        return None, [Fault(spot=top, kind="too_deep")]
    if root is None:
        return None, [Fault(spot=top, kind="empty_file")]
    reader = _Reader(name)
    tree = reader.node(root)
    if not isinstance(tree.value, dict):
        reader.faults.append(Fault(spot=tree.spot, kind="not_a_mapping"))
    return (tree if isinstance(tree.value, dict) else None), reader.faults


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.seen: set[int] = set()

    def node(self, node: Any) -> Located:
        spot = Spot(file=self.file, line=node.start_mark.line + 1, column=node.start_mark.column + 1)
        if id(node) in self.seen:
            # An alias would be expanded, and aliases of aliases grow without bound.
            self.faults.append(Fault(spot=spot, kind="alias"))
            return Located(value=None, spot=spot)
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, spot)
        if isinstance(node, SequenceNode):
            return Located(value=[self.node(item) for item in node.value], spot=spot)
        return Located(value=self.scalar(node, spot), spot=spot)

    def mapping(self, node: MappingNode, spot: Spot) -> Located:
        values: dict[Scalar, Located] = {}
        keys: dict[Scalar, Spot] = {}
        for key_node, value_node in node.value:
            key = self.node(key_node)
            value = self.node(value_node)
            if isinstance(key.value, dict | list) or key.value is None:
                self.faults.append(Fault(spot=key.spot, kind="bad_key"))
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
        try:
            if kind == "null":
                return None
            if kind == "bool":
                return text.lower() == "true"
            if kind == "int":
                return (
                    int(text.replace("_", ""), 0) if text[:2] in ("0x", "0o") else int(text.replace("_", ""))
                )
            if kind == "float":
                return _float(text)
            if kind == "timestamp" and len(text) == len("2027-01-01"):
                return date.fromisoformat(text)
        except ValueError:
            self.faults.append(Fault(spot=spot, kind="bad_scalar", found=text))
            return None
        return text


def _float(text: str) -> float:
    whole, _, decimals = text.partition(".")
    groups = decimals.split(".")
    looks_grouped = whole.lstrip("+-")[:1] not in ("", "0") and len(whole.lstrip("+-")) <= 3
    if looks_grouped and all(len(group) == 3 and group.isdigit() for group in groups):
        return AmbiguousFloat(text)
    return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
