"""Work out what each household costs over the whole simulated time, by payer.

Limits first: an own unit counts at its price per child and day, so its idle places belong to no household,
nor do places that are sold, and neither do programme costs that no child brings (once, a year, for a slot).
Sums over households are therefore not the account.
"""

from dataclasses import dataclass

import numpy as np

from model.results.by_month import pieces
from model.results.chosen import Children
from model.results.cost_lines import CostKind, Payers, ProgrammeCost, StepCost
from model.results.counting import Counting, SpreadCost
from model.results.economy import Economy
from model.results.households import enrolled_households, household_of, united
from model.results.records import Records
from model.results.reimbursement import factors, reimbursed_by_household
from model.world.arrays import Floats, Ints
from model.world.randomness import Chance, name_key

SIZES = ("1", "2", "3", "4+")
"""Children of a household who are on the staircase at some time."""
QUANTILES = (5, 25, 50, 75, 95)


@dataclass(frozen=True, kw_only=True)
class HouseholdCosts:
    """Every household that is on the staircase at some time, in no order of meaning."""

    children: Ints
    """Its children who are on the staircase; [household]."""
    dkk: Floats
    """In the prices of the economy, not discounted; [household, payer]."""

    def by_size(self) -> tuple[Floats, Floats]:
        """Return figures by size of the household, and cost by payer.

        [size, (households, children, mean cost, quantiles)], nan for the cost where there is no household,
        and [size, payer] in all.
        """
        rows, payers = np.zeros((len(SIZES), 3 + len(QUANTILES))), self.dkk.shape[1]
        cost, total = np.zeros((len(SIZES), payers)), self.dkk.sum(axis=1)
        of_size = np.minimum(self.children, len(SIZES)) - 1
        for size in range(len(SIZES)):
            here = of_size == size
            rows[size, :2] = here.sum(), self.children[here].sum()
            rows[size, 2:] = np.nan
            if here.any():
                rows[size, 2], rows[size, 3:] = total[here].mean(), np.percentile(total[here], QUANTILES)
            cost[size] = self.dkk[here].sum(axis=0)
        return rows, cost


def household_costs(
    records: Records, counting: Counting, economy: Economy, programme_names: tuple[str, ...], chance: Chance
) -> HouseholdCosts:
    """Return what each household costs; `counting` and `chance` are those of the records' replication."""
    books = _Books(records, counting, economy, chance)
    books.steps()
    books.starts()
    books.programmes(programme_names)
    books.reimbursement()
    return books.closed()


class _Books:
    """The cost of each household so far."""

    def __init__(self, records: Records, counting: Counting, economy: Economy, chance: Chance) -> None:
        self.records, self.counting, self.economy, self.chance = records, counting, economy, chance
        self.stays, self.months = records.sojourns, counting.months
        self.names = [step.name for step in counting.staircase.steps]
        households = household_of(records, self.stays.child)
        self.homes, self.of_stay = np.unique(households, return_inverse=True)
        self.column = {payer.name: i for i, payer in enumerate(economy.payers)}
        self.dkk = np.zeros((len(self.homes), len(self.column)))

    def closed(self) -> HouseholdCosts:
        _, first = np.unique(self.stays.child, return_index=True)
        children = np.bincount(self.of_stay[first], minlength=len(self.homes))
        return HouseholdCosts(children=children, dkk=self.dkk)

    def book(self, home: Ints, amount: Floats, payers: Payers) -> None:
        total = sum(share for _, share in payers)
        whole = np.bincount(home, amount, minlength=len(self.homes))
        for payer, share in payers:
            self.dkk[:, self.column[payer]] += whole * (share / total)

    def steps(self) -> None:
        stays = self.stays
        lane, first, last, whose = united(stays.step, self.of_stay.astype(np.uint64), stays.start, stays.end)
        for line in self.economy.step_costs:
            step, per_day = self.names.index(line.step), line.price.per_day(self.months)
            if line.sold is not None:
                continue
            if line.by_household:
                on = np.flatnonzero(lane == step)
                once, month, days = pieces(first[on], last[on], self.months)
                self.book(whose[on[once]].astype(np.int64), days * per_day[month], line.payers)
                continue
            stay, month, days = self.days_on([step], self.chosen(line), line.from_day, line.to_day)
            if line.volume is not None:
                by_month = np.bincount(month, days, minlength=self.months.count).astype(np.float64)
                per_day = per_day * line.volume.share(by_month, self.months)
            amount = days * per_day[month]
            if line.spread:
                key = name_key(f"{line.step}/{line.name}")
                spread = SpreadCost(step=step, key=key, per_day_dkk=per_day, factors=line.spread)
                amount = amount * factors(spread, stays.child, self.chance)[stay]
            self.book(self.of_stay[stay], amount, line.payers)

    def chosen(self, line: StepCost | ProgrammeCost) -> Children:
        """Return the children that a cost is for."""
        return Children.of(self.counting.staircase, bands=line.bands, groups=line.groups)

    def days_on(
        self, steps: list[int], children: Children, from_day: float, to_day: float
    ) -> tuple[Ints, Ints, Floats]:
        """Return the days of some children on some steps: whose stay, in which month, how many."""
        stays, people = self.stays, self.records.children
        child = np.searchsorted(people.identity, stays.child)
        on = np.flatnonzero(np.isin(stays.step, steps) & children.in_groups(people.group[child]))
        parts = [
            pieces(begin, until, self.months)
            for begin, until in children.within(
                stays.start[on], stays.end[on], people.birth_day[child[on]], from_day=from_day, to_day=to_day
            )
        ]
        stay, month, days = (np.concatenate(column) for column in zip(*parts, strict=True))
        return on[stay], month, days

    def starts(self) -> None:
        began = (self.stays.start > 0.0) & (self.stays.start < self.months.horizon_days)
        for start in self.economy.start_costs:
            on = began & (self.stays.step == self.names.index(start.step))
            self.book(self.of_stay[on], np.full(int(on.sum()), start.dkk), start.payers)

    def programmes(self, names: tuple[str, ...]) -> None:
        begins, ends, programme, household = enrolled_households(self.records, self.counting.by_household)
        of_help = np.searchsorted(self.homes, household)
        for cost in self.economy.programme_costs:
            ours = programme == names.index(cost.programme)
            if cost.kind is CostKind.PER_PARTICIPANT:
                self.book(of_help[ours], np.full(int(ours.sum()), cost.dkk), cost.payers)
            elif cost.kind is CostKind.PER_PARTICIPANT_YEAR:
                interval, month, days = pieces(begins[ours], ends[ours], self.months)
                self.by_year(cost, of_help[ours][interval], month, days)
            elif cost.kind is CostKind.PER_CHILD_YEAR:
                steps = [self.names.index(name) for name in cost.steps]
                stay, month, days = self.days_on(steps, self.chosen(cost), cost.from_day, cost.to_day)
                self.by_year(cost, self.of_stay[stay], month, days)

    def by_year(self, cost: ProgrammeCost, home: Ints, month: Ints, days: Floats) -> None:
        self.book(home, days * cost.dkk / self.months.days_in_year[month], cost.payers)

    def reimbursement(self) -> None:
        terms, reimbursable = self.economy.reimbursement, self.counting.reimbursable
        if terms is None or reimbursable is None:
            return
        house, paid = reimbursed_by_household(self.records, self.months, reimbursable, self.chance)
        of_house, dkk = np.searchsorted(self.homes, house), paid.sum(axis=1)
        self.book(of_house, -dkk, ((terms.receiver, 1.0),))
        self.book(of_house, dkk, ((terms.state, 1.0),))
