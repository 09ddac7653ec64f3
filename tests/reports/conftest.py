"""The example and its pages, made once for all tests of the reports."""

import pytest

from tests.reports.booked import page_of
from tests.reports.example import Example, example


@pytest.fixture(scope="session")
def made() -> Example:
    return example()


@pytest.fixture(scope="session")
def pages(made: Example) -> dict[str, str]:
    return {lang: page_of(made, lang) for lang in ("da", "en")}
