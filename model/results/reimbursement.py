"""Work out central reimbursement of very expensive cases (Barnets Lov § 198, formerly Serviceloven § 176).

Caveat first: the method is read in the order under the former act (no. 1485 of 6 December 2023, section 3),
and the limits of 2023 and later are not known here: the rate notices that hold them could not be found. The
newest known are carried forward by the price index, with a warning.

The state pays 25 % of the part of a household's cost in a month that lies above one twelfth of the first
limit, 50 % above the second and 75 % above the third. Above a limit the municipality therefore keeps only
75, 50 or 25 % of the next krone it saves.
"""

import math
from dataclasses import dataclass

import numpy as np

from model.results.by_month import pieces
from model.results.counting import Reimbursable, SpreadCost
from model.results.records import Records
from model.world.arrays import Floats, Ints, UInts
from model.world.months import Months
from model.world.randomness import Chance, Purpose

MORE_ABOVE_EACH = 0.25
"""The state's additional share above each limit: 25, then 50, then 75 % in all."""
SPREAD_MONTHS = 12
"""The number of months over which a one-off cost is spread evenly."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The three limits of one year, in kroner a year and in that year's prices."""

    year: int
    dkk: tuple[float, float, float]
    source: str

    def __post_init__(self) -> None:
        first, second, third = self.dkk
        if not 0 < first < second < third < np.inf:
            raise ValueError(f"limits of {self.year}: {self.dkk} must be above zero and rise")


LIMITS = (
    Limits(
        year=2020,
        dkk=(830_000, 1_630_000, 2_050_000),
        source="Bill L 197 of 26 May 2020 on Serviceloven section 176, in force in 2021, "
        "https://ft.dk/samling/20191/lovforslag/l197/20191_l197_som_fremsat.htm",
    ),
    Limits(
        year=2021,
        dkk=(850_000, 1_660_000, 2_090_000),
        source="The minister's answer of 26 May 2021 to question SOU 582, "
        "https://ft.dk/samling/20201/almdel/sou/spm/583/svar/1786900/2402393/index.htm",
    ),
    Limits(
        year=2022,
        dkk=(860_000, 1_680_000, 2_120_000),
        source="Barnets Lov section 198, act 282 of 17 March 2025, "
        "https://admin.elov.dk/barnets-lov/paragraf/198",
    ),
)
"""The known limits. Add the rows of later years to them: `(*LIMITS, Limits(year=2026, ...))`."""


def limits_for(year: int, table: tuple[Limits, ...] = LIMITS) -> Limits:
    """Return the newest row of `table` that is not later than `year`.

    It is carried forward as it is: when its own `year` is another one, warn the reader and bring it to the
    price level of the calculation with `Reimbursement.factor`.
    Raises ValueError when every row is later than `year`.
    """
    known = [row for row in table if row.year <= year]
    if not known:
        raise ValueError(f"no limits for central reimbursement are known for {year} or before")
    return max(known, key=lambda row: row.year)


@dataclass(frozen=True, kw_only=True)
class Reimbursement:
    """The terms of central reimbursement: receiver, payer and limits.

    One row of limits holds for every month, because all amounts of a calculation stand at one price level:
    take the row of the year of that price level.
    """

    receiver: str
    """The payer that gets the money."""
    state: str
    """The payer that it comes from."""
    limits: Limits
    factor: float = 1.0
    """Multiplies the limits, to bring them from their own year's prices to those of the calculation."""

    def __post_init__(self) -> None:
        if not 0 < self.factor < np.inf:
            raise ValueError(f"reimbursement: factor is {self.factor}; it must be above zero")

    @property
    def limits_dkk(self) -> tuple[float, float, float]:
        """The limits of a month."""
        first, second, third = (self.factor * limit / 12 for limit in self.limits.dkk)
        return first, second, third


def reimbursement_dkk(
    cost_dkk: Floats,
    limits_dkk: tuple[float, float, float],
    *,
    one_off_dkk: Floats | None = None,
    income_dkk: Floats | None = None,
) -> Floats:
    """Return the reimbursement by the state; all arrays are [household, month], in kroner.

    `limits_dkk` are those of a month. `one_off_dkk` is spread evenly over twelve months from its own month;
    twelfths after the last month are left out, so the last year's reimbursement of one-off costs is too low.
    `income_dkk`, such as parents' payment towards a placement, is deducted before the limits.
    """
    net = cost_dkk if one_off_dkk is None else cost_dkk + spread(one_off_dkk)
    if income_dkk is not None:
        net = net - income_dkk
    parts = [MORE_ABOVE_EACH * np.maximum(net - limit, 0.0) for limit in limits_dkk]
    return np.asarray(sum(parts))


