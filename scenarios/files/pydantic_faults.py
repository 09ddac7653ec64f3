"""Translate pydantic's errors into faults: the place in the file, what stands there, what may."""

from itertools import pairwise
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import ValidationError

from scenarios.files.faults import Fault
from scenarios.files.forms import Form
from scenarios.files.yaml_tree import Located, Unreadable

_TYPES = {
    "string_type": "@text",
    "int_type": "@whole number",
    "int_from_float": "@whole number",
    "float_type": "@number",
    "finite_number": "@number",
    "bool_type": "@true/false",
    "date_type": "@date",
    "list_type": "@list",
    "dict_type": "@keys and values",
    "model_type": "@keys and values",
    "model_attributes_type": "@keys and values",
    "union_tag_not_found": "@kind",
}
_LITERALS = {"literal_error": "expected", "union_tag_invalid": "expected_tags"}
_LIMITS = {
    "greater_than": ("gt", "> {:g}"),
    "greater_than_equal": ("ge", ">= {:g}"),
    "less_than": ("lt", "< {:g}"),
    "less_than_equal": ("le", "<= {:g}"),
}


def faults_of(tree: Located, errors: ValidationError, form: type[Form]) -> list[Fault]:
    """Return the faults for the errors of a tree that should have a form, but for what could not be read.

    An error is where it was found, or at the places that its check names.
    """
    return [
        fault_of(tree, each["type"], loc, each.get("ctx", {}), form)
        for each in errors.errors()
        if each["type"] != "default_factory_not_called"  # a default that hangs on what is faulty itself
        for loc in each.get("ctx", {}).get("at", [each["loc"]])
        if not isinstance(tree.follow(loc)[0].value, Unreadable)
    ]


def fault_of(
    tree: Located,
    kind: str,
    loc: tuple[int | str, ...],
    facts: dict[str, Any],
    form: type[Form],
) -> Fault:
    """Return the fault for one error of kind `kind` at `loc` in `tree`, which should have this form.

    `facts` are those that the check gives.
    """
    node, spot = tree.follow(loc)
    on_key = len(loc) > 1 and loc[-1] == "[key]"
    key = _path(tree, loc, absent=kind == "missing")
    found = str(facts["found"]) if "found" in facts else str(loc[-2]) if on_key else _shown(node)
    allowed = str(facts.get("allowed", facts.get("known", "")))
    if kind == "missing":
        return Fault(spot=tree.follow(loc[:-1])[1], kind=kind, key=key)
    if kind == "extra_forbidden":
        return Fault(spot=spot, kind=kind, key=str(loc[-1]), allowed=", ".join(_allowed_keys(loc[:-1], form)))
    if kind == "invalid_key" or (on_key and kind == "string_type"):
        keys = {} if on_key else tree.follow(loc[:-1])[0].keys
        found = next((str(key) for key, place in keys.items() if place == spot), str(loc[-2:][0]))
        return Fault(spot=spot, kind="not_text_key", found=found)
    if kind in _TYPES:
        kind, allowed = "wrong_type", _TYPES[kind]
    elif kind in _LITERALS:
        allowed = str(facts[_LITERALS[kind]]).replace("'", "").replace(" or ", ", ")
        kind = "literal_error"
        found = found if on_key else _shown(node.get("kind") or node)
    elif kind in _LIMITS:
        name, text = _LIMITS[kind]
        kind, allowed = "number_outside", text.format(facts[name])
    elif kind == "thousands":
        allowed = found.replace(".", "")
    elif kind in ("number_outside", "not_a_number", "assumption_outside"):
        allowed = _range(facts["low"], facts["high"])
    elif kind in ("too_short", "too_long"):
        allowed = str(facts.get("min_length", facts.get("max_length", "")))
    return Fault(spot=spot, kind=kind, key=key, found=found, allowed=allowed)


def _shown(node: Located) -> str:
    if isinstance(node.value, dict):
        return "{" + ", ".join(str(key) for key in node.value) + "}"
    if isinstance(node.value, list):
        return "[" + ", ".join(_shown(item) for item in node.value) + "]"
    if isinstance(node.value, bool):
        return str(node.value).lower()
    return str(getattr(node.value, "text", "" if node.value is None else node.value))


def _range(low: float, high: float) -> str:
    if low < -1e14 and high == float("inf"):
        return "@below or above 0"
    if high == float("inf"):
        return "> 0" if 0 < low < 1e-6 else f">= {low:g}"
    return f"{low:g} - {high:g}"


def _path(tree: Located, loc: tuple[int | str, ...], *, absent: bool) -> str:
    """Return the path of a value as a user writes it, its keys joined by points.

    Pydantic's own labels are left out, as they name no value; a key that is `absent` names none either, but
    is kept.
    A number that carries its own source stands where it was written, not under `assumptions`.
    """
    nodes = [tree.follow(loc[:i])[0] for i in range(len(loc) + 1)]
    named = [str(part) for part, (above, node) in zip(loc, pairwise(nodes), strict=True) if node is not above]
    if absent:
        named.append(str(loc[-1]))
    assumption, spot = tree.follow(loc[:2])
    moved = loc[:1] == ("assumptions",) and spot == assumption.spot  # no key of its own
    return ".".join(named[1:] if moved and len(named) > 1 else named)


def _allowed_keys(loc: tuple[int | str, ...], form: type[Form]) -> list[str]:
    """Return the keys that the part at `loc` of a file of this form may have."""
    kinds: list[Any] = [form]
    for part in loc:
        inside = [inner for kind in kinds for inner in _inside(kind, part)]
        kinds = inside or [kind for kind in kinds if _is_labelled(kind, part)] or kinds
    parts = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Form)]
    return [field.alias or name for part in parts for name, field in part.model_fields.items()]


def _is_labelled(kind: Any, label: int | str) -> bool:
    """Return whether this is the alternative whose key `kind` is the label, which names no value itself."""
    fields = kind.model_fields if isinstance(kind, type) and issubclass(kind, Form) else {}
    return "kind" in fields and label in get_args(fields["kind"].annotation)


def _inside(kind: Any, part: int | str) -> list[Any]:
    if isinstance(kind, type) and issubclass(kind, Form):
        names = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        return _plain_kinds(names[part]) if part in names else []
    if get_origin(kind) is dict:
        return _plain_kinds(get_args(kind)[1])
    return _plain_kinds(get_args(kind)[0]) if get_origin(kind) is list else []


def _plain_kinds(kind: Any) -> list[Any]:
    """Return the alternatives in an annotation, without what only marks them."""
    if get_origin(kind) in (Union, UnionType):
        return [inner for alternative in get_args(kind) for inner in _plain_kinds(alternative)]
    if hasattr(kind, "__metadata__"):
        return _plain_kinds(kind.__origin__)
    return [kind]
