import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.results.account import Account, account
from model.results.cost_lines import CostKind, ProgrammeCost, SemiFixed, StartCost, StepCost
from model.results.economy import REIMBURSEMENT, Economy
from model.results.prices import Price, Unit
from model.results.records import Records
from model.results.reimbursement import Reimbursement, limits_for
from model.world.schedule import Schedule
from tests.model.results.money import (
    EMPTYING,
    FAMILY,
    FREE,
    HIGH,
    LOW,
    PAYERS,
    STAIRCASE,
    TWO_YEARS,
    book_costs,
    counts,
    daily,
    records,
)

PER_YEAR = ProgrammeCost(programme="help", kind=CostKind.PER_YEAR, dkk=1.0, payers=FAMILY)


def book_others(lives: Records, **parts: Any) -> Account:
    """Return the account of lives that were counted for another economy."""
    economy = Economy(payers=PAYERS, **parts)
    return account(counts(lives), STAIRCASE, TWO_YEARS, economy, programme_names=["help"])


def programme_dkk(kind: CostKind, lives: Records | None = None, **rest: Any) -> list[float]:
    """Return the cost by month of a programme of 36,500 kr. (36,600 in a leap year)."""
    line = ProgrammeCost(programme="help", kind=kind, dkk=36_500.0, payers=FAMILY, **rest)
    booked = book_costs(lives or records(), programme_costs=(line,))
    assert booked.cost_dkk.sum() == pytest.approx(booked.cost_dkk[:, 2, 0].sum())
    return [round(dkk, 6) for dkk in booked.cost_dkk[:, 2, 0].tolist()]


def test_items_are_steps_then_programmes_then_reimbursement() -> None:
    booked = book_costs(records())

    assert booked.items == ("low", "high", "help", REIMBURSEMENT)
    assert booked.cost_dkk.shape == (24, 4, 3)


def test_each_line_falls_on_its_step_and_its_payers() -> None:
    lives = records((1, LOW, 0.0, 10.0), (1, HIGH, 10.0, 35.5))
    shared = (("family", 0.7), ("school", 0.2), ("state", 0.1))
    booked = book_costs(
        lives, step_costs=(daily("low", 100.0), daily("high", 1000.0, payers=shared), daily("high", 50.0))
    )

    assert booked.cost_dkk[0, LOW] == pytest.approx([1000, 0, 0])
    assert booked.cost_dkk[0, HIGH] == pytest.approx([21 * 750, 21 * 200, 21 * 100])
    assert booked.cost_dkk[1, HIGH] == pytest.approx([4.5 * 750, 4.5 * 200, 4.5 * 100])
    assert booked.cost_dkk.sum() == pytest.approx(1000 + 25.5 * 1050)


def test_a_yearly_price_is_paid_exactly_once_a_year() -> None:
    lives = records((1, LOW, -5.0, TWO_YEARS.horizon_days))
    booked = book_costs(
        lives, step_costs=(StepCost(step="low", price=Price(dkk=400_000, unit=Unit.YEAR), payers=FAMILY),)
    )

    assert booked.cost_dkk[:12].sum() == pytest.approx(400_000)
    assert booked.cost_dkk[12:].sum() == pytest.approx(400_000)


def test_income_lowers_the_cost() -> None:
    booked = book_costs(records((1, LOW, 0.0, 10.0)), step_costs=(daily("low", 100.0), daily("low", -30.0)))

    assert booked.cost_dkk.sum() == pytest.approx(700)


def test_a_start_cost_is_paid_by_those_who_come_after_the_start_date() -> None:
    lives = records((1, LOW, -3.0, 40.0), (1, HIGH, 40.0, 50.0), (2, LOW, 59.0, 70.0))
    costs = tuple(StartCost(step=step, dkk=1000.0, payers=FAMILY) for step in ("low", "high"))
    booked = book_costs(lives, start_costs=costs)

    assert booked.cost_dkk[:3, :2, 0].tolist() == [[0, 0], [0, 1000], [1000, 0]]
    assert booked.cost_dkk.sum() == 2000


