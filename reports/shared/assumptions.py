"""The assumptions in words: what is taken to be true, how sure that is, and where it comes from."""

from dataclasses import dataclass

from reports.language.catalogue import texts
from reports.language.writing import alike, plain
from reports.shared.cases import Finding
from scenarios.format.assumptions import Assumption, Pert, Uniform
from scenarios.format.study import Study


@dataclass(frozen=True, kw_only=True)
class AssumptionWords:
    """One assumption as the report writes it."""

    title: str
    value: str
    unit: str
    grade: str
    source: str
    rationale: str
    only_in: str
    """Which cases it belongs to, when it is not the baseline's."""


def assumption_words(
    study: Study, cases: tuple[Finding, ...], lang: str
) -> tuple[list[AssumptionWords], list[AssumptionWords]]:
    """Return the uncertain assumptions and the fixed ones, those of the baseline before those of cases."""
    base = study.scenario.assumptions
    found: list[tuple[str, Assumption, list[str]]] = [(name, made, []) for name, made in base.items()]
    for case in cases:
        for name, made in study.case(case.name).assumptions.items():
            known = [letters for key, other, letters in found if (key, other) == (name, made)]
            if not known:
                found.append((name, made, [case.letter]))
            elif known[0]:
                known[0].append(case.letter)
    words = [(made, _words(name, made, letters, lang)) for name, made, letters in found]
    return [w for made, w in words if made.is_uncertain], [w for made, w in words if not made.is_uncertain]


def value_words(assumption: Assumption, lang: str) -> str:
    """Return the value, or the distribution as a range a reader can hold on to."""
    t = texts(lang)
    match assumption.distribution:
        case None:
            return plain(assumption.quantile(0.5), lang)
        case Uniform(low=low, high=high):
            low_words, high_words = alike((low, high), lang)
            return t["uniform"].format(low=low_words, high=high_words)
        case Pert(low=low, mode=mode, high=high):
            low_words, mode_words, high_words = alike((low, mode, high), lang)
            return t["pert"].format(low=low_words, mode=mode_words, high=high_words)
        case _:
            low_words, high_words = alike((assumption.quantile(0.05), assumption.quantile(0.95)), lang)
            return t["ninety"].format(low=low_words, high=high_words)


def _words(name: str, assumption: Assumption, letters: list[str], lang: str) -> AssumptionWords:
    t = texts(lang)
    return AssumptionWords(
        title=assumption.title.in_language(lang) or name,
        value=value_words(assumption, lang),
        unit=assumption.unit.in_language(lang),
        grade=t[f"grade_{assumption.grade}"],
        source=assumption.source.in_language(lang),
        rationale=assumption.rationale.in_language(lang),
        only_in=t["only_in"].format(letters=", ".join(letters)) if letters else "",
    )
