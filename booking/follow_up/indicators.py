"""Read the indicators of a follow-up month by month, alike in simulated runs and in a ledger."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from model.world.arrays import Bools, Floats
from model.world.months import Months
from model.world.staircase import DAYS_PER_YEAR
from scenarios.format.study import Study
from sensitivity.points.early_figures import DAYS, PRICE, CaseSteps, case_steps

NUMBER, LENGTH, COST = "number", "length", "cost"


@dataclass(frozen=True, kw_only=True)
class FollowUpCounts:
    """What happened in each month; leading axes may be runs. Steps are those of the case."""

    person_days: Floats
    """[..., month, step]"""
    starts: Floats
    """Stays that began after the first day; [..., month, step]."""
    ends: Floats
    """[..., month, step]"""
    moves: Floats
    """Stays that ended; [..., month, step, destination]: where to, the steps and then off the staircase."""
    cost_dkk: Floats
    """What the steps cost, in prices of the scenario's price year; [..., month, step]."""


@dataclass(frozen=True, kw_only=True)
class FollowUpIndicators(CaseSteps):
    """What is read of a case that is followed up, and for how long."""

    months: Months
    """Those of the planned follow-up, from the start of the case."""

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """The names of what is read; all of it cumulated from the start."""
        return (*self.early_indicators, NUMBER, LENGTH, COST)

    @cached_property
    def are_counts(self) -> Bools:
        """Which indicators are whole numbers of events; [indicator]."""
        return np.array([name not in {DAYS, PRICE, NUMBER, LENGTH, COST} for name in self.indicators])

    def read(self, counts: FollowUpCounts) -> Floats:
        """Return the indicators; [..., month, indicator].

        Those of `CaseSteps.cumulated`; children in placement, on average over the days so far; days in
        placement for each stay there that has ended, or for one where none has; kroner of all steps.
        """
        placed = list(self.placed)
        early = self.cumulated(counts, counts.cost_dkk[..., placed].sum(axis=-1))
        days = early[..., self.indicators.index(DAYS)]
        edges = self.months.edges[1 : days.shape[-1] + 1]
        ended = np.cumsum(counts.ends[..., placed].sum(axis=-1), axis=-1)
        cost = np.cumsum(counts.cost_dkk.sum(axis=-1), axis=-1)
        more = np.stack([days / edges, days / np.maximum(ended, 1.0), cost], axis=-1)
        return np.concatenate([early, more], axis=-1)

    def events(self, counts: FollowUpCounts) -> tuple[Floats, Floats]:
        """Return what happened on the steps acted on, and the child-years there, since the start.

        They are [..., month, step acted on, kind], kinds as in `sensitivity.points.early_figures.KINDS`, and
        [..., month, step acted on].
        """
        on = list(self.acted_on)
        years = counts.person_days[..., on] / DAYS_PER_YEAR
        return np.cumsum(self.events_by_step(counts)[..., on, :], axis=-3), np.cumsum(years, axis=-2)


def follow_up_indicators(study: Study, case: str, *, months: int) -> FollowUpIndicators:
    """Return what is read of a case for so many months; raises ValueError for fewer than one."""
    planned = Months(start=study.case(case).start, count=months)
    return FollowUpIndicators(**vars(case_steps(study, case)), months=planned)