@given(
    price=st.floats(0, 10_000),
    spans=st.lists(st.tuples(st.floats(-100, 700), st.floats(1, 400)), max_size=5),
    thirds=st.integers(0, 3),
)
def test_person_days_times_price_is_the_cost_to_the_oere(
    price: float, spans: list[tuple[float, float]], thirds: int
) -> None:
    stays = [(i, HIGH, start, min(start + length, 731.0)) for i, (start, length) in enumerate(spans)]
    lived = sum(max(0.0, end) - max(0.0, start) for _, _, start, end in stays)
    payers = (("family", thirds / 3), ("state", 1 - thirds / 3))
    booked = book_costs(records(*stays), step_costs=(daily("high", price, payers=payers),))

    assert booked.cost_dkk.sum() == pytest.approx(price * lived, abs=0.005)


def test_no_records_cost_nothing() -> None:
    reimbursement = Reimbursement(receiver="family", state="state", limits=limits_for(2026))
    own = SemiFixed(block_places=6, notice_months=6, share=1.0)
    booked = book_costs(
        records(),
        step_costs=(daily("low", 100.0, reimbursable=True), daily("high", 100.0, semi_fixed=own)),
        start_costs=(StartCost(step="low", dkk=10.0, payers=FAMILY, reimbursable=True),),
        reimbursement=reimbursement,
    )

    assert booked.cost_dkk.tolist() == np.zeros((24, 4, 3)).tolist()


def test_only_the_share_bound_to_places_is_paid_for_them() -> None:
    own = SemiFixed(block_places=4, notice_months=1, share=0.75)
    booked = book_costs(records(*EMPTYING), step_costs=(daily("high", 1000.0, semi_fixed=own),))
    by_month = booked.cost_dkk[:, HIGH, 0]

    assert by_month[0] == pytest.approx(31_000 * (0.75 * 12 + 0.25 * 10))
    assert by_month[4] == pytest.approx(31_000 * (0.75 * 12 + 0.25 * 2)), "May: the notice runs"
    assert by_month[5] == pytest.approx(30_000 * (0.75 * 4 + 0.25 * 2))


# Programmes ----------------------------------------------------------------------------------------


def test_a_one_off_is_booked_in_the_month_it_falls_in() -> None:
    assert programme_dkk(CostKind.ONE_OFF, from_day=31.0) == [0, 36_500, *[0] * 22]
    assert not any(programme_dkk(CostKind.ONE_OFF, from_day=-1.0)), "spent before the start date"
    assert not any(programme_dkk(CostKind.ONE_OFF, from_day=731.0))


def test_a_full_budget_year_costs_exactly_the_yearly_amount() -> None:
    by_month = programme_dkk(CostKind.PER_YEAR)

    assert by_month[0] == 3100
    assert sum(by_month[:12]) == pytest.approx(36_500)
    assert sum(by_month[12:]) == pytest.approx(36_500), "a leap year is a year"


def test_a_yearly_amount_is_paid_only_while_active() -> None:
    by_month = programme_dkk(CostKind.PER_YEAR, from_day=21.0, to_day=60.0)

    assert by_month[:4] == [1000, 2800, 100, 0]


def test_open_slots_cost_used_or_not() -> None:
    slots = Schedule(times=(10.0, 45.0), values=(2.0, 5.0))
    by_month = programme_dkk(CostKind.PER_SLOT_YEAR, slots=slots, to_day=59.0)

    assert by_month[:3] == [31 * 200, 14 * 200 + 14 * 500, 0]
    by_month = programme_dkk(CostKind.PER_SLOT_YEAR, slots=slots, from_day=44.0, to_day=59.0)
    assert by_month[:3] == [0, 200 + 14 * 500, 0]


def test_participants_cost_at_enrolment_or_by_the_day() -> None:
    lives = records(enrolments=((0.0, 41.0), (31.0, 32.0)))

    assert programme_dkk(CostKind.PER_PARTICIPANT, lives)[:3] == [36_500, 36_500, 0]
    assert programme_dkk(CostKind.PER_PARTICIPANT_YEAR, lives)[:3] == [3100, 1100, 0]


