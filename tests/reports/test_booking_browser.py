"""The part of the report on booking in a real browser, with all there can be in it."""

import pytest
from playwright.sync_api import Page

from tests.reports import test_browser as of_report
from tests.reports.booked import every_kind, page_of
from tests.reports.example import Example

browser, width, opened = of_report.browser, of_report.width, of_report.opened

test_nothing_is_fetched_and_nothing_is_refused = of_report.test_nothing_is_fetched_and_nothing_is_refused
test_the_page_is_no_wider_than_the_screen = of_report.test_the_page_is_no_wider_than_the_screen
test_every_figure_is_drawn_within_the_screen = of_report.test_every_figure_is_drawn_within_the_screen
test_no_text_runs_out_of_its_box = of_report.test_no_text_runs_out_of_its_box
test_the_answer_is_on_the_first_screen = of_report.test_the_answer_is_on_the_first_screen


@pytest.fixture(scope="module", params=["worse", pytest.param("long", marks=pytest.mark.long)])
def pages(made: Example, request: pytest.FixtureRequest) -> dict[str, str]:
    bookings = {"home_first": every_kind()[request.param], "costly": every_kind()["half_way"]}
    return {"da": page_of(made, bookings=bookings)}


def test_on_a_desk_no_table_on_booking_is_cut_off(opened: Page, width: int) -> None:
    cut = opened.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.querySelector('.tight'))"
        ".map(e => e.scrollWidth - e.clientWidth)"
    )
    assert len(cut) >= 3
    assert width < 1000 or max(cut) <= 0
