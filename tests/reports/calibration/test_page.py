"""Test page and terminal tables of the checks: they agree, and hide small counts."""

import io
import re

import pytest
from rich.console import Console

from calibration.rates.verdicts import BACKTEST
from language.formatting import DASH, day_words, number
from reports.calibration.check_tables import (
    backtest_grid,
    check_tables,
    is_known,
    p_words,
    stays_grid,
    step_whereabouts_grid,
    verdicts_grid,
    whereabouts_grid,
)
from reports.calibration.page import checks_html, summary
from reports.calibration.small_counts import publishable
from reports.shared.cases import step_title
from tests.languages import said_in
from tests.reports.checked import EXAMPLES, TWELVE, Checked, few_rows, missed, one_step, page_of, two_steps
from tests.reports.outline import Outline

LANGUAGES = {"two_steps": "en", "missed": "da", "many_steps": "da", "one_step": "en", "few_rows": "da"}
"""In which each example is told; that no text lacks in the other is held by `tests.language`."""


@pytest.fixture(scope="module", params=list(EXAMPLES))
def example(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def lang(example: str) -> str:
    return LANGUAGES[example]


@pytest.fixture(scope="module")
def made(example: str) -> Checked:
    return EXAMPLES[example]()


@pytest.fixture(scope="module")
def page(example: str, lang: str) -> str:
    return page_of(example, lang)


def words_of(outline: Outline) -> str:
    return re.sub(r"\s+", " ", outline.text)


def printed(made: Checked, lang: str, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    for table in said_in(lang, check_tables, made.calibration, made.checks):
        console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_every_step_and_all_together_have_a_figure(page: str, made: Checked) -> None:
    assert len(Outline(page).of("img")) == len(made.checks.stays) + 1


def test_no_number_shows_in_the_terminal_that_it_is_missing(made: Checked, lang: str) -> None:
    assert not re.search(r"\b(nan|None|inf)\b", printed(made, lang))


def test_the_terminal_tells_the_numbers_of_the_page(made: Checked, lang: str) -> None:
    told, checks = re.sub(r"\s+", "", printed(made, lang, width=300)), publishable(made.checks)
    grids = [
        said_in(lang, verdicts_grid, made.calibration, checks),
        said_in(lang, stays_grid, made.calibration, checks),
    ]
    if checks.backtest is not None:
        grids.append(said_in(lang, backtest_grid, made.calibration, checks.backtest))
    for grid in grids:
        for row in (*grid.rows, *([grid.total] if grid.total else [])):
            assert re.sub(r"\s+", "", "".join(row)) in told


def test_where_children_are_is_the_same_in_short_and_at_length(made: Checked, lang: str) -> None:
    short = {row[0]: row for row in said_in(lang, whereabouts_grid, made.calibration, made.checks).rows}
    for where in made.checks.where:
        long = said_in(lang, step_whereabouts_grid, made.calibration, where)
        assert (long is None) == (where.observed is None)
        if long is None or where.observed is None:
            continue
        name, *cells = long.rows[0]
        assert name == said_in(lang, step_title, made.calibration.study, where.step)
        for i in range(3):
            row = next(row for key, row in short.items() if key.startswith(f"{name}, {i + 1}"))
            limits = f"\N{NO-BREAK SPACE}({row[3]})" if row[3] and row[3] != DASH else ""
            assert cells[2 * i : 2 * i + 2] == [f"{row[2]}{limits}", row[4]]
            assert (row[2] == DASH) == (not is_known(where.observed, i))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_small_counts_are_hidden_and_that_is_said_before_any_count(lang: str) -> None:
    text = words_of(Outline(page_of("few_rows", lang)))
    note = {"da": "Antal fra 1 til 4 er skjult her", "en": "Counts from 1 to 4 are hidden here"}[lang]
    assert text.index(note) < text.index({"da": "under 5 bevægelser", "en": "under 5 moves"}[lang])


def test_the_answer_counts_the_grades_and_names_the_steps_that_were_missed() -> None:
    made = missed()
    first, second, third = summary(made.calibration, made.checks)
    assert first == (
        "Grundlaget er godt på 0 af 2 trin, tyndt på 0 og ringe på 0. På andre er der set bevægelser nok, "
        "men raterne passer ikke med det, der skete: Nede, Oppe."
    )
    assert second.startswith(
        "Tilbageblikket ramte ved siden af på Nede og Oppe: det, man vidste 30. november 2020"
    )
    assert third.startswith("De øvrige kontroller ser på den samme tid")
    assert all(BACKTEST in verdict.reasons for verdict in made.checks.verdicts)
    assert (
        said_in("en", summary, one_step().calibration, one_step().checks)[0]
        == "The basis of the step is good."
    )
    assert "taler ikke imod" in summary(two_steps().calibration, two_steps().checks)[1]


def test_a_window_that_is_too_short_says_why_there_is_no_backtest() -> None:
    made = few_rows()
    reason = "Der er intet tilbageblik (tilbageblik ved 2020-01-21: der er 20 dage før og 10 efter;"
    assert summary(made.calibration, made.checks)[1].startswith(reason)
    page = Outline(page_of("few_rows", "da"))
    assert words_of(page).count(reason) == 2
    assert "Tilbageblikket siger, om raterne holdt" not in page.text


def test_all_steps_have_a_name() -> None:
    text = Outline(page_of("many_steps", "da")).text
    assert all(name in text for name in TWELVE)


def test_the_figures_are_counted_as_they_are_drawn() -> None:
    made, counts = few_rows(), list[tuple[int, int]]()
    checks_html(made.calibration, made.checks, progress=lambda *done: counts.append(done))
    assert counts == [(1, 2), (2, 2)]


@pytest.mark.parametrize("width", [80, 60])
def test_tables_fit_the_terminal(made: Checked, lang: str, width: int) -> None:
    lines = printed(made, lang, width).splitlines()
    assert max(map(len, lines)) <= width
    assert not any("\N{HORIZONTAL ELLIPSIS}" in line for line in lines)


@pytest.mark.parametrize(
    ("p_value", "da", "en"),
    [
        (0.0004, "under 0,001", "below 0.001"),
        (0.0124, "0,012", "0.012"),
        (1.0, "1,000", "1.000"),
        (float("nan"), DASH, DASH),
    ],
)
def test_p_values_are_never_written_as_nil(p_value: float, da: str, en: str) -> None:
    assert (p_words(p_value), said_in("en", p_words, p_value)) == (da, en)


def test_the_backtest_counts_whole_months() -> None:
    ahead = missed().checks.backtest
    assert ahead is not None
    grid = said_in("en", backtest_grid, missed().calibration, ahead)
    inside = ahead.bands.inside(90).sum(axis=0)
    for row, number_inside in zip((*grid.rows, grid.total), inside.tolist(), strict=True):
        assert row[2].replace("\N{NO-BREAK SPACE}", " ") == f"{number(number_inside)} of {ahead.months}"
    assert said_in("en", day_words, ahead.cut) == "30 November 2020"
