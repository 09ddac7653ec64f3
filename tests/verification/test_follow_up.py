"""Check a follow-up against simulated truths: false alarms, what is learnt, and wrong effects detected.

The town of the bands and of what is learnt is one whose assumptions are as wide as in a real case. The one
in which effects are found to be wrong is clear-cut: its scenario is nearly sure of an effect that is large.
"""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from bench.follow_up import DetectionTimes, detection_times
from booking.amounts.policy import shipped
from booking.follow_up.bands import LEVEL, bands
from booking.follow_up.event_rates import event_rates
from booking.follow_up.evidence import Evidence, kinds_of
from booking.follow_up.indicators import FollowUpIndicators, follow_up_indicators
from booking.follow_up.normal_scores import ScoreSpace, normalised
from booking.follow_up.reweighting import reweighted
from booking.follow_up.simulated import FollowUpMeasure
from model.world.arrays import Floats
from scenarios.format.distributions import Gamma, Lognormal
from scenarios.running.workers import threads
from sensitivity.points import plain_draws as draws
from sensitivity.points.points import Points
from sensitivity.points.runner import PointRunner, PointWork
from sensitivity.subject.subject import Subject
from tests.booking.followed import town
from tests.sensitivity.labs import factors_of, running
from tests.verification.decision import FALSE_ALARM, SEED

pytestmark = pytest.mark.verification


MONTHS = 36
DRAWS, TRUTHS = 4_000, 2_000
BLOCKS = 8
"""Follow-ups planned by as many councils, each with draws of its own and so bands of its own."""

LEVEL_OF_MOVES = Gamma(kind="gamma", mean=0.5, sd=0.25)
EFFECT = Lognormal(kind="lognormal", p05=0.5, p95=1.5)
SURE = (
    ("children_0_22: 6000", "children_0_22: 12000"),
    ("hjemme: {0-17: 60}", "hjemme: {0-17: 120}"),
    ("{kind: pert, low: 0.4, mode: 0.6, high: 1.0}", "{kind: pert, low: 0.25, mode: 0.3, high: 0.4}"),
    ("{rate: 0.5, by_age: {0-17: 0.6}}", "utal"),
    (
        "  plejepris: {value",
        (
            "  utal: {distribution: {kind: lognormal, p05: 0.5, p95: 0.7}, grade: assumption, source: x}\n"
            "  plejepris: {value"
        ),
    ),
)
OPEN = (*SURE[:2], (SURE[2][0], "{kind: lognormal, p05: 0.2, p95: 0.9}"), *SURE[3:])
"""The same, but the effect may also be none."""


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """Draws and truths of one case, [draw or truth, replication, ...]."""

    case: Subject
    look: FollowUpIndicators
    values: Floats
    believed: dict[str, Floats]
    true_values: Floats
    lived: dict[str, Floats]


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory, runs: int) -> Simulated:
    case = town(tmp_path_factory.mktemp("by"))
    look = follow_up_indicators(case.study, case.case, months=MONTHS)
    measure = FollowUpMeasure(case.study, case.case, look, shipped(), seed=SEED)
    points = draws.points(case.study, case.factors, draws=runs * (DRAWS + TRUTHS), seed=SEED)
    number = runs * DRAWS
    with running(threads()) as plant:
        laboratory = PointRunner(PointWork.none(measure, case.factors, {}), case.to_outcomes, plant)
        some = Points(values=points.values[:number], chance=points.chance[:number])
        others = Points(values=points.values[number:], chance=points.chance[number:])
        return Simulated(
            case=case,
            look=look,
            values=some.values,
            believed=laboratory.run(some, replications=2),
            true_values=others.values,
            lived=laboratory.run(others, replications=1),
        )


@pytest.mark.long
def test_false_alarms_at_any_look_are_as_rare_as_promised_and_not_much_rarer(simulated: Simulated) -> None:
    """Each block's bands are held against truths of its own; looks at each month by itself are a control."""
    alarms, single, number = [], [], len(simulated.values) // BLOCKS
    truths = np.array_split(simulated.lived["case"][:, 0], BLOCKS)
    for block, own in enumerate(truths):
        made = bands(
            simulated.believed["case"][block * number : (block + 1) * number], simulated.look.are_counts
        )
        alarms.extend((made.outside(own) != 0).any(axis=(1, 2)).tolist())
        single.extend((made.outside_pointwise(own) != 0).any(axis=(1, 2)).tolist())
    count, of = sum(alarms), len(alarms)
    assert of >= TRUTHS
    # The limit of a band is itself found from draws: that is in the error, as a share of a block's own.
    error = np.sqrt(LEVEL * (1 - LEVEL) * (1 / of + 1 / len(simulated.values)))
    limit = stats.norm.isf(FALSE_ALARM)
    assert count / of < LEVEL + limit * error, count / of
    assert count / of > LEVEL / 2, count / of
    assert sum(single) / of > 10 * LEVEL, "with a band for each month alone nearly every case is called off"


@pytest.mark.long
@pytest.mark.parametrize("months", [12, 36])
def test_the_truth_lies_anywhere_among_the_weighted_draws(simulated: Simulated, months: int) -> None:
    """Simulation-based calibration: Talts, Betancourt, Simpson, Vehtari and Gelman 2018."""
    places, _ = placed(simulated, months)
    truths, number = len(places), len(simulated.values)
    for name, column in zip(simulated.case.factors.names, places.T, strict=True):
        count = np.histogram(column, 10, (0, 1))[0]
        wide = truths / 10 * (1 + truths / number)  # the draws are a sample of the prior themselves
        assert stats.chi2.sf(((count - truths / 10) ** 2 / wide).sum(), 9) > FALSE_ALARM, (name, count)


