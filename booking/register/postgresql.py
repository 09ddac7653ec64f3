"""Keep a register in PostgreSQL.

Caveat. What the guards refuse, the owner of the tables and the database's administrator may still do.
"""

import re
from collections.abc import Mapping

from sqlalchemy import URL, Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError

from booking.register.chain import Row
from booking.register.database import BEGINNING, OURS, Database, entry_table
from booking.register.postgresql_entering import ENTER, EXPECTED, FUNCTIONS, MAKE
from booking.register.tampering import TamperedError
from language.messages import Message, mark
from scenarios.files.refusals import RefusedError

_INSTALL = "pip install -c constraints.txt -e .[postgresql]"
_CONNECT_SECONDS = 10
_MAKING = 0x7472_6170_7065
"""The lock under which registers are made."""

_REFUSES = "BEGIN RAISE EXCEPTION 'the register is append-only'; END"
_GUARDS = {
    "trappe_append_only": "CREATE OR REPLACE FUNCTION trappe_append_only() RETURNS trigger LANGUAGE plpgsql "
    f"AS $${_REFUSES}$$",
    "trappe_register_append_only": "CREATE TRIGGER trappe_register_append_only "
    "BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON trappe_register EXECUTE FUNCTION trappe_append_only()",
    "trappe_entry_append_only": "CREATE TRIGGER trappe_entry_append_only "
    "BEFORE UPDATE OR DELETE OR TRUNCATE ON trappe_entry EXECUTE FUNCTION trappe_append_only()",
}

# Inherited rows, rules and row security could show other rows than those that stand in the table.
_DEFINITIONS = text(
    """
WITH ours AS (
    SELECT * FROM pg_class WHERE oid IN (to_regclass('trappe_register'), to_regclass('trappe_entry'))
)
SELECT relname AS name,
    concat_ws(' ', relkind, relpersistence,
        CASE WHEN relrowsecurity THEN 'row security' END,
        CASE WHEN EXISTS (SELECT FROM pg_inherits i WHERE ours.oid IN (i.inhrelid, i.inhparent))
            THEN 'inheritance' END,
        CASE WHEN EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = ours.oid) THEN 'rules' END) AS is_now
    FROM ours
UNION ALL
SELECT relname || '.' || attname,
    concat_ws(' ', format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN 'not null' END, CASE WHEN atthasdef THEN 'default' END)
    FROM ours JOIN pg_attribute ON attrelid = ours.oid WHERE attnum > 0 AND NOT attisdropped
UNION ALL
SELECT conname, pg_get_constraintdef(c.oid)
    FROM ours JOIN pg_constraint c ON conrelid = ours.oid WHERE contype NOT IN ('n', 't')
UNION ALL
SELECT tgname, concat_ws(' ', tgtype, tgenabled, lanname, nullif(tgattr::text, ''), tgqual, prosrc)
    FROM ours JOIN pg_trigger ON tgrelid = ours.oid JOIN pg_proc p ON p.oid = tgfoid
    JOIN pg_language l ON l.oid = prolang WHERE NOT tgisinternal
"""  # noqa: S608  a query of our own
    + FUNCTIONS
)
_BEFORE_INSERT, _BEFORE_CHANGE = 2 + 4 + 8 + 16 + 32, 2 + 8 + 16 + 32
"""Bits of `tgtype`: before 2, insert 4, delete 8, update 16, truncate 32; not 1, for each row."""
_EXPECTED = {
    "trappe_register_pkey": "PRIMARY KEY (format)",
    "trappe_entry_pkey": "PRIMARY KEY (number)",
    "trappe_register_append_only": f"{_BEFORE_INSERT} O plpgsql {_REFUSES}",
    "trappe_entry_append_only": f"{_BEFORE_CHANGE} O plpgsql {_REFUSES}",
}

_WORDS = {
    "55P03": mark("the register is locked by someone else; try again in a moment"),
    "53100": mark("the disk is full; nothing was entered"),
    "25006": mark("the database can only be read; nothing was entered"),
}
"""By SQLSTATE."""
_MAY_NOT = "42501"
_NOT_THERE = {"42P01", "42703", "42883", "42804"}
"""No such table, column, function; other types."""


