"""Read a case's own figures early: counts and money in its first months, in runs and in ledgers alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from model.results.account import Account
from model.results.tally import Tally
from model.world.arrays import Floats
from model.world.months import Months
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.staircase import step_order
from scenarios.format.study import Study
from sensitivity.subject.case_effects import acted_on

MONTHS = (3, 6, 12, 18, 24)
"""When indicators are read, in months from the start."""
KINDS = ("down", "up", "out", "came")
"""The events counted of children who are followed up: moves to a less intrusive step, to a more intrusive
one and off the staircase, and children who come from outside. A follow-up of a share of the children on the
steps counts the same share of those who come, as one that looks at a part of the town does."""
MOVED_DOWN, MOVED_UP, DAYS, PRICE = "moved_down", "moved_up", "placement_days", "average_price"


class MonthlyCounts(Protocol):
    """What happened in each month, as `Tally` counts it; leading axes may be runs."""

    @property
    def person_days(self) -> NDArray[Any]:
        """Days lived on each step; [..., month, step]."""

    @property
    def starts(self) -> NDArray[Any]:
        """Stays that began after the first day; [..., month, step]."""

    @property
    def ends(self) -> NDArray[Any]:
        """Stays that ended; [..., month, step]."""

    @property
    def moves(self) -> NDArray[Any]:
        """Stays that ended; [..., month, step, destination]: the steps and then off the staircase."""


@dataclass(frozen=True, kw_only=True)
class CaseSteps:
    """The steps of a case, and what is read from the months of children on them."""

    steps: tuple[str, ...]
    """From the least to the most intrusive."""
    acted_on: tuple[int, ...]
    """Numbers of the steps that the case works on."""
    placed: tuple[int, ...]
    """Numbers of the steps whose children are placed outside the home."""

    @cached_property
    def early_indicators(self) -> tuple[str, ...]:
        """The names of what `cumulated` returns: short-term figures that a municipality has monthly."""
        return (
            *(MOVED_DOWN, MOVED_UP, DAYS, PRICE),
            *(f"starts:{step}" for step in self.steps),
            *(f"ends:{step}" for step in self.steps),
        )

    def cumulated(self, counts: MonthlyCounts, placed_dkk: Floats) -> Floats:
        """Return the indicators from the start until the end of each month; [..., month, indicator].

        Children who moved to a less and to a more intrusive step; days in placement and kroner per full-year
        person there, 0 where nobody was placed; stays begun and ended on each step. `placed_dkk` is what the
        steps of `placed` cost, [..., month].
        """
        moved = self.events_by_step(counts)[..., :2].sum(axis=-2)
        days = np.cumsum(counts.person_days[..., list(self.placed)].sum(axis=-1), axis=-1)
        dkk = np.cumsum(placed_dkk, axis=-1)
        price = np.divide(dkk * DAYS_PER_YEAR, days, out=np.zeros_like(days), where=days > 0)
        events = (np.cumsum(each, axis=-2) for each in (counts.starts, counts.ends))
        return np.concatenate(
            [np.cumsum(moved, axis=-2), np.stack([days, price], axis=-1), *events], axis=-1, dtype=np.float64
        )

    def events_by_step(self, counts: MonthlyCounts) -> NDArray[Any]:
        """Return what happened by kind, in the order of `KINDS`; [..., month, step, kind]."""
        steps = len(self.steps)
        inside = counts.moves[..., :steps]
        return np.stack(
            [
                np.tril(inside, -1).sum(axis=-1),
                np.triu(inside, 1).sum(axis=-1),
                counts.moves[..., steps:].sum(axis=-1),
                counts.starts - inside.sum(axis=-2),
            ],
            axis=-1,
        )


@dataclass(frozen=True, kw_only=True)
class EarlyFigures(CaseSteps):
    """What is read of the first months of a case."""

    months: tuple[int, ...]
    """When; no later than the horizon."""

    @property
    def indicators(self) -> tuple[str, ...]:
        """The names of the indicators."""
        return self.early_indicators

    def read(self, counts: Tally, books: Account) -> dict[str, Floats]:
        """Return `indicators`, `events` and `child_years` of runs of a case.

        They are [..., month, indicator], [..., month, kind] and [..., month], all of it from the start until
        then: the indicators of `CaseSteps.cumulated`; what is seen on the steps acted on by kind, and
        child-years there.
        """
        at, on = [month - 1 for month in self.months], list(self.acted_on)
        placed_dkk = books.cost_dkk[..., list(self.placed), :].sum(axis=(-2, -1))
        events = self.events_by_step(counts)[..., on, :].sum(axis=-2)
        days = counts.person_days[..., on].sum(axis=-1)
        return {
            "indicators": self.cumulated(counts, placed_dkk)[..., at, :],
            "events": np.cumsum(events, axis=-2, dtype=np.float64)[..., at, :],
            "child_years": np.cumsum(days, axis=-1)[..., at] / DAYS_PER_YEAR,
        }


def case_steps(study: Study, case: str) -> CaseSteps:
    """Return the steps of a case, those that it works on, and those of placed children."""
    scenario = study.case(case)
    steps = tuple(step_order(scenario))

    def numbers(names: Iterable[str]) -> tuple[int, ...]:
        return tuple(steps.index(name) for name in names)

    return CaseSteps(
        steps=steps,
        acted_on=numbers(acted_on(study, case)),
        placed=numbers(step for step in steps if scenario.staircase.steps[step].placed),
    )


def early_figures(study: Study, case: str) -> EarlyFigures:
    """Return what is read early in a case, at those of `MONTHS` that it is simulated for."""
    scenario = study.case(case)
    months = Months.of(scenario.start, scenario.years)
    return EarlyFigures(
        **vars(case_steps(study, case)), months=tuple(month for month in MONTHS if month <= months.count)
    )
