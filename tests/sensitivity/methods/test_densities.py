"""Test that PAWN and delta tell an assumption that does nothing from one that does."""

from typing import Literal

import numpy as np
import pytest

from sensitivity.methods.densities import LEAST_DRAWS, densities
from tests.sensitivity.labs import UNIT, factors_of, ishigami

FACTORS = factors_of(UNIT, UNIT, UNIT, UNIT)
RANDOM = np.random.default_rng(3)
VALUES = RANDOM.uniform(size=(600, 4))
OUTCOME = np.array([ishigami(row[:3]) for row in VALUES])[:, None] + RANDOM.normal(0, 2.0, (600, 4))


@pytest.mark.parametrize("measure", ["pawn", "delta"])
def test_an_idle_assumption_has_an_interval_that_holds_zero(measure: Literal["pawn", "delta"]) -> None:
    found = densities(measure, FACTORS, VALUES, OUTCOME, seed=1)
    assert found.distance.low[3] < 0 < found.distance.high[3]
    assert (found.distance.low[:2] > 0).all()
    assert (found.distance.value[:2] > 3 * abs(found.distance.value[3])).all()
    of_mean = 2.0**2 / 4
    assert found.chance == pytest.approx(of_mean / (of_mean + 13.84), rel=0.15)


@pytest.mark.parametrize("measure", ["pawn", "delta"])
def test_the_same_seed_gives_the_same(measure: Literal["pawn", "delta"]) -> None:
    few = VALUES[:120], OUTCOME[:120]
    one, two = (densities(measure, FACTORS, *few, seed=0) for _ in range(2))
    assert one.distance.value.tobytes() == two.distance.value.tobytes()
    assert one.distance.high.tobytes() == two.distance.high.tobytes()


def test_too_few_draws_are_refused() -> None:
    few = LEAST_DRAWS - 1
    with pytest.raises(ValueError, match="too few"):
        densities("pawn", FACTORS, VALUES[:few], OUTCOME[:few], seed=1)
