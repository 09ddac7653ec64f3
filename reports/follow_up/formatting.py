"""Format names, indicators, months and beliefs of a follow-up."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from babel.dates import format_date

from booking.amounts.promised import Promised, told
from booking.follow_up.bands import IndicatorVerdict
from booking.follow_up.beliefs import Belief, Learnt
from booking.follow_up.follow_up import FollowUp
from booking.follow_up.indicators import COST, NUMBER
from booking.follow_up.steering import DOWN_PER_MILLION
from language.formatting import DASH, Scale, capital, locale, scale_of
from language.messages import say
from reports.booking.formatting import indicator_words
from reports.sensitivity.formatting import (
    bare_values,
    case_title,
    title_of,
    title_with_unit,
    values_with_unit,
)
from reports.shared.cases import step_title
from scenarios.format.study import BASELINE
from sensitivity.points.early_figures import DAYS, MOVED_DOWN, MOVED_UP, PRICE
from sensitivity.subject.case_effects import effect_numbers

Side = Literal["less", "more", "other"]

MAIN = (NUMBER, MOVED_DOWN, MOVED_UP, COST)
"""The indicators that are drawn and told first."""
WHOLE = Scale(divisor=1.0, decimals=0)
TENTHS = Scale(divisor=1.0, decimals=1)
HUNDREDTHS = Scale(divisor=1.0, decimals=2)
_MANY = Scale(divisor=1e3, decimals=1)
_MANY_DAYS = 9_999.5
_OF_MONEY = (COST, PRICE)
_LEAST_PROMISED = 0.1
"""Of half the band of a single month: a case that moves a figure by less has promised nothing of it."""


def promised_told(follow_up: FollowUp) -> tuple[list[Promised], list[Promised]]:
    """Return the amounts before and after the ledger as they may be told: none sure by a run too small."""
    policy, draws = follow_up.request.policy, follow_up.request.draws
    worth = draws if follow_up.reweighted is None else follow_up.reweighted.worth
    return (
        [told(each, policy, draws=draws) for each in follow_up.promised_before],
        [told(each, policy, draws=worth) for each in follow_up.promised_after],
    )


def own(follow_up: FollowUp, some: Sequence[Promised]) -> list[Promised]:
    """Return the amounts promised to the municipality's own payers."""
    return [each for each in some if payer_is_own(follow_up, each.payer)]


def payer_is_own(follow_up: FollowUp, payer: str) -> bool:
    """Return whether a payer's money is the municipality's."""
    subject = follow_up.known.subject
    return subject.study.case(subject.case).payers[payer].municipal


def is_usable(follow_up: FollowUp) -> bool:
    """Return whether the amounts after the ledger may be used; also where nothing is learnt from it."""
    return follow_up.reweighted is None or follow_up.reweighted.is_usable


def side(follow_up: FollowUp, verdict: IndicatorVerdict) -> Side:
    """Return whether a figure outside the bands of the case shows less than promised, or more.

    Where the case hardly moves the figure nothing was promised of it: other.
    """
    i, month = follow_up.known.watch.indicators.index(verdict.indicator), follow_up.months_observed - 1
    promised = float(follow_up.case.middle[month, i] - follow_up.baseline.middle[month, i])
    half = float(follow_up.case.pointwise_high[month, i] - follow_up.case.pointwise_low[month, i]) / 2
    if abs(promised) <= _LEAST_PROMISED * half:
        return "other"
    return "more" if (promised > 0) == (verdict.told == "over") else "less"


def rank(name: str) -> int:
    """Return the sort key of an indicator: those that are drawn come first."""
    return MAIN.index(name) if name in MAIN else len(MAIN)


def is_only_in_case(follow_up: FollowUp, verdict: IndicatorVerdict) -> bool:
    """Return whether a figure is zero without the case: it shows that the case is used, not that it works."""
    return not follow_up.baseline.mean[:, follow_up.known.watch.indicators.index(verdict.indicator)].any()


