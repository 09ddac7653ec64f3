from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.world.months import Months


def test_borders_are_those_of_the_calendar() -> None:
    months = Months.of(date(2026, 1, 1), 3)

    assert months.count == 36
    assert months.edges[:4].tolist() == [0, 31, 59, 90]
    assert months.days[:3].tolist() == [31, 28, 31]
    assert months.years == (2026, 2027, 2028)
    assert months.year[[0, 11, 12, 35]].tolist() == [2026, 2026, 2027, 2028]
    assert months.days_in_year[[0, 12, 24]].tolist() == [365, 365, 366]
    assert months.horizon_days == 365 + 365 + 366


def test_a_start_in_the_middle_of_a_year_leaves_the_first_and_last_year_partial() -> None:
    months = Months.of(date(2027, 10, 1), 1)

    assert months.years == (2027, 2028)
    assert months.year.tolist() == [2027] * 3 + [2028] * 9
    assert months.days_in_year.tolist() == [365] * 3 + [366] * 9
    assert months.horizon_days == 366


def test_a_border_belongs_to_the_month_that_begins_there() -> None:
    months = Months.of(date(2026, 1, 1), 1)

    assert months.index([-0.5, 0.0, 30.9, 31.0, 364.9, 365.0]).tolist() == [-1, 0, 0, 1, 11, 12]


def test_overlap_is_the_days_of_each_month_inside_a_span() -> None:
    months = Months.of(date(2026, 1, 1), 1)

    assert months.overlap(30.0, 60.5).tolist() == [1, 28, 1.5, *[0] * 9]
    assert months.overlap(-np.inf, np.inf).tolist() == months.days.tolist()
    assert months.overlap(60.0, 30.0).tolist() == [0] * 12


@pytest.mark.parametrize(
    ("start", "years", "message"),
    [
        (date(2026, 1, 2), 1, r"start is 2026-01-02; it must be the first of a month"),
        (date(2026, 1, 1), 0, r"there are 0 months; give at least one"),
    ],
)
def test_what_is_refused(start: date, years: int, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        Months.of(start, years)


@given(year=st.integers(1990, 2090), month=st.integers(1, 12), years=st.integers(1, 15))
def test_whole_years_of_months_end_on_the_same_date(year: int, month: int, years: int) -> None:
    months = Months.of(date(year, month, 1), years)

    assert months.horizon_days == (date(year + years, month, 1) - date(year, month, 1)).days
    assert months.days.sum() == months.horizon_days
    assert set(months.years) == set(months.year.tolist())
