"""Test the rule's file: what it means, and every fault in it at its place."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from booking.amounts.policy import Policy, PolicyError, load, shipped
from scenarios.format.assumptions import Grade
from tests.languages import said_in

COUNCIL = """\
title: Byrådets regel
source: Byrådet 2026
confidence: 0.9
minimum_grade: controlled
first_year: 2
approvers: {familie: Familiechefen}
cashable:
  - {payers: [skole], items: [pleje], share: 0.5, from_year: 3, why: En klasse ad gangen}
milestones:
  ansat: {title: Alle er ansat, by: 2027-06-30}
"""


def written(text: str, folder: Path) -> Policy:
    path = folder / "regel.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def faults(text: str, folder: Path, lang: str = "da") -> list[str]:
    with pytest.raises(PolicyError) as error:
        written(text, folder)
    return [said_in(lang, str, fault).replace(f"{folder}/", "") for fault in error.value.faults]


def test_the_shipped_rule_asks_for_eight_in_ten_and_leaves_all_else_open() -> None:
    rule = shipped()
    assert (rule.confidence, rule.first_year, rule.milestones, rule.cashable) == (0.8, 1, {}, [])
    assert all(rule.admits(grade) for grade in get_args(Grade))


def test_a_council_writes_its_own(tmp_path: Path) -> None:
    rule = written(COUNCIL, tmp_path)
    assert rule.milestones["ansat"].by == date(2027, 6, 30)
    assert rule.admits("randomised")
    assert not rule.admits("before_after")
    assert rule.whys(year=3, payer="skole") == [rule.cashable[0].why]
    assert rule.whys(year=3, payer="familie") == []


def test_the_digest_is_of_the_meaning(tmp_path: Path) -> None:
    rule = written(COUNCIL, tmp_path)
    spaced = written("# Vedtaget\n" + COUNCIL.replace("source:", "\nsource:  "), tmp_path)
    stricter = written(COUNCIL.replace("0.9", "0.95"), tmp_path)
    assert rule.digest == spaced.digest
    assert rule.digest != stricter.digest


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "confidence: 0.9",
            "confidence: 1.2",
            "regel.yaml:3:1: confidence: fandt 1.2; tilladt er tal <= 0.99",
        ),
        (
            "confidence: 0.9",
            "confidence: 80 %",
            "regel.yaml:3:1: confidence: fandt «80 %»; her skal stå et tal",
        ),
        (
            "share: 0.5",
            "share: halv",
            "regel.yaml:8:39: cashable.0.share: fandt «halv»; her skal stå et tal",
        ),
        (
            "by: 2027-06-30",
            "by: snart",
            "regel.yaml:10:33: milestones.ansat.by: fandt «snart»; her skal stå en dato som 2027-01-31",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert COUNCIL.count(old) == 1
    assert faults(COUNCIL.replace(old, new), tmp_path) == [sentence]


def test_a_misspelt_key_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (fault,) = faults(COUNCIL.replace("first_year", "frist_year"), tmp_path)
    assert fault.startswith("regel.yaml:5:1: ")
    assert fault.endswith("; mente du «first_year»?")


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    (fault,) = faults(COUNCIL.replace("confidence: 0.9\n", ""), tmp_path, "en")
    assert "confidence" in fault


def test_a_file_that_is_empty_or_not_there_is_told(tmp_path: Path) -> None:
    assert faults("", tmp_path) == [
        "regel.yaml:1:1: filen er tom; skriv, hvad den skal sige, eller udelad den"
    ]
    with pytest.raises(PolicyError) as error:
        load(tmp_path / "ingen.yaml")
    (fault,) = error.value.faults
    assert said_in("en", str, fault).endswith("ingen.yaml:1:1: there is no such file; check the path")


@pytest.mark.parametrize("text", ["[1, 2]", "title: [", "\x00"])
def test_what_is_no_rule_is_told_and_not_taken(tmp_path: Path, text: str) -> None:
    assert faults(text, tmp_path)
