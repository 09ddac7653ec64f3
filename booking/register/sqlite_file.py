"""Keep a register in a file of SQLite."""

import sqlite3
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine

from booking.register.chain_check import Chain
from booking.register.database import OURS, Database, make_tables
from booking.register.file_check import LAYOUT, compare, library
from booking.register.tampering import Examination, TamperedError
from language.messages import Message, mark
from language.os_errors import reason
from scenarios.files.private_files import new_file
from scenarios.files.refusals import RefusedError

_REFUSED = "BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END"
_GUARDS = {
    f"{table}_no_{act.lower()}": f"CREATE TRIGGER {table}_no_{act.lower()} "
    f"BEFORE {act} ON {table}\n{_REFUSED}"
    for table, act in (
        ("trappe_register", "INSERT"),
        ("trappe_register", "UPDATE"),
        ("trappe_register", "DELETE"),
        ("trappe_entry", "UPDATE"),
        ("trappe_entry", "DELETE"),
    )
} | {
    # An INSERT OR REPLACE removes what stood there without asking the guard against DELETE.
    "trappe_entry_in_turn": "CREATE TRIGGER trappe_entry_in_turn BEFORE INSERT ON trappe_entry\n"  # noqa: S608
    "WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM trappe_entry)\n"
    f"{_REFUSED}"
}
_NEEDED = "serialize"
"""What Python offers where SQLite can give back a database as bytes."""
_MAGIC = b"SQLite format 3\0"
_LEAST = 512
"""Bytes of the smallest file that SQLite takes for one of its own."""


class SqliteFile(Database):
    """A file that holds a register and nothing else."""

    make_guards = _GUARDS

    def __init__(self, path: Path, *, create: bool, patience: float) -> None:
        """Raise RefusedError for what cannot be the file of a register; `patience` in seconds."""
        if not hasattr(sqlite3.Connection, _NEEDED):
            version = sqlite3.sqlite_version
            raise RefusedError(
                Message(
                    "{path}: the SQLite of this Python is {version}; a register needs 3.36 or newer",
                    path=path,
                    version=version,
                )
            )
        _check_path(path, create=create)
        self._path = path
        uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

        def connect() -> sqlite3.Connection:
            # No isolation level: Python then leaves it to us when a transaction begins.
            connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)
            connection.text_factory = _text
            try:
                for pragma in (*LAYOUT, "PRAGMA synchronous=EXTRA"):
                    connection.execute(pragma)
            except BaseException:
                connection.close()
                raise
            return connection

        super().__init__(create_engine("sqlite://", creator=connect, poolclass=NullPool), str(path))

    def begin(self, connection: Connection, *, writing: bool) -> None:
        """Begin; a writer waits for the one before, and holds off the next, before it reads anything."""
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    def written_by(self, connection: Connection) -> str:  # noqa: ARG002  every connection has the same library
        """Return the version and the build of SQLite."""
        return library()

    def tables(self, connection: Connection) -> frozenset[str]:
        """Return which of our tables there are; RefusedError when it is no register at all."""
        (mode,) = connection.exec_driver_sql("PRAGMA journal_mode").one()
        if mode != "delete":
            raise self.error(
                Message("another program has converted the file (journal_mode is {mode})", mode=mode),
                TamperedError,
            )
        names = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_schema").all()}
        if names and names.isdisjoint(OURS):
            raise self.error(Message("the file is the database of another program and not a register"))
        return frozenset(names.intersection(OURS))

    def expected(self) -> Mapping[str, str]:
        """Return the statements that make the tables and triggers of the format."""
        return make_tables(self.format) | _GUARDS

    def definitions(self, connection: Connection) -> Mapping[str, str]:
        """Return the statement that made each table and trigger."""
        return {
            str(name): str(sql)
            for name, sql in connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema").all()
        }

    def examine_layout(self, connection: Connection, chain: Chain) -> Examination:
        """Return where the file is not, byte for byte, what entering the same anew makes."""
        if chain.beginning is None:
            return Examination()
        raw: Any = connection.connection.dbapi_connection
        try:
            # Not read by ourselves: to close a file anywhere in a process lets go of every lock it has there.
            content, size = raw.serialize(), self._path.stat().st_size
        except sqlite3.Error as error:
            raise self.in_words(error, lost=False) from error
        except OSError as error:
            raise self.unknown(error) from error
        return compare(
            content,
            size,
            beginning=chain.beginning,
            entries=chain.entries,
            guards=self.make_guards,
            faults=lambda: _faults(connection),
        )

    def in_words(self, error: BaseException, *, lost: bool) -> RefusedError:  # noqa: ARG002  no connection to lose
        """Return an error of SQLite as a sentence."""
        code = getattr(error, "sqlite_errorcode", 0)
        if code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or isinstance(error, ValueError):
            return self._damaged(error, is_database=code != sqlite3.SQLITE_NOTADB)
        if code == sqlite3.SQLITE_ERROR:  # our statements are right: a table or a column is not there
            return self.error(
                Message("the register has been redefined: {error}", error=str(error)), TamperedError
            )
        words = _WORDS.get(code) or _WORDS.get(code & 0xFF)
        return self.error(Message(words)) if words else self.unknown(error)

    def _damaged(self, error: BaseException, *, is_database: bool) -> RefusedError:
        size, expected = _sizes(self._path)
        if size < expected:
            return self.error(
                Message(
                    "the file is cut off: it has {size} bytes and should have at least {expected}",
                    size=size,
                    expected=expected,
                ),
                TamperedError,
            )
        if not is_database:
            return self.error(Message("the file is not a register, or its beginning is destroyed"))
        return self.error(Message("the file is damaged: {error}", error=str(error)), TamperedError)


