"""Chunks: consecutive cells that one worker runs in one go, cut so that each takes about a second.

Where the cuts fall changes no number. They only decide how often a worker asks for more, how much is lost
when it is killed, and how soon there is something to show.
"""

import math
from collections.abc import Iterable
from itertools import groupby, islice
from operator import itemgetter
from time import perf_counter

from model.compiled_engine.engine import prepare
from scenarios.building.draws import draw
from scenarios.building.world import build
from scenarios.format.study import Study
from scenarios.results.comparison import BASELINE, CaseRuns
from scenarios.running.chunk import Chunk, ChunkResult
from scenarios.running.counts import MOST_REPLICATIONS
from scenarios.running.part_file import Cell, pack
from scenarios.running.simulate import run

_SECONDS = 1.5
"""What a chunk should take: long beside the cost of sending it, short for somebody who waits."""

_MOST_CELLS = 256
"""However quick they are: a worker holds all that the cells of its chunk give."""

_GROWTH = 4
"""How many times the largest chunk so far the next may be: the first cells tell little about the others."""


def run_chunk(study: Study, seed: int, chunk: Chunk) -> ChunkResult:
    """Run every cell of a chunk, the baseline and all cases; a draw and its worlds are made once there."""
    prepare()
    began = perf_counter()
    runs: dict[str, list[CaseRuns]] = {case: [] for case in (BASELINE, *study.cases)}
    for number, cells in groupby(chunk, key=itemgetter(0)):
        values = draw(study, seed=seed, number=number)
        chances = [number * MOST_REPLICATIONS + replication for _, replication in cells]
        for case, parts in runs.items():
            parts.append(run(build(study.case(case), values), seed=seed, replications=chances))
    joined = {case: CaseRuns.joined(parts) for case, parts in runs.items()}
    content = pack(
        chunk,
        words={
            case: {name: getattr(found, name) for name in CaseRuns.words()} for case, found in joined.items()
        },
        arrays={
            array_name(number, name): getattr(found, name)
            for number, found in enumerate(joined.values())
            for name in CaseRuns.arrays()
        },
    )
    return ChunkResult.of(chunk, content, seconds=perf_counter() - began)


def array_name(case: int, name: str) -> str:
    """Return what the file of a chunk calls an array of the case with that number; the baseline is 0."""
    return f"{case}/{name}"


class Cutting:
    """Cuts `count` cells into chunks, one at a time, each sized by what those before it took."""

    def __init__(self, cells: Iterable[Cell], count: int) -> None:
        self._cells = iter(cells)
        self.left = count
        """How many cells have not been given out."""
        self._run = 0
        self._seconds = 0.0
        self._largest = 0

    def learn(self, part: ChunkResult) -> None:
        """Take note of what a chunk took."""
        self._run += len(part.cells)
        self._seconds += part.seconds
        self._largest = max(self._largest, len(part.cells))

    def next(self, workers: int) -> Chunk:
        """Return the next chunk: about a second of work, or less so that no worker goes without."""
        fitting = int(_SECONDS * self._run / self._seconds) if self._seconds else 1
        fitting = min(fitting, _MOST_CELLS, _GROWTH * self._largest)
        size = max(1, min(fitting, math.ceil(self.left / workers)))
        chunk = tuple(islice(self._cells, size))
        self.left -= len(chunk)
        return chunk
