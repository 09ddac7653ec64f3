"""Specify what to count in the lives of a world's children, for its account and its key figures.

A counting needs no other prices and no names: steps, programmes and windows are indices.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from model.results.chosen import EVERYONE, Children
from model.world.arrays import Floats
from model.world.months import Months
from model.world.staircase import Staircase


class Role(StrEnum):
    """The part that a step plays in the key figures."""

    INSTITUTION = "institution"
    FOSTER = "foster"
    KIN = "kin"
    HOME = "home"
    PREVENTIVE = "early"
    """Section 30 (formerly section 11 subsection 3), on the staircases the step of early help."""


def steps_of(roles: Mapping[Role, tuple[str, ...]], staircase: Staircase) -> dict[Role, tuple[int, ...]]:
    """Return the indices of the steps that play each role; none for a role that is not mentioned.

    Raises ValueError when a role names an unknown step.
    """
    steps = [step.name for step in staircase.steps]
    for role, played_by in roles.items():
        for step in played_by:
            if step not in steps:
                raise ValueError(f"key figures: {step} ({role}) is not a step; there are {', '.join(steps)}")
    return {role: tuple(steps.index(step) for step in roles.get(role, ())) for role in Role}


@dataclass(frozen=True, kw_only=True)
class CountingWindow:
    """Days on some steps between two days, which a cost per child-year, or of some children, follows."""

    steps: tuple[int, ...]
    """Indices of steps."""
    from_day: float
    to_day: float
    """Not included; may be infinite."""
    children: Children = EVERYONE
    """Whose days count."""

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("window: there are no steps to look at")
        if not self.from_day < self.to_day:
            raise ValueError(f"window: from day {self.from_day:g} to day {self.to_day:g} is no time")


@dataclass(frozen=True, kw_only=True)
class StayLimit:
    """A length that the stays on a step which end are held against."""

    step: int
    """Index of the step."""
    days: float

    def __post_init__(self) -> None:
        if not 0 < self.days < np.inf:
            raise ValueError(f"stay limit: {self.days} days must be above zero")


@dataclass(frozen=True, kw_only=True)
class SpreadCost:
    """A cost of a child-day that differs between children: for some, or by a factor each draws for good."""

    step: int
    key: int
    """Of the child's random number: lines with different keys are drawn apart."""
    per_day_dkk: Floats
    """Of the average child; [month]."""
    factors: tuple[float, ...]
    """Equally likely."""
    children: Children = EVERYONE
    """For whom it is."""
    from_day: float = -math.inf
    to_day: float = math.inf
    """Not included."""

    @property
    def dearest_per_day_dkk(self) -> Floats:
        """The cost of the dearest child, no less than that of one whom it is not for; [month]."""
        ends = [self.per_day_dkk * factor for factor in (min(self.factors), max(self.factors))]
        dearest = np.maximum(*ends)
        is_for_all = self.children.is_everyone and self.from_day == -math.inf and self.to_day == math.inf
        return np.asarray(dearest if is_for_all else np.maximum(dearest, 0.0))


@dataclass(frozen=True, kw_only=True)
class Reimbursable:
    """Amounts that count towards central reimbursement."""

    per_day_dkk: Floats
    """The municipality's cost of a child-day that all children share, income deducted; [month, step]."""
    start_dkk: Floats
    """The municipality's one-off cost of a stay that begins after the start date; [step]."""
    limits_dkk: tuple[float, float, float]
    """The limits of a month: twelfths of the yearly ones, in the prices of the amounts."""
    spread: tuple[SpreadCost, ...] = ()
    """Costs beside `per_day_dkk` that differ between children."""

    @property
    def dearest_per_day_dkk(self) -> Floats:
        """The highest cost of a child-day; [month, step]."""
        dearest = self.per_day_dkk.copy()
        for cost in self.spread:
            dearest[:, cost.step] += cost.dearest_per_day_dkk
        return dearest

    def __post_init__(self) -> None:
        if self.per_day_dkk.ndim != 2 or self.start_dkk.shape != self.per_day_dkk.shape[1:]:
            raise ValueError(
                f"reimbursable: prices of shape {self.per_day_dkk.shape} and {self.start_dkk.shape} are not "
                "[month, step] and [step]"
            )
        for cost in self.spread:
            if cost.per_day_dkk.shape != self.per_day_dkk.shape[:1] or not 0 <= cost.step < len(
                self.start_dkk
            ):
                raise ValueError(f"reimbursable: the spread cost of step {cost.step} does not fit the others")
        if not np.isfinite(self.start_dkk).all():
            raise ValueError("reimbursable: the cost of a start must be a number")
        first, second, third = self.limits_dkk
        if not 0 < first < second < third < np.inf:
            raise ValueError(f"reimbursable: limits {self.limits_dkk} must be above zero and rise")


@dataclass(frozen=True, kw_only=True)
class Counting:
    """Steps, months, programmes and windows to count. Raises ValueError for unknown steps or months."""

    staircase: Staircase
    months: Months
    programmes: int
    """The number of programmes."""
    institutions: tuple[int, ...]
    """Indices of the steps whose stays are measured in length and whose children are followed afterwards."""
    windows: tuple[CountingWindow, ...]
    reimbursable: Reimbursable | None
    """None when nothing is reimbursed."""
    stay_limits: tuple[StayLimit, ...] = ()
    by_household: tuple[int, ...] = ()
    """Indices of the programmes that enrol households as one; days and enrolments there are households'."""
    household_days: bool = False
    """Whether days on each step are also counted once for all the children of a household there."""

    def __post_init__(self) -> None:
        if self.programmes < 0:
            raise ValueError(f"counting: {self.programmes} programmes cannot be counted")
        steps = len(self.staircase.steps)
        of_windows = (step for window in self.windows for step in window.steps)
        for step in (*self.institutions, *of_windows, *(limit.step for limit in self.stay_limits)):
            if not 0 <= step < steps:
                raise ValueError(f"counting: step {step} is not there; there are 0 to {steps - 1}")
        shape = (self.months.count, steps)
        if self.reimbursable is not None and self.reimbursable.per_day_dkk.shape != shape:
            raise ValueError(
                f"counting: reimbursable prices are {self.reimbursable.per_day_dkk.shape}, not {shape}, "
                "[month, step]"
            )

    @cached_property
    def year_ends(self) -> Floats:
        """Days from the start date to the end of the simulated part of each budget year; [year]."""
        months = self.months
        return months.edges[np.searchsorted(months.year, months.years, side="right")]
