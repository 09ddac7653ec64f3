"""Hold every page, command, letter and document to one expected gain of a case, and bridges to their sums."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import trappe
from tests.booking.followed import months_later, town
from tests.commands.office import ME, SURE, Office, done, run

HARD = "\N{NO-BREAK SPACE}"
SENTENCE = re.compile(r"(Den forventede gevinst er|The expected gain is) ([^()]+) \(([^()]+)\)")

IDLE = "Den forventede gevinst er 0 kr. (gennemsnit af 300 forløb; nutidsværdi i 2026-priser)"
"""Of the other case of the scenario, which does nothing."""


def words_of(text: str) -> str:
    """Return a page or an output as running text."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace(HARD, " ").split())


def said(text: str) -> set[str]:
    """Return what a text says the expected gain is, in every place that does."""
    return {match[0] for match in SENTENCE.finditer(words_of(text))} - {IDLE}


@pytest.fixture
def surfaces(office: Office, ledger: Callable[[int], Path], tmp_path: Path) -> dict[str, str]:
    """Return the texts of every surface that speaks of the case, all from one run."""
    case, of_run = ("--case", "tættere"), ("--run", office.run)
    last = months_later(town(office.scenario.parent / "..", *SURE).study.scenario.start, 9)
    office.propose("--sensitivity", office.analysis)
    follow = ("--ledger", ledger(9), "--to", str(last), "--months", "24")
    texts = {"report": (office.run / "report.html").read_text(encoding="utf-8")}
    for name, command in {
        "information": ("information", office.scenario, *case, *of_run),
        "sensitivity": ("sensitivity", office.scenario, *case, *of_run, "--method", "pawn"),
        "follow-up": ("follow-up", office.scenario, *case, *of_run, *follow),
    }.items():
        done(*command, "--out", tmp_path / name)
        texts[name] = (tmp_path / name / "report.html").read_text(encoding="utf-8").split("Efter den:")[0]
    texts["amount"] = office.book("amount").stdout
    done("register", "export", "--register", office.register, "--out", tmp_path / "breve")
    texts["letter"] = (tmp_path / "breve" / "brev-tættere.html").read_text(encoding="utf-8")
    return texts


def test_every_surface_says_the_same_expected_gain(
    office: Office, surfaces: dict[str, str], tmp_path: Path
) -> None:
    found = {name: said(text) for name, text in surfaces.items()}
    (sentence,) = found["amount"]
    assert " ± " in sentence
    assert found == {name: {sentence} for name in surfaces}

    summary = json.loads((office.run / "summary.json").read_text(encoding="utf-8"))["cases"]["tættere"]
    gain, error = summary["expected_gain_dkk"], summary["expected_gain_mc_error_dkk"]
    documents: dict[str, dict[str, Any]] = {
        name: json.loads((tmp_path / name / file).read_text(encoding="utf-8"))
        for name, file in (
            ("information", "information.json"),
            ("sensitivity", "sensitivity.json"),
            ("follow-up", "follow_up.json"),
        )
    }
    documents["amount"] = json.loads(office.book("amount", "--json").stdout)
    for document in documents.values():
        assert document["expected_gain_dkk"] == pytest.approx(gain, rel=1e-9)
        assert document["expected_gain_mc_error_dkk"] == pytest.approx(error, rel=1e-6)
    assert summary["net_present_gain_dkk"]["mean"] == gain

    again = trappe.compare(office.scenario, draws=150, replications=2, tell=lambda _text: None)
    assert again.headline.loc["tættere", "expected_gain_dkk"] == gain


def test_every_bridge_adds_up_to_the_last_digit(office: Office, surfaces: dict[str, str]) -> None:
    told = json.loads(office.book("amount", "--json").stdout)
    *steps, bookable = told["bridge"]
    assert steps[0] == {"step": "expected_gain", "dkk": told["expected_gain_dkk"]}
    assert sum(each["dkk"] for each in steps) == pytest.approx(bookable["dkk"], abs=0.5)
    for name in ("report", "letter", "amount"):
        shown = [int(number) for number in bridge(surfaces[name])]
        assert len(shown) > 3, name
        assert sum(shown[:-1]) == shown[-1], name


def bridge(text: str) -> list[str]:
    """Return the numbers of the table from the expected gain to what may be booked, its total last."""
    words = words_of(text).replace("\N{MINUS SIGN}", "-")
    *_, begin = re.finditer(r"Forventet gevinst, nutidsværdi (?=-?\d)", words)  # one by payer comes before
    table = words[begin.start() :]
    end = re.search(r"Kan indlægges nu (-?[\d.]+)", table)
    assert end is not None
    rows = re.findall(r"(?<![\d-])(-?\d{1,3}(?:\.\d{3})*) \d{4}(?:\N{EN DASH}\d{4})?", table[: end.start()])
    return [number.replace(".", "") for number in [*rows, end[1]]]


def test_the_draws_of_a_run_are_taken_whole_or_not_at_all(office: Office) -> None:
    of_run = ("information", office.scenario, "--case", "tættere", "--run", office.run)
    for option, value in (("--draws", "200"), ("--replications", "2"), ("--seed", "3")):
        found = run(*of_run, option, value)
        assert (found.exit_code, found.stderr) == (
            2,
            f"{option}: trækninger, gentagelser og frø er kørslens (--run); udelad {option}\n",
        )
    assert run("book", "propose", office.scenario, "--run", "ingen", *ME).exit_code == 2
