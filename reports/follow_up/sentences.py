"""How a case that is under way goes, in a few sentences: the verdict, what is learnt, what may be booked.

They tell what was seen and never why: a figure outside its band may be the case's doing or another's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from booking.follow_up.bands import Verdict
from booking.follow_up.follow_up import FollowUp
from booking.follow_up.reweighting import enough
from model.world.months import Months
from reports.booking.entry_words import verdict_words
from reports.booking.promised_sums import total
from reports.booking.sums import NOTHING, listed, spans
from reports.follow_up.formatting import (
    belief_means,
    indicator_title,
    is_only_in_case,
    is_usable,
    month_words,
    own,
    quoted_belief,
    rank,
    side,
    step_words,
)
from reports.language.catalogue import texts
from reports.language.sentences import ended
from reports.language.texts_follow_up import follow_up_texts
from reports.language.writing import day_words, kroner, number
from reports.shared.caveats import caveats_of

_MOST_NAMED = 2
_MOST_EFFECTS = 2
_FIRST_ENDS = 31
"""Days after the start in which somebody should have left."""


def answer(found: FollowUp, lang: str) -> tuple[str, ...]:
    """Return how it goes, what the ledger teaches, and what may be booked; or why that cannot be said."""
    return tuple(
        ended(sentence)
        for sentence in (_how_it_goes(found, lang), *_trouble(found, lang), *_taught(found, lang))
    )


def told_words(found: FollowUp, verdict: Verdict, lang: str) -> str:
    """Return a verdict with the first month at which it could be said."""
    words = verdict_words(verdict.told, lang)
    if verdict.month is None:
        return words
    since = _since(found, verdict, lang)
    return follow_up_texts(lang)["verdict_since"].format(verdict=words, since=since)


def years_words(found: FollowUp) -> str:
    """Return the budget years that are simulated."""
    subject = found.known.subject
    scenario = subject.study.case(subject.case)
    return spans(Months.of(scenario.start, scenario.years).years)


def worth_words(found: FollowUp, lang: str) -> str:
    """Return how many draws the weights are worth; empty where nothing is learnt."""
    made = found.reweighted
    if made is None:
        return ""
    return follow_up_texts(lang)["worth_note"].format(
        worth=number(made.worth, lang),
        points=number(len(made.weights), lang),
        wanted=number(enough(made.draws), lang),
    )


def caveats(found: FollowUp, lang: str) -> list[str]:
    """Return what no follow-up can tell, what this ledger lacks, and what holds of the scenario."""
    t, common, subject = follow_up_texts(lang), texts(lang), found.known.subject
    planned = {"planned": found.asked.months, "all": len(found.verdicts)}
    taught = ("weights", "luck") if found.reweighted is not None else ()
    always = ("planned", "weak", "scenario", *taught, "late")
    return [
        *(t[f"caveat_{key}"].format(**planned) for key in always),
        *_of_the_ledger(found, lang),
        *(common[key] for key in ("caveat_wellbeing", "caveat_model")),
        *caveats_of(subject.study, [subject.case], lang),
    ]


def _how_it_goes(found: FollowUp, lang: str) -> str:
    t = follow_up_texts(lang)
    told = {"months": found.months_observed, "planned": found.asked.months, "all": len(found.verdicts)}
    left = _first(each for each in found.verdicts if each.told in {"over", "under"})
    if left:
        sides = {side(found, each) for each in left} - {"other"}
        kind = sides.pop() if len(sides) == 1 else "other"
        return t[f"answer_{kind}"].format(**told, items=_left(found, left, lang))
    kept = _first(each for each in found.verdicts if each.told == "as_promised")
    if not kept:
        return t["answer_cannot_tell"].format(**told)
    working = [each for each in kept if not is_only_in_case(found, each)]
    if not working:
        return t["answer_in_use"].format(**told, items=_items(found, kept, lang))
    if any(each.still for each in working):
        return t["answer_as_promised"].format(**told, items=_items(found, working, lang))
    firsts = [replace(each, still=True) for each in working]  # that none is so now is said of all at once
    last = month_words(found, found.months_observed, lang)
    return t["answer_was_promised"].format(**told, items=_items(found, firsts, lang), last=last)


def _trouble(found: FollowUp, lang: str) -> list[str]:
    """Return why nothing may be booked by this ledger, the graver reason alone."""
    t, made = follow_up_texts(lang), found.reweighted
    if made is None:
        return [t["answer_nothing_learnt"]]
    if made.is_outside:
        return [t["answer_outside"]]
    if made.is_thin:
        wanted = number(enough(made.draws), lang)
        return [t["answer_thin"].format(worth=number(made.worth, lang), wanted=wanted)]
    return []


def _taught(found: FollowUp, lang: str) -> list[str]:
    """Return what is now believed of the effect, and what was and is sure enough."""
    sentences = [_amounts(found, lang)]
    if not is_usable(found) or not found.learnt:
        return sentences
    effects = [each for each in found.learnt if each.is_effect]
    moved = sorted((each for each in effects if each.has_moved), key=lambda each: -abs(each.shift))
    t, moves = follow_up_texts(lang), []
    for each in moved[:_MOST_EFFECTS]:
        before, after = belief_means(found, each, lang)
        moves.append(
            t["answer_move"].format(title=quoted_belief(found, each, lang), before=before, after=after)
        )
    if moves:
        return [t["answer_moved"].format(moves="; ".join(moves)), *sentences]
    return [t["answer_unmoved"], *sentences] if effects else sentences


def _amounts(found: FollowUp, lang: str) -> str:
    t = follow_up_texts(lang)
    before, after = (
        total(own(found, some)).sure_dkk for some in (found.promised_before, found.promised_after)
    )
    told = {"years": years_words(found), "before": kroner(before, lang), "after": kroner(after, lang)}
    is_same = told["before"] == told["after"] and is_usable(found)
    some = "none" if before < NOTHING else "some"
    if is_same:
        return t[f"amounts_same_{some}"].format(**told)
    now = t["amounts_now"].format(**told) if is_usable(found) else t["amounts_unknown"]
    return t[f"amounts_{some}"].format(**told, now=now)


def _of_the_ledger(found: FollowUp, lang: str) -> list[str]:
    """Return what the ledger lacks or holds too much of."""
    t, seen, reading = follow_up_texts(lang), found.known.observed, found.known.reading
    told = []
    if reading.rejected:
        rejected, rows = number(reading.rejected, lang), number(reading.rows, lang)
        told.append(t["caveat_rejected"].format(rejected=rejected, rows=rows))
    if (seen.complete - found.known.watch.months.start).days > _FIRST_ENDS:
        told.append(t["caveat_complete"].format(complete=day_words(seen.complete, lang)))
    if seen.after_plan:
        told.append(t["caveat_after_plan"].format(after=seen.after_plan, planned=found.asked.months))
    if seen.without_price:
        amount = kroner(seen.without_price_dkk, lang)
        services = number(seen.without_price, lang)
        told.append(ended(t["caveat_without_price"].format(services=services, amount=amount)))
    if seen.unpriced:
        steps = listed([step_words(found, step, lang) for step in seen.unpriced], lang)
        told.append(t["caveat_unpriced"].format(steps=steps))
    if seen.years_without_index:
        years = listed([*map(str, seen.years_without_index)], lang)
        price_year = found.known.subject.study.scenario.price_year
        told.append(t["caveat_no_index"].format(years=years, price_year=price_year))
    return told


def _first(some: Iterable[Verdict]) -> list[Verdict]:
    """Return the main indicators first, otherwise in their order."""
    return sorted(some, key=lambda each: rank(each.indicator))


def _left(found: FollowUp, some: Sequence[Verdict], lang: str) -> str:
    """Return what lies higher and what lies lower than the case lets expect."""
    t = follow_up_texts(lang)
    sides = {told: [each for each in some if each.told == told] for told in ("over", "under")}
    return "; ".join(
        t[f"items_{told}"].format(items=_items(found, each, lang)) for told, each in sides.items() if each
    )


def _items(found: FollowUp, some: Sequence[Verdict], lang: str) -> str:
    """Return the first of some indicators with their months, and how many more there are."""
    t = follow_up_texts(lang)
    told = [
        t["item"].format(
            indicator=indicator_title(found, each.indicator, lang), since=_since(found, each, lang)
        )
        for each in some[:_MOST_NAMED]
    ]
    rest = len(some) - len(told)
    if rest:
        told.append(t["item_more" if rest == 1 else "items_more"].format(count=rest))
    return listed(told, lang)


def _since(found: FollowUp, verdict: Verdict, lang: str) -> str:
    """Return the first month at which a verdict could be said, and whether it still could."""
    t, months = follow_up_texts(lang), found.months_observed
    first, last = (month_words(found, month, lang) for month in (verdict.month or months, months))
    return t["since" if verdict.still else "since_not_now"].format(month=first, last=last)
