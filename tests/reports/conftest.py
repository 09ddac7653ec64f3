"""The example and its pages, made once for all tests of the reports."""

import pytest

from reports.page import report_html
from tests.reports.example import Example, example


@pytest.fixture(scope="session")
def made() -> Example:
    return example()


@pytest.fixture(scope="session")
def pages(made: Example) -> dict[str, str]:
    return {lang: report_html(made.study, made.comparison, made.stamp, lang) for lang in ("da", "en")}
