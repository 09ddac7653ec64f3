import re
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.results.counting import Reimbursable, SpreadCost
from model.results.records import Book, Cause, Records
from model.results.reimbursement import (
    LIMITS,
    Limits,
    Reimbursement,
    limits_for,
    reimbursed_by_month,
    reimbursement_dkk,
)
from model.world.months import Months
from model.world.randomness import Chance, Purpose

L2022 = limits_for(2022)


def monthly(*, factor: float = 1.0) -> tuple[float, float, float]:
    """Return the limits of a month."""
    return Reimbursement(receiver="family", state="state", limits=L2022, factor=factor).limits_dkk


MONTHLY = monthly()
YEAR = Months.of(date(2026, 1, 1), 1)
ANNA, BO, CARL = 1, 2, 3


def siblings(*stays: tuple[int, int, float, float]) -> Records:
    """Return (child, step, start, end); Anna and Bo share a household, Carl has his own."""
    book = Book()
    for child, household in ((ANNA, ANNA), (BO, ANNA), (CARL, CARL)):
        book.children.append((child, -3000.0, 0, household, 0, -10.0, True))
    for visit, (child, step, start, end) in enumerate(stays):
        book.sojourns.append((child, visit, step, start, end, -1, Cause.HORIZON))
    return book.records()


def paid(
    records: Records,
    per_day: tuple[float, ...],
    at_start: tuple[float, ...] = (0.0, 0.0),
    factor: float = 1.0,
) -> list[float]:
    reimbursable = Reimbursable(
        per_day_dkk=np.tile(per_day, (12, 1)),
        start_dkk=np.array(at_start),
        limits_dkk=monthly(factor=factor),
    )
    by_month = reimbursed_by_month(records, YEAR, reimbursable)
    assert by_month.shape == (12,)
    return [round(month, 2) for month in by_month.tolist()]


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (71_666.66, 0.0),
        (100_000.0, 7_083.33),  # 25 % of 28,333.33
        (140_000.0, 17_083.33),  # 25 % of 68,333.33
        (150_000.0, 22_083.33),  # and 50 % of 10,000
        (200_000.0, 52_916.67),  # 17,083.33 + 50 % of 36,666.67 + 75 % of 23,333.33
    ],
)
def test_a_month_is_held_against_a_twelfth_of_each_limit(cost: float, expected: float) -> None:
    assert reimbursement_dkk(np.array([[cost]]), MONTHLY)[0, 0] == pytest.approx(expected, abs=0.005)


def test_income_is_deducted_before_the_limits() -> None:
    cost, income = np.array([[155_000.0, 155_000.0]]), np.array([[0.0, 10_000.0]])

    result = reimbursement_dkk(cost, MONTHLY, income_dkk=income)

    assert result[0] == pytest.approx([17_083.33 + 7_500, 17_083.33 + 2_500], abs=0.01)


def test_a_one_off_cost_is_spread_over_twelve_months_from_its_own() -> None:
    cost = np.full((1, 14), 80_000.0)
    one_off = np.zeros((1, 14))
    one_off[0, 1] = 240_000.0

    result = reimbursement_dkk(cost, MONTHLY, one_off_dkk=one_off)

    without, with_twelfth = 0.25 * 8_333.33, 0.25 * 28_333.33  # 80,000 and 100,000 above 71,666.67
    assert result[0] == pytest.approx([without, *[with_twelfth] * 12, without], abs=0.01)


def test_what_is_spread_past_the_last_month_is_lost() -> None:
    one_off = np.zeros((1, 5))
    one_off[0, 3] = 1_200_000.0

    result = reimbursement_dkk(np.zeros((1, 5)), MONTHLY, one_off_dkk=one_off)

    assert result[0] == pytest.approx([0, 0, 0, 7_083.33, 7_083.33], abs=0.005)


def test_limits_follow_the_price_level() -> None:
    cost = np.array([[110_000.0]])

    assert reimbursement_dkk(cost, monthly(factor=1.1)) == pytest.approx(
        1.1 * reimbursement_dkk(cost / 1.1, MONTHLY)
    )


def test_two_siblings_are_added_together() -> None:
    # January: 31 x 3,000 + 31 x 2,000 = 155,000; February: 140,000.
    both = siblings((ANNA, 0, -10.0, 59.0), (BO, 1, 0.0, 59.0))

    assert paid(both, (3000.0, 2000.0))[:3] == [24_583.33, 17_083.33, 0.0]
    # Alone, Anna costs 93,000 and 84,000, and Bo at 62,000 never reaches the first limit.
    assert paid(siblings((ANNA, 0, -10.0, 59.0)), (3000.0, 2000.0))[:3] == [5_333.33, 3_083.33, 0.0]
    assert paid(siblings((BO, 1, 0.0, 59.0)), (3000.0, 2000.0)) == [0.0] * 12


def test_children_of_two_households_are_not_added_together() -> None:
    apart = siblings((ANNA, 0, -10.0, 59.0), (CARL, 1, 0.0, 59.0))

    assert paid(apart, (3000.0, 2000.0))[:3] == [5_333.33, 3_083.33, 0.0]


