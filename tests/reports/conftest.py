"""Make the example and its pages once for all tests of the reports."""

import pytest

from tests.reports.booked import report_page
from tests.reports.example import Example, example


@pytest.fixture(scope="session")
def made() -> Example:
    return example()


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    return {lang: report_page(lang) for lang in ("da", "en")}
