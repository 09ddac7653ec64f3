"""Damage the file of a register: its bytes, its rows, and what stands in an entry."""

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from random import Random

from tests.fuzz.mutations import binaries, texts

_VALUES: tuple[object, ...] = (
    *(None, 0, -1, 1, 2, 2**63 - 1, 0.5, float("inf"), "", "x", b"\0\xff", "{}", "[]", "null", "x" * 100_000),
    *("2150-01-01T00:00:00Z", "2023-02-30", "booking", "founding", "\x1b[31m", "\u202e", "{'", '{"a": NaN}'),
)
_STATEMENTS = (
    "DROP TABLE trappe_entry",
    "DROP TABLE trappe_register",
    "DROP TRIGGER trappe_entry_no_update",
    "CREATE TABLE other (x)",
    "CREATE VIEW v AS SELECT * FROM trappe_entry",
    "DELETE FROM trappe_entry",
    "DELETE FROM trappe_register",
    "ALTER TABLE trappe_entry ADD COLUMN x",
    "ALTER TABLE trappe_entry RENAME TO y",
    "PRAGMA user_version=7",
    "PRAGMA application_id=7",
    "PRAGMA page_size=512; VACUUM",
    "INSERT INTO trappe_entry SELECT * FROM trappe_entry",
    "CREATE INDEX i ON trappe_entry (who)",
    "PRAGMA journal_mode=WAL",
)


def damage(path: Path, chance: Random) -> None:
    """Damage a register where it lies."""
    if chance.random() < 0.4:
        path.write_bytes(binaries.anything(path.read_bytes(), chance))
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as connection, suppress(sqlite3.Error):
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for _ in range(chance.choice((1, 1, 3))):
            with suppress(sqlite3.Error, UnicodeEncodeError):
                _change(connection, chance)
        for _, statement in guards if chance.random() < 0.8 else ():
            connection.execute(statement)


def _change(connection: sqlite3.Connection, chance: Random) -> None:
    if chance.random() < 0.2:
        connection.executescript(chance.choice(_STATEMENTS))
        return
    table = chance.choice(("trappe_entry", "trappe_entry", "trappe_entry", "trappe_register"))
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    rows = [row[0] for row in connection.execute(f"SELECT rowid FROM {table}")]  # noqa: S608
    if not rows:
        return
    column, row = chance.choice(columns), chance.choice(rows)
    if chance.random() < 0.1:
        connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))  # noqa: S608
        return
    value: object = chance.choice(_VALUES)
    if chance.random() < 0.5:
        column = "body"
        (body,) = connection.execute("SELECT body FROM trappe_entry WHERE rowid = ?", (row,)).fetchone()
        value = texts.json(body, chance)
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, row))  # noqa: S608


def entered_anew(path: Path, chance: Random) -> None:
    """Change the body of an entry and work out every digest behind it anew, as an administrator may."""
    from booking.register.chain import COLUMNS, row_digest  # noqa: PLC0415  heavy

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM trappe_entry ORDER BY number")]
        row = chance.choice(rows)
        field = chance.choice(("body", "body", "body", "who", "why", "kind", "at"))
        row[field] = texts.json(row[field], chance) if field == "body" else texts.plain(row[field], chance)
        with suppress(ValueError):
            row["body"] = json.dumps(json.loads(row["body"]), ensure_ascii=False, sort_keys=True)
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        earlier = rows[0].get("previous")
        for each in rows:
            with suppress(ValueError, TypeError, KeyError):
                each["previous"] = earlier
                each["digest"] = row_digest(each)
            earlier = each["digest"]
            marks = ", ".join(f"{name} = :{name}" for name in COLUMNS)
            with suppress(sqlite3.Error, UnicodeEncodeError):
                connection.execute(f"UPDATE trappe_entry SET {marks} WHERE number = :number", each)  # noqa: S608
        for _, statement in guards:
            connection.execute(statement)
