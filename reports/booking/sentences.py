"""What may be taken out of the budget, in sentences: how much now, what waits for what, and by which rule."""

from typing import get_args

from booking.amounts.policy import Cashable
from booking.decisions.case_status import CaseAtHand
from booking.decisions.reasons import Kind
from reports.booking.entered import entered_day
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
    years_of,
)
from reports.language.catalogue import texts
from reports.language.sentences import capital, ended
from reports.language.texts_booking import booking_texts
from reports.language.writing import kroner, percent
from scenarios.format.assumptions import Grade

_OF_TIME: tuple[Kind, ...] = ("sensitivity", "newest_ledger", "milestone", "approval")
"""What can come to be in place; the others stand until something is proposed anew."""
_GATES: tuple[Kind, ...] = (*_OF_TIME, "outside", "evidence", "first_year", "same_children")


def answer(at_hand: CaseAtHand, lang: str) -> tuple[str, ...]:
    """Return in a few sentences how much may be taken out of the budget now, and what the rest waits for."""
    t, sums = booking_texts(lang), own(at_hand)
    if sums.has_nothing_to_book:
        key = "answer_loss" if -sums.loss_dkk >= NOTHING else "answer_nothing"
        return (ended(t[key].format(years=years_words(at_hand), loss=kroner(-sums.loss_dkk, lang))),)
    sentences = [_now(at_hand, sums, lang)]
    if "overbooked" in sums.by_kind:
        sentences.append(_overbooked(at_hand, sums, lang))
    if sums.booked_dkk >= NOTHING:
        sentences.append(t["answer_booked"].format(booked=kroner(sums.booked_dkk, lang)))
    if -sums.loss_dkk >= NOTHING:
        losing = [year for year, each in by_year(at_hand).items() if -each.loss_dkk >= NOTHING]
        sentences.append(t["answer_losses"].format(years=spans(losing), loss=kroner(-sums.loss_dkk, lang)))
    return tuple(ended(sentence) for sentence in sentences)


def years_words(at_hand: CaseAtHand) -> str:
    """Return the budget years of the case as "2027-2036", with a dash of ranges."""
    return spans(years_of(at_hand))


def kind_words(at_hand: CaseAtHand, kind: Kind, lang: str) -> str:
    """Return a kind of reason in a few words."""
    confidence = percent(at_hand.proposal.body.policy.confidence, lang)
    return booking_texts(lang)[f"kind_{kind}"].format(confidence=confidence)


def obstacle_words(at_hand: CaseAtHand, obstacle: Obstacle, lang: str) -> str:
    """Return a reason in full; with whose approval is lacking."""
    if obstacle.dkk <= -NOTHING and obstacle.reason.kind != "overbooked":
        return booking_texts(lang)["above_the_mean"]
    text = obstacle.reason.text.in_language(lang)
    if obstacle.reason.kind in {"approval", "overbooked"}:
        names = listed([payer_name(at_hand, payer, lang) for payer in obstacle.payers], lang)
        text = f"{text}: {names}"
    return capital(text)


def lacking_words(at_hand: CaseAtHand, obstacle: Obstacle, lang: str) -> str:
    """Return a gate as what is lacking."""
    t, kind = booking_texts(lang), obstacle.reason.kind
    if kind not in {"sensitivity", "approval"}:
        return obstacle_words(at_hand, obstacle, lang)
    names = [payer_name(at_hand, payer, lang) for payer in obstacle.payers]
    return t[f"lacking_{kind}"].format(payers=listed(names, lang))


def closed_gates(at_hand: CaseAtHand, lang: str) -> tuple[str, ...]:
    """Return what must be in place before more may be booked, with the years where not all wait for it."""
    t, sums = booking_texts(lang), own(at_hand)
    gaining = {line.promised.year for line in sums.lines if not Sums(lines=(line,)).has_nothing_to_book}
    found = []
    for each in obstacles(sums.lines):
        if each.reason.kind in _GATES:
            words = lacking_words(at_hand, each, lang)
            years = spans(each.years)
            found.append(words if {*each.years} == gaining else t["gate_for"].format(gate=words, years=years))
    return tuple(found)


def rule_words(at_hand: CaseAtHand, lang: str) -> tuple[str, ...]:
    """Return the rule that decides, and what of the case it is held against."""
    t, body = booking_texts(lang), at_hand.proposal.body
    policy = body.policy
    title, source, rationale = (
        text.in_language(lang).rstrip(".") for text in (policy.title, policy.source, policy.rationale)
    )
    told = [
        t["rule_title"].format(title=title, source=source),
        t["rule_confidence"].format(confidence=percent(policy.confidence, lang)),
        _evidence(body.grade, policy.minimum_grade, lang),
    ]
    if policy.first_year > 1:
        first = body.first_year + policy.first_year - 1
        told.append(t["rule_first_year"].format(number=policy.first_year, year=first))
    told += [_cashable(at_hand, rule, lang) for rule in policy.cashable]
    told += [
        t["rule_approver"].format(payer=payer_name(at_hand, payer, lang), who=who)
        for payer, who in policy.approvers.items()
        if payer in body.payers
    ]
    if policy.milestones:
        told.append(t["rule_milestones"])
    return tuple(told if not rationale else [*told, f"{rationale}."])


