"""What the account differs by from the frame, and why: volume, price, and where the frame itself began."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.calendar_year import CalendarYear
from forecast.year import Forecast

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Split:
    """Kroner by which each step differs; shapes as the forecast's, [..., step]."""

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
    """Full-year persons; [step], NaN where there is nothing to hold against, as in all that follows."""
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


def overrun(found: Forecast) -> Overrun:
    """Return how the account differs from the frame, held against the frame's numbers or last year's."""
    known = found.basis
    dkk = found.account_dkk - known.frame.dkk
    nothing = np.full(len(known.services.steps), np.nan)
    if known.frame.full_year_persons is not None and known.frame.dkk_by_step is not None:
        against, before, cost = "frame", known.frame.full_year_persons, known.frame.dkk_by_step
    elif known.before is not None:
        days = CalendarYear(known.year.year - 1).days
        against, before, cost = (
            "last_year",
            known.before.days.sum(axis=0) / days,
            known.before.dkk.sum(axis=0),
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
    parts = split(persons=found.persons, dkk=found.dkk.sum(axis=-2), persons_before=before, dkk_before=cost)
    return Overrun(
        dkk=dkk,
        held_against=against,
        persons_before=before,
        dkk_before=cost,
        parts=parts,
        from_the_start=float(cost.sum()) - known.frame.dkk,
    )
