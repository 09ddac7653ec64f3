"""Test Morris' elementary effects, and what chance alone would give."""

import numpy as np
import pytest
from SALib.analyze import morris

from model.world.arrays import Floats
from sensitivity.methods.screening import screening, trajectories
from tests.sensitivity.labs import UNIT, factors_of, ishigami, laboratory


def test_without_chance_they_are_those_of_salib() -> None:
    factors = factors_of(UNIT, UNIT, UNIT)
    made = trajectories(factors, number=12, seed=2)
    with laboratory(ishigami, factors) as lab:
        outcomes = lab.outcomes(made.points, replications=2)
    found = screening(made, outcomes, seed=1)
    problem = {"num_vars": 3, "names": [*factors.names], "bounds": [[0.0, 1.0]] * 3}
    cube = made.cube.reshape(-1, 3)
    theirs = morris.analyze(problem, cube, outcomes[:, 0, 0], num_levels=4, seed=1)
    assert found.mu[:, 0] == pytest.approx(theirs["mu"])
    assert found.mu_star.value[:, 0] == pytest.approx(theirs["mu_star"])
    assert found.sigma[:, 0] == pytest.approx(theirs["sigma"])
    assert (found.noise == 0).all()


def linear(x: Floats) -> float:
    return float(10 * x[0] - 5 * x[1])


def test_a_linear_outcome_has_one_effect_and_an_idle_assumption_none() -> None:
    factors = factors_of(UNIT, UNIT, UNIT)
    made = trajectories(factors, number=8, seed=1)
    with laboratory(linear, factors, noise=3.0) as lab:
        found = screening(made, lab.outcomes(made.points, replications=4), seed=1)
    # From the 5th to the 95th percentile, 0.9 of the range; the luck of a trajectory is the same all along.
    assert found.mu[:, 0] == pytest.approx([9.0, -4.5, 0.0], abs=1e-9)
    assert found.mu_star.value[:, 0] == pytest.approx([9.0, 4.5, 0.0], abs=1e-9)
    assert found.mu_star.low[2, 0] == pytest.approx(0, abs=1e-9)
    assert found.sigma[:, 0] == pytest.approx(0, abs=1e-6)
    assert found.chance.value[0] == pytest.approx(0, abs=1e-9)


def test_luck_that_differs_from_point_to_point_is_held_apart() -> None:
    factors = factors_of(UNIT, UNIT, UNIT)
    made = trajectories(factors, number=200, seed=1)
    random = np.random.default_rng(1)
    truth = np.array([linear(row) for row in made.points.values])
    luck = random.normal(0, 2.0, (made.points.count, 4, 1))
    found = screening(made, truth[:, None, None] + luck, seed=1)
    error = 2.0 * np.sqrt(2 / 4) / (2 / 3)
    assert found.noise[2, 0] == pytest.approx(np.sqrt(2 / np.pi) * error, rel=0.1)
    assert found.mu_star.value[2, 0] == pytest.approx(found.noise[2, 0], rel=0.15), "nothing but chance"
    assert found.sigma[:, 0] == pytest.approx(np.zeros(3), abs=1.0), "chance alone would be 2.1"
    square = (9.0**2 + 4.5**2) / 3 + error**2
    assert found.chance.low[0] < error**2 / square < found.chance.high[0]


def test_one_replication_is_refused() -> None:
    made = trajectories(factors_of(UNIT, UNIT), number=4, seed=1)
    with pytest.raises(ValueError, match="at least two"):
        screening(made, np.zeros((made.points.count, 1, 1)), seed=1)
