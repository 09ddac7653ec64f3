"""Check that every krone of a ledger is found again in a price."""

import calendar
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.ledger.histories import ObservationWindow, histories
from calibration.rates.prices import (
    BESIDE,
    MOST_FACTORS,
    START,
    STAY,
    PriceLine,
    Prices,
    prices,
    spread_of,
)
from model.results.price_index import PriceIndex
from model.world.staircase import Staircase, Step
from tests.calibration.made_rows import DAY_0, WINDOW, day, ledger, staircase, stay

STEPS = staircase("lav", "mellem", "høj")
LEVEL = PriceIndex(own=tuple((year, 1.0) for year in range(2020, 2025)))
"""Nothing becomes dearer."""
LAST = 1827
"""Days in the window."""


def priced(  # noqa: PLR0917  a table of rows reads best without names
    child: str, step: str, start: int, end: int | None, price: float, unit: str = "day", **others: Any
) -> dict[str, Any]:
    return stay(child, step, start, end, price=price, price_unit=unit, **others)


def of(
    *rows: dict[str, Any],
    steps: Staircase = STEPS,
    window: ObservationWindow = WINDOW,
    index: PriceIndex = LEVEL,
    bridge_days: int = 0,
) -> Prices:
    table = ledger(*rows)
    return prices(table, histories(table, steps, window, bridge_days=bridge_days), index)


def line(found: Prices, step: str, kind: Any = STAY) -> PriceLine:
    known = found.line(step, kind)
    assert known is not None
    return known


def test_two_prices_at_once_on_one_step_add_up() -> None:
    found = of(priced("A", "høj", 0, 100, 900.0), priced("A", "høj", 0, 100, 900.0))
    assert line(found, "høj").dkk_per_unit == pytest.approx(1800.0)
    assert (line(found, "høj").rows, line(found, "høj").children) == (2, 1)
    assert len(found.lines) == 1


def test_a_second_price_for_some_of_the_time_counts_for_that_time() -> None:
    found = of(priced("A", "høj", 0, 100, 1000.0), priced("A", "høj", 40, 60, 500.0))
    assert line(found, "høj").dkk_per_unit == pytest.approx(1100.0)


def test_services_beside_a_step_are_a_price_of_that_step() -> None:
    found = of(
        priced("A", "høj", 100, 200, 3000.0),
        priced("A", "lav", 0, 200, 80.0),
        priced("B", "høj", 100, 200, 3000.0),
    )
    assert line(found, "lav").dkk_per_unit == pytest.approx(80.0)
    assert line(found, "høj").dkk_per_unit == pytest.approx(3000.0)
    assert line(found, "høj", BESIDE).dkk_per_unit == pytest.approx(40.0)
    assert line(found, "høj", BESIDE).spread == pytest.approx((0.0, 2.0))


def test_a_whole_month_or_year_costs_just_its_price() -> None:
    found = of(
        priced("A", "lav", 0, 31 + 29 + 31, 60_000.0, "month"),  # January until March 2020
        priced("B", "høj", LAST - 10, None, 366 * 500.0, "year"),  # in 2024
        priced("C", "mellem", 366, 366 + 365, 720_000.0, "year"),  # 2021
        priced("D", "høj", -100, 0, 9e9),  # before the window
        priced("E", "høj", LAST, LAST + 50, 9e9),  # after it
    )
    assert (line(found, "lav").units, line(found, "lav").dkk) == pytest.approx((91.0, 180_000.0))
    assert (line(found, "mellem").units, line(found, "mellem").dkk) == pytest.approx((365.0, 720_000.0))
    assert (line(found, "høj").units, line(found, "høj").dkk_per_unit) == pytest.approx((10.0, 500.0))


def test_what_is_paid_once_is_shared_by_the_stays_that_begin() -> None:
    found = of(
        priced("A", "høj", 50, 60, 7000.0, "start"),
        stay("B", "høj", 70, 80),
        priced("B", "høj", 71, 80, 1000.0, "start"),
        priced("C", "lav", 5, 400, 10.0),
        priced("C", "mellem", 100, 110, 500.0, "start"),
        priced("C", "lav", 105, 106, 30.0, "start"),  # beside a higher step
    )
    assert line(found, "høj", START).dkk_per_unit == pytest.approx(4000.0)
    assert line(found, "mellem", START).dkk_per_unit == pytest.approx(500.0)
    assert line(found, "mellem", BESIDE).dkk_per_unit == pytest.approx(10.0 + 3.0)
    assert found.line("høj", STAY) is None


def test_a_row_without_a_price_costs_as_the_others_and_is_counted() -> None:
    found = of(
        priced("A", "høj", 0, 100, 1000.0),
        priced("B", "høj", 0, 300, 3000.0),
        stay("C", "høj", 0, 200),
        stay("C", "høj", 50, 100),  # no more days without a price than there are days
    )
    one = line(found, "høj")
    assert one.dkk_per_unit == pytest.approx(2500.0)
    assert (one.units, one.units_without) == (600.0, 200.0)
    assert one.assumed_dkk == pytest.approx(200 * 2500.0)
    assert found.line("lav", STAY) is None


def test_days_that_a_gap_is_bridged_over_cost_nothing() -> None:
    found = of(priced("A", "høj", 0, 90, 1000.0), priced("A", "høj", 100, 190, 1000.0), bridge_days=14)
    assert line(found, "høj").units == 190
    assert line(found, "høj").dkk_per_unit * 190 == pytest.approx(180_000.0)
    assert line(found, "høj").units_without == 0


