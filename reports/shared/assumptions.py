"""The assumptions in words: what is taken to be true, how sure that is, and where it comes from."""

from dataclasses import dataclass

from language.formatting import alike, plain
from language.messages import mark, say
from reports.shared.cases import CaseInReport
from scenarios.format.assumptions import Assumption
from scenarios.format.distributions import Pert, Uniform
from scenarios.format.study import Study

GRADE = {
    "registered": mark("Own records"),
    "published": mark("Published figure"),
    "randomised": mark("Randomised trial"),
    "controlled": mark("Study with a control group"),
    "before_after": mark("Before and after, no control group"),
    "assumption": mark("A judgement, not measured"),
}


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
    study: Study, cases: tuple[CaseInReport, ...]
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
    words = [(made, _words(name, made, letters)) for name, made, letters in found]
    return [w for made, w in words if made.is_uncertain], [w for made, w in words if not made.is_uncertain]


def value_words(assumption: Assumption) -> str:
    """Return the value, or the distribution as a range a reader can hold on to."""
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
            low_words, high_words = alike((assumption.quantile(0.05), assumption.quantile(0.95)))
            return say("90% between {low} and {high}", low=low_words, high=high_words)


def _words(name: str, assumption: Assumption, letters: list[str]) -> AssumptionWords:
    return AssumptionWords(
        title=str(assumption.title) or name,
        value=value_words(assumption),
        unit=str(assumption.unit),
        grade=say(GRADE[assumption.grade]),
        source=str(assumption.source),
        rationale=str(assumption.rationale),
        only_in=say("Only in {letters}.", letters=", ".join(letters)) if letters else "",
    )
