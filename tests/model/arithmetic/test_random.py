"""Random numbers have the distributions that they are said to have."""

import numpy as np
import pytest
from scipy import stats

from model.arithmetic import random

NUMBER = 20_000
DECIDES = 1e-4
"""So seldom is a test wrong that is right; the seed is fixed."""


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=5))


def test_distributions_are_those_of_their_names() -> None:
    assert stats.kstest(random.normals(rng(), NUMBER), "norm").pvalue > DECIDES
    assert stats.kstest(random.exponentials(rng(), NUMBER), "expon").pvalue > DECIDES
    for shape in (0.2, 3.5, 400.0):
        drawn = random.gammas(rng(), np.full(NUMBER, shape))
        assert stats.kstest(drawn, "gamma", args=(shape,)).pvalue > DECIDES


@pytest.mark.parametrize(("number", "share"), [(1, 0.3), (12, 0.5), (300, 0.02)])
def test_events_are_kept_with_their_probability(number: int, share: float) -> None:
    kept = random.binomials(rng(), np.full(NUMBER, number), np.array(share))
    most = int(kept.max())
    seen = np.bincount(kept, minlength=most + 1)
    right = stats.binom.pmf(np.arange(most + 1), number, share) * NUMBER
    usual = right > 5
    distance = float(((seen - right)[usual] ** 2 / right[usual]).sum())
    assert stats.chi2.sf(distance, int(usual.sum()) - 1) > DECIDES


def test_all_or_none_are_kept_at_the_ends() -> None:
    number = np.arange(50)
    assert (random.binomials(rng(), number, np.array(1.0)) == number).all()
    assert not random.binomials(rng(), number, np.array(0.0)).any()


def test_shapes_are_kept() -> None:
    assert random.normals(rng(), (3, 2)).shape == (3, 2)
    assert random.gammas(rng(), np.ones((2, 3))).shape == (2, 3)
    assert random.binomials(rng(), np.ones((2, 3), dtype=np.int64), np.ones((1, 3))).shape == (2, 3)
