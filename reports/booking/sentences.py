"""Say what may be taken out of the budget now, what the rest waits for, and by which rule."""

from typing import get_args

from booking.amounts.policy import Cashable
from booking.decisions.case_status import CaseStatus
from booking.decisions.reasons import ReasonKind
from language.formatting import capital, ended, kroner, percent
from language.messages import mark, say
from reports.booking.formatting import entered_day
from reports.booking.sums import (
    NOTHING,
    Obstacle,
    Sums,
    by_year,
    listed,
    obstacles,
    own,
    payer_name,
    spans,
)
from reports.shared.basis import GRADE
from reports.shared.budget_years import span_words, year_words
from scenarios.format.assumptions import Grade

_KIND = {
    "capacity": mark("idle places"),
    "policy": mark("no money in a budget"),
    "confidence": mark("below {confidence} confidence"),
    "booked": mark("booked already"),
    "overbooked": mark("too much is booked"),
    "not_municipal": mark("not the municipality's money"),
    "year_over": mark("the budget year is over"),
    "sensitivity": mark("awaits the sensitivity analysis"),
    "newest_ledger": mark("awaits a follow-up"),
    "outside": mark("the ledger does not fit the scenario"),
    "evidence": mark("the evidence is too weak"),
    "first_year": mark("too early in the case"),
    "milestone": mark("milestone not reached"),
    "approval": mark("awaits the payer's approval"),
    "same_children": mark("another case reaches the same children"),
}

_LACKING = {
    "sensitivity": mark("A sensitivity analysis of exactly this calculation"),
    "approval": mark("Approval from {payers}"),
}

_WAITS = {
    "sensitivity": mark("the sensitivity analysis"),
    "newest_ledger": mark("a follow-up on the newest ledger"),
    "milestone": mark("milestones"),
    "approval": mark("the payers' approval"),
}

_STANDS = {
    "outside": mark("rests on a scenario that the newest ledger does not fit"),
    "evidence": mark("rests on evidence that is too weak"),
    "first_year": mark("lies before the first budget year that the rule opens"),
    "year_over": mark("lies in budget years that are over"),
    "same_children": mark("is of the same children as another case that is booked"),
}


_OF_TIME: tuple[ReasonKind, ...] = ("sensitivity", "newest_ledger", "milestone", "approval")
"""The reasons that time can remove; the others stand until something is proposed anew."""
_GATES: tuple[ReasonKind, ...] = (*_OF_TIME, "outside", "evidence", "first_year", "same_children")


def answer(status: CaseStatus) -> tuple[str, ...]:
    """Return in a few sentences how much is bookable now, and what the rest waits for."""
    sums = own(status)
    if sums.has_nothing_to_book:
        key = (
            mark(
                "The case is not expected to give the municipality a gain in any budget year, so "
                "there is nothing to take out of the budget; over {years} extra costs of {loss} "
                "are expected."
            )
            if -sums.loss_dkk >= NOTHING
            else mark(
                "The case is expected to give the municipality neither gain nor extra cost over "
                "{years}, so there is nothing to take out of the budget."
            )
        )
        return (ended(say(key, years=years_words(status), loss=kroner(-sums.loss_dkk))),)
    sentences = [_now(status, sums)]
    if "overbooked" in sums.by_kind:
        sentences.append(_overbooked(status, sums))
    if sums.booked_dkk >= NOTHING:
        sentences.append(
            say("{booked} has been taken out of the budget already.", booked=kroner(sums.booked_dkk))
        )
    if -sums.loss_dkk >= NOTHING:
        losing = [year for year, each in by_year(status).items() if -each.loss_dkk >= NOTHING]
        sentences.append(
            say(
                "In {years} extra costs of {loss} in all are expected; they are not taken off the gain here.",
                years=spans(losing),
                loss=kroner(-sums.loss_dkk),
            )
        )
    return tuple(ended(sentence) for sentence in sentences)


def years_words(status: CaseStatus) -> str:
    """Return the budget years of the case as "2027-2036", in months where they are not whole."""
    return span_words(status.proposal.body.months)


