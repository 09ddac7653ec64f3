"""What a case hangs on, in three sentences: the assumption, where it just pays its way, and three views.

They tell what was found and never what to do: that the case is to be booked is no answer of an analysis.
"""

import math

import numpy as np

from reports.language.sentences import capital, ended
from reports.language.texts_sensitivity import sensitivity_texts
from reports.language.writing import kroner
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
from sensitivity.methods.bootstrap import Spread
from sensitivity.methods.break_even import BreakEven
from sensitivity.methods.variance import Indices

_TIMES_ERROR = 2.0
"""A change less than so many standard errors may be chance."""
_ALL = 0.99
"""A share of chance above which the draws tell nothing but chance."""


def answer(found: Sensitivity, lang: str) -> tuple[str, ...]:
    """Return what the outcome hangs on, where the case just pays its way, and the three views."""
    return _hangs_on(found, lang), _balance(found, lang), _views(found, lang)


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


def _hangs_on(found: Sensitivity, lang: str) -> str:
    t, outcome = sensitivity_texts(lang), outcome_words(found, lang)
    if drowned(found) and not _set_leads(found):
        return t["first_drowned"].format(outcome=outcome)
    told = {"outcome": outcome, "leader": quoted(found, found.order[0], lang), "chance": _chance(found, lang)}
    if found.indices is not None:
        return capital(_sobol(found, found.indices, told, lang))
    weight = float(found.weights[found.order[0]])
    effect = outcome_scale(found, [weight]).amount(weight, lang)
    kind = "morris" if found.screening else "densities" if found.densities else "local"
    return ended(capital(t[f"first_{kind}"].format(**told, effect=effect)))


def _sobol(found: Sensitivity, indices: Indices, told: dict[str, str], lang: str) -> str:
    t, total, at = sensitivity_texts(lang), indices.total, found.chosen
    if (whole := _set_leads(found)) is not None:
        members = found.subject.factors.joints[whole].members
        most = max(members, key=lambda i: float(np.nan_to_num(indices.first.value[i, at])))
        share = share_words(float(indices.together.value[whole, at]), lang)
        told = told | {"leader": quoted(found, most, lang)}
        return t["first_set"].format(**told, count=len(members), share=share)
    first = found.order[0]
    share = share_words(float(total.value[first, at]), lang)
    if len(found.order) > 1 and _overlap(total, first, found.order[1], at):
        second = found.order[1]
        return t["first_sobol_tie"].format(
            **told,
            share=share,
            second=quoted(found, second, lang),
            share_second=share_words(float(total.value[second, at]), lang),
        )
    return t["first_sobol"].format(**told, share=share)


def _set_leads(found: Sensitivity) -> int | None:
    """Return which set that is drawn together matters more than any single assumption; None if none does."""
    if found.indices is None or not found.indices.together.value.size:
        return None
    sets = np.nan_to_num(found.indices.together.value[:, found.chosen])
    lows = np.nan_to_num(found.indices.together.low[:, found.chosen])
    first = int(sets.argmax())
    single = float(np.nan_to_num(found.weights).max())
    return first if sets[first] > single and lows[first] > 0 else None


def _overlap(spread: Spread, first: int, second: int, at: int) -> bool:
    return bool(spread.low[first, at] <= spread.high[second, at])


def _chance(found: Sensitivity, lang: str) -> str:
    t, share = sensitivity_texts(lang), chance_of_a_run(found)
    if math.isnan(share):
        return t["chance_unknown"]
    key = "run" if is_of_runs(found) else "mean" if found.densities else "measured"
    return t[f"chance_{key}"].format(chance=share_words(share, lang))


def _balance(found: Sensitivity, lang: str) -> str:
    if found.crossings:
        return _crossing(found, _told_of(found), lang)
    return _of_tornado(found, lang)


def _told_of(found: Sensitivity) -> BreakEven:
    """Return the break-even of the assumption that matters most; if none is seen to, of one that has any."""
    by_number = {each.assumption: each for each in found.crossings}
    ordered = [by_number[i] for i in found.order]
    if drowned(found):
        return next((each for each in ordered if each.value is not None), ordered[0])
    return ordered[0]


def _crossing(found: Sensitivity, crossing: BreakEven, lang: str) -> str:
    t, i = sensitivity_texts(lang), crossing.assumption
    median = found.subject.factors.assumptions[i].quantile(0.5)
    leader = quoted(found, i, lang)
    if crossing.value is not None:
        key = "second_above" if crossing.pays_above else "second_below"
        value_words, median_words = values_with_unit(found, i, (crossing.value, median), lang)
        event = event_words(found, lang)
        return ended(t[key].format(leader=leader, value=value_words, median=median_words, event=event))
    (median_words,) = values_with_unit(found, i, (median,), lang)
    searched = range_with_unit(found, i, crossing.low, crossing.high, lang)
    event = event_words(found, lang, least=crossing.pays_above)
    return ended(t["second_always"].format(leader=leader, range=searched, median=median_words, event=event))


def _of_tornado(found: Sensitivity, lang: str) -> str:
    t, made = sensitivity_texts(lang), found.tornado
    if made is None:
        return t["second_none"]
    i, at = found.order[0], found.chosen
    ends = [float(made.middle[at] + change[i, at]) for change in (made.at_low, made.at_high)]
    scale = outcome_scale(found, ends)
    moved = range_with_unit(found, i, float(made.low_values[i]), float(made.high_values[i]), lang)
    at_low, at_high = (scale.amount(end, lang) for end in ends)
    return ended(
        t["second_tornado"].format(
            leader=quoted(found, i, lang),
            range=moved,
            outcome=outcome_words(found, lang),
            at_low=at_low,
            at_high=at_high,
        )
    )


def _views(found: Sensitivity, lang: str) -> str:
    t = sensitivity_texts(lang)
    if found.views is None:
        return t["third_none"]
    amounts = {each.name: _gain(each.mean_dkk, lang) for each in found.views.views}
    repeated = found.views.repeated
    key = "third" if repeated.taken or repeated.no_effect else "third_kept"
    return ended(t[key].format(**amounts))


def _gain(dkk: float, lang: str) -> str:
    t = sensitivity_texts(lang)
    if round(dkk) == 0:
        return t["no_gain"]
    return t["a_gain" if dkk > 0 else "a_loss"].format(amount=kroner(abs(dkk), lang))
