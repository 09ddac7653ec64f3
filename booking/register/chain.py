"""Chain entries: each holds a digest that ties it to all that came before.

Caveat. Whoever may write can make a whole chain anew, or cut its end off; only a seal kept elsewhere tells.
A register keeps the format that it began with. Format 1 has no signatures and does not say whom the database
knew; in format 2 the body stands in the digest by its own, so that an entry is proved without showing it.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from booking.proof.signatures import Signer, is_signature
from language.messages import Message
from scenarios.files.refusals import RefusedError

FORMAT = 2
"""Of a new register; one that is newer is not read."""
DEEPEST = 100
"""Lists and mappings inside each other; far from what Python's own reader gives up at."""
CORRECTION = "correction"
"""The kind of entry that may be from before the one it follows, of which it says that its time is wrong."""
_CLOCKS_APART = timedelta(days=1)
"""Clocks of machines that are set differ by less."""
_STAMP = "%Y-%m-%dT%H:%M:%SZ"

Row = Mapping[str, Any]
"""One line of a table as it stands, whoever put it there: column -> value."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An entry to be made, not yet in the register."""

    kind: str
    who: str
    why: str
    scenario_digest: str = ""
    run_digest: str = ""
    policy_digest: str = ""
    body: Mapping[str, Any]
    """JSON: text, numbers (finite), true, false, nothing, lists, and mappings from text."""


@dataclass(frozen=True, kw_only=True)
class Entry(Draft):
    """An entry of the register."""

    number: int
    """From 1, without holes."""
    at: datetime
    """UTC, whole seconds; never before the entry before."""
    written_by: str
    """The database's name and version: the layout of a file depends on it."""
    entered_as: str = ""
    """The user whom the database knew; empty for a file, which knows none, and in format 1."""
    signer: str = ""
    """The public key that signs, 64 hexadecimal digits; empty when it is not signed."""
    previous: str
    """Digest of the entry before; of the register's beginning for the first."""
    digest: str
    """SHA-256 of everything else but the signature."""
    signature: str = ""
    """Of the digest by the signer (Ed25519), 128 hexadecimal digits; empty when it is not signed."""
    format: int = FORMAT
    """Of the register."""

    @property
    def leaf(self) -> bytes:
        """The entry in the Merkle tree of the register."""
        return bytes.fromhex(self.digest + self.signature)


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """The beginning of a register, unique to it."""

    format: int
    identity: str
    """Drawn at random."""
    written_by: str

    @property
    def digest(self) -> str:
        """SHA-256 of the other fields."""
        return _digest({"format": self.format, "identity": self.identity, "written_by": self.written_by})


_DRAFTED = ("kind", "who", "why", "scenario_digest", "run_digest", "policy_digest", "body")
COLUMNS_BY_FORMAT = {
    1: ("number", "at", *_DRAFTED, "written_by", "previous", "digest"),
    2: (
        *("number", "at", *_DRAFTED, "written_by"),
        *("entered_as", "signer", "previous", "digest", "signature"),
    ),
}
"""Of an entry as a row, in the order of the table."""
COLUMNS = COLUMNS_BY_FORMAT[FORMAT]
_HEXADECIMAL = "0123456789abcdef"
_UNDIGESTED = {"digest", "signature"}


