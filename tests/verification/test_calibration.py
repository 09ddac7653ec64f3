"""Check calibration along the whole path: from rates to lives, a ledger, and the posterior of the rates."""

import numpy as np
import pytest
from scipy import stats

from calibration.ledger.histories import NOWHERE, ObservationWindow, histories
from calibration.rates.estimate import estimates
from calibration.rates.exposure import Exposure, exposure
from calibration.rates.posterior import RATES, VARIATION_SD
from model.world.arrays import Floats
from model.world.parameters import Arrivals, Parameters, StockCount, Transition
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.calibration.simulated import START, ledger_of
from tests.verification.decision import FALSE_ALARM, SEED
from tests.worlds import AGELESS, step

pytestmark = pytest.mark.verification

WORLDS = 1000
"""In the ordinary run; five times as many in the long one."""
MOVES = (("lav", "høj"), ("lav", "ud"), ("høj", "ud"))
BORDERS = (0.0, 5.0, 10.0, AGELESS)
WINDOW = ObservationWindow(first=START.replace(year=START.year + 2), last=START.replace(year=START.year + 6))


def world(rates: Floats) -> Parameters:
    """Return two steps for children of any age; `rates` are [move, age band], per child-year."""
    ages = (0.0, AGELESS)
    return Parameters(
        staircase=Staircase(
            steps=tuple(step(name, ages=ages, at_age_limit=(("ud", 1.0),)) for name in ("lav", "høj")),
            exits=("ud",),
            age_borders=BORDERS,
        ),
        horizon_days=7.0 * DAYS_PER_YEAR,
        transitions=tuple(
            Transition(from_step=origin, to=to, rate=tuple((float(rate),) for rate in row))
            for (origin, to), row in zip(MOVES, rates, strict=True)
        ),
        arrivals=tuple(Arrivals(step="lav", band=band, per_year=Schedule.constant(6.0)) for band in range(2)),
        stock_counts=tuple(
            StockCount(step=name, band=band, number=12, mean_years_on_step=1.0)
            for name in ("lav", "høj")
            for band in range(2)
        ),
    )


def seen(rates: Floats, replication: int) -> Exposure:
    """Return the exposure and events in four years of a ledger of one replication."""
    parameters = world(rates)
    ledger = ledger_of(parameters, seed=SEED, replication=replication)
    return exposure(histories(ledger, parameters.staircase, WINDOW, bridge_days=0), BORDERS)


@pytest.fixture(scope="module")
def ranks(runs: int) -> Floats:
    """Return the probability, after the data, of a rate below the true one; [world, move, band].

    The true rates are drawn from the prior of the calibration.
    """
    rng = np.random.default_rng(SEED)
    places = []
    for number in range(WORLDS * runs):
        means = RATES.median * np.exp(RATES.log_sd * rng.normal(size=3))
        variations = VARIATION_SD * np.abs(rng.normal(size=3))
        rates = rng.gamma(variations[:, None] ** -2, (means * variations**2)[:, None], size=(3, 3))
        believed = estimates(seen(rates, number), possible=MOVES, shapes=False)
        places.append([believed[move].posterior.below(row) for move, row in zip(MOVES, rates, strict=True)])
    return np.array(places)


def of_one_band(ranks: Floats) -> Floats:
    """Return ranks that are independent: the bands of a move share a mean, the moves of a world nothing."""
    return ranks[np.arange(len(ranks)), :, np.arange(len(ranks)) % 3].ravel()


def test_ranks_of_the_truth_are_uniform(ranks: Floats) -> None:
    """Talts et al. 2018: then what is believed of a rate is neither too sure nor too unsure, nor off."""
    assert stats.kstest(of_one_band(ranks), "uniform").pvalue > FALSE_ALARM


def test_beliefs_half_as_wide_are_found_out(ranks: Floats) -> None:
    too_sure = stats.norm.cdf(2 * stats.norm.ppf(of_one_band(ranks)))
    assert stats.kstest(too_sure, "uniform").pvalue < FALSE_ALARM


def test_nine_in_ten_intervals_of_ninety_percent_hold_the_truth(ranks: Floats) -> None:
    share = ((ranks > 0.05) & (ranks < 0.95)).mean(axis=(1, 2))
    error = share.std(ddof=1) / np.sqrt(len(share))
    assert abs(share.mean() - 0.9) < max(0.03, stats.norm.isf(FALSE_ALARM / 2) * error)
    assert error < 0.015


TRUE = np.array([[0.5, 0.5, 0.5], [0.4, 0.4, 0.4], [0.3, 0.3, 0.3]])


def test_stays_that_are_cut_by_the_window_do_not_bias_the_rates_and_leaving_them_out_does(runs: int) -> None:
    ours, dropped = [], []
    for number in range(60 * runs):
        world = seen(TRUE, number)
        ours.append(world.events().sum(axis=(2, 3))[1, 2] / world.child_years().sum(axis=(1, 2))[1])
        lives = world.histories
        done = (
            (lives.step == 1)
            & (lives.destination != NOWHERE)
            & (lives.start >= lives.first)
            & (lives.end <= lives.last)
        )
        dropped.append(done.sum() / ((lives.end - lives.start)[done].sum() / DAYS_PER_YEAR))
    limit = stats.t.isf(FALSE_ALARM / 2, df=len(ours) - 1)
    for rates, is_biased in ((np.array(ours), False), (np.array(dropped), True)):
        z = (rates.mean() - TRUE[2, 0]) / (rates.std(ddof=1) / np.sqrt(len(rates)))
        assert (abs(z) > limit) == is_biased, z
