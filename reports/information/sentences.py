"""Say in three sentences what it is worth to know more, and name assumptions and early figures.

Caveat. That something need not be known is not to say that its gain may be taken out of a budget.
"""

from dataclasses import dataclass, replace

from language.formatting import count, ended, kroner, number, percent
from language.messages import mark, say
from reports.shared.cases import step_title
from reports.shared.early_figures import early_figure_words
from reports.shared.expected_gain import expected_gain_words
from scenarios.reading.titles import readable
from sensitivity.information.evpi import Partial
from sensitivity.information.indicators import Indicator
from sensitivity.information.sample_information import FollowUpOption, SampleInformation
from sensitivity.information.value import InformationValue

_KNOW = {
    "together": mark(
        "{now} To know everything beforehand would be worth {evpi} at most, but none of the "
        "assumptions is worth knowing by itself."
    ),
    "nearly_all": mark(
        "{now} To know everything beforehand would be worth {evpi} at most, and nearly all of it "
        "lies in “{title}”."
    ),
    "most": mark(
        "{now} To know everything beforehand would be worth {evpi} at most, and most of it lies in “{title}”."
    ),
    "largest": mark(
        "{now} To know everything beforehand would be worth {evpi} at most, and most worth "
        "knowing by itself is “{title}” ({evppi})."
    ),
}

_ONE = {
    "children": mark("{children} children"),
    "months": mark("{months} months"),
}

_RANGE = {
    "children": mark("{low} to {high} children"),
    "months": mark("{low} to {high} months"),
}

_TELL = {
    "best": mark(
        "The early figure that tells most is {name}: it can be read from month {first}, and in "
        "month {month} it puts a case that pays above one that does not in {hits} of 100 "
        "comparisons (pure guessing gives 50)."
    ),
    "only": mark(
        "The early figure that tells most is {name}: it can be read in month {month} at the "
        "earliest, where it puts a case that pays above one that does not in {hits} of 100 "
        "comparisons (pure guessing gives 50)."
    ),
    "weak": mark(
        "None of the {indicators} early figures can be read with any force in the first {last} "
        "months: the best, {name}, puts a case that pays above one that does not in {hits} of 100 "
        "comparisons, and pure guessing gives 50."
    ),
}


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
        """The month in which it explains most, the earliest of several."""
        return max(self.points, key=lambda point: point.explained)

    @property
    def readable_from(self) -> Indicator | None:
        """The first month in which it can be read; None when it never can, or there is nothing to predict."""
        return next((each for each in self.points if each.auc is not None and each.auc >= READABLE), None)


def answer(analysis: InformationValue) -> tuple[str, str, str]:
    """Return sentences on perfect information, on following children, and on the best early figure."""
    return ended(_knowing(analysis)), ended(_following(analysis)), ended(_telling(analysis))


def too_low(analysis: InformationValue) -> str | None:
    """Return a warning that the amounts are too low, where the regression explains too little; else None."""
    if not _unseen(analysis):
        return None
    return say(
        "The amounts for what it is worth to know more are too low: the method catches only "
        "{share} of what the assumptions do to the gain, and should catch {least} at least.",
        share=percent(analysis.information.denoised.explained or 0.0),
        least=percent(LEAST_EXPLAINED),
    )


def case_title(analysis: InformationValue) -> str:
    """Return the title of the case, or its name."""
    subject = analysis.subject
    spec = subject.study.scenario.cases.get(subject.case)
    return (str(spec.title) if spec is not None else "") or readable(subject.case)


def case_step_title(analysis: InformationValue, step: str) -> str:
    """Return the title of a step in the case, which may have steps of its own."""
    study = analysis.subject.study
    return step_title(replace(study, scenario=study.case(analysis.subject.case)), step) or step


def assumption_title(analysis: InformationValue, name: str) -> str:
    """Return the title of an assumption, or its name."""
    factors = analysis.subject.factors
    return str(factors.assumptions[factors.names.index(name)].title) or name


def indicator_title(analysis: InformationValue, name: str) -> str:
    """Return an early figure in words, without a capital."""
    kind, _, step = name.partition(":")
    return early_figure_words(kind, case_step_title(analysis, step))


def by_worth(analysis: InformationValue) -> list[Partial]:
    """Return single assumptions, the most worth knowing first; of equals, what explains more first."""
    return sorted(analysis.information.singles, key=lambda each: (-each.evppi_dkk, -each.explained))


def curves(analysis: InformationValue) -> list[Curve]:
    """Return the early figures that explain anything, the best in its best month first."""
    names = dict.fromkeys(each.name for each in analysis.indicators)
    every = [
        Curve(
            name=name,
            title=indicator_title(analysis, name),
            points=tuple(each for each in analysis.indicators if each.name == name),
        )
        for name in names
    ]
    telling = [curve for curve in every if curve.best.explained > 0]
    return sorted(telling, key=lambda curve: -curve.best.explained)


def early_figure_count(analysis: InformationValue) -> int:
    """Return how many early figures were examined."""
    return len({each.name for each in analysis.indicators})


