"""Check where children are later: against closed forms, the engine and a ledger."""

import numpy as np
import pytest
from scipy import stats

from calibration.checks.stock import count_standing
from calibration.checks.whereabouts import check_whereabouts
from calibration.rates.fitted_world import FittedWorld, posterior_means
from model.compiled_engine.engine import simulate
from model.world.staircase import DAYS_PER_YEAR
from tests.calibration.fitted import fit_of, simulated_fit, world
from tests.calibration.made_rows import stay


def test_one_way_off_a_step_is_an_exponential() -> None:
    rows = [stay(f"B{i}", "lav", 1 + i, 100 + 7 * i) for i in range(60)]
    fit = fit_of(*rows)
    lav, other = check_whereabouts(fit)
    rate = float(fit.moves["lav", "ud"].posterior.mean[0])
    assert lav.names == ("lav", "høj", "ud")
    assert lav.fitted[:, 0] == pytest.approx(np.exp(-rate * np.arange(1, 4)), rel=2e-3)
    assert lav.fitted.sum(axis=1) == pytest.approx(1.0)
    assert lav.observed is not None
    assert lav.observed.children == 60
    # All have left within two years, and none came back.
    assert lav.observed.probability[1:] == pytest.approx(np.array([[0.0, 0.0, 1.0]] * 2))
    assert other.observed is None
    assert np.isnan(other.fitted).all()


def test_the_fitted_chances_are_those_of_the_engine() -> None:
    """Children who all arrive at once, 200 times, with shapes, age bands and age limits."""
    fit = simulated_fit(world(shape=0.6), 0)
    (_, later) = check_whereabouts(fit)
    fitted, lives = FittedWorld(fit=fit), fit.exposure.histories
    on = (lives.step == 1) & (lives.start > lives.first)
    child, at = np.unique(lives.child[on], return_index=True)
    day = lives.start[on][at]
    before = (lives.step == 1) & (lives.start <= lives.first)
    new = ~np.isin(child, lives.child[before])
    stock = fitted.children(child[new], np.ones(new.sum(), dtype=np.int64), on=day[new], since=day[new])
    parameters = fitted.parameters(
        posterior_means(fit), start=0, horizon_days=1200.0, stock=stock, arrivals=False
    )
    years = np.array([1.0, 2.0, 3.0]) * DAYS_PER_YEAR
    there = []
    for replication in range(200):
        stays = simulate(parameters, seed=1, replication=replication).sojourns
        there.append(count_standing(stays.step, stays.start, stays.end, years, steps=2)[:, :2] / len(stock))
    assert later.observed is not None
    assert later.observed.children == len(stock)
    error = np.std(there, axis=0) / np.sqrt(200)
    assert (np.abs(np.mean(there, axis=0) - later.fitted[:, :2]) < 4 * error + 0.004).all()


def test_what_was_seen_lies_about_a_right_fit() -> None:
    """Both look at the same children, so the distance is within chance, and smaller than chance alone."""
    parameters, distances = world(), []
    for number in range(20):
        lav, _ = check_whereabouts(simulated_fit(parameters, number))
        assert lav.observed is not None
        distances.append((lav.observed.probability[0] - lav.fitted[0]) / lav.observed.error[0])
    z = np.array(distances)
    assert np.abs(z.mean(axis=0)).max() < stats.norm.isf(1e-4 / 6) / np.sqrt(20) + 0.2
    assert z.std(axis=0).max() < 1.5


def test_one_child_who_came_and_stays() -> None:
    lav, _ = check_whereabouts(fit_of(stay("A", "lav", 5)))
    assert lav.observed is not None
    assert lav.observed.probability[:, 0].tolist() == [1.0, 1.0, 1.0]
    assert lav.fitted[:, 0] == pytest.approx(1.0)  # no move is known of


def test_who_was_there_from_the_beginning_did_not_arrive() -> None:
    lav, _ = check_whereabouts(fit_of(stay("A", "lav", -5, 400)))
    assert lav.observed is None
