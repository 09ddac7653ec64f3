"""Add the stays and enrolments of the children of each household together."""

import numpy as np

from model.results.by_month import days_by_month
from model.results.records import Records
from model.world.arrays import Floats, Ints, UInts
from model.world.months import Months


def household_of(records: Records, children: UInts) -> UInts:
    """Return the household of each of some children, given by identity."""
    return records.children.household[np.searchsorted(records.children.identity, children)]


def united(lane: Ints, household: UInts, start: Floats, end: Floats) -> tuple[Ints, Floats, Floats, UInts]:
    """Return the times at which at least one child of a household is there, lane by lane.

    One entry for each interval, of a lane, a household and its days; returns lane, start, end and household
    of each interval that is left when those of one household that overlap or touch are one.
    """
    order = np.lexsort((start, household, lane))
    lane, household, start, end = lane[order], household[order], start[order], end[order]
    same = (lane[1:] == lane[:-1]) & (household[1:] == household[:-1])
    group = np.concatenate(([0], np.cumsum(~same))) if len(lane) else np.zeros(0, dtype=np.int64)
    # Within a group, the latest end so far; groups are told apart by adding what no time reaches.
    shift = group * (2.0 * (np.abs(end).max(initial=0.0) + np.abs(start).max(initial=0.0)) + 1.0)
    reached = np.maximum.accumulate(end + shift) if len(end) else end
    first = np.concatenate(([True], ~same | (start[1:] + shift[1:] > reached[:-1])))[: len(lane)]
    at = np.flatnonzero(first)
    last = np.append(at[1:], len(lane)) - 1 if len(at) else at
    ends = np.array([end[i : j + 1].max() for i, j in zip(at, last, strict=True)], dtype=np.float64)
    return lane[at], start[at], ends, household[at]


def household_days(records: Records, months: Months, steps: int) -> Floats:
    """Return the days with at least one child of a household on a step; [month, step]."""
    stays = records.sojourns
    step, start, end, _ = united(stays.step, household_of(records, stays.child), stays.start, stays.end)
    return days_by_month(start, end, step, lanes=steps, months=months)


def enrolled(records: Records, by_household: tuple[int, ...]) -> tuple[Floats, Floats, Ints]:
    """Return start, end and programme of all enrolments; one for a household that is enrolled as one."""
    if by_household:
        start, end, programme, _ = enrolled_households(records, by_household)
        return start, end, programme
    got_in = np.isfinite(records.enrolments.start)
    enrolments = records.enrolments
    return enrolments.start[got_in], enrolments.end[got_in], enrolments.programme[got_in]


def enrolled_households(
    records: Records, by_household: tuple[int, ...]
) -> tuple[Floats, Floats, Ints, UInts]:
    """Return start, end, programme and household of all enrolments, as `enrolled` does."""
    got_in = np.isfinite(records.enrolments.start)
    start, end = records.enrolments.start[got_in], records.enrolments.end[got_in]
    programme = records.enrolments.programme[got_in]
    as_one = np.isin(programme, by_household)
    household = household_of(records, records.enrolments.child[got_in])
    if not as_one.any():
        return start, end, programme, household
    one = united(programme[as_one], household[as_one], start[as_one], end[as_one])
    return (
        np.concatenate([start[~as_one], one[1]]),
        np.concatenate([end[~as_one], one[2]]),
        np.concatenate([programme[~as_one], one[0]]),
        np.concatenate([household[~as_one], one[3]]),
    )
