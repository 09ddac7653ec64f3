"""The page about checks in a real browser: what is asked of the report, of a very long one."""

import pytest
from playwright.sync_api import Page

from tests.reports import test_browser as of_report
from tests.reports.checked import page_of

browser, width, opened = of_report.browser, of_report.width, of_report.opened

test_nothing_is_fetched_and_nothing_is_refused = of_report.test_nothing_is_fetched_and_nothing_is_refused
test_the_page_is_no_wider_than_the_screen = of_report.test_the_page_is_no_wider_than_the_screen
test_every_figure_is_drawn_within_the_screen = of_report.test_every_figure_is_drawn_within_the_screen
test_no_text_runs_out_of_its_box = of_report.test_no_text_runs_out_of_its_box
test_the_answer_is_on_the_first_screen = of_report.test_the_answer_is_on_the_first_screen


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {"da": page_of("many_steps", "da")}


def test_small_counts_are_spoken_of_on_the_first_screen(opened: Page) -> None:
    bottom = opened.evaluate("document.querySelector('.booking').getBoundingClientRect().bottom")
    assert 0 < bottom <= 800


def test_a_table_that_scrolls_can_be_reached_by_keyboard(opened: Page) -> None:
    stuck = opened.evaluate(
        "[...document.querySelectorAll('.scroll')]"
        ".filter(e => e.scrollWidth > e.clientWidth && e.tabIndex < 0).length"
    )
    assert stuck == 0
