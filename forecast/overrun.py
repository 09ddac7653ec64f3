"""Split the difference between account and frame: volume, price, and the frame's difference from last year.

For each step, with Q full-year persons and P kroner for one of them, in the forecast (1) and in what it is
held against (0): volume (Q1 - Q0) P0, price (P1 - P0) Q1. Together they are the difference of the step's
kroner, in every run; the joint effect of both counts as price. Where there was nobody before there was no
price either, and all of it is volume.
"""

from dataclasses import dataclass

import numpy as np

from forecast.calendar_year import CalendarYear
from forecast.year import Forecast
from model.world.arrays import Floats


@dataclass(frozen=True, kw_only=True)
class Split:
    """Kroner by which each step differs, by cause; shapes as in the forecast, [..., step]."""

    volume: Floats
    price: Floats


def split(*, persons: Floats, dkk: Floats, persons_before: Floats, dkk_before: Floats) -> Split:
    """Return how much of a difference is volume and how much price, for each step.

    `persons` and `dkk` are [..., step], `persons_before` and `dkk_before` [step].
    """
    there_was = persons_before > 0
    price_before = np.where(there_was, dkk_before / np.where(there_was, persons_before, 1.0), 0.0)
    all_volume = dkk - dkk_before
    volume = np.where(there_was, (persons - persons_before) * price_before, all_volume)
    return Split(volume=volume, price=all_volume - volume)


@dataclass(frozen=True, kw_only=True)
class Overrun:
    """Kroner above the frame in every run, and their parts: `dkk = volume + price + from_the_start`."""

    dkk: Floats
    """[draw, replication]"""
    held_against: str
    """"frame" (its own numbers for each step), "last_year", or "" where there are neither."""
    persons_before: Floats
    """Full-year persons; [step], NaN where there is nothing to compare with, as in all that follows."""
    dkk_before: Floats
    """[step]"""
    parts: Split | None
    """[draw, replication, step]"""
    from_the_start: float
    """Kroner by which last year's account was above the frame already; 0 against the frame's own numbers."""

    @property
    def probability(self) -> float:
        """The share of the runs that end above the frame."""
        return float((self.dkk > 0).mean())


def overrun(forecast: Forecast) -> Overrun:
    """Return the overrun, compared with the frame's own numbers for each step or else with last year's."""
    basis = forecast.basis
    dkk = forecast.account_dkk - basis.frame.dkk
    nothing = np.full(len(basis.services.steps), np.nan)
    if basis.frame.full_year_persons is not None and basis.frame.dkk_by_step is not None:
        against, before, cost = "frame", basis.frame.full_year_persons, basis.frame.dkk_by_step
    elif basis.before is not None:
        days = CalendarYear(basis.year.year - 1).days
        against, before, cost = (
            "last_year",
            basis.before.days.sum(axis=0) / days,
            basis.before.dkk.sum(axis=0),
        )
    else:
        return Overrun(
            dkk=dkk,
            held_against="",
            persons_before=nothing,
            dkk_before=nothing,
            parts=None,
            from_the_start=float("nan"),
        )
    parts = split(
        persons=forecast.persons, dkk=forecast.dkk.sum(axis=-2), persons_before=before, dkk_before=cost
    )
    return Overrun(
        dkk=dkk,
        held_against=against,
        persons_before=before,
        dkk_before=cost,
        parts=parts,
        from_the_start=float(cost.sum()) - basis.frame.dkk,
    )
