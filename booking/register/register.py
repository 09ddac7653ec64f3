"""Keep the register of what was booked: entries are appended, and none is ever changed or removed."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from booking.proof.signatures import Signer
from booking.register.chain import FORMAT, Beginning, Draft, Entry, Row, check_draft, follow, to_row
from booking.register.chain_check import read_chain, read_newest
from booking.register.database import BEGINNING, PATIENCE, Database, check_definitions
from booking.register.postgresql import Postgresql
from booking.register.seals import Seal, check_seals
from booking.register.sqlite_file import SqliteFile
from booking.register.tampering import ChangedError, Examination, TamperedError, Tampering
from language.messages import Message
from scenarios.files.refusals import RefusedError

__all__ = ["ChangedError", "Examination", "Register", "TamperedError", "Tampering", "register"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_NEARLY = re.compile(r"postgres\w*(\+\w+)?[:/].*@", re.IGNORECASE)
"""An address with a slip in it: taken for a file, its password would be shown."""


class Register:
    """An open register; `register` opens one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def where(self) -> str:
        """The file, or the address without the password; for sentences."""
        return self._database.where

    def verified(self) -> tuple[Entry, ...]:
        """Return the entries in order; TamperedError when anything is wrong that `verify` finds."""
        examination, entries = self._examined(())
        if examination.findings:
            raise TamperedError.of(self.where, examination.findings)
        return entries

    def entries(self) -> tuple[Entry, ...]:
        """Return the entries in order; TamperedError when they are no whole chain."""
        with self._database.reading() as connection:
            chain = read_chain(self._database.beginnings(connection), self._database.entries(connection))
        if chain.findings:
            raise TamperedError.of(self.where, chain.findings)
        return chain.entries

    def append(
        self, draft: Draft, *, after: int, at: datetime | None = None, signer: Signer | None = None
    ) -> Entry:
        """Append the draft, wholly or not at all, signed if there is a signer, and return its entry.

        `after` is the number of the newest entry that whoever appends has seen, 0 for none; ChangedError when
        there is another one by now. `at` is now, or the time of the entry before where that is later. Raises
        RefusedError for a name or a reason that cannot be stored, ValueError for anything else that cannot,
        TamperedError when the newest entry is not as it was left.
        """
        check_draft(draft)
        try:
            with self._database.writing() as connection:
                last = self._last(connection, after=after)
                entry = follow(
                    draft,
                    last,
                    at=at,
                    written_by=self._database.written_by(connection),
                    entered_as=self._database.entered_as(connection),
                    signer=signer,
                )
                try:
                    self._database.put(connection, to_row(entry))
                except IntegrityError as error:
                    raise _TakenError(error.orig) from error
        except _TakenError as error:
            with self._database.reading() as connection:
                self._last(connection, after=after)
            raise self._database.unknown(error) from error
        return entry

    def verify(self, seals: Sequence[str] = ()) -> tuple[Tampering, ...]:
        """Return everything that is wrong with the chain, its guards, the bytes of its file and known seals.

        Caveat. That somebody made another whole register instead, or a shorter one, is told by a seal alone.
        Raises RefusedError for what is no seal.
        """
        return self.examine(seals).findings

    def examine(self, seals: Sequence[str] = ()) -> Examination:
        """Return what `verify` does, and notes of what could not be looked at."""
        return self._examined(seals)[0]

    def _examined(self, seals: Sequence[str]) -> tuple[Examination, tuple[Entry, ...]]:
        for seal in seals:
            Seal.read(seal)
        findings: list[Tampering] = []
        layout = Examination()
        entries: tuple[Entry, ...] = ()
        try:
            with self._database.reading() as connection:
                definitions = self._database.definitions(connection)
                findings += check_definitions(definitions, self._database.expected())
                chain = read_chain(self._database.beginnings(connection), self._database.entries(connection))
                findings += chain.findings
                if not findings:
                    layout = self._database.examine_layout(connection, chain)
                    findings += layout.findings
                if not chain.findings:
                    entries = chain.entries
                    findings += check_seals(entries, seals)
        except TamperedError as error:
            findings.append(Tampering(what="damaged", message=error.message))
        return Examination(findings=tuple(findings), notes=layout.notes), entries

    def _last(self, connection: Connection, *, after: int) -> Entry | Beginning:
        """Return what the next entry follows; raises unless its number is `after`."""
        last = read_newest(self._database.beginnings(connection), self._database.newest(connection))
        if isinstance(last, Tampering):
            raise TamperedError.of(self.where, [last])
        number = last.number if isinstance(last, Entry) else 0
        if number < after:
            raise TamperedError(
                Message(
                    "{where}: entry {after} is no longer there; the newest is number {number}",
                    where=self.where,
                    after=after,
                    number=number,
                )
            )
        if isinstance(last, Entry) and number > after:
            when = f"{last.at:%Y-%m-%d %H:%M} UTC"
            raise ChangedError(
                Message(
                    "{where}: {who} has meanwhile entered number {number} ({when}); look at it, "
                    "then try again",
                    where=self.where,
                    who=last.who,
                    number=number,
                    when=when,
                )
            )
        return last


class _TakenError(Exception):
    """Another writer took the number."""


@contextmanager
def register(where: str | Path, *, create: bool = False, patience: float = PATIENCE) -> Iterator[Register]:
    """Open the register in a file, or in PostgreSQL by its address, for as long as the context lasts.

    With `create` it is made where there is none, in a folder or a database that is there. Waits `patience`
    seconds for others. Raises RefusedError when there is none, when it cannot be read or made, or is no
    register; TamperedError when it is damaged.
    """
    database = _database(where, create=create, patience=patience)
    try:
        _find(database, create=create)
        yield Register(database)
    finally:
        database.close()


def _database(where: str | Path, *, create: bool, patience: float) -> Database:
    scheme = _SCHEME.match(where) if isinstance(where, str) else None
    if scheme is None and _NEARLY.match(str(where)):
        raise RefusedError(
            Message("the register's address cannot be read; write postgresql://, with two slashes")
        )
    if scheme is None:
        return SqliteFile(Path(where), create=create, patience=patience)
    if scheme[1] in {"postgresql", "postgres"}:
        return Postgresql(str(where), patience=patience)
    raise RefusedError(
        Message(
            "{scheme}...: a register is a file, or an address that begins with postgresql://",
            scheme=scheme[0],
        )
    )


def _find(database: Database, *, create: bool) -> None:
    with database.reading() as connection:
        tables = database.tables(connection)
        if BEGINNING.name in tables:
            _check_format(database.where, database.beginnings(connection))
    if tables:
        return
    if not create:
        raise RefusedError(Message("{where}: there is no register", where=database.where))
    with database.writing() as connection:
        database.make(connection)


def _check_format(where: str, beginnings: Sequence[Row]) -> None:
    for row in beginnings:
        if isinstance(row["format"], int) and row["format"] > FORMAT:
            raise RefusedError(
                Message(
                    "{where}: the register is from a newer trappe (format {row}, not {format})",
                    where=where,
                    row=row["format"],
                    format=FORMAT,
                )
            )
