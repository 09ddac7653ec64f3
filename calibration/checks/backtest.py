"""Backtest a calibration: fit to the time until a cut, and compare its bands with the months after it.

Caveat. Months depend on each other: twelve months outside a band are one surprise and not twelve. Trust the
p-values and the year-ends more than the shares of months. Later knowledge enters in one place: a gap that is
bridged is no gap on the day of the cut either.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from calibration.checks.stock import (
    REPLICATIONS,
    StockBands,
    Tick,
    month_ends,
    no_tick,
    observed_stock,
    simulate_stock,
    stock_bands,
)
from calibration.ledger.histories import NOWHERE, Histories, ObservationWindow, date_of_day, day_number
from calibration.rates.estimate import Move
from calibration.rates.fitted_world import RatesFit, fit_to
from calibration.rates.verdicts import p_value_limit
from language.messages import Message
from model.world.arrays import Bools, Floats, Ints
from scenarios.files.refusals import RefusedError

DRAWS = 400
"""With the replications enough for p-values as small as a verdict on some twenty steps needs."""
LEAST_DAYS = 365
"""Fewest days before the cut; rates from less are not worth a test."""
LEAST_HELD_DAYS = 90
MOST_HELD_DAYS = 731
"""Two years are held back, or a third of the window if that is less."""


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """The held-back months; [step + 1], the last for all steps together, unless stated otherwise."""

    cut: date
    """The last day of the data that was fitted; the runs start from its stock."""
    bands: StockBands
    """At the ends of the months after the cut, with a p-value of all of them together."""
    months: int
    inside_50: Floats
    """Share of the months whose stock lies within the band of 50 percent."""
    inside_90: Floats
    year_ends: int
    """How many of the months are Decembers."""
    year_ends_inside_50: Ints
    """How many of those lie within the band of 50 percent."""
    year_ends_inside_90: Ints
    mean_error: Floats
    """Observed minus expected children, on average over the months."""

    @property
    def holds(self) -> Bools:
        """Whether the p-value is above the limit for all of these tests at `verdicts.LEVEL`."""
        return np.asarray(self.bands.p_value >= p_value_limit(len(self.bands.p_value)))


def backtest(
    fit: RatesFit,
    *,
    seed: int,
    cut: date | None = None,
    possible: Collection[Move] = (),
    reference: Mapping[Move, float] | None = None,
    shapes: bool = True,
    draws: int = DRAWS,
    replications: int = REPLICATIONS,
    tick: Tick = no_tick,
) -> Backtest:
    """Return how a fit to the time until `cut` predicts the rest of the window.

    Left out, `cut` holds back the last third of the window or its last two years, whichever is shorter, and
    is the end of a month where that leaves enough. `possible`, `reference` and `shapes` are those of
    `calibration.rates.estimate.estimates`. The same seed gives the same figures. `tick` is called after each
    draw.

    Raises RefusedError when less than `LEAST_DAYS` lie before the cut or `LEAST_HELD_DAYS` after it, or
    nobody was seen before it; ValueError as `calibration.checks.stock.simulate_stock` does.
    """
    lives = fit.exposure.histories
    day = _usual_cut(lives) if cut is None else day_number(cut)
    _check(lives, day)
    past = fit_to(
        histories_until(lives, day), fit.exposure.bands, possible=possible, reference=reference, shapes=shapes
    )
    if not len(past.exposure.step):
        raise RefusedError(
            Message(
                "backtest: there are no stays before {day}; hold back a shorter time", day=date_of_day(day)
            )
        )
    days = month_ends(day, lives.last)
    runs = simulate_stock(
        past, start=day, days=days, seed=seed, draws=draws, replications=replications, tick=tick
    )
    bands = stock_bands(days, observed_stock(fit, days), runs)
    decembers = np.array([f"{date_of_day(each):%m-%d}" == "12-31" for each in days.tolist()])
    within_50, within_90 = bands.inside(50), bands.inside(90)
    return Backtest(
        cut=date_of_day(day),
        bands=bands,
        months=len(days),
        inside_50=within_50.mean(axis=0),
        inside_90=within_90.mean(axis=0),
        year_ends=int(decembers.sum()),
        year_ends_inside_50=within_50[decembers].sum(axis=0),
        year_ends_inside_90=within_90[decembers].sum(axis=0),
        mean_error=(bands.observed - bands.expected).mean(axis=0),
    )


def histories_until(lives: Histories, day: int) -> Histories:
    """Return the histories as known at the end of a day within the window, which then ends there."""
    begun = lives.start <= day
    running = lives.end[begun] > day
    return replace(
        lives,
        window=ObservationWindow(first=lives.window.first, last=date_of_day(day)),
        child=lives.child[begun],
        step=lives.step[begun],
        start=lives.start[begun],
        end=np.minimum(lives.end[begun], day + 1),
        destination=np.where(running, NOWHERE, lives.destination[begun]),
        at_age_limit=lives.at_age_limit[begun] & ~running,
        came=lives.came[begun],
        rules={},
    )


def _usual_cut(lives: Histories) -> int:
    held = min((lives.last - lives.first) // 3, MOST_HELD_DAYS)
    latest = lives.last - held
    last_of_month = day_number(date_of_day(latest).replace(day=1)) - 1
    return last_of_month if last_of_month - lives.first >= LEAST_DAYS else latest


def _check(lives: Histories, day: int) -> None:
    before, after, cut = day - lives.first, lives.last - day, date_of_day(day)
    if before < LEAST_DAYS or after < LEAST_HELD_DAYS:
        raise RefusedError(
            Message(
                "backtest at {cut}: there are {before} days before and {after} after; there must "
                "be at least {least_days} and {least_held_days}",
                cut=cut,
                before=max(before, 0),
                after=max(after, 0),
                least_days=LEAST_DAYS,
                least_held_days=LEAST_HELD_DAYS,
            )
        )