def follow_up_range(follow_up: SampleInformation) -> tuple[str, str]:
    """Return the numbers of children and of months looked at, as "25 til 200 børn" and "3 til 24 måneder"."""
    children = sorted({look.children for look in follow_up.looks})
    return _span("children", children), _span("months", list(follow_up.months))


def _span(what: str, numbers: list[int]) -> str:
    low, high = number(numbers[0]), number(numbers[-1])
    return say(_ONE[what], **{what: low}) if low == high else say(_RANGE[what], low=low, high=high)


def _unseen(analysis: InformationValue) -> bool:
    """Return whether the regression explains so little that to find nothing proves nothing."""
    explained = analysis.information.denoised.explained
    return explained is not None and explained < LEAST_EXPLAINED


def _knowing(analysis: InformationValue) -> str:
    information = analysis.information
    now = expected_gain_words(analysis.expected)
    if round(information.evpi_dkk) == 0:
        return say(
            mark(
                "{now} The method catches too little of what the assumptions do to the gain to "
                "say whether it is worth knowing more."
            )
            if _unseen(analysis)
            else mark(
                "{now} However the assumptions turn out, the decision is the same, so nothing "
                "more needs to be known before deciding."
            ),
            now=now,
        )
    first = by_worth(analysis)[0]
    share = first.evppi_dkk / information.evpi_dkk
    how = "nearly_all" if share >= _NEARLY_ALL else "most" if share > _MOST else "largest"
    if round(first.evppi_dkk) == 0:
        how = "together"
    return say(
        _KNOW[how],
        now=now,
        evpi=kroner(information.evpi_dkk),
        evppi=kroner(first.evppi_dkk),
        title=assumption_title(analysis, first.name),
    )


def _following(analysis: InformationValue) -> str:
    follow_up = analysis.follow_up
    if follow_up is None:
        return say("The case works on no step of the staircase, so there are no children to follow.")
    best = follow_up.best
    if best is not None and round(best.net_dkk) > 0:
        sure = best.net_dkk >= _SURE * best.net_mc_error_dkk
        return say(
            mark(
                "The best of the follow-ups that were looked at is to follow {children} for "
                "{months} and then go on or stop: it is expected to give {net} more than deciding "
                "for good now, after what the case costs meanwhile."
            )
            if sure
            else mark(
                "The best of the follow-ups that were looked at is to follow {children} for "
                "{months} and then go on or stop: it is expected to give {net} more than deciding "
                "for good now, after what the case costs meanwhile, but that is no more than the "
                "computing error."
            ),
            children=_followed(follow_up, best),
            months=_span("months", [best.month]),
            net=kroner(best.net_dkk),
        )
    if round(follow_up.evpi_dkk) == 0:
        return (
            say(
                "So it cannot be said either what it is worth to follow children in the case "
                "first and decide then."
            )
            if _unseen(analysis)
            else say(
                "So there is nothing to be won either by following children in the case first and "
                "deciding then."
            )
        )
    children, months = follow_up_range(follow_up)
    return say(_why_not(analysis, follow_up), children=children, months=months)


def _why_not(analysis: InformationValue, follow_up: SampleInformation) -> str:
    if all(round(look.evsi_dkk) == 0 for look in follow_up.looks):
        return mark(
            "None of the follow-ups that were looked at ({children} for {months}) would change "
            "the decision, so none of them is worth waiting for."
        )
    return (
        mark(
            "None of the follow-ups that were looked at ({children} for {months}) is worth "
            "waiting for: when the answer comes, there is nothing left to save by stopping."
        )
        if analysis.information.decision_now
        else mark(
            "None of the follow-ups that were looked at ({children} for {months}) is worth "
            "waiting for: to start the case in order to follow the children is expected to cost "
            "more than it gives."
        )
    )


def _followed(follow_up: SampleInformation, look: FollowUpOption) -> str:
    if look.runs_short_of_children < MANY_SHORT:
        return say("{children} children", children=number(look.children))
    there = follow_up.children_reachable[follow_up.months.index(look.month)]
    return say("all children on the steps of the case ({children} at a time)", children=count(there))


def _telling(analysis: InformationValue) -> str:
    if all(each.auc is None for each in analysis.indicators):
        if _unseen(analysis):
            return say("So it cannot be said either whether early figures can show that the case pays.")
        return (
            say(
                "Early figures cannot show whether the case pays, for it is expected to do so "
                "however the assumptions turn out."
            )
            if analysis.information.decision_now
            else say(
                "Early figures cannot show whether the case pays, for it is expected not to, "
                "however the assumptions turn out."
            )
        )
    last = max(each.month for each in analysis.indicators)
    ranked = curves(analysis)
    if not ranked:
        return say(
            "None of the {indicators} early figures tells anything in the first {last} months of "
            "whether the case pays.",
            indicators=early_figure_count(analysis),
            last=last,
        )
    chosen = next((curve for curve in ranked if curve.readable_from is not None), ranked[0])
    best, first = chosen.best, chosen.readable_from
    kind = "weak" if first is None else "only" if first.month >= best.month else "best"
    return say(
        _TELL[kind],
        indicators=early_figure_count(analysis),
        name=chosen.title,
        first=best.month if first is None else first.month,
        month=best.month,
        hits=number(100 * (best.auc or 0.0)),
        last=last,
    )
