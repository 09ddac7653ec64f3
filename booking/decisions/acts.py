"""Turn each act on the register into an entry, or refuse it with what stands in its way.

`enter` is the only way in: it reads the register, checks that it is whole, lets the act see its entries, and
appends only if nothing was entered meanwhile.
"""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from booking.decisions.bookable_lines import bookable_line
from booking.proof.signatures import Signer
from booking.register.books import Books, Record, same_person
from booking.register.chain import Draft, Entry
from booking.register.entry_kinds import (
    KINDS,
    Approval,
    Body,
    Booking,
    FollowUpEntry,
    MilestoneMet,
    ProposalEntry,
    Reversal,
    SensitivityEntry,
    body_of,
)
from booking.register.register import Register
from booking.witness.judgement import Witnesses
from language.formatting import number as formatted
from language.messages import Fact, Message, mark
from scenarios.files.refusals import NegativeAnswerError, RefusedError

Act = Callable[[Books], Draft]
"""From what stands in the register to what is to be entered; raises RefusedError or NegativeAnswerError."""


def enter(register: Register, act: Act, signer: Signer | None = None, at: datetime | None = None) -> Entry:
    """Carry out an act on the register as it stands, sign it if there is a signer, and return its entry.

    Raises TamperedError when something else has changed the register, ChangedError when somebody was faster,
    NegativeAnswerError when a booking in it was never allowed, or this one may not be made without a key or a
    countersigned seal, and what the act does. `at` is now unless it is given.
    """
    entries = register.verified()
    books = Books(entries)
    check_bookings(books)
    witnesses, draft = Witnesses(books), act(books)
    key = "" if signer is None else signer.public_key
    now = max([at or datetime.now(UTC), *(entry.at for entry in entries[-1:])])
    witnesses.check(body_of(draft.kind, draft.body), draft.who, key, now)
    return register.append(draft, after=len(entries), at=now, signer=signer)


def check_bookings(books: Books) -> None:
    """Judge bookings and reversals by the entries before each; NegativeAnswerError for one not allowed.

    The chain proves that an entry is as it was entered; this proves that it was allowed.
    """
    for booking in books.of(Booking):
        body, entry, then = booking.body, booking.entry, books.before(booking.number)
        case = books.proposal_of(booking).body.case
        act = commit(body.payer, body.year, body.dkk, case=case, who=entry.who, why=entry.why, on=body.on)
        try:
            allowed = act(then)
        except RefusedError as error:
            raise _never_allowed(booking.number, error.message) from error
        if {**allowed.body} != {**entry.body}:
            raise _never_allowed(booking.number, Message("it rests on other entries"))
    for reversal in books.of(Reversal):
        back, by = reversal.body, reversal.entry
        try:
            reverse(back.booking, back.dkk, who=by.who, why=by.why)(books.before(reversal.number))
        except RefusedError as error:
            raise _never_allowed(reversal.number, error.message) from error


def propose(body: ProposalEntry, *, who: str, why: str, scenario_digest: str, run_digest: str) -> Act:
    """Propose a case."""
    return lambda _books: draft_of(
        body,
        who=who,
        why=why,
        scenario_digest=scenario_digest,
        run_digest=run_digest,
        policy_digest=body.policy.digest,
    )


def record_sensitivity(
    body: SensitivityEntry, *, who: str, why: str, scenario_digest: str, run_digest: str
) -> Act:
    """Record a sensitivity analysis."""
    return lambda _books: draft_of(
        body, who=who, why=why, scenario_digest=scenario_digest, run_digest=run_digest, policy_digest=""
    )


