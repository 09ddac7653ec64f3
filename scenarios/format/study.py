"""Hold a scenario that has been read and checked: the baseline and each case in full."""

from dataclasses import dataclass, field

from scenarios.files.forms import Text
from scenarios.format.assumptions import Assumption
from scenarios.format.schema import Scenario

BASELINE = ""
"""The name of the case that changes nothing and that the others are held against."""
BASELINE_COLUMN = "baseline"
"""What the tables of a run call the baseline, so that no case may be called it."""


@dataclass(frozen=True, kw_only=True)
class Study:
    """A baseline and its cases, each a whole scenario of its own."""

    name: str
    scenario: Scenario
    """The baseline."""
    cases: dict[str, Scenario]
    """By case name: the baseline with the case's changes, in the order of the file."""
    digest: str
    """SHA-256 of the meaning of the file, bases and all; spaces, comments and file names do not count."""
    together: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By each case that consists of others: all of them, each once, and what they consist of in turn."""
    notes: tuple[Text, ...] = ()
    """Notes from reading the file that are no faults."""

    def case(self, name: str) -> Scenario:
        """Return a case in full; `BASELINE` is the baseline."""
        return self.scenario if name == BASELINE else self.cases[name]

    @property
    def assumptions(self) -> dict[str, Assumption]:
        """Every assumption of the baseline and the cases, by name."""
        return {
            name: assumption
            for scenario in (self.scenario, *self.cases.values())
            for name, assumption in scenario.assumptions.items()
        }
