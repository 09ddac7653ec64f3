"""The page about knowing more in a real browser: what is asked of the report."""

import pytest
from playwright.sync_api import Page

from tests.reports import test_browser as of_report
from tests.reports.known import page as page_in

browser, width, opened = of_report.browser, of_report.width, of_report.opened

test_nothing_is_fetched_and_nothing_is_refused = of_report.test_nothing_is_fetched_and_nothing_is_refused
test_the_page_is_no_wider_than_the_screen = of_report.test_the_page_is_no_wider_than_the_screen
test_every_figure_is_drawn_within_the_screen = of_report.test_every_figure_is_drawn_within_the_screen
test_no_text_runs_out_of_its_box = of_report.test_no_text_runs_out_of_its_box


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {"da": page_in("da")}


def test_all_three_sentences_are_on_the_first_screen_of_a_desk(opened: Page, width: int) -> None:
    tops = opened.evaluate(
        "[...document.querySelectorAll('.answer p')].map(p => p.getBoundingClientRect().top)"
    )
    assert len(tops) == 3
    assert all(0 < top < 800 for top in (tops if width > 1000 else tops[:2]))
