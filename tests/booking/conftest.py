"""Give places for registers: files, and schemas of one PostgreSQL for all tests of a worker."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.booking.registers import Place, Places
from tests.missing import missing
from tests.postgres import NAMED, schemas, server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL."""
    with server() as address:
        if address is None:
            missing(f"no PostgreSQL: install it, or name one in {NAMED}")
        yield address


@pytest.fixture(scope="session", params=["SQLite", "PostgreSQL"])
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Places of either kind."""
    if request.param == "PostgreSQL":
        with schemas(request.getfixturevalue("postgresql")) as new:
            yield Places(new)
    else:
        folder = tmp_path_factory.mktemp("registers")
        yield Places(lambda: str(folder / f"{uuid4().hex}.db"))


@pytest.fixture
def place(places: Places) -> Place:
    """A place of either kind that nobody has used."""
    return places.new()


@pytest.fixture
def file(tmp_path: Path) -> Place:
    """A place for a file."""
    return Place(str(tmp_path / "register.db"))
