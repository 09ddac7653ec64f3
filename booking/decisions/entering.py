"""Enter what an act makes, and judge what stands in a register by the same acts.

The chain proves that an entry is as it was entered; judging proves that it was allowed. Every kind of entry
is judged, by the entries before it and by nothing else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booking.decisions import booking_acts, case_acts, register_acts
from booking.decisions.drafts import Act
from booking.proof.signatures import Signer
from booking.register.books import Books, Record
from booking.register.chain import Draft, Entry, is_to_come
from booking.register.entry_kinds import (
    Approval,
    Booking,
    Correction,
    FollowUpEntry,
    Founding,
    MilestoneMet,
    ProposalEntry,
    Reversal,
    RuleAccepted,
    RuleEntry,
    SensitivityEntry,
    body_of,
)
from booking.register.register import Register
from booking.register.witness_kinds import WITNESS_KINDS
from booking.witness.judgement import Witnesses
from language.messages import Message
from scenarios import clock
from scenarios.clock import day_in_denmark
from scenarios.files.refusals import NegativeAnswerError, RefusedError


def enter(register: Register, act: Act, signer: Signer | None = None, *, at: datetime | None = None) -> Entry:
    """Carry out an act on the register as it stands, now or `at` a time, and return its entry.

    It is signed if there is a signer. The same act again on the same day, by the same person for the same
    reason and with the same key, finds the entry that it made the first time: whoever did not see the answer
    may ask again. Raises TamperedError when something else has changed the register, ChangedError when
    somebody was faster, NegativeAnswerError when an entry in it was never allowed, or this one may not be
    made without a key or a countersigned seal, and what the act does.
    """
    entries = register.verified()
    now = _not_before(entries, at or clock.now())
    key = "" if signer is None else signer.public_key
    books, made = _judged(entries, _Asked(act=act, key=key, now=now))
    witnesses = Witnesses(books)
    if made is not None:
        return made
    draft = act(books, now)
    witnesses.check(body_of(draft.kind, draft.body), draft.who, key, now)
    return register.append(draft, after=len(entries), at=now, signer=signer)


def _not_before(entries: Sequence[Entry], now: datetime) -> datetime:
    """Return now, or the time of the newest entry where a clock was put back, as the entry will bear it."""
    return max([now, *(entry.at for entry in entries[-1:] if not is_to_come(entry, now))])


def judged(entries: Iterable[Entry]) -> Books:
    """Return the books of a register; NegativeAnswerError for the first entry that was not allowed."""
    books, _ = _judged(entries)
    Witnesses(books)
    return books


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """An act that somebody asks for now, with a key or without one (empty)."""

    act: Act
    key: str
    now: datetime

    def has_made(self, entry: Entry, books: Books) -> bool:
        """Return whether it has made an entry already, earlier today."""
        if not self.act.may_have_made(entry) or entry.signer != self.key:
            return False
        if day_in_denmark(entry.at) != day_in_denmark(self.now):
            return False
        try:
            return _says(self.act(books, entry.at), books.read(entry))
        except RefusedError:
            return False


def _judged(entries: Iterable[Entry], asked: _Asked | None = None) -> tuple[Books, Entry | None]:
    """Return the books, and the entry of today that an act has made already, if it has."""
    books, made = Books(), None
    for entry in entries:
        record = books.read(entry)
        _judge(record, books)
        if asked is not None and asked.has_made(entry, books):
            made = entry
        elif asked is not None and asked.act.of_present:
            made = None
        books.add(record)
    return books, made


def _judge(record: Record[Any], books: Books) -> None:
    """Raise NegativeAnswerError for an entry that its act would not have made of those before it."""
    act = _ACTS[type(record.body)](record, books)
    if act is None:
        return
    try:
        allowed = act(books, record.entry.at)
    except RefusedError as error:
        raise _never_allowed(record, error.message) from error
    if not _says(allowed, record):
        raise _never_allowed(record, Message("it rests on other entries"))


def _says(draft: Draft, record: Record[Any]) -> bool:
    if isinstance(record.body, Reversal) and record.body.dkk is None:  # of an earlier edition: all that stood
        return True
    return bool(body_of(draft.kind, draft.body) == record.body)


def _never_allowed(record: Record[Any], reason: Message) -> NegativeAnswerError:
    return NegativeAnswerError(
        Message("entry {number} could not have been entered: {reason}", number=record.number, reason=reason)
    )


# The act that an entry says it is the answer to -------------------------------------------------------------


def _founding(record: Record[Founding], _books: Books) -> Act:
    return register_acts.found(record.body.municipality, record.body.policy, **_by(record))


def _rule(record: Record[RuleEntry], _books: Books) -> Act:
    return register_acts.change_rule(record.body.policy, **_by(record))


def _rule_accepted(record: Record[RuleAccepted], _books: Books) -> Act:
    return register_acts.accept_rule(record.body.rule, **_by(record))


def _proposal(record: Record[ProposalEntry], books: Books) -> Act | None:
    if books.founding is None:  # of an earlier edition, in which each proposal brought its rule
        return None
    entry = record.entry
    digests = {"scenario_digest": entry.scenario_digest, "run_digest": entry.run_digest}
    return case_acts.propose(record.body, **_by(record), **digests)


def _sensitivity(record: Record[SensitivityEntry], _books: Books) -> Act:
    entry = record.entry
    digests = {"scenario_digest": entry.scenario_digest, "run_digest": entry.run_digest}
    return case_acts.record_sensitivity(record.body, **_by(record), **digests)


def _nothing_to_judge(_record: Record[Any], _books: Books) -> None:
    return None


def _approval(record: Record[Approval], books: Books) -> Act:
    case = books.proposal_of(record).body.case
    return case_acts.approve(record.body.payer, case=case, **_by(record))


def _milestone(record: Record[MilestoneMet], books: Books) -> Act:
    case = books.proposal_of(record).body.case
    return case_acts.reach(record.body.milestone, case=case, **_by(record))


def _follow_up(record: Record[FollowUpEntry], books: Books) -> Act:
    entry = record.entry
    return case_acts.record_follow_up(
        lambda _proposal: record.body,
        case=books.proposal_of(record).body.case,
        **_by(record),
        scenario_digest=entry.scenario_digest,
        run_digest=entry.run_digest,
    )


def _correction(record: Record[Correction], _books: Books) -> Act:
    return register_acts.correct(record.body.entry, **_by(record))


def _booking(record: Record[Booking], books: Books) -> Act:
    body, case = record.body, books.proposal_of(record).body.case
    return booking_acts.commit(body.payer, body.year, body.dkk, case=case, **_by(record), on=body.on)


def _reversal(record: Record[Reversal], _books: Books) -> Act:
    return booking_acts.reverse(record.body.booking, record.body.dkk, **_by(record))


def _by(record: Record[Any]) -> dict[str, str]:
    return {"who": record.entry.who, "why": record.entry.why}


_ACTS: dict[type[Any], Callable[[Record[Any], Books], Act | None]] = {
    Founding: _founding,
    RuleEntry: _rule,
    RuleAccepted: _rule_accepted,
    ProposalEntry: _proposal,
    SensitivityEntry: _sensitivity,
    Approval: _approval,
    MilestoneMet: _milestone,
    FollowUpEntry: _follow_up,
    Correction: _correction,
    Booking: _booking,
    Reversal: _reversal,
    **dict.fromkeys(WITNESS_KINDS.values(), _nothing_to_judge),  # `Witnesses` does, over all of them
}
