"""Run points on every core or a cluster, keep results as they come, and go on from where a run stopped.

The points of one batch decide those of the next, and results are the same to the last bit however they are
run. So a run that was interrupted asks for the same points again, and finds those already run in the store.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from model.world.arrays import Bools, Floats, Ints
from scenarios.running.chunk import Chunk, ChunkResult
from scenarios.running.ensemble import RunContext, run_all
from sensitivity.points.points import Measure, Points, run_points
from sensitivity.subject.factors import Factors
from sensitivity.subject.outcomes import OutcomeFunction


@dataclass(frozen=True, kw_only=True)
class PointWork:
    """Points to run, each in so many replications."""

    measure: Measure
    factors: Factors
    points: Points
    replications: Ints
    """[point]"""
    about: dict[str, Any]

    @classmethod
    def none(cls, measure: Measure, factors: Factors, about: dict[str, Any]) -> "PointWork":
        """Return work without points yet."""
        return cls(
            measure=measure,
            factors=factors,
            points=Points(values=np.empty((0, len(factors.names))), chance=np.empty(0, dtype=np.int64)),
            replications=np.empty(0, dtype=np.int64),
            about=about,
        )

    @property
    def wanted(self) -> Bools:
        """Which cells are to be run; [point, replication]."""
        return np.arange(self.replications.max(initial=1)) < self.replications[:, None]

    def and_also(self, points: Points, *, replications: int) -> "PointWork":
        """Return this work with more points after those it has."""
        return replace(
            self,
            points=Points.joined([self.points, points]),
            replications=np.append(self.replications, np.full(points.count, replications)),
        )

    def job(self, chunk: Chunk) -> Callable[[], ChunkResult]:
        """Return a job that runs a chunk and carries only the points that the chunk needs."""
        points = {number: self.points.at(number) for number in {number for number, _ in chunk}}
        return partial(run_points, self.measure, self.factors.names, self.factors.fixed, points, chunk)


class PointRunner:
    """Run points, one batch after the other."""

    def __init__(self, empty: PointWork, to_outcomes: OutcomeFunction, context: RunContext) -> None:
        """Take work without points, the function that computes outcomes, and the context of the run."""
        self._work = empty
        self._judge = to_outcomes
        self._hands = context
        self.planned = 0
        """How many cells are expected in all; for the time that is left."""

    @property
    def factors(self) -> Factors:
        """The uncertain assumptions."""
        return self._work.factors

    def outcomes(self, points: Points, *, replications: int) -> Floats:
        """Return the outcomes at each point; [point, replication, outcome]. Raises as `run` does."""
        return self._judge(self.run(points, replications=replications))

    def run(self, points: Points, *, replications: int) -> dict[str, Floats]:
        """Return what was measured at each point; arrays are [point, replication, ...].

        Raises what `run_all` does, and RefusedError for a point that makes no world.
        """
        before = self._work.points.count
        self._work = self._work.and_also(points, replications=replications)
        run_all(self._work, self._hands.store, self._hands.dispatcher, progress=self._tell)
        return self._gather(before, points.count, replications)

    def _tell(self, done: int, total: int) -> None:
        self._hands.progress(done, max(total, self.planned))

    def _gather(self, before: int, count: int, replications: int) -> dict[str, Floats]:
        gathered: dict[str, Floats] = {}
        for part in self._hands.store.chunks():
            number, replication = part.cells.T
            wanted = (before <= number) & (number < before + count) & (replication < replications)
            if not wanted.any():
                continue
            for name in part.names:
                values = part.array(name)
                if name not in gathered:
                    gathered[name] = np.full((count, replications, *values.shape[1:]), np.nan)
                gathered[name][number[wanted] - before, replication[wanted]] = values[wanted]
        return gathered
