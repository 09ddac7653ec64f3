"""Check prices that are for some children or some time, that fall with volume, and places that are sold."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.compiled_engine import engine as compiled_engine
from model.results.account import account
from model.results.chosen import Children
from model.results.cost_lines import CostKind, ProgrammeCost, SemiFixed, StepCost
from model.results.economy import Economy, counting
from model.results.prices import Price, Unit
from model.results.reimbursement import Limits, Reimbursement
from model.results.sold_places import SoldPlaces
from model.results.tally import tally
from model.results.volume import Volume
from model.simpy_engine.engine import simulate
from model.world.months import Months
from model.world.parameters import Parameters, StockChild, Transition
from model.world.randomness import Chance
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.model.results.money import FAMILY, PAYERS, daily
from tests.worlds import inflow, step

YEAR = Months.of(date(2027, 1, 1), 1)
STAIRCASE = Staircase(
    steps=(step("home"), step("away")), exits=("out",), age_borders=(0.0, 12.0, 18.0, 23.0), groups=("a", "b")
)


def world(*children: StockChild, per_year: float = 0.0) -> Parameters:
    return Parameters(
        staircase=STAIRCASE,
        horizon_days=YEAR.horizon_days,
        transitions=(Transition(from_step="home", to="away", rate=((1.0, 0.5),) * 3),) if per_year else (),
        stock=children,
        arrivals=tuple(inflow("home", per_year, band=band, shares=(0.5, 0.5)) for band in range(3))
        if per_year
        else (),
    )


def child(age: float, group: str = "a", on: str = "home") -> StockChild:
    """Return a child of an age at the start date."""
    return StockChild(step=on, birth_day=-round(age * DAYS_PER_YEAR), since_day=-1.0, group=group)


def cost(made: Parameters, *lines: StepCost, **parts: object) -> list[float]:
    """Return the cost by month of the steps, by both engines."""
    economy = Economy(payers=PAYERS, step_costs=lines, **parts)  # type: ignore[arg-type]
    counted = counting(economy, STAIRCASE, YEAR, programme_names=["help"], roles={})
    chance = Chance(seed=1, replication=0)
    readable = tally(simulate(made, seed=1, replication=0), counted, chance)
    fast = compiled_engine.count(made, counted, seed=1, replications=[0])
    booked = [account(each, STAIRCASE, YEAR, economy, programme_names=["help"]) for each in (readable, fast)]
    by_month = [each.cost_dkk.reshape(12, -1).sum(axis=1) for each in booked]
    assert by_month[0] == pytest.approx(by_month[1], rel=1e-9, abs=1e-4)
    assert economy.reimbursement is None or readable.reimbursed_dkk == pytest.approx(fast.reimbursed_dkk[0])
    return list(by_month[0].tolist())


def test_a_price_of_a_group_is_paid_for_its_children_alone() -> None:
    made = world(child(5, "a"), child(6, "b"), child(7, "b"))
    paid = cost(made, daily("home", 100.0), daily("home", 10.0, groups=("b",)))
    assert paid == pytest.approx([120.0 * days + 200.0 * days for days in YEAR.days])


def test_a_price_of_an_age_begins_and_ends_on_the_birthday() -> None:
    # Twelve years old a hundred days after the start: 4383 days are twelve years.
    made = world(StockChild(step="home", birth_day=100.0 - 4383.0, since_day=-1.0, group="a"))
    younger, older = (sum(cost(made, daily("home", 10.0, bands=(band,)))) for band in (0, 1))
    assert younger + older == pytest.approx(3650.0)
    assert 1000.0 <= younger <= 1010.0, "a birthday falls at a time of the day"


def test_a_price_holds_from_a_day_until_another() -> None:
    paid = cost(world(child(5)), daily("home", 10.0, from_day=40.0, to_day=100.5))
    assert paid[:4] == pytest.approx([0.0, 190.0, 310.0, 105.0])
    assert sum(paid) == pytest.approx(605.0)


@given(st.integers(0, 5), st.sampled_from([None, ("a",), ("b",)]), st.sampled_from([-math.inf, 50.5]))
def test_bands_and_groups_and_times_apart_add_up_to_all(
    seed: int, groups: tuple[str, ...] | None, from_day: float
) -> None:
    made = world(per_year=20.0 + seed)
    whole = cost(made, daily("home", 100.0, groups=groups, from_day=from_day, to_day=300.0))
    parts = [
        daily("home", 100.0, bands=(band,), groups=(group,), from_day=first, to_day=last)
        for band in range(3)
        for group in groups or ("a", "b")
        for first, last in ((from_day, 120.0), (120.0, 300.0))
    ]
    assert cost(made, *parts) == pytest.approx(whole, abs=1e-3)


def test_central_reimbursement_follows_the_childs_own_price() -> None:
    made = world(child(5, "a"), child(6, "b"))
    limits = Limits(year=2027, dkk=(240_000, 480_000, 960_000), source="test")
    parts = {"reimbursement": Reimbursement(receiver="family", state="state", limits=limits)}
    economy = Economy(
        payers=PAYERS,
        step_costs=(
            StepCost(
                step="home", price=Price(dkk=10_000.0, unit=Unit.MONTH), payers=FAMILY, reimbursable=True
            ),
            StepCost(
                step="home",
                price=Price(dkk=40_000.0, unit=Unit.MONTH),
                payers=FAMILY,
                reimbursable=True,
                groups=("b",),
                from_day=59.0,
            ),
        ),
        **parts,  # type: ignore[arg-type]
    )
    counted = counting(economy, STAIRCASE, YEAR, programme_names=[], roles={})
    # The dear child costs 50,000 a month from March: 25 % above 20,000 and as much again above 40,000.
    back = [0.0] * 2 + [0.25 * 30_000 + 0.25 * 10_000] * 10
    assert tally(simulate(made, seed=1, replication=0), counted).reimbursed_dkk == pytest.approx(back)
    fast = compiled_engine.count(made, counted, seed=1, replications=[0])
    assert fast.reimbursed_dkk[0] == pytest.approx(back)


def test_an_income_of_some_lowers_no_others_reimbursement() -> None:
    made = world(child(5, "a"), child(6, "b"))
    lines = (
        daily("home", 2_000.0, reimbursable=True),
        daily("home", -1_900.0, reimbursable=True, groups=("b",)),
    )
    limits = Limits(year=2027, dkk=(240_000, 480_000, 960_000), source="test")
    back = {"reimbursement": Reimbursement(receiver="family", state="state", limits=limits)}
    economy = Economy(payers=PAYERS, step_costs=lines, **back)  # type: ignore[arg-type]
    counted = counting(economy, STAIRCASE, YEAR, programme_names=[], roles={})
    fast = compiled_engine.count(made, counted, seed=1, replications=[0]).reimbursed_dkk[0]
    monthly = 2_000.0 * YEAR.days
    assert fast == pytest.approx(0.25 * (monthly - 20_000) + 0.25 * (monthly - 40_000))


# Volume -----------------------------------------------------------------------------------------------------


def volume_cost(persons: float, **parts: object) -> float:
    """Return what so many full-year persons cost at 100 a year each."""
    line = StepCost(
        step="home",
        price=Price(dkk=100.0, unit=Unit.YEAR),
        payers=FAMILY,
        volume=Volume(above=(40.0, 60.0), times=(0.95, 0.5), **parts),  # type: ignore[arg-type]
    )
    return float(line.dkk(np.full(12, persons) * YEAR.days, YEAR).sum())


@pytest.mark.parametrize(
    ("persons", "marginal", "everybody"),
    [(0, 0, 0), (30, 3000, 3000), (40, 4000, 4000), (50, 4950, 4750), (80, 4000 + 1900 + 1000, 4000)],
)
def test_what_lies_above_a_number_costs_its_share(persons: float, marginal: float, everybody: float) -> None:
    assert volume_cost(persons) == pytest.approx(marginal)
    assert volume_cost(persons, monthly=True) == pytest.approx(marginal)
    assert volume_cost(persons, all=True) == pytest.approx(everybody)


def test_the_persons_of_the_year_count_or_those_of_each_month() -> None:
    days = np.where(np.arange(12) < 6, 80.0, 0.0) * YEAR.days
    line = StepCost(step="home", price=Price(dkk=1.0, unit=Unit.DAY), payers=FAMILY)
    yearly, monthly = (
        replace(line, volume=Volume(above=(40.0,), times=(0.5,), monthly=monthly)).dkk(days, YEAR)
        for monthly in (False, True)
    )
    assert yearly.sum() == pytest.approx(days.sum()), "39.7 full-year persons"
    assert monthly.sum() == pytest.approx(0.75 * days.sum())


@given(st.lists(st.floats(0, 200), min_size=12, max_size=12), st.floats(0, 1))
def test_volume_never_costs_more_than_the_price_nor_less_than_the_lowest_share(
    persons: list[float], share: float
) -> None:
    days = np.array(persons) * YEAR.days
    for monthly in (False, True):
        mean = Volume(above=(10.0, 40.0), times=(1.0, share), monthly=monthly).share(days, YEAR)
        assert ((share - 1e-9 <= mean) & (mean <= 1 + 1e-9)).all()


# Sold places ------------------------------------------------------------------------------------------------


def test_free_places_are_sold_by_the_day() -> None:
    sold = SoldPlaces(places=Schedule(times=(0.0, 59.0), values=(6.0, 8.0)), share=0.5)
    days = sold.days(np.array([4.0, 6.0, 9.0, 5.5, *[8.0] * 8]) * YEAR.days, YEAR)
    assert days / YEAR.days == pytest.approx([1.0, 0.0, 0.0, 1.25, *[0.0] * 8])


def test_whole_blocks_are_sold_after_a_notice_and_not_when_they_are_taken_again() -> None:
    sold = SoldPlaces(
        places=Schedule.constant(8.0), share=1.0, block_places=2, notice_months=2, whole=1.0, from_day=31.0
    )
    persons = np.array([7.5, 4.5, 4.5, 4.5, 4.5, 8.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0])
    assert sold.days(persons * YEAR.days, YEAR) / YEAR.days == pytest.approx(
        [0.0, 0.0, 0.0, 2.0, 2.0, 0.0, 0.0, 0.0, 4.0, 4.0, 4.0, 4.0]
    )


def test_a_sold_place_brings_its_price_in_and_costs_what_a_child_there_costs() -> None:
    made = world(child(5), child(6))
    sold = SoldPlaces(places=Schedule.constant(4.0), share=0.5)
    sale = daily("home", 1_500.0, sold=sold, payers=(("school", 1.0),))
    bought = cost(made, daily("home", 1_000.0), sale)
    assert bought == pytest.approx([(3 * 1_000.0 - 1_500.0) * days for days in YEAR.days])
    own = daily("home", 1_000.0, semi_fixed=SemiFixed(block_places=4, notice_months=6, share=1.0))
    assert cost(made, own, sale) == pytest.approx([(4 * 1_000.0 - 1_500.0) * days for days in YEAR.days])


# Programmes -------------------------------------------------------------------------------------------------


def test_a_grant_is_an_income_by_month_until_it_ends() -> None:
    grant = ProgrammeCost(
        programme="help", kind=CostKind.PER_MONTH, dkk=-1_000.0, payers=FAMILY, from_day=31.0, to_day=73.0
    )
    assert cost(world(), programme_costs=(grant,))[:3] == pytest.approx([0.0, -1_000.0, -1_000.0 * 14 / 31])


def test_a_cost_per_child_year_may_be_of_a_group_and_an_age() -> None:
    made = world(child(5, "a"), child(14, "a"), child(14, "b"))
    line = ProgrammeCost(
        programme="help",
        kind=CostKind.PER_CHILD_YEAR,
        dkk=365.0,
        payers=FAMILY,
        steps=("home",),
        bands=(1,),
        groups=("b",),
    )
    assert sum(cost(made, programme_costs=(line,))) == pytest.approx(365.0)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"semi_fixed": SemiFixed(block_places=1, notice_months=0, share=1.0), "groups": ("a",)}, "bound to"),
        ({"sold": SoldPlaces(places=Schedule.constant(1.0), share=1.0), "reimbursable": True}, "themselves"),
        ({"from_day": 5.0, "to_day": 5.0}, "is no time"),
    ],
)
def test_what_does_not_go_together_is_refused(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        daily("home", 1.0, **parts)


def test_unknown_groups_and_bands_are_refused() -> None:
    for bands, groups in (((7,), None), (None, ("c",))):
        with pytest.raises(ValueError, match=r"there is no age band 7|c is not a group"):
            Children.of(STAIRCASE, bands=bands, groups=groups)
