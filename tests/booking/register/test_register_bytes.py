"""Test every byte of a register's file: what verify finds, and that the same entries make the same file."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from booking.register.chain import COLUMNS, FORMAT, Beginning, Entry, follow
from booking.register.chain_check import read_chain
from booking.register.file_check import library, remade
from booking.register.register import register
from booking.register.seals import seal_of
from booking.register.sqlite_file import SqliteFile
from booking.register.tampering import ChangedError, Examination, Tampering
from scenarios.files.refusals import RefusedError
from tests.booking.registers import AT, DRAFT, Place, draft, fill, loses_its_power, seals, unfinished
from tests.languages import said_in
from tests.started import ROOT

COUNT = 5
OTHERS = ("SQLite 3.37.2 872ba256cbf6", "SQLite 3.99.0 0123456789ab", "PostgreSQL 15.18", "noget helt andet")


def is_told(verify: Callable[[], Sequence[Tampering]]) -> bool:
    """Return whether something is found, or refused in a sentence."""
    try:
        findings = verify()
    except RefusedError as error:
        return bool(str(error) and said_in("en", str, error))
    assert all(said_in(lang, str, finding) for finding in findings for lang in ("da", "en"))
    return bool(findings)


def opened(path: Path) -> Sequence[Tampering]:
    """Return what is wrong with a file that is opened for this alone."""
    with register(path, create=False) as book:
        return book.verify()


def flip(path: Path, content: bytes, offset: int, bits: int) -> None:
    path.write_bytes(content[:offset] + bytes([content[offset] ^ bits]) + content[offset + 1 :])


def missed(path: Path, step: int, bits: int) -> list[int]:
    """Return which bytes can be changed without being found."""
    content = path.read_bytes()
    found = []
    with register(path, create=False) as book:
        for offset in range(0, len(content), step):
            flip(path, content, offset, bits)
            if not is_told(book.verify):
                found.append(offset)
    path.write_bytes(content)
    assert not is_told(lambda: opened(path))
    assert [other.name for other in path.parent.iterdir()] == [path.name]
    return found


@pytest.mark.parametrize(("bits", "step"), [(0x01, 37), (0xFF, 101)])
def test_any_changed_byte_is_found(bits: int, step: int, file: Place) -> None:
    assert missed(file.made(COUNT).path, step, bits) == []


def test_any_changed_byte_is_found_by_whoever_opens_the_file(file: Place) -> None:
    path = file.made(COUNT).path
    content = path.read_bytes()
    for offset in range(0, len(content), 199):
        flip(path, content, offset, 0x01)
        assert is_told(lambda: opened(path)), offset


@pytest.mark.parametrize("bits", [0x02, 0x03, 0x80])
def test_any_changed_byte_of_the_header_is_found(bits: int, file: Place) -> None:
    path = file.made().path
    content = path.read_bytes()
    for offset in range(100):
        flip(path, content, offset, bits)
        assert is_told(lambda: opened(path)), offset


@pytest.mark.long
@pytest.mark.parametrize("bits", [0x01, 0x80, 0xFF])
def test_every_changed_byte_is_found(bits: int, file: Place) -> None:
    assert missed(file.made(COUNT).path, 1, bits) == []


def test_a_file_that_is_cut_off_is_found(file: Place) -> None:
    path = file.made(COUNT).path
    content = path.read_bytes()
    for size in [*range(0, len(content), 149), *range(len(content) - 20, len(content))]:
        path.write_bytes(content[:size])
        assert is_told(lambda: opened(path)), size


@pytest.mark.parametrize("size", [2, 50, 99, 100, 511, 512, 4095, 4096, 8192, 20000])
def test_how_far_a_file_is_cut_off_is_told(size: int, file: Place) -> None:
    path = file.made(COUNT).path
    whole = path.stat().st_size
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(RefusedError) as caught, file.opened():
        pass
    least = whole if size >= 32 else 512
    assert str(caught.value) == (
        f"{file.where}: filen er skåret af: den er på {size} byte og skulle være på mindst {least}"
    )
    assert said_in("en", str, caught.value) == (
        f"{file.where}: the file is cut off: it has {size} bytes and should have at least {least}"
    )


@pytest.mark.parametrize("more", [b"x", b"\0", b"\0" * 4096, b"x" * 5000])
def test_what_was_put_at_the_end_is_found(more: bytes, file: Place) -> None:
    path = file.made(COUNT).path
    whole = path.stat().st_size
    with path.open("ab") as end:
        end.write(more)
    assert file.found() == [
        f"alle poster er hele, men filen er på {whole + len(more)} byte og skulle være på {whole}"
    ]


def test_where_a_byte_was_changed_is_told(file: Place) -> None:
    path = file.made(COUNT).path
    flip(path, path.read_bytes(), 4096 + 2000, 0x01)
    with file.opened() as book:
        assert len(book.entries()) == COUNT
        (finding,) = book.verify()
    assert str(finding) == "alle poster er hele, men byte 6096 i filen (talt fra 0) er ændret"
    assert (
        said_in("en", str, finding)
        == "all entries are whole, but byte 6096 of the file (counted from 0) has been changed"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "VACUUM",
        "PRAGMA user_version = 7",
        "PRAGMA application_id = 7",
        "CREATE TABLE hemmelig (x); DROP TABLE hemmelig",
    ],
)
def test_what_changes_no_entry_is_found(statement: str, file: Place) -> None:
    file.made(COUNT)
    with closing(sqlite3.connect(file.path)) as connection:
        connection.executescript(statement)
    assert file.kinds() == ["bytes"]


def test_a_guard_that_is_gone_or_changed_is_found(file: Place) -> None:
    file.made(COUNT).execute("DROP TRIGGER trappe_entry_no_delete")
    assert file.found() == ["trappe_entry_no_delete mangler i databasen"]
    file.execute("CREATE TRIGGER trappe_entry_no_delete BEFORE DELETE ON trappe_entry BEGIN SELECT 1; END")
    file.execute("CREATE INDEX smart ON trappe_entry (who)")
    assert file.found() == ["smart hører ikke til i registeret", "trappe_entry_no_delete er lavet om"]


def test_a_row_that_is_replaced_is_refused_by_the_guards(file: Place) -> None:
    file.made(COUNT)
    with pytest.raises(IntegrityError, match="append-only"):
        file.execute("INSERT OR REPLACE INTO trappe_entry SELECT * FROM trappe_entry WHERE number = 2")
    assert file.found() == []


@pytest.mark.parametrize("value", [b"bytes", 1, 1.5, "\udcff", "", "x" * 100_000])
def test_a_value_of_any_kind_is_found(value: object, file: Place) -> None:
    file.made(COUNT)
    with file.unguarded() as execute:
        if value == "\udcff":
            execute("UPDATE trappe_entry SET who = CAST(x'ff' AS TEXT) WHERE number = 2")
        else:
            execute("UPDATE trappe_entry SET who = :value WHERE number = 2", value=value)
    assert file.found() == ["post 2 er ændret, efter at den blev ført ind"]


def test_a_table_with_other_numbers_is_found(file: Place) -> None:
    file.made(COUNT)
    others = ", ".join(COLUMNS[1:])
    file.execute("ALTER TABLE trappe_entry RENAME TO gammel")
    file.execute(f"CREATE TABLE trappe_entry AS SELECT 'nr. ' || number AS number, {others} FROM gammel")  # noqa: S608
    assert "post 'nr. 1' er ændret, efter at den blev ført ind" in file.found()


def made_anew(place: Place) -> bytes:
    """Return what the file is if the same is entered into a new one."""
    with place.opened() as book, book._database.reading() as connection:
        chain = read_chain(book._database.beginnings(connection), book._database.entries(connection))
        assert chain.beginning
        return remade(chain.beginning, chain.entries, SqliteFile.make_guards)


def _reads(place: Place, _: int) -> None:
    place.entries()
    place.found()


def _is_late(place: Place, number: int) -> None:
    if number:
        with place.opened() as book, pytest.raises(ChangedError):
            book.append(DRAFT, after=number - 1)


def _is_not_json(place: Place, number: int) -> None:
    with place.opened() as book, pytest.raises(ValueError, match="JSON"):
        book.append(draft(1, body={"x": {1}}), after=number)


def _rolls_back(place: Place, number: int) -> None:
    with closing(sqlite3.connect(place.path, isolation_level=None)) as connection:
        unfinished(connection, number)
        connection.execute("ROLLBACK")


HAPPENINGS = [_reads, _is_late, _is_not_json, _rolls_back, loses_its_power]


@pytest.mark.parametrize("happens", HAPPENINGS)
def test_nothing_that_fails_leaves_a_trace_in_the_file(
    happens: Callable[[Place, int], None], file: Place
) -> None:
    file.made()
    for number in range(12):
        happens(file, number)
        with file.opened() as book:
            book.append(draft(number), after=number, at=AT)
    assert file.found() == []
    assert file.path.read_bytes() == made_anew(file)
    assert [path.name for path in file.path.parent.iterdir()] == [file.path.name]


@given(
    st.lists(
        st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 9000), st.booleans()), min_size=1, max_size=12
    )
)
@settings(max_examples=8)
def test_the_same_entries_make_the_same_file_whatever_happens_in_between(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Callable[[Place, int], None], int, bool]]
) -> None:
    place = Place(str(tmp_path_factory.mktemp("bytes") / "register.db")).made()
    for number, (happens, size, twice) in enumerate(steps):
        for _ in range(1 + twice):
            happens(place, number)
        with place.opened() as book:
            book.append(draft(number, why="æ" * size), after=number)
    assert place.found() == []
    assert place.path.read_bytes() == made_anew(place)


def test_a_thousand_entries_are_verified_in_less_than_a_second(file: Place) -> None:
    beginning = Beginning(format=FORMAT, identity="x", written_by=library())
    entries: list[Entry] = []
    for number in range(1000):
        last = entries[-1] if entries else beginning
        entries.append(follow(draft(number % 10), last, at=AT, written_by=library()))
    file.path.write_bytes(remade(beginning, entries, SqliteFile.make_guards))
    with file.opened() as book:
        before = process_time()
        assert book.verify([str(seal_of(entries))]) == ()
        assert process_time() - before < 1
        assert len(book.entries()) == 1000


def written_by(version: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a file that another version of SQLite laid out just as this one does."""
    with monkeypatch.context() as patch:
        patch.setattr("booking.register.sqlite_file.library", lambda: version)
        place.made(COUNT)
    name, number, *_ = *version.split(), "", ""
    if name == "SQLite":
        major, minor, patch_ = map(int, number.split("."))
        content = place.path.read_bytes()
        told = (major * 1_000_000 + minor * 1000 + patch_).to_bytes(4, "big")
        place.path.write_bytes(content[:96] + told + content[100:])
    return place