def kind_words(status: CaseStatus, kind: ReasonKind) -> str:
    """Return a kind of reason in a few words."""
    confidence = percent(status.proposal.body.policy.confidence)
    return say(_KIND[kind], confidence=confidence)


def obstacle_words(status: CaseStatus, obstacle: Obstacle) -> str:
    """Return a reason in full, with the payers whose approval is lacking."""
    if obstacle.dkk <= -NOTHING and obstacle.reason.kind != "overbooked":
        return say("More than expected on average")
    text = str(obstacle.reason.text)
    if obstacle.reason.kind in {"approval", "overbooked"}:
        names = listed([payer_name(status, payer) for payer in obstacle.payers])
        text = f"{text}: {names}"
    return capital(text)


def lacking_words(status: CaseStatus, obstacle: Obstacle) -> str:
    """Return an unmet condition as a thing that is lacking."""
    kind = obstacle.reason.kind
    if kind not in {"sensitivity", "approval"}:
        return obstacle_words(status, obstacle)
    names = [payer_name(status, payer) for payer in obstacle.payers]
    return say(_LACKING[kind], payers=listed(names))


def closed_gates(status: CaseStatus) -> tuple[str, ...]:
    """Return the unmet conditions, with their years where not all gaining years wait for them."""
    sums = own(status)
    gaining = {line.promised.year for line in sums.lines if not Sums(lines=(line,)).has_nothing_to_book}
    closed = []
    for each in obstacles(sums.lines):
        if each.reason.kind in _GATES:
            words = lacking_words(status, each)
            years = spans(each.years)
            closed.append(
                words if {*each.years} == gaining else say("{gate} (for {years})", gate=words, years=years)
            )
    return tuple(closed)


def rule_words(status: CaseStatus) -> tuple[str, ...]:
    """Return the rule, and what of the case it is held against."""
    body = status.proposal.body
    policy = body.policy
    title, source, rationale = (
        str(text).rstrip(".") for text in (policy.title, policy.source, policy.rationale)
    )
    sentences = [
        say("“{title}”: {source}.", title=title, source=source),
        say(
            "An amount may be taken out of the budget only when the gain reaches it in at least "
            "{confidence} of the simulated runs, when a sensitivity analysis of exactly this "
            "calculation is on record, and when the payer has approved.",
            confidence=percent(policy.confidence),
        ),
        _evidence(body.grade, policy.minimum_grade),
    ]
    if policy.first_year > 1:
        first = body.first_year + policy.first_year - 1
        sentences.append(
            say(
                "Only from budget year {number} of the case ({year}) may a budget be reduced.",
                number=policy.first_year,
                year=first,
            )
        )
    sentences += [_cashable(status, rule) for rule in policy.cashable]
    sentences += [
        say("For {payer} it is {who} who approves.", payer=payer_name(status, payer), who=who)
        for payer, who in policy.approvers.items()
        if payer in body.payers
    ]
    if policy.milestones:
        sentences.append(
            say(
                "The milestones of the case must be reached before the budget years that begin "
                "after their due dates are reduced."
            )
        )
    return tuple(sentences if not rationale else [*sentences, f"{rationale}."])


def sure_enough_words(confidence: str) -> str:
    """Explain amounts that are reached with the rule's confidence, as below a table."""
    return say(
        "Sure enough: the amount is reached in at least {confidence} of the runs, if the "
        "model is right. Each amount is sure by itself; that all payers and years reach "
        "theirs at once is less sure.",
        confidence=confidence,
    )


def register_words(status: CaseStatus) -> str:
    """Return where the case stands in the register, with the seal of its newest entry."""
    proposal = status.proposal
    if not status.is_proposed:
        return say(
            "The case has not been proposed in the register; the numbers are what they would be "
            "if it were proposed now."
        )
    return say(
        "The case stands in the register as entry {number}, proposed {day} by {who}. The newest "
        "entry has the seal {seal}.",
        number=proposal.number,
        day=entered_day(proposal.entry),
        who=proposal.entry.who,
        seal=status.books.records[-1].entry.seal,
    )