@pytest.mark.long
def test_weights_by_a_likelihood_twice_too_sure_are_found_out(simulated: Simulated) -> None:
    places, _ = placed(simulated, 36, power=4.0)
    effect = next(i for i, name in enumerate(simulated.case.factors.names) if "multiplier" in name)
    count = np.histogram(places[:, effect], 10, (0, 1))[0]
    wide = len(places) / 10 * (1 + len(places) / len(simulated.values))
    assert stats.chi2.sf(((count - len(places) / 10) ** 2 / wide).sum(), 9) < FALSE_ALARM


def test_fresh_points_hold_the_truth_as_often_as_they_say(runs: int) -> None:
    """Much is seen and few draws are weighed, so that fresh points are run nearly always.

    A level and an effect, of which the ledger tells the level and the product. Each truth has its own draws.
    """
    both, few, truths = factors_of(LEVEL_OF_MOVES, EFFECT), 250, 400 * runs
    rng = np.random.default_rng(SEED)

    def lived(values: Floats, replications: int) -> Evidence:
        rates_of = np.stack([values[:, 0], values[:, 0] * values[:, 1]], axis=-1)[:, np.newaxis]
        exposure = 300.0 * rng.uniform(0.8, 1.2, (len(values), replications, 2))
        return Evidence(events=rng.poisson(rates_of * exposure).astype(float), exposure=exposure)

    places, ran, thin = [], 0, 0
    for number in range(truths):
        values = ScoreSpace(both).values(rng.standard_normal((few + 1, 2)))
        seen = lived(values[-1:], 1)
        reweighting = reweighted(
            both,
            values[:-1],
            lived(values[:-1], 2),
            Evidence(events=seen.events[0, 0], exposure=seen.exposure[0, 0]),
            kinds=(),
            fresh=lambda more: lived(more, 2),
            seed=number,
        )
        ran += reweighting.fresh_runs > 0
        thin += reweighting.is_thin
        places.append(reweighting.weights @ (reweighting.values < values[-1]))
    assert ran > 0.95 * truths, ran
    assert thin < 0.1 * truths, thin
    for column in np.array(places).T:
        count = np.histogram(column, 10, (0, 1))[0]
        assert stats.chisquare(count).pvalue > FALSE_ALARM, count


@pytest.mark.long
def test_an_effect_that_is_not_there_is_seen_within_a_year_and_half_of_one_more_seldom(
    tmp_path_factory: pytest.TempPathFactory, runs: int
) -> None:
    """The scenario is nearly sure of an effect of 0.3; no effect and half of it lie outside what it holds."""
    case = town(tmp_path_factory.mktemp("sikker"), *SURE)
    times = {power: of_truths(case, power, runs) for power in (1.0, 0.5, 0.0)}
    assert np.isfinite(times[1.0].beyond).mean() < 0.15
    assert quantile(times[0.0].effect_beyond, 0.5) <= 8
    assert quantile(times[0.0].effect_beyond, 0.9) <= 12
    assert quantile(times[0.0].outside, 0.9) <= 12
    assert quantile(times[0.0].not_overbooked, 0.9) <= 12, (
        "what may be booked is no more than what there is, or is not believed"
    )
    assert times[0.0].not_overbooked_before == 0, "before the ledger more may be booked than there is"
    assert np.isfinite(times[0.5].beyond).mean() > 0.4


def test_what_may_be_booked_comes_down_to_what_there_is_within_two_years(
    tmp_path_factory: pytest.TempPathFactory, runs: int
) -> None:
    """No effect is among what the scenario holds possible: bands cannot tell, and the weights can."""
    case = town(tmp_path_factory.mktemp("åben"), *OPEN)
    none = of_truths(case, 0.0, runs)
    assert none.not_overbooked_before == 0
    assert quantile(none.not_overbooked, 0.5) <= 24
    assert np.isfinite(none.not_overbooked).mean() > 0.6


def of_truths(case: Subject, power: float, runs: int) -> DetectionTimes:
    return detection_times(case, power, truths=40 * runs, looks=(3, 6, 12, 18, 24, 36), prior=800)


def quantile(months: Floats, share: float) -> float:
    return float(np.quantile(months, share, method="inverted_cdf"))


def placed(simulated: Simulated, months: int, *, power: float = 1.0) -> tuple[Floats, Floats]:
    """Return where each truth lies among the weighted draws, [truth, assumption], and the weights."""
    kinds = kinds_of(simulated.believed["events"][:, :, :months], acted_on(simulated.look))
    known = Evidence.of(*of(simulated.believed, months), kinds)
    seen = Evidence.of(*of(simulated.lived, months), kinds)
    made = event_rates(
        ScoreSpace(simulated.case.factors).scores(simulated.values), known.events, known.exposure
    )
    places, weights = [], []
    for number, truth in enumerate(simulated.true_values):
        own = normalised(power * made.log_likelihood(seen.events[number, 0], seen.exposure[number, 0]))
        places.append(own @ (simulated.values < truth))
        weights.append(own)
    return np.array(places), np.array(weights)


def of(runs: dict[str, Floats], months: int) -> tuple[Floats, Floats]:
    return runs["events"][:, :, :months], runs["child_years"][:, :, :months]


def acted_on(look: FollowUpIndicators) -> tuple[str, ...]:
    return tuple(look.steps[step] for step in look.acted_on)