@pytest.mark.parametrize("version", OTHERS)
def test_a_file_by_another_version_is_whole_if_it_is_laid_out_as_here(
    version: str, file: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with written_by(version, file, monkeypatch).opened() as book:
        assert book.examine() == Examination()


def test_a_file_by_several_versions_is_whole_if_it_is_laid_out_as_here(
    file: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with written_by(OTHERS[0], file, monkeypatch).opened() as book:
        fill(book, 2)
        assert book.examine() == Examination()


@pytest.mark.parametrize("version", OTHERS)
def test_a_file_by_another_version_that_is_laid_out_otherwise_is_noted(
    version: str, file: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by(version, file, monkeypatch)
    flip(file.path, file.path.read_bytes(), 4096 + 2000, 0x01)
    with file.opened() as book:
        examination = book.examine()
    assert examination.findings == ()
    (note,) = examination.notes
    assert str(note) == (
        f"filen er skrevet af {version}, og her er {library()}: "
        "kæden er hel, men filens bytes kan ikke holdes op mod en ny fils"
    )
    assert said_in("en", str, note) == (
        f"the file was written by {version}, and here is {library()}: "
        "the chain is whole, but the bytes of the file cannot be held against those of a new one"
    )


def test_what_the_database_itself_finds_wrong_is_found_whoever_wrote_it(
    file: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by(OTHERS[0], file, monkeypatch)
    flip(file.path, file.path.read_bytes(), 39, 0x01)  # so many free pages
    (found,) = file.found()
    assert found.startswith("SQLite finder en fejl: ")
    with file.path.open("ab") as end:
        end.write(b"x")
    assert file.kinds() == ["damaged", "bytes"]


def test_the_chain_is_checked_whoever_wrote_it(file: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    written_by(OTHERS[0], file, monkeypatch)
    file.rewrite("UPDATE trappe_entry SET written_by = :version WHERE number = 2", version=library())
    assert file.found() == ["post 2 er ændret, efter at den blev ført ind"]


def test_what_the_guards_of_others_will_not_have_is_told(file: Place) -> None:
    file.made(1).execute(
        "CREATE TRIGGER mere BEFORE INSERT ON trappe_entry BEGIN SELECT RAISE(ABORT, 'vil ikke'); END"
    )
    with file.opened() as book, pytest.raises(RefusedError) as caught:
        book.append(DRAFT, after=1)
    assert str(caught.value) == f"{file.where}: det kan ikke lade sig gøre: vil ikke"
    assert said_in("en", str, caught.value) == f"{file.where}: it cannot be done: vil ikke"
    assert file.kinds() == ["definition"]


def test_the_digests_can_be_worked_out_as_the_page_shows(file: Place) -> None:
    entries = file.made(COUNT).entries()
    page = (ROOT / "docs" / "register.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    code = code.replace("register.db", file.path.name)
    process = subprocess.run(  # noqa: S603  our own page
        [sys.executable, "-c", code], cwd=file.path.parent, capture_output=True, text=True, check=True
    )
    assert process.stdout.split() == seals(entries)
