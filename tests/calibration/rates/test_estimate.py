"""Check rates from a ledger against published ones and closed forms."""

import numpy as np
import pytest
from scipy import stats

from calibration.ledger.histories import ObservationWindow, histories
from calibration.rates.estimate import Move, MoveEstimate, estimates
from calibration.rates.exposure import exposure
from calibration.rates.posterior import RATES, VARIATION_SD, MoveEvidence, posterior, prior_near
from calibration.rates.verdicts import verdicts
from model.world.staircase import DAYS_PER_YEAR
from tests.calibration.made_rows import DAY_0, WINDOW, ledger, staircase, stay

EVER = ObservationWindow(first=DAY_0, last=DAY_0.replace(year=2060))


def divided(days: int, parts: int) -> list[int]:
    """Return whole numbers of days that sum to `days`, as equal as can be."""
    return [days // parts + (i < days % parts) for i in range(parts)]


def illness_death() -> dict[Move, MoveEstimate]:
    """Return estimates from 2,204 persons with 1,169, 458 and 383 events over 2,439.43 and 3,173.03 years.

    The figures are those of a published three-state example with exactly observed histories. Who is not seen
    to fall ill or to die moves away, which is no event of theirs.
    """
    healthy = divided(round(2439.43 * DAYS_PER_YEAR), 2204)
    ill = divided(round(3173.03 * DAYS_PER_YEAR), 1169)
    rows = []
    for i, days in enumerate(healthy):
        exit_to = "død" if 1169 <= i < 1169 + 458 else "flyttet"
        rows.append(stay(f"B{i}", "rask", 1, 1 + days, exit_to=exit_to))
        if i < 1169:
            exit_to = "død" if i < 383 else "flyttet"
            rows.append(stay(f"B{i}", "syg", 1 + days, 1 + days + ill[i], exit_to=exit_to))
    lives = histories(ledger(*rows), staircase("rask", "syg", exits=("død", "flyttet")), EVER)
    return estimates(exposure(lives, (0.0, 120.0)))


@pytest.mark.parametrize(
    ("move", "events", "years", "rates"),
    [
        (("rask", "syg"), 1169, 2439.43, (0.479210, 0.452512, 0.507483)),
        (("rask", "død"), 458, 2439.43, (0.187749, 0.171318, 0.205755)),
        (("syg", "død"), 383, 3173.03, (0.120705, 0.109202, 0.133419)),
    ],
)
def test_a_published_example_comes_out_to_four_digits(
    move: Move, events: int, years: float, rates: tuple[float, float, float]
) -> None:
    (row,), (rate, low, high) = illness_death()[move].rows, rates
    assert row.events == events
    assert row.child_years == pytest.approx(years, abs=0.005)
    assert row.rate_per_year == pytest.approx(rate, rel=1e-4)
    assert row.low == pytest.approx(low, rel=1e-4)
    assert row.high == pytest.approx(high, rel=1e-4)
    assert row.posterior_mean == pytest.approx(rate, rel=0.002)


def test_the_interval_without_events_is_what_would_still_have_shown_itself() -> None:
    rows = [stay("A", "lav", 1, 731, exit_to="høj"), stay("A", "høj", 731)]
    lives = histories(ledger(*rows), staircase("lav", "høj"), WINDOW)
    by_move = estimates(
        exposure(lives, (0.0, 120.0)), possible=[("høj", "ud")], reference={("høj", "ud"): 0.5}
    )
    (row,) = by_move["høj", "ud"].rows
    years = (lives.last - lives.first - 731) / DAYS_PER_YEAR
    assert (row.events, row.rate_per_year, row.low) == (0, 0.0, 0.0)
    assert row.child_years == pytest.approx(years)
    assert np.exp(-row.high * years) == pytest.approx(0.025)
    assert [*by_move] == [("lav", "høj"), ("høj", "ud")]


def test_a_cell_that_has_seen_little_borrows_from_the_others() -> None:
    years = [100.0, 100.0, 100.0, 2.0]
    one = tuple((np.zeros(1), np.array([year])) for year in years)
    alike = posterior(MoveEvidence(events=np.array([30, 29, 31, 2]), step_years=one))
    unlike = posterior(MoveEvidence(events=np.array([5, 90, 31, 2]), step_years=one))
    assert 0.3 < alike.mean[3] < 0.6  # two in two years would be 1
    assert alike.mean[3] < unlike.mean[3] < 1.0
    assert alike.mean[:3] == pytest.approx([0.3, 0.29, 0.31], rel=0.05)
    low, high = alike.interval()
    assert low[3] < alike.mean[3] < high[3]
    assert (high - low)[3] > (high - low)[:3].max()


def test_a_reference_municipality_draws_the_mean_towards_it() -> None:
    evidence = MoveEvidence(events=np.array([1]), step_years=((np.zeros(1), np.array([4.0])),))
    low, plain, high = (
        posterior(evidence, prior=p).mean[0] for p in (prior_near(0.05), RATES, prior_near(0.8))
    )
    assert 0.05 < low < plain < 0.25 < high < 0.8


@pytest.mark.parametrize(("spread", "is_calibrated"), [(1.0, True), (0.5, False)])
def test_posteriors_cover_what_the_data_were_drawn_from(spread: float, is_calibrated: bool) -> None:
    """Cook, Gelman & Rubin 2006: the rank of the truth in its posterior is uniform, at 1 in 10,000."""
    rng, ranks = np.random.default_rng(20_26), []
    for _ in range(1000):
        mean = RATES.median * np.exp(RATES.log_sd * rng.normal())
        variation = VARIATION_SD * abs(rng.normal())
        rates = rng.gamma(variation**-2, mean * variation**2, size=3)
        years = rng.uniform(1.0, 200.0, size=3)
        evidence = MoveEvidence(
            events=rng.poisson(rates * years),
            step_years=tuple((np.zeros(1), years[i : i + 1]) for i in range(3)),
        )
        estimate = posterior(evidence)
        # Halving the spread of a posterior about its median doubles the distance in standard normal terms.
        ranks.append(stats.norm.cdf(stats.norm.ppf(estimate.below(rates)[0]) / spread))
    assert (stats.kstest(ranks, "uniform").pvalue > 1e-4) == is_calibrated


def test_draws_have_the_mean_and_the_spread_of_the_posterior() -> None:
    evidence = MoveEvidence(
        events=np.array([4, 0]), step_years=((np.zeros(1), np.array([9.0])), (np.zeros(1), np.array([2.0])))
    )
    estimate = posterior(evidence)
    rates, shapes = estimate.draw(40_000, np.random.default_rng(1))
    assert rates.mean(axis=0) == pytest.approx(estimate.mean, rel=0.02)
    assert rates.std(axis=0) == pytest.approx(estimate.sd, rel=0.05)
    assert stats.pearsonr(rates[:, 0], rates[:, 1]).statistic > 0.1  # they share a mean that is not known
    assert (shapes == 1.0).all()


def test_verdicts_tell_how_many_moves_off_a_step_were_seen() -> None:
    rows = [stay(f"A{i}", "lav", 1 + i, 100 + i) for i in range(60)]
    rows += [stay(f"B{i}", "mellem", 1 + i, 100 + i) for i in range(12)]
    rows += [stay("C", "høj", 1)]
    lives = histories(ledger(*rows), staircase("lav", "mellem", "høj"), WINDOW)
    assert verdicts(exposure(lives, (0.0, 120.0))) == {"lav": "good", "mellem": "thin", "høj": "poor"}
