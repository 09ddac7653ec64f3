"""Check arrivals from outside."""

import numpy as np
import pytest

from calibration.ledger.histories import histories
from calibration.rates.arrivals import inflow
from model.world.staircase import DAYS_PER_YEAR
from tests.calibration.made_rows import WINDOW, day, ledger, staircase, stay

LAST = 1827
"""Days in the window."""


def test_who_comes_from_outside_in_the_window_is_counted() -> None:
    lives = histories(
        ledger(
            stay("A", "lav", -50, 100),  # was there
            stay("A", "høj", 100, 200),  # comes from another step
            stay("A", "lav", 300, 400),  # comes back
            stay("B", "lav", 0, 40),  # on the first day: was there
            stay("C", "høj", 1),
            stay("D", "høj", LAST),
        ),
        staircase("lav", "høj"),
        WINDOW,
    )
    arrivals = inflow(lives, ((0.0, 120.0),))
    assert arrivals.counts.tolist() == [[1], [2]]
    assert arrivals.years == pytest.approx(LAST / DAYS_PER_YEAR)
    assert arrivals.believed[1].mean[0] == pytest.approx(2 / arrivals.years, rel=0.3)
    assert (arrivals.trend, arrivals.trend_low, arrivals.trend_high) == (0.0, 0.0, 0.0)  # too few to tell


def test_they_are_counted_by_the_age_they_came_at_and_not_at_all_where_it_is_unknown() -> None:
    young, old = day(-1000), day(-4000)
    rows = [
        stay("A", "lav", 10, birth_date=young),
        stay("B", "lav", 20, birth_date=old),
        stay("C", "lav", 30),
    ]
    arrivals = inflow(histories(ledger(*rows), staircase("lav"), WINDOW), ((0.0, 6.0), (6.0, 120.0)))
    assert arrivals.counts.tolist() == [[1, 1]]
    assert arrivals.unknown_age == 1


@pytest.mark.parametrize("growth", [-0.1, 0.0, 0.15])
def test_the_interval_of_the_trend_holds_the_growth_that_made_the_arrivals(growth: float) -> None:
    rng, slope, held = np.random.default_rng(5), np.log1p(growth), 0
    for _ in range(100):
        points = rng.uniform(0, LAST, size=4000)
        kept = points[rng.uniform(size=4000) < np.exp(slope * (points - LAST * (slope > 0)) / DAYS_PER_YEAR)]
        rows = [stay(f"B{i}", "lav", int(at) + 1, int(at) + 2) for i, at in enumerate(kept[:400])]
        arrivals = inflow(histories(ledger(*rows), staircase("lav"), WINDOW), ((0.0, 120.0),))
        held += arrivals.trend_low <= growth <= arrivals.trend_high
    assert held >= 85  # 95 are expected; fewer than 86 once in ten thousand
