"""Describe the economy of a world: prices, payers, and the counting that its account needs.

All amounts stand at one price level and are not discounted: `model.results.prices` does both.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from model.results.counting import Counting, CountingWindow, Reimbursable, Role, SpreadCost, steps_of
from model.results.prices import Price
from model.results.reimbursement import Reimbursement
from model.world.arrays import Floats
from model.world.months import Months
from model.world.randomness import name_key
from model.world.schedule import Schedule
from model.world.staircase import Staircase

Payers = tuple[tuple[str, float], ...]
"""(payer, share); the shares sum to 1."""

REIMBURSEMENT = "reimbursement"
"""The last item of an account: minus for the payer who gets it, plus for the state."""


def _check_amount(owner: str, dkk: float) -> None:
    if not 0 <= dkk < math.inf:
        raise ValueError(f"{owner}: {dkk} kr. must be zero or more")


def _check_shares(owner: str, payers: Payers) -> None:
    total = sum(share for _, share in payers)
    if any(share < 0 for _, share in payers) or not abs(total - 1) <= 1e-9:
        raise ValueError(f"{owner}: the payers' shares sum to {total}, not to 1")
    if len({payer for payer, _ in payers}) < len(payers):
        raise ValueError(f"{owner}: a payer is named twice")


@dataclass(frozen=True, kw_only=True)
class Payer:
    """A budget holder."""

    name: str
    municipal: bool
    """Whether its money is the municipality's."""


@dataclass(frozen=True, kw_only=True)
class SemiFixed:
    """Cost of the municipality's own units, which falls in whole blocks of places after a notice period.

    The average occupancy of a month is rounded up to whole blocks. The paid places of a month are the
    highest such number in that month and the `notice_months` before it; months before the start date count
    as the first month. So cost rises at once and falls late.
    """

    block_places: int
    notice_months: int
    share: float
    """The part of the price that is paid for places; the rest follows child-days at once."""

    def __post_init__(self) -> None:
        if self.block_places < 1 or self.notice_months < 0:
            raise ValueError(
                "semi-fixed cost: give blocks of at least 1 place and a notice of 0 months or more"
            )
        if not 0 <= self.share <= 1:
            raise ValueError(f"semi-fixed cost: share is {self.share}; it must lie from 0 to 1")

    def paid_places(self, person_days: Floats, months: Months) -> Floats:
        """Return the places paid for in each month, given the person-days on the step; both [..., month]."""
        blocks = person_days / months.days / self.block_places
        whole = np.ceil(blocks - 1e-9) * self.block_places  # a full block is not one and a bit
        before = np.repeat(whole[..., :1], self.notice_months, axis=-1)
        past = np.concatenate((before, whole), axis=-1)
        return np.asarray(sliding_window_view(past, self.notice_months + 1, axis=-1).max(axis=-1))


@dataclass(frozen=True, kw_only=True)
class StepCost:
    """Cost of a child on a step. Several lines on one step add up: an add-on is a line of its own.

    An income, such as what parents pay towards a placement, is a line with a price below zero; if it is
    reimbursable it is deducted before the limits of central reimbursement.
    """

    step: str
    price: Price
    payers: Payers
    semi_fixed: SemiFixed | None = None
    """None for bought places, whose cost falls at once."""
    reimbursable: bool = False
    """Whether the municipal payers' share counts towards central reimbursement: price x days."""
    by_household: bool = False
    """Whether the price is for a household with any children on the step, not for each of them."""
    name: str = ""
    """Of the line, by which a child keeps its factor when other lines of the step change."""
    spread: tuple[float, ...] = ()
    """What equally many children cost relative to the price; empty where all cost the same.

    Each child has one of these factors. They are 1 on average and change no sum over many children, so
    `dkk` leaves them out; central reimbursement, which lies above limits, is worked out with them.
    """

    def __post_init__(self) -> None:
        _check_shares(f"cost of {self.step}", self.payers)
        if self.spread and not (min(self.spread) >= 0 and abs(np.mean(self.spread) - 1) <= 1e-9):
            raise ValueError(
                f"cost of {self.step}: the factors of a spread must be 1 on average, none below 0"
            )
        if self.by_household and (self.semi_fixed is not None or self.reimbursable or self.spread):
            raise ValueError(f"cost of {self.step}: a household's price is neither semi-fixed nor reimbursed")
        if self.semi_fixed is not None and self.price.dkk < 0:
            raise ValueError(f"cost of {self.step}: an income cannot be semi-fixed")

    def dkk(self, person_days: Floats, months: Months) -> Floats:
        """Return what the line costs in each month, given the person-days on its step; both [..., month].

        Household-days, where the price is a household's.
        """
        paid_days = person_days
        if self.semi_fixed is not None:
            share = self.semi_fixed.share
            place_days = self.semi_fixed.paid_places(person_days, months) * months.days
            paid_days = (1 - share) * person_days + share * place_days
        return self.price.per_day(months) * paid_days


@dataclass(frozen=True, kw_only=True)
class StartCost:
    """A one-off cost of each stay on a step that begins after the start date."""

    step: str
    dkk: float
    payers: Payers
    reimbursable: bool = False

    def __post_init__(self) -> None:
        _check_amount(f"start on {self.step}", self.dkk)
        _check_shares(f"start on {self.step}", self.payers)


