"""Choose some of the child-days on steps: those of some ages, groups and dates."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from model.world.arrays import Bools, Floats, Ints
from model.world.staircase import DAYS_PER_YEAR, Staircase

Span = tuple[float, float]
"""From one age until another, in years."""


@dataclass(frozen=True, kw_only=True)
class Children:
    """Children of some ages and groups, by indices; None: of all."""

    ages: tuple[Span, ...] | None = None
    groups: tuple[int, ...] | None = None

    @classmethod
    def of(
        cls, staircase: Staircase, *, bands: Sequence[int] | None, groups: Sequence[str] | None
    ) -> "Children":
        """Return the children of some age bands and groups of a staircase; bands side by side are one span.

        Raises ValueError for an unknown band or group.
        """
        for group in groups or ():
            if group not in staircase.groups:
                raise ValueError(f"{group} is not a group; there are {', '.join(staircase.groups)}")
        spans: list[Span] = []
        for band in sorted({*(bands or ())}):
            if not 0 <= band < staircase.bands:
                raise ValueError(f"there is no age band {band}")
            low, high = staircase.age_borders[band : band + 2]
            if spans and spans[-1][1] == low:
                spans[-1] = (spans[-1][0], high)
            else:
                spans.append((low, high))
        return cls(
            ages=None if bands is None else tuple(spans),
            groups=None if groups is None else tuple(staircase.groups.index(group) for group in groups),
        )

    @property
    def is_everyone(self) -> bool:
        """Whether no child is left out."""
        return self.ages is None and self.groups is None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The ages in spans; everybody's are one without ends."""
        return ((-math.inf, math.inf),) if self.ages is None else self.ages

    def has(self, group: int) -> bool:
        """Return whether children of a group are among them."""
        return self.groups is None or group in self.groups

    def in_groups(self, group: Ints) -> Bools:
        """Return whether children of these groups are among them, whatever their age."""
        if self.groups is None:
            return np.ones(len(group), dtype=bool)
        return np.asarray(np.isin(group, self.groups))

    def within(
        self, start: Floats, end: Floats, birth_day: Floats, *, from_day: float, to_day: float
    ) -> Iterator[tuple[Floats, Floats]]:
        """Yield, for each span of ages, the stays cut to that age and to the days from and until."""
        for low, high in self.spans:
            first, last = birth_day + low * DAYS_PER_YEAR, birth_day + high * DAYS_PER_YEAR
            begin = np.maximum(np.maximum(start, first), from_day)
            yield begin, np.maximum(np.minimum(np.minimum(end, last), to_day), begin)


EVERYONE = Children()
