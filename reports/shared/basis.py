"""The tables and prices that a calculation rests on: where each comes from, and how firm it is."""

from collections.abc import Iterator

from language.formatting import plain
from language.messages import mark, say
from reports.shared.assumptions import GRADE, AssumptionWords
from reports.shared.cases import CaseInReport
from scenarios.format.assumptions import Quantity
from scenarios.format.fields import Sourced
from scenarios.format.schema import Scenario
from scenarios.format.study import Study

_PER = {
    "day": mark("a day"),
    "month": mark("a month"),
    "year": mark("a year"),
    "start": mark("at each start"),
    "once": mark("once"),
    "slot_year": mark("a slot a year"),
    "participant": mark("a participant"),
    "participant_year": mark("a participant a year"),
    "child_year": mark("a child-year"),
}


def source_words(study: Study, cases: tuple[CaseInReport, ...]) -> list[AssumptionWords]:
    """Return the tables of the baseline and the prices of all, those of cases with their letters."""
    found: dict[_Words, list[str]] = {words: [] for words in _sources(study.scenario)}
    of_baseline = set(found)
    for case in cases:
        for words in _sources(study.case(case.name)):
            if words not in of_baseline:
                found.setdefault(words, []).append(case.letter)
    only_in = say("Only in {letters}.")
    return [
        AssumptionWords(
            title=title,
            value=value,
            unit="",
            grade=grade,
            source=source,
            rationale=rationale,
            only_in=only_in.format(letters=", ".join(letters)) if letters else "",
        )
        for (title, value, grade, source, rationale), letters in found.items()
    ]


_Words = tuple[str, str, str, str, str]
"""Title, value, grade, source, rationale."""


def _sources(scenario: Scenario) -> Iterator[_Words]:
    tables: list[tuple[str, Sourced | None]] = [
        (say("Key figures of the municipality"), scenario.municipality),
        (say("Rates of moving between steps"), scenario.rates),
        (say("Children on the staircase at the start"), scenario.stock),
        (say("Arrivals"), scenario.arrivals),
        (say("Price index"), scenario.price_index),
    ]
    for title, table in tables:
        if table is not None:
            yield _row(title, "", table)
    for step, lines in scenario.prices.items():
        name = str(scenario.staircase.steps[step].title)
        for price in lines.values():
            title = say("Price: {what}", what=str(price.title) or name)
            yield _row(title, _price(scenario, price.dkk, price.per, price.price_year), price)
    for programme in scenario.programmes.values():
        for key, cost in programme.costs.items():
            what = f"{programme.title!s}: {str(cost.title) or key}"
            title = say("Price: {what}", what=what)
            yield _row(title, _price(scenario, cost.dkk, cost.per, cost.price_year), cost)


def _row(title: str, value: str, sourced: Sourced) -> _Words:
    grade = say(GRADE[sourced.grade])
    return title, value, grade, str(sourced.source), str(sourced.rationale)


def _price(scenario: Scenario, dkk: Quantity, per: str, year: int) -> str:
    assumption = scenario.assumptions.get(dkk.name)
    if dkk.value is not None:
        amount = plain(dkk.value)
    elif assumption is not None and not assumption.is_uncertain:
        amount = plain(assumption.quantile(0.5))
    else:
        amount = say("see “{title}”", title=str(assumption.title) if assumption else dkk.name)
    return say("DKK {amount} {per} in {year} prices", amount=amount, per=say(_PER[per]), year=year)
