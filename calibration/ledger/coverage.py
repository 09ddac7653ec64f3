"""Judge which services a newer extract should have, and find those that it has not.

Caveat. What an extract was meant to hold is not written anywhere; it is judged by what it has. A file of
corrections, or of the services that began in one year, covers nothing of an older one.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from calibration.rows.mapped_table import Dates
from model.world.arrays import Bools, Ints

_SLIPS = 0.005
"""Share of ends that may be typing errors and far too early."""
_MOST_MISSING = 0.1
"""Share of the services it should have that an extract of everything may lack."""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How much of an older extract stands in a newer one."""

    expected: Ints
    """Rows of the older one that the newer should have if it held everything of its time."""
    has: Bools
    """Which of them it has; [expected]."""
    repeated: int
    """How many of them go on in both, or say exactly the same; a file of what has ended repeats none."""
    since: np.datetime64
    """From when the newer extract holds services that ended; NaT where that is as early as the older one."""

    @property
    def missing(self) -> Ints:
        """Rows that the newer extract lacks."""
        return self.expected[~self.has]

    @property
    def has_most(self) -> bool:
        """Whether the newer extract has most of the services it should have."""
        return int(self.has.sum()) > len(self.missing)

    @property
    def overlaps(self) -> bool:
        """Whether it has most of them, and not only what there was to correct."""
        return self.repeated > 0 and self.has_most

    @property
    def is_whole(self) -> bool:
        """Whether the newer extract holds everything of its time."""
        return self.overlaps and len(self.missing) <= max(1, int(_MOST_MISSING * len(self.expected)))


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A row of an older extract that a newer one should have and has not."""

    row: int
    newer: int
    """A row of the newer extract."""
    ended: bool
    """Whether it may have ended before the time that the newer one holds; otherwise it was withdrawn."""


class Presence:
    """Which services stand in which extracts; rows by index, extracts by their place in time."""

    def __init__(self, rows: pd.DataFrame, *, said: list[str], rank: Ints, day: Dates, service: Ints) -> None:
        self.step = pd.factorize(rows["step"])[0]
        self.start = rows["start"].to_numpy()
        self.end = rows["end"].to_numpy()
        self.rank, self.day, self.service = rank, day, service
        self._said = rows[said]
        self._pairs: dict[tuple[int, int], Coverage] = {}

    @cached_property
    def same(self) -> Ints:
        """A number for each row, the same for rows that say exactly the same."""
        groups = self._said.groupby([*self._said.columns], dropna=False, sort=False)
        return np.asarray(groups.ngroup(), dtype=np.int64)

    @cached_property
    def extracts(self) -> dict[int, Ints]:
        """The rows of each extract."""
        return {int(rank): np.flatnonzero(self.rank == rank) for rank in np.unique(self.rank)}

    @cached_property
    def of_service(self) -> dict[int, frozenset[int]]:
        """The extracts that each service stands in."""
        there: defaultdict[int, set[int]] = defaultdict(set)
        for service, rank in zip(self.service.tolist(), self.rank.tolist(), strict=True):
            there[service].add(rank)
        return {service: frozenset(ranks) for service, ranks in there.items()}

    def covered(self, older: int, newer: int) -> Coverage:
        """Return how much of one extract stands in a newer one."""
        if (older, newer) not in self._pairs:
            self._pairs[older, newer] = self._covered(self.extracts[older], self.extracts[newer])
        return self._pairs[older, newer]

    def _covered(self, old: Ints, new: Ints) -> Coverage:
        day = self.day[new].max()
        ends = np.sort(self.end[new][self.end[new] <= day])
        since = ends[int(_SLIPS * len(ends))] if len(ends) else day
        old_ends = self.end[old]
        first, last = self.start[new].min(), self.start[new].max()
        expected = old[
            np.isin(self.step[old], np.unique(self.step[new]))
            & (self.start[old] >= first)
            & (self.start[old] <= last)
            & (np.isnat(old_ends) | (old_ends >= since))
        ]
        goes_on = np.isnat(self.end) | (self.end > self.day)
        both = goes_on[expected] & np.isin(self.service[expected], self.service[new[goes_on[new]]])
        reaches_back = not (old_ends < since).any()
        return Coverage(
            expected=expected,
            has=np.isin(self.service[expected], self.service[new]),
            repeated=int((both | np.isin(self.same[expected], self.same[new])).sum()),
            since=np.datetime64("NaT") if reaches_back else since,
        )

    def newer_than(self, rank: int) -> Iterator[int]:
        """Yield the extracts that are newer than one, the oldest first."""
        return (each for each in sorted(self.extracts) if each > rank)

    def missing(self, held: Ints) -> Iterator[Missing]:
        """Yield the rows that hold, and that a newer extract should have and has not."""
        is_open = np.zeros(len(self.rank), dtype=bool)
        is_open[held] = True
        for older in np.unique(self.rank[held]).tolist():
            for newer in self.newer_than(older):
                coverage = self.covered(older, newer)
                if not coverage.is_whole:
                    continue
                for row in coverage.missing.tolist():
                    if not is_open[row]:
                        continue
                    is_open[row] = False
                    still_there = np.isnat(self.end[row]) or self.end[row] > self.day[row]
                    before = bool(self.start[row] < coverage.since) and bool(still_there)
                    yield Missing(row=row, newer=int(self.extracts[newer][0]), ended=before)

    def partly(self, held: Ints) -> Iterator[tuple[int, int, int]]:
        """Yield pairs of extracts of which the newer has most of the older and may not be meant to have all.

        Each is a row of the older, a row of the newer, and how many of the rows that hold are lacking.
        """
        for older in self.extracts:
            for newer in self.newer_than(older):
                coverage = self.covered(older, newer)
                lacking = int(np.isin(coverage.missing, held).sum())
                if coverage.has_most and not coverage.is_whole and lacking:
                    yield int(self.extracts[older][0]), int(self.extracts[newer][0]), lacking
