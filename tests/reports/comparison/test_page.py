"""Test the report of a comparison: answers first, every source, assumption and caveat."""

import re
from html import escape

import pytest

from scenarios.reading.notes import warnings
from tests.languages import said_in
from tests.reports.booked import page_of
from tests.reports.example import ASSUMPTIONS, CASES, CAVEATS, Example, example
from tests.reports.outline import Outline


@pytest.fixture(params=["da", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(pages: dict[str, str], lang: str) -> str:
    return pages[lang]


@pytest.fixture
def outline(page: str) -> Outline:
    return Outline(page)


def test_all_figures_and_tables_are_there(outline: Outline) -> None:
    assert len(outline.of("img")) == 6
    assert len(outline.of("table")) == 17


def test_every_table_and_price_tells_where_it_comes_from(pages: dict[str, str]) -> None:
    text = Outline(pages["da"]).text
    sources = text[text.index("Tabeller og priser") :]
    for title in (
        "Rater for bevægelser mellem trin",
        "Tilgang",
        "Pris: To teams: Løn",
        "Pris: Hjemmebaserede",
    ):
        row = sources[sources.index(title) :]
        assert "Kommunens skøn <2024>" in row[:300]
    assert "624.592 kr. pr. plads pr. år i 2025-priser: 612.345,5 i 2024-priser" in sources
    assert "Kun i A." in sources[sources.index("Pris: To teams: Løn") :][:60]


def test_every_caveat_and_assumption_is_there_as_text(page: str, lang: str) -> None:
    for caveat in CAVEATS:
        assert escape(said_in(lang, str, caveat)) in page
    for assumption in ASSUMPTIONS.values():
        for words in (assumption.title, assumption.source, assumption.rationale, assumption.unit):
            assert escape(said_in(lang, str, words), quote=False) in page
        assert said_in(lang, str, assumption.title) in Outline(page).text
    assert "<b>" not in page


def test_the_answers_to_all_cases_come_before_anything_else(outline: Outline, lang: str) -> None:
    answer, question = {
        "da": ("Svaret", "Hvad koster det, hvem"),
        "en": ("The answer", "What does it cost, who"),
    }[lang]
    top = outline.text[outline.text.index(answer) : outline.text.index(question)]
    for letter, case in zip("ABC", CASES.values(), strict=True):
        assert f"{letter}. {said_in(lang, str, case.title)}" in top


def test_a_case_that_changes_nothing_is_short(pages: dict[str, str]) -> None:
    text = Outline(pages["da"]).text
    answer = text[text.index("C. En case uden indhold") :]
    assert "ændrer ikke noget" in answer[:200]
    # One heading for the answer and one row of the overview; no section of its own.
    assert text.count("C. En case uden indhold") == 2


def test_the_warning_and_the_stamp_are_there(pages: dict[str, str], made: Example) -> None:
    warning = "Ingen del af gevinsten må indlægges i budgettet på grundlag af denne side alene."
    assert warning in pages["da"]
    for digest in (made.stamp.scenario_digest, made.stamp.run_digest, made.stamp.value_digest):
        assert digest in pages["da"]
    assert "trappe 0.1.0, Python 3.11.9, numpy 2.4.6" in pages["da"]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"draws": 1, "replications": 1},
        {"draws": 1, "replications": 1, "years": 1},
        {"draws": 3, "replications": 1, "cases": ("idle",)},
        {"draws": 2, "replications": 2, "cases": ()},
        {"draws": 2, "replications": 2, "years": 40, "cases": ("home_first",)},
    ],
)
@pytest.mark.parametrize("lang", ["da", pytest.param("en", marks=pytest.mark.long)])
def test_no_number_shows_that_it_is_missing(changes: dict[str, int], lang: str) -> None:
    made = example(**changes)
    page = Outline(page_of(made, lang))
    spoken = " ".join([page.text, *(attrs["alt"] or "" for attrs in page.of("img"))])
    assert not re.search(r"\b(nan|None|inf)\b", spoken)


def test_what_reading_warned_of_is_a_caveat(pages: dict[str, str], made: Example) -> None:
    for lang, page in pages.items():
        (warning,) = said_in(lang, warnings, made.study)
        assert escape(f"{warning[0].upper()}{warning[1:]}.", quote=False) in page
