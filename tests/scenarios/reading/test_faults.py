import ast
from pathlib import Path

import pytest

from scenarios.files import fault_sentences
from tests.scenarios.reading.assumption_cases import ASSUMPTIONS
from tests.scenarios.reading.family_cases import FAMILIES
from tests.scenarios.reading.fault_cases import FORM, Defect
from tests.scenarios.reading.meaning_cases import MEANING
from tests.scenarios.reading.price_cases import PRICES
from tests.scenarios.reading.review_cases import REVIEWS
from tests.scenarios.small import SMALL, faults_of

DEFECTS = [*FORM, *ASSUMPTIONS, *MEANING, *PRICES, *FAMILIES, *REVIEWS]
SOURCES = sorted(Path(fault_sentences.__file__).parents[1].rglob("*.py"))
ELSEWHERE = {
    "no_file", "is_folder", "unreadable", "too_large", "unknown_base", "base_circle", "does_not_fit",
    "no_form", "empty_form",
    "too_many_lines", "too_many_values", "too_many_aliases", "too_many_bases", "base_elsewhere",
    "too_many_cases", "too_many_members", "too_many_pairs",
}  # fmt: skip
"""Faults that take more than a text: `test_reading`, `test_policy` and `test_budgets` make them."""


def test_the_small_scenario_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(SMALL, tmp_path) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=[defect.kind for defect in DEFECTS])
def test_a_defect_gives_one_sentence_in_danish_and_one_in_english(defect: Defect, tmp_path: Path) -> None:
    assert faults_of(defect.text, tmp_path) == [f"lille.yaml:{defect.at}: {defect.da}"]
    assert faults_of(defect.text, tmp_path, "en") == [f"lille.yaml:{defect.at}: {defect.en}"]


def test_every_kind_of_fault_is_shown_by_a_defect() -> None:
    assert {defect.kind for defect in DEFECTS} | ELSEWHERE == {*fault_sentences.SENTENCES}


def test_every_kind_that_the_code_names_has_a_sentence() -> None:
    named = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in ("Fault", "Problem"):
                kinds = [word.value for word in node.keywords if word.arg == "kind"]
            elif called == "PydanticCustomError":
                kinds = [node.args[0]]
            else:
                continue
            named |= {
                kind.value for kind in kinds if isinstance(kind, ast.Constant) and isinstance(kind.value, str)
            }
    assert len(named) > 30
    assert named - {"string_type"} <= {*fault_sentences.SENTENCES}


def test_every_word_for_a_value_has_two_languages() -> None:
    used = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1] == "@"
    }
    assert used == {*fault_sentences.WORDS}
