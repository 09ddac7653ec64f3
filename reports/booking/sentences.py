"""Say what may be taken out of the budget now, what the rest waits for, and by which rule."""

from collections.abc import Sequence
from typing import get_args

from booking.decisions.bridge import NOTHING
from booking.decisions.case_status import CaseStatus
from booking.decisions.reasons import ReasonKind
from language.formatting import capital, ended, kroner, percent
from language.messages import mark, say
from reports.booking.sums import (
    Obstacle,
    Sums,
    by_year,
    listed,
    obstacles,
    own,
    payer_name,
)
from reports.shared.budget_years import span_words, spans, year_words
from reports.shared.expected_gain import expected_gain_words

_KIND = {
    "policy": mark("no money in a budget"),
    "confidence": mark("below {confidence} confidence"),
    "draws": mark("too few draws"),
    "error": mark("too large a computing error"),
    "booked": mark("booked already"),
    "booked_elsewhere": mark("booked by another payer"),
    "overbooked": mark("too much is booked"),
    "not_municipal": mark("not the municipality's money"),
    "year_over": mark("the budget year is over"),
    "rule": mark("the rule is another by now"),
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
    "rule": mark("was proposed by a rule that is no longer in force"),
    "same_children": mark("is of the same children as another case that is booked"),
}


_OF_TIME: tuple[ReasonKind, ...] = ("sensitivity", "newest_ledger", "milestone", "approval")
"""The reasons that time can remove; the others stand until something is proposed anew."""
_GATES: tuple[ReasonKind, ...] = (
    "draws",
    "error",
    *_OF_TIME,
    "rule",
    "outside",
    "evidence",
    "first_year",
    "same_children",
)


def answer(status: CaseStatus) -> tuple[str, ...]:
    """Return the expected gain, how much is bookable now, and what the rest waits for."""
    return expected_gain_words(status.expected_gain), *bookable_words(status)


def bookable_words(status: CaseStatus) -> tuple[str, ...]:
    """Return in a few sentences how much is bookable now, and what the rest waits for."""
    sums = own(status)
    if sums.has_nothing_to_book:
        key = (
            mark(
                "On average the case gives the municipality no gain in any budget year, so there is nothing "
                "to take out of the budget; over {years} the extra costs are {loss}, undiscounted."
            )
            if -sums.loss_dkk >= NOTHING
            else mark(
                "On average the case gives the municipality neither gain nor extra cost over {years}, so "
                "there is nothing to take out of the budget."
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
                "In {years} there are extra costs of {loss} in all on average; they are not taken off what "
                "may be booked.",
                years=spans(status.proposal.body.months, losing),
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
        return say("More is sure enough than the mean")
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
            years = spans(status.proposal.body.months, each.years)
            closed.append(
                words if {*each.years} == gaining else say("{gate} (for {years})", gate=words, years=years)
            )
    return tuple(closed)


def idle_words(status: CaseStatus) -> tuple[str, ...]:
    """Return what idle places take, already taken off; nothing where each place is saved by itself."""
    idle_dkk = status.bridge.idle_dkk
    if abs(idle_dkk) < NOTHING:
        return ()
    own_payers = {payer for payer, form in status.proposal.body.payers.items() if form.municipal}
    ours = [each for each in status.proposal.body.blocks if own_payers & {*each.payers}]
    sizes = [str(places) for places in sorted({each.places for each in ours})]
    return (
        ended(
            say(
                "At average prices, as if each place could be saved by itself, the gains of all years would "
                "be {idle} more. Own units are only closed {sizes} places at a time and with notice; that is "
                "taken off already.",
                idle=kroner(idle_dkk),
                sizes=_or(sizes),
            )
        ),
    )


def sure_enough_words(confidence: str) -> str:
    """Explain amounts that are reached with the rule's confidence, as below a table."""
    return say(
        "Sure enough: the amount is reached in at least {confidence} of the runs, if the "
        "model is right. Each amount is sure by itself; that all payers and years reach "
        "theirs at once is less sure.",
        confidence=confidence,
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
        mark("{bookable} may be taken out of the budgets of {years} now")
        if sums.gain_dkk >= NOTHING
        else mark("On average there is no gain over {years}; {bookable} may be taken out of the budget now")
    )
    now = say(key, years=years_words(status), bookable=kroner(sums.bookable_dkk))
    return f"{capital(now)}{_rest(sums)}."


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
    if small := _too_small(sums):
        return say("; {small}", small=small)
    if sums.sure_dkk >= NOTHING:
        return ""
    unsure = sums.by_kind.get("confidence", 0.0)
    if unsure < NOTHING:
        return say("; no part of the gain is money that the budget can do without")
    return say("; no part of the gain is sure enough")


def _too_small(sums: Sums) -> str:
    """Return why it cannot be told how much is sure enough, where the run is too small for every amount."""
    texts = dict.fromkeys(
        str(each.text)
        for line in sums.lines
        for each in line.reasons
        if each.kind in {"draws", "error"} and each.dkk >= NOTHING
    )
    if not texts or sums.sure_dkk >= NOTHING:
        return ""
    return say("how much is sure enough cannot be told, for {why}", why=next(iter(texts)))


def _overbooked(status: CaseStatus, sums: Sums) -> str:
    over = -sums.by_kind["overbooked"]
    years = [year for year, each in by_year(status).items() if "overbooked" in each.by_kind]
    return say(
        "{over} more is booked than the rule now allows ({years}); it is to be reversed.",
        over=kroner(over),
        years=spans(status.proposal.body.months, years),
    )


def _or(words: Sequence[str]) -> str:
    *first, last = words or ("?",)
    return say("{first} or {last}", first=", ".join(first), last=last) if first else last
