"""Describe the economy of a world: prices, payers, and the counting that its account needs.

All amounts stand at one price level and are not discounted: `model.results.prices` does both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.results.chosen import Children
from model.results.cost_lines import CostKind, Payers, ProgrammeCost, StaffCost, StartCost, StepCost
from model.results.counting import (
    Counting,
    CountingWindow,
    Reimbursable,
    Role,
    SpreadCost,
    StayLimit,
    steps_of,
)
from model.results.reimbursement import Reimbursement
from model.world.arrays import Floats
from model.world.months import Months
from model.world.randomness import name_key
from model.world.staircase import Staircase

REIMBURSEMENT = "reimbursement"
"""The last item of an account: minus for the payer who gets it, plus for the state."""


@dataclass(frozen=True, kw_only=True)
class Payer:
    """A budget holder."""

    name: str
    municipal: bool
    """Whether its money is the municipality's."""


@dataclass(frozen=True, kw_only=True)
class Economy:
    """Every price of one world. Raises ValueError when a line names an unknown payer."""

    payers: tuple[Payer, ...]
    step_costs: tuple[StepCost, ...] = ()
    start_costs: tuple[StartCost, ...] = ()
    programme_costs: tuple[ProgrammeCost, ...] = ()
    staff_costs: tuple[StaffCost, ...] = ()
    reimbursement: Reimbursement | None = None

    def __post_init__(self) -> None:
        municipal = {payer.name: payer.municipal for payer in self.payers}
        if len(municipal) < len(self.payers):
            raise ValueError("economy: a payer is named twice")
        used = [payer for line in self._lines for payer, _ in line.payers]
        if self.reimbursement is not None:
            used += [self.reimbursement.receiver, self.reimbursement.state]
        for payer in used:
            if payer not in municipal:
                raise ValueError(f"economy: {payer} is not a payer; there are {', '.join(municipal)}")
        if self.reimbursement is not None and (
            not municipal[self.reimbursement.receiver] or municipal[self.reimbursement.state]
        ):
            raise ValueError("economy: reimbursement goes to a municipal payer from one that is not")

    @property
    def _lines(self) -> tuple[StepCost | StartCost | ProgrammeCost | StaffCost, ...]:
        return self.step_costs + self.start_costs + self.programme_costs + self.staff_costs

    def municipal_share(self, payers: Payers) -> float:
        """Return the share of a line that the municipality's own payers pay."""
        municipal = {payer.name for payer in self.payers if payer.municipal}
        return sum(share for payer, share in payers if payer in municipal)

    @property
    def windowed(self) -> tuple[ProgrammeCost | StepCost, ...]:
        """The lines on days of some children or some time; each has a window of the counting, in order."""
        per_child_year = [line for line in self.programme_costs if line.kind is CostKind.PER_CHILD_YEAR]
        return (*per_child_year, *(line for line in self.step_costs if line.is_of_some))

    def days_on(self, step: str, person_days: Floats, months: Months) -> Floats:
        """Return the days that a step is in use, given the person-days on it; both [..., month].

        A free place that is sold is in use: what it costs follows the child of others as one of one's own.
        """
        days = person_days
        for line in self.step_costs:
            if line.step == step and line.sold is not None:
                days = days + line.sold.days(person_days, months)
        return days

    def check_names(self, *, steps: Sequence[str], programmes: Sequence[str]) -> None:
        """Raise ValueError when a line names an unknown step or programme."""
        _check_known("step", steps, [line.step for line in self.step_costs])
        _check_known("step", steps, [line.step for line in self.start_costs])
        _check_known("step", steps, [step for line in self.programme_costs for step in line.steps])
        _check_known("programme", programmes, [line.programme for line in self.programme_costs])

    def reimbursable(self, staircase: Staircase, months: Months) -> Reimbursable | None:
        """Return the amounts that count towards central reimbursement, the municipality's share of them."""
        if self.reimbursement is None:
            return None
        steps = [step.name for step in staircase.steps]
        per_day, per_start = np.zeros((months.count, len(steps))), np.zeros(len(steps))
        spread = []
        for line in self.step_costs:
            if not line.reimbursable:
                continue
            step, dkk = steps.index(line.step), self.municipal_share(line.payers) * line.price.per_day(months)
            if line.spread or line.is_of_some:
                spread.append(
                    SpreadCost(
                        step=step,
                        key=name_key(f"{line.step}/{line.name}"),
                        per_day_dkk=dkk,
                        factors=line.spread or (1.0,),
                        children=Children.of(staircase, bands=line.bands, groups=line.groups),
                        from_day=line.from_day,
                        to_day=line.to_day,
                    )
                )
            else:
                per_day[:, step] += dkk
        for start in self.start_costs:
            if start.reimbursable:
                per_start[steps.index(start.step)] += self.municipal_share(start.payers) * start.dkk
        return Reimbursable(
            per_day_dkk=per_day,
            start_dkk=per_start,
            limits_dkk=self.reimbursement.limits_dkk,
            spread=tuple(spread),
        )


def _check_known(kind: str, known: Sequence[str], used: list[str]) -> None:
    for name in used:
        if name not in known:
            raise ValueError(f"economy: {name} is not a {kind}; there are {', '.join(known) or 'none'}")


def counting(
    economy: Economy,
    staircase: Staircase,
    months: Months,
    *,
    programme_names: Sequence[str],
    roles: Mapping[Role, tuple[str, ...]],
    stay_limits: Sequence[tuple[str, float]] = (),
    by_household: Sequence[str] = (),
) -> Counting:
    """Return the counting that a world's account and key figures need.

    `programme_names` are the world's programmes in the order of the records, `roles` the steps that play
    each role in the key figures, `stay_limits` steps and the days that stays there are held against,
    `by_household` the programmes that enrol households as one. Raises ValueError when the economy or a role
    names an unknown step or programme.
    """
    steps = [step.name for step in staircase.steps]
    economy.check_names(steps=steps, programmes=programme_names)
    return Counting(
        staircase=staircase,
        months=months,
        programmes=len(programme_names),
        institutions=steps_of(roles, staircase)[Role.INSTITUTION],
        windows=tuple(
            CountingWindow(
                steps=tuple(
                    steps.index(step) for step in ((line.step,) if isinstance(line, StepCost) else line.steps)
                ),
                from_day=line.from_day,
                to_day=line.to_day,
                children=Children.of(staircase, bands=line.bands, groups=line.groups),
            )
            for line in economy.windowed
        ),
        reimbursable=economy.reimbursable(staircase, months),
        stay_limits=tuple(StayLimit(step=steps.index(step), days=days) for step, days in stay_limits),
        by_household=tuple(i for i, name in enumerate(programme_names) if name in by_household),
        household_days=any(line.by_household for line in economy.step_costs),
    )
