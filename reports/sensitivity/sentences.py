"""What a case hangs on, in three sentences: the assumption, where it just pays its way, and three views.

They tell what was found and never what to do: that the case is to be booked is no answer of an analysis.
"""

import math

import numpy as np

from language.formatting import capital, ended, kroner
from language.messages import mark, say
from reports.sensitivity.formatting import (
    chance_of_a_run,
    event_words,
    is_of_runs,
    outcome_scale,
    outcome_words,
    quoted,
    range_with_unit,
    share_words,
    values_with_unit,
)
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.bootstrap import IntervalEstimate
from sensitivity.methods.break_even import BreakEven
from sensitivity.methods.variance import Indices

_FIRST = {
    "morris": mark(
        "{outcome} hangs most on {leader}: from one end of its range to the other the result "
        "changes by {effect} on average; {chance}."
    ),
    "densities": mark(
        "{outcome} hangs most on {leader}: no other assumption changes as much where the result "
        "may end; {chance}."
    ),
    "local": mark("{outcome} hangs most on {leader}, which alone can move the result by {effect}; {chance}."),
}

_CHANCE = {
    "run": mark("chance makes up {chance} of the swings of a single run"),
    "mean": mark("chance makes up {chance} of the swings between the draws"),
    "measured": mark("{chance} of the effects that were measured is chance"),
}


_TIMES_ERROR = 2.0
"""A change less than so many standard errors may be chance."""
_ALL = 0.99
"""A share of chance above which the draws tell nothing but chance."""


def answer(found: Sensitivity) -> tuple[str, ...]:
    """Return what the outcome hangs on, where the case just pays its way, and the three views."""
    return _hangs_on(found), _balance(found), _views(found)


def drowned(found: Sensitivity) -> bool:
    """Return whether chance drowns what the assumption that matters most does."""
    leader = found.order[0]
    weight = float(found.weights[leader])
    if not weight > 0:
        return True
    if found.indices is not None:
        return not found.indices.total.low[leader, found.chosen] > 0
    if found.screening is not None:
        return not weight > found.screening.noise[leader, found.chosen]
    if found.densities is not None:
        all_is_chance = found.densities.chance > _ALL
        return all_is_chance or not found.densities.distance.low[leader] > 0
    return found.tornado is None or not weight > _TIMES_ERROR * found.tornado.error[leader, found.chosen]


def _hangs_on(found: Sensitivity) -> str:
    outcome = outcome_words(found)
    if drowned(found) and not _set_leads(found):
        return say(
            "Chance is so large that it cannot be seen what {outcome} hangs on; more replications "
            "have to be run.",
            outcome=outcome,
        )
    told = {"outcome": outcome, "leader": quoted(found, found.order[0]), "chance": _chance(found)}
    if found.indices is not None:
        return capital(_sobol(found, found.indices, told))
    weight = float(found.weights[found.order[0]])
    effect = outcome_scale(found, [weight]).amount(weight)
    kind = "morris" if found.screening else "densities" if found.densities else "local"
    return ended(capital(say(_FIRST[kind], **told, effect=effect)))


def _sobol(found: Sensitivity, indices: Indices, told: dict[str, str]) -> str:
    total, at = indices.total, found.chosen
    if (whole := _set_leads(found)) is not None:
        members = found.subject.factors.joints[whole].members
        most = max(members, key=lambda i: float(np.nan_to_num(indices.first.value[i, at])))
        share = share_words(float(indices.together.value[whole, at]))
        told = told | {"leader": quoted(found, most)}
        return say(
            "{outcome} hangs most on {count} assumptions that go together and jointly make up "
            "about {share} of what we do not know (most of all {leader}); {chance}.",
            **told,
            count=len(members),
            share=share,
        )
    first = found.order[0]
    share = share_words(float(total.value[first, at]))
    if len(found.order) > 1 and _overlap(total, first, found.order[1], at):
        second = found.order[1]
        return say(
            "{outcome} hangs most on {leader} and {second}, which make up about {share} and "
            "{share_second} of what we do not know, and it cannot be seen which of them matters "
            "more; {chance}.",
            **told,
            share=share,
            second=quoted(found, second),
            share_second=share_words(float(total.value[second, at])),
        )
    return say(
        "{outcome} hangs most on {leader}, which makes up about {share} of what we do not know; {chance}.",
        **told,
        share=share,
    )


