"""Test the tornado of one assumption at a time, and what all of them do together beyond the sum."""

import numpy as np
import pytest

from model.world.arrays import Floats
from sensitivity.methods.one_at_a_time import tornado
from sensitivity.subject.outcomes import Outcome
from tests.sensitivity.labs import UNIT, factors_of, laboratory

GAIN = Outcome(name="gain", unit="dkk", more_is_better=True)
COST = Outcome(name="cost", unit="dkk", more_is_better=False)
FACTORS = factors_of(UNIT, UNIT, UNIT)


def product(x: Floats) -> float:
    return float(10 * x[0] - 5 * x[1] + 100 * (x[0] - 0.5) * (0.5 - x[1]))


@pytest.mark.parametrize(("outcome", "sign"), [(GAIN, 1), (COST, -1)])
def test_a_change_is_that_of_one_assumption_and_the_rest_is_interaction(outcome: Outcome, sign: int) -> None:
    def signed(x: Floats) -> float:
        return sign * product(x)

    with laboratory(signed, FACTORS, noise=5.0) as lab:
        found = tornado(lab, outcome, 0, chances=4, replications=3)
    assert found.low_values == pytest.approx([0.1] * 3)
    assert found.high_values == pytest.approx([0.9] * 3)
    assert found.at_low[:, 0] == pytest.approx([-4 * sign, 2 * sign, 0])
    assert found.at_high[:, 0] == pytest.approx([4 * sign, -2 * sign, 0])
    assert found.best.summed == pytest.approx(6 * sign)
    assert found.best.interaction == pytest.approx(16 * sign)
    assert found.worst.summed == pytest.approx(-6 * sign)
    assert found.worst.interaction == pytest.approx(16 * sign)
    # All points have the same luck, so none of it is in a change.
    assert found.error[:, 0] == pytest.approx(np.zeros(3), abs=1e-9)
    assert found.chance[0] == pytest.approx(0, abs=1e-9)


def test_chance_in_the_changes_is_told() -> None:
    factors = factors_of(UNIT)
    with laboratory(lambda x: float(10 * x[0]), factors) as lab:
        run = lab.run

        def with_luck(points: object, *, replications: int) -> dict[str, Floats]:
            found = run(points, replications=replications)  # type: ignore[arg-type]
            luck = np.random.default_rng(1).normal(0, 3.0, found["gain_dkk"].shape)
            return {"gain_dkk": found["gain_dkk"] + luck}

        lab.run = with_luck  # type: ignore[method-assign]
        found = tornado(lab, GAIN, 0, chances=100, replications=4)
    error = 3.0 * np.sqrt(2 / 400)
    assert found.error[0, 0] == pytest.approx(error, rel=0.15)
    assert found.chance[0] == pytest.approx(error**2 / 16, rel=0.3)
