"""The tables and prices that a calculation rests on: where each comes from, and how firm it is."""

from collections.abc import Iterator

from reports.language.catalogue import texts
from reports.language.writing import plain
from reports.shared.assumptions import AssumptionWords
from reports.shared.cases import Finding
from scenarios.format.assumptions import Quantity
from scenarios.format.schema import Scenario, Sourced
from scenarios.format.study import Study


def source_words(study: Study, cases: tuple[Finding, ...], lang: str) -> list[AssumptionWords]:
    """Return the tables of the baseline and the prices of all, those of cases with their letters."""
    found: dict[_Words, list[str]] = {words: [] for words in _sources(study.scenario, lang)}
    of_baseline = set(found)
    for case in cases:
        for words in _sources(study.case(case.name), lang):
            if words not in of_baseline:
                found.setdefault(words, []).append(case.letter)
    only_in = texts(lang)["only_in"]
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


def _sources(scenario: Scenario, lang: str) -> Iterator[_Words]:
    t = texts(lang)
    tables: list[tuple[str, Sourced | None]] = [
        (t["source_municipality"], scenario.municipality),
        (t["source_rates"], scenario.rates),
        (t["source_stock"], scenario.stock),
        (t["source_arrivals"], scenario.arrivals),
        (t["source_price_index"], scenario.price_index),
    ]
    for title, table in tables:
        if table is not None:
            yield _row(title, "", table, lang)
    for step, lines in scenario.prices.items():
        name = scenario.staircase.steps[step].title.in_language(lang)
        for price in lines.values():
            title = t["source_price"].format(what=price.title.in_language(lang) or name)
            yield _row(title, _price(scenario, price.dkk, price.per, price.price_year, lang), price, lang)
    for programme in scenario.programmes.values():
        for key, cost in programme.costs.items():
            what = f"{programme.title.in_language(lang)}: {cost.title.in_language(lang) or key}"
            title = t["source_price"].format(what=what)
            yield _row(title, _price(scenario, cost.dkk, cost.per, cost.price_year, lang), cost, lang)


def _row(title: str, value: str, sourced: Sourced, lang: str) -> _Words:
    grade = texts(lang)[f"grade_{sourced.grade}"]
    return title, value, grade, sourced.source.in_language(lang), sourced.rationale.in_language(lang)


def _price(scenario: Scenario, dkk: Quantity, per: str, year: int, lang: str) -> str:
    t = texts(lang)
    assumption = scenario.assumptions.get(dkk.name)
    if dkk.value is not None:
        amount = plain(dkk.value, lang)
    elif assumption is not None and not assumption.is_uncertain:
        amount = plain(assumption.quantile(0.5), lang)
    else:
        amount = t["source_see"].format(title=assumption.title.in_language(lang) if assumption else dkk.name)
    return t["source_amount"].format(amount=amount, per=t[f"per_{per}"], year=year)
