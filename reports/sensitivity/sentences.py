"""Say in three sentences what a case hangs on: the assumption, its break-even, and three views.

They say what was computed and never what to do: that a case is to be booked is no answer of an analysis.
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
from reports.shared.expected_gain import expected_gain_words
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


def answer(analysis: Sensitivity) -> tuple[str, ...]:
    """Return sentences on the leading assumption, on break-even, and on the three views."""
    return _hangs_on(analysis), _balance(analysis), _views(analysis)


def drowned(analysis: Sensitivity) -> bool:
    """Return whether chance drowns the effect of the leading assumption."""
    leader = analysis.order[0]
    weight = float(analysis.weights[leader])
    if not weight > 0:
        return True
    if analysis.indices is not None:
        return not analysis.indices.total.low[leader, analysis.chosen] > 0
    if analysis.screening is not None:
        return not weight > analysis.screening.noise[leader, analysis.chosen]
    if analysis.densities is not None:
        all_is_chance = analysis.densities.chance > _ALL
        return all_is_chance or not analysis.densities.distance.low[leader] > 0
    return (
        analysis.tornado is None
        or not weight > _TIMES_ERROR * analysis.tornado.error[leader, analysis.chosen]
    )


def _hangs_on(analysis: Sensitivity) -> str:
    outcome = outcome_words(analysis)
    if drowned(analysis) and not _set_leads(analysis):
        return say(
            "Chance is so large that it cannot be seen what {outcome} hangs on; more replications "
            "have to be run.",
            outcome=outcome,
        )
    facts = {"outcome": outcome, "leader": quoted(analysis, analysis.order[0]), "chance": _chance(analysis)}
    if analysis.indices is not None:
        return capital(_sobol(analysis, analysis.indices, facts))
    weight = float(analysis.weights[analysis.order[0]])
    effect = outcome_scale(analysis, [weight]).amount(weight)
    kind = "morris" if analysis.screening else "densities" if analysis.densities else "local"
    return ended(capital(say(_FIRST[kind], **facts, effect=effect)))


def _sobol(analysis: Sensitivity, indices: Indices, facts: dict[str, str]) -> str:
    total, at = indices.total, analysis.chosen
    if (whole := _set_leads(analysis)) is not None:
        members = analysis.subject.factors.joints[whole].members
        most = max(members, key=lambda i: float(np.nan_to_num(indices.first.value[i, at])))
        share = share_words(float(indices.together.value[whole, at]))
        facts = facts | {"leader": quoted(analysis, most)}
        return say(
            "{outcome} hangs most on {count} assumptions that go together and jointly make up "
            "about {share} of what we do not know (most of all {leader}); {chance}.",
            **facts,
            count=len(members),
            share=share,
        )
    first = analysis.order[0]
    share = share_words(float(total.value[first, at]))
    if len(analysis.order) > 1 and _overlap(total, first, analysis.order[1], at):
        second = analysis.order[1]
        return say(
            "{outcome} hangs most on {leader} and {second}, which make up about {share} and "
            "{share_second} of what we do not know, and it cannot be seen which of them matters "
            "more; {chance}.",
            **facts,
            share=share,
            second=quoted(analysis, second),
            share_second=share_words(float(total.value[second, at])),
        )
    return say(
        "{outcome} hangs most on {leader}, which makes up about {share} of what we do not know; {chance}.",
        **facts,
        share=share,
    )


def _set_leads(analysis: Sensitivity) -> int | None:
    """Return the index of a joint set that matters more than any single assumption; else None."""
    if analysis.indices is None or not analysis.indices.together.value.size:
        return None
    sets = np.nan_to_num(analysis.indices.together.value[:, analysis.chosen])
    lows = np.nan_to_num(analysis.indices.together.low[:, analysis.chosen])
    first = int(sets.argmax())
    single = float(np.nan_to_num(analysis.weights).max())
    return first if sets[first] > single and lows[first] > 0 else None


def _overlap(spread: IntervalEstimate, first: int, second: int, at: int) -> bool:
    return bool(spread.low[first, at] <= spread.high[second, at])


def _chance(analysis: Sensitivity) -> str:
    share = chance_of_a_run(analysis)
    if math.isnan(share):
        return say("how much is chance cannot be seen")
    key = "run" if is_of_runs(analysis) else "mean" if analysis.densities else "measured"
    return say(_CHANCE[key], chance=share_words(share))


def _balance(analysis: Sensitivity) -> str:
    if analysis.crossings:
        return _crossing(analysis, _leading_break_even(analysis))
    return _of_tornado(analysis)


def _leading_break_even(analysis: Sensitivity) -> BreakEven:
    """Return break-even of the leading assumption; if chance drowns it, of the first with a value."""
    by_number = {each.assumption: each for each in analysis.crossings}
    ordered = [by_number[i] for i in analysis.order]
    if drowned(analysis):
        return next((each for each in ordered if each.value is not None), ordered[0])
    return ordered[0]


def _crossing(analysis: Sensitivity, crossing: BreakEven) -> str:
    i = crossing.assumption
    median = analysis.subject.factors.assumptions[i].quantile(0.5)
    leader = quoted(analysis, i)
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
        value_words, median_words = values_with_unit(analysis, i, (crossing.value, median))
        event = event_words(analysis)
        return ended(say(key, leader=leader, value=value_words, median=median_words, event=event))
    (median_words,) = values_with_unit(analysis, i, (median,))
    searched = range_with_unit(analysis, i, crossing.low, crossing.high)
    event = event_words(analysis, least=crossing.pays_above)
    return ended(
        say(
            "Wherever {leader} is in the range {range}, {event}; the scenario's middle value is {median}.",
            leader=leader,
            range=searched,
            median=median_words,
            event=event,
        )
    )


def _of_tornado(analysis: Sensitivity) -> str:
    tornado = analysis.tornado
    if tornado is None:
        return say(
            "Where the case just pays its way has not been worked out here, as the figures are "
            "taken from a run that was there already."
        )
    i, at = analysis.order[0], analysis.chosen
    ends = [float(tornado.middle[at] + change[i, at]) for change in (tornado.at_low, tornado.at_high)]
    scale = outcome_scale(analysis, ends)
    moved = range_with_unit(analysis, i, float(tornado.low_values[i]), float(tornado.high_values[i]))
    at_low, at_high = (scale.amount(end) for end in ends)
    return ended(
        say(
            "When all else stands in the middle of its range and {leader} is moved from {range}, "
            "{outcome} goes from {at_low} to {at_high}.",
            leader=quoted(analysis, i),
            range=moved,
            outcome=outcome_words(analysis),
            at_low=at_low,
            at_high=at_high,
        )
    )


def _views(analysis: Sensitivity) -> str:
    if analysis.views is None:
        return say(
            "What the case gives after a correction for optimism and with only what others have "
            "repeated has not been worked out here, as the figures are taken from a run that was "
            "there already."
        )
    amounts = {each.name: _gain(each.mean_dkk) for each in analysis.views.views}
    repeated = analysis.views.repeated
    key = (
        mark(
            "{expected} The case gives {corrected} on average if the gain becomes smaller and later, as such "
            "gains often do, and {repeated} if only what has been repeated in other places works."
        )
        if repeated.taken or repeated.no_effect
        else mark(
            "{expected} The case gives {corrected} on average if the gain becomes smaller and later, as such "
            "gains often do; nothing that was repeated in other places can stand in for the scenario's own "
            "numbers, so with only what was repeated the answer is {repeated} too."
        )
    )
    expected = "" if analysis.expected_gain is None else expected_gain_words(analysis.expected_gain)
    return ended(say(key, **amounts, expected=expected))


def _gain(dkk: float) -> str:
    if round(dkk) == 0:
        return say("neither gain nor loss")
    return say(mark("a gain of {amount}") if dkk > 0 else mark("a loss of {amount}"), amount=kroner(abs(dkk)))
