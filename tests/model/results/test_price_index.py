import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.results.price_index import (
    CARRYING_YEARS,
    FIRST_YEAR,
    LAST_YEAR,
    MUNICIPAL_INDEX,
    PriceIndex,
    yearly_percent_carried_on,
)

OWN = PriceIndex(own=((2024, 100.0), (2025, 103.0), (2026, 106.09)))
SHIPPED = PriceIndex()
YEARS = st.integers(FIRST_YEAR - 20, LAST_YEAR + 60)
INDICES = st.dictionaries(st.integers(1990, 2050), st.floats(1.0, 1e4), max_size=6).map(
    lambda by_year: PriceIndex(own=tuple(sorted(by_year.items())))
)


def test_every_shipped_year_has_a_source_and_says_whether_it_was_over() -> None:
    assert [rise.year for rise in MUNICIPAL_INDEX] == [*range(1992, 2026)]
    assert all("https://" in rise.source for rise in MUNICIPAL_INDEX)
    assert [rise.year for rise in MUNICIPAL_INDEX if rise.estimate] == [2024, 2025]


@pytest.mark.parametrize(
    ("start", "end", "factor"),
    [(2006, 2008, 1.022 * 1.036), (2021, 2025, 1.043 * 1.025 * 1.04 * 1.028), (2013, 2012, 1 / 1.005)],
)
def test_the_shipped_index_is_the_published_rises_one_after_the_other(
    start: int, end: int, factor: float
) -> None:
    assert SHIPPED.factor(from_year=start, to_year=end) == pytest.approx(factor)


def test_years_after_the_last_are_carried_on_by_the_mean_of_the_nearest() -> None:
    mean = sum(rise.percent for rise in MUNICIPAL_INDEX[-CARRYING_YEARS:]) / CARRYING_YEARS
    assert yearly_percent_carried_on() == pytest.approx(mean)
    assert SHIPPED.factor(from_year=2025, to_year=2028) == pytest.approx((1 + mean / 100) ** 3)
    assert SHIPPED.carried(range(2023, 2029)) == (2026, 2027, 2028)
    assert SHIPPED.carried([1989, 1991, 2025]) == (1989,)


def test_own_years_hold_and_the_others_follow_the_shipped_rises_from_there() -> None:
    assert 200.0 * OWN.factor(from_year=2024, to_year=2025) == pytest.approx(206.0)
    assert 106.09 * OWN.factor(from_year=2026, to_year=2024) == pytest.approx(100.0)
    assert OWN.level(2022) == pytest.approx(100 / 1.04 / 1.025)
    assert OWN.factor(from_year=2026, to_year=2028) == pytest.approx(
        SHIPPED.factor(from_year=2026, to_year=2028)
    )
    assert OWN.carried([2024, 2026, 2027]) == (2027,)


def test_between_two_own_years_the_shipped_rises_are_scaled_to_meet_both() -> None:
    index = PriceIndex(own=((2021, 100.0), (2023, 121.0)))
    missed = math.sqrt(1.21 / 1.043 / 1.025)
    assert index.level(2022) == pytest.approx(100 * 1.043 * missed)
    assert PriceIndex(own=((2025, 1.0), (2030, 2.0))).carried(range(2025, 2031)) == ()


def test_an_index_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^price index: the years must rise$"):
        PriceIndex(own=((2026, 1.0), (2025, 1.0)))
    message = "price index: 2025 is 0.0; it must be above zero"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        PriceIndex(own=((2025, 0.0),))


@given(index=INDICES, a=YEARS, b=YEARS, c=YEARS)
def test_no_way_round_the_years_changes_an_amount(index: PriceIndex, a: int, b: int, c: int) -> None:
    direct = index.factor(from_year=a, to_year=c)
    assert index.factor(from_year=a, to_year=b) * index.factor(from_year=b, to_year=c) == pytest.approx(
        direct, rel=1e-9
    )
    assert 0 < direct < math.inf


@given(index=INDICES, scale=st.floats(0.01, 100), a=YEARS, b=YEARS)
def test_only_ratios_of_the_own_years_matter(index: PriceIndex, scale: float, a: int, b: int) -> None:
    scaled = PriceIndex(own=tuple((year, scale * level) for year, level in index.own))
    assert scaled.factor(from_year=a, to_year=b) == pytest.approx(index.factor(from_year=a, to_year=b))
