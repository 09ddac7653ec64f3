"""Put the basis of a result in words: assumptions, tables, prices and caveats."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from language.formatting import alike, plain
from language.messages import mark, say
from reports.shared.cases import CaseInReport
from reports.shared.small_counts import coarse, hidden_words, is_coarse
from reports.shared.used_numbers import price_words, spread_words, stay_words, terms_words
from scenarios.format.assumptions import Assumption
from scenarios.format.distributions import Pert, Uniform
from scenarios.format.fields import Sourced
from scenarios.format.schema import Scenario
from scenarios.format.study import Study
from scenarios.reading.notes import warnings

GRADE = {
    "registered": mark("Own records"),
    "published": mark("Published figure"),
    "randomised": mark("Randomised trial"),
    "controlled": mark("Study with a control group"),
    "before_after": mark("Before and after, no control group"),
    "assumption": mark("A judgement, not measured"),
}
_STANDING = {
    "booking": mark(
        "The gains are expectations. An amount can be taken out of the budget only when it is "
        "sure enough by the rule, when a sensitivity analysis of exactly this calculation is on "
        "record, when the payer has approved, and when the follow-up says nothing else."
    ),
    "wellbeing": mark("The model follows steps and kroner. It does not measure whether the children thrive."),
    "effects": mark(
        "Only the effects and payers in the calculation are counted. What nobody has put a number "
        "on counts as nothing."
    ),
    "intervals": mark(
        "The intervals show the uncertainty of the assumptions and of chance. They do not show "
        "what happens if the law, prices or practice change in other ways than assumed."
    ),
}


@dataclass(frozen=True, kw_only=True)
class AssumptionWords:
    """One assumption, table or price in words."""

    title: str
    value: str
    unit: str
    grade: str
    source: str
    rationale: str
    only_in: str
    """Which cases it belongs to, when it is not the baseline's."""


def assumption_words(
    study: Study, cases: tuple[CaseInReport, ...]
) -> tuple[list[AssumptionWords], list[AssumptionWords]]:
    """Return the uncertain assumptions and the fixed ones, those of the baseline before those of cases."""
    base = study.scenario.assumptions
    rows: list[tuple[str, Assumption, list[str]]] = [(name, known, []) for name, known in base.items()]
    for case in cases:
        for name, own in study.case(case.name).assumptions.items():
            same = [letters for key, known, letters in rows if (key, known) == (name, own)]
            if not same:
                rows.append((name, own, [case.letter]))
            elif same[0]:  # no letters: it is the baseline's, and so of all cases
                same[0].append(case.letter)
    words = [(known, _words(known, letters)) for _, known, letters in rows]
    return [w for known, w in words if known.is_uncertain], [
        w for known, w in words if not known.is_uncertain
    ]


def value_words(assumption: Assumption) -> str:
    """Return a fixed value, or a distribution as a range in words; none where few children are behind it."""
    if assumption.few_children:
        return hidden_words()
    match assumption.distribution:
        case None:
            return plain(assumption.quantile(0.5))
        case Uniform(low=low, high=high):
            low_words, high_words = alike((low, high))
            return say("evenly between {low} and {high}", low=low_words, high=high_words)
        case Pert(low=low, mode=mode, high=high):
            low_words, mode_words, high_words = alike((low, mode, high))
            return say(
                "between {low} and {high}, most likely {mode}",
                low=low_words,
                mode=mode_words,
                high=high_words,
            )
        case _:
            ends = (assumption.quantile(0.05), assumption.quantile(0.95))
            low_words, high_words = (
                map(plain, coarse(assumption, ends)) if is_coarse(assumption) else alike(ends)
            )
            return say("90% between {low} and {high}", low=low_words, high=high_words)


def _words(assumption: Assumption, letters: list[str]) -> AssumptionWords:
    return AssumptionWords(
        title=str(assumption.title),
        value=value_words(assumption),
        unit=str(assumption.unit),
        grade=say(GRADE[assumption.grade]),
        source=str(assumption.source),
        rationale=str(assumption.rationale),
        only_in=say("Only in {letters}.", letters=", ".join(letters)) if letters else "",
    )