class Postgresql(Database):
    """Two tables in the schema that the connection works in; others may stand beside them."""

    make_guards = _GUARDS | MAKE

    def __init__(self, address: str, *, patience: float) -> None:
        """Raise RefusedError for what is no address, or without psycopg; `patience` in seconds."""
        url = _url(address)
        self._patience = patience
        self._secrets = _secrets(address)
        known = {name: value for name, value in url.query.items() if "password" not in name}
        where = URL.create(
            "postgresql", url.username, host=url.host, port=url.port, database=url.database, query=known
        ).render_as_string()
        try:
            engine = create_engine(
                url.set(drivername="postgresql+psycopg"),
                poolclass=NullPool,
                isolation_level="READ COMMITTED",
                use_native_hstore=False,
                connect_args={} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS},
            )
        except ImportError as error:
            raise RefusedError(
                Message(
                    "{where}: PostgreSQL needs psycopg, which is not installed: {install}",
                    where=where,
                    install=_INSTALL,
                )
            ) from error
        super().__init__(engine, where)

    def begin(self, connection: Connection, *, writing: bool) -> None:  # noqa: ARG002  both may have to wait
        """Limit how long the transaction waits for locks to the patience given."""
        wait = text("SELECT set_config('lock_timeout', :ms, true)")
        connection.execute(wait, {"ms": str(max(1, round(self._patience * 1000)))})

    def written_by(self, connection: Connection) -> str:
        """Return the version of the server."""
        version = str(connection.exec_driver_sql("SHOW server_version").scalar_one())
        return f"PostgreSQL {version.split(maxsplit=1)[0]}"

    def entered_as(self, connection: Connection) -> str:
        """Return the user who is connected."""
        return str(connection.exec_driver_sql("SELECT session_user").scalar_one())

    def put(self, connection: Connection, row: Row) -> None:
        """Enter a row by the function of the server; a register of the first format has none."""
        if self.format == 1:
            super().put(connection, row)
        else:
            connection.execute(text(ENTER), row)

    def tables(self, connection: Connection) -> frozenset[str]:
        """Return which of our tables there are."""
        exists = text("SELECT to_regclass(:name) IS NOT NULL")
        return frozenset(name for name in OURS if connection.execute(exists, {"name": name}).scalar_one())

    def make(self, connection: Connection) -> None:
        """Make an empty register, unless somebody else has; RefusedError where a letter could not be kept."""
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise self.error(
                Message("the database stores text as {encoding}; a register needs UTF8", encoding=encoding)
            )
        # Nothing asks for the tables before this: a connection that saw none goes on seeing none.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING})")
        super().make(connection)

    def expected(self) -> Mapping[str, str]:
        """Return what the catalogue should say of the tables, columns, keys and triggers of the format."""
        tables = (BEGINNING, entry_table(self.format))
        return {
            **{table.name: "r p" for table in tables},
            **{
                f"{table.name}.{column.name}": "integer not null" if column.primary_key else "text not null"
                for table in tables
                for column in table.columns
            },
            **_EXPECTED,
            **(EXPECTED if self.format > 1 else {}),
        }

    def definitions(self, connection: Connection) -> Mapping[str, str]:
        """Return what the catalogue says of our tables, columns, keys and triggers."""
        return {name: str(is_now) for name, is_now in connection.execute(_DEFINITIONS).all()}

    def in_words(self, error: BaseException, *, lost: bool) -> RefusedError:
        """Return an error of PostgreSQL as a sentence; never with the password."""
        state = getattr(error, "sqlstate", None)
        reason = self._reason(error)
        if lost:
            return self.error(
                Message(
                    "the connection broke; look at what was entered before it did: {reason}", reason=reason
                )
            )
        if state is None:
            return self.error(Message("PostgreSQL cannot be reached: {reason}", reason=reason))
        if state == _MAY_NOT:
            return self.error(Message("the user may not: {reason}", reason=reason))
        if state in _NOT_THERE:
            return self.error(
                Message("the register has been redefined: {error}", error=reason), TamperedError
            )
        return self.error(
            Message(_WORDS[state])
            if state in _WORDS
            else Message("PostgreSQL cannot: {reason}", reason=reason)
        )

    def _reason(self, error: BaseException) -> str:
        reason = " ".join(str(error).split())
        return "" if any(secret in reason for secret in self._secrets) else reason


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # what they say may hold the password
        url = None
    # With a second @ a part of the password would be taken for the host, and be shown as that.
    if url is None or address.count("@") > 1:
        raise RefusedError(
            Message(
                "the address of PostgreSQL cannot be read; write it as "
                "postgresql://user:password@host:5432/database, and in the password %40 for @, %2F for /, "
                "%3F for ?, %23 for # and %25 for %"
            )
        )
    return url


def _secrets(address: str) -> frozenset[str]:
    """Return the password of an address and each part of it that a message could show."""
    url = _url(address)
    known = [url.password, *(value for name, value in url.query.items() if "password" in name)]
    typed = address.partition("://")[2].partition("@")[0].partition(":")[2]
    texts = [str(one) for one in (*known, typed) if one]
    parts = [part for one in texts for part in re.split(r"[^0-9A-Za-zÀ-ÿ]", one) if len(part) > 2]
    return frozenset({*texts, *parts})
