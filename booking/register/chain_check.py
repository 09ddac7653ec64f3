"""Check that the rows of a register are a whole chain, and say which of them are wrong and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from booking.register.chain import (
    CORRECTION,
    Beginning,
    Entry,
    Row,
    beginning_from_row,
    from_row,
    is_signed_rightly,
    is_to_come,
    row_digest,
)
from booking.register.tampering import Tampering
from language.messages import Message

_NO_BEGINNING = Tampering(
    what="beginning", message=Message("the beginning of the register has been changed or is missing")
)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A chain as it was read, with what is wrong with it."""

    beginning: Beginning | None
    """None when it is not whole."""
    entries: tuple[Entry, ...]
    """All of them when there are no findings."""
    findings: tuple[Tampering, ...]


def read_chain(beginnings: Sequence[Row], rows: Sequence[Row]) -> Chain:
    """Return the chain of the rows, and what is wrong with it."""
    findings = []
    beginning = _whole_beginning(beginnings)
    if beginning is None:
        findings.append(_NO_BEGINNING)
    numbers = {row["digest"]: row["number"] for row in rows if isinstance(row["number"], int)}
    entries: list[Entry] = []
    expected, before = 1, beginning.digest if beginning else None
    earlier: Entry | None = None
    for row in rows:
        number = row["number"]
        if not isinstance(number, int):  # of a table that somebody made instead of ours
            findings.append(_changed(number))
            continue
        if number > expected:
            findings.append(_missing(expected, number - 1))
            before = None
        try:
            entry = from_row(row)
        except (ValueError, RecursionError):
            wrong = _broken(row, numbers)
            findings.append(wrong)
            # What follows one that was moved cannot follow it as well; that it was moved has been told.
            earlier, before = None, None if wrong.what == "moved" else row["digest"]
        else:
            if before not in {None, entry.previous} or number < 1:
                findings.append(_off(number))
            elif earlier and entry.at < earlier.at and not _corrects(entry, entries):
                findings.append(_earlier(number))
            if not is_signed_rightly(entry):
                findings.append(_unsigned(entry))
            entries.append(entry)
            earlier, before = entry, entry.digest
        expected = max(1, number + 1)
    return Chain(beginning=beginning, entries=tuple(entries), findings=tuple(findings))


def read_newest(beginnings: Sequence[Row], newest: Sequence[Row]) -> Entry | Beginning | Tampering:
    """Return the newest entry, the beginning of a register without entries, or what is wrong with either."""
    beginning = _whole_beginning(beginnings)
    if beginning is None:
        return _NO_BEGINNING
    for row in newest:
        try:
            entry = from_row(row)
        except (ValueError, RecursionError):
            return _changed(row["number"])
        return entry if is_signed_rightly(entry) else _unsigned(entry)
    return beginning


def _whole_beginning(rows: Sequence[Row]) -> Beginning | None:
    try:
        (row,) = rows
        return beginning_from_row(row)
    except ValueError:
        return None


def _corrects(entry: Entry, before: Sequence[Entry]) -> bool:
    """Return whether an entry says of one before it, the first of its kind, that its time is to come."""
    if entry.kind != CORRECTION:
        return False
    first = next((each.number for each in before if is_to_come(each, entry.at)), None)
    return first is not None and entry.body.get("entry") == first


def _missing(first: int, last: int) -> Tampering:
    if first == last:
        return Tampering(what="missing", message=Message("entry {first} is missing", first=first))
    return Tampering(
        what="missing", message=Message("entries {first} to {last} are missing", first=first, last=last)
    )


def _broken(row: Row, numbers: Mapping[str, int]) -> Tampering:
    number = row["number"]
    for other in (numbers.get(row["previous"], 0) + 1, number - 1, number + 1):
        if other != number and _would_be(row, other):
            return Tampering(
                what="moved",
                message=Message("entry {number} was entered as number {other}", number=number, other=other),
            )
    return _changed(number)


def _changed(number: object) -> Tampering:
    return Tampering(
        what="changed",
        message=Message("entry {number!a} has been changed since it was entered", number=number),
    )


def _unsigned(entry: Entry) -> Tampering:
    if not entry.signature:
        message = Message("the signature of entry {number} has been removed", number=entry.number)
    elif not entry.signer:
        message = Message(
            "entry {number} was entered without a signature, and now has one", number=entry.number
        )
    else:
        message = Message(
            "entry {number} is not signed by the key that it names: the signature is another's",
            number=entry.number,
        )
    return Tampering(what="signature", message=message)


def _would_be(row: Row, number: int) -> bool:
    try:
        return bool(row_digest({**row, "number": number}) == row["digest"])
    except ValueError:
        return False


def _off(number: int) -> Tampering:
    if number <= 1:
        return Tampering(
            what="link",
            message=Message(
                "entry {number} does not belong to the beginning of this register", number=number
            ),
        )
    return Tampering(
        what="link",
        message=Message(
            "entry {number} does not follow entry {number_2} as it stands: one has been changed, "
            "put in or taken out",
            number=number,
            number_2=number - 1,
        ),
    )


def _earlier(number: int) -> Tampering:
    return Tampering(
        what="link",
        message=Message("entry {number} is from before entry {number_2}", number=number, number_2=number - 1),
    )
