"""Test that tables fit the terminal and cut no number."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from reports.comparison.tables import comparison_tables
from tests.languages import said_in
from tests.reports.example import Example, example


def printed(made: Example, width: int, lang: str) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    for table in said_in(lang, comparison_tables, made.study, made.comparison):
        console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_tables_fit(made: Example, width: int, lang: str) -> None:
    lines = printed(made, width, lang).splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert not any("\N{HORIZONTAL ELLIPSIS}" in line for line in lines)


@pytest.mark.parametrize("width", [80, 60])
def test_numbers_stand_whole(made: Example, width: int) -> None:
    text = printed(made, width, "da").replace("\N{NO-BREAK SPACE}", " ")
    minus, dash = "\N{MINUS SIGN}", "\N{EN DASH}"
    assert f"{minus}22,0 {dash} {minus}21,0" in text
    assert text.count("under 5") == 4
    assert "nan" not in text
    assert "None" not in text


def test_markup_in_a_title_is_text(made: Example) -> None:
    spec = made.study.scenario.cases["costly"]
    loud = spec.model_copy(update={"title": spec.title.model_copy(update={"da": "[bold]Dyr[/bold]"})})
    cases = {**made.study.scenario.cases, "costly": loud}
    scenario = made.study.scenario.model_copy(update={"cases": cases})
    study = type(made.study)(name="x", scenario=scenario, cases=made.study.cases, digest="")
    assert "[bold]Dyr[/bold]" in printed(
        Example(study=study, comparison=made.comparison, stamp=made.stamp), 80, "da"
    )


def test_without_cases_there_is_the_baseline_alone() -> None:
    made = example(draws=1, replications=1, cases=())
    assert len(comparison_tables(made.study, made.comparison)) == 1
