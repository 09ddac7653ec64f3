"""Define the database of a register: its tables, and what is the same in every dialect."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Select, Table, Text, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from booking.register.chain import COLUMNS, FORMAT, Beginning, Row
from booking.register.chain_check import Chain
from booking.register.tampering import Examination, Tampering
from language.messages import Message
from scenarios.files.refusals import RefusedError

PATIENCE = 5.0
"""Seconds to wait for somebody else who is entering something."""

BEGINNING_COLUMNS = ("format", "identity", "written_by", "digest")

# SQLite keeps these texts in the file, so they belong to the format, and are not left to SQLAlchemy to word.
MAKE_TABLES = {
    "trappe_register": """CREATE TABLE trappe_register (
    format INTEGER NOT NULL PRIMARY KEY,
    identity TEXT NOT NULL,
    written_by TEXT NOT NULL,
    digest TEXT NOT NULL
)""",
    "trappe_entry": """CREATE TABLE trappe_entry (
    number INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    scenario_digest TEXT NOT NULL,
    run_digest TEXT NOT NULL,
    policy_digest TEXT NOT NULL,
    body TEXT NOT NULL,
    written_by TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL
)""",
}

_tables = MetaData()


def _table(name: str, key: str, texts: Sequence[str]) -> Table:
    return Table(
        name, _tables, Column(key, Integer, primary_key=True), *(Column(text, Text) for text in texts)
    )


BEGINNING = _table("trappe_register", *BEGINNING_COLUMNS[:1], BEGINNING_COLUMNS[1:])
ENTRY = _table("trappe_entry", *COLUMNS[:1], COLUMNS[1:])
OURS = (BEGINNING.name, ENTRY.name)


class Database(ABC):
    """The database of one register. Every failure of it is raised as a RefusedError that names it."""

    make_guards: Mapping[str, str]
    """Statements after which the database itself refuses to change or remove what stands."""
    expected: Mapping[str, str]
    """What `definitions` says of a register that nobody has redefined."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self.where = where

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction in which everything is read as it was at one time."""
        with self._in_words(), self._engine.begin() as connection:
            self.begin(connection, writing=False)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is written whole at its end, or not at all if anything is raised."""
        with self._in_words(), self._engine.begin() as connection:
            self.begin(connection, writing=True)
            yield connection

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self.in_words(error.orig or error, lost=error.connection_invalidated) from error
        except UnicodeDecodeError as error:  # what a damaged database says need not be text
            raise self.in_words(error, lost=False) from error
        except SQLAlchemyError as error:
            raise self.unknown(error) from error

    def error(self, message: Message, kind: type[RefusedError] = RefusedError) -> RefusedError:
        """Return an error that names the register."""
        return kind(Message("{where}: {finding}", where=self.where, finding=message))

    def unknown(self, error: object) -> RefusedError:
        """Return an error that says it cannot be done, in the words of `error`."""
        return self.error(Message("it cannot be done: {error}", error=str(error)))

    def make(self, connection: Connection) -> None:
        """Make an empty register, unless there is one by now."""
        if self.tables(connection):
            return
        beginning = Beginning(
            format=FORMAT, identity=secrets.token_hex(16), written_by=self.written_by(connection)
        )
        for statement in MAKE_TABLES.values():
            connection.exec_driver_sql(statement)
        row = {name: getattr(beginning, name) for name in BEGINNING_COLUMNS}
        connection.execute(BEGINNING.insert(), row)
        for statement in self.make_guards.values():
            connection.exec_driver_sql(statement)

    def beginnings(self, connection: Connection) -> Sequence[Row]:
        """Return the rows of the beginning as they stand; there should be one."""
        return _rows(connection, select(BEGINNING))

    def entries(self, connection: Connection) -> Sequence[Row]:
        """Return the entries as they stand, in order of their numbers."""
        return _rows(connection, select(ENTRY).order_by(ENTRY.c.number))

    def newest(self, connection: Connection) -> Sequence[Row]:
        """Return the newest entry as it stands; none when there is none."""
        return _rows(connection, select(ENTRY).order_by(ENTRY.c.number.desc()).limit(1))

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    @abstractmethod
    def in_words(self, error: BaseException, *, lost: bool) -> RefusedError:
        """Return an error of the driver as a sentence for the user; `lost` if the connection broke."""

    @abstractmethod
    def begin(self, connection: Connection, *, writing: bool) -> None:
        """Begin a transaction."""

    @abstractmethod
    def written_by(self, connection: Connection) -> str:
        """Return the name and the version of the database."""

    @abstractmethod
    def tables(self, connection: Connection) -> frozenset[str]:
        """Return which of our tables there are; empty where a register may be made."""

    @abstractmethod
    def definitions(self, connection: Connection) -> Mapping[str, str]:
        """Return how the tables and their guards are defined; name -> what it is."""

    def examine_layout(self, connection: Connection, chain: Chain) -> Examination:  # noqa: ARG002
        """Return what is wrong with how a whole chain is laid out, where that can be told."""
        return Examination()


def _rows(connection: Connection, query: Select[Any]) -> Sequence[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]


def check_definitions(definitions: Mapping[str, str], expected: Mapping[str, str]) -> tuple[Tampering, ...]:
    """Return which definitions are gone, changed or not ours."""
    findings = []
    for key in sorted(expected.keys() | definitions.keys()):
        name = key if key.isprintable() else ascii(key)
        if key not in definitions:
            message = Message("{name} is missing from the database", name=name)
        elif key not in expected:
            message = Message("{name} does not belong in the register", name=name)
        elif definitions[key] != expected[key]:
            message = Message("{name} has been redefined", name=name)
        else:
            continue
        findings.append(Tampering(what="definition", message=message))
    return tuple(findings)
