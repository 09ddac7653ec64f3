"""Test files that are no register, or cannot be read or written, and that nothing is lost."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine, event

from booking.register.register import register
from booking.register.tampering import TamperedError
from language.messages import in_language
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from tests.booking.registers import Place, draft, loses_its_power
from tests.languages import said_in
from tests.started import ROOT

NOBODY = 65534


def told(place: Place, *, create: bool = False) -> tuple[str, str]:
    """Return what is said, in Danish and English, when something is entered in vain, without the place."""
    with pytest.raises(RefusedError) as caught, place.opened(create=create, patience=0.05) as book:
        book.append(draft(9), after=len(book.entries()))
    da, en = (said_in(lang, str, caught.value).removeprefix(f"{place.where}: ") for lang in ("da", "en"))
    return da, en


def test_a_path_may_have_any_name(tmp_path: Path) -> None:
    for name in ("æøå.db", "a b", "100%", "a?mode=ro", "a#b", "%41", "'", "postgresql:"):
        place = Place(str(tmp_path / name)).made(2)
        assert place.found() == []
        assert place.path.is_file()
    assert len(list(tmp_path.iterdir())) == 8


def test_a_path_may_be_relative_or_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mappe").mkdir()
    monkeypatch.chdir(tmp_path)
    Place("mappe/register.db").made(2)
    Path("genvej").symlink_to("mappe/register.db")
    link = Place("genvej")
    assert len(link.made(1).entries()) == 3
    assert Place(str(tmp_path / "mappe" / "register.db")).found() == []
    with register(Path("genvej"), create=False) as book:
        assert (book.where, len(book.entries())) == ("genvej", 3)
    assert sorted(path.name for path in (tmp_path / "mappe").iterdir()) == ["register.db"]


def test_a_link_to_nothing_is_no_register(tmp_path: Path) -> None:
    (tmp_path / "genvej").symlink_to(tmp_path / "væk")
    assert told(Place(str(tmp_path / "genvej")))[0] == "der er ikke noget register"


def test_an_empty_file_is_no_register_and_can_become_one(file: Place) -> None:
    file.path.touch()
    assert told(file) == ("der er ikke noget register", "there is no register")
    assert file.made(1).found() == []


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_is_no_register(create: bool, tmp_path: Path) -> None:
    assert told(Place(str(tmp_path)), create=create) == (
        "et register er en fil, og det her er en mappe eller noget andet",
        "a register is a file, and this is a folder or something else",
    )


def test_a_device_is_no_register() -> None:
    assert told(Place("/dev/full"), create=True)[1] == (
        "a register is a file, and this is a folder or something else"
    )


def test_a_register_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert told(Place(str(tmp_path / "væk" / "register.db")), create=True) == (
        "mappen findes ikke; lav den først",
        "the folder does not exist; make it first",
    )
    (tmp_path / "fil").touch()
    assert (
        told(Place(str(tmp_path / "fil" / "register.db")), create=True)[0]
        == "mappen findes ikke; lav den først"
    )
    assert told(Place(str(tmp_path / "fil" / "register.db")))[0] == "der er ikke noget register"


@pytest.mark.parametrize("name", ["a\0b", "x" * 300])
@pytest.mark.parametrize("create", [False, True])
def test_a_name_that_no_file_can_have_is_refused(name: str, create: bool, tmp_path: Path) -> None:
    assert told(Place(str(tmp_path / name)), create=create)


@pytest.mark.parametrize(
    "content", [b"hej", b"PK\x03\x04" + bytes(5000), bytes(4096), "æøå\n".encode() * 1000]
)
@pytest.mark.parametrize("create", [False, True])
def test_a_file_of_something_else_is_no_register_and_is_left_alone(
    content: bytes, create: bool, file: Place
) -> None:
    file.path.write_bytes(content)
    assert told(file, create=create) == (
        "filen er ikke et register, eller begyndelsen af den er ødelagt",
        "the file is not a register, or its beginning is destroyed",
    )
    assert file.path.read_bytes() == content


@pytest.mark.parametrize("create", [False, True])
def test_the_database_of_another_program_is_left_alone(create: bool, file: Place) -> None:
    file.execute("CREATE TABLE kunder (navn TEXT)")
    content = file.path.read_bytes()
    assert told(file, create=create) == (
        "filen er et andet programs database og ikke et register",
        "the file is the database of another program and not a register",
    )
    assert file.path.read_bytes() == content


def test_a_file_that_another_program_has_converted_is_not_used(file: Place) -> None:
    with closing(sqlite3.connect(file.made(2).path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    assert told(file) == (
        "et andet program har lavet filen om (journal_mode er wal)",
        "another program has converted the file (journal_mode is wal)",
    )


@pytest.mark.parametrize(
    "address", ["mysql://bruger:hemmeligt@maskine/database", "sqlite:///fil", "http://x"]
)
def test_an_address_of_something_else_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(RefusedError) as caught, register(address, create=True):
        pass
    scheme = address.partition("://")[0]
    assert str(caught.value) == (
        f"{scheme}://...: et register er en fil eller en adresse, der begynder med postgresql://"
    )
    assert said_in("en", str, caught.value) == (
        f"{scheme}://...: a register is a file, or an address that begins with postgresql://"
    )


def test_a_register_that_somebody_else_writes_to_is_waited_for_and_then_told(file: Place) -> None:
    file.made(2)
    with closing(sqlite3.connect(file.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert told(file) == (
            "registeret er låst af en anden; prøv igen om lidt",
            "the register is locked by someone else; try again in a moment",
        )
        assert len(file.entries()) == 2  # it can be read meanwhile
        other.execute("COMMIT")
        other.execute("BEGIN EXCLUSIVE")
        assert told(file)[0] == "registeret er låst af en anden; prøv igen om lidt"
    assert file.made(1).found() == []


def test_a_register_that_somebody_else_reads_is_waited_for_and_then_told(file: Place) -> None:
    file.made(2)
    with closing(sqlite3.connect(file.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM trappe_entry").fetchone()
        assert told(file)[0] == "registeret er låst af en anden; prøv igen om lidt"
    assert file.made(1).found() == []
    assert len(file.entries()) == 3


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be somebody whom the permissions of files hold for."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may reach, as those that pytest makes are not."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


READ_ONLY = (
    "filen eller mappen er skrivebeskyttet; intet er ført ind",
    "the file or its folder is write-protected; nothing was entered",
)


def test_a_file_that_may_only_be_read_is_read_and_nothing_entered(open_folder: Path) -> None:
    place = Place(str(open_folder / "register.db")).made(2)
    place.path.chmod(0o444)
    open_folder.chmod(0o777)
    with as_nobody():
        assert len(place.entries()) == 2
        assert place.found() == []
        assert told(place) == READ_ONLY
        assert told(place, create=True) == READ_ONLY
    assert len(place.entries()) == 2
    assert place.found() == []


def test_in_a_folder_that_may_only_be_read_nothing_is_entered(open_folder: Path) -> None:
    place = Place(str(open_folder / "register.db")).made(2)
    place.path.chmod(0o666)
    open_folder.chmod(0o555)
    with as_nobody():
        assert place.found() == []
        assert told(place) == READ_ONLY
        assert told(Place(str(open_folder / "ny.db")), create=True) == (
            "filen kan ikke åbnes, eller mappen må ikke skrives i",
            "the file cannot be opened, or its folder not be written in",
        )
    open_folder.chmod(0o755)
    assert place.found() == []


def test_a_file_that_may_not_be_read_is_told(open_folder: Path) -> None:
    place = Place(str(open_folder / "register.db")).made(2)
    place.path.chmod(0)
    with as_nobody():
        assert told(place)[0] == "filen kan ikke åbnes, eller mappen må ikke skrives i"
    open_folder.chmod(0)
    with as_nobody():
        assert told(place)[1] == "cannot be read: access denied"
    open_folder.chmod(0o755)


def test_an_entry_that_was_interrupted_cannot_be_cleared_up_where_nothing_may_be_written(
    open_folder: Path,
) -> None:
    place = Place(str(open_folder / "register.db")).made(2)
    loses_its_power(place, 2)
    place.path.chmod(0o444)
    open_folder.chmod(0o555)
    with as_nobody():
        assert told(place) == (
            "noget, der blev afbrudt, skal ryddes op først, og filen eller mappen er skrivebeskyttet",
            "something interrupted has to be cleared up first, and the file or its folder is write-protected",
        )
    open_folder.chmod(0o755)
    assert len(place.entries()) == 2
    assert place.found() == []


@contextmanager
def pages(count: int) -> Iterator[None]:
    """Let no file of SQLite have more pages than these."""

    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={count}")

    event.listen(Engine, "connect", connected)
    try:
        yield
    finally:
        event.remove(Engine, "connect", connected)


@pytest.mark.parametrize("size", [20_000, 5_000_000])
def test_when_the_disk_is_full_nothing_is_entered_and_nothing_lost(size: int, file: Place) -> None:
    before = file.made(3).entries()
    with pages(file.path.stat().st_size // 4096 + 1), file.opened() as book:
        for _ in range(2):
            with pytest.raises(RefusedError) as caught:
                book.append(draft(3, why="x" * size), after=3)
            assert str(caught.value) == f"{file.where}: disken er fuld; intet er ført ind"
            assert said_in("en", str, caught.value) == f"{file.where}: the disk is full; nothing was entered"
        assert book.entries() == before
        assert book.verify() == ()
    assert file.made(1).found() == []


def test_when_the_disk_is_full_no_register_is_made_and_later_it_is(file: Place) -> None:
    with pages(2):
        assert told(file, create=True)[1] == "the disk is full; nothing was entered"
    assert told(file)[1] == "there is no register"
    assert file.made(1).found() == []


WRITES_UNTIL_IT_IS_TOLD = """
import resource, signal, sys
from booking.register.register import register
from language.messages import set_language
from scenarios.files.refusals import RefusedError
from tests.booking.registers import draft
set_language("en")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    with register(sys.argv[1], create=True) as book:
        while True:
            number = len(book.entries())
            book.append(draft(number), after=number)
            print(number + 1, flush=True)
