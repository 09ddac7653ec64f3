"""Judge whether each entry could be signed, countersigned and booked as it was, by the entries before it.

Caveat. Where nobody has named a key, a name is what was typed.
"""

from datetime import datetime
from typing import Any

from booking.amounts.policy import Policy
from booking.proof.merkle import Tree
from booking.register.books import Books, Record
from booking.register.entry_kinds import (
    Body,
    Booking,
    Correction,
    Founding,
    ProposalEntry,
    Reversal,
    RuleAccepted,
    RuleEntry,
)
from booking.register.names import same_person
from booking.register.seals import Seal, seal_at
from booking.register.witness_kinds import WITNESS_KINDS, Countersignature, TimeStamp
from booking.witness.signers import Signers
from booking.witness.statement import SealStatement
from booking.witness.time_stamps import is_stamp_of
from language.messages import Message
from scenarios.clock import DENMARK
from scenarios.files.refusals import NegativeAnswerError

_WITNESSES = tuple(WITNESS_KINDS.values())


class Witnesses:
    """What the entries of a register say of keys and of countersigned seals."""

    def __init__(self, books: Books) -> None:
        """Take in every entry, in one pass; NegativeAnswerError for one that could not have been entered."""
        self._books = books
        self.tree = Tree()
        """The Merkle tree over the entries."""
        self.signers = Signers()
        self._parties: list[str] = []
        """By number of entries, who entered the newest of them that is no witness's."""
        self._covered = 0
        """How many entries lie under the newest countersigned seal."""
        self._years: dict[int, int] = {}
        """By year, the number of the newest entry in it that is no witness's."""
        self._rule: Policy | None = None
        """The rule of the register that is in force."""
        for record in books.records:
            entry = record.entry
            if (fault := self._fault(record.body, entry.who, entry.signer, entry.at)) is not None:
                raise NegativeAnswerError(
                    Message(
                        "entry {number} could not have been entered: {reason}",
                        number=record.number,
                        reason=fault,
                    )
                )
            self._take(record)

    @property
    def seal(self) -> Seal:
        """The seal of all entries."""
        return seal_at(self.tree)

    def check(self, body: Body, who: str, signer: str, at: datetime) -> None:
        """Raise NegativeAnswerError when an entry may not be made so; `signer` is a public key, or empty."""
        if (fault := self._fault(body, who, signer, at)) is not None:
            raise NegativeAnswerError(fault)

    def _fault(self, body: Body, who: str, signer: str, at: datetime) -> Message | None:
        if (fault := self.signers.fault(body, who, signer)) is not None:
            return fault
        if isinstance(body, Countersignature | TimeStamp):
            return self._seal_fault(body, who)
        policy = self._policy(body)
        if policy is None:
            return None
        if policy.signed and not signer:
            return Message("the rule asks for a signature; name a key, and give it by --key")
        return self.hold(policy, at) if isinstance(body, Booking) else None

    def hold(self, policy: Policy, at: datetime) -> Message | None:
        """Return what a booking under a rule waits for at a time, as far as seals go; None if for nothing."""
        if policy.countersigned_seal == "year_end":
            return self._waits_for_seal(at.astimezone(DENMARK).year)
        return None

    def _policy(self, body: Body) -> Policy | None:
        """Return the rule that an entry is under; None for a founding, an analysis, and for a witness."""
        match body:
            case ProposalEntry():
                return body.policy
            case RuleEntry() | RuleAccepted():
                return self._rule
            case Correction():
                return self._rule or self._policy(self._body(body.entry))
            case Reversal():
                return self._policy(self._body(body.booking))
        number = getattr(body, "proposal", None)
        return None if number is None else self._policy(self._body(number))

    def _body(self, number: int) -> Body:
        body: Body = self._books.records[number - 1].body
        return body

    def _seal_fault(self, body: Countersignature | TimeStamp, who: str) -> Message | None:
        seal = Seal(number=body.number, root=body.root)
        if body.number > len(self.tree) or seal_at(self.tree, body.number) != seal:
            return Message("the seal {seal} is not the register's", seal=seal)
        if isinstance(body, Countersignature):
            return self._countersigning_fault(body, seal, who)
        if not is_stamp_of(body.token, seal):
            return Message("the time stamp is not on the seal {seal}", seal=seal)
        return None

    def _countersigning_fault(self, body: Countersignature, seal: Seal, who: str) -> Message | None:
        if same_person(body.by, self._parties[body.number - 1]):
            return Message(
                "{who} entered what the seal ends with; somebody else countersigns it", who=body.by
            )
        if not body.signature:
            is_own = same_person(body.by, who) and not body.public_key
            return None if is_own else Message("the countersignature of {who} is not signed", who=body.by)
        statement = SealStatement(
            seal=str(seal), who=body.by, public_key=body.public_key, signature=body.signature
        )
        if not statement.is_signed or self.signers.key_of(body.by) not in {None, body.public_key}:
            return Message("the countersignature is not signed by the key of {who}", who=body.by)
        return self.signers.ended(body.by) or self.signers.other_owner(body.public_key, body.by)

    def _waits_for_seal(self, year: int) -> Message | None:
        """Return why a booking waits: the newest seal of the year before has not been countersigned."""
        earlier = [(last, before) for before, last in self._years.items() if before < year]
        last, before = max(earlier, default=(0, year))
        if last <= self._covered:
            return None
        return Message(
            "bookings of {year} wait until the seal of {before} has been countersigned by somebody else than "
            "{who}, who entered number {number}: trappe register countersign",
            year=year,
            before=before,
            who=self._parties[last - 1],
            number=last,
        )

    def _take(self, record: Record[Any]) -> None:
        body, entry = record.body, record.entry
        self.tree.append(entry.leaf)
        self.signers.take(body, entry.who)
        if isinstance(body, Countersignature):
            self._covered = max(self._covered, body.number)
        if isinstance(body, _WITNESSES):
            self._parties.append(self._parties[-1] if self._parties else entry.who)
            return
        self._parties.append(entry.who)
        self._years[entry.at.astimezone(DENMARK).year] = record.number
        self._take_rule(body)

    def _take_rule(self, body: Body) -> None:
        match body:
            case Founding():
                self._rule = body.policy
            case RuleEntry() if self._rule is None or not self._rule.two_people:
                self._rule = body.policy
            case RuleAccepted():
                accepted = self._body(body.rule)
                self._rule = accepted.policy if isinstance(accepted, RuleEntry) else self._rule
