"""The letter in a real browser: what is asked of the report, and on A4."""

from datetime import date

import pytest
from playwright.sync_api import Page

from reports.booking.letter import letter_html
from tests.booking.booked import books_of
from tests.reports import test_browser as of_report
from tests.reports.booked import CASE, worse

browser, width, opened = of_report.browser, of_report.width, of_report.opened

test_nothing_is_fetched_and_nothing_is_refused = of_report.test_nothing_is_fetched_and_nothing_is_refused
test_the_page_is_no_wider_than_the_screen = of_report.test_the_page_is_no_wider_than_the_screen
test_no_text_runs_out_of_its_box = of_report.test_no_text_runs_out_of_its_box
test_the_answer_is_on_the_first_screen = of_report.test_the_answer_is_on_the_first_screen


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {"da": letter_html(books_of(*worse()), CASE, on=date(2028, 7, 1))}


def test_on_paper_no_table_is_wider_than_the_page(opened: Page, width: int) -> None:
    opened.emulate_media(media="print")
    opened.set_viewport_size({"width": 658, "height": 1000})  # 174 mm between the margins
    wide = opened.evaluate(
        "[...document.querySelectorAll('table')].map(e => e.getBoundingClientRect().right)"
    )
    opened.emulate_media(media="screen")
    opened.set_viewport_size({"width": width, "height": 800})
    assert max(wide) <= 658
