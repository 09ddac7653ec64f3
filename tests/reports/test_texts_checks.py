"""The catalogue of the checks says the same in both languages, and nothing that nobody reads."""

import re
from pathlib import Path

import pytest

import reports
from reports.texts_checks import CHECKS_CATALOGUE
from tests.reports.test_texts import placeholders

FOLDER = Path(str(reports.__file__)).parent
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for name in ("check_*.py", "checks_page.py", "stock_panel.py", "totals_grids.py", "templates/checks.html")
    for path in FOLDER.glob(name)
)


def test_both_languages_have_the_same_sentences() -> None:
    assert CHECKS_CATALOGUE["da"].keys() == CHECKS_CATALOGUE["en"].keys()


@pytest.mark.parametrize("key", CHECKS_CATALOGUE["da"])
def test_both_languages_tell_the_same_facts(key: str) -> None:
    assert placeholders(CHECKS_CATALOGUE["da"][key]) == placeholders(CHECKS_CATALOGUE["en"][key])


def test_every_sentence_is_used() -> None:
    words = {*re.findall(r"\w+", SOURCES), "good", "thin", "poor"}
    assert [key for key in CHECKS_CATALOGUE["da"] if key not in words] == []
