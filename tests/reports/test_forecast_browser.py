"""The page of the forecast in a real browser: what is asked of the report."""

import pytest
from playwright.sync_api import Page

from tests.reports import test_browser as of_report
from tests.reports.forecasted import page as page_in

browser, width, opened = of_report.browser, of_report.width, of_report.opened

test_nothing_is_fetched_and_nothing_is_refused = of_report.test_nothing_is_fetched_and_nothing_is_refused
test_the_page_is_no_wider_than_the_screen = of_report.test_the_page_is_no_wider_than_the_screen
test_no_text_runs_out_of_its_box = of_report.test_no_text_runs_out_of_its_box
test_the_answer_is_on_the_first_screen = of_report.test_the_answer_is_on_the_first_screen


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {"da": page_in("da")}


def test_both_figures_are_drawn_within_the_screen(opened: Page, width: int) -> None:
    figures = opened.evaluate(
        "[...document.images].map(i => [i.complete && i.naturalWidth > 0, i.getBoundingClientRect().right])"
    )
    assert len(figures) == 2
    assert all(drawn and right <= width for drawn, right in figures)
