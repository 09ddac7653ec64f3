import math
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.results.cost_lines import CostKind, ProgrammeCost, SemiFixed, StartCost
from model.results.economy import Economy
from model.results.reimbursement import Reimbursement, limits_for
from model.world.schedule import Schedule
from tests.model.results.money import EMPTYING, FAMILY, HIGH, LOW, PAYERS, TWO_YEARS, counts, daily, records

# Semi-fixed cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("notice", "months_at_12"), [(0, 4), (1, 5), (3, 7)])
def test_paid_places_fall_only_after_the_notice(notice: int, months_at_12: int) -> None:
    own = SemiFixed(block_places=4, notice_months=notice, share=1.0)
    days = counts(records(*EMPTYING)).person_days[:, HIGH]

    places = own.paid_places(days, TWO_YEARS).tolist()

    assert places == [12.0] * months_at_12 + [4.0] * (24 - months_at_12)


def test_paid_places_rise_at_once_and_go_to_zero_with_the_last_child() -> None:
    own = SemiFixed(block_places=4, notice_months=2, share=1.0)
    lives = records((1, HIGH, 31.5, 59.0))
    days = counts(lives).person_days[:, HIGH]

    assert own.paid_places(days, TWO_YEARS)[:6].tolist() == [0, 4, 4, 4, 0, 0]


def test_places_of_many_replications_are_paid_each_for_itself() -> None:
    own = SemiFixed(block_places=4, notice_months=3, share=0.5)
    days = np.stack([counts(records(*EMPTYING[i:])).person_days[:, HIGH] for i in range(6)]).reshape(2, 3, 24)
    line = daily("high", 1000.0, semi_fixed=own)

    for run in np.ndindex(2, 3):
        assert np.array_equal(own.paid_places(days, TWO_YEARS)[run], own.paid_places(days[run], TWO_YEARS))
        assert np.array_equal(line.dkk(days, TWO_YEARS)[run], line.dkk(days[run], TWO_YEARS))


@given(
    block=st.integers(1, 8),
    notice=st.integers(0, 14),
    share=st.floats(0, 1),
    spans=st.lists(st.tuples(st.floats(-100, 700), st.floats(1, 400)), max_size=9),
)
def test_semi_fixed_cost_is_never_below_the_cost_by_day_and_equals_it_in_full_blocks(
    block: int, notice: int, share: float, spans: list[tuple[float, float]]
) -> None:
    own = SemiFixed(block_places=block, notice_months=notice, share=share)
    stays = [(i, HIGH, start, min(start + length, 731.0)) for i, (start, length) in enumerate(spans)]
    full = [(i, LOW, -1.0, 731.0) for i in range(100, 100 + 2 * block)]
    days = counts(records(*stays, *full)).person_days
    fixed, variable = daily("high", 1000.0, semi_fixed=own), daily("high", 1000.0)

    difference = fixed.dkk(days[:, HIGH], TWO_YEARS) - variable.dkk(days[:, HIGH], TWO_YEARS)
    assert difference.min() >= -0.005
    assert fixed.dkk(days[:, LOW], TWO_YEARS) == pytest.approx(variable.dkk(days[:, LOW], TWO_YEARS))


# What is refused -----------------------------------------------------------------------------------

PER_YEAR = ProgrammeCost(programme="help", kind=CostKind.PER_YEAR, dkk=1.0, payers=FAMILY)
SEMI_FIXED = SemiFixed(block_places=4, notice_months=1, share=1.0)
TRANSFER = Reimbursement(receiver="state", state="family", limits=limits_for(2022))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: daily("low", 1.0, payers=(("family", 0.5), ("state", 0.4))),
            "cost of low: the payers' shares sum to 0.9, not to 1",
        ),
        (
            lambda: daily("low", 1.0, payers=(("family", math.nan),)),
            "cost of low: the payers' shares sum to nan, not to 1",
        ),
        (
            lambda: daily("low", 1.0, payers=(("family", 0.5), ("family", 0.5))),
            "cost of low: a payer is named twice",
        ),
        (lambda: daily("low", -1.0, semi_fixed=SEMI_FIXED), "cost of low: an income cannot be semi-fixed"),
        (
            lambda: StartCost(step="low", dkk=math.inf, payers=FAMILY),
            "start on low: inf kr. must be a number",
        ),
        (
            lambda: SemiFixed(block_places=0, notice_months=0, share=1.0),
            "semi-fixed cost: give blocks of at least 1 place and a notice of 0 months or more",
        ),
        (lambda: replace(SEMI_FIXED, share=1.5), "semi-fixed cost: share is 1.5; it must lie from 0 to 1"),
        (lambda: replace(PER_YEAR, dkk=math.nan), "cost of help: nan kr. must be a number"),
        (
            lambda: replace(PER_YEAR, from_day=10.0, to_day=10.0),
            "cost of help: from day 10 to day 10 is no time",
        ),
        (
            lambda: replace(PER_YEAR, steps=("low",)),
            "cost of help: per_child_year goes with steps, and nothing else does",
        ),
        (
            lambda: replace(PER_YEAR, kind=CostKind.PER_SLOT_YEAR),
            "cost of help: per_slot_year goes with slots, and nothing else does",
        ),
        (
            lambda: replace(PER_YEAR, kind=CostKind.PER_SLOT_YEAR, slots=Schedule.constant(math.inf)),
            "cost of help: the number of slots must be zero or more and finite",
        ),
        (lambda: Economy(payers=(*PAYERS, PAYERS[0])), "economy: a payer is named twice"),
        (
            lambda: Economy(payers=PAYERS, step_costs=(daily("low", 1.0, payers=(("region", 1.0),)),)),
            "economy: region is not a payer; there are family, school, state",
        ),
        (
            lambda: Economy(payers=PAYERS, reimbursement=TRANSFER),
            "economy: reimbursement goes to a municipal payer from one that is not",
        ),
    ],
)
def test_what_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make()
