"""Keep registers in a file and in PostgreSQL, for tests, and change them behind their backs."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from booking.register.chain import COLUMNS, Draft, Entry
from booking.register.register import Register, register
from booking.register.seals import seal_at, tree_of

AT = datetime(2026, 1, 5, 13, 4, 59, tzinfo=UTC)
DRAFT = Draft(
    kind="book", who="Åse Ærø", why="vedtaget i byrådet", body={"kroner": [1.5, -0.0, 10**20], "ø": None}
)

PUT = f"INSERT INTO trappe_entry VALUES ({', '.join(f':{name}' for name in COLUMNS)})"  # noqa: S608
"""Enters a row as it is."""


@dataclass(frozen=True)
class Place:
    """Where a register is, or may be made."""

    where: str

    @property
    def is_file(self) -> bool:
        return "://" not in self.where

    @property
    def path(self) -> Path:
        assert self.is_file
        return Path(self.where)

    def made(self, count: int = 0) -> "Place":
        """Return the same with a register of so many entries."""
        with self.opened(create=True) as book:
            fill(book, count)
        return self

    @contextmanager
    def opened(self, *, create: bool = False, patience: float = 5.0) -> Iterator[Register]:
        with register(self.where, create=create, patience=patience) as book:
            yield book

    def entries(self) -> tuple[Entry, ...]:
        with self.opened() as book:
            return book.entries()

    def found(self, *seals: str) -> list[str]:
        """Return the Danish sentences of what is wrong."""
        with self.opened() as book:
            return [str(finding) for finding in book.verify(seals)]

    def kinds(self, *seals: str) -> list[str]:
        """Return what kinds of things are wrong."""
        with self.opened() as book:
            return [finding.what for finding in book.verify(seals)]

    @contextmanager
    def raw(self) -> Iterator[Connection]:
        """Yield a connection that knows nothing of registers."""
        url = (
            make_url(f"sqlite:///{self.where}")
            if self.is_file
            else make_url(self.where).set(drivername="postgresql+psycopg")
        )
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            if self.is_file:
                connection.exec_driver_sql("PRAGMA synchronous=OFF")  # what is broken need not last
            yield connection
        engine.dispose()

    def execute(self, statement: str, **values: Any) -> None:
        """Execute a statement as anybody may who can open the database."""
        with self.raw() as connection:
            connection.execute(text(statement), values)

    @contextmanager
    def unguarded(self) -> Iterator[Callable[..., Any]]:
        """Take the guards away, yield what executes a statement, and put the guards back as they were."""
        with self.raw() as connection:

            def execute(statement: str, **values: Any) -> None:
                connection.execute(text(statement), values)

            if self.is_file:
                query = text("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
                guards = {name: sql for name, sql in connection.execute(query)}  # noqa: C416  a row is no pair
                for name in guards:
                    execute(f"DROP TRIGGER {name}")
                yield execute
                for sql in guards.values():
                    connection.exec_driver_sql(sql)
            else:
                execute("ALTER TABLE trappe_entry DISABLE TRIGGER USER")
                execute("ALTER TABLE trappe_register DISABLE TRIGGER USER")
                yield execute
                execute("ALTER TABLE trappe_entry ENABLE TRIGGER USER")
                execute("ALTER TABLE trappe_register ENABLE TRIGGER USER")

    def rewrite(self, statement: str, **values: Any) -> None:
        """Execute a statement that the guards would refuse."""
        with self.unguarded() as execute:
            execute(statement, **values)


class Places:
    """Makes places that nobody has used."""

    def __init__(self, new: Callable[[], str]) -> None:
        self._new = new

    def new(self) -> Place:
        return Place(self._new())


def fill(book: Register, count: int) -> list[Entry]:
    """Enter so many more entries that differ."""
    first = len(book.entries())
    return [book.append(draft(number), after=number, at=AT) for number in range(first, first + count)]


def seals(entries: Sequence[Entry]) -> list[str]:
    """Return the seal of the first entry, of the first two, and so on."""
    tree = tree_of(entries)
    return [str(seal_at(tree, entry.number)) for entry in entries]


def draft(number: int, **changes: Any) -> Draft:
    """Return a draft that is like no other."""
    parts: dict[str, Any] = {
        "kind": "book",
        "who": f"Åse {number}",
        "why": "fordi " * number,
        "scenario_digest": f"{number:064x}",
        "body": {"kroner": number * 1.5, "linjer": ["ø" * 50] * number * 7},
    }
    return Draft(**parts | changes)


def content(entry: Draft) -> dict[str, Any]:
    """Return what was drafted of an entry."""
    return {name: getattr(entry, name) for name in Draft.__dataclass_fields__}


def unfinished(connection: sqlite3.Connection, number: int) -> None:
    """Begin an entry that is so large that it reaches the disk before it is whole."""
    connection.execute("PRAGMA cache_size=1")
    connection.execute("BEGIN IMMEDIATE")
    values = [number + 1, *["x" * 90_000] * (len(COLUMNS) - 1)]
    connection.execute(f"INSERT INTO trappe_entry VALUES ({', '.join('?' * len(COLUMNS))})", values)  # noqa: S608


def loses_its_power(place: Place, number: int) -> None:
    """Leave what a writer leaves that is stopped in the middle of an entry."""
    source, target = place.path, place.path.with_name("strømløs.db")
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        unfinished(connection, number)
        journal = Path(f"{source}-journal")
        assert source.stat().st_size > 500_000
        shutil.copy(source, target)
        shutil.copy(journal, f"{target}-journal")
    target.replace(source)
    Path(f"{target}-journal").replace(journal)
