"""Make the JSON Schema of a scenario file, for editors that complete and check while one types."""

from typing import Any

from scenarios.format.assumptions import NAMES_ASSUMPTION
from scenarios.format.schema import Scenario
from scenarios.reading.load import CASE_KEYS

_ASSUMPTION = {"$ref": "#/$defs/Assumption"}


def json_schema() -> dict[str, Any]:
    """Return the schema. Nothing is required in it: any part of a file may come from its `base`."""
    schema: dict[str, Any] = _relaxed(Scenario.model_json_schema(by_alias=True))
    parts = schema["$defs"]
    parts["CaseSpec"]["properties"]["changes"] = {
        "type": "object",
        "properties": {key: schema["properties"][key] for key in CASE_KEYS},
        "additionalProperties": False,
    }
    # Short forms that the models take too.
    parts["Text"] = {"anyOf": [{"type": "string"}, parts["Text"]]}
    for part, field in (("TransitionSpec", "rate"), ("GroupSpec", "share"), ("GroupOnStepSpec", "share")):
        number = parts[part]["properties"][field]
        parts[part] = {"anyOf": [*number["anyOf"], parts[part]]}
    for part in ("ArrivalsSpec", "StockSpec"):
        spec = parts[part]["properties"]
        spec["by_step"]["additionalProperties"]["properties"] = {"unit": spec["unit"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "trappe"}


def _relaxed(node: Any) -> Any:
    """Return a schema without required keys, in which a number may carry its own source, and null clears."""
    if isinstance(node, list):
        return [_relaxed(item) for item in node]
    if not isinstance(node, dict):
        return node
    relaxed = {
        key: _relaxed(value)
        for key, value in node.items()
        if not (key in ("required", "minProperties") and not isinstance(value, dict))
    }
    options = relaxed.get("anyOf", [])
    if any(option.get("description") == NAMES_ASSUMPTION for option in options):
        relaxed["anyOf"] = [*options, _ASSUMPTION]
    return relaxed
