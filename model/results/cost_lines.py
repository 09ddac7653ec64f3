"""Describe the lines of a world's costs: what a child on a step costs, what a programme costs, and who pays.

All amounts stand at one price level and are not discounted: `model.results.prices` does both. An amount below
zero is an income: what parents pay, a grant, a sale.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from model.results.prices import Price
from model.results.sold_places import SoldPlaces
from model.results.volume import Volume
from model.world.arrays import Floats
from model.world.months import Months
from model.world.schedule import Schedule

Payers = tuple[tuple[str, float], ...]
"""(payer, share); the shares sum to 1."""


def _check_amount(owner: str, dkk: float) -> None:
    if not math.isfinite(dkk):
        raise ValueError(f"{owner}: {dkk} kr. must be a number")


def _check_shares(owner: str, payers: Payers) -> None:
    total = sum(share for _, share in payers)
    if any(share < 0 for _, share in payers) or not abs(total - 1) <= 1e-9:
        raise ValueError(f"{owner}: the payers' shares sum to {total}, not to 1")
    if len({payer for payer, _ in payers}) < len(payers):
        raise ValueError(f"{owner}: a payer is named twice")


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
    reimbursable it is deducted before the limits of central reimbursement. With `sold` the line is not about
    children of one's own: it is what free places bring in, and its price is what others pay for one.
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
    bands: tuple[int, ...] | None = None
    """Age bands that it is for; None for all."""
    groups: tuple[str, ...] | None = None
    """Target groups that it is for; None for all."""
    from_day: float = -math.inf
    to_day: float = math.inf
    """Days since the start date on which it holds, the last one not included."""
    volume: Volume | None = None
    """What it costs where there are many; central reimbursement is worked out without it."""
    sold: SoldPlaces | None = None

    def __post_init__(self) -> None:
        _check_shares(f"cost of {self.step}", self.payers)
        if not self.from_day < self.to_day:
            raise ValueError(
                f"cost of {self.step}: from day {self.from_day:g} to day {self.to_day:g} is no time"
            )
        if self.semi_fixed is not None and (self.is_of_some or self.volume or self.sold):
            raise ValueError(f"cost of {self.step}: what is bound to places is for everybody there, always")
        if self.sold is not None and (self.is_of_some or self.volume or self.spread or self.reimbursable):
            raise ValueError(f"cost of {self.step}: places that are sold are a line by themselves")
        if self.spread and not (min(self.spread) >= 0 and abs(np.mean(self.spread) - 1) <= 1e-9):
            raise ValueError(
                f"cost of {self.step}: the factors of a spread must be 1 on average, none below 0"
            )
        if self.by_household and (self.semi_fixed is not None or self.reimbursable or self.spread):
            raise ValueError(f"cost of {self.step}: a household's price is neither semi-fixed nor reimbursed")
        if self.by_household and (self.is_of_some or self.volume or self.sold):
            raise ValueError(f"cost of {self.step}: a household's price is the same for all, always")
        if self.semi_fixed is not None and self.price.dkk < 0:
            raise ValueError(f"cost of {self.step}: an income cannot be semi-fixed")

    @property
    def is_of_some(self) -> bool:
        """Whether it is for some children or some time, whose days have a window of the counting."""
        limited = self.from_day > -math.inf or self.to_day < math.inf
        return limited or self.bands is not None or self.groups is not None

    def dkk(self, person_days: Floats, months: Months) -> Floats:
        """Return what the line costs in each month, given the days that it is about; both [..., month].

        Those are the person-days on its step, of the children and the time that it is for; household-days,
        where the price is a household's.
        """
        if self.sold is not None:
            return -self.price.per_day(months) * self.sold.days(person_days, months)
        paid_days = person_days
        if self.semi_fixed is not None:
            share = self.semi_fixed.share
            place_days = self.semi_fixed.paid_places(person_days, months) * months.days
            paid_days = (1 - share) * person_days + share * place_days
        if self.volume is not None:
            paid_days = paid_days * self.volume.share(person_days, months)
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
    PER_MONTH = "per_month"
    """Spread over the days of each month."""
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
    bands: tuple[int, ...] | None = None
    """Age bands of the children on `steps`; None for all."""
    groups: tuple[str, ...] | None = None
    slots: Schedule | None = None

    def __post_init__(self) -> None:
        owner = f"cost of {self.programme}"
        _check_amount(owner, self.dkk)
        _check_shares(owner, self.payers)
        if not self.from_day < self.to_day:
            raise ValueError(f"{owner}: from day {self.from_day:g} to day {self.to_day:g} is no time")
        if (self.kind is CostKind.PER_CHILD_YEAR) != bool(self.steps):
            raise ValueError(f"{owner}: {CostKind.PER_CHILD_YEAR} goes with steps, and nothing else does")
        if not self.steps and (self.bands is not None or self.groups is not None):
            raise ValueError(f"{owner}: ages and groups go with {CostKind.PER_CHILD_YEAR}")
        if (self.kind is CostKind.PER_SLOT_YEAR) != (self.slots is not None):
            raise ValueError(f"{owner}: {CostKind.PER_SLOT_YEAR} goes with slots, and nothing else does")
        if self.slots is not None and not all(0 <= value < math.inf for value in self.slots.values):
            raise ValueError(f"{owner}: the number of slots must be zero or more and finite")

    def open_days(self, months: Months) -> Floats:
        """Return the days that the cost is active, times the slots open then if it has slots; [month]."""
        return _days(self.slots or Schedule.constant(1.0), months, self.from_day, self.to_day)


@dataclass(frozen=True, kw_only=True)
class StaffCost:
    """Cost of those who make reviews: for each person, spread over the days of the calendar year."""

    name: str
    dkk: float
    payers: Payers
    number: Schedule

    def __post_init__(self) -> None:
        _check_amount(f"cost of {self.name}", self.dkk)
        _check_shares(f"cost of {self.name}", self.payers)

    def person_days(self, months: Months) -> Floats:
        """Return the days of each month times the persons there then; [month]."""
        return _days(self.number, months)


def _days(number: Schedule, months: Months, from_day: float = -math.inf, to_day: float = math.inf) -> Floats:
    """Return the days of each month between two days, times a number that changes; [month]."""
    borders = pairwise((-math.inf, *number.times[1:], math.inf))
    pieces = [
        value * months.overlap(max(begin, from_day), min(end, to_day))
        for value, (begin, end) in zip(number.values, borders, strict=True)
    ]
    return np.asarray(sum(pieces))
