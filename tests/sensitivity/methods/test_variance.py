"""Hold Sobol' indices to published ones and closed forms, with chance credited to nothing."""

from collections.abc import Callable

import numpy as np
import pytest
from SALib.analyze import sobol
from scipy import stats

from model.world.arrays import Floats
from scenarios.running.workers import threads
from sensitivity.methods.variance import Design, Indices, design, indices
from sensitivity.subject.factors import Factors
from tests.sensitivity.labs import NORMAL, UNIT, factors_of, ishigami, laboratory, sobol_g

ISHIGAMI_FIRST, ISHIGAMI_TOTAL = [0.313905, 0.442411, 0.0], [0.557589, 0.442411, 0.243684]
G_FIRST = [0.716192, 0.179048, 0.023676, 0.007162]
G_TOTAL = [0.787144, 0.242198, 0.034317, 0.010460]


def found(
    function: Callable[[Floats], float],
    factors: Factors,
    *,
    rows: int = 512,
    replications: int = 2,
    noise: float = 0.0,
    second: bool = False,
    seed: int = 1,
) -> Indices:
    made = design(factors, rows=rows, second=second, seed=seed)
    with laboratory(function, factors, noise=noise) as lab:
        outcomes = lab.outcomes(made.points, replications=replications)
    return indices(made, outcomes, seed=seed)


def within(low: Floats, high: Floats, value: list[float]) -> bool:
    """Whether published values with six digits are within intervals."""
    return bool((np.array(value) >= low - 1e-6).all() and (np.array(value) <= high + 1e-6).all())


def test_ishigami_is_within_its_intervals() -> None:
    result = found(ishigami, factors_of(UNIT, UNIT, UNIT), second=True)
    assert within(result.first.low[:, 0], result.first.high[:, 0], ISHIGAMI_FIRST)
    assert within(result.total.low[:, 0], result.total.high[:, 0], ISHIGAMI_TOTAL)
    assert within(result.second.low[:, 0], result.second.high[:, 0], [0.0, 0.243684, 0.0])
    assert (result.total.high - result.total.low).max() < 0.2
    assert (result.first.high - result.first.low).max() < 0.25
    assert result.variance[0] == pytest.approx(13.8446, rel=0.05)
    assert result.chance.value[0] == 0


def test_sobols_g_is_within_its_intervals() -> None:
    result = found(sobol_g, factors_of(*[UNIT] * 8), rows=1024)
    assert within(result.first.low[:4, 0], result.first.high[:4, 0], G_FIRST)
    assert within(result.total.low[:4, 0], result.total.high[:4, 0], G_TOTAL)
    assert result.total.value[4:, 0] == pytest.approx(np.full(4, 0.000105), abs=2e-5)


def test_without_chance_they_are_those_of_salib() -> None:
    factors = factors_of(UNIT, UNIT, UNIT)
    made = design(factors, rows=256, second=False, seed=3)
    values = made.points.values
    y = np.array([ishigami(row) for row in values])
    problem = {"num_vars": 3, "names": [*factors.names], "bounds": [[0.0, 1.0]] * 3}
    theirs = sobol.analyze(problem, y, calc_second_order=False, seed=1)
    ours = indices(made, np.repeat(y[:, None, None], 2, axis=1), seed=1)
    assert ours.first.value[:, 0] == pytest.approx(theirs["S1"], rel=1e-9)
    assert ours.total.value[:, 0] == pytest.approx(theirs["ST"], rel=1e-9)


def test_chance_is_credited_to_no_assumption() -> None:
    # Chance with three times the variance of what the assumptions make.
    noise = float(np.sqrt(3 * 13.8446))
    factors = factors_of(UNIT, UNIT, UNIT, UNIT)
    made = design(factors, rows=512, second=False, seed=1)

    def with_an_idle_one(x: Floats) -> float:
        return ishigami(x[:3])

    with laboratory(with_an_idle_one, factors, noise=noise) as lab:
        outcomes = lab.outcomes(made.points, replications=4)
    result = indices(made, outcomes, seed=1)
    assert within(result.total.low[:, 0], result.total.high[:, 0], [*ISHIGAMI_TOTAL, 0.0])
    assert within(result.first.low[:, 0], result.first.high[:, 0], [*ISHIGAMI_FIRST, 0.0])
    assert result.chance.low[0] < 0.75 / 1.75 < result.chance.high[0]
    # The same luck at a point and at its mixtures: an idle assumption changes nothing at all.
    assert result.total.value[3, 0] == result.total.high[3, 0] == 0
    # The control: luck that is another at every point, and not taken away, is credited to all of them.
    points = np.array([ishigami(row[:3]) for row in made.points.values])
    luck = np.random.default_rng(1).normal(0, noise / 2, points.shape)
    problem = {"num_vars": 4, "names": [*factors.names], "bounds": [[0.0, 1.0]] * 4}
    naive = sobol.analyze(problem, points + luck, calc_second_order=False, seed=1)
    assert naive["ST"][3] > 0.3


