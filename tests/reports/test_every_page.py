"""Test that every page stands alone, keeps to the rules of HTML, and shows what the terminal shows."""

import re
from importlib.resources import files
from itertools import pairwise

import pytest
from markupsafe import escape
from rich.console import Console

from reports.shared.table import as_table
from tests.languages import said_in
from tests.reports.outline import Outline
from tests.reports.pages import EXAMPLES, LARGE, PageExample

TEMPLATES = {
    each.name: each.read_text(encoding="utf-8")
    for each in files("reports").joinpath("templates").iterdir()
    if each.name.endswith(".html")
}
PARTS = {"booking.html", "page.html", "parts.html"}
"""Templates that are no pages by themselves."""


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda each: f"{each.template}-{each.name}-{each.lang}")
def example(request: pytest.FixtureRequest) -> PageExample:
    chosen: PageExample = request.param
    return chosen


@pytest.fixture(scope="module")
def page(example: PageExample) -> str:
    return example.html()


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


@pytest.mark.parametrize("template", sorted(TEMPLATES.keys() - PARTS))
def test_every_template_has_examples_of_all_that_is_asked_of_a_page(template: str) -> None:
    examples = [each for each in EXAMPLES if each.template == template]
    assert '{% extends "page.html" %}' in TEMPLATES[template]
    assert {each.lang for each in examples} == {"da", "en"}
    assert any(each.again for each in examples)
    assert any(each.escaped for each in examples)
    assert template in {each.template for each in LARGE}


def test_it_names_its_language(example: PageExample, outline: Outline) -> None:
    assert outline.of("html") == [{"lang": example.lang}]


def test_nothing_is_fetched_and_no_script_is_run(page: str, outline: Outline) -> None:
    assert "http" not in page.replace("http-equiv", "")
    assert outline.of("script", "link", "a", "iframe") == []
    for attrs in outline.of("img", "source"):
        assert (attrs.get("src") or attrs.get("srcset") or "").startswith("data:image/svg+xml;base64,")
    policy = outline.of("meta")[1]
    assert policy["content"] == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert "url(" not in page
    assert "@import" not in page


def test_headings_go_down_one_level_at_a_time(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_figure_has_words_and_every_table_a_caption_and_scopes(outline: Outline) -> None:
    images = outline.of("img")
    assert len(outline.of("figcaption")) == len(outline.of("figure")) == len(images)
    assert all(len(attrs["alt"] or "") > 60 for attrs in images)
    assert len(outline.of("table")) == len(outline.of("caption"))
    assert {attrs.get("scope") for attrs in outline.of("th")} == {"row", "col"}


def test_no_number_shows_that_it_is_missing(outline: Outline) -> None:
    spoken = " ".join([outline.text, *(attrs["alt"] or "" for attrs in outline.of("img"))])
    assert not re.search(r"\b(nan|None(?! of)|inf|Undefined)\b|[{}]", spoken)


def test_no_name_is_markup(example: PageExample, page: str, outline: Outline) -> None:
    assert example.escaped in page
    written = {tag for text in TEMPLATES.values() for tag in re.findall(r"<([a-z][a-z0-9]*)", text)}
    assert {tag for tag, _ in outline.tags} <= written


def test_every_table_of_the_terminal_and_every_sentence_stands_on_it(
    example: PageExample, page: str, outline: Outline
) -> None:
    shown = re.sub(r"\s+", "", outline.text)
    for grid in said_in(example.lang, example.tables):
        for row in (*grid.rows, *([grid.total] if grid.total else [])):
            assert re.sub(r"\s+", "", "".join(row)) in shown
        Console(quiet=True).print(as_table(grid))
    for sentence in said_in(example.lang, example.answer):
        assert escape(sentence) in page


def test_the_same_is_told_in_the_same_bytes(example: PageExample, page: str) -> None:
    assert example.again is None or example.again() == page


RAW = re.compile(r"\b[^\W\d_]+(?:_[^\W_]+)+\b|\b(?:programmes|rates|cases|by_step)\.\w+")
"""A name of a file: words joined by underscores, or keys joined by points."""


def test_no_raw_name_reaches_a_reader(outline: Outline) -> None:
    assert RAW.findall(outline.text) == []
