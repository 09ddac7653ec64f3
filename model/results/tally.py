"""Tally the records of one replication, by calendar month and at the end of budget years."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from model.results.by_month import count_by_month, days_by_month
from model.results.counting import Counting
from model.results.households import enrolled, household_days
from model.results.records import Records, Sojourns
from model.results.reimbursement import reimbursed_by_month
from model.world.arrays import Bools, Floats, Ints
from model.world.months import Months
from model.world.randomness import Chance

Number = TypeVar("Number", np.float64, np.int64)

ON_A_STEP, OUTSIDE = 0, 1
"""Places where a child waits: the last axis of `waiting_days`."""

MEAN_ENDED, MEDIAN_ENDED, MEAN_RUNNING, MEDIAN_RUNNING = range(4)
"""Statistics of the lengths of stays: the last axis of `stay_days`."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Days and events by calendar month and by budget year, zero where there are none.

    Every array may have leading axes, such as replications. An event on the border of two months belongs to
    the later one, and a stay that ends on the last day of a year is still running at the end of that year.
    Events from the horizon of the months on are left out, so that records of a longer simulation give the
    same earlier months and years.
    """

    person_days: Floats
    """Days lived on each step after the start date; [..., month, step]."""
    starts: Ints
    """Stays that began after the start date, arrivals and moves alike; [..., month, step].

    The stays of the children who stand on a step at the start date did not begin in any month.
    """
    ends: Ints
    """Stays that ended, which a stay running at the horizon did not; [..., month, step]."""
    ended_within: Ints
    """Stays that ended and lasted, from their very start, no longer than a limit; [..., month, limit].

    Of each of `Counting.stay_limits`, on its step.
    """
    moves: Ints
    """Stays that ended, by destination; [..., month, step, index into `Staircase.names`]."""
    waiting_days: Floats
    """Days waited for a place; [..., month, step waited for, `ON_A_STEP` or `OUTSIDE`].

    A wait lies whole where the child stood at its end: one that began outside and ended on a step is on a
    step. Days on a step are person-days of that step too.
    """
    enrolled_days: Floats
    """Days in each programme, of households where they are enrolled as one; [..., month, programme]."""
    enrolments: Ints
    """Children, or households as one, who got into each programme; [..., month, programme]."""
    window_days: Floats
    """Days lived on the steps of each of `Counting.windows` while it is open; [..., month, window]."""
    household_days: Floats
    """Days on each step with a child of a household there, whether one or several; [..., month, step].

    Zero unless `Counting.household_days`.
    """
    children: Ints
    """Children on each step at the end of the year; [..., year, step]."""
    formerly: Ints
    """Children with an institution stay that ended after the start date; [..., year, place].

    Place is where they are at the end of the year: an index into `Staircase.names`, perhaps an institution
    again, or the last index for those waiting outside for a step.
    """
    stay_days: Floats
    """Lengths of institution stays from their very start; [..., year, `MEAN_ENDED` to `MEDIAN_RUNNING`].

    Of the stays that ended in the year, and so far of those running at its end; nan where there are none.
    """
    reimbursed_dkk: Floats
    """Central reimbursement by the state; [..., month]."""

    @classmethod
    def stack(cls, parts: Sequence[Self]) -> Self:
        """Return the tallies, at least one, behind each other on a new leading axis."""
        return cls(**{f.name: np.stack([getattr(part, f.name) for part in parts]) for f in fields(cls)})


def tally(records: Records, counting: Counting, chance: Chance | None = None) -> Tally:
    """Return the counts of one replication, without leading axes.

    `chance` is that of the replication; only prices that differ between children need it.
    """
    staircase, months = counting.staircase, counting.months
    steps, names = len(staircase.steps), len(staircase.names)
    stays, waits = records.sojourns, records.waits
    came = stays.start > 0.0
    ended = stays.destination >= 0
    left = stays.step[ended]
    moves = count_by_month(
        stays.end[ended], left * names + stays.destination[ended], lanes=steps * names, months=months
    )
    waiting = days_by_month(
        waits.start, waits.end, waits.step * 2 + (waits.origin < 0), lanes=steps * 2, months=months
    )
    start, end, programme = enrolled(records, counting.by_household)
    return Tally(
        person_days=days_by_month(stays.start, stays.end, stays.step, lanes=steps, months=months),
        starts=count_by_month(stays.start[came], stays.step[came], lanes=steps, months=months),
        ends=count_by_month(stays.end[ended], left, lanes=steps, months=months),
        ended_within=_ended_within(stays, counting),
        moves=moves.reshape(-1, steps, names),
        waiting_days=waiting.reshape(-1, steps, 2),
        enrolled_days=days_by_month(start, end, programme, lanes=counting.programmes, months=months),
        enrolments=count_by_month(start, programme, lanes=counting.programmes, months=months),
        window_days=_window_days(records, counting),
        household_days=household_days(records, months, steps)
        if counting.household_days
        else np.zeros((months.count, steps)),
        children=_children(stays, counting),
        formerly=_formerly(stays, counting),
        stay_days=_stay_days(stays, counting),
        reimbursed_dkk=(
            np.zeros(months.count)
            if counting.reimbursable is None
            else reimbursed_by_month(records, months, counting.reimbursable, chance)
        ),
    )


def _ended_within(stays: Sojourns, counting: Counting) -> Ints:
    limits = counting.stay_limits
    counts = np.zeros((counting.months.count, len(limits)), dtype=np.int64)
    for i, limit in enumerate(limits):
        short = (stays.destination >= 0) & (stays.step == limit.step)
        short &= stays.end - stays.start <= limit.days
        one_lane = np.zeros(int(short.sum()), dtype=np.int64)
        counts[:, i] = count_by_month(stays.end[short], one_lane, lanes=1, months=counting.months)[:, 0]
    return counts


def _window_days(records: Records, counting: Counting) -> Floats:
    stays, people = records.sojourns, records.children
    days = np.zeros((counting.months.count, len(counting.windows)))
    child = np.searchsorted(people.identity, stays.child) if counting.windows else None
    for i, window in enumerate(counting.windows):
        on = np.isin(stays.step, window.steps) & window.children.in_groups(people.group[child])
        whose = people.birth_day[child][on]
        for start, end in window.children.within(
            stays.start[on], stays.end[on], whose, from_day=window.from_day, to_day=window.to_day
        ):
            one_lane = np.zeros(len(start), dtype=np.int64)
            days[:, i] += days_by_month(start, end, one_lane, lanes=1, months=counting.months)[:, 0]
    return days


def _running(stays: Sojourns, day: float) -> Bools:
    """Return whether each stay is running on a day; one that is cut by the horizon is."""
    return (stays.start < day) & (stays.end >= day)


def _ended(stays: Sojourns, *, before: float, since: float = 0.0) -> Bools:
    """Return whether each stay ended from day `since` until day `before`."""
    return (stays.destination >= 0) & (stays.end >= since) & (stays.end < before)


def _children(stays: Sojourns, counting: Counting) -> Ints:
    steps = len(counting.staircase.steps)
    there = [stays.step[_running(stays, year_end)] for year_end in counting.year_ends]
    return np.array([np.bincount(step, minlength=steps) for step in there])


def _formerly(stays: Sojourns, counting: Counting) -> Ints:
    steps, places = len(counting.staircase.steps), len(counting.staircase.names) + 1
    counts = np.zeros((len(counting.year_ends), places), dtype=np.int64)
    on = np.isin(stays.step, counting.institutions)
    for i, year_end in enumerate(counting.year_ends):
        ended = _ended(stays, before=year_end)
        formerly = np.isin(stays.child, stays.child[on & ended])
        here = formerly & _running(stays, year_end)
        gone = formerly & ended & (stays.destination >= steps)
        counts[i] += np.bincount(stays.step[here], minlength=places)
        counts[i] += np.bincount(stays.destination[gone], minlength=places)
        counts[i, -1] = len(np.unique(stays.child[formerly])) - counts[i].sum()
    return counts


def _stay_days(stays: Sojourns, counting: Counting) -> Floats:
    stay_days = np.full((len(counting.year_ends), 4), np.nan)
    on = np.isin(stays.step, counting.institutions)
    begins = np.concatenate(([0.0], counting.year_ends[:-1]))
    for values, begin, year_end in zip(stay_days, begins, counting.year_ends, strict=True):
        ended, running = on & _ended(stays, since=begin, before=year_end), on & _running(stays, year_end)
        if ended.any():
            days = stays.end[ended] - stays.start[ended]
            values[[MEAN_ENDED, MEDIAN_ENDED]] = days.mean(), np.median(days)
        if running.any():
            days = year_end - stays.start[running]
            values[[MEAN_RUNNING, MEDIAN_RUNNING]] = days.mean(), np.median(days)
    return stay_days


def by_year(array: NDArray[Number], months: Months, *, axis: int) -> NDArray[Number]:
    """Return the sums over the months of each budget year; `axis` holds months and becomes years."""
    first_months = np.searchsorted(months.year, months.years)
    return np.asarray(np.add.reduceat(array, first_months, axis=axis))


def full_year_persons(tally: Tally, months: Months) -> Floats:
    """Return person-days over the days of the calendar year; [..., year, step].

    A partial budget year is divided by the whole calendar year, as a budget counts it: ten children for
    half a year are five full-year persons.
    """
    days_in_year = months.days_in_year[np.searchsorted(months.year, months.years)]
    return by_year(tally.person_days, months, axis=-2) / days_in_year[:, None]