def _set_leads(found: Sensitivity) -> int | None:
    """Return which set that is drawn together matters more than any single assumption; None if none does."""
    if found.indices is None or not found.indices.together.value.size:
        return None
    sets = np.nan_to_num(found.indices.together.value[:, found.chosen])
    lows = np.nan_to_num(found.indices.together.low[:, found.chosen])
    first = int(sets.argmax())
    single = float(np.nan_to_num(found.weights).max())
    return first if sets[first] > single and lows[first] > 0 else None


def _overlap(spread: IntervalEstimate, first: int, second: int, at: int) -> bool:
    return bool(spread.low[first, at] <= spread.high[second, at])


def _chance(found: Sensitivity) -> str:
    share = chance_of_a_run(found)
    if math.isnan(share):
        return say("how much is chance cannot be seen")
    key = "run" if is_of_runs(found) else "mean" if found.densities else "measured"
    return say(_CHANCE[key], chance=share_words(share))


def _balance(found: Sensitivity) -> str:
    if found.crossings:
        return _crossing(found, _told_of(found))
    return _of_tornado(found)


def _told_of(found: Sensitivity) -> BreakEven:
    """Return the break-even of the assumption that matters most; if none is seen to, of one that has any."""
    by_number = {each.assumption: each for each in found.crossings}
    ordered = [by_number[i] for i in found.order]
    if drowned(found):
        return next((each for each in ordered if each.value is not None), ordered[0])
    return ordered[0]


def _crossing(found: Sensitivity, crossing: BreakEven) -> str:
    i = crossing.assumption
    median = found.subject.factors.assumptions[i].quantile(0.5)
    leader = quoted(found, i)
    if crossing.value is not None:
        key = (
            mark(
                "If {leader} is for certain at least {value}, {event}; the scenario's middle "
                "value is {median}."
            )
            if crossing.pays_above
            else mark(
                "If {leader} is for certain at most {value}, {event}; the scenario's middle value "
                "is {median}."
            )
        )
        value_words, median_words = values_with_unit(found, i, (crossing.value, median))
        event = event_words(found)
        return ended(say(key, leader=leader, value=value_words, median=median_words, event=event))
    (median_words,) = values_with_unit(found, i, (median,))
    searched = range_with_unit(found, i, crossing.low, crossing.high)
    event = event_words(found, least=crossing.pays_above)
    return ended(
        say(
            "Wherever {leader} is in the range {range}, {event}; the scenario's middle value is {median}.",
            leader=leader,
            range=searched,
            median=median_words,
            event=event,
        )
    )


def _of_tornado(found: Sensitivity) -> str:
    made = found.tornado
    if made is None:
        return say(
            "Where the case just pays its way has not been worked out here, as the figures are "
            "taken from a run that was there already."
        )
    i, at = found.order[0], found.chosen
    ends = [float(made.middle[at] + change[i, at]) for change in (made.at_low, made.at_high)]
    scale = outcome_scale(found, ends)
    moved = range_with_unit(found, i, float(made.low_values[i]), float(made.high_values[i]))
    at_low, at_high = (scale.amount(end) for end in ends)
    return ended(
        say(
            "When all else stands in the middle of its range and {leader} is moved from {range}, "
            "{outcome} goes from {at_low} to {at_high}.",
            leader=quoted(found, i),
            range=moved,
            outcome=outcome_words(found),
            at_low=at_low,
            at_high=at_high,
        )
    )


def _views(found: Sensitivity) -> str:
    if found.views is None:
        return say(
            "What the case gives after a correction for optimism and with only what others have "
            "repeated has not been worked out here, as the figures are taken from a run that was "
            "there already."
        )
    amounts = {each.name: _gain(each.mean_dkk) for each in found.views.views}
    repeated = found.views.repeated
    key = (
        mark(
            "On average the case gives the municipality {raw} if the scenario holds, {corrected} "
            "if the gain becomes smaller and later, as such gains often do, and {repeated} if "
            "only what has been repeated in other places works."
        )
        if repeated.taken or repeated.no_effect
        else mark(
            "On average the case gives the municipality {raw} if the scenario holds, and "
            "{corrected} if the gain becomes smaller and later, as such gains often do; nothing "
            "that was repeated in other places can stand in for the scenario's own numbers, so "
            "with only what was repeated the answer is {repeated} too."
        )
    )
    return ended(say(key, **amounts))


def _gain(dkk: float) -> str:
    if round(dkk) == 0:
        return say("neither gain nor loss")
    return say(mark("a gain of {amount}") if dkk > 0 else mark("a loss of {amount}"), amount=kroner(abs(dkk)))
