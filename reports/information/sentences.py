"""What it is worth to know more, in three sentences, and what the things it speaks of are called.

Caveat. The sentences tell what would be worth knowing. That something need not be known is not to say that
its gain may be taken out of a budget.
"""

from dataclasses import dataclass, replace

from reports.language.texts_information import information_texts
from reports.language.writing import count, kroner, number, percent
from reports.shared.step_titles import step_title
from sensitivity.information.evpi import Partial
from sensitivity.information.indicators import Indicator
from sensitivity.information.sample_information import FollowUp, SampleInformation
from sensitivity.information.value import Knowledge

LEAST_EXPLAINED = 0.8
"""A regression that foretells less of what the assumptions do makes the worth of knowing much too small."""
READABLE = 0.6
"""Area under the curve from which on an early figure is said to be read: 10 of 100 better than a guess."""
_NEARLY_ALL, _MOST = 0.9, 0.5
"""Shares of the worth of knowing everything."""
_SURE = 2.0
"""Standard errors by which an amount has to lie above zero."""
MANY_SHORT = 0.5
"""Share of the runs without so many children from which on all of them are said to be followed."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One early figure over the months."""

    name: str
    title: str
    points: tuple[Indicator, ...]
    """Month by month."""

    @property
    def best(self) -> Indicator:
        """The month in which it tells most, the earliest of several."""
        return max(self.points, key=lambda point: point.explained)

    @property
    def readable_from(self) -> Indicator | None:
        """The first month in which it can be read; None when it never can, or there is nothing to tell."""
        return next((each for each in self.points if each.auc is not None and each.auc >= READABLE), None)


def answer(found: Knowledge, lang: str) -> tuple[str, str, str]:
    """Return what knowing everything is worth, what following children is worth, and which figure tells."""
    told = _knowing(found, lang), _following(found, lang), _telling(found, lang)
    first, second, third = (sentence.replace("..", ".") for sentence in told)  # an amount may end with one
    return first, second, third


def too_low(found: Knowledge, lang: str) -> str | None:
    """Return that the amounts are too low, where the regression sees too little; otherwise None."""
    if not _unseen(found):
        return None
    return information_texts(lang)["too_low"].format(
        share=percent(found.information.denoised.explained or 0.0, lang), least=percent(LEAST_EXPLAINED, lang)
    )


def case_title(found: Knowledge, lang: str) -> str:
    """Return what the case is called."""
    subject = found.subject
    spec = subject.study.scenario.cases.get(subject.case)
    return (spec.title.in_language(lang) if spec is not None else "") or subject.case


def case_step_title(found: Knowledge, step: str, lang: str) -> str:
    """Return what a step is called in the case, which may have steps of its own."""
    study = found.subject.study
    return step_title(replace(study, scenario=study.case(found.subject.case)), step, lang) or step


def assumption_title(found: Knowledge, name: str, lang: str) -> str:
    """Return what an assumption is called in the scenario."""
    factors = found.subject.factors
    return factors.assumptions[factors.names.index(name)].title.in_language(lang) or name


def indicator_title(found: Knowledge, name: str, lang: str) -> str:
    """Return an early figure in words, without a capital."""
    t = information_texts(lang)
    kind, _, step = name.partition(":")
    return t[kind].format(step=case_step_title(found, step, lang))


def by_worth(found: Knowledge) -> list[Partial]:
    """Return single assumptions, the most worth knowing first; of equals, what explains more first."""
    return sorted(found.information.singles, key=lambda each: (-each.evppi_dkk, -each.explained))


def curves(found: Knowledge, lang: str) -> list[Curve]:
    """Return the early figures that tell something, that which tells most in its best month first."""
    names = dict.fromkeys(each.name for each in found.indicators)
    every = [
        Curve(
            name=name,
            title=indicator_title(found, name, lang),
            points=tuple(each for each in found.indicators if each.name == name),
        )
        for name in names
    ]
    telling = [curve for curve in every if curve.best.explained > 0]
    return sorted(telling, key=lambda curve: -curve.best.explained)


