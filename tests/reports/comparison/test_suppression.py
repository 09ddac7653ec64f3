"""Test that runs which differ only in a hidden count publish the same."""

from reports.comparison.children import children_grid, merged_steps, waiting_grid
from reports.comparison.page import figures
from reports.shared.cases import cases_in_report
from tests.reports.booked import page_of
from tests.reports.example import Example, comparison, example

HIDDEN = "under\N{NO-BREAK SPACE}5"


def test_two_hidden_counts_give_the_same_report() -> None:
    few, more = example(hidden=1.0), example(hidden=4.9)
    assert page_of(few) == page_of(more)


def test_two_hidden_counts_give_the_same_figures() -> None:
    few, more = example(hidden=1.0), example(hidden=4.9)
    assert figures(few.study, few.comparison) == figures(more.study, more.comparison)


def test_no_total_stands_beside_a_hidden_count(made: Example) -> None:
    grid = children_grid(made.study, made.comparison, cases_in_report(made.study, made.comparison))
    assert grid.rows[-1] == ("Anbringelse på institution", *[HIDDEN] * 4)
    assert grid.total == ()
    assert "Antal fra 1 til 4 er skjult, og derfor vises ingen sum." in grid.notes


def test_a_total_is_shown_where_nothing_is_hidden(made: Example) -> None:
    runs = comparison(hidden=12.0)
    grid = children_grid(made.study, runs, cases_in_report(made.study, runs))
    assert grid.total == ("I alt", "694", "770", "779", "770")
    assert HIDDEN not in str(grid)


def test_a_case_adds_its_step_where_it_stands(made: Example) -> None:
    assert merged_steps(made.comparison)[2:5] == ("home", "alternative", "kin")
    grid = children_grid(made.study, made.comparison, cases_in_report(made.study, made.comparison))
    assert grid.rows[3][1:] == ("\N{EN DASH}", "\N{EN DASH}", "16", "\N{EN DASH}")


def test_those_who_wait_are_hidden_alike(made: Example) -> None:
    grid = waiting_grid(made.study, made.comparison, cases_in_report(made.study, made.comparison))
    assert grid is not None
    assert [row[1:3] for row in grid.rows] == [("0", "7"), ("0", HIDDEN)]
    assert grid.total == ()
