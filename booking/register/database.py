"""Define the database of a register: its tables, and what is the same in every dialect."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Select, Table, Text, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from booking.register.chain import COLUMNS_BY_FORMAT, FORMAT, Beginning, Row
from booking.register.chain_check import Chain
from booking.register.tampering import Examination, Tampering
from language.messages import Message
from scenarios.files.refusals import RefusedError

PATIENCE = 5.0
"""Seconds to wait for somebody else who is entering something."""

BEGINNING_COLUMNS = ("format", "identity", "written_by", "digest")


def make_tables(format_: int) -> dict[str, str]:
    """Return the statements that make the tables of a format.

    SQLite keeps these texts in the file, so they belong to the format and are not left to SQLAlchemy to word.
    """
    return {
        name: f"CREATE TABLE {name} (\n    {key} INTEGER NOT NULL PRIMARY KEY,\n    "
        + ",\n    ".join(f"{text} TEXT NOT NULL" for text in texts)
        + "\n)"
        for name, (key, *texts) in (
            ("trappe_register", BEGINNING_COLUMNS),
            ("trappe_entry", COLUMNS_BY_FORMAT[format_]),
        )
    }


def _table(name: str, columns: Sequence[str]) -> Table:
    key, *texts = columns
    return Table(
        name, MetaData(), Column(key, Integer, primary_key=True), *(Column(text, Text) for text in texts)
    )


BEGINNING = _table("trappe_register", BEGINNING_COLUMNS)
_ENTRIES = {format_: _table("trappe_entry", columns) for format_, columns in COLUMNS_BY_FORMAT.items()}
OURS = (BEGINNING.name, _ENTRIES[FORMAT].name)


def entry_table(format_: int) -> Table:
    """Return the table of entries of a format."""
    return _ENTRIES[format_]


class Database(ABC):
    """The database of one register. Every failure of it is raised as a RefusedError that names it."""

    make_guards: Mapping[str, str]
    """Statements after which the database itself refuses to change or remove what stands."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self.where = where
        self.format = FORMAT
        """Of the register, once its beginning has been read."""

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
        for statement in make_tables(FORMAT).values():
            connection.exec_driver_sql(statement)
        row = {name: getattr(beginning, name) for name in BEGINNING_COLUMNS}
        connection.execute(BEGINNING.insert(), row)
        for statement in self.make_guards.values():
            connection.exec_driver_sql(statement)

    def beginnings(self, connection: Connection) -> Sequence[Row]:
        """Return the rows of the beginning as they stand; there should be one."""
        rows = _rows(connection, select(BEGINNING))
        formats = [row["format"] for row in rows]
        self.format = 1 if formats == [1] else FORMAT
        return rows

    def entries(self, connection: Connection) -> Sequence[Row]:
        """Return the entries as they stand, in order of their numbers."""
        entry = _ENTRIES[self.format]
        return _rows(connection, select(entry).order_by(entry.c.number))

    def newest(self, connection: Connection) -> Sequence[Row]:
        """Return the newest entry as it stands; none when there is none."""
        entry = _ENTRIES[self.format]
        return _rows(connection, select(entry).order_by(entry.c.number.desc()).limit(1))

    def put(self, connection: Connection, row: Row) -> None:
        """Put the row of a new entry after the others; IntegrityError when its number is taken."""
        connection.execute(_ENTRIES[self.format].insert(), row)

    def entered_as(self, connection: Connection) -> str:  # noqa: ARG002  a file knows no users
        """Return the user whom the database knows; empty when it knows none."""
        return ""

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
    def expected(self) -> Mapping[str, str]:
        """Return what `definitions` says of a register of the format that nobody has redefined."""

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
