import re
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.results.prices import Price, PriceIndex, Unit, discount_factors
from model.world.months import Months

INDEX = PriceIndex(index_by_year=((2024, 100.0), (2025, 103.0), (2026, 106.09)))


@pytest.mark.parametrize(
    ("unit", "paid"), [(Unit.DAY, 366 * 1200), (Unit.MONTH, 12 * 1200), (Unit.YEAR, 1200)]
)
@pytest.mark.parametrize("year", [2027, 2028])
def test_a_whole_year_costs_exactly_the_price(unit: Unit, paid: float, year: int) -> None:
    months = Months.of(date(year, 1, 1), 1)
    if unit is Unit.DAY:
        paid = months.horizon_days * 1200

    assert (Price(dkk=1200, unit=unit).per_day(months) * months.days).sum() == pytest.approx(paid, abs=0.005)


def test_a_month_price_is_shared_over_the_days_of_the_month() -> None:
    per_day = Price(dkk=31 * 28, unit=Unit.MONTH).per_day(Months.of(date(2026, 1, 1), 1))

    assert per_day[:2].tolist() == [28, 31]


def test_a_price_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a price is nan kr\.; it must be a number$"):
        Price(dkk=float("nan"), unit=Unit.DAY)


def test_the_index_moves_an_amount_between_price_levels() -> None:
    assert 200.0 * INDEX.factor(from_year=2024, to_year=2025) == pytest.approx(206.0)
    assert 106.09 * INDEX.factor(from_year=2026, to_year=2024) == pytest.approx(100.0)


def test_the_same_year_needs_no_index() -> None:
    assert PriceIndex(index_by_year=()).factor(from_year=2031, to_year=2031) == 1.0


@pytest.mark.parametrize(
    ("index", "known"), [(INDEX, "2024, 2025, 2026"), (PriceIndex(index_by_year=()), "none")]
)
def test_a_missing_year_is_named(index: PriceIndex, known: str) -> None:
    message = (
        "price index: 2023 is missing, so 2023 prices cannot be turned into 2026 prices; "
        f"the index has {known}"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        index.factor(from_year=2023, to_year=2026)


def test_an_index_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^price index: the years must rise$"):
        PriceIndex(index_by_year=((2026, 1.0), (2025, 1.0)))
    with pytest.raises(ValueError, match=r"^price index: 2025 is 0\.0; it must be above zero$"):
        PriceIndex(index_by_year=((2025, 0.0),))


@given(
    dkk=st.floats(-1e9, 1e9), there=st.sampled_from([2024, 2025, 2026]), back=st.sampled_from([2024, 2026])
)
def test_there_and_back_is_where_it_was(dkk: float, there: int, back: int) -> None:
    moved = dkk * INDEX.factor(from_year=back, to_year=there)

    assert moved * INDEX.factor(from_year=there, to_year=back) == pytest.approx(dkk, rel=1e-12, abs=1e-9)


def test_the_first_year_is_undiscounted_and_the_rate_falls_after_year_35() -> None:
    factors = discount_factors(range(2026, 2097))

    assert factors[0] == 1.0
    assert factors[1] == pytest.approx(1 / 1.035)
    assert factors[35] == pytest.approx(1.035**-35)
    assert factors[36] == pytest.approx(1.035**-35 / 1.025)
    assert factors[70] == pytest.approx(1.035**-35 * 1.025**-35)
    assert (np.diff(factors) < 0).all()


@pytest.mark.parametrize("year", [2025, 2097])
def test_years_without_a_rate_are_refused(year: int) -> None:
    with pytest.raises(
        ValueError, match=f"^{year} cannot be discounted to 2026: rates are set for year 0 to 70$"
    ):
        discount_factors((year,), first_year=2026)


def test_a_gain_that_grows_with_the_rate_is_worth_the_same_each_year() -> None:
    factors = discount_factors((2026, 2027, 2028))
    assert factors @ np.array([-100.0, 103.5, 107.1225]) == pytest.approx(100.0)
    assert discount_factors((2027,), first_year=2026) * 103.5 == pytest.approx([100.0])
