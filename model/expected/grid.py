"""Cut time, birth dates and days of entry to a step into the cells of the forward equations."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model.arithmetic.functions import exp, interpolated, log, log1p, power
from model.world.arrays import Floats, Ints
from model.world.parameters import Parameters, StockChild, StockCount
from model.world.staircase import DAYS_PER_YEAR

_LONGEST = 40.0
"""The longest time on a step that is counted, in mean times on it."""


@dataclass(frozen=True, kw_only=True)
class TimeGrid:
    """Cells of time, cohorts of birth dates, columns of entry dates; days count from the start date.

    Cohorts and columns are fixed dates, so nothing moves from cell to cell as time goes by. No cohort has a
    birthday that matters in two cells of time, and every given day and every change of a schedule is a border
    of cells: the shares that are split are exact.
    """

    times: Floats
    """Borders of the cells of time, from 0; [cell + 1]."""
    born: Floats
    """Middle of each cohort's birth dates, the oldest first; [cohort]."""
    width: Floats
    """Days of birth dates in each cohort, 0 for a child that is listed; [cohort]."""
    had: Ints
    """Number of cohorts, the oldest ones, that have reached each age border; [cell + 1, age border]."""
    first: Floats
    """First day of entry of each column: those of before the start date, then one for each cell; [column]."""
    last: Floats
    """Last day of entry of each column; [column]."""
    since: Floats
    """Day of entry of each listed child, 0 for the other cohorts; [cohort]."""
    listed: Ints
    """Cohort of each listed child; [child]."""

    @property
    def old_columns(self) -> int:
        """The number of columns of those who came before the start date."""
        return len(self.first) - len(self.times) + 1

    def in_band(self, band: int, cell: int) -> slice:
        """Return the cohorts that are in an age band throughout a cell of time."""
        return slice(int(self.had[cell + 1, band + 1]), int(self.had[cell, band]))

    def reaching(self, border: int, cell: int) -> slice:
        """Return the cohorts that reach an age border within a cell of time."""
        return slice(int(self.had[cell, border]), int(self.had[cell + 1, border]))

    def at_start(self, parameters: Parameters, count: StockCount, group: int) -> tuple[slice, Floats]:
        """Return the cohorts of counted children of a group, and their expected numbers; [cohort, column].

        As `model.world.arrivals` draws them, times on the step cut at the time since they were old enough.
        """
        rows = slice(int(self.had[0, count.band + 1]), int(self.had[0, count.band]))
        number = count.group_shares[group] * count.number * self.width[rows] / self.width[rows].sum()
        shares = np.zeros((len(number), self.old_columns))
        if count.standing is None and count.mean_years_on_step == 0.0:
            shares[:, 0] = 1.0
            return rows, number[:, None] * shares
        # Those whose time is cut stand at the cut, which is spread over the cohort's ages.
        longest = -self.born[rows] / DAYS_PER_YEAR - parameters.staircase.step(count.step).age_from
        spread = np.maximum(self.width[rows], 1e-9) / DAYS_PER_YEAR
        years = -self.first[1 : self.old_columns] / DAYS_PER_YEAR
        cut = np.clip((years - longest[:, None]) / spread[:, None] + 0.5, 0.0, 1.0)
        if count.standing is None:
            longer = exp(-years / count.mean_years_on_step)[None]
        else:
            spread_by = count.standing[group]
            ages = -self.born[rows] / DAYS_PER_YEAR
            part = self.width[rows] / DAYS_PER_YEAR / 2
            younger = interpolated([ages - part, ages + part], spread_by.ages, spread_by.younger)
            number = count.group_shares[group] * count.number * (younger[1] - younger[0])
            cells = np.clip(
                np.searchsorted(spread_by.ages, ages, side="right") - 1, 0, len(spread_by.shorter) - 1
            )
            longer = 1.0 - np.array(
                [interpolated(years, spread_by.years, spread_by.shorter[cell]) for cell in cells]
            )
        below = 1.0 - longer * (1.0 - cut)
        below[:, -1] = 1.0
        shares[:, 1:] = np.diff(below, axis=1, prepend=0.0)
        return rows, number[:, None] * shares


def make_grid(parameters: Parameters, days: Floats, days_per_cell: float) -> TimeGrid:
    """Return the cells until the last of `days`; no cell of time is wider than `days_per_cell`."""
    borders = np.array(parameters.staircase.age_borders) * DAYS_PER_YEAR
    times = _times(parameters, days, min(days_per_cell, float(np.diff(borders).min())))
    cuts = np.unique(np.round(times[None, :] - borders[:, None], 6))
    listed = [_born(parameters, child) for child in parameters.stock]
    born = np.concatenate([(cuts[1:] + cuts[:-1]) / 2, listed])
    width = np.concatenate([np.diff(cuts), np.zeros(len(listed))])
    since = np.concatenate([np.zeros(len(cuts) - 1), [child.since_day for child in parameters.stock]])
    order = np.argsort(born, kind="stable")
    place = np.argsort(order, kind="stable")
    born = born[order]
    edges = _entry_edges(parameters, days_per_cell)
    return TimeGrid(
        times=times,
        born=born,
        width=width[order],
        had=np.searchsorted(born, times[:, None] - borders[None, :], side="right"),
        first=np.concatenate([[0.0], edges[1:], times[:-1]]),
        last=np.concatenate([[0.0], edges[:-1], times[1:]]),
        since=since[order],
        listed=place[len(cuts) - 1 :],
    )


def _times(parameters: Parameters, days: Floats, widest: float) -> Floats:
    end = float(days[-1])
    schedules = [arrivals.per_year for arrivals in parameters.arrivals]
    schedules += [programme.share for programme in parameters.programmes]
    changes = [day for schedule in schedules for day, _ in schedule.changes(before=end)]
    fixed = np.unique([0.0, *days.tolist(), *changes]).tolist()
    pieces = [
        np.linspace(low, high, int(np.ceil((high - low) / widest)), endpoint=False)
        for low, high in pairwise(fixed)
    ]
    return np.concatenate([*pieces, [end]])


def _born(parameters: Parameters, child: StockChild) -> float:
    """Return the birth of a listed child: noon, but no later than the birthdays it has had."""
    age = -child.birth_day / DAYS_PER_YEAR
    staircase = parameters.staircase
    return min(child.birth_day + 0.5, -staircase.age_borders[staircase.band(age)] * DAYS_PER_YEAR)


def _entry_edges(parameters: Parameters, days_per_cell: float) -> Floats:
    """Return the borders of the columns of before the start date, falling from 0.

    The longer ago, the wider: a Weibull hazard changes with the logarithm of the time on the step.
    """
    staircase = parameters.staircase
    longest = [
        min(
            np.inf if count.standing is not None else _LONGEST * count.mean_years_on_step,
            staircase.age_borders[count.band + 1] - staircase.step(count.step).age_from,
        )
        for count in parameters.stock_counts
    ]
    growth = 1.0 + days_per_cell / DAYS_PER_YEAR
    number = int(np.ceil(log1p(max(longest, default=0.0)) / log(growth)))
    return np.asarray(-DAYS_PER_YEAR * (power(growth, np.arange(number + 1.0)) - 1.0))
