import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from scenarios.library import catalogue as library
from scenarios.reading.json_schema import json_schema
from tests.scenarios.small import SMALL, TOGETHER, with_change


def tree(text: str) -> Any:
    """Return a file as an editor sees it: JSON, with keys and dates as text."""
    return json.loads(json.dumps(_with_text_keys(YAML(typ="safe", pure=True).load(text)), default=str))


def _with_text_keys(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _with_text_keys(item) for key, item in node.items()}
    return [_with_text_keys(item) for item in node] if isinstance(node, list) else node


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_schema_is_plain_json() -> None:
    assert json.loads(json.dumps(json_schema())) == json_schema()


@pytest.mark.parametrize("entry", library.entries())
def test_the_library_is_valid(entry: str, validator: Draft202012Validator) -> None:
    path = library.path_of(entry)
    assert path is not None
    assert [error.message for error in validator.iter_errors(tree(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("text", [SMALL, TOGETHER])
def test_a_scenario_is_valid(text: str, validator: Draft202012Validator) -> None:
    validator.validate(tree(text))


@pytest.mark.parametrize("together", ["tættere", "[tættere]", "[1, 2]"])
def test_a_case_that_does_not_consist_of_cases_is_not_valid(
    together: str, validator: Draft202012Validator
) -> None:
    assert [*validator.iter_errors(tree(with_change("[tættere, ingenting]", together, TOGETHER)))]


def test_a_file_may_leave_all_to_its_base(validator: Draft202012Validator) -> None:
    validator.validate(tree("base: kolding\nyears: 5\nassumptions: {x: {value: 3}}"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("years: 2", "yaers: 2"),
        ("role: foster", "role: fostr"),
        ("years: 2", "years: to"),
        ("years: 2", "years: 61"),
        ("hjemme: 0.2", "hjemme: -0.2"),
        ("hjemme: 0.2", "hjemme: true"),
        ("unit: children", "unit: [children]"),
        ("p05: 0.05", "p5: 0.05"),
        ("kind: lognormal", "kind: trekant"),
        ("{familie: 0.75", "{familie: 1.75"),
        ("        intet:\n          title: Intet", "        intet:\n          titel: Intet"),
        ("      programmes:\n        intet:", "      stock: {}\n      programmes:\n        intet:"),
        ("value: 400000", "value: mange"),
        ("value: 400000", "value: 400000, repeated: {value: 1, grade: assumption, source: x}"),
        ("value: 400000", "value: 400000, repeated: 1"),
        ("dkk: 100000", "dkk: [100000]"),
        ("children_0_22: 1000", "children_0_22: 0"),
        ("years: 2", "factors: {x: {stok: [pleje], times: 2}}"),
        ("years: 2", "factors: {x: {stock: pleje, times: 2}}"),
        ("years: 2", "factors: {x: {stock: [pleje], times: -1}}"),
        (
            "      programmes:\n        intet:",
            "      factors: {x: {stock: [pleje], times: 2}}\n      programmes:\n        intet:",
        ),
    ],
)  # fmt: skip
def test_a_misspelt_key_or_a_wrong_type_is_not_valid(
    old: str, new: str, validator: Draft202012Validator
) -> None:
    assert [*validator.iter_errors(tree(with_change(old, new)))]


def test_the_schema_takes_what_the_reader_takes(tmp_path: Path, validator: Draft202012Validator) -> None:
    places = "      places: {number: {2027-01-01: 8, 2028-01-01: 9}, when_full: wait}\n"
    repeated = "{distribution: {kind: uniform, low: 0.1, high: 0.3}, grade: randomised, source: x}"
    inline = f"{{value: 0.2, grade: assumption, source: {{da: x, en: y}}, repeated: {repeated}}}"
    text = with_change("      role: foster\n", "      role: foster\n" + places)
    text = with_change("hjemme: 0.2", f"hjemme: {{rate: {inline}, shape: 0.8}}", text)
    text = with_change("dkk: 300000", f"dkk: {inline}", text)
    factor = f"factors: {{ud: {{from: [pleje], to: [hjemme], stock: [pleje], times: {inline}}}}}\n"
    text = with_change("years: 2\n", f"years: 2\n{factor}", text)
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    validator.validate(tree(text))