class CostKind(StrEnum):
    """The quantity that a programme's cost is proportional to."""

    ONE_OFF = "one_off"
    """Booked in the month of `from_day`; not at all when that is before the start date."""
    PER_YEAR = "per_year"
    """Spread over the days of the calendar year, so a full budget year costs exactly the amount."""
    PER_SLOT_YEAR = "per_slot_year"
    """For each slot that is open, used or not; spread like `PER_YEAR`."""
    PER_PARTICIPANT = "per_participant"
    """At enrolment."""
    PER_PARTICIPANT_YEAR = "per_participant_year"
    """For the days enrolled."""
    PER_CHILD_YEAR = "per_child_year"
    """For the days of all children on `steps`, whoever is enrolled."""


@dataclass(frozen=True, kw_only=True)
class ProgrammeCost:
    """One line of a programme's budget; `kind` says what quantity it follows.

    It is active from `from_day` until `to_day` (days since the start date). Costs per participant follow the
    enrolments themselves, whatever the days.
    """

    programme: str
    kind: CostKind
    dkk: float
    payers: Payers
    from_day: float = 0.0
    to_day: float = math.inf
    steps: tuple[str, ...] = ()
    slots: Schedule | None = None

    def __post_init__(self) -> None:
        owner = f"cost of {self.programme}"
        _check_amount(owner, self.dkk)
        _check_shares(owner, self.payers)
        if not self.from_day < self.to_day:
            raise ValueError(f"{owner}: from day {self.from_day:g} to day {self.to_day:g} is no time")
        if (self.kind is CostKind.PER_CHILD_YEAR) != bool(self.steps):
            raise ValueError(f"{owner}: {CostKind.PER_CHILD_YEAR} goes with steps, and nothing else does")
        if (self.kind is CostKind.PER_SLOT_YEAR) != (self.slots is not None):
            raise ValueError(f"{owner}: {CostKind.PER_SLOT_YEAR} goes with slots, and nothing else does")
        if self.slots is not None and not all(0 <= value < math.inf for value in self.slots.values):
            raise ValueError(f"{owner}: the number of slots must be zero or more and finite")

    def open_days(self, months: Months) -> Floats:
        """Return the days that the cost is active, times the slots open then if it has slots; [month]."""
        slots = self.slots or Schedule.constant(1.0)
        borders = pairwise((-math.inf, *slots.times[1:], math.inf))
        pieces = [
            value * months.overlap(max(begin, self.from_day), min(end, self.to_day))
            for value, (begin, end) in zip(slots.values, borders, strict=True)
        ]
        return np.asarray(sum(pieces))


@dataclass(frozen=True, kw_only=True)
class Economy:
    """Every price of one world. Raises ValueError when a line names an unknown payer."""

    payers: tuple[Payer, ...]
    step_costs: tuple[StepCost, ...] = ()
    start_costs: tuple[StartCost, ...] = ()
    programme_costs: tuple[ProgrammeCost, ...] = ()
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
    def _lines(self) -> tuple[StepCost | StartCost | ProgrammeCost, ...]:
        return self.step_costs + self.start_costs + self.programme_costs

    def municipal_share(self, payers: Payers) -> float:
        """Return the share of a line that the municipality's own payers pay."""
        municipal = {payer.name for payer in self.payers if payer.municipal}
        return sum(share for payer, share in payers if payer in municipal)

    @property
    def child_year_costs(self) -> tuple[ProgrammeCost, ...]:
        """The costs per child-year; each has a window of the counting, in this order."""
        return tuple(line for line in self.programme_costs if line.kind is CostKind.PER_CHILD_YEAR)

    def check_names(self, *, steps: Sequence[str], programmes: Sequence[str]) -> None:
        """Raise ValueError when a line names an unknown step or programme."""
        _check_known("step", steps, [line.step for line in self.step_costs])
        _check_known("step", steps, [line.step for line in self.start_costs])
        _check_known("step", steps, [step for line in self.programme_costs for step in line.steps])
        _check_known("programme", programmes, [line.programme for line in self.programme_costs])

    def reimbursable(self, steps: Sequence[str], months: Months) -> Reimbursable | None:
        """Return the amounts that count towards central reimbursement, the municipality's share of them."""
        if self.reimbursement is None:
            return None
        per_day, per_start = np.zeros((months.count, len(steps))), np.zeros(len(steps))
        spread = []
        for line in self.step_costs:
            if not line.reimbursable:
                continue
            step, dkk = steps.index(line.step), self.municipal_share(line.payers) * line.price.per_day(months)
            if line.spread:
                key = name_key(f"{line.step}/{line.name}")
                spread.append(SpreadCost(step=step, key=key, per_day_dkk=dkk, factors=line.spread))
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
    by_household: Sequence[str] = (),
) -> Counting:
    """Return the counting that a world's account and key figures need.

    `programme_names` are the world's programmes in the order of the records, `roles` the steps that play
    each role in the key figures, `by_household` the programmes that enrol households as one. Raises
    ValueError when the economy or a role names an unknown step or programme.
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
                steps=tuple(steps.index(step) for step in line.steps),
                from_day=line.from_day,
                to_day=line.to_day,
            )
            for line in economy.child_year_costs
        ),
        reimbursable=economy.reimbursable(steps, months),
        by_household=tuple(i for i, name in enumerate(programme_names) if name in by_household),
        household_days=any(line.by_household for line in economy.step_costs),
    )
