"""Say the rule of a council in words, and what of a case it is held against."""

from typing import get_args

from booking.amounts.policy import Cashable, Policy
from booking.decisions.case_status import CaseStatus
from booking.register.entry_kinds import RuleAccepted
from language.formatting import capital, number, percent
from language.messages import mark, say
from reports.booking.sums import listed, payer_name
from reports.shared.basis import GRADE
from reports.shared.budget_years import year_words
from scenarios.format.assumptions import Grade
from scenarios.reading.titles import readable


def rule_words(status: CaseStatus) -> tuple[str, ...]:
    """Return the rule, and what of the case it is held against."""
    body = status.proposal.body
    policy = body.policy
    title, source, rationale = (
        str(text).rstrip(".") for text in (policy.title, policy.source, policy.rationale)
    )
    sentences = [
        say("“{title}”: {source}.", title=title, source=source),
        *_entered(status),
        say(
            "An amount may be taken out of the budget only when the gain reaches it in at least "
            "{confidence} of the simulated runs, when a sensitivity analysis of exactly this "
            "calculation is on record, and when the payer has approved.",
            confidence=percent(policy.confidence),
        ),
        *_size(policy),
        *([say("Whoever proposes the case may not approve it.")] if policy.two_people else []),
        *_witnesses(policy),
        _evidence(body.grade, policy.minimum_grade),
    ]
    if policy.first_year > 1:
        first = body.first_year + policy.first_year - 1
        sentences.append(
            say(
                "Only from budget year {number} of the case ({year}) may a budget be reduced.",
                number=policy.first_year,
                year=year_words(body.months, first),
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


def _entered(status: CaseStatus) -> list[str]:
    """Return who entered the rule in the register, and who accepted it, where it is that of a register."""
    books = status.books
    rule = books.rule_record
    if rule is None or rule.body.policy.digest != status.proposal.body.policy.digest:
        return []
    accepted = [each for each in books.of(RuleAccepted) if each.body.rule == rule.number]
    key = mark("It stands in the register as entry {number}, entered by {who}.")
    if accepted:
        key = mark("It stands in the register as entry {number}, entered by {who} and accepted by {other}.")
    other = accepted[-1].entry.who if accepted else ""
    return [say(key, number=rule.number, who=rule.entry.who, other=other)]


def _size(policy: Policy) -> list[str]:
    """Return what the rule asks of the size of a run."""
    sentences = []
    if policy.least_draws > 1:
        sentences.append(
            say("An amount must rest on at least {draws} draws.", draws=number(policy.least_draws))
        )
    if policy.largest_error is not None:
        sentences.append(
            say(
                "Its computing error may be at most {share} of it.",
                share=percent(policy.largest_error),
            )
        )
    return sentences


def _witnesses(policy: Policy) -> list[str]:
    """Return what the rule asks of signatures, and of a second party at the end of a year."""
    sentences = []
    if policy.signed:
        sentences.append(say("Whoever proposes, approves and books signs with a key of their own."))
    if policy.countersigned_seal == "year_end":
        sentences.append(
            say(
                "At the turn of a year somebody else countersigns the seal of the register before anything "
                "more is taken out of a budget."
            )
        )
    return sentences


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
        where.append(say("on {items}", items=listed([_uncapital(readable(item)) for item in rule.items])))
    first = status.proposal.body.first_year + rule.from_year - 1
    sentence = say(
        "{where}, {share} of the gain counts as money in a budget{since}: {why}.",
        where=" ".join(where) or say("For all payers"),
        share=percent(rule.share),
        since=say(" from {year} and nothing before", year=year_words(status.proposal.body.months, first))
        if rule.from_year > 1
        else "",
        why=_uncapital(str(rule.why).rstrip(".")),
    )
    return capital(sentence)


def _uncapital(text: str) -> str:
    return text[:1].lower() + text[1:]
