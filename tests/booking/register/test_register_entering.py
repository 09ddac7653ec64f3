"""Test that a server lets in what its function has checked, from whom it may, and that nobody holds it up."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from booking.register.chain import COLUMNS, CORRECTION, Entry, Row, follow, row_digest, to_row
from booking.register.postgresql_entering import APPROVER, ENTER, PROPOSER, READER
from booking.register.register import register
from scenarios.files.refusals import RefusedError
from tests.booking.registers import AT, PUT, Place, Places, draft
from tests.languages import said_in
from tests.postgres import connected, schemas

PASSWORD = "en-anden-kode"  # noqa: S105  of a server of our own


@pytest.fixture(scope="module")
def places(postgresql: str) -> Iterator[Places]:
    with connected(postgresql) as connection:
        for name in (PROPOSER, APPROVER, READER):
            with suppress(psycopg.errors.DuplicateObject):
                connection.execute(f"CREATE ROLE {name} NOLOGIN".encode())
    with schemas(postgresql) as new:
        yield Places(new)


@contextmanager
def user(postgresql: str, place: Place, *groups: str, more: str = "") -> Iterator[str]:
    """Yield the address of a user who is in these groups."""
    name = f"u{secrets.token_hex(8)}"
    schema = str(make_url(place.where).query["options"]).removeprefix("-csearch_path=")
    with connected(postgresql) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'".encode())
        for group in groups:
            connection.execute(f"GRANT {group} TO {name}".encode())
        if more:
            connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}".encode())
            connection.execute(f"GRANT {more} ON {schema}.trappe_entry TO {name}".encode())
        try:
            yield (
                make_url(place.where)
                .set(username=name, password=PASSWORD)
                .render_as_string(hide_password=False)
            )
        finally:
            connection.execute(f"DROP OWNED BY {name}".encode())
            connection.execute(f"DROP ROLE {name}".encode())


def enters(address: str, kind: str) -> Entry:
    with register(address) as book:
        after = len(book.entries())
        return book.append(draft(after, kind=kind), after=after)


def test_a_correction_alone_is_from_before_a_time_to_come(place: Place) -> None:
    with register(place.where, create=True) as book:
        book.append(draft(0), after=0, at=datetime(2099, 1, 1, tzinfo=UTC))
        with pytest.raises(RefusedError):
            book.append(draft(1), after=1, at=AT)
        entry = book.append(draft(1, kind=CORRECTION, body={"entry": 1}), after=1, at=AT)
        assert (entry.at, book.verify()) == (AT, ())


@pytest.mark.parametrize(
    ("group", "may"),
    [
        (PROPOSER, {"proposal", "sensitivity", "milestone", "follow_up", "booking", "countersignature"}),
        (APPROVER, {"approval", "booking", "countersignature"}),
        (READER, set()),
    ],
)
def test_a_role_enters_what_is_its_own(group: str, may: set[str], place: Place, postgresql: str) -> None:
    place.made(1)
    with user(postgresql, place, group) as address:
        for kind in ("proposal", "approval", "sensitivity", "milestone", "follow_up", "booking",
                     "countersignature"):  # fmt: skip
            if kind in may:
                assert enters(address, kind).entered_as == make_url(address).username
            else:
                with pytest.raises(RefusedError, match="brugeren må ikke"):
                    enters(address, kind)
        with register(address) as book:
            assert book.verify() == ()
    assert [entry.kind for entry in place.entries()[1:]] == [
        kind for kind in ("proposal", "approval", "sensitivity", "milestone", "follow_up", "booking",
                          "countersignature") if kind in may
    ]  # fmt: skip


def test_the_user_of_the_server_stands_in_the_entry(place: Place) -> None:
    place.made(1)
    assert place.entries()[0].entered_as == make_url(place.where).username


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"entered_as": "en anden"}, "whoever is connected"),
        ({"number": 4}, "not the next one"),
        ({"number": 1}, "not the next one"),
        ({"previous": "0" * 64}, "not the next one"),
        ({"at": "2020-01-01T00:00:00Z"}, "not the next one"),
        ({"digest": "0" * 64}, "not that of the entry"),
        ({"why": "noget andet", "digest": None}, "not that of the entry"),
        ({"kind": "approval"}, "only trappe_approver may enter approval"),
    ],
)
def test_the_server_checks_turn_digest_user_and_role(
    changes: dict[str, object], told: str, place: Place, postgresql: str
) -> None:
    last = place.made(2).entries()[-1]
    with user(postgresql, place, PROPOSER) as address:
        name = str(make_url(address).username)
        row = to_row(follow(draft(2), last, at=AT, written_by=last.written_by, entered_as=name))
        changed = row | {key: value for key, value in changes.items() if value is not None}
        if "digest" not in changes:
            changed["digest"] = row_digest(changed)
        with pytest.raises(DBAPIError, match=told), Place(address).raw() as connection:
            connection.execute(text(ENTER), changed)
        with Place(address).raw() as connection:
            connection.execute(text(ENTER), row)
    assert place.found() == []
    assert len(place.entries()) == 3


def test_who_may_insert_alone_gets_nothing_in_and_holds_nobody_off(place: Place, postgresql: str) -> None:
    place.made(1)
    bad = dict.fromkeys(COLUMNS, "x") | {"number": 2}
    with user(postgresql, place, more="INSERT") as address:
        with pytest.raises(DBAPIError, match="by trappe_enter alone"), Place(address).raw() as connection:
            connection.execute(text(PUT), bad)
        enters(place.where, "book")
    assert place.found() == []


def test_a_transaction_that_stays_open_holds_nobody_off(place: Place, postgresql: str) -> None:
    last = place.made(1).entries()[-1]
    with user(postgresql, place, PROPOSER) as address:
        name = str(make_url(address).username)
        row = to_row(follow(draft(1), last, at=AT, written_by=last.written_by, entered_as=name))
        with pytest.raises(DBAPIError, match="terminating"):
            _enter_and_wait(address, row, place)
    assert place.entries()[-1].entered_as == make_url(place.where).username
    assert place.found() == []


def _enter_and_wait(address: str, row: Row, place: Place) -> None:
    """Enter a row and keep the transaction open while somebody else enters something."""
    with Place(address).raw() as connection:
        connection.execute(text(ENTER), row)
        enters(place.where, "book")


def test_tables_of_ones_own_are_not_taken_for_the_register(place: Place, postgresql: str) -> None:
    place.made(1)
    with user(postgresql, place, PROPOSER) as address:
        own = address + "%2Cpg_temp"
        with Place(address).raw() as connection:
            connection.execute(text("CREATE TEMP TABLE trappe_entry (LIKE trappe_entry)"))
            connection.execute(text("CREATE TEMP TABLE trappe_register (LIKE trappe_register)"))
        enters(own, "proposal")
    assert len(place.entries()) == 2


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP FUNCTION trappe_enter", "mangler i databasen"),
        ("ALTER FUNCTION trappe_enter SET search_path = pg_temp", "er lavet om"),
        ("ALTER FUNCTION trappe_enter SECURITY INVOKER", "er lavet om"),
        (
            "CREATE OR REPLACE FUNCTION trappe_enter(entry trappe_entry) RETURNS void LANGUAGE sql AS ''",
            "lavet om",
        ),
        ("CREATE FUNCTION trappe_enter(x int) RETURNS void LANGUAGE sql AS ''", "hører ikke til"),
        ("DROP TRIGGER trappe_entry_entered ON trappe_entry", "mangler i databasen"),
    ],
)
def test_another_way_in_is_found(statement: str, told: str, place: Place) -> None:
    place.made(1).execute(statement)
    (found,) = place.found()
    assert told in found


LETTERS = st.sampled_from("abcXYZ789æ@:/?#%&= ")


@given(st.text(LETTERS, min_size=4, max_size=16))
@settings(max_examples=150, deadline=None)
def test_no_part_of_a_password_is_told(password: str) -> None:
    parts = [part for part in re.split(r"[^\w]", password) if len(part) > 2]
    for address in (
        f"postgresql://bruger:{password}@/db?host=/findes/ikke",
        f"postgresql:/bruger:{password}@h/db",
        f"postgres:bruger:{password}@h/db",
    ):
        with pytest.raises(RefusedError) as caught, register(address, create=True):
            pass
        for lang in ("da", "en"):
            said = said_in(lang, str, caught.value)
            assert not [part for part in parts if part in said], said
