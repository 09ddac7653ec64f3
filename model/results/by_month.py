"""Cut intervals and count events by calendar months of one simulation."""

import numpy as np

from model.world.arrays import Floats, Ints
from model.world.months import Months


def pieces(start: Floats, end: Floats, months: Months) -> tuple[Ints, Ints, Floats]:
    """Cut intervals at the borders of months.

    Returns three columns with one entry for each piece: the index of its interval, its month, its days.
    Days before the start date or from the horizon on are left out.
    """
    start, end = np.maximum(start, 0.0), np.minimum(end, months.horizon_days)
    inside = np.flatnonzero(start < end)
    start, end = start[inside], end[inside]
    first, last = months.index(start), np.searchsorted(months.edges, end) - 1
    number = last - first + 1
    stop = np.cumsum(number)
    interval = np.repeat(inside, number)
    month = np.arange(len(interval)) - np.repeat(stop - number - first, number)
    days = months.days[month]
    days[stop - number] -= start - months.edges[first]
    days[stop - 1] -= months.edges[last + 1] - end
    return interval, month, days


def days_by_month(start: Floats, end: Floats, lane: Ints, *, lanes: int, months: Months) -> Floats:
    """Return how many days of the intervals in each lane lie in each month; [month, lane].

    `start`, `end` and `lane` have one entry for each interval.
    """
    interval, month, days = pieces(start, end, months)
    cells = np.bincount(month * lanes + lane[interval], days, minlength=months.count * lanes)
    return cells.reshape(months.count, lanes).astype(np.float64, copy=False)


def count_by_month(day: Floats, lane: Ints, *, lanes: int, months: Months) -> Ints:
    """Return how many events in each lane fall in each month; [month, lane]."""
    month = months.index(day)
    inside = (month >= 0) & (month < months.count)
    cells = month[inside] * lanes + lane[inside]
    return np.bincount(cells, minlength=months.count * lanes).reshape(months.count, lanes)
