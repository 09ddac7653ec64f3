"""Write the small scenario, and make an office once for the tests of booking: a run, an analysis, ledgers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios import clock
from scenarios.building.draws import draw
from tests.booking.followed import ledger_of, months_later, town, town_text, write
from tests.commands.office import ME, SURE, THEN, Office, done
from tests.scenarios.small import SMALL


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the file of the small scenario."""
    path = tmp_path / "lille.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def office_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a scenario, a run and an analysis, made once."""
    folder = tmp_path_factory.mktemp("kontor")
    scenario = folder / "by.yaml"
    scenario.write_text(town_text(*SURE), encoding="utf-8")
    done("compare", scenario, "--draws", "150", "--replications", "2", "--out", folder / "kørsel")
    done(
        "sensitivity", scenario, "--case", "tættere", "--method", "local", "--samples", "4",
        "--no-break-even", "--out", folder / "analyse",
    )  # fmt: skip
    return folder


@pytest.fixture
def office(office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return an office before the case begins, with a register of its own."""
    monkeypatch.setattr(clock, "now", lambda: THEN)
    register = tmp_path / "register.sqlite"
    done("register", "new", "--municipality", "Lilleby", "--register", register, *ME)
    return Office(
        scenario=office_folder / "by.yaml",
        run=office_folder / "kørsel",
        analysis=office_folder / "analyse",
        register=register,
    )


@pytest.fixture
def ledger(office_folder: Path) -> Callable[[int], Path]:
    """Return what writes a ledger of so many months of a world in which the case does as it was believed."""

    def written(months: int) -> Path:
        path = office_folder / f"sager-{months}.csv"
        if not path.exists():
            subject = town(office_folder / "..", *SURE)
            values = draw(subject.study, seed=5, number=1)
            last = months_later(subject.study.scenario.start, months)
            write(ledger_of(subject.study, "tættere", values, seed=6, replication=1, last=last), path)
        return path

    return written
