"""Compare a forecast with the closed form of a simple year, and with years simulated to their end."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from calibration.rows.ledger import Ledger, column_of
from calibration.tables.table import Cells
from forecast.calendar_year import CalendarYear
from forecast.services import services
from forecast.spent_so_far import account
from model.world.arrays import Floats
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.draws import draw
from scenarios.building.world import build
from scenarios.format.study import Study
from tests.calibration.made_rows import ledger, stay
from tests.calibration.simulated import START, ledger_of
from tests.forecast.worlds import RATES, run, town
from tests.verification.decision import FALSE_ALARM, LIMIT, SEED

pytestmark = pytest.mark.verification

OUT = "    hjemme: {slut: 0.5}\n    pleje: {slut: udslusning}\n    efter: {slut: 0.8}\n"
"""Everybody leaves for good, at a rate of its own for each step."""


def test_a_year_of_leaving_and_arriving_costs_what_calculus_says(tmp_path: Path, runs: int) -> None:
    """Running stays last exponentially long; those who arrive at a constant rate have less of the year.

    New stays are like one of twelve earlier ones, each as likely as the others on average.
    """
    asked, study = town(
        tmp_path,
        (RATES, OUT),
        ("{kind: lognormal, p05: 0.05, p95: 0.2}", "{kind: lognormal, p05: 0.8999, p95: 0.9001}"),
    )
    asked = replace(
        asked, rates="scenario", last=date(2021, 6, 30), draws=1200 * runs, replications=1, seed=SEED
    )
    running = {f"p{i}": 30_000.0 + 2_000.0 * i for i in range(40)}
    earlier = {f"h{i}": 200.0 + 10.0 * i for i in range(12)}
    rows = [
        stay(child, "pleje", 100, None, price=dkk, price_unit="month", birth_date=-2000)
        for child, dkk in running.items()
    ]
    rows += [
        stay(child, "hjemme", 300 + i, 330, price=dkk, price_unit="day", birth_date=-2000)
        for i, (child, dkk) in enumerate(earlier.items())
    ]
    forecast = run(asked, study, ledger(*rows))
    year, first = CalendarYear(2021), forecast.basis.rest.first_day
    days = np.arange(first, year.after) + 0.5
    years = (days - first) / DAYS_PER_YEAR
    month = np.searchsorted(year.edges, days, side="right") - 1
    leaving = sum(running.values()) * (np.exp(-0.9 * years) * year.per_day[1][month]).sum()
    arrived = 10.0 * (1 - np.exp(-0.5 * years)) / 0.5
    coming = float(np.mean([*earlier.values()])) * arrived.sum()
    rest = forecast.dkk[:, 0, 6:].sum(axis=1)
    for step, expected in ((0, coming), (1, leaving)):
        error = rest[:, step].std(ddof=1) / np.sqrt(len(rest))
        z = (rest[:, step].mean() - expected) / error
        assert abs(z) < LIMIT, (step, rest[:, step].mean(), expected, z)
        assert error < 0.02 * expected  # so that an error of a tenth is caught


WORLDS, DRAWS = 60, 80
YEARS = 5
LAST = date(START.year + YEARS - 1, 8, 31)
YEAR = CalendarYear(LAST.year)
LARGER = (("children_0_22: 1000", "children_0_22: 6000"), ("hjemme: {0-17: 10}", "hjemme: {0-17: 60}"))
LEVEL_DKK = {"hjemme": 9_000.0, "pleje": 45_000.0, "efter": 30_000.0}


def lived(study: Study, number: int) -> Ledger:
    """Return the ledger of five years in one world, its rates drawn from the scenario's."""
    values = draw(study, seed=SEED, number=number)
    scenario = study.scenario.model_copy(update={"start": START, "years": YEARS})
    whole = ledger_of(build(scenario, values).parameters, seed=SEED, replication=number)
    rng = np.random.Generator(np.random.Philox(key=number))
    spread = np.exp(0.4 * rng.normal(size=len(whole.rows)))
    prices: pd.Series[float] = whole.rows["step"].map(LEVEL_DKK).astype(float) * spread
    unit = column_of("price_unit", Cells.same("month", len(prices)))
    return Ledger(rows=whole.rows.assign(price=prices, price_unit=unit))


def known_then(whole: Ledger) -> Ledger:
    """Return the rows as they stood on the last day that is known."""
    last = pd.Timestamp(LAST)
    rows = whole.rows[whole.rows["start"] <= last].reset_index(drop=True)
    return Ledger(rows=rows.assign(end=rows["end"].where(rows["end"] <= last)))


@pytest.fixture
def ended(tmp_path_factory: pytest.TempPathFactory, runs: int) -> Floats:
    """Return the actual cost of the year, and after it the forecasts of the runs; [world, 1 + run]."""
    asked, study = town(tmp_path_factory.mktemp("by"), *LARGER)
    asked = replace(asked, last=LAST, draws=DRAWS, replications=1, seed=SEED + 1)
    sums = []
    for number in range(WORLDS * runs):
        whole = lived(study, number)
        forecast = run(asked, study, known_then(whole))
        stairs = forecast.basis.lives.staircase
        after = account(services(whole, stairs, YEAR.after - 1, otherwise={}), YEAR)
        sums.append([after.dkk.sum(), *forecast.account_dkk[:, 0]])
    return np.array(sums)


def inside(ended: Floats, percent: float, *, of_width: float = 1.0) -> int:
    """Return in how many worlds the account ended within a band, perhaps made narrower about its median."""
    said = np.median(ended[:, 1:], axis=1)
    low, high = np.quantile(ended[:, 1:], [0.5 - percent / 200, 0.5 + percent / 200], axis=1)
    low, high = said - of_width * (said - low), said + of_width * (high - said)
    return int(((low <= ended[:, 0]) & (ended[:, 0] <= high)).sum())


def test_the_bands_hold_the_account_as_often_as_they_say_and_half_as_wide_ones_do_not(
    ended: Floats,
) -> None:
    for percent in (50, 90):
        held = inside(ended, percent)
        assert stats.binomtest(held, len(ended), percent / 100).pvalue > FALSE_ALARM, (percent, held)
    held = inside(ended, 90, of_width=0.5)
    assert stats.binomtest(held, len(ended), 0.9).pvalue < FALSE_ALARM, held
    # The middle is neither too high nor too low.
    above = int((ended[:, 0] > np.median(ended[:, 1:], axis=1)).sum())
    assert stats.binomtest(above, len(ended), 0.5).pvalue > FALSE_ALARM, above