def canonical(value: Any) -> str:
    """Return the canonical text of a JSON value.

    Raises ValueError for what is no JSON, is no finite number or is nested too deep, and for text that not
    every database can keep.
    """
    _check(value, depth=0)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _check(value: Any, *, depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError(f"nested deeper than {DEEPEST}")
    if isinstance(value, dict | list):
        names = value if isinstance(value, dict) else ()
        if not all(isinstance(name, str) and is_storable(name) for name in names):
            raise ValueError("a mapping has names that are no text, or that cannot be stored")
        for inner in value.values() if isinstance(value, dict) else value:
            _check(inner, depth=depth + 1)
    elif isinstance(value, str) and not is_storable(value):
        raise ValueError(f"{value!r} cannot be stored")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is not a finite number")
    elif not isinstance(value, str | int | float | None):
        raise ValueError(f"{type(value).__name__} is not JSON")


def is_storable(text: str) -> bool:
    """Return whether every database can keep the text: no NUL, and no half of a character."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text))


def check_draft(draft: Draft) -> None:
    """Raise RefusedError for a name or a reason that cannot be stored, ValueError for anything else."""
    for text, what in ((draft.who, Message("the name")), (draft.why, Message("the reason"))):
        if not is_storable(text):
            raise RefusedError(
                Message(
                    "{what} cannot be stored: there is a character in it that no one can read; "
                    "write it again",
                    what=what,
                )
            )
    canonical([draft.kind, draft.scenario_digest, draft.run_digest, draft.policy_digest])
    canonical(dict(draft.body))


def follow(
    draft: Draft,
    last: Entry | Beginning,
    *,
    at: datetime | None = None,
    written_by: str,
    entered_as: str = "",
    signer: Signer | None = None,
) -> Entry:
    """Return the draft as the entry after `last`, entered now or `at` a time, but not before `last`.

    Raises RefusedError and ValueError as `check_draft` does, RefusedError for a signature where the format
    has none, and ValueError for a time without a zone.
    """
    check_draft(draft)
    if signer is not None and last.format == 1:
        raise RefusedError(
            Message(
                "the register is of an earlier format, which holds no signatures; leave --key out, or begin "
                "a new register"
            )
        )
    now = at or datetime.now(UTC)
    if now.tzinfo is None:
        raise ValueError(f"{now} has no time zone")
    now = now.astimezone(UTC).replace(microsecond=0)
    number = 1
    if isinstance(last, Entry):
        number = last.number + 1
        if not is_to_come(last, now):
            now = max(
                now, last.at
            )  # a clock that is put back does not put an entry before the one it follows
        elif draft.kind != CORRECTION:
            raise _to_come(last, now)
    row: dict[str, Any] = {
        "number": number,
        "at": _stamp(now),
        "kind": draft.kind,
        "who": draft.who,
        "why": draft.why,
        "scenario_digest": draft.scenario_digest,
        "run_digest": draft.run_digest,
        "policy_digest": draft.policy_digest,
        "body": canonical(dict(draft.body)),
        "written_by": written_by,
        "previous": last.digest,
    }
    if last.format > 1:
        row |= {"entered_as": entered_as, "signer": "" if signer is None else signer.public_key}
    digest = row_digest(row)
    row["digest"] = digest
    if last.format > 1:
        row["signature"] = "" if signer is None else signer.sign(bytes.fromhex(digest))
    return from_row(row)


def row_format(row: Row) -> int:
    """Return the format that a row has the columns of."""
    return 2 if "signer" in row else 1


def row_digest(row: Row) -> str:
    """Return the digest that a row should have; ValueError when what stands there cannot have one."""
    if row_format(row) > 1:
        return digest_over(row, text_digest(row["body"]))
    return _digest({name: row[name] for name in COLUMNS_BY_FORMAT[1] if name not in _UNDIGESTED})


def digest_over(row: Row, body_digest: str) -> str:
    """Return the digest of an entry of format 2 by the digest of its body, without reading the body."""
    values = {name: row[name] for name in COLUMNS if name not in {*_UNDIGESTED, "body"}}
    return _digest(values | {"body": body_digest})


def text_digest(text: object) -> str:
    """Return the SHA-256 of a text; ValueError for what is none."""
    if not isinstance(text, str) or not is_storable(text):
        raise ValueError(f"{text!r} is no text")
    return sha256(text.encode()).hexdigest()


def is_signed_rightly(entry: Entry) -> bool:
    """Return whether an entry has the signature of the key that it names, or neither."""
    return has_right_signature(entry.digest, entry.signer, entry.signature)


def has_right_signature(digest: str, signer: str, signature: str) -> bool:
    """Return whether a digest is signed by the signer, or there is neither signer nor signature."""
    if not signer:
        return not signature
    return is_signature(signature, bytes.fromhex(digest), signer)


def _digest(values: Row) -> str:
    return sha256(canonical(dict(values)).encode()).hexdigest()


def to_row(entry: Entry) -> dict[str, Any]:
    """Return an entry as a row."""
    row = {name: getattr(entry, name) for name in COLUMNS_BY_FORMAT[entry.format]}
    return row | {"at": _stamp(entry.at), "body": canonical(dict(entry.body))}


def from_row(row: Row) -> Entry:
    """Return a row as an entry; ValueError unless it is what its digest was made of."""
    if row["digest"] != row_digest(row):
        raise ValueError("not what the digest was made of")
    format_ = row_format(row)
    values = {name: row[name] for name in COLUMNS_BY_FORMAT[format_]}
    if not isinstance(values.pop("number"), int) or not all(
        isinstance(value, str) for value in values.values()
    ):
        raise ValueError("a number or a text is something else")
    body = json.loads(values["body"])
    at = row_time(row)
    if _stamp(at) != values["at"] or not isinstance(body, dict) or canonical(body) != values["body"]:
        raise ValueError("not written as an entry is")
    if any(letter not in _HEXADECIMAL for letter in values.get("signature", "")):
        raise ValueError("the signature is no hexadecimal number")
    return Entry(**values | {"number": row["number"], "at": at, "body": body, "format": format_})


def row_time(row: Row) -> datetime:
    """Return the time of a row; ValueError for what is none."""
    return datetime.strptime(row["at"], _STAMP).replace(tzinfo=UTC)


def beginning_from_row(row: Row) -> Beginning:
    """Return a row as a beginning; ValueError unless it is what its digest was made of."""
    beginning = Beginning(format=row["format"], identity=row["identity"], written_by=row["written_by"])
    if row["digest"] != beginning.digest:
        raise ValueError("not what the digest was made of")
    return beginning


def is_to_come(entry: Entry, at: datetime) -> bool:
    """Return whether an entry bears a time to come, which would date every entry after it."""
    return entry.at - at > _CLOCKS_APART


def _to_come(last: Entry, now: datetime) -> RefusedError:
    return RefusedError(
        Message(
            "entry {number} bears the time {at}, and it is {now}: set the clock of this machine right, or "
            "say that the entry is wrong by trappe register correct {number}",
            number=last.number,
            at=_stamp(last.at),
            now=_stamp(now),
        )
    )


def _stamp(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
