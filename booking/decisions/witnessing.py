"""Turn each act of a witness into an entry: name or end a key, countersign a seal, record a time stamp.

Whether it may be entered is judged by `booking/witness/judgement.py`, then and whenever it is verified.
"""

from datetime import datetime
from pathlib import Path

from booking.decisions.drafts import Act, draft_of
from booking.proof.signatures import Signer
from booking.register.books import Books
from booking.register.chain import Draft
from booking.register.entry_kinds import Body
from booking.register.seals import Seal, seal_at, tree_of
from booking.register.witness_kinds import Countersignature, KeyEnded, KeyEntry, TimeStamp
from booking.witness.statement import SealStatement
from booking.witness.time_stamps import read_response
from language.messages import Message
from scenarios.files.refusals import RefusedError


def name_key(signer: Signer, *, who: str, why: str) -> Act:
    """Name the key that somebody signs with; signed by the one before, or else by itself."""
    return _act(KeyEntry(public_key=signer.public_key), who=who, why=why)


def end_key(signer: Signer, *, who: str, why: str) -> Act:
    """End somebody's key, signed by it."""
    return _act(KeyEnded(public_key=signer.public_key), who=who, why=why)


def countersign(seal: Seal | None = None, *, who: str, why: str) -> Act:
    """Countersign a seal, the present one if left out, by an entry of one's own."""

    def act(books: Books, _at: datetime) -> Draft:
        tree = tree_of(record.entry for record in books.records)
        if not len(tree):
            raise RefusedError(Message("the register is empty; there is no seal to countersign"))
        seen = seal or seal_at(tree)
        body = Countersignature(number=seen.number, root=_root(seen), by=who.strip())
        return draft_of(body, who=who, why=why)

    return Act(kind=Countersignature, who=who, why=why, of_present=True, draft=act)


def record_statement(statement: SealStatement, *, who: str, why: str) -> Act:
    """Enter the signed statement of a second party who does not enter anything."""
    seal = Seal.read(statement.seal)
    body = Countersignature(
        number=seal.number,
        root=_root(seal),
        by=statement.who,
        public_key=statement.public_key,
        signature=statement.signature,
    )
    return _act(body, who=who, why=why)


def record_time(response: Path, *, who: str, why: str) -> Act:
    """Enter the answer of an authority for time, whichever seal of the register it is on."""

    def act(books: Books, _at: datetime) -> Draft:
        tree = tree_of(record.entry for record in books.records)
        seals = [seal_at(tree, number) for number in range(len(tree), 0, -1)]
        seal, token = read_response(response, seals)
        body = TimeStamp(number=seal.number, root=seal.root, token=token)
        return draft_of(body, who=who, why=why)

    return Act(kind=TimeStamp, who=who, why=why, of_present=True, draft=act)


def _root(seal: Seal) -> str:
    if seal.is_earlier:
        raise RefusedError(Message("the seal {seal} is of an earlier edition, and too short", seal=seal))
    return seal.root


def _act(body: Body, *, who: str, why: str) -> Act:
    return Act(
        kind=type(body),
        who=who,
        why=why,
        of_present=True,
        draft=lambda _books, _at: draft_of(body, who=who, why=why),
    )