def source_words(study: Study, cases: tuple[CaseInReport, ...]) -> list[AssumptionWords]:
    """Return tables of the baseline and prices of all scenarios, those of cases with their letters."""
    rows: dict[_Words, list[str]] = {words: [] for words in _sources(study.scenario)}
    of_baseline = set(rows)
    for case in cases:
        for words in _sources(study.case(case.name)):
            if words not in of_baseline:
                rows.setdefault(words, []).append(case.letter)
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
        for (title, value, grade, source, rationale), letters in rows.items()
    ]


_Words = tuple[str, str, str, str, str]
"""Title, value, grade, source, rationale."""


def _sources(scenario: Scenario) -> Iterator[_Words]:
    if theirs := scenario.municipality.figures_of:
        title = say("Key figures borrowed from {name}", name=theirs)
        yield _row(title, "", scenario.municipality.model_copy(update={"grade": "assumption"}))
    tables: list[tuple[str, Sourced | None]] = [
        (say("Key figures of the municipality"), None if theirs else scenario.municipality),
        (say("Rates of moving between steps"), scenario.rates),
        (say("Children on the staircase at the start"), scenario.stock),
        (say("Arrivals"), scenario.arrivals),
        (say("Price index"), scenario.price_index),
    ]
    for title, table in tables:
        if table is not None:
            yield _row(title, "", table)
    for step, stay in scenario.stays.items():
        title = say("Planned stay: {step}", step=scenario.staircase.steps[step].title)
        yield _row(title, stay_words(scenario, stay), stay)
    for lines in scenario.prices.values():
        for price in lines.values():
            title = say("Price: {what}", what=str(price.title))
            used = price_words(scenario, price.dkk, price.per, price.price_year)
            yield _row(title, used + spread_words(price.spread) + terms_words(scenario, price), price)
    for programme in scenario.programmes.values():
        for cost in programme.costs.values():
            what = f"{programme.title!s}: {cost.title!s}"
            title = say("Price: {what}", what=what)
            used = price_words(scenario, cost.dkk, cost.per, cost.price_year)
            yield _row(title, used + terms_words(scenario, cost), cost)
    for staff in scenario.staff.values():
        title = say("Price: {what}", what=str(staff.title))
        yield _row(title, price_words(scenario, staff.dkk, "person_year", staff.price_year), staff)


def _row(title: str, value: str, sourced: Sourced) -> _Words:
    grade = say(GRADE[sourced.grade])
    return title, value, grade, str(sourced.source), str(sourced.rationale)


def standing_caveats(*kinds: Literal["booking", "wellbeing", "effects", "intervals"]) -> list[str]:
    """Return caveats that hold of any result of the model."""
    return [say(_STANDING[kind]) for kind in kinds]


def caveats_of(study: Study, cases: Iterable[str]) -> list[str]:
    """Return caveats of a scenario and some of its cases: of the model, of reading, and their own."""
    scenarios = (study.scenario, *(study.case(name) for name in cases))
    caveats = []
    if study.scenario.households is not None:
        caveats.append(
            say(
                "Children who come do so in households of the sizes that the scenario says, and the siblings "
                "of one come to the same step; their ages and groups are drawn independently. The counted "
                "children at the start stand in households of those who come together, as nearly as whole "
                "numbers allow; siblings who come apart stand alone."
            )
        )
    elif any(scenario.reimbursement is not None for scenario in scenarios):
        caveats.append(
            say(
                "Each simulated child counts as its own household. The costs of siblings are "
                "therefore not added together, and the central reimbursement of very expensive "
                "cases comes out slightly too small."
            )
        )
    if study.scenario.start.month != 1:
        caveats.append(
            say(
                "The first and the last budget year are only partly in the calculation. Their "
                "numbers are not scaled up to whole years."
            )
        )
    warned = [f"{warning[0].upper()}{warning[1:]}." for warning in warnings(study)]
    own = [str(caveat) for scenario in scenarios for caveat in scenario.caveats]
    return [*caveats, *warned, *dict.fromkeys(own)]
