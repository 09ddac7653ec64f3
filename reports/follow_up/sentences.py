"""Say how a case under way goes: the verdict, what the ledger teaches, what may be booked.

Caveat. A figure outside its band may be the case's doing or another's: the sentences never say why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from booking.decisions.bridge import NOTHING
from booking.follow_up.bands import IndicatorVerdict
from booking.follow_up.follow_up import FollowUp
from booking.follow_up.reweighting import enough
from language.formatting import capital, day_words, ended, kroner, number
from language.messages import mark, say
from model.world.months import Months
from reports.booking.formatting import verdict_words
from reports.booking.sums import listed, total
from reports.follow_up.formatting import (
    belief_means,
    indicator_title,
    is_only_in_case,
    is_usable,
    month_words,
    own,
    promised_told,
    quoted_belief,
    rank,
    side,
    step_words,
)
from reports.shared.basis import caveats_of, standing_caveats
from reports.shared.budget_years import span_words
from reports.shared.expected_gain import expected_gain_words
from scenarios.reading.notes import carried_on

_CAVEAT = {
    "planned": mark(
        "The bands hold for the {planned} months and the {all} indicators that were planned and "
        "no longer. Give the same number of months each time."
    ),
    "weak": mark(
        "A weak effect stays within the bands for long. “Cannot be told yet” does not mean that "
        "it goes well, nor that it goes badly."
    ),
    "scenario": mark(
        "Everything holds within the scenario: what it takes for certain no ledger can change. "
        "That an indicator is outside the bands does not tell why."
    ),
    "weights": mark(
        "The assumptions are weighted by the children's moves on the steps that the case works on "
        "and by the new children there. Prices and spending have no part in it."
    ),
    "luck": mark(
        "The amounts after the ledger rest on what it teaches of the assumptions. Good and bad "
        "luck in the months that are over is not in them."
    ),
    "late": mark(
        "The ledger tells what was granted and registered. What is registered later is missing: "
        "close a month before it is followed up."
    ),
}

_ANSWER = {
    "less": mark("After {months} of {planned} months the case gives less than promised: {items}."),
    "more": mark("After {months} of {planned} months the case gives more than promised: {items}."),
    "other": mark("After {months} of {planned} months it goes otherwise than expected: {items}."),
}

_AMOUNTS_SAME = {
    "some": mark(
        "As before the ledger, {before} of the gain in {years} is sure enough to be taken out of the budget."
    ),
    "none": mark(
        "As before the ledger, no part of the gain in {years} is sure enough to be taken out of the budget."
    ),
}

_AMOUNTS = {
    "some": mark(
        "Before the ledger {before} of the gain in {years} was sure enough to be taken out of the "
        "budget; {now}."
    ),
    "none": mark(
        "Before the ledger no part of the gain in {years} was sure enough to be taken out of the "
        "budget; {now}."
    ),
}

_ITEMS = {
    "over": mark("higher than the case lets expect are {items}"),
    "under": mark("lower than the case lets expect are {items}"),
}


_MOST_NAMED = 2
_MOST_EFFECTS = 2
_FIRST_ENDS = 31
"""Days after the start in which somebody should have left."""


def answer(follow_up: FollowUp) -> tuple[str, ...]:
    """Return how the case goes, what the ledger teaches, and what may be booked or why that is not known."""
    return tuple(
        ended(sentence) for sentence in (_how_it_goes(follow_up), *_trouble(follow_up), *_taught(follow_up))
    )


def dated_verdict(follow_up: FollowUp, verdict: IndicatorVerdict) -> str:
    """Return a verdict with the first month in which it held."""
    words = verdict_words(verdict.told)
    if verdict.month is None:
        return words
    since = _since(follow_up, verdict)
    return say("{verdict}, {since}", verdict=words, since=since)


def years_words(follow_up: FollowUp) -> str:
    """Return the simulated budget years."""
    subject = follow_up.known.subject
    scenario = subject.study.case(subject.case)
    return span_words(Months.of(scenario.start, scenario.years))


def worth_words(follow_up: FollowUp) -> str:
    """Return the effective number of draws in words; empty where nothing is learnt."""
    reweighted = follow_up.reweighted
    if reweighted is None:
        return ""
    return say(
        "After the ledger the numbers rest on what is worth {worth} sets of assumptions of "
        "{points}; {wanted} at least are needed.",
        worth=number(reweighted.worth),
        points=number(len(reweighted.weights)),
        wanted=number(enough(reweighted.draws)),
    )


def caveats(follow_up: FollowUp) -> list[str]:
    """Return caveats of any follow-up, of this ledger, and of the scenario."""
    subject = follow_up.known.subject
    planned = {"planned": follow_up.request.months, "all": len(follow_up.verdicts)}
    taught = ("weights", "luck") if follow_up.reweighted is not None else ()
    always = ("planned", "weak", "scenario", *taught, "late")
    return [
        *(say(_CAVEAT[key], **planned) for key in always),
        *_of_the_ledger(follow_up),
        *standing_caveats("wellbeing", "intervals"),
        *caveats_of(subject.study, [subject.case]),
    ]


def _how_it_goes(follow_up: FollowUp) -> str:
    facts = {
        "months": follow_up.months_observed,
        "planned": follow_up.request.months,
        "all": len(follow_up.verdicts),
    }
    left = _first(each for each in follow_up.verdicts if each.told in {"over", "under"})
    if left:
        sides = {side(follow_up, each) for each in left} - {"other"}
        kind = sides.pop() if len(sides) == 1 else "other"
        return say(_ANSWER[kind], **facts, items=_left(follow_up, left))
    kept = _first(each for each in follow_up.verdicts if each.told == "as_promised")
    if not kept:
        return say(
            "After {months} of {planned} months it cannot be told yet whether the case keeps its "
            "promise: all {all} indicators have stayed within what the case lets expect, but none "
            "of them stands out from a course without the case.",
            **facts,
        )
    working = [each for each in kept if not is_only_in_case(follow_up, each)]
    if not working:
        return say(
            "After {months} of {planned} months the case is in use as promised: {items}. Whether "
            "it works cannot be told yet, for no other indicator stands out from a course without "
            "the case.",
            **facts,
            items=_items(follow_up, kept),
        )
    if any(each.still for each in working):
        return say(
            "After {months} of {planned} months it goes as promised: {items} stood out from a "
            "course without the case, and no indicator has been outside what the case lets "
            "expect.",
            **facts,
            items=_items(follow_up, working),
        )
    firsts = [replace(each, still=True) for each in working]  # that none is so now is said of all at once
    last = month_words(follow_up, follow_up.months_observed)
    return say(
        "After {months} of {planned} months it has looked as promised, but in {last} it cannot be "
        "seen: {items} stood out from a course without the case, and no indicator has been "
        "outside what the case lets expect.",
        **facts,
        items=_items(follow_up, firsts),
        last=last,
    )


def _trouble(follow_up: FollowUp) -> list[str]:
    """Return why nothing may be booked by this ledger, the graver reason alone."""
    reweighted = follow_up.reweighted
    if reweighted is None:
        return [
            say(
                "The ledger teaches nothing of the assumptions, for on the steps that the case "
                "works on there is nothing to hold it against; the amounts are the same as "
                "before."
            )
        ]
    if reweighted.is_outside:
        return [
            say(
                "The ledger lies outside what the scenario holds possible; go over the scenario "
                "before anything is booked."
            )
        ]
    if reweighted.is_thin:
        wanted = number(enough(reweighted.draws))
        return [
            say(
                "Too few of the draws are like the ledger: they are worth {worth} sets of "
                "assumptions, and {wanted} at least are needed. What was worked out after the "
                "ledger cannot be used; run the follow-up again with more draws.",
                worth=number(reweighted.worth),
                wanted=wanted,
            )
        ]
    return []


def _taught(follow_up: FollowUp) -> list[str]:
    """Return what is now believed of the effect, and amounts sure enough before and after."""
    sentences = [*_expected(follow_up), _amounts(follow_up)]
    if not is_usable(follow_up) or not follow_up.learnt:
        return sentences
    effects = [each for each in follow_up.learnt if each.is_effect]
    moved = sorted((each for each in effects if each.has_moved), key=lambda each: -abs(each.shift))
    moves = []
    for each in moved[:_MOST_EFFECTS]:
        before, after = belief_means(follow_up, each)
        moves.append(
            say(
                "{title} was expected to be {before} and is now {after}",
                title=quoted_belief(follow_up, each),
                before=before,
                after=after,
            )
        )
    if moves:
        return [
            say("The ledger changes what may be believed of the effect: {moves}.", moves="; ".join(moves)),
            *sentences,
        ]
    return (
        [say("The ledger does not change what may be believed of the effect of the case."), *sentences]
        if effects
        else sentences
    )


def _expected(follow_up: FollowUp) -> list[str]:
    """Return the expected gain before the ledger, and after it where that may be used."""
    before = expected_gain_words(follow_up.expected_before)
    if not follow_up.learnt or follow_up.expected_after is None or not is_usable(follow_up):
        return [before]
    after = expected_gain_words(follow_up.expected_after)
    return [say("Before the ledger: {before} After it: {after}", before=before, after=after)]


def _amounts(follow_up: FollowUp) -> str:
    before, after = (total(own(follow_up, some)).sure_dkk for some in promised_told(follow_up))
    facts = {"years": years_words(follow_up), "before": kroner(before), "after": kroner(after)}
    is_same = facts["before"] == facts["after"] and is_usable(follow_up)
    some = "none" if before < NOTHING else "some"
    if is_same:
        return say(_AMOUNTS_SAME[some], **facts)
    now = (
        say("now it is {after}", **facts)
        if is_usable(follow_up)
        else say("how much it is now cannot be told")
    )
    return say(_AMOUNTS[some], **facts, now=now)


def _of_the_ledger(follow_up: FollowUp) -> list[str]:
    """Return what the ledger lacks or has too much of."""
    seen, reading = follow_up.known.observed, follow_up.known.reading
    sentences = []
    if reading.rejected:
        rejected, rows = number(reading.rejected), number(reading.rows)
        sentences.append(
            say(
                "{rejected} of {rows} rows of the ledger are rejected; their children and kroner "
                "do not count.",
                rejected=rejected,
                rows=rows,
            )
        )
    if (seen.complete - follow_up.known.watch.months.start).days > _FIRST_ENDS:
        sentences.append(
            say(
                "The ledger seems to hold everything from {complete} only, after the case began.",
                complete=day_words(seen.complete),
            )
        )
    if seen.after_plan:
        sentences.append(
            say(
                "The ledger goes {after} months beyond the {planned} that were planned; those "
                "months are left out.",
                after=seen.after_plan,
                planned=follow_up.request.months,
            )
        )
    if seen.without_price:
        amount = kroner(seen.without_price_dkk)
        services = number(seen.without_price)
        sentences.append(
            ended(
                say(
                    "{services} services of the ledger have no price; they are taken at their "
                    "step's average, {amount} in all.",
                    services=services,
                    amount=amount,
                )
            )
        )
    if seen.unpriced:
        steps = listed([step_words(follow_up, step) for step in seen.unpriced])
        sentences.append(say("The ledger has no price for {steps}; the scenario's is used.", steps=steps))
    if seen.carried_years:
        sentences.append(f"{capital(carried_on(seen.carried_years))}.")
    return sentences


def _first(some: Iterable[IndicatorVerdict]) -> list[IndicatorVerdict]:
    """Return verdicts with the main indicators first, otherwise in their order."""
    return sorted(some, key=lambda each: rank(each.indicator))


def _left(follow_up: FollowUp, some: Sequence[IndicatorVerdict]) -> str:
    """Return which indicators are higher and which lower than the case lets expect."""
    sides = {verdict: [each for each in some if each.told == verdict] for verdict in ("over", "under")}
    return "; ".join(
        say(_ITEMS[verdict], items=_items(follow_up, each)) for verdict, each in sides.items() if each
    )


def _items(follow_up: FollowUp, some: Sequence[IndicatorVerdict]) -> str:
    """Return the first indicators with their months, and how many more there are."""
    words = [
        say(
            "{indicator} ({since})",
            indicator=indicator_title(follow_up, each.indicator),
            since=_since(follow_up, each),
        )
        for each in some[:_MOST_NAMED]
    ]
    rest = len(some) - len(words)
    if rest:
        words.append(
            say(mark("{count} more indicator") if rest == 1 else mark("{count} more indicators"), count=rest)
        )
    return listed(words)


def _since(follow_up: FollowUp, verdict: IndicatorVerdict) -> str:
    """Return the first month in which a verdict held, and whether it still holds."""
    months = follow_up.months_observed
    first, last = (month_words(follow_up, month) for month in (verdict.month or months, months))
    return say(
        mark("first in {month}") if verdict.still else mark("first in {month}, not in {last}"),
        month=first,
        last=last,
    )
