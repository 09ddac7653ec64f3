"""Hold the distributions against those of scipy.stats."""

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scenarios.format import distributions
from scenarios.format.distributions import Law

SIZES = st.floats(0.01, 100)
SHARES = [0.0, 1e-9, 0.05, 0.3, 0.5, 0.95, 1 - 1e-12, 1.0]


def same(law: Law, known: Any) -> None:
    """Hold a law against a frozen distribution of scipy, whose last digits follow the processor."""
    assert law.support == known.support()
    values = law.ppf(SHARES)
    assert values.tolist() == pytest.approx(known.ppf(SHARES).tolist(), rel=1e-9, abs=1e-10 * law.scale)
    low, high = np.clip(law.support, -1e6, 1e6)
    for value in (*values, low - 1, low, (low + high) / 3, high, high + 1):
        assert float(law.cdf(value)) == pytest.approx(float(known.cdf(value)), rel=1e-9, abs=1e-13)


@given(mean=st.floats(-100, 100), sd=SIZES)
def test_normal(mean: float, sd: float) -> None:
    same(distributions.normal(mean, sd), stats.norm(mean, sd))


@given(median=SIZES, sd=st.floats(0.01, 5))
def test_lognormal(median: float, sd: float) -> None:
    same(distributions.lognormal(median, sd), stats.lognorm(s=sd, scale=median))


@given(low=st.floats(-100, 100), width=SIZES)
def test_uniform(low: float, width: float) -> None:
    high = low + width
    same(distributions.uniform(low, high), stats.uniform(low, high - low))


@given(a=st.floats(0.1, 50), b=st.floats(0.1, 50), low=st.floats(-100, 100), width=SIZES)
def test_beta(a: float, b: float, low: float, width: float) -> None:
    same(distributions.beta(a, b, low=low, width=width), stats.beta(a, b, loc=low, scale=width))


@given(shape=st.floats(0.1, 200), scale=SIZES)
def test_gamma(shape: float, scale: float) -> None:
    same(distributions.gamma(shape, scale), stats.gamma(shape, scale=scale))


@pytest.mark.parametrize(
    "law",
    [
        distributions.normal(1, 2),
        distributions.lognormal(1, 2),
        distributions.uniform(1, 2),
        distributions.beta(1, 2),
        distributions.gamma(1, 2),
    ],
)
def test_a_law_travels_to_other_processes(law: Law) -> None:
    assert pickle.loads(pickle.dumps(law)) == law  # noqa: S301  our own
