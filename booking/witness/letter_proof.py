"""Prove to whoever holds a letter what stood in the register when it was written, without the register.

Caveat. A proof shows that its entries, and its earlier seals, lie under one seal. That the seal is the
register's is shown by a signature on it whose key is known, by a seal that was had from elsewhere, or by the
register.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, ValidationError

from booking.proof.merkle import Tree, is_consistent, is_included
from booking.register.chain import (
    COLUMNS,
    Entry,
    Row,
    digest_over,
    from_row,
    has_right_signature,
    row_time,
    text_digest,
    to_row,
)
from booking.register.seals import Seal, seal_at, tree_of
from booking.witness.proof_text import Plain, as_code
from booking.witness.statement import SealStatement
from language.messages import Message
from scenarios.files.forms import Form
from scenarios.files.refusals import NegativeAnswerError, RefusedError

_FORMAT = 1
_LARGEST_CODE = 2300
"""Letters; a QR code of 129 modules, which a telephone reads from paper."""
_ELIDED_FROM = 400
"""Letters of a body; a code holds of a longer one its digest."""

Hexadecimal = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class EntryForm(Form):
    """An entry as a proof holds it."""

    row: dict[str, int | str]
    """Its columns; `body_digest` instead of `body` where the body is not shown."""
    proof: list[Hexadecimal]


class EarlierForm(Form):
    """An earlier seal, and that it lies inside."""

    seal: str
    proof: list[Hexadecimal]


class ProofForm(Form):
    """A proof as JSON."""

    trappe: Annotated[int, Field(ge=_FORMAT, le=_FORMAT)]
    seal: str
    entries: list[EntryForm]
    earlier: list[EarlierForm]
    statements: list[SealStatement]
    """On the seal, by those who have signed it."""


@dataclass(frozen=True, kw_only=True)
class ShownEntry:
    """An entry that a proof has shown to lie under its seal."""

    row: Mapping[str, Any]
    entry: Entry | None
    """None when its body is not shown."""

    @property
    def number(self) -> int:
        """The number of the entry."""
        return int(self.row["number"])


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a proof has shown."""

    seal: Seal
    entries: tuple[ShownEntry, ...]
    earlier: tuple[Seal, ...]
    statements: tuple[SealStatement, ...]


def make_proof(
    entries: Sequence[Entry],
    numbers: Iterable[int] = (),
    *,
    earlier: Iterable[Seal] = (),
    statements: Iterable[SealStatement] = (),
    is_short: bool = False,
) -> Plain:
    """Return the proof that some entries of a register, and earlier seals, lie under its present seal.

    With `is_short` long bodies are not shown. Raises RefusedError for a seal of an earlier edition, or of
    more entries than there are.
    """
    tree = tree_of(entries)
    return {
        "trappe": _FORMAT,
        "seal": str(seal_at(tree)),
        "entries": [
            {
                "row": _shortened(to_row(entry)) if is_short else to_row(entry),
                "proof": [step.hex() for step in tree.inclusion(entry.number - 1, len(tree))],
            }
            for entry in (entries[number - 1] for number in numbers)
        ],
        "earlier": [_earlier(tree, seal) for seal in earlier],
        "statements": [statement.model_dump(mode="json") for statement in statements],
    }


def codes(plain: Plain) -> tuple[str, ...]:
    """Return a proof as the texts of QR codes, each a proof by itself.

    An entry that is too long for a code of its own stands in the block alone.
    """
    batches: list[list[Any]] = [[]]
    for entry in plain["entries"]:
        if _fits({**plain, "entries": [*batches[-1], entry]}):
            batches[-1].append(entry)
        elif _fits({**plain, "entries": [entry]}):
            batches.append([entry])
    return tuple(as_code({**plain, "entries": batch}) for batch in batches)


def _fits(plain: Plain) -> bool:
    return len(as_code(plain)) <= _LARGEST_CODE


