"""Price the counts of a world: cost by month, item and payer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.results.cost_lines import CostKind, Payers, ProgrammeCost, StepCost
from model.results.economy import REIMBURSEMENT, Economy, Payer
from model.results.tally import Tally
from model.world.arrays import Floats
from model.world.months import Months
from model.world.staircase import Staircase


@dataclass(frozen=True, kw_only=True)
class Account:
    """The cost of every replication: every krone in exactly one cell."""

    items: tuple[str, ...]
    """Steps in order, programmes in order, staff in order, `REIMBURSEMENT`."""
    payers: tuple[Payer, ...]
    cost_dkk: Floats
    """[..., month, item, payer]; summed over payers it is the gross cost, as reimbursement sums to zero."""


def account(
    tally: Tally,
    staircase: Staircase,
    months: Months,
    economy: Economy,
    *,
    programme_names: Sequence[str],
) -> Account:
    """Return the cost of a tally, which is made with the `counting` of the same economy and months.

    `programme_names` are the world's programmes in the order of the tally. The cost has the leading axes of
    the tally. Raises ValueError when the economy names an unknown step or programme, or when two items share
    a name.
    """
    steps = [step.name for step in staircase.steps]
    items = (*steps, *programme_names, *(staff.name for staff in economy.staff_costs), REIMBURSEMENT)
    if twice := [name for name, count in Counter(items).items() if count > 1]:
        raise ValueError(f"account: {twice[0]} is the name of two items")
    economy.check_names(steps=steps, programmes=programme_names)

    column = {payer.name: i for i, payer in enumerate(economy.payers)}
    cost = np.zeros((*tally.reimbursed_dkk.shape, len(items), len(column)))

    def book(item: str, dkk: NDArray[np.floating], payers: Payers) -> None:
        total = sum(share for _, share in payers)  # one to nine digits; a krone in a billion is still a krone
        for payer, share in payers:
            cost[..., items.index(item), column[payer]] += dkk * (share / total)

    for line in economy.step_costs:
        days = _days(line, economy, months, tally, step=steps.index(line.step))
        book(line.step, line.dkk(days, months), line.payers)
    for start in economy.start_costs:
        book(start.step, start.dkk * tally.starts[..., steps.index(start.step)], start.payers)
    for budget in economy.programme_costs:
        programme = programme_names.index(budget.programme)
        number = _number(budget, economy, months, tally, programme=programme)
        book(budget.programme, budget.dkk * number, budget.payers)
    for staff in economy.staff_costs:
        book(staff.name, staff.dkk * staff.person_days(months) / months.days_in_year, staff.payers)
    if economy.reimbursement is not None:
        book(REIMBURSEMENT, -tally.reimbursed_dkk, ((economy.reimbursement.receiver, 1.0),))
        book(REIMBURSEMENT, tally.reimbursed_dkk, ((economy.reimbursement.state, 1.0),))
    return Account(items=items, payers=economy.payers, cost_dkk=cost)


def _days(line: StepCost, economy: Economy, months: Months, tally: Tally, *, step: int) -> Floats:
    """Return the days that a price line is about; [..., month]."""
    if line.is_of_some:
        return tally.window_days[..., economy.windowed.index(line)]
    if line.by_household:
        return tally.household_days[..., step]
    days = tally.person_days[..., step]
    return days if line.sold is not None else economy.days_on(line.step, days, months)


def _number(cost: ProgrammeCost, economy: Economy, months: Months, tally: Tally, *, programme: int) -> Floats:
    """Return the number of times that each month pays a programme's amount; [..., month] or [month]."""
    match cost.kind:
        case CostKind.ONE_OFF:
            return np.asarray(np.arange(months.count) == months.index(cost.from_day), dtype=np.float64)
        case CostKind.PER_PARTICIPANT:
            return tally.enrolments[..., programme].astype(np.float64)
        case CostKind.PER_PARTICIPANT_YEAR:
            days = tally.enrolled_days[..., programme]
        case CostKind.PER_CHILD_YEAR:
            days = tally.window_days[..., economy.windowed.index(cost)]
        case CostKind.PER_MONTH:
            return cost.open_days(months) / months.days
        case CostKind.PER_YEAR | CostKind.PER_SLOT_YEAR:
            days = cost.open_days(months)
    return days / months.days_in_year
