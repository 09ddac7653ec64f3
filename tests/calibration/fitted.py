"""Provide fits to simulated and to hand-written ledgers."""

from datetime import timedelta
from typing import Any

from calibration.ledger.histories import Histories, ObservationWindow, histories
from calibration.rates.fitted_world import RatesFit, fit_to
from model.world.parameters import Arrivals, Parameters, StockCount, Transition
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase, Step
from tests.calibration.made_rows import WINDOW, ledger, staircase
from tests.calibration.simulated import START, ledger_of

BORDERS = (0.0, 6.0, 18.0)
BANDS = ((0.0, 6.0), (6.0, 18.0))
YEARS = 6
"""Seen of each simulated ledger, after a first year that is not."""


def world(*, shape: float = 1.0, per_year: float = 25.0, growth: float = 0.0) -> Parameters:
    """Return two steps until 18 in something like a steady state; `shape` is that of all moves off høj."""
    out = (("ud", 1.0),)
    rates = {("lav", "høj"): 0.4, ("lav", "ud"): 0.8, ("høj", "lav"): 0.2, ("høj", "ud"): 0.6}
    horizon = (YEARS + 1) * DAYS_PER_YEAR
    times = tuple(float(day) for day in range(0, int(horizon), 30))
    curve = tuple(per_year * (1 + growth) ** (day / DAYS_PER_YEAR) for day in times)
    return Parameters(
        staircase=Staircase(
            steps=tuple(Step(name=name, age_to=18.0, at_age_limit=out) for name in ("lav", "høj")),
            exits=("ud",),
            age_borders=BORDERS,
        ),
        horizon_days=horizon,
        transitions=tuple(
            Transition(
                from_step=origin,
                to=to,
                rate=((rate,), (0.8 * rate,)),
                shape=shape if origin == "høj" else 1.0,
            )
            for (origin, to), rate in rates.items()
        ),
        arrivals=tuple(
            Arrivals(step="lav", band=band, per_year=Schedule(times=times, values=curve)) for band in (0, 1)
        ),
        stock_counts=tuple(
            StockCount(step=name, band=band, number=number, mean_years_on_step=1.0)
            for name, number in (("lav", 25), ("høj", 14))
            for band in (0, 1)
        ),
    )


def simulated_lives(parameters: Parameters, replication: int, *, years: int = YEARS) -> Histories:
    """Return what a ledger tells of one replication, after its first year."""
    first = START.replace(year=START.year + 1)
    window = ObservationWindow(first=first, last=first.replace(year=first.year + years) - timedelta(days=1))
    rows = ledger_of(parameters, seed=1, replication=replication)
    return histories(rows, parameters.staircase, window, bridge_days=0)


def simulated_fit(parameters: Parameters, replication: int, *, shapes: bool = True) -> RatesFit:
    """Return the fit to that."""
    return fit_to(simulated_lives(parameters, replication), BANDS, shapes=shapes)


def fit_of(*rows: dict[str, Any], window: ObservationWindow = WINDOW) -> RatesFit:
    """Return the fit to a few rows with constant hazards; steps for children of any age, in one band."""
    lives = histories(ledger(*rows), staircase("lav", "høj"), window, bridge_days=0)
    return fit_to(lives, ((0.0, 120.0),), shapes=False)
