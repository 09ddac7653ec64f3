"""Load the case to be analysed, with its uncertain assumptions and its outcomes."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

from language.messages import Message
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.reading.load import Source, load
from sensitivity.subject.factors import Factors, factors
from sensitivity.subject.outcomes import Outcome, OutcomeFunction, number_of, outcome_values, outcomes

Method = Literal["morris", "sobol", "pawn", "delta", "local"]

MANY = 15
"""With more uncertain assumptions than this, screening is the default method."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A case, its uncertain assumptions and its outcomes."""

    study: Study
    case: str
    factors: Factors

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome of the scenario."""
        return outcomes(self.study.scenario)

    @property
    def to_outcomes(self) -> OutcomeFunction:
        """The function from what was measured in runs to their outcomes."""
        return partial(outcome_values, self.study.scenario)

    def outcome(self, name: str) -> int:
        """Return the number of an outcome; raises RefusedError when there is none of that name."""
        return number_of(name, self.outcomes)

    @property
    def default_method(self) -> Method:
        """The method where none is asked for: screening when there are many assumptions."""
        return "morris" if len(self.factors.names) > MANY else "sobol"


def subject(scenario: Source, case: str | None) -> Subject:
    """Return a case of a scenario, the first if none is named, with its uncertain assumptions.

    Raises ScenarioError as `load` does, RefusedError for a scenario without cases, a case that is not there,
    and one without uncertain assumptions.
    """
    study = load(scenario)
    if not study.cases:
        raise RefusedError(
            Message(
                "{scenario}: there is no investment case; write at least one under cases", scenario=study.name
            )
        )
    name = next(iter(study.cases)) if case is None else case
    check_case(study, name, study.name)
    uncertain = factors(study, name)
    if not uncertain.names:
        raise RefusedError(
            Message(
                "{scenario}: the case {name} has no uncertain assumption; give at least one a distribution",
                scenario=study.name,
                name=name,
            )
        )
    return Subject(study=study, case=name, factors=uncertain)


def check_case(study: Study, case: str, scenario: str) -> None:
    """Raise RefusedError when a study has no such case; `scenario` is the name to say it by."""
    if case not in study.cases:
        known = ", ".join(study.cases)
        raise RefusedError(
            Message(
                "--case: '{case}' is not a case of {scenario}; there are {known}",
                case=case,
                scenario=scenario,
                known=known,
            )
        )