def check_proof(plain: Plain) -> Shown:
    """Return what a proof shows; NegativeAnswerError when it does not, RefusedError when it is no proof."""
    try:
        form = ProofForm.model_validate(dict(plain))
    except ValidationError as error:
        raise RefusedError(Message("the proof is of another edition of trappe, or is none")) from error
    seal = Seal.read(form.seal)
    if seal.is_earlier:
        raise RefusedError(Message("the proof is of another edition of trappe, or is none"))
    return Shown(
        seal=seal,
        entries=tuple(_shown(each, seal) for each in form.entries),
        earlier=tuple(_inside(each, seal) for each in form.earlier),
        statements=tuple(_stated(form.statements, seal)),
    )


def check_seal(shown: Shown, known: Seal) -> None:
    """Raise NegativeAnswerError unless a proof shows that a seal known from elsewhere lies under its own."""
    if known != shown.seal and known not in shown.earlier:
        if known.number < shown.seal.number or known.is_earlier:
            raise NegativeAnswerError(
                Message(
                    "the proof does not show whether the seal {seal} lies inside; ask for one that does: "
                    "trappe register prove --seal {seal}",
                    seal=known,
                )
            )
        raise NegativeAnswerError(
            Message("the proof is under the seal {own}, and not under {seal}", own=shown.seal, seal=known)
        )


def _shortened(row: dict[str, Any]) -> dict[str, Any]:
    if "signer" not in row or len(row["body"]) < _ELIDED_FROM:
        return row
    return {name: value for name, value in row.items() if name != "body"} | {
        "body_digest": text_digest(row["body"])
    }


def _earlier(tree: Tree, seal: Seal) -> dict[str, Any]:
    if seal.is_earlier or seal.number > len(tree):
        raise RefusedError(
            Message("there is no proof for the seal {seal}: it is of an earlier edition, or later", seal=seal)
        )
    return {
        "seal": str(seal),
        "proof": [step.hex() for step in tree.consistency(seal.number, len(tree))],
    }


def _shown(form: EntryForm, seal: Seal) -> ShownEntry:
    row = form.row
    number, texts = row.get("number"), {name: str(value) for name, value in row.items()}
    try:
        entry = _entry(row)
        leaf = bytes.fromhex(texts["digest"] + texts.get("signature", ""))
    except (ValueError, KeyError, TypeError) as error:
        raise NegativeAnswerError(
            Message("entry {number!a} of the proof has been changed", number=number)
        ) from error
    shown = ShownEntry(row=row, entry=entry)
    proof, root = [bytes.fromhex(step) for step in form.proof], bytes.fromhex(seal.root)
    if not is_included(leaf, shown.number - 1, seal.number, proof, root):
        raise NegativeAnswerError(
            Message("entry {number} does not lie under the seal {seal}", number=number, seal=seal)
        )
    if not has_right_signature(texts["digest"], texts.get("signer", ""), texts.get("signature", "")):
        raise NegativeAnswerError(
            Message("entry {number} is not signed by the key that it names", number=number)
        )
    return shown


def _entry(row: Row) -> Entry | None:
    """Return the entry that a row holds; None when its body is not shown. ValueError for any other row."""
    if not isinstance(row["number"], int):
        raise TypeError("no number")
    if "body" in row:
        entry = from_row(row)
        if {*row} != {*to_row(entry)}:
            raise ValueError("other columns than an entry has")
        return entry
    if {*row} != {*COLUMNS, "body_digest"} - {"body"}:
        raise ValueError("other columns than an entry has")
    if row["digest"] != digest_over(row, str(row["body_digest"])):
        raise ValueError("not what the digest was made of")
    row_time(row)
    return None


def _inside(form: EarlierForm, seal: Seal) -> Seal:
    earlier = Seal.read(form.seal)
    proof = [bytes.fromhex(step) for step in form.proof]
    if earlier.is_earlier or not is_consistent(
        earlier.number, bytes.fromhex(earlier.root), seal.number, bytes.fromhex(seal.root), proof
    ):
        raise NegativeAnswerError(
            Message("the seal {earlier} does not lie inside the seal {seal}", earlier=earlier, seal=seal)
        )
    return earlier


def _stated(statements: Iterable[SealStatement], seal: Seal) -> Iterator[SealStatement]:
    for statement in statements:
        if statement.seal != str(seal) or not statement.is_signed:
            raise NegativeAnswerError(
                Message("the signature of {who} is not on the seal {seal}", who=statement.who, seal=seal)
            )
        yield statement
