"""Check the shape of a hazard against an independent library."""

import numpy as np
import pytest
from scipy import stats
from surpyval.univariate.parametric.distributions.weibull import Weibull

from calibration.rates.posterior import MoveEvidence, posterior
from calibration.rates.weibull import LEAST_EVENTS, LEVEL, fit
from model.arithmetic.functions import power
from model.world.arrays import Bools, Floats

Stays = tuple[Floats, Floats, Bools]


def seen(number: int, shape: float, seed: int, *, scale: float = 2.0) -> Stays:
    """Return entry, exit and whether it ended, of stays that a window cuts at both ends."""
    rng = np.random.default_rng(seed)
    length = scale * rng.weibull(shape, size=number)
    entry = np.maximum(rng.uniform(-3.0, 3.0, size=number), 0.0)
    until = entry + rng.uniform(0.2, 4.0, size=number)
    there = length > entry
    return entry[there], np.minimum(length, until)[there], (length <= until)[there]


def evidence(*cells: Stays) -> MoveEvidence:
    return MoveEvidence(
        events=np.array([ended.sum() for _, _, ended in cells]),
        step_years=tuple((entry, until) for entry, until, _ in cells),
        log_years_of_events=float(sum(np.log(until[ended]).sum() for _, until, ended in cells)),
    )


@pytest.mark.parametrize("shape", [0.6, 1.0, 1.8])
def test_shape_and_rate_are_those_of_another_implementation(shape: float) -> None:
    entry, until, ended = seen(400, shape, seed=3)
    theirs = Weibull.fit(until, c=(~ended).astype(int), tl=entry)
    scale, expected = theirs.params
    ours = fit(evidence((entry, until, ended)))
    assert ours is not None
    assert ours.shape == pytest.approx(expected, rel=1e-4)
    rate = ours.events / evidence((entry, until, ended)).exposure(ours.shape)[0]
    assert rate == pytest.approx(scale**-expected, rel=1e-3)
    constant = -(ended.sum() * np.log(ended.sum() / (until - entry).sum()) - ended.sum())
    assert ours.p_value == pytest.approx(stats.chi2.sf(2 * (constant - theirs.neg_ll()), 1), rel=1e-2)


def test_the_interval_holds_the_shape_that_made_the_stays() -> None:
    held = request = 0
    for seed in range(200):
        fitted = fit(evidence(seen(150, 0.7, seed), seen(100, 0.7, 1000 + seed, scale=5.0)))
        assert fitted is not None
        held += fitted.low <= 0.7 <= fitted.high
        request += fitted.rejects_constant
    assert 178 <= held <= 199  # 190 are expected; outside once in ten thousand
    assert request > 150


def test_a_constant_hazard_is_rarely_given_up() -> None:
    given_up = sum(
        bool((fitted := fit(evidence(seen(200, 1.0, seed)))) and fitted.rejects_constant)
        for seed in range(300)
    )
    assert given_up <= 12  # 3 are expected at the level of 1 %
    assert LEVEL == 0.01


def test_too_few_moves_ask_for_nothing() -> None:
    entry, until, ended = seen(60, 0.5, seed=1)
    few = ended & (np.cumsum(ended) < LEAST_EVENTS)
    assert fit(evidence((entry, until, few))) is None
    enough = ended & (np.cumsum(ended) <= LEAST_EVENTS)
    assert fit(evidence((entry, until, enough))) is not None


def test_the_posterior_of_the_shape_agrees_with_its_likelihood_where_much_was_seen() -> None:
    data = evidence(seen(2000, 0.7, 1), seen(2000, 0.7, 2, scale=4.0))
    likely = fit(data)
    assert likely is not None
    believed = posterior(data, shapes=likely.grid)
    spread = float(np.sqrt(believed.weight @ (believed.shape - believed.shape_mean) ** 2))
    assert believed.shape_mean == pytest.approx(likely.shape, abs=0.3 * spread)
    assert spread == pytest.approx((likely.high - likely.low) / (2 * 1.96), rel=0.1)
    assert believed.mean == pytest.approx([2.0**-0.7, 4.0**-0.7], rel=0.1)


def test_leaving_out_what_was_cut_moves_the_shape() -> None:
    entry, until, ended = seen(3000, 0.7, seed=9)
    right = fit(evidence((entry, until, ended)))
    wrong = fit(evidence((np.zeros(int(ended.sum())), until[ended], ended[ended])))
    assert right is not None
    assert wrong is not None
    assert right.low < 0.7 < right.high
    assert not wrong.low < 0.7 < wrong.high


def test_time_at_risk_is_the_sum_over_all_pieces_to_the_last_digit_however_many_are_alike() -> None:
    days = np.random.default_rng(4).integers(0, 40, size=(2, 3, 500)) / 365.25
    cells = tuple((since, until) for since, until in np.sort(days, axis=1)[:, :2])
    evidence = MoveEvidence(events=np.zeros(2, dtype=np.int64), step_years=cells)
    for shape in (0.3, 1.0, 2.5):
        plain = [float((power(until, shape) - power(since, shape)).sum()) for since, until in cells]
        assert evidence.exposure(shape).tolist() == plain
