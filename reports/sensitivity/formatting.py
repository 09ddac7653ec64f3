"""Names, values and shares of a sensitivity analysis as a reader knows them.

Caveat: shares are estimates. One that noise puts below nothing or above the whole is written as "under 1 %"
or "100 %", not as the odd figure that it is.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from reports.language.catalogue import texts
from reports.language.texts_sensitivity import sensitivity_texts
from reports.language.writing import DASH, HARD_SPACE, Scale, number, percent, scale_of
from reports.shared.cases import payer_title
from scenarios.format.assumptions import Assumption
from sensitivity.analysis.analysis import Sensitivity, pays_by
from sensitivity.subject.outcomes import CASHABLE, NEED, NET, PLACED, Outcome
from sensitivity.subject.subject import Subject

Kind = Literal["net", "cashable", "need", "placed", "year", "payer"]

_KINDS: dict[str, Kind] = {NET: "net", CASHABLE: "cashable", NEED: "need", PLACED: "placed"}
_SHARES = {"andel", "share"}
_SHARE_UNIT = "%"
_NAMES = {"faktor", "factor", "weibull-form", "weibull shape"}
"""Units that say what the number is and so stand before it."""
_DIGITS = 3
_MOST_DIGITS = 6


class AsksOf(Protocol):
    """What asks something of a case."""

    @property
    def subject(self) -> Subject:
        """The case, with its uncertain assumptions."""


def kind_of(outcome: Outcome) -> Kind:
    """Return what sort of outcome it is."""
    if outcome.year is not None:
        return "year"
    return "payer" if outcome.payer is not None else _KINDS[outcome.name]


def outcome_words(found: Sensitivity, lang: str) -> str:
    """Return what the outcome that was asked for is called, in the middle of a sentence."""
    outcome = found.subject.outcomes[found.chosen]
    payer = "" if outcome.payer is None else payer_title(found.subject.study, outcome.payer, lang)
    words = sensitivity_texts(lang)[f"outcome_{kind_of(outcome)}"]
    return words.format(year=outcome.year, payer=payer)


def case_title(found: AsksOf, lang: str) -> str:
    """Return what the case is called, or its name where it is called nothing."""
    case = found.subject.case
    return found.subject.study.scenario.cases[case].title.in_language(lang) or case


def title_of(found: AsksOf, number_: int, lang: str) -> str:
    """Return what an assumption is called, or its name where it is called nothing."""
    factors = found.subject.factors
    return factors.assumptions[number_].title.in_language(lang) or factors.names[number_]


def quoted(found: AsksOf, number_: int, lang: str) -> str:
    """Return what an assumption is called, in quotation marks."""
    return sensitivity_texts(lang)["quoted"].format(title=title_of(found, number_, lang))


def title_with_unit(found: AsksOf, number_: int, lang: str) -> str:
    """Return "Title (unit)", for values without their unit beside it."""
    title, unit = title_of(found, number_, lang), _unit(found, number_, lang)
    return f"{title} ({unit})" if unit else title


def bare_values(
    found: AsksOf, number_: int, values: Sequence[float], lang: str, *, apart: bool = True
) -> tuple[str, ...]:
    """Return values of an assumption without their unit, with digits enough to tell them `apart`."""
    times = _times(found.subject.factors.assumptions[number_])
    return _written([value * times for value in values], lang, apart=apart)


def values_with_unit(found: AsksOf, number_: int, values: Sequence[float], lang: str) -> tuple[str, ...]:
    """Return values of an assumption, each with its unit: "1,08 gange raten", "21 %", "faktor 2,15"."""
    return tuple(_in_unit(found, number_, bare, lang) for bare in bare_values(found, number_, values, lang))


def range_with_unit(found: AsksOf, number_: int, low: float, high: float, lang: str) -> str:
    """Return "0,95 til 1,38 gange raten", the unit once."""
    first, last = bare_values(found, number_, (low, high), lang)
    words = sensitivity_texts(lang)["to"].format(low=first, high=last)
    return _in_unit(found, number_, words, lang)


def axis_scale(found: AsksOf, number_: int) -> Scale:
    """Return in what the values of an assumption stand on an axis."""
    return Scale(key="", divisor=1 / _times(found.subject.factors.assumptions[number_]), decimals=_DIGITS)


def share_words(share: float, lang: str) -> str:
    """Return an estimated share: a dash where there is none, "under 1 %" for nothing and less."""
    return DASH if math.isnan(share) else percent(min(max(share, 1e-4), 1.0), lang)


def share_range(low: float, high: float, lang: str) -> str:
    """Return the interval of an estimated share, within what a share can be: "57 to 100 %"."""
    if math.isnan(low) or math.isnan(high):
        return DASH
    first, last = (number(100 * min(max(end, 0.0), 1.0), lang) for end in (low, high))
    if first == last:
        return share_words((low + high) / 2, lang)
    return f"{first}{DASH}{last}" + texts(lang)["percent_sign"]


def often_words(confidence: float, lang: str, *, least: bool = True) -> str:
    """Return "mindst 8 af 10 forløb" for 0.8, or "færre end 8 af 10 forløb"."""
    return sensitivity_texts(lang)["at_least" if least else "fewer_than"].format(
        share=of_runs(confidence, lang)
    )


def of_runs(confidence: float, lang: str) -> str:
    """Return "8 af 10 forløb" for 0.8, "19 af 20 forløb" for 0.95, "72 % af forløbene" for 0.72."""
    t = sensitivity_texts(lang)
    for parts, key in ((10, "runs_of_ten"), (20, "runs_of_twenty")):
        if math.isclose(confidence * parts, round(confidence * parts)):
            return t[key].format(count=round(confidence * parts))
    return t["runs_percent"].format(percent=percent(confidence, lang))


def event_words(found: Sensitivity, lang: str, *, least: bool = True, key: str = "event") -> str:
    """Return what happens where a case pays its way, with the chosen confidence or more seldom.

    `key` "event" gives words that follow a clause, "side" words that stand by themselves.
    """
    t, sort = sensitivity_texts(lang), _sort(found)
    often = often_words(found.asked.confidence, lang, least=least)
    return t[f"{key}_{sort}"].format(outcome=outcome_words(found, lang), often=often)


def balance_words(found: Sensitivity, lang: str) -> str:
    """Return what a break-even is of, as over a table."""
    t, share = sensitivity_texts(lang), of_runs(found.asked.confidence, lang)
    return t[f"balance_{_sort(found)}"].format(outcome=outcome_words(found, lang), share=share)


def _sort(found: Sensitivity) -> str:
    """Return "net" where the net present gain is to pay its way, "gain" where it is another one."""
    return "net" if kind_of(found.subject.outcomes[pays_by(found)]) == "net" else "gain"


@dataclass(frozen=True, kw_only=True)
class _Children(Scale):
    """Full-year persons."""

    def unit(self, lang: str) -> str:
        """Return the name of the unit, as in the head of a table."""
        return sensitivity_texts(lang)["unit_children"]

    def amount(self, dkk: float, lang: str) -> str:
        """Return a number of full-year persons with its unit."""
        words = sensitivity_texts(lang)["children"].format(number=self.number(dkk, lang))
        return words.replace(" ", HARD_SPACE)


def outcome_scale(found: Sensitivity, values: Iterable[float]) -> Scale:
    """Return the unit in which values of the outcome that was asked for are written."""
    if found.subject.outcomes[found.chosen].unit == "children":
        return _Children(key="children", divisor=1.0, decimals=1)
    return scale_of(value for value in values if math.isfinite(value))


def signed(scale: Scale, value: float, lang: str) -> str:
    """Return a change with its sign and unit."""
    return ("+" if value > 0 else "") + scale.amount(value, lang)


def chance_of_a_run(found: Sensitivity) -> float:
    """Return the share of chance in the swings of a single run where that is known.

    An analysis knows it of means over replications, which even chance out; that of one run follows from it.
    The effects of screening and of the tornado are no runs: there it stays the share in what was measured.
    """
    share = found.chance[0]
    if not is_of_runs(found):
        return share
    times = found.asked.replications
    return times * share / (1 - share + times * share)


def is_of_runs(found: Sensitivity) -> bool:
    """Return whether the share of chance can be told of single runs."""
    return found.indices is not None or (found.densities is not None and found.asked.run is None)


def _unit(found: AsksOf, number_: int, lang: str) -> str:
    unit = found.subject.factors.assumptions[number_].unit.in_language(lang)
    return _SHARE_UNIT if unit in _SHARES else unit


def _in_unit(found: AsksOf, number_: int, words: str, lang: str) -> str:
    unit = _unit(found, number_, lang)
    if unit == _SHARE_UNIT:
        return words + texts(lang)["percent_sign"]
    if unit.lower() in _NAMES:
        return f"{unit} {words}"
    return f"{words}{HARD_SPACE}{unit}" if unit else words


def _times(assumption: Assumption) -> float:
    return 100.0 if assumption.unit.da in _SHARES else 1.0


def _written(values: Sequence[float], lang: str, *, apart: bool) -> tuple[str, ...]:
    """Return values with as many decimals as give three digits of the largest and two of the smallest."""
    sizes = [math.floor(math.log10(abs(value))) for value in values if value]
    if not sizes:
        return tuple(number(value, lang) for value in values)
    for digits in range(_DIGITS, _MOST_DIGITS):
        places = max(digits - 1 - max(sizes), digits - 2 - min(sizes))
        words = tuple(number(round(value, places), lang, max(0, places)) for value in values)
        if not apart or len({*words}) == len({*values}):
            break
    return words
