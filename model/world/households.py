"""Describe the households that children come in: how many there are of each size, and who comes when.

Limits first: the children of a household come to the same step, and their ages and groups are drawn
independently. Their numbers say nothing about children who never come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from math import comb

import numpy as np

from model.arithmetic.functions import power_of_numbers
from model.world.arrays import UInts
from model.world.planned_stays import Length
from model.world.randomness import Chance, Purpose

MOST_CHILDREN = 12
"""In one household."""
TOGETHER_DAYS = 1.0
"""Children who come together come at keyed times of one day, and those who come apart within a day, so
that no two tie."""


@dataclass(frozen=True, kw_only=True)
class Households:
    """The households that arrive: their sizes, and whether siblings come together.

    A sibling comes within a day of the household's first child with probability `together`, and else after a
    time drawn from `apart`, each by itself.
    """

    sizes: tuple[float, ...]
    """The share of households of which 1, 2, 3 ... children ever come."""
    together: float
    apart: Length

    def __post_init__(self) -> None:
        if not 1 <= len(self.sizes) <= MOST_CHILDREN:
            raise ValueError(f"households: give sizes from 1 to at most {MOST_CHILDREN} children")
        if min(self.sizes) < 0 or abs(sum(self.sizes) - 1) > 1e-9:
            raise ValueError(f"households: the shares of sizes sum to {sum(self.sizes)}, not to 1")
        if not 0 <= self.together <= 1:
            raise ValueError(f"households: together is {self.together}; it must lie from 0 to 1")

    @property
    def mean_size(self) -> float:
        """The mean number of children of a household that ever come."""
        return sum(share * size for size, share in enumerate(self.sizes, 1))

    @property
    def longest_days(self) -> float:
        """The longest time from a household's first child to its last."""
        return self.apart.days[-1] + TOGETHER_DAYS

    @property
    def cumulated(self) -> tuple[float, ...]:
        """The share of households of each size or less."""
        return tuple(accumulate(self.sizes))

    def days_after(self, which: float, number: float) -> float:
        """Return how long after the first child a sibling comes, by its two numbers in (0, 1)."""
        apart = 0.0 if which < self.together else self.apart.at(number)
        return apart + number * TOGETHER_DAYS

    @property
    def groups_together(self) -> tuple[float, ...]:
        """Mean number of groups of 1, 2, 3 ... children who come together, for each household."""
        groups = [0.0] * len(self.sizes)
        for size, share in enumerate(self.sizes, 1):
            for others in range(size):
                chance = comb(size - 1, others) * (
                    power_of_numbers(self.together, float(others))
                    * power_of_numbers(1.0 - self.together, float(size - 1 - others))
                )
                groups[others] += share * chance
                groups[0] += share * chance * (size - 1 - others)
        return tuple(groups)


def counted_households(identities: Iterable[int], households: Households) -> dict[int, int]:
    """Return the household of each of the children counted on a step, by the identity of its first.

    As many groups of each size as come together, as nearly as whole numbers allow; siblings who come apart
    stand alone. The same in every replication and case.
    """
    children = np.array(sorted(identities), dtype=np.uint64)
    numbers = Chance(seed=0, replication=0).uniforms(children, Purpose.HOUSEHOLD_OF_STOCK)
    left: UInts = children[np.lexsort((children, numbers))]
    groups, total = households.groups_together, households.mean_size
    household: dict[int, int] = {}
    for size in range(len(groups), 1, -1):
        for _ in range(min(int(len(children) * groups[size - 1] / total + 0.5), len(left) // size)):
            family, left = left[:size], left[size:]
            household |= dict.fromkeys(family.tolist(), int(family.min()))
    return household | {alone: alone for alone in left.tolist()}
