"""Check the rule itself: it lets what is right pass and catches what is wrong, as often as it says."""

import numpy as np
import pytest
from scipy import stats

from tests.verification.decision import (
    CHECKS,
    FALSE_ALARM,
    FALSE_ALARM_OF_THE_SUITE,
    LIMIT,
    binomial,
    compensated,
    dispersion,
    failures,
    mean,
    poisson,
)

pytestmark = pytest.mark.verification


def test_the_error_rate_of_the_suite_is_shared_among_its_checks() -> None:
    shared = CHECKS * FALSE_ALARM
    assert shared == pytest.approx(FALSE_ALARM_OF_THE_SUITE)
    assert FALSE_ALARM_OF_THE_SUITE <= 1e-4
    assert stats.norm.sf(LIMIT) * 2 == pytest.approx(FALSE_ALARM)


def test_values_at_the_limit_pass_and_values_beyond_it_fail() -> None:
    far = LIMIT * np.sqrt(1e6)
    inside, beyond = 0.99 * far, 1.02 * far
    for sign in (1, -1):
        assert poisson("a count", 1e6 + sign * round(inside), 1e6).holds
        assert not poisson("a count", 1e6 + sign * round(beyond), 1e6).holds
        assert compensated("events", 1e6 + sign * inside, 1e6).holds
        assert not compensated("events", 1e6 + sign * beyond, 1e6).holds
        assert binomial("successes", 2e6 + sign * round(inside / np.sqrt(2)), 4_000_000, 0.5).holds is True
        assert not binomial("successes", 2e6 + sign * round(beyond * 1.1), 4_000_000, 0.5).holds


def test_the_mean_is_judged_by_the_spread_of_its_replications() -> None:
    row = np.tile([9.0, 11.0], 50)
    error = row.std(ddof=1) / 10
    assert mean("a mean", row, 10 + 5.2 * error).holds
    assert not mean("a mean", row, 10 + 5.6 * error).holds
    assert mean("a mean", row, 10 + 5.2 * error).limit == stats.t.isf(FALSE_ALARM / 2, df=99)


def test_counts_that_vary_too_much_or_too_little_fail() -> None:
    generator = np.random.default_rng(1)
    counts = generator.poisson(20.0, size=2000).astype(float)
    assert dispersion("counts", counts, 20.0).holds
    assert not dispersion("counts", 20 + 1.2 * (counts - 20), 20.0).holds
    assert not dispersion("counts", 20 + 0.8 * (counts - 20), 20.0).holds


def test_power_is_what_a_normal_statistic_has() -> None:
    verdict = poisson("a count", 140_000, 140_000)
    assert verdict.power(140_000) < 1e-5
    assert verdict.power(140_000 * 1.02) == pytest.approx(stats.norm.cdf(0.02 * np.sqrt(140_000) - LIMIT))
    assert verdict.power(140_000 * 1.02) > 0.99


def test_failures_are_told_with_their_figures() -> None:
    wrong = compensated("events", 11_000.0, 10_000.0)
    assert failures([wrong, compensated("others", 100.0, 100.0)]) == [
        "events: 11000, expected 10000 (z +10.00)"
    ]
