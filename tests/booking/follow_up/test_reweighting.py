"""Hold weights by a ledger to closed forms, and to truths that are drawn."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from booking.follow_up.beliefs import weighted_quantile
from booking.follow_up.event_rates import event_rates
from booking.follow_up.evidence import EventKind, Evidence, kinds_of
from booking.follow_up.normal_scores import ScoreDistribution, ScoreSpace, effective, normalised
from booking.follow_up.reweighting import Reweighted, enough, reweighted
from model.world.arrays import Floats
from scenarios.format.distributions import Gamma, Lognormal
from sensitivity.subject.factors import Factors
from tests.sensitivity.labs import NORMAL, UNIT, factors_of

RATE = Gamma(kind="gamma", mean=0.5, sd=0.25)
"""Shape 4, and 8 child-years."""
EFFECT = Lognormal(kind="lognormal", p05=0.5, p95=1.5)
YEARS = 40.0
KIND = (EventKind(name="down", steps=("a",), at=(0,), first=0, last=12),)


def drawn(factors: Factors, points: int, seed: int) -> Floats:
    fresh = np.random.default_rng(seed).standard_normal((points, ScoreSpace(factors).size))
    return ScoreSpace(factors).values(fresh)


def lived(rate: Floats, seed: int, *, replications: int = 2, years: float = YEARS) -> Evidence:
    """Return what happens at rates, [point] or [point, kind], by chance."""
    rate = rate.reshape(len(rate), 1, -1)
    shape = (len(rate), replications, rate.shape[-1])
    rng = np.random.default_rng(seed)
    exposure = years * rng.uniform(0.8, 1.2, shape)
    return Evidence(events=rng.poisson(rate * exposure).astype(float), exposure=exposure)


def weighed(
    factors: Factors,
    of: Callable[[Floats], Floats],
    seen: list[float],
    *,
    draws: int,
    years: float = YEARS,
    seed: int = 1,
    within: float = YEARS,
) -> Reweighted:
    """Return what is known after so many events in `years` child-years; `of` gives the rates at values."""
    values = drawn(factors, draws, seed)
    kinds = tuple(KIND[0] for _ in seen)
    return reweighted(
        factors,
        values,
        lived(of(values), seed, years=within),
        Evidence(events=np.array(seen, dtype=float), exposure=np.full(len(seen), years)),
        kinds=kinds,
        fresh=lambda more: lived(of(more), seed + 1, years=within),
        seed=seed,
    )


def first(values: Floats) -> Floats:
    return values[:, 0]


@pytest.mark.parametrize("events", [10, 25, 45])
def test_a_gamma_prior_and_poisson_events_give_the_gamma_posterior(events: int) -> None:
    found = weighed(factors_of(RATE), first, [events], draws=2_000)
    exact = stats.gamma(4 + events, scale=1 / (8 + YEARS))
    column = found.values[:, 0]
    error = exact.std() / np.sqrt(found.worth)
    assert found.weights @ column == pytest.approx(exact.mean(), abs=4 * error)
    for share in (0.05, 0.5, 0.95):
        at = weighted_quantile(column, found.weights, share)
        assert exact.cdf(at) == pytest.approx(
            share, abs=4 * np.sqrt(share * (1 - share) / found.worth) + 0.02
        )
    assert not found.is_thin
    assert not found.is_outside


def test_fresh_points_give_the_same_posterior_where_the_draws_are_worth_little() -> None:
    """Two thousand child-years leave two in a hundred of the draws."""
    found = weighed(factors_of(RATE), first, [2_400], draws=1_000, years=2_000.0, within=2_000.0)
    exact = stats.gamma(4 + 2_400, scale=1 / (8 + 2_000.0))
    assert found.worth_before < enough(1_000)
    assert found.fresh_runs >= 1
    assert found.worth > 3 * found.worth_before
    assert len(found.values) == 1_000 * (1 + found.fresh_runs)
    column = found.values[:, 0]
    assert found.weights @ column == pytest.approx(exact.mean(), abs=4 * exact.std() / np.sqrt(found.worth))
    sd = np.sqrt(found.weights @ (column - found.weights @ column) ** 2)
    assert sd == pytest.approx(exact.std(), rel=0.15)


def test_draws_that_tell_nothing_keep_equal_weights() -> None:
    found = weighed(factors_of(UNIT, UNIT), lambda values: np.full(len(values), 0.4), [30], draws=300)
    assert found.weights == pytest.approx(np.full(300, 1 / 300), rel=1e-9)
    assert found.worth == pytest.approx(300)
    assert found.fresh_runs == 0


def test_what_is_drawn_together_stays_together_in_fresh_points() -> None:
    correlation = np.array([[1.0, 0.8], [0.8, 1.0]])
    both = factors_of(NORMAL, NORMAL, correlation=correlation)
    space = ScoreSpace(both)
    numbers = ScoreDistribution.prior(2).draw(20_000, np.random.default_rng(1))
    found_together = np.asarray(np.corrcoef(space.values(numbers).T))
    assert found_together[0, 1] == pytest.approx(0.8, abs=0.02)
    scores = space.scores(space.values(numbers))
    assert space.numbers(scores) == pytest.approx(numbers, abs=1e-6)
    found = weighed(both, lambda values: np.exp(values[:, 0]), [450], draws=600, within=60.0)
    told = np.asarray(found.weights @ found.values)
    seen = np.log(450 / YEARS)
    assert found.fresh_runs >= 1
    assert told[0] == pytest.approx(seen, abs=0.1)
    assert told[1] == pytest.approx(0.8 * told[0], abs=0.15)  # what is learnt of one tells of the other


def test_assumptions_that_are_one_are_one_number() -> None:
    same = factors_of(UNIT, UNIT, NORMAL, correlation=np.ones((2, 2)))
    space = ScoreSpace(same)
    assert space.size == 2
    values = space.values(np.random.default_rng(1).standard_normal((50, 2)))
    assert values[:, 0] == pytest.approx(values[:, 1])
    assert space.values(space.numbers(space.scores(values))) == pytest.approx(values)


def test_the_product_of_a_level_and_an_effect_is_known_and_each_of_them_less() -> None:
    def both(values: Floats) -> Floats:
        return np.stack([values[:, 0], values[:, 0] * values[:, 1]], axis=-1)

    found = weighed(factors_of(RATE, EFFECT), both, [20, 30], draws=3_000)
    told = found.values[:, 0] * found.values[:, 1]
    assert found.weights @ told == pytest.approx(30 / YEARS, rel=0.12)
    effect = float(found.weights @ found.values[:, 1])
    assert effect > drawn(factors_of(EFFECT), 3_000, 1).mean() + 0.1


def test_a_ledger_that_the_scenario_holds_impossible_is_told() -> None:
    found = weighed(factors_of(UNIT), lambda values: 0.4 + 0.1 * values[:, 0], [120], draws=300)
    assert found.is_outside
    assert found.rarity <= 0.01
    fine = weighed(factors_of(UNIT), lambda values: 0.4 + 0.1 * values[:, 0], [18], draws=300)
    assert not fine.is_outside
    assert fine.rarity > 0.2


def test_a_rate_is_free_of_the_luck_of_its_own_draw() -> None:
    values = drawn(factors_of(RATE), 800, 3)
    runs = lived(values[:, 0], 3, years=10.0)
    made = event_rates(ScoreSpace(factors_of(RATE)).scores(values), runs.events, runs.exposure)
    exact = np.log(values[:, 0])
    middle = (values[:, 0] > np.quantile(values[:, 0], 0.05)) & (
        values[:, 0] < np.quantile(values[:, 0], 0.95)
    )
    off = made.log_rate[middle, 0] - exact[middle]
    assert np.abs(off).max() < 0.12
    assert made.dispersion[0] == pytest.approx(1, abs=0.12)
    assert made.variance[:, 0].mean() < 0.01


@pytest.mark.parametrize(("clumps", "dispersion"), [(3, 3.0), (1, 1.0)])
def test_events_that_come_in_clumps_are_worth_less(clumps: int, dispersion: float) -> None:
    values = drawn(factors_of(RATE), 800, 3)
    runs = lived(values[:, 0] / clumps, 3)
    made = event_rates(ScoreSpace(factors_of(RATE)).scores(values), clumps * runs.events, runs.exposure)
    assert made.dispersion[0] == pytest.approx(dispersion, rel=0.12)


def test_what_differs_between_draws_for_no_known_reason_makes_weights_flatter() -> None:
    values = drawn(factors_of(RATE), 800, 3)
    hidden = np.exp(0.3 * np.random.default_rng(5).standard_normal(800))
    runs = lived(values[:, 0] * hidden, 3)
    made = event_rates(ScoreSpace(factors_of(RATE)).scores(values), runs.events, runs.exposure)
    assert made.variance[:, 0].mean() == pytest.approx(np.exp(0.09) - 1, rel=0.3)


def test_with_one_replication_all_that_is_unexplained_is_dispersion() -> None:
    values = drawn(factors_of(RATE), 800, 3)
    runs = lived(values[:, 0], 3, replications=1)
    made = event_rates(ScoreSpace(factors_of(RATE)).scores(values), runs.events, runs.exposure)
    assert made.dispersion[0] == pytest.approx(1, abs=0.15)


def test_what_is_next_to_never_seen_prefers_no_draw() -> None:
    values = drawn(factors_of(RATE), 200, 3)
    runs = lived(1e-4 * values[:, 0], 3)
    made = event_rates(ScoreSpace(factors_of(RATE)).scores(values), runs.events, runs.exposure)
    assert np.ptp(made.log_rate) == 0
    assert np.isfinite(made.log_likelihood(np.array([0.0]), np.array([10.0]))).all()
    assert np.isfinite(made.log_likelihood(np.array([7.0]), np.array([10.0]))).all()


def test_the_posterior_holds_the_truth_as_often_as_it_says() -> None:
    """Simulation-based calibration (Talts et al. 2018): the truth's place among weighted draws is uniform."""
    truths, draws = 800, 8_000
    factors = factors_of(RATE, EFFECT)
    values = drawn(factors, draws + truths, 1)

    def of(some: Floats) -> Floats:
        return np.stack([some[:, 0], some[:, 0] * some[:, 1]], axis=-1)

    runs = lived(of(values[:draws]), 1)
    made = event_rates(ScoreSpace(factors).scores(values[:draws]), runs.events, runs.exposure)
    seen = lived(of(values[draws:]), 2, replications=1)
    places = np.empty((truths, 2))
    for number in range(truths):
        weights = normalised(made.log_likelihood(seen.events[number, 0], seen.exposure[number, 0]))
        places[number] = weights @ (values[:draws] < values[draws + number])
    for column in places.T:
        found = np.histogram(column, 10, (0, 1))[0]
        wide = truths / 10 * (1 + truths / draws)  # the draws are a sample of the prior themselves
        assert stats.chi2.sf(((found - truths / 10) ** 2 / wide).sum(), 9) > 1e-3, found