def approve(payer: str, *, case: str | None, who: str, why: str) -> Act:
    """Let a payer approve the newest proposal of a case."""

    def act(books: Books) -> Draft:
        proposal = books.proposal(case)
        body = proposal.body
        _known_payer(body, payer, "BETALER")
        named = body.policy.approvers.get(payer)
        if named is not None and who.strip().casefold() != named.strip().casefold():
            raise NegativeAnswerError(
                Message(
                    "{payer}: the rule lets {named} approve, not {who}", payer=payer, named=named, who=who
                )
            )
        if body.policy.two_people and same_person(who, proposal.entry.who):
            raise NegativeAnswerError(
                Message(
                    "{payer}: {who} proposed the case (entry {number}); the rule asks for two people, so "
                    "somebody else approves",
                    payer=payer,
                    who=who.strip(),
                    number=proposal.number,
                )
            )
        if (earlier := books.approval(proposal, payer)) is not None:
            raise NegativeAnswerError(
                Message(
                    "{payer} has approved the proposal already (entry {number}, {who})",
                    payer=payer,
                    number=earlier.number,
                    who=earlier.entry.who,
                )
            )
        return _of(proposal, Approval(proposal=proposal.number, payer=payer), who=who, why=why)

    return act


def reach(milestone: str, *, case: str | None, who: str, why: str) -> Act:
    """Record that a case has reached a milestone of its policy."""

    def act(books: Books) -> Draft:
        proposal = books.proposal(case)
        known = proposal.body.policy.milestones
        if milestone not in known:
            listed = ", ".join(known)
            raise RefusedError(
                Message(
                    "'{milestone}' is not a milestone of the case's rule; there are {known}",
                    milestone=milestone,
                    known=listed or Message("none"),
                )
            )
        if (earlier := books.reached(proposal).get(milestone)) is not None:
            raise NegativeAnswerError(
                Message(
                    "the milestone '{milestone}' is reached already (entry {number})",
                    milestone=milestone,
                    number=earlier.number,
                )
            )
        return _of(proposal, MilestoneMet(proposal=proposal.number, milestone=milestone), who=who, why=why)

    return act


def record_follow_up(
    body: Callable[[Record[ProposalEntry]], FollowUpEntry],
    *,
    case: str | None,
    who: str,
    why: str,
    scenario_digest: str,
    run_digest: str,
) -> Act:
    """Record a follow-up of the newest proposal of a case.

    Refused when it is of another scenario than the proposal.
    """

    def act(books: Books) -> Draft:
        proposal = books.proposal(case)
        check_scenario(proposal, scenario_digest)
        return _of(proposal, body(proposal), who=who, why=why, run_digest=run_digest)

    return act


def check_scenario(proposal: Record[ProposalEntry], scenario_digest: str) -> None:
    """Raise NegativeAnswerError when a proposal is of another scenario than a follow-up of it."""
    if proposal.entry.scenario_digest != scenario_digest:
        raise NegativeAnswerError(
            Message(
                "the follow-up is of another scenario than the proposal (entry {number})",
                number=proposal.number,
            )
        )


def commit(payer: str, year: int, dkk: float, *, case: str | None, who: str, why: str, on: date) -> Act:
    """Book an amount out of a payer's budget for a year, as decided on a day.

    Refused, with every reason, when it is more than may be booked then.
    """

    def act(books: Books) -> Draft:
        _whole(dkk)
        proposal = books.proposal(case)
        _known_payer(proposal.body, payer, "--payer")
        basis, _, amounts = books.basis(proposal)
        promised = {(each.year, each.payer): each.promised for each in amounts}
        if (year, payer) not in promised:
            years = f"{min(at for at, _ in promised)}-{max(at for at, _ in promised)}"
            raise RefusedError(
                Message(
                    "--year: {year} is not one of the case's budget years; they are {years}",
                    year=year,
                    years=years,
                )
            )
        line = bookable_line(books, proposal, promised[year, payer], on)
        if dkk > line.bookable_dkk:
            raise _refused(line.bookable_dkk, dkk, payer, year, [each.text for each in line.reasons])
        sensitivity = books.sensitivity(proposal)
        if sensitivity is None:
            raise AssertionError("a hindrance was overlooked")
        body = Booking(
            proposal=proposal.number,
            basis=basis,
            sensitivity=sensitivity.number,
            on=on,
            year=year,
            payer=payer,
            dkk=dkk,
        )
        return _of(proposal, body, who=who, why=why)

    return act