@pytest.mark.parametrize("noisy", [False, True])
def test_chance_that_the_assumptions_swing_is_taken_away(*, noisy: bool) -> None:
    """Luck that is worse where the first assumption is high is chance, and no index of that assumption."""

    def outcome(made: Design, replications: int) -> Floats:
        values = made.points.values
        luck = np.array(
            [
                [np.random.default_rng([c, r]).normal() for r in range(replications)]
                for c in made.points.chance
            ]
        )
        swing = 4.0 * values[:, :1] * luck if noisy else 0.0
        return np.asarray((values[:, 1:2] + 0.0 * luck + swing)[..., None])

    made = design(factors_of(UNIT, UNIT), rows=1024, second=False, seed=1)
    result = indices(made, outcome(made, 8), seed=1)
    assert within(result.total.low[:, 0], result.total.high[:, 0], [0.0, 1.0])
    assert bool(result.chance.value[0] > 0.5) is noisy


def test_the_share_of_chance_falls_as_one_over_the_replications() -> None:
    factors = factors_of(UNIT, UNIT)
    shares = {
        replications: float(
            found(
                lambda x: float(x[0]), factors, rows=256, replications=replications, noise=0.5
            ).chance.value[0]
        )
        for replications in (2, 4, 16)
    }
    of_chance = {number: share / (1 - share) for number, share in shares.items()}
    assert of_chance[2] / of_chance[4] == pytest.approx(2, rel=0.15)
    assert of_chance[4] / of_chance[16] == pytest.approx(4, rel=0.15)
    assert of_chance[4] == pytest.approx(0.25 / 4 * 12, rel=0.15)


RHO = 0.8


def test_assumptions_that_are_drawn_together() -> None:
    # y = a + b + c with a, b correlated: Var = 2 + 2 rho + 1.
    factors = factors_of(NORMAL, NORMAL, NORMAL, correlation=np.array([[1.0, RHO], [RHO, 1.0]]))
    result = found(lambda x: float(x.sum()), factors, rows=1024)
    variance = 3 + 2 * RHO
    first = [(1 + RHO) ** 2 / variance] * 2 + [1 / variance]
    total = [(1 - RHO**2) / variance] * 2 + [1 / variance]
    assert within(result.first.low[:, 0], result.first.high[:, 0], first)
    assert within(result.total.low[:, 0], result.total.high[:, 0], total)
    assert result.first.value[0, 0] > result.total.value[0, 0], "who knows one knows much of the other"
    assert result.together.low[0, 0] < (2 + 2 * RHO) / variance < result.together.high[0, 0]
    assert result.variance[0] == pytest.approx(variance, rel=0.05)


def test_a_set_that_is_drawn_together_may_be_all_there_is() -> None:
    factors = factors_of(NORMAL, NORMAL, correlation=np.array([[1.0, RHO], [RHO, 1.0]]))
    result = found(lambda x: float(x.sum()), factors, rows=256, second=True)
    assert result.together.low[0, 0] < 1 < result.together.high[0, 0] + 0.05
    assert result.pairs == ()


def test_every_point_has_the_distribution_it_is_drawn_from() -> None:
    factors = factors_of(NORMAL, UNIT, NORMAL, correlation=np.array([[1.0, RHO], [RHO, 1.0]]))
    made = design(factors, rows=1024, second=True, seed=1)
    for point in np.moveaxis(made.scores, 1, 0):
        for column in point.T:
            assert stats.kstest(column, "norm").pvalue > 1e-4
        assert np.corrcoef(point[:, 0], point[:, 1])[0, 1] == pytest.approx(RHO, abs=0.05)
        assert np.corrcoef(point[:, 0], point[:, 2])[0, 1] == pytest.approx(0, abs=0.1)


def test_a_row_shares_its_luck_and_b_has_another() -> None:
    made = design(factors_of(UNIT, UNIT), rows=16, second=True, seed=1)
    chance = made.points.chance.reshape(16, 6)
    assert chance[0].tolist() == [0, 0, 0, 1, 1, 1]
    assert len(np.unique(chance)) == 32


def test_an_outcome_that_does_not_vary_has_no_indices() -> None:
    result = found(lambda _: 7.0, factors_of(UNIT, UNIT), rows=16)
    assert np.isnan(result.first.value).all()
    assert np.isnan(result.total.value).all()
    assert np.isnan(result.chance.value).all()


def test_one_replication_is_refused() -> None:
    made = design(factors_of(UNIT), rows=16, second=False, seed=1)
    with pytest.raises(ValueError, match="at least two"):
        indices(made, np.zeros((made.points.count, 1, 1)), seed=1)


def test_the_same_seed_gives_the_same_on_one_and_two_workers() -> None:
    factors = factors_of(UNIT, UNIT, UNIT)
    made = design(factors, rows=64, second=False, seed=5)
    results = []
    for number in (1, 2):
        with laboratory(ishigami, factors, noise=1.0, workers=threads(number)) as lab:
            results.append(indices(made, lab.outcomes(made.points, replications=2), seed=5))
    one, two = results
    assert one.first.value.tobytes() == two.first.value.tobytes()
    assert one.total.high.tobytes() == two.total.high.tobytes()
