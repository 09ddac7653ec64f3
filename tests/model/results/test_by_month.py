from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.results.by_month import count_by_month, days_by_month
from model.world.months import Months

YEAR = Months.of(date(2026, 1, 1), 1)


@given(spans=st.lists(st.tuples(st.floats(-50, 450), st.floats(0, 500), st.integers(0, 2)), max_size=8))
def test_days_by_month_agrees_with_adding_up_interval_by_interval(
    spans: list[tuple[float, float, int]],
) -> None:
    start = np.array([s for s, _, _ in spans])
    end = start + np.array([length for _, length, _ in spans])
    lane = np.array([lane for _, _, lane in spans], dtype=np.int64)
    expected = np.zeros((12, 3))
    for s, e, of in zip(start, end, lane, strict=True):
        expected[:, of] += YEAR.overlap(s, e)

    assert days_by_month(start, end, lane, lanes=3, months=YEAR) == pytest.approx(expected, abs=1e-9)


def test_an_event_on_a_border_belongs_to_the_later_month() -> None:
    days, lane = np.array([-0.5, 0.0, 30.9, 31.0, 365.0]), np.array([0, 0, 1, 1, 0])

    assert count_by_month(days, lane, lanes=2, months=YEAR)[:3].tolist() == [[1, 1], [0, 1], [0, 0]]
    assert count_by_month(days, lane, lanes=2, months=YEAR).sum() == 3, "none before the start or after it"