def test_participants_who_go_on_after_the_last_day_still_cost() -> None:
    lives = records(enrolments=((0.0, 41.0),))

    assert programme_dkk(CostKind.PER_PARTICIPANT_YEAR, lives, to_day=10.0)[:3] == [3100, 1000, 0]


def test_children_on_the_named_steps_cost_while_the_programme_is_active() -> None:
    lives = records((1, LOW, -5.0, 20.0), (1, HIGH, 20.0, 100.0), (2, LOW, 15.0, 40.0))

    assert programme_dkk(CostKind.PER_CHILD_YEAR, lives, steps=("low",))[:3] == [3600, 900, 0]
    both = programme_dkk(CostKind.PER_CHILD_YEAR, lives, steps=("low", "high"), from_day=10.0, to_day=60.0)
    assert both[:4] == [2100 + 1600, 2800 + 900, 100, 0]


# Central reimbursement -----------------------------------------------------------------------------


def test_reimbursement_moves_money_from_the_state_and_costs_nothing_in_all() -> None:
    # January: (3,000 x 80 % + 2,000) x 31 = 136,400 municipal and reimbursable; 25 % above 71,666.67.
    lives = records((1, LOW, -5.0, 31.0), (2, HIGH, -5.0, 31.0))
    shared = (("family", 0.5), ("school", 0.3), ("state", 0.2))
    own = SemiFixed(block_places=10, notice_months=0, share=1.0)
    booked = book_costs(
        lives,
        step_costs=(
            daily("low", 3000.0, payers=shared, reimbursable=True),
            daily("low", 9000.0),
            daily("high", 2000.0, semi_fixed=own, reimbursable=True),
        ),
        reimbursement=Reimbursement(receiver="family", state="state", limits=limits_for(2022)),
    )

    assert booked.cost_dkk[0, -1] == pytest.approx([-16_183.33, 0, 16_183.33], abs=0.005)
    assert booked.cost_dkk[1:, -1].tolist() == np.zeros((23, 3)).tolist()
    assert booked.cost_dkk.sum() == pytest.approx(31 * (12_000 + 20_000)), "gross cost"


def test_reimbursable_income_and_one_offs_count() -> None:
    # January: 30 days x (3,000 - 200) = 84,000, and 120,000 / 12 = 10,000: 94,000.
    lives = records((1, LOW, 1.0, 31.0))
    booked = book_costs(
        lives,
        step_costs=(daily("low", 3000.0, reimbursable=True), daily("low", -200.0, reimbursable=True)),
        start_costs=(StartCost(step="low", dkk=120_000.0, payers=FAMILY, reimbursable=True),),
        reimbursement=Reimbursement(receiver="family", state="state", limits=limits_for(2022)),
    )

    assert booked.cost_dkk[0, -1, 2] == pytest.approx(0.25 * (94_000 - 71_666.67), abs=0.005)


# What is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize("refuse", [book_costs, book_others])
@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ({"step_costs": (daily("lowest", 1.0),)}, "economy: lowest is not a step; there are low, high"),
        (
            {"start_costs": (StartCost(step="out", dkk=1.0, payers=FAMILY),)},
            "economy: out is not a step; there are low, high",
        ),
        (
            {"programme_costs": (replace(PER_YEAR, kind=CostKind.PER_CHILD_YEAR, steps=("out",)),)},
            "economy: out is not a step; there are low, high",
        ),
        (
            {"programme_costs": (replace(PER_YEAR, programme="other"),)},
            "economy: other is not a programme; there are help",
        ),
    ],
)
def test_lines_for_what_is_not_there_are_refused(
    lines: dict[str, Any], message: str, refuse: Callable[..., Account]
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        refuse(records(), **lines)


def test_two_items_may_not_share_a_name() -> None:
    with pytest.raises(ValueError, match=r"^account: high is the name of two items$"):
        account(counts(records()), STAIRCASE, TWO_YEARS, FREE, programme_names=["high"])
