"""Format names, values and shares of a sensitivity analysis.

Caveat: shares are estimates. One that noise puts below nothing or above the whole is written as "under 1 %"
or "100 %", not as the odd figure that it is.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from language.formatting import DASH, HARD_SPACE, Scale, number, percent, plain, scale_of
from language.messages import mark, say
from model.world.months import Months
from reports.shared.budget_years import year_words
from reports.shared.cases import payer_title
from reports.shared.small_counts import coarse, is_coarse
from scenarios.format.assumptions import Assumption
from scenarios.reading.titles import readable
from sensitivity.analysis.analysis import Sensitivity, break_even_outcome
from sensitivity.subject.outcomes import CASHABLE, NEED, NET, PLACED, Outcome
from sensitivity.subject.subject import Subject

_OUTCOME = {
    "net": mark("the municipality's whole gain"),
    "cashable": mark("the gain in the municipality's budgets"),
    "need": mark("the largest extra spending of a single budget year"),
    "placed": mark("the change in the number of children placed"),
    "year": mark("the municipality's gain in {year}"),
    "payer": mark("the gain of {payer}"),
}

_BALANCE = {
    "net": mark("The value at which the case just pays its way in {share}"),
    "gain": mark("The value at which {outcome} is just above zero in {share}"),
}

_EVENT = {
    "net": mark("then the case pays its way in {often}"),
    "gain": mark("then {outcome} is above zero in {often}"),
}

_SIDE = {
    "net": mark("the case pays for itself in {often}"),
    "gain": mark("{outcome} is positive in {often}"),
}


Kind = Literal["net", "cashable", "need", "placed", "year", "payer"]

_KINDS: dict[str, Kind] = {NET: "net", CASHABLE: "cashable", NEED: "need", PLACED: "placed"}
_SHARES = {"andel", "share"}
_SHARE_UNIT = "%"
_NAMES = {"faktor", "factor", "weibull-form", "weibull shape"}
"""Units that say what the number is and so stand before it."""
_DIGITS = 3
_MOST_DIGITS = 6


class HasSubject(Protocol):
    """An analysis of a case."""

    @property
    def subject(self) -> Subject:
        """The case, with its uncertain assumptions."""


def kind_of(outcome: Outcome) -> Kind:
    """Return the kind of an outcome."""
    if outcome.year is not None:
        return "year"
    return "payer" if outcome.payer is not None else _KINDS[outcome.name]


def outcome_words(analysis: Sensitivity) -> str:
    """Return the outcome in words, as in the middle of a sentence."""
    outcome = analysis.subject.outcomes[analysis.chosen]
    payer = "" if outcome.payer is None else payer_title(analysis.subject.study, outcome.payer)
    scenario = analysis.subject.study.scenario
    months = Months.of(scenario.start, scenario.years)
    year = "" if outcome.year is None else year_words(months, outcome.year)
    return say(_OUTCOME[kind_of(outcome)], year=year, payer=payer)


def case_title(analysis: HasSubject) -> str:
    """Return the title of the case, or its name."""
    case = analysis.subject.case
    return str(analysis.subject.study.scenario.cases[case].title) or readable(case)


def title_of(analysis: HasSubject, number_: int) -> str:
    """Return the title of an assumption."""
    return str(analysis.subject.factors.assumptions[number_].title)


def quoted(analysis: HasSubject, number_: int) -> str:
    """Return the title of an assumption in quotation marks."""
    return say("“{title}”", title=title_of(analysis, number_))


def title_with_unit(analysis: HasSubject, number_: int) -> str:
    """Return "Title (unit)", for values without a unit."""
    title, unit = title_of(analysis, number_), _unit(analysis, number_)
    return f"{title} ({unit})" if unit else title


def is_hidden(analysis: HasSubject, number_: int) -> bool:
    """Return whether so few children are behind an assumption that no number of it is shown."""
    return analysis.subject.factors.assumptions[number_].few_children


def bare_values(
    analysis: HasSubject, number_: int, values: Sequence[float], *, apart: bool = True
) -> tuple[str, ...]:
    """Return values of an assumption without their unit, with digits enough to tell them `apart`.

    Where few children are behind it, none is shown.
    """
    if is_hidden(analysis, number_):
        return (say("hidden"),) * len(values)
    assumption = analysis.subject.factors.assumptions[number_]
    times = _times(assumption)
    shown = [value * times for value in values]
    if is_coarse(assumption):
        return tuple(map(plain, coarse(assumption, shown)))
    return _written(shown, apart=apart)


def values_with_unit(analysis: HasSubject, number_: int, values: Sequence[float]) -> tuple[str, ...]:
    """Return values of an assumption, each with its unit: "1,08 gange raten", "21 %", "faktor 2,15"."""
    return tuple(_in_unit(analysis, number_, bare) for bare in bare_values(analysis, number_, values))


def range_with_unit(analysis: HasSubject, number_: int, low: float, high: float) -> str:
    """Return a range with its unit once: "0,95 til 1,38 gange raten"."""
    if is_hidden(analysis, number_):
        return say("hidden values (few children)")
    first, last = bare_values(analysis, number_, (low, high))
    words = say("{low} to {high}", low=first, high=last)
    return _in_unit(analysis, number_, words)


def axis_scale(analysis: HasSubject, number_: int) -> Scale:
    """Return the scale of an assumption on an axis."""
    return Scale(divisor=1 / _times(analysis.subject.factors.assumptions[number_]), decimals=_DIGITS)


def share_words(share: float) -> str:
    """Return an estimated share: a dash for NaN, "under 1 %" for nothing and less."""
    return DASH if math.isnan(share) else percent(min(max(share, 1e-4), 1.0))


def share_range(low: float, high: float) -> str:
    """Return the interval of a share, clipped to what a share can be: "57 to 100 %"."""
    if math.isnan(low) or math.isnan(high):
        return DASH
    first, last = (number(100 * min(max(end, 0.0), 1.0)) for end in (low, high))
    if first == last:
        return share_words((low + high) / 2)
    return f"{first}{DASH}{last}" + say("%")


def often_words(confidence: float, *, least: bool = True) -> str:
    """Return "mindst 8 af 10 forløb" for 0.8, or "færre end 8 af 10 forløb"."""
    return say(mark("at least {share}") if least else mark("fewer than {share}"), share=of_runs(confidence))


def of_runs(confidence: float) -> str:
    """Return "8 af 10 forløb" for 0.8, "19 af 20 forløb" for 0.95, "72 % af forløbene" for 0.72."""
    for parts, key in ((10, mark("{count} of 10 runs")), (20, mark("{count} of 20 runs"))):
        if math.isclose(confidence * parts, round(confidence * parts)):
            return say(key, count=round(confidence * parts))
    return say("{percent} of the runs", percent=percent(confidence))


def event_words(analysis: Sensitivity, *, least: bool = True, clause: bool = True) -> str:
    """Return what happens where a case pays its way, with the chosen confidence or more seldom.

    A `clause` goes on from another, as in "If ..., then the case pays its way"; without it the words
    stand alone.
    """
    texts = _EVENT if clause else _SIDE
    often = often_words(analysis.request.confidence, least=least)
    return say(texts[_sort(analysis)], outcome=outcome_words(analysis), often=often)


def balance_words(analysis: Sensitivity) -> str:
    """Return what a break-even value means, as the caption of a table."""
    share = of_runs(analysis.request.confidence)
    return say(_BALANCE[_sort(analysis)], outcome=outcome_words(analysis), share=share)


def _sort(analysis: Sensitivity) -> str:
    """Return "net" where break-even is of the net present gain, "gain" where it is of another."""
    return "net" if kind_of(analysis.subject.outcomes[break_even_outcome(analysis)]) == "net" else "gain"


@dataclass(frozen=True, kw_only=True)
class _Children(Scale):
    """Scale of full-year persons."""

    def amount(self, dkk: float) -> str:
        """Return a number of full-year persons with its unit, spelt with hard spaces."""
        return say(self.one, number=self.number(dkk)).replace(" ", HARD_SPACE)


def outcome_scale(analysis: Sensitivity, values: Iterable[float]) -> Scale:
    """Return the unit of values of the chosen outcome."""
    if analysis.subject.outcomes[analysis.chosen].unit == "children":
        return _Children(
            divisor=1.0,
            decimals=1,
            name=mark("full-year persons"),
            one=mark("{number} full-year persons"),
            two=mark("between {low} and {high} full-year persons"),
        )
    return scale_of(value for value in values if math.isfinite(value))


def signed(scale: Scale, value: float) -> str:
    """Return a change with its sign and unit."""
    return ("+" if value > 0 else "") + scale.amount(value)


def chance_of_a_run(analysis: Sensitivity) -> float:
    """Return the share of chance in the variation of a single run where that is known.

    An analysis knows it of means over replications, which even chance out; that of one run follows from
    it. The effects of screening and of the tornado are no runs: there it stays the share in what was
    measured.
    """
    share = analysis.chance[0]
    if not is_of_runs(analysis):
        return share
    times = analysis.request.replications
    return times * share / (1 - share + times * share)


def is_of_runs(analysis: Sensitivity) -> bool:
    """Return whether the share of chance can be given for single runs."""
    return analysis.indices is not None or (analysis.densities is not None and analysis.request.run is None)


def _unit(analysis: HasSubject, number_: int) -> str:
    unit = str(analysis.subject.factors.assumptions[number_].unit)
    return _SHARE_UNIT if unit in _SHARES else unit


def _in_unit(analysis: HasSubject, number_: int, words: str) -> str:
    unit = _unit(analysis, number_)
    if is_hidden(analysis, number_):
        return words
    if unit == _SHARE_UNIT:
        return words + say("%")
    if unit.lower() in _NAMES:
        return f"{unit} {words}"
    return f"{words}{HARD_SPACE}{unit}" if unit else words


def _times(assumption: Assumption) -> float:
    return 100.0 if assumption.unit.da in _SHARES else 1.0


def _written(values: Sequence[float], *, apart: bool) -> tuple[str, ...]:
    """Return values with as many decimals as give three digits of the largest and two of the smallest."""
    sizes = [math.floor(math.log10(abs(value))) for value in values if value]
    if not sizes:
        return tuple(number(value) for value in values)
    for digits in range(_DIGITS, _MOST_DIGITS):
        places = max(digits - 1 - max(sizes), digits - 2 - min(sizes))
        words = tuple(number(round(value, places), max(0, places)) for value in values)
        if not apart or len({*words}) == len({*values}):
            break
    return words
