"""Check that a register's file is, byte for byte, the one that entering the same anew would make.

Caveat. Another version of SQLite may lay the same entries out otherwise; then the check is only that the
database itself finds no fault with the file.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import cache

from booking.register.chain import COLUMNS_BY_FORMAT, Beginning, Entry, to_row
from booking.register.database import BEGINNING_COLUMNS, make_tables
from booking.register.tampering import Examination, Tampering
from language.messages import Fact, Message, say

LAYOUT = ("PRAGMA page_size=4096", "PRAGMA auto_vacuum=NONE", "PRAGMA secure_delete=ON")
"""What a file is laid out by, whatever this SQLite was built to prefer."""
_VERSION = slice(96, 100)
"""Where a file says which version wrote it last."""


@cache
def library() -> str:
    """Return the name, the version and the build of this SQLite."""
    with closing(sqlite3.connect(":memory:")) as connection:
        (build,) = connection.execute("SELECT sqlite_source_id()").fetchone()
    return f"SQLite {sqlite3.sqlite_version} {build.split()[-1][:12]}"


def remade(beginning: Beginning, entries: Sequence[Entry], guards: Mapping[str, str]) -> bytes:
    """Return the bytes of a new file in which the same has been entered, one entry at a time.

    It never touches a disk.
    """
    with closing(sqlite3.connect("file:remade?vfs=memdb", uri=True, isolation_level=None)) as connection:
        for pragma in LAYOUT:
            connection.execute(pragma)
        connection.execute("BEGIN IMMEDIATE")
        for statement in make_tables(beginning.format).values():
            connection.execute(statement)
        connection.execute(
            _insert("trappe_register", BEGINNING_COLUMNS),
            [getattr(beginning, name) for name in BEGINNING_COLUMNS],
        )
        for statement in guards.values():
            connection.execute(statement)
        connection.execute("COMMIT")
        columns = COLUMNS_BY_FORMAT[beginning.format]
        insert = _insert("trappe_entry", columns)
        for entry in entries:
            row = to_row(entry)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(insert, [row[name] for name in columns])
            connection.execute("COMMIT")
        return connection.serialize()


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"  # noqa: S608


def compare(
    content: bytes,
    size: int,
    *,
    beginning: Beginning,
    entries: Sequence[Entry],
    guards: Mapping[str, str],
    faults: Callable[[], Sequence[str]],
) -> Examination:
    """Return how a file differs from the one made anew.

    `content` is what SQLite takes to be the file, `size` how many bytes it has; `faults` asks SQLite what it
    finds wrong with it.
    """
    written = [beginning.written_by, *(entry.written_by for entry in entries)]
    writers = list(dict.fromkeys(written))
    expected = remade(beginning, entries, guards)
    if writers != [library()]:
        expected = _as_if_last_written_by(written[-1], expected)
    if content == expected and size == len(expected):
        return Examination()
    if writers == [library()]:
        return Examination(findings=(_first_difference(content, size, expected),))
    note = Tampering(
        what="bytes",
        message=Message(
            "the file was written by {writers}, and here is {library}: the chain is whole, but the "
            "bytes of the file cannot be held against those of a new one",
            writers=Fact(_and, tuple(writers)),
            library=library(),
        ),
    )
    findings = [
        Tampering(what="damaged", message=Message("SQLite finds a fault: {fault}", fault=fault))
        for fault in faults()
    ]
    if size != len(content):
        findings.append(_other_size(size, len(content)))
    return Examination(findings=tuple(findings), notes=(note,))


def _and(words: Sequence[str]) -> str:
    *first, last = words
    return say("{first} and {last}", first=", ".join(first), last=last) if first else last


def _as_if_last_written_by(writer: str, content: bytes) -> bytes:
    """Return the content with the number of the version that wrote last, as far as it can be told."""
    name, version, *_ = *writer.split(), ""
    parts = version.split(".")
    if name != "SQLite" or len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return content
    major, minor, patch = map(int, parts)
    number = major * 1_000_000 + minor * 1_000 + patch
    return content[: _VERSION.start] + number.to_bytes(4, "big") + content[_VERSION.stop :]


def _first_difference(content: bytes, size: int, expected: bytes) -> Tampering:
    if len(content) == len(expected) == size:
        offset = next(
            i for i, (is_, should) in enumerate(zip(content, expected, strict=True)) if is_ != should
        )
        return Tampering(
            what="bytes",
            message=Message(
                "all entries are whole, but byte {offset} of the file (counted from 0) has been changed",
                offset=offset,
            ),
        )
    return _other_size(size, len(expected))


def _other_size(size: int, expected: int) -> Tampering:
    return Tampering(
        what="bytes",
        message=Message(
            "all entries are whole, but the file has {size} bytes and should have {expected}",
            size=size,
            expected=expected,
        ),
    )
