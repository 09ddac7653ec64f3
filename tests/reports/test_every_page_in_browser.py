"""Test every page in a browser: nothing fetched, nothing cut off, the answer on the first screen."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.missing import missing
from tests.reports.pages import LARGE, BrowserExample

WIDTHS = {"telephone": 360, "desk": 1280}
QUIET = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
EVERY = [pytest.param(each, id=each.name, marks=[pytest.mark.long] if each.is_long else []) for each in LARGE]


def only(*names: str) -> pytest.MarkDecorator:
    """Let a test look at some of the pages."""
    return pytest.mark.parametrize("example", [each for each in EVERY if each.id in names], indirect=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        missing("there is no Chromium on this machine; install the package chromium")
    with sync_playwright() as playwright:
        root = getattr(os, "geteuid", lambda: 1)() == 0
        sandbox = ["--no-sandbox"] if root else []  # Chromium has none for root
        started = playwright.chromium.launch(executable_path=chromium, args=[*sandbox, *QUIET])
        yield started
        started.close()


@pytest.fixture(scope="module", params=EVERY)
def example(request: pytest.FixtureRequest) -> BrowserExample:
    chosen: BrowserExample = request.param
    return chosen


@pytest.fixture(scope="module")
def address(example: BrowserExample, tmp_path_factory: pytest.TempPathFactory) -> str:
    report = tmp_path_factory.mktemp("page") / "report.html"
    report.write_text(example.html(), encoding="utf-8")
    return report.as_uri()


@pytest.fixture(scope="module", params=list(WIDTHS.values()), ids=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> int:
    chosen: int = request.param
    return chosen


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str, width: int) -> Iterator[Page]:
    """Return a page that all tests look at, and leave as it is."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_default_timeout(20_000)
    page.goto(address)
    yield page
    page.close()


def test_nothing_is_fetched_and_nothing_is_refused(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert said == []  # a breach of the content policy would be told here
    page.close()


def test_the_page_is_no_wider_than_the_screen(opened: Page, width: int) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth") == width


def test_every_figure_is_drawn_within_the_screen(example: BrowserExample, opened: Page, width: int) -> None:
    figures = opened.evaluate(
        "[...document.images].map(i => [i.complete && i.naturalWidth > 0, i.getBoundingClientRect().right])"
    )
    assert len(figures) == example.figures
    assert all(drawn and right <= width for drawn, right in figures)


def test_no_text_runs_out_of_its_box(opened: Page) -> None:
    cut = opened.evaluate(
        "[...document.querySelectorAll('p, h1, h2, h3, li, caption, figcaption')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    )
    assert cut == []


def test_the_answer_is_on_the_first_screen(opened: Page) -> None:
    bottom = opened.evaluate("document.querySelector('.answer p').getBoundingClientRect().bottom")
    assert 0 < bottom <= 800


def test_a_table_that_scrolls_can_be_reached_by_keyboard(opened: Page) -> None:
    stuck = opened.evaluate(
        "[...document.querySelectorAll('.scroll')]"
        ".filter(e => e.scrollWidth > e.clientWidth && e.tabIndex < 0).length"
    )
    assert stuck == 0


@only("booking", "booking-long")
def test_on_a_desk_no_table_on_booking_is_cut_off(opened: Page, width: int) -> None:
    cut = opened.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.querySelector('.tight'))"
        ".map(e => e.scrollWidth - e.clientWidth)"
    )
    assert len(cut) >= 3
    assert width < 1000 or max(cut) <= 0


@only("follow_up")
def test_no_verdict_is_hidden_behind_an_edge_on_a_desk(opened: Page, width: int) -> None:
    wider = opened.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert wider == 0 or width < 800


@only("checks")
def test_small_counts_are_spoken_of_on_the_first_screen(opened: Page) -> None:
    bottom = opened.evaluate("document.querySelector('.booking').getBoundingClientRect().bottom")
    assert 0 < bottom <= 800


@only("information")
def test_all_three_sentences_are_on_the_first_screen_of_a_desk(opened: Page, width: int) -> None:
    tops = opened.evaluate(
        "[...document.querySelectorAll('.answer p')].map(p => p.getBoundingClientRect().top)"
    )
    assert len(tops) == 3
    assert all(0 < top < 800 for top in (tops if width > 1000 else tops[:2]))


@only("letter")
def test_on_paper_no_table_is_wider_than_the_page(opened: Page, width: int) -> None:
    opened.emulate_media(media="print")
    opened.set_viewport_size({"width": 658, "height": 1000})  # 174 mm between the margins
    wide = opened.evaluate(
        "[...document.querySelectorAll('table')].map(e => e.getBoundingClientRect().right)"
    )
    opened.emulate_media(media="screen")
    opened.set_viewport_size({"width": width, "height": 800})
    assert max(wide) <= 658
