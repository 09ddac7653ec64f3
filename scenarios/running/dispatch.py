"""Dispatch chunks to workers and keep their results; a killed worker loses only its current chunk.

Chunks are consecutive cells, cut so that each takes about a second. Where the cuts fall changes no number:
they only decide how often a worker asks for more, how much is lost when it is killed, and how soon there is
something to show.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, as_completed, wait
from itertools import islice
from time import monotonic
from types import TracebackType
from typing import Self

import numpy as np

from language.messages import Message
from model.world.arrays import Bools
from scenarios.files.refusals import GaveUpError, RefusedError
from scenarios.results.provenance import differences, versions
from scenarios.running.chunk import Cell, Chunk, ChunkResult, Work
from scenarios.running.chunk_store import ChunkStore
from scenarios.running.workers import Workers

_SECONDS = 1.5
"""How long a chunk should take: long beside the cost of sending it, short for somebody who waits."""

_MOST_CELLS = 256
"""However quick they are: a worker holds all that the cells of its chunk give."""

_GROWTH = 4
"""How many times the largest chunk so far the next may be: the first cells tell little about the others."""

_AHEAD = 2
"""Chunks handed out for each worker: one in hand, one waiting. Memory does not grow with the runs."""

_MOST_DEATHS = 3

_LOOK_SECONDS = 5.0
_PATIENCE_SECONDS = 60.0
"""How long there may be no worker at all: those of a cluster may be on their way."""


class ChunkCutter:
    """A cutter of `count` cells into chunks, one at a time, each sized by how long those before it took."""

    def __init__(self, cells: Iterable[Cell], count: int) -> None:
        self._cells = iter(cells)
        self.left = count
        """How many cells have not been given out."""
        self._run = 0
        self._seconds = 0.0
        self._largest = 0

    def learn(self, result: ChunkResult) -> None:
        """Take note of how long a chunk took."""
        self._run += len(result.cells)
        self._seconds += result.seconds
        self._largest = max(self._largest, len(result.cells))

    def next(self, workers: int) -> Chunk:
        """Return the next chunk: about a second of work, or less so that no worker goes without."""
        fitting = int(_SECONDS * self._run / self._seconds) if self._seconds else 1
        fitting = min(fitting, _MOST_CELLS, _GROWTH * self._largest)
        size = max(1, min(fitting, math.ceil(self.left / workers)))
        chunk = tuple(islice(self._cells, size))
        self.left -= len(chunk)
        return chunk


class Dispatcher:
    """Hands chunks to workers and collects their results; a context manager that starts and stops them."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._outstanding: dict[Future[ChunkResult], tuple[Work, Chunk]] = {}
        self._deaths: Counter[Chunk] = Counter()

    def __enter__(self) -> Self:
        self._executor = self._workers.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for future in self._outstanding:
            future.cancel()
        self._executor.shutdown()

    @property
    def size(self) -> int:
        """How many chunks are run at a time."""
        return max(1, self._workers.count())

    @property
    def outstanding(self) -> int:
        """How many chunks have been handed out and not collected."""
        return len(self._outstanding)

    def has_room(self) -> bool:
        """Return whether another chunk may be handed out."""
        return self.outstanding < _AHEAD * self.size

    def submit(self, work: Work, chunk: Chunk) -> None:
        """Hand out a chunk of some work."""
        self._outstanding[self._executor.submit(work.job(chunk))] = work, chunk

    def collect(self) -> Iterator[ChunkResult]:
        """Wait for a chunk or more to be done, and yield their results.

        A chunk whose worker was killed is handed out again. Raises GaveUpError when it has lost three, or
        when there has been no worker for a minute; RefusedError when one has other versions than this
        process: its numbers might be others.
        """
        for future in self._some_done():
            work, chunk = self._outstanding.pop(future)
            try:
                result = future.result()
            except BrokenExecutor as error:
                self._deaths[chunk] += 1
                if self._deaths[chunk] == _MOST_DEATHS:
                    raise _killed_again(chunk) from error
                self.submit(work, chunk)
            except tuple(self._workers.hopeless) as error:
                hopeless = self._workers.hopeless.items()
                raise next(refusal for kind, refusal in hopeless if isinstance(error, kind)) from error
            else:
                _check_versions(result)
                yield result

    def finish(self) -> Iterator[ChunkResult]:
        """Take back the chunks that nobody has begun, and yield the results of those in hand."""
        for future in as_completed([future for future in self._outstanding if not future.cancel()]):
            if future.exception() is None:
                yield future.result()

    def _some_done(self) -> set[Future[ChunkResult]]:
        seen = monotonic()
        while True:
            done, _ = wait(self._outstanding, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
            if done:
                return done
            if self._workers.count():
                seen = monotonic()
            elif monotonic() - seen > _PATIENCE_SECONDS:
                raise _deserted()


def run_cells(
    work: Work,
    cells: Bools,
    store: ChunkStore,
    dispatcher: Dispatcher,
    *,
    done: Callable[[int], object] = lambda _count: None,
) -> None:
    """Run cells of some work, [draw, replication], and keep the result of each chunk as it comes.

    `done` is told how many cells each chunk had. At KeyboardInterrupt the chunks in hand are brought to their
    end and kept too. Raises OSError when the disk refuses, and what `Dispatcher.collect` does.
    """
    cutter = ChunkCutter(_cells(cells), int(cells.sum()))
    try:
        while cutter.left or dispatcher.outstanding:
            while cutter.left and dispatcher.has_room():
                dispatcher.submit(work, cutter.next(dispatcher.size))
            for result in dispatcher.collect():
                store.write(result)
                cutter.learn(result)
                done(len(result.cells))
    except KeyboardInterrupt:
        for result in dispatcher.finish():
            store.write(result)
            done(len(result.cells))
        raise


def _cells(wanted: Bools) -> Iterator[Cell]:
    for number, replications in enumerate(wanted):
        for replication in np.flatnonzero(replications):
            yield number, int(replication)


def _killed_again(chunk: Chunk) -> GaveUpError:
    first, last = (f"{draw}/{replication}" for draw, replication in (chunk[0], chunk[-1]))
    return GaveUpError(
        Message(
            "three times a worker has died over the same runs (draw/replication {first} to "
            "{last}); often memory is short: try fewer --workers",
            first=first,
            last=last,
        )
    )


def _deserted() -> GaveUpError:
    return GaveUpError(
        Message("for a minute there has been no worker; start some, and give the same command again")
    )


def _check_versions(result: ChunkResult) -> None:
    if differing := differences(versions(), result.versions):
        raise RefusedError(
            Message("a worker has other versions ({told}); install the same everywhere", told=differing)
        )
