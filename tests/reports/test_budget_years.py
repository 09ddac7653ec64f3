"""Check how budget years are named, and that a part of one is never shown as a whole."""

from datetime import date
from pathlib import Path

import pytest

from language.formatting import DASH
from model.world.months import Months
from reports.comparison.children import children_grid, columns, moves_grid
from reports.comparison.tables import gain_by_payer, gain_by_year, overview
from reports.shared.budget_years import axis_words, end_words, partial_note, span_words, spans, year_words
from reports.shared.cases import cases_in_report
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import stamp
from scenarios.results.summary import summary
from scenarios.running.ensemble import compare
from tests.languages import said_in
from tests.scenarios.small import SMALL, study_of, with_change

WHOLE = Months.of(date(2027, 1, 1), 3)
JULY = Months.of(date(2027, 7, 1), 3)
DECEMBER = Months.of(date(2027, 12, 1), 1)


@pytest.mark.parametrize(
    ("months", "years", "span", "end"),
    [
        (WHOLE, ["2027", "2028", "2029"], "2027-2029", "2029"),
        (Months.of(date(2027, 1, 1), 1), ["2027"], "2027", "2027"),
        (
            JULY,
            ["2027 (fra juli)", "2028", "2029", "2030 (til og med juni)"],
            "juli 2027 - juni 2030",
            "juni 2030",
        ),
        (
            DECEMBER,
            ["2027 (fra december)", "2028 (til og med november)"],
            "december 2027 - november 2028",
            "november 2028",
        ),
    ],
)
def test_a_year_says_which_part_of_it_is_simulated(
    months: Months, years: list[str], span: str, end: str
) -> None:
    assert [said_in("da", year_words, months, year) for year in months.years] == years
    assert said_in("da", span_words, months) == span.replace("-", DASH)
    assert said_in("da", end_words, months) == end
    assert [axis_words(months, year) for year in months.years] == [
        f"{year[:4]}*" if "(" in year else year for year in years
    ]
    assert len(said_in("da", partial_note, months)) == ("(" in "".join(years))
    assert months.whole_years == tuple(int(year) for year in years if "(" not in year)


def test_years_are_told_in_spans_with_their_parts() -> None:
    assert said_in("da", spans, WHOLE, [2029, 2027, 2028]) == f"2027{DASH}2029"
    assert said_in("da", spans, JULY, [2029, 2027]) == "2027 (fra juli), 2029"
    assert said_in("da", spans, JULY, JULY.years) == f"2027 (fra juli) {DASH} 2030 (til og med juni)"


def test_english_names_the_months_too() -> None:
    assert said_in("en", year_words, JULY, 2030) == "2030 (through June)"
    assert said_in("en", span_words, JULY) == "July 2027 \N{EN DASH} June 2030"


def compared(folder: Path, start: str) -> tuple[Study, Comparison]:
    text = with_change("start: 2027-01-01\nyears: 2", f"start: {start}\nyears: 2", SMALL)
    study = study_of(text.replace("          start: 2027-01-01", f"          start: {start}"), folder)
    return study, compare(study, seed=1, draws=1, replications=2, workers=1)


def test_every_table_marks_a_part_of_a_year(tmp_path: Path) -> None:
    study, comparison = compared(tmp_path, "2027-10-01")
    cases = cases_in_report(study, comparison)
    by_year = said_in("da", gain_by_year, cases[0])
    assert [row[0] for row in by_year.rows] == ["2027 (fra oktober)", "2028", "2029 (til og med september)"]
    assert any("2027 (fra oktober), 2029 (til og med september)" in note for note in by_year.notes)
    for grid in (
        said_in("da", overview, cases),
        said_in("da", gain_by_payer, study, comparison, cases[0]),
        said_in("da", moves_grid, study, comparison, cases),
    ):
        assert "oktober 2027 \N{EN DASH} september 2029" in grid.caption


def test_the_summary_says_how_many_months_of_a_year_are_simulated(tmp_path: Path) -> None:
    study, comparison = compared(tmp_path, "2027-10-01")
    told = summary(comparison, stamp(study, comparison))
    assert told["months_simulated"] == {"2027": 3, "2028": 12, "2029": 9}


def test_children_are_shown_in_whole_years_where_there_is_one(tmp_path: Path) -> None:
    study, comparison = compared(tmp_path, "2027-10-01")
    shown = said_in("da", columns, comparison, cases_in_report(study, comparison))
    assert [(column.year_index, column.label) for column in shown] == [
        (1, "2028"),
        (1, "2028 uden ændring"),
        (1, "2028 med A"),
    ]
    days = comparison.runs[BASELINE].person_days[..., 3:15, 0].sum(axis=-1).mean()
    assert comparison.full_year_persons(BASELINE, "hjemme")[..., 1].mean() == pytest.approx(days / 366)


def test_a_part_of_a_year_is_marked_among_children_where_no_year_is_whole(tmp_path: Path) -> None:
    text = with_change("start: 2027-01-01\nyears: 2", "start: 2027-10-01\nyears: 1", SMALL)
    study = study_of(text, tmp_path)
    comparison = compare(study, seed=1, draws=1, replications=1, workers=1)
    grid = said_in("da", children_grid, study, comparison, cases_in_report(study, comparison))
    assert grid.head[1] == "2027 (fra oktober)"
    assert grid.head[2] == "2028 (til og med september) uden ændring"
    assert any("Kun en del af budgetåret" in note for note in grid.notes)
