"""Hold a scenario that has been read and checked: the baseline and each case in full."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from language.messages import Message
from scenarios.format.assumptions import Assumption
from scenarios.format.published import FigureSpec
from scenarios.format.schema import Scenario

BASELINE = ""
"""The name of the case that changes nothing and that the others are held against."""
BASELINE_COLUMN = "baseline"
"""The name of the baseline in the tables of a run, so that no case may be called it."""


def case_of(figure: FigureSpec, cases: Collection[str]) -> str:
    """Return the one of these cases that a published figure is about, or the baseline."""
    if figure.case is None:
        return next(iter(cases), BASELINE)
    return BASELINE if figure.case == BASELINE_COLUMN else figure.case


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
    notes: tuple[Message, ...] = ()
    """Notes from reading the file that are no faults."""
    to_write: tuple[Message, ...] = field(default=(), compare=False)
    """Notes on what has no title or source, for whoever checks the file and not for readers of a result."""
    change: "Callable[[Mapping[str, Any], str | None], Study] | None" = field(
        default=None, repr=False, compare=False
    )
    """What makes `changed` of it, by what the file said; not of a study that went to another process."""

    def changed(self, changes: Mapping[str, Any], *, case: str | None = None) -> "Study":
        """Return a study with other values, everything checked; this one stays as it is.

        `changes` are by path: keys of the scenario file with points between them, items of a list by their
        number from 0. With `case` that case is changed, and without it the baseline. A value is laid over
        what stands there as a file over its base, and None takes the key away. Raises ScenarioError with
        every fault of what it makes.
        """
        if self.change is None:
            raise ValueError("this study has lost its file on the way between processes; load it again")
        return self.change(changes, case)

    def __getstate__(self) -> dict[str, Any]:
        """Return what goes to another process: all but the file."""
        return {**self.__dict__, "change": None}

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