except RefusedError as error:
    print(str(error), file=sys.stderr)
"""


@pytest.mark.parametrize("size", [0, 10_000, 40_000, 100_001])
def test_when_the_disk_takes_no_more_what_stands_is_whole(size: int, file: Place) -> None:
    process = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", WRITES_UNTIL_IT_IS_TOLD, file.where, str(size)],
        capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stderr == (
        f"{file.where}: the disk cannot be read or written, or it is full; nothing was entered\n"
    )
    with file.opened(create=True) as book:
        assert [entry.number for entry in book.entries()] == [int(line) for line in process.stdout.split()]
        assert book.verify() == ()
        book.append(draft(0), after=len(book.entries()))
    assert file.found() == []


def test_a_file_that_is_moved_away_meanwhile_is_told(file: Place) -> None:
    file.made(2)
    with file.opened() as book:
        file.path.rename(file.path.with_name("flyttet.db"))
        for call in (book.entries, book.verify, lambda: book.append(draft(2), after=2)):
            with pytest.raises(RefusedError) as caught:
                call()
            assert str(caught.value) == (
                f"{file.where}: filen kan ikke åbnes, eller mappen må ikke skrives i"
            )
    assert not file.path.exists()


def test_a_file_that_was_exchanged_meanwhile_is_found(file: Place) -> None:
    file.made(2)
    with file.opened() as book:
        other = Place(f"{file.where}2").made(1)
        other.path.replace(file.path)
        with in_language("en"), pytest.raises(TamperedError, match="no longer there"):
            book.append(draft(2), after=2)


def test_a_python_without_what_is_needed_is_told(file: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booking.register.sqlite_file._NEEDED", "findes_ikke")
    assert told(file, create=True) == (
        f"denne Pythons SQLite er {sqlite3.sqlite_version}; et register kræver 3.36 eller nyere",
        f"the SQLite of this Python is {sqlite3.sqlite_version}; a register needs 3.36 or newer",
    )


def test_a_finding_is_no_wrong_question(file: Place) -> None:
    file.made(2).rewrite("DELETE FROM trappe_entry WHERE number = 1")
    with file.opened() as book, pytest.raises(NegativeAnswerError):
        book.entries()
