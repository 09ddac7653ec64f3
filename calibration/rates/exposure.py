"""Count the events and child-years that rates are estimated from."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calibration.ledger.histories import NOWHERE, Histories
from model.world.arrays import Floats, Ints
from model.world.staircase import DAYS_PER_YEAR, Step

ALL_AGES = (0.0, 120.0)
"""The only age band where ages are not distinguished; years."""


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """Time at risk, cut at the birthdays that lead into another age band, and the moves that were seen.

    A stay that began before the window counts from its first day in it (left truncation), one that goes on
    after it until its last (right censoring). An end at an age limit is
    no move, and only ends the time at risk.
    """

    histories: Histories
    bands: tuple[tuple[float, float], ...]
    """Ages in years: from, until the birthday."""
    step: Ints
    """[piece]"""
    band: Ints
    group: Ints
    since: Floats
    """Years on the step when the piece begins, counted from the beginning of the stay; [piece]."""
    until: Floats
    """Years on the step when the piece ends; [piece]."""
    destination: Ints
    """Where the piece ended with a move; `NOWHERE` where it did not."""
    grown: Ints
    """Stays that ended in the window because the child reached the age limit of the step; [step]."""
    unknown_age: int
    """Stays that are left out because the age of the child is not known."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of steps, age bands and groups."""
        staircase = self.histories.staircase
        return len(staircase.steps), len(self.bands), len(staircase.groups)

    @property
    def band_names(self) -> list[str]:
        """Names of the age bands, as scenarios call them; «alle» for that of all ages."""
        return ["alle" if band == ALL_AGES else f"{band[0]:g}-{band[1] - 1:g}" for band in self.bands]

    def child_years(self) -> Floats:
        """Return the time at risk; [step, band, group]."""
        years = np.zeros(self.shape)
        np.add.at(years, (self.step, self.band, self.group), self.until - self.since)
        return years

    def events(self) -> Ints:
        """Return the number of moves; [step, destination, band, group]."""
        steps, bands, groups = self.shape
        moves = np.zeros((steps, len(self.histories.staircase.names), bands, groups), dtype=np.int64)
        seen = self.destination != NOWHERE
        np.add.at(moves, (self.step[seen], self.destination[seen], self.band[seen], self.group[seen]), 1)
        return moves


def exposure(lives: Histories, borders: Sequence[float]) -> Exposure:
    """Return the time at risk and the moves by step, age band and group.

    `borders` are ages in years. Children too young or too old for a step count in the first or the last band
    that it admits.
    """
    first, last = float(lives.first), float(lives.last)
    start = lives.start.astype(np.float64)
    begin, end = np.maximum(start, first), np.minimum(lives.end.astype(np.float64), last)
    ended = (lives.destination != NOWHERE) & (lives.end > first) & (lives.end <= last)
    moved = ended & ~lives.at_age_limit
    ages = [*pairwise(borders)]
    birth = lives.birth[lives.child]
    one = len(ages) == 1
    known = np.full(len(start), fill_value=True) if one else ~np.isnan(birth)
    youngest, oldest = np.array([admitted_bands(step, ages) for step in lives.staircase.steps]).T
    columns: dict[str, list[NDArray[np.generic]]] = {name: [] for name in _COLUMNS}
    for number, (low, high) in enumerate(ages):
        lower = np.full(len(start), -np.inf) if number == 0 else birth + low * DAYS_PER_YEAR
        upper = np.full(len(start), np.inf) if number == len(ages) - 1 else birth + high * DAYS_PER_YEAR
        since, until = np.maximum(begin, lower), np.minimum(end, upper)
        here = known & (since < until)
        columns["step"].append(lives.step[here])
        columns["band"].append(np.clip(number, youngest[lives.step[here]], oldest[lives.step[here]]))
        columns["group"].append(lives.group[lives.child[here]])
        columns["since"].append((since - start)[here] / DAYS_PER_YEAR)
        columns["until"].append((until - start)[here] / DAYS_PER_YEAR)
        # A birthday and a move on one day: the child was as old as the band that the day ended.
        ends_here = here & moved & (until == lives.end)
        columns["destination"].append(np.where(ends_here, lives.destination, NOWHERE)[here])
    return Exposure(
        histories=lives,
        bands=tuple(ages),
        grown=np.bincount(
            lives.step[known & ended & lives.at_age_limit], minlength=len(lives.staircase.steps)
        ),
        unknown_age=int((~known & (begin < end)).sum()),
        **{name: np.concatenate(columns.pop(name)) for name in _COLUMNS},
    )


_COLUMNS = ("step", "band", "group", "since", "until", "destination")


def admitted_bands(step: Step, ages: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Return the indices of the first and the last age band that a step admits."""
    if len(ages) == 1:
        return 0, 0
    fitting = [i for i, (low, high) in enumerate(ages) if low < step.age_to and step.age_from < high]
    return fitting[0], fitting[-1]
