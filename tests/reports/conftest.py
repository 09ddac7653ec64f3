"""Make the example and its pages once for all tests of the reports."""

from collections.abc import Iterator

import pytest

from tests.reports.booked import report_page
from tests.reports.example import Example, example


@pytest.fixture(scope="package")
def made() -> Example:
    return example()


@pytest.fixture(scope="package")
def pages() -> dict[str, str]:
    return {lang: report_page(lang) for lang in ("da", "en")}


@pytest.fixture(autouse=True, scope="package")
def _no_drift() -> Iterator[None]:
    """The scenarios of these tests are made of the parts that a page shows, and make no world."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenarios.reading.notes.drifts", lambda _: [])
        yield
