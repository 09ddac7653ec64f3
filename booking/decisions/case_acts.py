"""Propose a case, put its analysis on record, approve it, say what it has reached, and follow it up."""

import math
from collections.abc import Callable
from datetime import datetime

from booking.decisions.drafts import Act, draft_of, draft_on
from booking.register.books import Books, Record
from booking.register.chain import Draft
from booking.register.entry_kinds import (
    Approval,
    FollowUpEntry,
    MilestoneMet,
    ProposalEntry,
    RecomputedForm,
    SensitivityEntry,
)
from booking.register.names import label, same_person
from language.formatting import number as formatted
from language.messages import Fact, Message
from scenarios.clock import day_in_denmark
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from scenarios.running.recheck import SAMPLE


def propose(body: ProposalEntry, *, who: str, why: str, scenario_digest: str, run_digest: str) -> Act:
    """Propose a case by the rule of the register, which is of the case's municipality."""

    def act(books: Books, _at: datetime) -> Draft:
        founding = books.founding
        if founding is None or books.rule is None:
            raise RefusedError(
                Message(
                    "the register has no municipality and no rule of its own yet; enter them by trappe "
                    "register new"
                )
            )
        if label(body.municipality) != label(founding.body.municipality):
            raise RefusedError(
                Message(
                    "the case is of '{municipality}', and the register is that of '{own}'",
                    municipality=body.municipality,
                    own=founding.body.municipality,
                )
            )
        if body.policy.digest != books.rule.digest:
            raise RefusedError(Message("the proposal is not by the rule of the register"))
        _check_recomputed(body.recomputed)
        return draft_of(
            body,
            who=who,
            why=why,
            scenario_digest=scenario_digest,
            run_digest=run_digest,
            policy_digest=body.policy.digest,
        )

    return Act(kind=ProposalEntry, who=who, why=why, draft=act)


def record_sensitivity(
    body: SensitivityEntry, *, who: str, why: str, scenario_digest: str, run_digest: str
) -> Act:
    """Record a sensitivity analysis."""

    def act(books: Books, _at: datetime) -> Draft:
        if books.founding is not None:
            _check_recomputed(body.recomputed)
        return draft_of(body, who=who, why=why, scenario_digest=scenario_digest, run_digest=run_digest)

    return Act(kind=SensitivityEntry, who=who, why=why, draft=act)


def _check_recomputed(recomputed: RecomputedForm | None) -> None:
    """Raise NegativeAnswerError unless at least as many runs were run again as are drawn for an entry."""
    if recomputed is None or recomputed.cells < min(SAMPLE, recomputed.of):
        raise NegativeAnswerError(
            Message("it does not say that a sample of the runs was run again before it was entered")
        )


def approve(payer: str, *, case: str | None, who: str, why: str) -> Act:
    """Let a payer approve the newest proposal of a case."""

    def act(books: Books, _at: datetime) -> Draft:
        proposal = books.proposal(case)
        body = proposal.body
        check_payer(body, payer, "BETALER")
        named = body.policy.approvers.get(payer)
        if named is not None and not same_person(who, named):
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
        return draft_on(proposal, Approval(proposal=proposal.number, payer=payer), who=who, why=why)

    return Act(kind=Approval, who=who, why=why, draft=act)


def reach(milestone: str, *, case: str | None, who: str, why: str) -> Act:
    """Record that a case has reached a milestone of its policy."""

    def act(books: Books, _at: datetime) -> Draft:
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
        return draft_on(
            proposal, MilestoneMet(proposal=proposal.number, milestone=milestone), who=who, why=why
        )

    return Act(kind=MilestoneMet, who=who, why=why, draft=act)


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

    def act(books: Books, at: datetime) -> Draft:
        proposal = books.proposal(case)
        check_scenario(proposal, scenario_digest)
        made = body(proposal)
        _check_amounts(proposal, made)
        if made.last > day_in_denmark(at):
            raise RefusedError(Message("--to {last}: that day has not come yet", last=made.last))
        return draft_on(proposal, made, who=who, why=why, run_digest=run_digest)

    return Act(kind=FollowUpEntry, who=who, why=why, draft=act)


def check_scenario(proposal: Record[ProposalEntry], scenario_digest: str) -> None:
    """Raise NegativeAnswerError when a proposal is of another scenario than a follow-up of it."""
    if proposal.entry.scenario_digest != scenario_digest:
        raise NegativeAnswerError(
            Message(
                "the follow-up is of another scenario than the proposal (entry {number})",
                number=proposal.number,
            )
        )


def _check_amounts(proposal: Record[ProposalEntry], follow_up: FollowUpEntry) -> None:
    """Raise RefusedError for amounts that no draw of the proposal's run bears out, or of other budgets."""
    before = {(each.year, each.payer): each for each in proposal.body.promised}
    budgets = {(each.year, each.payer) for each in follow_up.promised}
    if follow_up.proposal != proposal.number or before.keys() != budgets:
        raise RefusedError(
            Message(
                "the follow-up is of other budgets than the proposal (entry {number})", number=proposal.number
            )
        )
    if not follow_up.last > proposal.body.known_until:
        raise RefusedError(
            Message(
                "the follow-up ends before the case begins; the proposal is entry {number}",
                number=proposal.number,
            )
        )
    for each in follow_up.promised:
        most = before[each.year, each.payer].most_dkk
        if most is not None and each.sure.dkk > max(most, 0.0):
            raise RefusedError(
                Message(
                    "{payer} {year}: the follow-up calls DKK {sure} sure, more than any run of the proposal "
                    "(entry {number}) gave, which is DKK {most}; propose the case again with more draws",
                    payer=each.payer,
                    year=each.year,
                    sure=Fact(formatted, math.floor(each.sure.dkk)),
                    most=Fact(formatted, math.floor(most)),
                    number=proposal.number,
                )
            )


def check_payer(body: ProposalEntry, payer: str, where: str) -> None:
    """Raise RefusedError for what is no payer of a case; `where` names the option."""
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
