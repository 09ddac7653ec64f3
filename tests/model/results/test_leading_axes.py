from dataclasses import fields
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.results.account import Account, account
from model.results.cost_lines import CostKind, ProgrammeCost, SemiFixed, StartCost, StepCost
from model.results.counting import Role
from model.results.economy import Economy, Payer
from model.results.key_figures import KeyFigures, key_figures
from model.results.prices import Price, Unit
from model.results.reimbursement import Reimbursement, limits_for
from model.results.tally import Tally, by_year
from model.world.months import Months
from model.world.schedule import Schedule
from model.world.staircase import Staircase, Step

PAYERS = tuple(Payer(name=name, municipal=name != "state") for name in ("family", "school", "state"))
SHARED = (("family", 0.7), ("school", 0.2), ("state", 0.1))


def economy(steps: list[str]) -> Economy:
    """Return prices of every kind."""
    own = SemiFixed(block_places=3, notice_months=4, share=0.8)
    return Economy(
        payers=PAYERS,
        step_costs=tuple(
            StepCost(step=step, price=Price(dkk=333.3 + i, unit=unit), payers=SHARED, semi_fixed=fixed)
            for i, step in enumerate(steps)
            for unit, fixed in ((Unit.DAY, None), (Unit.MONTH, own))
        ),
        start_costs=tuple(StartCost(step=step, dkk=77.7, payers=SHARED) for step in steps),
        programme_costs=tuple(
            ProgrammeCost(
                programme="help",
                kind=kind,
                dkk=12_345.6,
                payers=SHARED,
                steps=(steps[0],) if kind is CostKind.PER_CHILD_YEAR else (),
                slots=Schedule.constant(5.0) if kind is CostKind.PER_SLOT_YEAR else None,
            )
            for kind in CostKind
        ),
        reimbursement=Reimbursement(receiver="family", state="state", limits=limits_for(2022)),
    )


def any_tally(lead: tuple[int, ...], staircase: Staircase, months: Months, seed: int) -> Tally:
    """Return arbitrary counts of one programme and one window."""
    random = np.random.default_rng(seed)
    month, year = months.count, len(months.years)
    step, name = len(staircase.steps), len(staircase.names)

    def days(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return random.uniform(0.0, 300.0, (*lead, *shape))

    def numbers(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return random.integers(0, 50, (*lead, *shape))

    stay_days = days(year, 4)
    stay_days[stay_days < 100] = np.nan
    return Tally(
        person_days=days(month, step) * (days(month, step) > 100),
        starts=numbers(month, step),
        ends=numbers(month, step),
        moves=numbers(month, step, name),
        waiting_days=days(month, step, 2),
        enrolled_days=days(month, 1),
        enrolments=numbers(month, 1),
        window_days=days(month, 1),
        household_days=days(month, step),
        children=numbers(year, step),
        formerly=numbers(year, name + 1),
        ended_within=numbers(month, 0),
        stay_days=stay_days,
        reimbursed_dkk=days(month),
    )


@given(
    lead=st.sampled_from([(1,), (3,), (2, 2)]),
    steps=st.integers(1, 11),
    month=st.integers(1, 12),
    years=st.integers(1, 3),
    seed=st.integers(0, 2**32),
)
def test_replications_counted_together_come_to_what_each_comes_to_to_the_last_bit(
    lead: tuple[int, ...], steps: int, month: int, years: int, seed: int
) -> None:
    names = [f"s{i}" for i in range(steps)]
    staircase = Staircase(
        steps=tuple(Step(name=name, at_age_limit=(("out", 1.0),)) for name in names), exits=("out", "gone")
    )
    months = Months.of(date(2027, month, 1), years)
    prices = economy(names)

    def money(tally: Tally) -> tuple[Account, KeyFigures]:
        books = account(tally, staircase, months, prices, programme_names=["help"])
        roles = {role: tuple(names[i:]) for i, role in enumerate(Role)}
        children = dict.fromkeys(months.years, 1000.0 / 3)
        return books, key_figures(tally, staircase, months, books, roles=roles, children_aged_0_22=children)

    together = any_tally(lead, staircase, months, seed)
    books, figures = money(together)
    assert books.cost_dkk.shape == (*lead, months.count, len(books.items), 3)
    assert figures.values.shape == (*lead, len(figures.rows))
    by_budget_year = by_year(books.cost_dkk, months, axis=-3)

    for run in np.ndindex(lead):
        one = Tally(**{field.name: getattr(together, field.name)[run] for field in fields(Tally)})
        books_of_one, figures_of_one = money(one)
        assert books_of_one.items == books.items
        assert np.array_equal(books_of_one.cost_dkk, books.cost_dkk[run])
        assert np.array_equal(by_year(books_of_one.cost_dkk, months, axis=-3), by_budget_year[run])
        assert figures_of_one.rows == figures.rows
        assert np.array_equal(figures_of_one.values, figures.values[run], equal_nan=True)
