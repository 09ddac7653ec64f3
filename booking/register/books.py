"""Put the entries of the register together: who has proposed, approved, reached and booked what.

Each entry is taken in once and looked up by what it is of, so that a register of thousands of entries is
judged entry by entry in the time that it takes to read it.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from booking.amounts.policy import Policy
from booking.register.chain import Entry
from booking.register.entry_kinds import (
    Approval,
    Body,
    Booking,
    Correction,
    FollowUpEntry,
    Founding,
    MilestoneMet,
    PromisedForm,
    ProposalEntry,
    Reversal,
    RuleAccepted,
    RuleEntry,
    SensitivityEntry,
    body_of,
)
from booking.register.names import label, same_person
from language.messages import Message
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from scenarios.results.expected_gain import ExpectedGain

Budget = tuple[int, str]
"""A budget year and a payer."""
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

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take in the entries of a register; raises as `read` does."""
        self.records: list[Record[Any]] = []
        self._by_kind: dict[type[Any], list[Record[Any]]] = defaultdict(list)
        self._analyses: dict[tuple[str, str], Record[SensitivityEntry]] = {}
        self._approvals: dict[tuple[int, str], list[Record[Approval]]] = defaultdict(list)
        self._reached: dict[str, dict[str, Record[MilestoneMet]]] = defaultdict(dict)
        self._proposals: dict[str, list[Record[ProposalEntry]]] = defaultdict(list)
        self._follow_ups: dict[int, list[Record[FollowUpEntry]]] = defaultdict(list)
        self._reversals: dict[int, list[Record[Reversal]]] = defaultdict(list)
        self._corrections: dict[int, Record[Correction]] = {}
        self._left: dict[int, float] = {}
        """What of a booking has not been reversed, by its number."""
        self._booked: dict[str, dict[Budget, dict[int, float]]] = defaultdict(dict)
        """What stands booked, by case, by budget, and by number of the proposal that it was booked on."""
        self._rule: Record[Founding] | Record[RuleEntry] | None = None
        self._newest_ledger: date | None = None
        self._takers: dict[type[Any], Callable[[Record[Any]], None]] = {
            Founding: self._take_rule,
            RuleEntry: self._take_rule,
            RuleAccepted: self._take_acceptance,
            ProposalEntry: self._take_proposal,
            SensitivityEntry: self._take_analysis,
            Approval: self._take_approval,
            MilestoneMet: self._take_milestone,
            FollowUpEntry: self._take_follow_up,
            Correction: self._take_correction,
            Booking: self._take_booking,
            Reversal: self._take_reversal,
        }
        for entry in entries:
            self.add(self.read(entry))

    def read(self, entry: Entry) -> Record[Any]:
        """Return the next entry with its body, not taken in yet.

        Raises NegativeAnswerError for one that is of no kind known here, or rests on one that is not there.
        """
        record = _record(entry)
        self._check(record)
        return record

    def add(self, record: Record[Any]) -> None:
        """Take in the next entry."""
        self.records.append(record)
        self._by_kind[type(record.body)].append(record)
        if (take := self._takers.get(type(record.body))) is not None:
            take(record)

    def of(self, kind: type[AnyBody]) -> Iterator[Record[AnyBody]]:
        """Yield the entries of one kind."""
        yield from self._by_kind[kind]

    def number(self, number: int, kind: type[AnyBody]) -> Record[AnyBody] | None:
        """Return an entry by its number, if it is of that kind."""
        there = 1 <= number <= len(self.records)
        record = self.records[number - 1] if there else None
        return record if record is not None and isinstance(record.body, kind) else None

    # The register's own ----------------------------------------------------------------------------------

    @property
    def founding(self) -> Record[Founding] | None:
        """The entry that says whose register it is; None in one of an earlier edition."""
        return next(self.of(Founding), None)

    @property
    def rule(self) -> Policy | None:
        """The rule in force; None in a register of an earlier edition, where each proposal brings its own."""
        return None if self._rule is None else self._rule.body.policy

    @property
    def rule_record(self) -> Record[Founding] | Record[RuleEntry] | None:
        """The entry with the rule in force."""
        return self._rule

    def correction(self, number: int) -> Record[Correction] | None:
        """Return the entry that says that another is wrong."""
        return self._corrections.get(number)

    # Cases -----------------------------------------------------------------------------------------------

    def proposal(self, case: str | None = None) -> Record[ProposalEntry]:
        """Return the newest proposal of a case, which need not be named when there is one only.

        Raises RefusedError when there is none.
        """
        newest = {name: records[-1] for name, records in self._proposals.items()}
        if not newest:
            raise RefusedError(Message("the register has no proposal; begin with trappe book propose"))
        known = ", ".join(record.body.case for record in newest.values())
        if case is None and len(newest) > 1:
            raise RefusedError(
                Message("the register has several cases; choose by --case: {known}", known=known)
            )
        name = next(iter(newest)) if case is None else label(case)
        if name not in newest:
            raise RefusedError(
                Message("--case: '{name}' has not been proposed; there are {known}", name=case, known=known)
            )
        return newest[name]

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that have been proposed, in the order in which they first were, by their newest names."""
        return tuple(records[-1].body.case for records in self._proposals.values())

    def proposals(self, case: str) -> tuple[Record[ProposalEntry], ...]:
        """Return the proposals of a case, the oldest first."""
        return tuple(self._proposals.get(label(case), ()))

    def sensitivity(self, proposal: Record[ProposalEntry]) -> Record[SensitivityEntry] | None:
        """Return the newest analysis of exactly the scenario and the case that are proposed."""
        return self._analyses.get((proposal.entry.scenario_digest, label(proposal.body.case)))

    def approval(self, proposal: Record[ProposalEntry], payer: str) -> Record[Approval] | None:
        """Return a payer's approval of exactly this proposal; where the rule asks for two people, by another.

        Whoever proposed is no second person, however the name is typed.
        """
        alone = proposal.entry.who if proposal.body.policy.two_people else None
        return next(
            (
                record
                for record in self._approvals.get((proposal.number, payer), ())
                if alone is None or not same_person(record.entry.who, alone)
            ),
            None,
        )

    def reached(self, proposal: Record[ProposalEntry]) -> dict[str, Record[MilestoneMet]]:
        """Return the milestones that the case has reached, also under an earlier proposal of it."""
        return {**self._reached.get(label(proposal.body.case), {})}

    # What amounts rest on --------------------------------------------------------------------------------

    def follow_up(self, proposal: Record[ProposalEntry]) -> Record[FollowUpEntry] | None:
        """Return the newest follow-up of a proposal that has not been corrected."""
        follow_ups = self._follow_ups.get(proposal.number, ())
        return next((each for each in reversed(follow_ups) if each.number not in self._corrections), None)

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
        return self._newest_ledger

    # What is booked --------------------------------------------------------------------------------------

    @property
    def standing(self) -> tuple[Record[Booking], ...]:
        """The bookings of which something has not been reversed."""
        return tuple(record for record in self.of(Booking) if self.stands(record) > 0)

    def stands(self, booking: Record[Booking]) -> float:
        """Return what of a booking has not been reversed, in kroner."""
        return self._left[booking.number]

    def reversals_of(self, booking: Record[Booking]) -> tuple[Record[Reversal], ...]:
        """Return what was reversed of a booking, the oldest first."""
        return tuple(self._reversals.get(booking.number, ()))

    def proposal_of(self, record: Record[Any]) -> Record[ProposalEntry]:
        """Return the proposal that an entry rests on; there is none behind an analysis."""
        if isinstance(record.body, Reversal):
            return self.proposal_of(self.records[record.body.booking - 1])
        number: int = record.body.proposal
        return self.records[number - 1]

    def booked(self, case: str, *, year: int, payer: str) -> float:
        """Return what stands booked of a case, in kroner."""
        return math.fsum(self._booked.get(label(case), {}).get((year, payer), {}).values())

    def booked_of(self, case: str) -> dict[Budget, float]:
        """Return all that stands booked of a case, in kroner by budget."""
        return {at: math.fsum(dkk.values()) for at, dkk in self._booked.get(label(case), {}).items()}

    def booked_before(self, proposal: Record[ProposalEntry]) -> dict[Budget, float]:
        """Return what stands booked of a case on earlier proposals of it, in kroner by budget."""
        booked = self._booked.get(label(proposal.body.case), {})
        return {
            at: math.fsum(dkk for number, dkk in by_proposal.items() if number != proposal.number)
            for at, by_proposal in booked.items()
        }

    @property
    def booked_cases(self) -> tuple[str, ...]:
        """The cases of which something stands booked, by label."""
        return tuple(case for case in self._booked if any(self._bearing(case)))

    def bearing(self, case: str) -> tuple[Record[ProposalEntry], ...]:
        """Return the proposals that bookings of a case stand on."""
        return tuple(self.records[number - 1] for number in sorted({*self._bearing(label(case))}))

    def _bearing(self, case: str) -> Iterator[int]:
        for by_proposal in self._booked.get(case, {}).values():
            yield from (number for number, dkk in by_proposal.items() if dkk > 0)

    # Taking in -------------------------------------------------------------------------------------------

    def _take_rule(self, record: Record[Any]) -> None:
        if self._rule is None or isinstance(record.body, Founding) or not self._rule.body.policy.two_people:
            self._rule = record

    def _take_acceptance(self, record: Record[RuleAccepted]) -> None:
        self._rule = self.records[record.body.rule - 1]

    def _take_proposal(self, record: Record[ProposalEntry]) -> None:
        self._proposals[label(record.body.case)].append(record)

    def _take_analysis(self, record: Record[SensitivityEntry]) -> None:
        self._analyses[record.entry.scenario_digest, label(record.body.case)] = record

    def _take_approval(self, record: Record[Approval]) -> None:
        self._approvals[record.body.proposal, record.body.payer].append(record)

    def _take_milestone(self, record: Record[MilestoneMet]) -> None:
        self._reached[self._case_of(record)][record.body.milestone] = record

    def _take_follow_up(self, record: Record[FollowUpEntry]) -> None:
        self._follow_ups[record.body.proposal].append(record)
        self._newest_ledger = max(self._newest_ledger or record.body.last, record.body.last)

    def _take_correction(self, record: Record[Correction]) -> None:
        self._corrections[record.body.entry] = record
        follow_ups = (each for each in self.of(FollowUpEntry) if each.number not in self._corrections)
        self._newest_ledger = max((each.body.last for each in follow_ups), default=None)

    def _take_booking(self, record: Record[Booking]) -> None:
        self._left[record.number] = 0.0
        self._stand(record, record.body.dkk)

    def _take_reversal(self, record: Record[Reversal]) -> None:
        self._reversals[record.body.booking].append(record)
        booking, dkk = self.records[record.body.booking - 1], record.body.dkk
        self._stand(booking, -self.stands(booking) if dkk is None else -dkk)

    def _stand(self, booking: Record[Booking], dkk: float) -> None:
        """Let more of a booking stand, or less."""
        self._left[booking.number] += dkk
        body = booking.body
        by_proposal = self._booked[self._case_of(booking)].setdefault((body.year, body.payer), {})
        by_proposal[body.proposal] = by_proposal.get(body.proposal, 0.0) + dkk

    def _case_of(self, record: Record[Any]) -> str:
        return label(self.proposal_of(record).body.case)

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


_RESTS_ON: dict[str, tuple[type[Any], ...]] = {
    "rule": (RuleEntry,),
    "entry": (object,),
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