def indicator_title(follow_up: FollowUp, name: str) -> str:
    """Return an indicator in words, without a capital; steps have the titles of the case."""
    kind, _, step = name.partition(":")
    if not step:
        return indicator_words(kind)
    return indicator_words(f"{kind}:{step_words(follow_up, step)}")


def step_words(follow_up: FollowUp, step: str) -> str:
    """Return the title of a step in the case, which may have steps of its own."""
    subject = follow_up.known.subject
    study = replace(subject.study, scenario=subject.study.case(subject.case))
    return step_title(study, step) or step


def row_title(follow_up: FollowUp, name: str, scale: Scale) -> str:
    """Return an indicator or steering figure as the head of a row, with its unit where it has one."""
    title = (
        say("moves to a less intrusive step for each DKK million that the steps have cost")
        if name == DOWN_PER_MILLION
        else indicator_title(follow_up, name)
    )
    unit = say("thousands") if scale is _MANY else scale.unit() if name in _OF_MONEY else ""
    return f"{capital(title)}, {unit}" if unit else capital(title)


def scale_for(name: str, values: Iterable[float]) -> Scale:
    """Return the unit of an indicator or steering figure."""
    if name in _OF_MONEY:
        return scale_of(values)
    if name == DAYS:
        return _MANY if max(values, default=0.0) >= _MANY_DAYS else WHOLE
    return {NUMBER: TENTHS, DOWN_PER_MILLION: HUNDREDTHS}.get(name, WHOLE)


def case_words(follow_up: FollowUp) -> str:
    """Return the title of the case."""
    return case_title(follow_up.known)


def month_words(follow_up: FollowUp, month: int) -> str:
    """Return a month of the follow-up, counted from 1, as "marts 2024"."""
    first = date.fromisoformat(f"{follow_up.known.watch.months.names[month - 1]}-01")
    return str(format_date(first, "MMMM y", locale=locale()))


def with_range(middle: str, low: str, high: str) -> str:
    """Return a mean with the ends of its interval, as "142 (131-153)" with a dash of ranges."""
    return f"{middle} ({low}{DASH}{high})"


def belief_title(follow_up: FollowUp, each: Learnt) -> str:
    """Return the title of an assumption with its unit; an untitled effect by what it acts on."""
    title = title_with_unit(follow_up.known, _number(follow_up, each))
    return _effect_title(follow_up, each) or title


def quoted_belief(follow_up: FollowUp, each: Learnt) -> str:
    """Return the title of an assumption in quotation marks."""
    title = _effect_title(follow_up, each) or title_of(follow_up.known, _number(follow_up, each))
    return say("“{title}”", title=title)


def belief_cells(follow_up: FollowUp, each: Learnt) -> tuple[str, str]:
    """Return prior and posterior mean, each with its interval of 5 to 95 %."""
    values = [value for belief in (each.before, each.after) for value in _values(belief)]
    cells = bare_values(follow_up.known, _number(follow_up, each), values, apart=False)
    return with_range(*cells[:3]), with_range(*cells[3:])


def belief_means(follow_up: FollowUp, each: Learnt) -> tuple[str, str]:
    """Return prior and posterior mean with their unit."""
    means = (each.before.mean, each.after.mean)
    before, after = values_with_unit(follow_up.known, _number(follow_up, each), means)
    return before, after


def _values(belief: Belief) -> tuple[float, float, float]:
    return belief.mean, belief.p05, belief.p95


def _effect_title(follow_up: FollowUp, each: Learnt) -> str:
    """Return what an untitled effect acts on; empty for any other assumption."""
    subject = follow_up.known.subject
    if not each.is_effect or subject.factors.assumptions[_number(follow_up, each)].title.da:
        return ""
    numbers = effect_numbers(subject.study.case(BASELINE), subject.study.case(subject.case))
    return next(str(effect.title) for effect in numbers if effect.number.name == each.name)


def _number(follow_up: FollowUp, each: Learnt) -> int:
    return follow_up.known.subject.factors.names.index(each.name)
