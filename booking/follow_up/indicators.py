"""What is looked at month by month when a case is followed up, alike in simulated runs and in a ledger."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.world.months import Months
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.world import step_order
from scenarios.format.study import Study
from sensitivity.points.early_figures import KINDS
from sensitivity.subject.case_effects import acted_on

Figures = NDArray[np.float64]

MOVED_DOWN, MOVED_UP, DAYS, PRICE = "moved_down", "moved_up", "placement_days", "average_price"
NUMBER, LENGTH, COST = "number", "length", "cost"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What happened in each month; leading axes may be runs. Steps are those of the case."""

    person_days: Figures
    """[..., month, step]"""
    starts: Figures
    """Stays that began after the first day; [..., month, step]."""
    ends: Figures
    """[..., month, step]"""
    moves: Figures
    """Stays that ended; [..., month, step, destination]: where to, the steps and then off the staircase."""
    cost_dkk: Figures
    """What the steps cost, in prices of the scenario's price year; [..., month, step]."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What is looked at, and for how long."""

    steps: tuple[str, ...]
    """Of the case, from the least to the most intrusive."""
    acted_on: tuple[int, ...]
    """Numbers of the steps that the case works on."""
    placed: tuple[int, ...]
    """Numbers of the steps whose children are placed outside the home."""
    months: Months
    """Those of the planned follow-up, from the start of the case."""

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """The names of what is read; all of it cumulated from the start."""
        return (
            MOVED_DOWN,
            MOVED_UP,
            DAYS,
            PRICE,
            *(f"starts:{step}" for step in self.steps),
            *(f"ends:{step}" for step in self.steps),
            NUMBER,
            LENGTH,
            COST,
        )

    @cached_property
    def are_counts(self) -> NDArray[np.bool_]:
        """Which indicators are whole numbers of events; [indicator]."""
        return np.array([name not in {DAYS, PRICE, NUMBER, LENGTH, COST} for name in self.indicators])

    def read(self, counted: Counted) -> Figures:
        """Return the indicators; [..., month, indicator].

        Children who moved to a less and to a more intrusive step; days in placement and kroner per full-year
        person there; stays begun and ended on each step; children in placement, on average over the days so
        far; days in placement for each stay there that has ended, or for one where none has; kroner of all
        steps. A price is 0 where nobody was placed.
        """
        steps, placed = len(self.steps), list(self.placed)
        inside = counted.moves[..., :steps]
        down, up = np.tril(inside, -1).sum(axis=(-2, -1)), np.triu(inside, 1).sum(axis=(-2, -1))
        months = self.months.edges[1 : down.shape[-1] + 1]
        days = np.cumsum(counted.person_days[..., placed].sum(axis=-1), axis=-1)
        dkk = np.cumsum(counted.cost_dkk[..., placed].sum(axis=-1), axis=-1)
        ended = np.cumsum(counted.ends[..., placed].sum(axis=-1), axis=-1)
        price = np.divide(dkk * DAYS_PER_YEAR, days, out=np.zeros_like(days), where=days > 0)
        cost = np.cumsum(counted.cost_dkk.sum(axis=-1), axis=-1)
        first = [np.cumsum(down, axis=-1), np.cumsum(up, axis=-1), days, price]
        return np.concatenate(
            [
                np.stack(first, axis=-1),
                np.cumsum(counted.starts, axis=-2),
                np.cumsum(counted.ends, axis=-2),
                np.stack([days / months, days / np.maximum(ended, 1.0), cost], axis=-1),
            ],
            axis=-1,
        )

    def events(self, counted: Counted) -> tuple[Figures, Figures]:
        """Return what happened on the steps acted on, and the child-years there, since the start.

        They are [..., month, step acted on, kind], kinds as in `sensitivity.points.early_figures.KINDS`, and
        [..., month, step acted on].
        """
        steps, on = len(self.steps), list(self.acted_on)
        inside = counted.moves[..., :steps]
        kinds = {
            "down": np.tril(inside, -1).sum(axis=-1),
            "up": np.triu(inside, 1).sum(axis=-1),
            "out": counted.moves[..., steps:].sum(axis=-1),
            "came": counted.starts - inside.sum(axis=-2),
        }
        found = np.stack([kinds[kind][..., on] for kind in KINDS], axis=-1)
        years = counted.person_days[..., on] / DAYS_PER_YEAR
        return np.cumsum(found, axis=-3), np.cumsum(years, axis=-2)


def watch(study: Study, case: str, *, months: int) -> Watch:
    """Return what is looked at in a case for so many months; raises ValueError for fewer than one."""
    scenario = study.case(case)
    known = scenario.staircase.steps
    steps = tuple(step_order(scenario))
    return Watch(
        steps=steps,
        acted_on=tuple(steps.index(step) for step in acted_on(study, case)),
        placed=tuple(i for i, step in enumerate(steps) if known[step].placed),
        months=Months(start=scenario.start, count=months),
    )