def test_two_steps_in_one_month_are_added_together() -> None:
    # 10 x 3,000 + 21 x 4,000 = 114,000.
    assert paid(siblings((ANNA, 0, 0.0, 10.0), (ANNA, 1, 10.0, 31.0)), (3000.0, 4000.0))[0] == 10_583.33


def test_only_stays_that_begin_after_the_start_date_have_a_one_off_cost() -> None:
    stock, new = siblings((ANNA, 0, 0.0, 31.0)), siblings((ANNA, 0, 1.0, 31.0))

    assert paid(stock, (3000.0, 0.0), (120_000.0, 0.0))[:2] == [5_333.33, 0.0]
    assert paid(new, (3000.0, 0.0), (120_000.0, 0.0))[:2] == [7_083.33, 0.0]  # 90,000 + 10,000


def test_limits_of_a_month_scale_with_the_factor() -> None:
    one = siblings((ANNA, 0, 0.0, 31.0))

    assert paid(one, (3300.0, 0.0), factor=1.1)[0] == pytest.approx(1.1 * 5_333.33, abs=0.01)


def test_a_child_costs_what_it_has_drawn_of_the_spread_and_siblings_draw_apart() -> None:
    factors, chance = (0.2, 0.6, 2.2), Chance(seed=3, replication=4)
    spread = SpreadCost(step=0, key=99, per_day_dkk=np.full(12, 2000.0), factors=factors)
    reimbursable = Reimbursable(
        per_day_dkk=np.tile((100.0, 0.0), (12, 1)),
        start_dkk=np.zeros(2),
        limits_dkk=MONTHLY,
        spread=(spread,),
    )
    lives = siblings((ANNA, 0, 0.0, 31.0), (BO, 0, 0.0, 31.0), (CARL, 0, 0.0, 31.0))
    drawn = {
        child: factors[int(3 * chance.uniform(child, Purpose.PRICE, name=99))] for child in (ANNA, BO, CARL)
    }
    assert len({*drawn.values()}) > 1
    cost = {child: 31 * (100 + 2000 * factor) for child, factor in drawn.items()}
    expected = reimbursement_dkk(np.array([[cost[ANNA] + cost[BO]], [cost[CARL]]]), MONTHLY).sum()
    assert expected > 0
    by_month = reimbursed_by_month(lives, YEAR, reimbursable, chance)
    assert by_month == pytest.approx([expected, *[0.0] * 11])
    with pytest.raises(ValueError, match="take a replication's chance"):
        reimbursed_by_month(lives, YEAR, reimbursable)


def test_nobody_costs_the_state_nothing() -> None:
    assert paid(siblings(), (3000.0, 2000.0)) == [0.0] * 12
    assert paid(Book().records(), (3000.0, 2000.0)) == [0.0] * 12


@given(
    cost=arrays(np.float64, (3, 15), elements=st.floats(0, 400_000)),
    one_off=arrays(np.float64, (3, 15), elements=st.floats(0, 400_000)),
)
def test_the_state_never_pays_more_than_three_quarters(
    cost: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    one_off: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    result = reimbursement_dkk(cost, MONTHLY, one_off_dkk=one_off)
    spread = np.array([[one_off[h, max(0, m - 11) : m + 1].sum() / 12 for m in range(15)] for h in range(3)])

    assert (result >= 0).all()
    assert (result <= 0.75 * (cost + spread) + 1e-6).all()
    assert (result >= reimbursement_dkk(cost, MONTHLY) - 1e-6).all()


@given(days=st.lists(st.tuples(st.sampled_from([ANNA, BO, CARL]), st.floats(-30, 360)), max_size=6))
def test_leaving_out_cheap_households_changes_nothing(days: list[tuple[int, float]]) -> None:
    stays = [(child, i % 2, start, min(365.0, max(1.0, start + 50))) for i, (child, start) in enumerate(days)]
    cost, one_off = np.zeros((2, 12)), np.zeros((2, 12))
    for child, step, start, end in stays:
        household = int(child == CARL)
        cost[household] += (2000.0, 2600.0)[step] * YEAR.overlap(start, end)
        if start > 0:
            one_off[household, int(YEAR.index(start))] += (50_000.0, 0.0)[step]
    expected = reimbursement_dkk(cost, MONTHLY, one_off_dkk=one_off).sum(axis=0)

    assert paid(siblings(*stays), (2000.0, 2600.0), (50_000.0, 0.0)) == pytest.approx(expected, abs=0.01)


def test_the_newest_known_limits_are_carried_forward_and_say_so() -> None:
    assert limits_for(2021).dkk == (850_000, 1_660_000, 2_090_000)
    assert limits_for(2030).year == 2022
    own = Limits(year=2026, dkk=(1.0, 2.0, 3.0), source="own")
    assert limits_for(2030, (*LIMITS, own)) is own
    assert limits_for(2025, (*LIMITS, own)).year == 2022
    assert all("https://" in row.source for row in LIMITS)


def test_what_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^no limits for central reimbursement are known for 2019 or before$"
    ):
        limits_for(2019)
    message = "limits of 2026: (2.0, 1.0, 3.0) must be above zero and rise"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Limits(year=2026, dkk=(2.0, 1.0, 3.0), source="own")
    with pytest.raises(ValueError, match=r"^reimbursement: factor is 0\.0; it must be above zero$"):
        Reimbursement(receiver="family", state="state", limits=L2022, factor=0.0)
