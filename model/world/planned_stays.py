"""Describe planned stays: how long a stay on a step is meant to last, and where it leads when it ends so."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, kw_only=True)
class Length:
    """The distribution of a length: the share of stays that have ended by some days, straight in between.

    A share that rises without days is that of stays of exactly that length; days without a rising share are
    a gap in which none ends.
    """

    shares: tuple[float, ...]
    """From 0 to 1."""
    days: tuple[float, ...]
    """One for each share."""

    def __post_init__(self) -> None:
        if len(self.shares) != len(self.days) or len(self.days) < 2:
            raise ValueError("length: give a number of days for each share, and two at least")
        if any(high < low for numbers in (self.shares, self.days) for low, high in pairwise(numbers)):
            raise ValueError("length: shares and days must not fall")
        if self.shares[0] != 0.0 or self.shares[-1] != 1.0:
            raise ValueError("length: shares must go from 0 to 1")
        if not 0 <= self.days[0] <= self.days[-1] < float("inf"):
            raise ValueError("length: days must be zero or more, and finite")

    def at(self, share: float) -> float:
        """Return the days after which a share of the stays, 0 < share <= 1, has ended."""
        i = bisect_left(self.shares, share)
        rise = (share - self.shares[i - 1]) / (self.shares[i] - self.shares[i - 1])
        return self.days[i - 1] + rise * (self.days[i] - self.days[i - 1])

    def ended_by(self, days: float) -> float:
        """Return the share of the stays that have ended after some days."""
        i = bisect_right(self.days, days)
        if i == 0:
            return 0.0
        if i == len(self.days):
            return 1.0
        rise = (days - self.days[i - 1]) / (self.days[i] - self.days[i - 1])
        return self.shares[i - 1] + rise * (self.shares[i] - self.shares[i - 1])

    def remaining(self, number: float, *, spent: float) -> float:
        """Return the days left of a stay that has not ended after the days `spent`; 0 < number < 1.

        By the distribution of those that last longer; none, if no stay does.
        """
        ended = self.ended_by(spent)
        if ended >= 1.0:
            return 0.0
        return max(0.0, self.at(ended + number * (1.0 - ended)) - spent)


LENGTH = "<planned length>"
"""The destination that an effect names to multiply what is left of planned stays on its steps."""


@dataclass(frozen=True, kw_only=True)
class PlannedStay:
    """The plan for a stay on a step; it is made when the stay begins and competes with the rates.

    When it ends, the child goes to one of the destinations that admit its age. An effect on a move there
    multiplies its weight, and one on `LENGTH` multiplies what is left of the stay.
    """

    step: str
    length: tuple[tuple[Length, ...], ...]
    """By the age band and group of the child when the stay, or the simulation, begins; age bands x groups."""
    then: tuple[tuple[str, float], ...]
    """Steps or ways out, and their weights, which sum to 1."""

    def __post_init__(self) -> None:
        weights = [weight for _, weight in self.then]
        if not weights or min(weights) < 0 or abs(sum(weights) - 1.0) > 1e-9:
            raise ValueError(f"planned stays on {self.step}: the weights sum to {sum(weights)}, not to 1")
        if self.step in {to for to, _ in self.then}:
            raise ValueError(f"planned stays on {self.step}: a step does not lead to itself")
