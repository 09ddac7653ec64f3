"""The page of a follow-up in a real browser: what is asked of the report."""

import pytest
from playwright.sync_api import Page

from tests.reports import test_browser as of_report
from tests.reports.followed_up import outside, page_of

browser, width, opened = of_report.browser, of_report.width, of_report.opened

test_nothing_is_fetched_and_nothing_is_refused = of_report.test_nothing_is_fetched_and_nothing_is_refused
test_the_page_is_no_wider_than_the_screen = of_report.test_the_page_is_no_wider_than_the_screen
test_no_text_runs_out_of_its_box = of_report.test_no_text_runs_out_of_its_box
test_the_answer_is_on_the_first_screen = of_report.test_the_answer_is_on_the_first_screen
test_every_figure_is_drawn_within_the_screen = of_report.test_every_figure_is_drawn_within_the_screen


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {"da": page_of(outside())}


def test_no_verdict_is_hidden_behind_an_edge_on_a_desk(opened: Page, width: int) -> None:
    wider = opened.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert wider == 0 or width < 800