def register_words(at_hand: CaseAtHand, lang: str) -> str:
    """Return where the case stands in the register, with the seal of its newest entry."""
    t, proposal = booking_texts(lang), at_hand.proposal
    if not at_hand.is_proposed:
        return t["unproposed"]
    return t["proposed"].format(
        number=proposal.number,
        day=entered_day(proposal.entry, lang),
        who=proposal.entry.who,
        seal=at_hand.books.records[-1].entry.seal,
    )


def overbooked_words(at_hand: CaseAtHand, lang: str) -> tuple[str, ...]:
    """Return each payer and year of which more is booked than the rule now allows, in a sentence."""
    t = booking_texts(lang)
    return tuple(
        ended(
            t["overbooked"].format(
                payer=payer_name(at_hand, line.promised.payer, lang),
                year=line.promised.year,
                booked=kroner(line.booked_dkk, lang),
                allowed=kroner(line.promised.sure.dkk, lang),
                over=kroner(line.booked_dkk - line.promised.sure.dkk, lang),
            )
        )
        for line in at_hand.lines
        if any(reason.kind == "overbooked" for reason in line.reasons)
    )


def _now(at_hand: CaseAtHand, sums: Sums, lang: str) -> str:
    t = booking_texts(lang)
    key = "answer_now" if sums.gain_dkk >= NOTHING else "answer_now_no_gain"
    if key == "answer_now" and sums.by_kind.get("capacity", 0.0) >= NOTHING:
        key = "answer_now_at_average"
    now = t[key].format(
        gain=kroner(sums.gain_dkk, lang),
        years=years_words(at_hand),
        bookable=kroner(sums.bookable_dkk, lang),
    )
    return f"{now}{_rest(sums, lang)}."


def _rest(sums: Sums, lang: str) -> str:
    """Return what is sure enough and waits, or that nothing is sure enough."""
    t = booking_texts(lang)
    if sums.waiting_dkk >= NOTHING:
        waiting = [line for line in sums.lines if any(each.dkk >= NOTHING for each in line.hindrances)]
        kinds = {each.kind for line in waiting for each in line.hindrances}
        coming = [t[f"waits_{kind}"] for kind in get_args(Kind) if kind in kinds and kind in _OF_TIME]
        others = [t[f"stands_{kind}"] for kind in get_args(Kind) if kind in kinds and kind not in _OF_TIME]
        why = [*([t["waits"].format(what=listed(coming, lang))] if coming else []), *others]
        return t["rest_waits"].format(waiting=kroner(sums.waiting_dkk, lang), why=listed(why, lang))
    if sums.sure_dkk >= NOTHING:
        return ""
    unsure = sums.by_kind.get("confidence", 0.0)
    if unsure < NOTHING:
        return t["rest_not_cashable"]
    return t["rest_capacity" if sums.by_kind.get("capacity", 0.0) > unsure else "rest_unsure"]


def _overbooked(at_hand: CaseAtHand, sums: Sums, lang: str) -> str:
    over = -sums.by_kind["overbooked"]
    years = [year for year, each in by_year(at_hand).items() if "overbooked" in each.by_kind]
    return booking_texts(lang)["answer_overbooked"].format(over=kroner(over, lang), years=spans(years))


def _evidence(grade: Grade, least: Grade, lang: str) -> str:
    t = booking_texts(lang)
    words, least_words = (_uncapital(texts(lang)[f"grade_{each}"]) for each in (grade, least))
    key = "rule_evidence_any" if least == get_args(Grade)[-1] else "rule_evidence"
    return t[key].format(grade=words, least=least_words)


def _cashable(at_hand: CaseAtHand, rule: Cashable, lang: str) -> str:
    t, known = booking_texts(lang), at_hand.proposal.body.payers
    payers = [payer_name(at_hand, payer, lang) for payer in rule.payers if payer in known]
    where = [t["cashable_payers"].format(payers=listed(payers, lang))] if payers else []
    if rule.items:
        where.append(t["cashable_items"].format(items=listed(rule.items, lang)))
    first = at_hand.proposal.body.first_year + rule.from_year - 1
    told = t["rule_cashable"].format(
        where=" ".join(where) or t["cashable_all"],
        share=percent(rule.share, lang),
        since=t["cashable_since"].format(year=first) if rule.from_year > 1 else "",
        why=_uncapital(rule.why.in_language(lang).rstrip(".")),
    )
    return capital(told)


def _uncapital(text: str) -> str:
    return text[:1].lower() + text[1:]
