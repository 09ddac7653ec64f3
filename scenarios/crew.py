"""Handing chunks to workers and taking in what they give; one that is killed costs what it had in hand."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, as_completed, wait
from types import TracebackType
from typing import Self

from scenarios.chunks import Chunk, Part, run_chunk
from scenarios.refused import GaveUpError, RefusedError
from scenarios.stamp import differences, versions
from scenarios.study import Study
from scenarios.workers import Workers

_AHEAD = 2
"""Chunks handed out for each worker: one in hand, one waiting. Memory does not grow with the runs."""

_MOST_DEATHS = 3


class Crew:
    """Workers at work on one study; a context manager that starts them and sends them home."""

    def __init__(self, study: Study, *, seed: int, workers: Workers) -> None:
        self._study = study
        self._seed = seed
        self._workers = workers
        self._given: dict[Future[Part], Chunk] = {}
        self._deaths: Counter[Chunk] = Counter()

    def __enter__(self) -> Self:
        self._executor = self._workers.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for future in self._given:
            future.cancel()
        self._executor.shutdown()

    @property
    def size(self) -> int:
        """How many chunks are run at a time."""
        return self._workers.count()

    @property
    def given(self) -> int:
        """How many chunks have been handed out and not taken in."""
        return len(self._given)

    def has_room(self) -> bool:
        """Return whether another chunk may be handed out."""
        return self.given < _AHEAD * self.size

    def give(self, chunk: Chunk) -> None:
        """Hand out a chunk."""
        try:
            future = self._executor.submit(run_chunk, self._study, self._seed, chunk)
        except BrokenExecutor as error:  # a worker was killed while it had nothing to do
            future = Future()
            future.set_exception(error)
        self._given[future] = chunk

    def take(self) -> Iterator[Part]:
        """Wait for a chunk or more to be done, and yield what they gave.

        Raises GaveUpError when the same chunk has lost its worker three times, RefusedError when a worker
        has other versions than this process: its numbers might be others.
        """
        done, _ = wait(self._given, return_when=FIRST_COMPLETED)
        broken = False
        for future in done:
            try:
                part = future.result()
            except BrokenExecutor:
                broken = True
            except tuple(self._workers.hopeless) as error:
                told = (said for kind, said in self._workers.hopeless.items() if isinstance(error, kind))
                raise next(told) from error
            else:
                del self._given[future]
                _check_versions(part)
                yield part
        if broken:
            self._renew()

    def finish(self) -> Iterator[Part]:
        """Take back what nobody has begun, and yield what the chunks in hand give."""
        for future in as_completed([future for future in self._given if not future.cancel()]):
            if future.exception() is None:
                yield future.result()

    def _renew(self) -> None:
        """Start new workers, for a broken executor gives up everything, and hand out again what was lost."""
        wait(self._given)
        lost = [future for future in self._given if isinstance(future.exception(), BrokenExecutor)]
        chunks = [self._given.pop(future) for future in lost]
        self._deaths.update(chunks)
        if gone := [chunk for chunk in chunks if self._deaths[chunk] == _MOST_DEATHS]:
            raise _killed_again(gone[0])
        self._executor.shutdown()
        self._executor = self._workers.start()
        for chunk in chunks:
            self.give(chunk)


def _killed_again(chunk: Chunk) -> GaveUpError:
    first, last = (f"{draw}/{replication}" for draw, replication in (chunk[0], chunk[-1]))
    return GaveUpError(
        da=(
            f"tre gange er en arbejder død under de samme forløb (trækning/gentagelse {first} til {last}); "
            "ofte mangler der hukommelse: prøv med færre --workers"
        ),
        en=(
            f"three times a worker has died over the same runs (draw/replication {first} to {last}); often "
            "memory is short: try fewer --workers"
        ),
    )


def _check_versions(part: Part) -> None:
    if told := differences(versions(), part.versions):
        raise RefusedError(
            da=f"en arbejder har andre versioner ({told}); installér de samme overalt",
            en=f"a worker has other versions ({told}); install the same everywhere",
        )
