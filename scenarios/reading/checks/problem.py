"""Hold a problem in a scenario: what the checks yield, and faults are made of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scenarios.format.schema import Scenario


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A problem in a scenario: the kind of fault, its place, and the facts its sentence needs."""

    kind: str
    loc: tuple[int | str, ...]
    facts: dict[str, Any] = field(default_factory=dict)


def end_date(scenario: Scenario) -> date:
    """Return the day after the last day of the simulation."""
    return scenario.start.replace(year=scenario.start.year + scenario.years)
