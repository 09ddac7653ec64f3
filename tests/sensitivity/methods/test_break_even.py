"""Hold break-even to a closed form and a fine grid."""

import numpy as np
import pytest
from scipy import special

from model.world.arrays import Floats
from scenarios.running.workers import threads
from sensitivity.methods.break_even import COLUMNS, DRAWS, END, REPLICATIONS, _Sample, break_even
from sensitivity.points.points import Points
from tests.sensitivity.labs import NORMAL, UNIT, factors_of, laboratory


def gain(x: Floats) -> float:
    return float(2 * x[0] + x[1] + 0 * x[2])


FACTORS = factors_of(NORMAL, NORMAL, UNIT)


def test_it_is_where_the_chosen_share_of_the_runs_pays() -> None:
    # 2 x1 + x2 > 0 in 80 % of the runs when x1 = q / 2, q the 80th percentile of a normal number.
    q = float(special.ndtri(0.8))
    with laboratory(gain, FACTORS) as lab:
        alone, maps = break_even(lab, 0, confidence=0.8, pairs=[(1, 0)], seed=1)
    first, second, idle = alone
    assert first.value == pytest.approx(q / 2, abs=0.06)
    assert first.pays_above
    assert first.value_low is not None
    assert first.value_high is not None
    assert first.value_low < q / 2 < first.value_high
    assert 0.1 < first.value_high - first.value_low < 0.6
    assert second.value == pytest.approx(2 * q, abs=0.12)
    assert second.low == pytest.approx(float(special.ndtri(1 - END)))
    assert (idle.value, idle.value_low, idle.value_high) == (None, None, None)
    assert not idle.pays_above, "it pays in half of the runs, wherever the idle one stands"
    (along,) = maps
    assert (along.across, along.up) == (1, 0)
    assert along.columns == pytest.approx(special.ndtri(COLUMNS))
    assert along.values == pytest.approx(-special.ndtri(COLUMNS) / 2, abs=0.02)
    assert along.pays_above == (True,) * len(COLUMNS)


def test_it_agrees_with_a_fine_grid_of_the_same_simulation() -> None:
    def bent(x: Floats) -> float:
        return float(np.expm1(x[0]) + 0.5 * x[1] * x[0] - 0.3)

    with laboratory(bent, FACTORS, noise=0.5) as lab:
        (found, _, _), _ = break_even(lab, 0, confidence=0.6, pairs=[], seed=1)
    with laboratory(bent, FACTORS, noise=0.5) as lab:
        fine = np.linspace(-2.5, 2.5, 501)
        runs = _Sample(lab, 0, 1).runs([{0: at} for at in fine.tolist()])
    above = np.quantile(runs, 0.4, axis=(1, 2)) > 0
    changes = np.flatnonzero(above[1:] != above[:-1])
    assert len(changes) == 1
    assert found.value == pytest.approx(fine[changes[0]], abs=0.03)


def test_those_drawn_together_follow_the_one_that_is_set() -> None:
    factors = factors_of(NORMAL, NORMAL, correlation=np.array([[1.0, 0.9], [0.9, 1.0]]))

    def sum_of_both(x: Floats) -> float:
        return float(x.sum())

    with laboratory(sum_of_both, factors) as lab:
        (found, _), _ = break_even(lab, 0, confidence=0.8, pairs=[], seed=1)
    # x2 = 0.9 x1 + 0.436 e: the sum pays in 80 % where 1.9 x1 = 0.8416 x 0.436.
    assert found.value == pytest.approx(0.8416 * np.sqrt(1 - 0.81) / 1.9, abs=0.05)


@pytest.mark.parametrize("level", [-50.0, 50.0])
def test_not_within_the_range_is_an_answer(level: float) -> None:
    with laboratory(lambda x: gain(x) + level, FACTORS) as lab:
        alone, (along,) = break_even(lab, 0, confidence=0.8, pairs=[(1, 0)], seed=1)
    assert [each.value for each in alone] == [None] * 3
    assert [each.pays_above for each in alone] == [level > 0] * 3
    assert along.values == (None,) * len(COLUMNS)


def test_the_same_seed_gives_the_same_on_one_and_two_workers() -> None:
    results = []
    for number in (1, 2):
        with laboratory(gain, FACTORS, noise=1.0, workers=threads(number)) as lab:
            results.append(break_even(lab, 0, confidence=0.7, pairs=[(0, 1)], seed=4))
    assert results[0] == results[1]


def test_a_value_is_tried_under_the_same_draws_and_the_same_chance() -> None:
    seen: list[Points] = []
    with laboratory(gain, FACTORS) as lab:
        run = lab.outcomes

        def outcomes(points: Points, *, replications: int) -> Floats:
            assert replications == REPLICATIONS
            seen.append(points)
            return run(points, replications=replications)

        lab.outcomes = outcomes  # type: ignore[method-assign]
        break_even(lab, 0, confidence=0.8, pairs=[], seed=1)
    for points in seen:
        batches = points.values.reshape(-1, DRAWS, len(FACTORS.names))
        chances = points.chance.reshape(-1, DRAWS)
        assert (chances == np.arange(DRAWS)).all()
        for batch in batches:
            assert sum(len(np.unique(column)) == 1 for column in batch.T) == 1, "one of them is set"


def test_what_is_found_stands_in_the_order_of_the_assumptions() -> None:
    with laboratory(lambda x: float(x[1]), factors_of(UNIT, NORMAL)) as lab:
        alone, _ = break_even(lab, 0, confidence=0.5, pairs=[], seed=1)
    assert [each.assumption for each in alone] == [0, 1]
    assert alone[1].value == pytest.approx(0, abs=0.05)
