"""The catalogue says the same in both languages, and nothing that nobody reads."""

import re
from pathlib import Path
from string import Formatter

import pytest

import reports
from reports.language.catalogue import CATALOGUE, texts

SOURCES = [
    path.read_text(encoding="utf-8")
    for path in Path(str(reports.__file__)).parent.rglob("*.*")
    if path.suffix in {".py", ".html"} and not path.name.startswith("texts_")
]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_sentences() -> None:
    assert CATALOGUE["da"].keys() == CATALOGUE["en"].keys()


@pytest.mark.parametrize("key", CATALOGUE["da"])
def test_both_languages_tell_the_same_facts(key: str) -> None:
    assert placeholders(CATALOGUE["da"][key]) == placeholders(CATALOGUE["en"][key])


def test_every_sentence_is_used() -> None:
    built = ("grade_", "unit_", "range_", "dkk", "answer_gain", "answer_loss", "caveat_", "per_")
    words = set(re.findall(r"\w+", "\n".join(SOURCES)))
    unused = [key for key in CATALOGUE["da"] if key not in words and not key.startswith(built)]
    assert unused == []


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="the report is written in da, en, not in 'sv'"):
        texts("sv")
