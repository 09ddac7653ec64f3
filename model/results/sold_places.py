"""Work out the free places of a step that are sold to others, and what they bring in."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from model.world.arrays import Floats
from model.world.months import Months
from model.world.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class SoldPlaces:
    """A share of a step's free places, sold to other municipalities.

    Caveat first: free places are those of the month's average, so a month that is full for half its days and
    empty for the other half has half its places to sell.

    What is sold whole is sold in blocks, after a notice: the sold places of a month are the least number of
    whole blocks that were free in that month and the `notice_months` before it; months before the start date
    count as the first month. So income falls at once and rises late. The rest is sold by the day.
    """

    places: Schedule
    """Of the step."""
    share: float
    """Of the free places that somebody buys."""
    block_places: int = 1
    notice_months: int = 0
    whole: float = 0.0
    """The part that is sold in whole blocks."""
    from_day: float = -math.inf
    to_day: float = math.inf
    """Days since the start date on which places are sold, the last one not included."""

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or not 0 <= self.whole <= 1:
            raise ValueError("sold places: shares must lie from 0 to 1")
        if self.block_places < 1 or self.notice_months < 0:
            raise ValueError("sold places: give blocks of at least 1 place and a notice of 0 months or more")

    def days(self, person_days: Floats, months: Months) -> Floats:
        """Return the place-days sold in each month, given the person-days on the step; both [..., month]."""
        free_days = np.maximum(self.place_days(months) - person_days, 0.0)
        blocks = np.floor(free_days / months.days / self.block_places + 1e-9) * self.block_places
        before = np.repeat(blocks[..., :1], self.notice_months, axis=-1)
        past = np.concatenate((before, blocks), axis=-1)
        whole = sliding_window_view(past, self.notice_months + 1, axis=-1).min(axis=-1)
        sold = self.share * (self.whole * whole * months.days + (1.0 - self.whole) * free_days)
        return np.asarray(sold * months.overlap(self.from_day, self.to_day) / months.days)

    def place_days(self, months: Months) -> Floats:
        """Return the days of all places in each month; [month]."""
        times = (-np.inf, *self.places.times[1:], np.inf)
        return np.asarray(
            sum(
                number * months.overlap(times[i], times[i + 1]) for i, number in enumerate(self.places.values)
            )
        )
