"""From pydantic's errors to our faults: which place in the file, what stands there, what may."""

from types import UnionType
from typing import Any, Union, get_args, get_origin

from scenarios.faults import Fault
from scenarios.located import Located
from scenarios.quantities import Part
from scenarios.schema import Scenario

_TYPES = {
    "string_type": "text",
    "int_type": "whole number",
    "int_from_float": "whole number",
    "float_type": "number",
    "bool_type": "true/false",
    "date_type": "date 2027-01-31",
    "date_from_datetime_inexact": "date 2027-01-31",
    "list_type": "list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "union_tag_not_found": "keys and values with 'kind'",
}
_LITERALS = {"literal_error": "expected", "union_tag_invalid": "expected_tags"}
_LIMITS = {
    "greater_than": ("gt", "> {}"),
    "greater_than_equal": ("ge", ">= {}"),
    "less_than": ("lt", "< {}"),
    "less_than_equal": ("le", "<= {}"),
}


def fault_of(
    tree: Located, kind: str, loc: tuple[int | str, ...], facts: dict[str, Any], plain: Any = None
) -> Fault:
    """Return the fault for one error of kind `kind` at `loc` in `tree`; `facts` is what the check knows."""
    node, spot = tree.follow(loc)
    on_key = len(loc) > 1 and loc[-1] == "[key]"
    found = str(facts["found"]) if "found" in facts else str(loc[-2]) if on_key else _shown(node)
    allowed = str(facts.get("allowed", facts.get("known", "")))
    if kind == "missing":
        return Fault(spot=tree.follow(loc[:-1])[1], kind=kind, key=_path(loc))
    if kind == "extra_forbidden":
        return Fault(spot=spot, kind=kind, key=str(loc[-1]), allowed=", ".join(_allowed_keys(loc[:-1])))
    if kind in _TYPES:
        kind, allowed = "wrong_type", _TYPES[kind]
    elif kind in _LITERALS:
        kind, allowed = "literal_error", str(facts.get(_LITERALS[kind], ""))
    elif kind in _LIMITS:
        name, text = _LIMITS[kind]
        kind, allowed = "number_outside", text.format(facts[name])
    elif kind == "thousands":
        allowed = str(facts["plain"])
    elif kind == "assumption_outside":
        allowed = f"{facts['lowest']:g} … {facts['highest']:g}"
    elif "low" in facts and "high" in facts and kind in ("number_outside", "not_a_number"):
        allowed = _range(facts["low"], facts["high"])
    elif kind in ("too_short", "too_long"):
        allowed = str(facts.get("min_length", facts.get("max_length", "")))
    return Fault(spot=spot, kind=kind, key=_path(loc), found=found, allowed=allowed)


def _shown(node: Located) -> str:
    if isinstance(node.value, dict):
        return "{" + ", ".join(str(key) for key in node.value) + "}"
    if isinstance(node.value, list):
        return "[" + ", ".join(_shown(item) for item in node.value) + "]"
    return str(getattr(node.value, "text", "" if node.value is None else node.value))


def _range(low: float, high: float) -> str:
    if low == float("-inf"):
        return "" if high == float("inf") else f"<= {high:g}"
    if high == float("inf"):
        return "> 0" if 0 < low < 1e-6 else f">= {low:g}"
    return f"{low:g} - {high:g}"


def _path(loc: tuple[int | str, ...]) -> str:
    """Return the way to a value as a user writes it; pydantic's own labels are left out."""
    return ".".join(
        str(part) for part in loc if not str(part).startswith(("[", "function-", "dict[", "list["))
    )


def _allowed_keys(loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the part of a scenario at `loc` may have."""
    kinds: list[Any] = [Scenario]
    for part in loc:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)] or kinds
    parts = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Part)]
    return [field.alias or name for part in parts for name, field in part.model_fields.items()]


def _inside(kind: Any, part: int | str) -> list[Any]:
    if isinstance(kind, type) and issubclass(kind, Part):
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
