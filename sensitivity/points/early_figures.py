"""What can be read early in a case's own figures: counts and money in its first months."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.results.account import Account
from model.results.tally import Tally
from model.world.months import Months
from model.world.staircase import DAYS_PER_YEAR

Figures = NDArray[np.float64]

MONTHS = (3, 6, 12, 18, 24)
"""When indicators are read, in months from the start."""
KINDS = ("down", "up", "out", "came")
"""What is seen of children who are followed up: moves to a less intrusive step, to a more intrusive one and
off the staircase, and children who come from outside. Who follows a share of the children on the steps sees
the same share of those who come, as somebody who looks at a part of the town does."""


@dataclass(frozen=True, kw_only=True)
class Early:
    """What is looked at, and when."""

    steps: tuple[str, ...]
    """Of the case, from the least to the most intrusive."""
    acted_on: tuple[int, ...]
    """Numbers of the steps that the case works on."""
    placed: tuple[int, ...]
    """Numbers of the steps whose children are placed outside the home."""
    months: tuple[int, ...]
    """When; no later than the horizon."""

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """The names of what is read: short-term figures that a municipality has month by month."""
        return (
            "moved_down",
            "moved_up",
            "placement_days",
            "average_price",
            *(f"starts:{step}" for step in self.steps),
            *(f"ends:{step}" for step in self.steps),
        )

    def read(self, counts: Tally, books: Account) -> dict[str, Figures]:
        """Return `indicators`, `events` and `child_years` of runs of a case.

        They are [..., month, indicator], [..., month, kind] and [..., month], all of it from the start until
        then: children who moved down or up, days in placement, kroner per full-year person in placement,
        stays begun and ended on each step; what is seen on the steps acted on by kind, and child-years there.
        """
        number = len(self.steps)
        moves = counts.moves.astype(np.float64)
        inside = moves[..., :number]
        down, up = np.tril(inside, -1).sum(axis=-1), np.triu(inside, 1).sum(axis=-1)
        out = moves[..., number:].sum(axis=-1)
        placed_days = counts.person_days[..., self.placed].sum(axis=-1)
        placed_dkk = books.cost_dkk[..., self.placed, :].sum(axis=(-2, -1))
        days, dkk = self._until(placed_days, 0), self._until(placed_dkk, 0)
        price = np.divide(dkk * DAYS_PER_YEAR, days, out=np.zeros_like(days), where=days > 0)
        single = np.stack(
            [self._until(down.sum(axis=-1), 0), self._until(up.sum(axis=-1), 0), days, price], axis=-1
        )
        there = counts.person_days[..., self.acted_on].sum(axis=-1)
        came = counts.starts - inside.sum(axis=-2)
        kinds = np.stack([each[..., self.acted_on].sum(axis=-1) for each in (down, up, out, came)], axis=-1)
        return {
            "indicators": np.concatenate(
                [single, self._until(counts.starts, 1), self._until(counts.ends, 1)], axis=-1
            ),
            "events": self._until(kinds, 1),
            "child_years": self._until(there, 0) / DAYS_PER_YEAR,
        }

    def _until(self, by_month: NDArray[np.floating] | NDArray[np.integer], behind: int) -> Figures:
        """Return what has come together by each moment; `behind` axes come after that of the months."""
        axis = by_month.ndim - 1 - behind
        summed = np.cumsum(by_month, axis=axis, dtype=np.float64)
        return np.take(summed, [month - 1 for month in self.months], axis=axis)


def early(
    months: Months, *, steps: tuple[str, ...], acted_on: tuple[str, ...], placed: tuple[str, ...]
) -> Early:
    """Return what is looked at in a case with such steps; raises ValueError for a step that is not there."""
    return Early(
        steps=steps,
        acted_on=tuple(steps.index(step) for step in acted_on),
        placed=tuple(steps.index(step) for step in placed),
        months=tuple(month for month in MONTHS if month <= months.count),
    )
