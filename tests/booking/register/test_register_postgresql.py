"""Test what is particular to a register in PostgreSQL."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import DBAPIError

from booking.register.chain import Entry, follow, to_row
from booking.register.register import register
from booking.register.tampering import ChangedError
from scenarios.files.refusals import RefusedError
from tests.booking.registers import AT, PUT, Place, Places, draft
from tests.languages import said_in
from tests.postgres import connected, schemas

PATIENCE = 30.0
WRONG = "en-anden-kode"


@pytest.fixture(scope="module")
def places(postgresql: str) -> Iterator[Places]:
    with schemas(postgresql) as new:
        yield Places(new)


def told(address: str, *, create: bool = False) -> tuple[str, str]:
    """Return what is said in Danish and English when something is entered in vain, without the place."""
    with pytest.raises(RefusedError) as caught, register(address, create=create, patience=0.05) as book:
        book.append(draft(9), after=len(book.entries()))
    password = make_url(address).password
    sentences = [said_in(lang, str, caught.value) for lang in ("da", "en")]
    assert not password or not any(str(password) in sentence for sentence in sentences)
    da, en = (sentence.partition(": ")[2] for sentence in sentences)
    return da, en


def changed(place: Place, **parts: Any) -> str:
    """Return an address that differs in these parts."""
    return make_url(place.where).set(**parts).render_as_string(hide_password=False)


def test_a_place_is_named_without_its_password(place: Place) -> None:
    password = str(make_url(place.where).password)
    with place.opened(create=True) as book:
        assert book.where.startswith("postgresql://")
        assert password not in book.where
        assert "***" not in book.where
    with register(place.where.replace("postgresql://", "postgres://"), create=False) as book:
        assert book.entries() == ()


def test_a_password_in_the_rest_of_the_address_is_not_told_either(place: Place) -> None:
    url = make_url(place.where)
    there = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    address = there.update_query_dict({"password": str(url.password)}).render_as_string()
    with register(address, create=True) as book:
        assert str(url.password) not in book.where


def test_a_wrong_password_is_told_and_not_shown(place: Place) -> None:
    da, en = told(changed(place, password=WRONG), create=True)
    assert da.startswith("PostgreSQL kan ikke nås: ")
    assert en.startswith("PostgreSQL cannot be reached: ")
    assert "password authentication failed for user" in en


def test_a_user_or_a_database_that_is_not_there_is_told(place: Place) -> None:
    assert (
        'database "findes_ikke" does not exist'
        in told(changed(place, database="findes_ikke"), create=True)[0]
    )
    assert "ingen" in told(changed(place, username="ingen"), create=True)[1]


def test_a_server_that_does_not_answer_is_told() -> None:
    for address in ("postgresql://a:hemmelig@localhost:1/b", "postgres://a:hemmelig@/b?host=/findes/ikke"):
        assert told(address)[0].startswith("PostgreSQL kan ikke nås: ")
        assert told(address, create=True)[1].startswith("PostgreSQL cannot be reached: ")


@pytest.mark.parametrize("address", ["postgresql://a:b@c:hemmelig/d", "postgresql://", "postgresql://a?b=c"])
def test_an_address_that_cannot_be_read_is_refused(address: str) -> None:
    with pytest.raises(RefusedError) as caught, register(address, create=True):
        pass
    assert "hemmelig" not in str(caught.value)
    assert "hemmelig" not in said_in("en", str, caught.value)


def test_how_an_address_is_written_is_told() -> None:
    with pytest.raises(RefusedError) as caught, register("postgresql://a:b@c:hemmelig/d", create=True):
        pass
    assert str(caught.value) == (
        "adressen på PostgreSQL kan ikke læses; skriv den som "
        "postgresql://bruger:kodeord@maskine:5432/database, og i kodeordet "
        "%40 for @, %2F for /, %3F for ?, %23 for # og %25 for %"
    )
    assert said_in("en", str, caught.value) == (
        "the address of PostgreSQL cannot be read; write it as "
        "postgresql://user:password@host:5432/database, and in the password "
        "%40 for @, %2F for /, %3F for ?, %23 for # and %25 for %"
    )


def test_without_the_driver_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert told("postgresql://a:hemmelig@b/c") == (
        "PostgreSQL kræver psycopg, som ikke er installeret: pip install -c constraints.txt -e .[postgresql]",
        "PostgreSQL needs psycopg, which is not installed: pip install -c constraints.txt -e .[postgresql]",
    )


def test_other_tables_may_stand_beside_a_register(place: Place) -> None:
    place.execute("CREATE TABLE kunder (navn TEXT)")
    assert place.made(2).found() == []


@contextmanager
def role(postgresql: str, place: Place, *rights: str) -> Iterator[str]:
    """Yield the address of a user who may do no more than these."""
    name = f"r{uuid4().hex}"
    there = str(make_url(place.where).query["options"]).removeprefix("-csearch_path=")
    with connected(postgresql) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{WRONG}'".encode())
        connection.execute(f"GRANT USAGE ON SCHEMA {there} TO {name}".encode())
        for right in rights:
            connection.execute(f"GRANT {right} ON ALL TABLES IN SCHEMA {there} TO {name}".encode())
        yield changed(place, username=name, password=WRONG)
        connection.execute(f"DROP OWNED BY {name}".encode())
        connection.execute(f"DROP ROLE {name}".encode())


def test_a_user_who_may_only_read_is_told(place: Place, postgresql: str) -> None:
    place.made(2)
    with role(postgresql, place, "SELECT") as address:
        assert told(address) == (
            "brugeren må ikke: permission denied for function trappe_enter",
            "the user may not: permission denied for function trappe_enter",
        )
        with register(address, create=False) as book:
            assert book.verify() == ()
    assert len(place.entries()) == 2


def test_a_user_who_may_make_no_tables_is_told(place: Place, postgresql: str) -> None:
    with role(postgresql, place) as address:
        assert told(address, create=True)[0].startswith("brugeren må ikke: permission denied for schema")


def test_a_database_that_may_only_be_read_is_told(place: Place) -> None:
    place.made(1)
    address = place.where + "%20-cdefault_transaction_read_only=on"
    assert told(address) == (
        "databasen kan kun læses; intet er ført ind",
        "the database can only be read; nothing was entered",
    )
    with register(address, create=False) as book:
        assert book.verify() == ()


def test_a_database_that_cannot_keep_every_letter_is_refused(postgresql: str) -> None:
    name = f"d{uuid4().hex}"
    with connected(postgresql) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'".encode())
        address = make_url(postgresql).set(database=name).render_as_string(hide_password=False)
        assert told(address, create=True) == (
            "databasen gemmer tekst som LATIN1; et register kræver UTF8",
            "the database stores text as LATIN1; a register needs UTF8",
        )
        connection.execute(f"DROP DATABASE {name}".encode())


class SecondThoughtsError(Exception):
    """Whoever entered something does not keep it."""


@dataclass(frozen=True)
class First:
    """Somebody who has entered something, but not yet kept it."""

    place: Place
    process: int
    """In the server."""
    after: int

    def second(self) -> Entry:
        """Enter something after the same, and wait."""
        with self.place.opened(patience=PATIENCE) as book:
            return book.append(draft(6), after=self.after)

    def waiting(self) -> int:
        """Return the process in the server that waits for this one, once there is one."""
        query = "SELECT pid FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
        with connected(self.place.where) as connection:
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                for (process,) in connection.execute(query, [self.process]):
                    return int(str(process))
                time.sleep(0.01)
        pytest.fail("nobody waits")


@contextmanager
def first(place: Place) -> Iterator[First]:
    last = place.entries()[-1]
    with place.raw() as connection:
        row = to_row(follow(draft(5, who="Bo"), last, at=AT, written_by=last.written_by))
        connection.execute(text(PUT), row)
        process = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        yield First(place, process, last.number)


def test_who_comes_second_by_a_hair_is_told_of_the_first(place: Place) -> None:
    with ThreadPoolExecutor(1) as pool:
        with first(place.made(1)) as one:
            second = pool.submit(one.second)
            one.waiting()
        with pytest.raises(ChangedError) as caught:
            second.result()
    assert ": Bo har imens ført post 2 ind (2026-01-05 13:04 UTC); " in str(caught.value)
    assert [entry.who for entry in place.entries()] == ["Åse 0", "Bo"]
    assert place.found() == []


def test_who_comes_second_wins_if_the_first_has_second_thoughts(place: Place) -> None:
    with ThreadPoolExecutor(1) as pool:
        try:
            with first(place.made(1)) as one:
                second = pool.submit(one.second)
                one.waiting()
                raise SecondThoughtsError  # noqa: TRY301
        except SecondThoughtsError:
            assert second.result().number == 2
    assert [entry.who for entry in place.entries()] == ["Åse 0", "Åse 6"]
    assert place.found() == []


def test_who_cannot_make_up_their_mind_is_waited_for_and_then_disconnected(place: Place) -> None:
    with pytest.raises(DBAPIError, match="terminating connection"), first(place.made(1)) as one:
        one.second()
    assert [entry.who for entry in place.entries()] == ["Åse 0", "Åse 6"]
    assert place.found() == []


def test_a_table_that_somebody_has_locked_is_told(place: Place) -> None:
    with place.made(1).raw() as connection:
        connection.execute(text("LOCK TABLE trappe_entry"))
        assert told(place.where) == (
            "registeret er låst af en anden; prøv igen om lidt",
            "the register is locked by someone else; try again in a moment",
        )
    assert place.found() == []


def test_a_connection_that_breaks_is_told(place: Place) -> None:
    with ThreadPoolExecutor(1) as pool, first(place.made(1)) as one:
        second = pool.submit(one.second)
        with connected(place.where) as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", [one.waiting()])
        with pytest.raises(RefusedError) as caught:
            second.result()
    da, en = (said_in(lang, str, caught.value).partition(": ")[2] for lang in ("da", "en"))
    assert da.startswith("forbindelsen blev afbrudt; se efter, hvad der nåede at blive ført ind: ")
    assert en.startswith("the connection broke; look at what was entered before it did: ")
    assert place.found() == []


ALTER = "ALTER TABLE trappe_entry"
BLIND = """CREATE OR REPLACE FUNCTION trappe_append_only() RETURNS trigger
LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"""
MORE = "CREATE TRIGGER mere BEFORE INSERT ON trappe_entry EXECUTE FUNCTION trappe_append_only()"


@pytest.mark.parametrize(
    ("statement", "sentences"),
    [
        (
            "DROP TRIGGER trappe_entry_append_only ON trappe_entry",
            ["trappe_entry_append_only mangler i databasen"],
        ),
        (
            f"{ALTER} DISABLE TRIGGER USER",
            ["trappe_entry_append_only er lavet om", "trappe_entry_entered er lavet om"],
        ),
        ("ALTER TABLE trappe_register DISABLE TRIGGER USER", ["trappe_register_append_only er lavet om"]),
        (BLIND, ["trappe_entry_append_only er lavet om", "trappe_register_append_only er lavet om"]),
        (MORE, ["mere hører ikke til i registeret"]),
        (f"{ALTER} DROP CONSTRAINT trappe_entry_pkey", ["trappe_entry_pkey mangler i databasen"]),
        (f"{ALTER} ADD CONSTRAINT mere CHECK (number < 9)", ["mere hører ikke til i registeret"]),
        (f"{ALTER} ALTER COLUMN who DROP NOT NULL", ["trappe_entry.who er lavet om"]),
        (f"{ALTER} ALTER COLUMN who SET DEFAULT 'x'", ["trappe_entry.who er lavet om"]),
        (f"{ALTER} ALTER COLUMN who TYPE varchar(99)", ["trappe_entry.who er lavet om"]),
        (f"{ALTER} ENABLE ROW LEVEL SECURITY", ["trappe_entry er lavet om"]),
        (f"{ALTER} SET UNLOGGED", ["trappe_entry er lavet om"]),
        ("CREATE RULE r AS ON INSERT TO trappe_entry DO INSTEAD NOTHING", ["trappe_entry er lavet om"]),
        ("CREATE TABLE barn () INHERITS (trappe_entry)", ["trappe_entry er lavet om"]),
    ],
)
def test_what_was_redefined_is_found(statement: str, sentences: list[str], place: Place) -> None:
    place.made(2).execute(statement)
    assert place.found() == sentences


def test_what_the_database_will_not_have_is_told(place: Place) -> None:
    place.made(1).execute(f"{ALTER} ADD CONSTRAINT mere CHECK (number < 2)")
    assert "mere" in told(place.where)[0]
    assert len(place.entries()) == 1


def test_a_view_in_place_of_a_table_is_found(place: Place) -> None:
    place.made(2)
    place.execute("ALTER TABLE trappe_entry RENAME TO gammel")
    place.execute("CREATE VIEW trappe_entry AS SELECT * FROM gammel")
    assert "trappe_entry er lavet om" in place.found()


def test_nothing_can_be_emptied_at_once(place: Place) -> None:
    place.made(2)
    for table in ("trappe_entry", "trappe_register", "trappe_register, trappe_entry"):
        with pytest.raises(DBAPIError, match="append-only"):
            place.execute(f"TRUNCATE {table}")
    assert place.found() == []
