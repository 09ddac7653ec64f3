"""The pages about how it is built name every file to touch, and no file that is gone."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import trappe
from scenarios.format.schema import StepSpec
from sensitivity.subject.outcomes import CASHABLE, NEED, NET, PLACED
from tests.started import ROOT

DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
PAGES = ["README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
PRODUCT = (
    "api",
    "booking",
    "calibration",
    "commands",
    "forecast",
    "model",
    "reports",
    "scenarios",
    "sensitivity",
)
EFFECTS = {
    *("Effect", "ArrivalEffect", "Reroute", "EffectSpec", "ArrivalEffectSpec", "RerouteSpec"),
    *("arrival_effects", "reroutes"),
}
"""What the kinds of effects are called in the code."""


def paths(text: str) -> list[str]:
    """Return the files and folders that a text names, as `folder/file.py` or `folder/`."""
    named = re.findall(r"`([\w./]+)`", text)
    return [name for name in named if re.search(r"/$|\.(py|po|html|md|yaml|toml)$", name)]


def listed(kind: str) -> list[str]:
    """Return what the section "How to add" names for one kind of thing."""
    section = re.search(rf"^## {kind}\n(.*?)(?=^## |\Z)", DESIGN, flags=re.DOTALL | re.MULTILINE)
    assert section, kind
    return paths("\n".join(line for line in section[1].splitlines() if line.startswith("- ")))


def names_in(path: Path) -> set[str]:
    """Return every name that the code of a file uses: variables, attributes, parameters, imports."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    parts = ((getattr(node, part, None) for part in ("id", "attr", "arg", "name")) for node in nodes)
    return {name for each in parts for name in each if isinstance(name, str)}


def product() -> list[Path]:
    return [path for package in PRODUCT for path in sorted((ROOT / package).rglob("*.py"))]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_no_file_that_is_gone(page: str) -> None:
    named = paths((ROOT / page).read_text(encoding="utf-8"))
    in_project = [name for name in named if "/" in name and (ROOT / name.split("/")[0]).exists()]
    assert [name for name in in_project if not (ROOT / name).exists()] == []


def test_every_file_that_knows_the_kinds_of_effects_is_named() -> None:
    knowing = {path.relative_to(ROOT).as_posix() for path in product() if names_in(path) & EFFECTS}
    named = {name for name in listed("an effect") if not name.startswith("tests/")}
    assert named == knowing


def test_every_file_that_knows_the_roles_of_steps_is_named() -> None:
    roles = {"kin", "foster"}
    assert roles <= {*get_args(StepSpec.model_fields["role"].annotation)}
    knowing = set()
    for path in product():
        code = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if roles <= {node.value for node in code if isinstance(node, ast.Constant)}:
            knowing.add(path.relative_to(ROOT).as_posix())
    assert {*listed("a step")} == knowing


@pytest.mark.parametrize("path", listed("an outcome"))
def test_every_outcome_is_known_where_outcomes_are(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    for constant, name in {"NET": NET, "CASHABLE": CASHABLE, "NEED": NEED, "PLACED": PLACED}.items():
        assert name in text or re.search(rf"\b{constant}\b", text), name


def test_every_page_has_a_template_a_room_and_a_result() -> None:
    templates = {path.stem for path in (ROOT / "reports" / "templates").glob("*.html")}
    rooms = {path.parent.name: path for path in (ROOT / "reports").glob("*/page.py")}
    computed = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "api").glob("*.py"))
    for room, path in rooms.items():
        filled = re.findall(r'"(\w+)\.html"', path.read_text(encoding="utf-8"))
        assert filled, room
        assert {*filled} <= templates, room
        assert f"reports.{room}.page" in computed, room


def test_a_payer_is_data_and_no_code() -> None:
    study = trappe.load("kolding").changed(
        {
            "payers.regionen": {"title": "Regionen", "municipal": False},
            "prices.institution.ophold.payers": {"familieafdeling": 0.9, "regionen": 0.1},
        }
    )
    run = trappe.compare(study, draws=1, replications=1, tell=lambda _sentence: None)
    paid = run.costs.groupby("payer")["cost_dkk"].sum()
    assert paid["regionen"] > 0