def spread(one_off_dkk: Floats) -> Floats:
    """Return one-off amounts [household, month] as twelfths in the twelve months from their own."""
    so_far = np.cumsum(one_off_dkk, axis=1)
    before = np.zeros_like(so_far)
    before[:, SPREAD_MONTHS:] = so_far[:, :-SPREAD_MONTHS]
    return np.asarray((so_far - before) / SPREAD_MONTHS)


def reimbursed_by_month(
    records: Records, months: Months, reimbursable: Reimbursable, chance: Chance | None = None
) -> Floats:
    """Return the reimbursement by the state for all households together; [month].

    ValueError as `reimbursed_by_household`.
    """
    _, paid = reimbursed_by_household(records, months, reimbursable, chance)
    return np.asarray(paid.sum(axis=0))


def reimbursed_by_household(
    records: Records, months: Months, reimbursable: Reimbursable, chance: Chance | None = None
) -> tuple[UInts, Floats]:
    """Return the households that may be reimbursed, and the reimbursement; [household], [household, month].

    The costs of the children of one household are added together. Only households that could reach the first
    limit are worked out. Prices that differ between children take the `chance` of the records' replication;
    ValueError without it.
    """
    start_dkk = reimbursable.start_dkk
    stays = records.sojourns
    child = np.searchsorted(records.children.identity, stays.child)
    known, of_child = np.unique(records.children.household, return_inverse=True)
    household = of_child[child]

    # A stay adds at most its step's dearest month and one twelfth of its one-off cost to any one month.
    dearest = np.maximum(reimbursable.dearest_per_day_dkk * months.days[:, None], 0.0).max(axis=0)
    most = np.bincount(
        household, dearest[stays.step] + np.maximum(start_dkk[stays.step], 0.0) / SPREAD_MONTHS
    )
    rows = np.flatnonzero((most > reimbursable.limits_dkk[0])[household])
    if not len(rows):
        return known[:0], np.zeros((0, months.count))

    houses, house = np.unique(household[rows], return_inverse=True)
    shape = (len(houses), months.count)

    def table(house: Ints, month: Ints, dkk: Floats) -> Floats:
        cells = np.bincount(house * months.count + month, dkk, minlength=math.prod(shape))
        return cells.reshape(shape).astype(np.float64, copy=False)

    start, step = stays.start[rows], stays.step[rows]
    stay, month, days = pieces(start, stays.end[rows], months)
    cost = table(house[stay], month, days * reimbursable.per_day_dkk[month, step[stay]])
    people = records.children
    birth_day, group = people.birth_day[child[rows]], people.group[child[rows]]
    for spread in reimbursable.spread:
        factor = factors(spread, stays.child[rows], chance)
        on = (step == spread.step) & spread.children.in_groups(group)
        for begin, until in spread.children.within(
            start, stays.end[rows], birth_day, from_day=spread.from_day, to_day=spread.to_day
        ):
            stay, month, days = pieces(begin, np.where(on, until, begin), months)
            cost += table(house[stay], month, days * spread.per_day_dkk[month] * factor[stay])
    one_off = None
    if start_dkk.any():
        new = (start > 0.0) & (start < months.horizon_days)
        one_off = table(house[new], months.index(start[new]), start_dkk[step[new]])
    paid = reimbursement_dkk(cost, reimbursable.limits_dkk, one_off_dkk=one_off)
    return known[houses], paid


def factors(spread: SpreadCost, children: UInts, chance: Chance | None) -> Floats:
    """Return the factor that each child has drawn; all have the same where there is only one."""
    if len(spread.factors) == 1:
        return np.full(len(children), spread.factors[0])
    if chance is None:
        raise ValueError("reimbursement: prices that differ between children take a replication's chance")
    shares = chance.uniforms_by_name(children, Purpose.PRICE, spread.key)
    known = np.array(spread.factors)
    return np.asarray(known[(shares * len(known)).astype(np.int64)])