def reverse(number: int, dkk: float | None = None, /, *, who: str, why: str) -> Act:
    """Reverse a booking, or a part of it; without an amount, all of it that stands."""

    def act(books: Books) -> Draft:
        booking = books.number(number, Booking)
        if booking is None:
            listed = ", ".join(str(each.number) for each in books.standing)
            raise RefusedError(
                Message(
                    "entry {number} is not a booking; those that stand are {standing}",
                    number=number,
                    standing=listed or Message("none"),
                )
            )
        stands = books.stands(booking)
        if not stands > 0:
            raise NegativeAnswerError(Message("entry {number} has been reversed already", number=number))
        amount = stands if dkk is None else _whole(dkk)
        if amount > stands:
            raise NegativeAnswerError(
                Message(
                    "entry {number}: DKK {asked} cannot be reversed; DKK {stands} of it stands",
                    number=number,
                    asked=Fact(formatted, math.floor(amount)),
                    stands=Fact(formatted, math.floor(stands)),
                )
            )
        return _of(books.proposal_of(booking), Reversal(booking=number, dkk=amount), who=who, why=why)

    return act


def _whole(dkk: float) -> float:
    if dkk < 1 or dkk != int(dkk):
        raise RefusedError(Message("--dkk: {dkk:g} is not a number of whole kroner from 1 up", dkk=dkk))
    return dkk


def draft_of(
    body: Body, *, who: str, why: str, scenario_digest: str, run_digest: str, policy_digest: str
) -> Draft:
    """Return the draft of a body; RefusedError where it is not said who or why."""
    (kind,) = (name for name, form in KINDS.items() if isinstance(body, form))
    for option, text in (("--who", who), ("--why", why)):
        if not text.strip():
            raise RefusedError(Message(_SAY[option], option=option))
    return Draft(
        kind=kind,
        who=who.strip(),
        why=why.strip(),
        scenario_digest=scenario_digest,
        run_digest=run_digest,
        policy_digest=policy_digest,
        body=body.model_dump(mode="json"),
    )


_SAY = {
    "--who": mark("{option}: say who; it stands in the register for ever"),
    "--why": mark("{option}: say why; it stands in the register for ever"),
}


def _of(proposal: Record[ProposalEntry], body: Body, *, who: str, why: str, run_digest: str = "") -> Draft:
    entry = proposal.entry
    return draft_of(
        body,
        who=who,
        why=why,
        scenario_digest=entry.scenario_digest,
        run_digest=run_digest or entry.run_digest,
        policy_digest=entry.policy_digest,
    )


def _never_allowed(number: int, reason: Message) -> NegativeAnswerError:
    return NegativeAnswerError(
        Message("entry {number} could not have been entered: {reason}", number=number, reason=reason)
    )


def _known_payer(body: ProposalEntry, payer: str, where: str) -> None:
    if payer not in body.payers:
        known = ", ".join(body.payers)
        raise RefusedError(
            Message(
                "{where}: '{payer}' is not a payer of the case; there are {known}",
                where=where,
                payer=payer,
                known=known,
            )
        )


def _refused(
    bookable: float, dkk: float, payer: str, year: int, why: Sequence[Message]
) -> NegativeAnswerError:
    return NegativeAnswerError(
        Message(
            "{payer} {year}: DKK {asked} cannot be booked; at most DKK {most}{reasons}",
            payer=payer,
            year=year,
            asked=Fact(formatted, math.floor(dkk)),
            most=Fact(formatted, math.floor(bookable)),
            reasons=Fact(_listed, tuple(why)),
        )
    )


def _listed(reasons: Sequence[Message]) -> str:
    return "".join(f"; {reason}" for reason in reasons)
