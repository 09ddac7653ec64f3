"""Hold the pages of the docs against what the library's cases give."""

from pathlib import Path

import pytest

from api.cases import LibraryCase, cases
from api.results import Result
from language.messages import in_language

pytestmark = pytest.mark.verification

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def result() -> Result[list[LibraryCase]]:
    return cases()


@pytest.mark.parametrize(("lang", "page"), [("da", "cases.md"), ("en", "cases.en.md")])
def test_the_page_of_the_docs_is_what_the_cases_give(
    result: Result[list[LibraryCase]], lang: str, page: str
) -> None:
    with in_language(lang):
        assert (DOCS / page).read_text(encoding="utf-8") == result.page()


def test_a_figure_that_disagrees_says_why(result: Result[list[LibraryCase]]) -> None:
    for case in result.found:
        for figure in case.figures:
            assert figure.agrees or figure.because.da, f"{case.name}: {figure.title}"