def test_the_weights_of_equal_draws_are_worth_all_of_them() -> None:
    assert effective(np.full(40, 0.3)) == pytest.approx(40)
    assert effective(np.array([1.0, 0.0, 0.0])) == pytest.approx(1)
    assert enough(100) == 50
    assert enough(500) == 100
    assert enough(2_000) == 200


def test_the_density_of_a_proposal_integrates_to_one() -> None:
    proposal = ScoreDistribution.fitted(
        np.random.default_rng(1).standard_normal((500, 2)) * 0.3 + 1, np.zeros(500), wanted=50
    )
    prior = np.random.default_rng(2).standard_normal((200_000, 2))
    assert np.exp(proposal.log_density(prior)).mean() == pytest.approx(1, abs=0.05)


def test_kinds_are_told_apart_by_step_where_there_are_enough_and_by_year() -> None:
    per_month = np.zeros((4, 2, 20, 3, 4))
    per_month[..., 0, 0] = 1.0  # down from the first step: 12 in a year
    per_month[..., 1, 0] = 0.1
    per_month[..., 2, 0] = 0.2
    per_month[..., 1, 3] = 0.5  # and who came to the second
    events = per_month.cumsum(axis=2)
    kinds = kinds_of(events, ("a", "b", "c"))
    told = [(kind.name, kind.steps, kind.first, kind.last) for kind in kinds]
    assert told == [
        ("down", ("a",), 0, 12),
        ("down", ("b", "c"), 0, 12),
        ("came", ("b",), 0, 12),
        ("down", ("a",), 12, 20),
        ("down", ("b", "c"), 12, 20),
        ("came", ("b",), 12, 20),
    ]
    years = np.broadcast_to(np.arange(1, 21)[:, np.newaxis] / 12, (4, 2, 20, 3))
    found = Evidence.of(events, years, kinds)
    assert found.events[0, 0] == pytest.approx([12, 3.6, 6, 8, 2.4, 4])
    assert found.exposure[0, 0] == pytest.approx([1, 2, 1, 8 / 12, 16 / 12, 8 / 12])


@pytest.mark.parametrize(
    ("months", "borders"),
    [(1, [0, 1]), (11, [0, 11]), (12, [0, 12]), (17, [0, 17]), (18, [0, 12, 18]), (36, [0, 12, 24, 36])],
)
def test_a_short_rest_belongs_to_the_year_before(months: int, borders: list[int]) -> None:
    kinds = kinds_of(np.ones((2, 2, months, 1, 4)).cumsum(axis=2), ("a",))
    assert [*dict.fromkeys((kind.first, kind.last) for kind in kinds)] == [*pairwise(borders)]
