"""The report in a real browser: nothing fetched, nothing cut off, the answer on the first screen."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.missing import missing

WIDTHS = {"telephone": 360, "desk": 1280}
QUIET = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        missing("there is no Chromium on this machine; install the package chromium")
    with sync_playwright() as playwright:
        root = getattr(os, "geteuid", lambda: 1)() == 0
        sandbox = ["--no-sandbox"] if root else []  # Chromium has none for root
        started = playwright.chromium.launch(executable_path=found, args=[*sandbox, *QUIET])
        yield started
        started.close()


@pytest.fixture(scope="module", params=list(WIDTHS.values()), ids=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture(scope="module")
def opened(
    browser: Browser, width: int, pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """Return a page that all tests of a module look at, and leave as it is."""
    report = tmp_path_factory.mktemp("page") / "report.html"
    report.write_text(pages["da"], encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_default_timeout(20_000)
    page.goto(report.as_uri())
    yield page
    page.close()


def test_nothing_is_fetched_and_nothing_is_refused(
    browser: Browser, pages: dict[str, str], tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    report.write_text(pages["da"], encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(report.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [report.as_uri()]
    assert said == []  # a breach of the content policy would be told here
    page.close()


def test_the_page_is_no_wider_than_the_screen(opened: Page, width: int) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth") == width


def test_every_figure_is_drawn_within_the_screen(opened: Page, width: int) -> None:
    figures = opened.evaluate(
        "[...document.images].map(i => [i.complete && i.naturalWidth > 0, i.getBoundingClientRect().right])"
    )
    assert len(figures) >= 3
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