_WORDS = {
    sqlite3.SQLITE_BUSY: mark("the register is locked by someone else; try again in a moment"),
    sqlite3.SQLITE_FULL: mark("the disk is full; nothing was entered"),
    sqlite3.SQLITE_IOERR: mark("the disk cannot be read or written, or it is full; nothing was entered"),
    sqlite3.SQLITE_READONLY: mark("the file or its folder is write-protected; nothing was entered"),
    sqlite3.SQLITE_READONLY_ROLLBACK: mark(
        "something interrupted has to be cleared up first, and the file or its folder is write-protected"
    ),
    sqlite3.SQLITE_READONLY_DBMOVED: mark("the file was moved or removed meanwhile; nothing was entered"),
    sqlite3.SQLITE_CANTOPEN: mark("the file cannot be opened, or its folder not be written in"),
    sqlite3.SQLITE_TOOBIG: mark("it is too large for the database"),
}
"""By result code."""


def _check_path(path: Path, *, create: bool) -> None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        status = None
    except (OSError, ValueError) as error:
        raise RefusedError(
            Message("{path}: cannot be read: {reason}", path=path, reason=reason(error))
        ) from error
    if status and not stat.S_ISREG(status.st_mode):
        raise RefusedError(
            Message("{path}: a register is a file, and this is a folder or something else", path=path)
        )
    if not create and not (status and status.st_size):
        raise RefusedError(Message("{path}: there is no register", path=path))
    if not path.absolute().parent.is_dir():
        raise RefusedError(Message("{path}: the folder does not exist; make it first", path=path))
    if create and not status:
        with suppress(OSError), new_file(path):  # SQLite, which tells what hinders, leaves it to the umask
            pass


def _sizes(path: Path) -> tuple[int, int]:
    """Return how many bytes a file of SQLite has, and how many it should have at least."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(32)
    except OSError:
        return 0, 0
    if header[: len(_MAGIC)] != _MAGIC[: len(header)]:
        return size, 0
    page = int.from_bytes(header[16:18], "big")
    return size, max(_LEAST, (0x10000 if page == 1 else page) * int.from_bytes(header[28:32], "big"))


def _faults(connection: Connection) -> list[str]:
    faults = [text for (text,) in connection.exec_driver_sql("PRAGMA integrity_check").all()]
    return [] if faults == ["ok"] else faults


def _text(stored: bytes) -> str:
    """Return what stands in the file even where it is not text; no digest is made of that."""
    return stored.decode("utf-8", "surrogateescape")
