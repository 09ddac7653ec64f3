"""Test the timeline: conditions, due dates, and open budget years."""

from datetime import date

import pytest

from booking.decisions.case_acts import reach
from reports.booking.milestone_chart import gates, milestone_chart, open_years
from reports.booking.tables import bridge_grid
from reports.shared.figure_style import NARROW, WIDE, svg_bytes
from tests.booking.booked import WHO, a_promise, a_proposal, analysed, approved, proposing, rule
from tests.languages import said_in
from tests.reports.booked import MILESTONES, YEARS, at_hand_of, every_kind
from tests.reports.drawn import assert_readable, in_sight

DRAWN = [every_kind()[name] for name in ("half_way", "overdue", "idle", "long", "unproposed", "worse")]


@pytest.mark.parametrize(("width", "lang"), [(WIDE, "da"), (WIDE, "en"), (NARROW, "da"), (NARROW, "en")])
def test_no_text_is_cut_off_small_or_on_top_of_another(width: float, lang: str) -> None:
    for status in DRAWN:
        figure = said_in(lang, milestone_chart, status, width=width)
        assert_readable(figure, in_sight(figure))


def test_a_milestone_gates_the_budget_years_that_begin_after_it() -> None:
    first, second, third, *_ = gates(every_kind()["half_way"])
    assert (first.is_open, first.years, first.due) == (True, YEARS[1:], date(2027, 6, 30))
    assert first.entered == date(2026, 11, 22)
    assert (second.is_open, second.years, second.entered) == (False, YEARS[3:], None)
    assert third.years == YEARS[5:]
    assert first.words == (
        "Milepæl 1: Alle rådgivere er ansat, senest 30. juni 2027; nået 22. november 2026, Økonomichefen"
    )
    assert second.words == "Milepæl 2: Alle pladser er i brug, senest 1. marts 2029; ikke nået"


def test_a_milestone_that_is_overdue_gates_every_year() -> None:
    _, second, *_ = gates(every_kind()["overdue"])
    assert second.years == YEARS


def test_what_a_bar_says_of_a_milestone_is_what_the_lines_say() -> None:
    for name in ("half_way", "overdue"):
        status = every_kind()[name]
        shut = {year for gate in gates(status)[:3] if not gate.is_open for year in gate.years}
        told = {
            line.promised.year
            for line in status.lines
            if any(reason.kind == "milestone" for reason in line.reasons)
        }
        assert told == shut


def test_the_analysis_and_approvals_are_told_with_who_and_when() -> None:
    words = {gate.words: gate.is_open for gate in gates(every_kind()["half_way"])[3:]}
    assert words == {
        "Følsomhedsanalyse, 22. november 2026, Økonomichefen": True,
        "Godkendt af Familieafdelingen, 22. november 2026, Økonomichefen": True,
        "Godkendelse mangler: Skolerne": False,
    }


def test_other_things_that_are_shut_have_a_row_each() -> None:
    words = [gate.words for gate in gates(every_kind()["idle"])]
    assert any(each.startswith("Evidensen er for svag") for each in words)


def test_a_year_is_open_when_something_may_be_booked_or_is() -> None:
    assert open_years(every_kind()["half_way"]) == ()
    assert open_years(every_kind()["open"]) == YEARS[2:]
    promises = [a_promise(year, sure=600) for year in YEARS]
    body = a_proposal(*promises, policy=rule(milestones={k: v.model_dump() for k, v in MILESTONES.items()}))
    before = at_hand_of(proposing(body), analysed(), approved())
    assert open_years(before) == (2027,)
    after = at_hand_of(proposing(body), analysed(), approved(), reach("ansat", case=None, **WHO))
    assert open_years(after) == (2027, 2028, 2029)


def test_the_same_figure_is_the_same_bytes() -> None:
    once, again = (svg_bytes(milestone_chart(every_kind()["half_way"])) for _ in range(2))
    assert once == again


def test_a_part_of_a_year_has_a_star_on_the_axis_and_its_words_in_the_lists() -> None:
    promises = [a_promise(year, mean=mean) for year, mean in ((2027, -500.0), (2028, 900.0), (2029, 900.0))]
    status = at_hand_of(proposing(a_proposal(*promises, known_until=date(2027, 6, 30))), analysed())
    drawn = {text.get_text() for text in in_sight(milestone_chart(status))}
    assert {"2027*", "2028", "2029*"} <= drawn
    grid = said_in("da", bridge_grid, status)
    assert grid is not None
    assert "2027 (fra juli)" in {row[2] for row in grid.rows}, "the only year with an extra cost"