def overbooked_words(status: CaseStatus) -> tuple[str, ...]:
    """Return a sentence for each payer and year with more booked than the rule now allows."""
    return tuple(
        ended(
            say(
                "{payer}, {year}: {booked} is booked, but the rule now allows {allowed}; {over} "
                "too much is booked and is to be reversed.",
                payer=payer_name(status, line.promised.payer),
                year=year_words(status.proposal.body.months, line.promised.year),
                booked=kroner(line.booked_dkk),
                allowed=kroner(line.promised.sure.dkk),
                over=kroner(line.booked_dkk - line.promised.sure.dkk),
            )
        )
        for line in status.lines
        if any(reason.kind == "overbooked" for reason in line.reasons)
    )


def _now(status: CaseStatus, sums: Sums) -> str:
    key = (
        mark("Of an expected gain of {gain} over {years}, {bookable} may be taken out of the budget now")
        if sums.gain_dkk >= NOTHING
        else mark("No gain is expected over {years}; {bookable} may be taken out of the budget now")
    )
    if sums.gain_dkk >= NOTHING and sums.by_kind.get("capacity", 0.0) >= NOTHING:
        key = mark(
            "At average prices a gain of {gain} is expected over {years}; of that, {bookable} may "
            "be taken out of the budget now"
        )
    now = say(
        key,
        gain=kroner(sums.gain_dkk),
        years=years_words(status),
        bookable=kroner(sums.bookable_dkk),
    )
    return f"{now}{_rest(sums)}."


def _rest(sums: Sums) -> str:
    """Return what is sure enough but waits, or that nothing is sure enough."""
    if sums.waiting_dkk >= NOTHING:
        waiting = [line for line in sums.lines if any(each.dkk >= NOTHING for each in line.hindrances)]
        kinds = {each.kind for line in waiting for each in line.hindrances}
        coming = [say(_WAITS[kind]) for kind in get_args(ReasonKind) if kind in kinds and kind in _OF_TIME]
        others = [
            say(_STANDS[kind]) for kind in get_args(ReasonKind) if kind in kinds and kind not in _OF_TIME
        ]
        why = [*([say("awaits {what}", what=listed(coming))] if coming else []), *others]
        return say("; {waiting} is sure enough but {why}", waiting=kroner(sums.waiting_dkk), why=listed(why))
    if sums.sure_dkk >= NOTHING:
        return ""
    unsure = sums.by_kind.get("confidence", 0.0)
    if unsure < NOTHING:
        return say("; no part of the gain is money that the budget can do without")
    return (
        say("; most of it is tied up in idle places, and the rest is not sure enough")
        if sums.by_kind.get("capacity", 0.0) > unsure
        else say("; no part of the gain is sure enough")
    )


def _overbooked(status: CaseStatus, sums: Sums) -> str:
    over = -sums.by_kind["overbooked"]
    years = [year for year, each in by_year(status).items() if "overbooked" in each.by_kind]
    return say(
        "{over} more is booked than the rule now allows ({years}); it is to be reversed.",
        over=kroner(over),
        years=spans(years),
    )


def _evidence(grade: Grade, least: Grade) -> str:
    words, least_words = (_uncapital(say(GRADE[each])) for each in (grade, least))
    key = (
        mark("The rule asks nothing of the evidence; the weakest that the case rests on is: {grade}.")
        if least == get_args(Grade)[-1]
        else mark("The evidence must at least be: {least}. The weakest that the case rests on is: {grade}.")
    )
    return say(key, grade=words, least=least_words)


def _cashable(status: CaseStatus, rule: Cashable) -> str:
    known = status.proposal.body.payers
    payers = [payer_name(status, payer) for payer in rule.payers if payer in known]
    where = [say("For {payers}", payers=listed(payers))] if payers else []
    if rule.items:
        where.append(say("on {items}", items=listed(rule.items)))
    first = status.proposal.body.first_year + rule.from_year - 1
    sentence = say(
        "{where}, {share} of the gain counts as money in a budget{since}: {why}.",
        where=" ".join(where) or say("For all payers"),
        share=percent(rule.share),
        since=say(" from {year} and nothing before", year=first) if rule.from_year > 1 else "",
        why=_uncapital(str(rule.why).rstrip(".")),
    )
    return capital(sentence)


def _uncapital(text: str) -> str:
    return text[:1].lower() + text[1:]