def early_figures(found: Knowledge) -> int:
    """Return how many early figures were looked at."""
    return len({each.name for each in found.indicators})


def follow_up_range(told: SampleInformation, lang: str) -> tuple[str, str]:
    """Return the numbers of children and of months looked at, as "25 til 200 børn" and "3 til 24 måneder"."""
    children = sorted({look.children for look in told.looks})
    return _span("children", children, lang), _span("months", list(told.months), lang)


def _span(what: str, numbers: list[int], lang: str) -> str:
    t = information_texts(lang)
    low, high = number(numbers[0], lang), number(numbers[-1], lang)
    return t[what].format(**{what: low}) if low == high else t[f"{what}_range"].format(low=low, high=high)


def _unseen(found: Knowledge) -> bool:
    """Return whether the regression sees so little that to find nothing is not to know that nothing is."""
    explained = found.information.denoised.explained
    return explained is not None and explained < LEAST_EXPLAINED


def _knowing(found: Knowledge, lang: str) -> str:
    t, told = information_texts(lang), found.information
    expected = told.expected_gain_dkk
    kind = "even" if round(expected) == 0 else "gain" if expected > 0 else "loss"
    now = t[f"now_{kind}"].format(amount=kroner(abs(expected), lang))
    if round(told.evpi_dkk) == 0:
        return t["know_unseen" if _unseen(found) else "know_nothing"].format(now=now)
    first = by_worth(found)[0]
    share = first.evppi_dkk / told.evpi_dkk
    how = "nearly_all" if share >= _NEARLY_ALL else "most" if share > _MOST else "largest"
    return t["know_together" if round(first.evppi_dkk) == 0 else f"know_{how}"].format(
        now=now,
        evpi=kroner(told.evpi_dkk, lang),
        evppi=kroner(first.evppi_dkk, lang),
        title=assumption_title(found, first.name, lang),
    )


def _following(found: Knowledge, lang: str) -> str:
    t, told = information_texts(lang), found.follow_up
    if told is None:
        return t["follow_nobody"]
    best = told.best
    if best is not None and round(best.net_dkk) > 0:
        sure = best.net_dkk >= _SURE * best.net_mc_error_dkk
        return t["follow_best" if sure else "follow_unsure"].format(
            children=_followed(told, best, lang),
            months=_span("months", [best.month], lang),
            net=kroner(best.net_dkk, lang),
        )
    if round(told.evpi_dkk) == 0:
        return t["follow_unseen" if _unseen(found) else "follow_known"]
    children, months = follow_up_range(told, lang)
    return t[_why_not(found, told)].format(children=children, months=months)


def _why_not(found: Knowledge, told: SampleInformation) -> str:
    if all(round(look.evsi_dkk) == 0 for look in told.looks):
        return "follow_same"
    return "follow_late" if found.information.decision_now else "follow_dear"


def _followed(told: SampleInformation, look: FollowUp, lang: str) -> str:
    t = information_texts(lang)
    if look.runs_short_of_children < MANY_SHORT:
        return t["children"].format(children=number(look.children, lang))
    there = told.children_reachable[told.months.index(look.month)]
    return t["children_all"].format(children=count(there, lang))


def _telling(found: Knowledge, lang: str) -> str:
    t = information_texts(lang)
    if all(each.auc is None for each in found.indicators):
        if _unseen(found):
            return t["tell_unseen"]
        return t["tell_always" if found.information.decision_now else "tell_never"]
    last = max(each.month for each in found.indicators)
    told = curves(found, lang)
    if not told:
        return t["tell_nothing"].format(indicators=early_figures(found), last=last)
    chosen = next((curve for curve in told if curve.readable_from is not None), told[0])
    best, first = chosen.best, chosen.readable_from
    kind = "weak" if first is None else "only" if first.month >= best.month else "best"
    return t[f"tell_{kind}"].format(
        indicators=early_figures(found),
        name=chosen.title,
        first=best.month if first is None else first.month,
        month=best.month,
        hits=number(100 * (best.auc or 0.0), lang),
        last=last,
    )
