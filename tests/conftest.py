"""Options of the test run."""

import gettext
import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from language.catalogues import catalogue
from language.messages import DANISH

# How long an example takes tells of the machine, and of what else it does.
settings.register_profile("trappe", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("trappe")


class Strict(gettext.NullTranslations):
    """Refuse what stands in no catalogue, which a user would be told in English."""

    def gettext(self, message: str) -> str:
        raise AssertionError(f"said, and in no catalogue: {message!r}")


catalogue(DANISH).add_fallback(Strict())

# Tests run side by side; were each to solve its small systems on every core, they would wait for each other.
# Numpy reads this when it is imported, which is later.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A shell that starts the tests in the background has them ignore interrupts, and all that they start in turn;
# a user's terminal does not.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _interruptible() -> Iterator[None]:
    """Take interrupts again after a test: a command that was interrupted in this process ignores them."""
    yield
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--verification-runs",
        type=int,
        default=1,
        metavar="N",
        help="multiply the replications of every verification by N (default 1)",
    )
    parser.addoption(
        "--worlds",
        type=int,
        default=300,
        metavar="N",
        help="random worlds in which the two engines are held against each other (default 300)",
    )


@pytest.fixture(scope="session")
def worlds_to_try(request: pytest.FixtureRequest) -> int:
    """In how many random worlds the two engines are held against each other."""
    return count(request, "--worlds")


@pytest.fixture(scope="session")
def runs(request: pytest.FixtureRequest) -> int:
    """How many times the ordinary number of replications a verification takes."""
    return count(request, "--verification-runs")


def count(request: pytest.FixtureRequest, option: str) -> int:
    number: int = request.config.getoption(option)
    if number < 1:
        raise pytest.UsageError(f"{option}: {number} is below 1")
    return number