def test_each_year_is_brought_to_the_last_of_the_window() -> None:
    index = PriceIndex(own=((2020, 100.0), (2021, 110.0), (2022, 121.0)))
    window = ObservationWindow(first=DAY_0, last=day(1096).date())
    assert str(window.last) == "2023-01-01"
    found = of(priced("A", "høj", 0, None, 1000.0), window=window, index=index)
    assert found.year == 2022
    expected = (366 * 1210.0 + 365 * 1100.0 + 365 * 1000.0) / 1096
    assert line(found, "høj").dkk_per_unit == pytest.approx(expected)
    once = of(priced("A", "høj", 10, 20, 1000.0, "start"), window=window, index=index)
    assert line(once, "høj", START).dkk_per_unit == pytest.approx(1210.0)


def test_what_goes_on_after_the_age_limit_is_the_price_of_the_step_it_leads_to() -> None:
    steps = Staircase(
        steps=(
            Step(name="hjemme", age_to=18.0, at_age_limit=(("ud", 1.0),)),
            Step(name="pleje", age_to=18.0, at_age_limit=(("efter", 0.5), ("ud", 0.5))),
            Step(name="efter", age_from=18.0, age_to=23.0, at_age_limit=(("ud", 1.0),)),
        ),
        exits=("ud",),
        age_borders=(0.0, 18.0, 23.0),
    )
    born = day(-6575 + 100)  # 18 years on day 100
    found = of(
        priced("A", "pleje", 0, 300, 1000.0, birth_date=born),
        priced("B", "hjemme", 0, 200, 10.0, birth_date=born),
        steps=steps,
    )
    assert line(found, "efter").dkk_per_unit == pytest.approx(1000.0)
    assert found.line("efter", BESIDE) is None
    assert found.outside_rows == 1
    assert found.outside_dkk == pytest.approx(1000.0)
    # What is paid back after the last limit counts against that, be it more or less.
    credit = of(
        priced("B", "hjemme", 0, 200, 10.0, birth_date=born),
        priced("B", "hjemme", 50, 200, -16.0, birth_date=born),
        steps=steps,
    )
    assert credit.outside_rows == 2
    assert credit.outside_dkk == pytest.approx(-600.0)
    assert line(credit, "hjemme").dkk == pytest.approx(100 * 10.0 - 50 * 16.0)


def test_the_spread_is_what_equally_many_children_cost() -> None:
    found = of(
        *(priced(f"B{i}", "høj", 0, 100, dkk) for i, dkk in enumerate((500.0, 3000.0, 1000.0, 1500.0)))
    )
    assert line(found, "høj").spread == pytest.approx((1 / 3, 2 / 3, 1.0, 2.0))
    alike = of(priced("A", "høj", 0, 10, 5.0), priced("B", "høj", 0, 90, 5.0))
    assert line(alike, "høj").spread == ()


@given(
    st.lists(st.tuples(st.floats(0.0, 9e3), st.integers(1, 900)), min_size=2, max_size=300).filter(
        lambda rows: sum(dkk for dkk, _ in rows) > 1
    )
)
def test_factors_of_a_spread_rise_and_are_one_on_average(rows: list[tuple[float, int]]) -> None:
    dkk, days = np.array(rows).T
    spread = spread_of(dkk * days, days)
    assert not spread or (len(spread) == min(len(rows), MOST_FACTORS) and np.mean(spread) == pytest.approx(1))
    assert (np.diff(spread) >= -1e-9).all()


def test_a_child_that_gives_money_back_is_no_factor_of_its_own() -> None:
    paid, units = np.array([-500.0, 100.0, 700.0, 900.0]), np.full(4, 1.0)
    assert spread_of(paid, units) == pytest.approx((1 / 3, 1 / 3, 1 / 3, 3.0))


services = st.tuples(
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from(["lav", "mellem", "høj"]),
    st.integers(-400, LAST + 100),
    st.one_of(st.none(), st.integers(1, 700)),
    st.floats(-2000.0, 5000.0),
    st.sampled_from(["day", "month", "year", "start"]),
)
INDEX = PriceIndex(own=((2020, 90.0), (2021, 93.0), (2022, 95.0), (2023, 99.0), (2024, 103.0)))
YEARLY = {year: 103.0 / index for year, index in INDEX.own}


@given(st.lists(services, min_size=1, max_size=10), st.sampled_from([0, 14, 100]))
def test_kroner_of_the_window_are_the_prices_times_the_days(
    rows: list[tuple[str, str, int, int | None, float, str]], bridge_days: int
) -> None:
    made, paid = [], 0.0
    for child, step, start, length, dkk, unit in rows:
        end = None if length is None else start + length
        made.append(priced(child, step, start, end, dkk, unit))
        if unit == "start":
            paid += dkk * YEARLY.get(day(start).year, 0.0) * (0 <= start < LAST)
            continue
        for number in range(max(start, 0), min(LAST if end is None else end, LAST)):
            on = day(number)
            days = {
                "day": 1,
                "month": calendar.monthrange(on.year, on.month)[1],
                "year": 366 if calendar.isleap(on.year) else 365,
            }
            paid += dkk / days[unit] * YEARLY[on.year]
    table = ledger(*made)
    lives = histories(table, STEPS, WINDOW, bridge_days=bridge_days)
    found = prices(table, lives, INDEX)
    since, until = np.maximum(lives.start, lives.first), np.minimum(lives.end, lives.last)
    in_all = 0.0
    for each in found.lines:
        here = (lives.step == [step.name for step in STEPS.steps].index(each.step)) & (since < until)
        days = (until - since)[here].sum()
        begun = (here & (lives.start >= lives.first)).sum()
        assert each.units == (begun if each.kind == START else days)
        in_all += each.dkk_per_unit * each.units
    assert in_all == pytest.approx(paid, rel=1e-9, abs=1e-6)
    assert found.outside_dkk == pytest.approx(0.0, abs=1e-6)
