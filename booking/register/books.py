"""Put the entries of the register together: who has proposed, approved, reached and booked what."""

import unicodedata
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from booking.register.chain import Entry
from booking.register.entry_kinds import (
    Approval,
    Body,
    Booking,
    FollowUpEntry,
    MilestoneMet,
    PromisedForm,
    ProposalEntry,
    Reversal,
    SensitivityEntry,
    body_of,
)
from language.messages import Message
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from scenarios.results.expected_gain import ExpectedGain

AnyBody = TypeVar("AnyBody", bound=Body)


@dataclass(frozen=True, kw_only=True)
class Record(Generic[AnyBody]):
    """An entry with its body."""

    entry: Entry
    body: AnyBody

    @property
    def number(self) -> int:
        """The number of the entry."""
        return self.entry.number


class Books:
    """The entries of a register, in order, with look-ups over them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the entries of a register.

        Raises NegativeAnswerError for one that is of no kind known here, or rests on one that is not there.
        """
        self.records = tuple(_record(each) for each in entries)
        for record in self.records:
            self._check(record)

    def before(self, number: int) -> "Books":
        """Return the books as they were before an entry."""
        earlier = copy(self)
        earlier.records = self.records[: number - 1]
        return earlier

    def of(self, kind: type[AnyBody]) -> Iterator[Record[AnyBody]]:
        """Yield the entries of one kind."""
        for record in self.records:
            if isinstance(record.body, kind):
                yield Record(entry=record.entry, body=record.body)

    def proposal(self, case: str | None = None) -> Record[ProposalEntry]:
        """Return the newest proposal of a case, which need not be named when there is one only.

        Raises RefusedError when there is none.
        """
        newest = {record.body.case: record for record in self.of(ProposalEntry)}
        if not newest:
            raise RefusedError(Message("the register has no proposal; begin with trappe book propose"))
        known = ", ".join(newest)
        if case is None and len(newest) > 1:
            raise RefusedError(
                Message("the register has several cases; choose by --case: {known}", known=known)
            )
        name = next(iter(newest)) if case is None else case
        if name not in newest:
            raise RefusedError(
                Message("--case: '{name}' has not been proposed; there are {known}", name=name, known=known)
            )
        return newest[name]

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that have been proposed, in the order in which they first were."""
        return tuple(dict.fromkeys(record.body.case for record in self.of(ProposalEntry)))

    def number(self, number: int, kind: type[AnyBody]) -> Record[AnyBody] | None:
        """Return an entry by its number, if it is of that kind."""
        return next((record for record in self.of(kind) if record.number == number), None)

    def sensitivity(self, proposal: Record[ProposalEntry]) -> Record[SensitivityEntry] | None:
        """Return the newest analysis of exactly the scenario and the case that are proposed."""
        analyses = [
            record
            for record in self.of(SensitivityEntry)
            if record.entry.scenario_digest == proposal.entry.scenario_digest
            and record.body.case == proposal.body.case
        ]
        return analyses[-1] if analyses else None

    def approval(self, proposal: Record[ProposalEntry], payer: str) -> Record[Approval] | None:
        """Return a payer's approval of exactly this proposal; where the rule asks for two people, by another.

        Whoever proposed is no second person, however the name is typed.
        """
        alone = proposal.entry.who if proposal.body.policy.two_people else None
        return next(
            (
                record
                for record in self.of(Approval)
                if record.body.proposal == proposal.number
                and record.body.payer == payer
                and (alone is None or not same_person(record.entry.who, alone))
            ),
            None,
        )

    def reached(self, proposal: Record[ProposalEntry]) -> dict[str, Record[MilestoneMet]]:
        """Return the milestones that the case has reached, also under an earlier proposal of it."""
        ours = {record.number for record in self.of(ProposalEntry) if record.body.case == proposal.body.case}
        return {
            record.body.milestone: record for record in self.of(MilestoneMet) if record.body.proposal in ours
        }

    def follow_up(self, proposal: Record[ProposalEntry]) -> Record[FollowUpEntry] | None:
        """Return the newest follow-up of a proposal."""
        follow_ups = [record for record in self.of(FollowUpEntry) if record.body.proposal == proposal.number]
        return follow_ups[-1] if follow_ups else None

    def draws(self, proposal: Record[ProposalEntry]) -> float:
        """Return how many draws the amounts rest on; after a follow-up, how many the weights are worth."""
        newest = self.follow_up(proposal)
        return proposal.body.draws if newest is None else newest.body.effective_draws

    def expected_gain(self, proposal: Record[ProposalEntry]) -> ExpectedGain:
        """Return the expected gain by the entry that amounts rest on now."""
        body, newest = proposal.body, self.follow_up(proposal)
        if newest is None:
            return body.expected_gain()
        return self.expected_after(newest)

    def expected_after(self, follow_up: Record[FollowUpEntry]) -> ExpectedGain:
        """Return the expected gain after a follow-up."""
        body, proposal = follow_up.body, self.proposal_of(follow_up).body
        runs = proposal.draws * proposal.replications
        return proposal.expected_in(body.promised, body.expected, runs=runs)

    def basis(self, proposal: Record[ProposalEntry]) -> tuple[int, date, list[PromisedForm]]:
        """Return the entry that amounts rest on now, the last day that it covers, and the amounts."""
        newest = self.follow_up(proposal)
        if newest is None:
            return proposal.number, proposal.body.known_until, proposal.body.promised
        return newest.number, newest.body.last, newest.body.promised

    @property
    def newest_ledger(self) -> date | None:
        """The last day of the newest ledger that any case has been followed up with."""
        return max((record.body.last for record in self.of(FollowUpEntry)), default=None)

    @property
    def standing(self) -> tuple[Record[Booking], ...]:
        """The bookings of which something has not been reversed."""
        return tuple(record for record in self.of(Booking) if self.stands(record) > 0)

    def stands(self, booking: Record[Booking]) -> float:
        """Return what of a booking has not been reversed, in kroner."""
        left = booking.body.dkk
        for record in self.reversals_of(booking):
            left -= left if record.body.dkk is None else record.body.dkk
        return left

    def reversals_of(self, booking: Record[Booking]) -> tuple[Record[Reversal], ...]:
        """Return what was reversed of a booking, the oldest first."""
        return tuple(record for record in self.of(Reversal) if record.body.booking == booking.number)

    def proposal_of(self, record: Record[Any]) -> Record[ProposalEntry]:
        """Return the proposal that an entry rests on; there is none behind an analysis."""
        if isinstance(record.body, Reversal):
            return self.proposal_of(self.records[record.body.booking - 1])
        number: int = record.body.proposal
        return self.records[number - 1]

    def booked(self, case: str, *, year: int, payer: str) -> float:
        """Return what stands booked of a case, in kroner."""
        return sum(
            self.stands(record)
            for record in self.standing
            if (record.body.year, record.body.payer) == (year, payer)
            and self.proposal_of(record).body.case == case
        )

    def _check(self, record: Record[Any]) -> None:
        """Raise NegativeAnswerError when an entry rests on one that is not there, or of another kind."""
        for field, kinds in _RESTS_ON.items():
            number = getattr(record.body, field, None)
            if number is None:
                continue
            there = 1 <= number < record.number and isinstance(self.records[number - 1].body, kinds)
            if not there:
                raise NegativeAnswerError(
                    Message(
                        "entry {number} rests on entry {number_2}, which is not of that kind; the "
                        "register was not kept by trappe",
                        number=record.number,
                        number_2=number,
                    )
                )


def same_person(one: str, other: str) -> bool:
    """Return whether two names are of one person: case, spaces and marks do not tell people apart."""
    return person(one) == person(other)


def person(name: str) -> str:
    """Return what the names of one person have in common."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


_RESTS_ON: dict[str, tuple[type[Body], ...]] = {
    "proposal": (ProposalEntry,),
    "basis": (ProposalEntry, FollowUpEntry),
    "sensitivity": (SensitivityEntry,),
    "booking": (Booking,),
}


def _record(entry: Entry) -> Record[Any]:
    try:
        return Record(entry=entry, body=body_of(entry.kind, entry.body))
    except (KeyError, ValidationError) as error:
        raise NegativeAnswerError(
            Message(
                "entry {number} ('{kind}') cannot be read; another edition of trappe, or "
                "something else, entered it",
                number=entry.number,
                kind=entry.kind,
            )
        ) from error
