"""Hold points of the assumptions, and run a chunk of them in a worker."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from time import perf_counter

import numpy as np

from model.compiled_engine.engine import prepare
from model.world.arrays import Floats, Ints
from scenarios.running.chunk import Chunk, ChunkResult, pack
from scenarios.running.limits import MOST_REPLICATIONS

Measure = Callable[[Mapping[str, float], Sequence[int]], dict[str, Floats]]
"""Measures a point: (value of every assumption, numbers of chance) -> arrays, chances on the first axis."""


@dataclass(frozen=True, kw_only=True)
class Points:
    """Values of the uncertain assumptions, and the chance that each point is run under."""

    values: Floats
    """[point, assumption]."""
    chance: Ints
    """[point]; points that share a chance share the luck of all their replications."""

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.chance.shape != self.values.shape[:1]:
            raise ValueError(
                f"points: {self.values.shape} and {self.chance.shape} are not [point, assumption]"
            )

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self.chance)

    def at(self, number: int) -> "Points":
        """Return one of the points."""
        return Points(values=self.values[[number]], chance=self.chance[[number]])

    @classmethod
    def joined(cls, parts: Sequence["Points"]) -> "Points":
        """Return the points of all parts, concatenated."""
        return cls(
            values=np.concatenate([part.values for part in parts]),
            chance=np.concatenate([part.chance for part in parts]),
        )


def run_points(
    measure: Measure,
    names: Sequence[str],
    fixed: Mapping[str, float],
    points: Mapping[int, Points],
    chunk: Chunk,
) -> ChunkResult:
    """Run the cells of a chunk, (point number, replication) each; `points` has those that are in it."""
    prepare()
    began = perf_counter()
    measured: list[dict[str, Floats]] = []
    for number, cells in groupby(chunk, key=itemgetter(0)):
        point = points[number]
        values = {**fixed, **dict(zip(names, point.values[0].tolist(), strict=True))}
        first = int(point.chance[0]) * MOST_REPLICATIONS
        measured.append(measure(values, [first + replication for _, replication in cells]))
    arrays = {name: np.concatenate([each[name] for each in measured]) for name in measured[0]}
    return ChunkResult.of(chunk, pack(chunk, words={}, arrays=arrays), seconds=perf_counter() - began)
