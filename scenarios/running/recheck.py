"""Run a sample of stored cells again and compare every figure bit for bit, for runs are deterministic.

Caveat. A sample finds that many cells were changed, not that one was: a changed tenth with 99 %, a changed
hundredth with 36 %. Whoever can foresee a sample can spare it: so one is always drawn afresh. That of a
register entry is drawn a second time by what the entry says, which can be worked out later.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol
from zipfile import BadZipFile

import numpy as np

from language.messages import Message
from model.world.arrays import Bools, Floats, Ints
from scenarios.running.chunk import Cell, Work
from scenarios.running.chunk_store import ChunkStore, different_figures, temporary_store
from scenarios.running.dispatch import Dispatcher, run_cells

SAMPLE = 44
"""The least n with 0.9**n <= 0.01: if a tenth of the cells was changed, 99 samples of 100 find it."""
_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, EOFError, BadZipFile, zlib.error)
"""What comes of reading a file of cells that trappe did not write."""


class StoredCells(Protocol):
    """Cells that were kept, as `StoredChunk` has them."""

    cells: Ints
    """[cell, (draw, replication)]."""

    @property
    def words(self) -> dict[str, Any]:
        """The labels that every cell shares."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the arrays."""

    def array(self, name: str) -> Floats:
        """Return an array; one leading axis, the cells."""


class Recomputed(NamedTuple):
    """How many cells were run again, and gave the same, of how many there are."""

    cells: int
    of: int


def chance_found(cells: int = SAMPLE) -> float:
    """Return how surely a changed tenth is found by running so many cells again, of however many."""
    return 1.0 - 0.9**cells


def sample(cells: Bools, seeds: Iterable[str]) -> Bools:
    """Return which of some cells are run again, `SAMPLE` of them for each seed; [draw, replication].

    Each cell has a number by the seed, and the lowest are taken: the same seed draws the same on any machine,
    and where cells are added, of those that were there before only some that it drew before.
    """
    there = np.argwhere(cells)
    drawn = np.zeros_like(cells)
    for seed in seeds:
        key = blake2b(seed.encode(), digest_size=32).digest()
        numbers = [blake2b(cell.tobytes(), key=key, digest_size=8).digest() for cell in there.astype("<i8")]
        chosen = sorted(range(len(numbers)), key=numbers.__getitem__)[:SAMPLE]
        drawn[tuple(there[chosen].T)] = True
    return drawn


def recheck(
    work: Work,
    cells: Bools,
    stored: Iterable[StoredCells],
    dispatcher: Dispatcher,
    *,
    folder: Path,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Run some cells of a work again, [draw, replication], and compare them with what was stored in a folder.

    A cell that stands twice must be right twice, and labels wherever they stand. `titles` are those of
    arrays, by which a sentence names them. Raises DifferentFiguresError unless all is the same to the last
    bit, and what `run_cells` does.
    """
    if not cells.any():
        return
    with temporary_store() as store:
        run_cells(work, cells, store, dispatcher)
        again: dict[tuple[Cell, str], Any] = {}
        for fresh in store.chunks():
            words = fresh.words
            again |= {(cell, name): figures for cell, name, figures in _figures(fresh, cells)}
    names = {name for _, name in again}
    try:
        for chunk in stored:
            if chunk.words != words or {*chunk.names} != names:
                raise different_figures(folder, Message("the labels"))
            for cell, name, figures in _figures(chunk, cells):
                if again[cell, name] != figures:
                    raise different_figures(folder, _where(cell, titles.get(name, name)))
    except _UNREADABLE as error:
        raise different_figures(folder, error) from error


def recheck_earlier(work: Work, store: ChunkStore, dispatcher: Dispatcher) -> None:
    """Run again a sample of the cells of some work that an earlier process left in a store.

    Work may grow and be asked for again: its sample grows with it. Raises as `recheck` does.
    """
    if not store.earlier:
        return
    try:
        there = store.has(work, earlier=True)
    except _UNREADABLE as error:
        raise different_figures(store.shown, error) from error
    cells = sample(there, store.seeds)
    for number, replication in np.argwhere(cells).tolist():
        cells[number, replication] = (number, replication) not in store.rechecked
    recheck(work, cells, store.chunks(store.earlier), dispatcher, folder=store.shown)
    store.rechecked |= {(int(number), int(replication)) for number, replication in np.argwhere(cells)}
    store.earlier_cells = int(there.sum())


def _where(cell: Cell, name: str) -> Message:
    number, replication = cell
    return Message(
        "draw or point {number}, replication {replication}: {name}",
        number=number,
        replication=replication,
        name=name,
    )


def _figures(chunk: StoredCells, cells: Bools) -> Iterator[tuple[Cell, str, Any]]:
    """Yield the arrays of those cells of a chunk that are asked for, each as what can be compared."""
    places = np.flatnonzero(((chunk.cells >= 0) & (chunk.cells < cells.shape)).all(axis=1))
    places = places[cells[tuple(chunk.cells[places].T)]]
    for name in chunk.names if len(places) else ():
        array = chunk.array(name)
        for i in places:
            number, replication = chunk.cells[i].tolist()
            yield (number, replication), name, (array.dtype.str, array.shape[1:], array[i].tobytes())
