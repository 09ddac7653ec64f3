from datetime import date

import numpy as np
import pytest

from model.results.prices import Price, Unit, discount_factors
from model.world.months import Months


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
