"""Keep every cell of a store in one compressed file, and open it as a store in which nothing is lacking."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from language.messages import Message
from model.world.arrays import Bools
from scenarios.running.chunk import Cell, StoredChunk, Work, file_name, pack
from scenarios.running.chunk_store import ChunkStore, different_figures

CELLS = "cells.npz"
_AT_ONCE = 4096
"""Cells in a file of the store that is opened: a batch of points reads no more than it needs."""


def packed(store: ChunkStore) -> bytes:
    """Return the content of a file with every cell of a store, in order, that have arrays but no labels.

    The same cells give the same bytes, however they were cut into chunks.
    """
    parts: dict[str, list[NDArray[Any]]] = {"cells": []}
    for chunk in store.chunks():
        parts["cells"].append(chunk.cells)
        for name in chunk.names:
            parts.setdefault(name, []).append(chunk.array(name))
    joined: dict[str, Any] = {name: np.concatenate(arrays) for name, arrays in parts.items()}
    order = np.lexsort(joined["cells"].T[::-1])
    file = io.BytesIO()
    np.savez_compressed(file, **{name: array[order] for name, array in sorted(joined.items())})
    return file.getvalue()


@contextmanager
def opened(path: Path, *, seeds: Sequence[str] = ()) -> Iterator["CellsOfFile"]:
    """Give the cells of a file as a store that somebody else left.

    Samples of them, one drawn afresh and one by each of the seeds, are run again. Raises
    DifferentFiguresError for a file that is none.
    """
    with TemporaryDirectory(prefix="trappe-") as folder:
        store = CellsOfFile(Path(folder), seeds=seeds, shown=path.parent)
        try:
            _unpack(path, Path(folder))
        except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, BadZipFile) as error:
            raise different_figures(path.parent, f"{path.name}: {error}") from error
        store.take_over()
        yield store


def _unpack(path: Path, folder: Path) -> None:
    with np.load(path, allow_pickle=False) as file:
        kept = StoredChunk(file)
        arrays = {name: kept.array(name) for name in kept.names}
    for first in range(0, len(kept.cells), _AT_ONCE):
        here = slice(first, first + _AT_ONCE)
        cells: list[Cell] = [(int(number), int(replication)) for number, replication in kept.cells[here]]
        content = pack(cells, words={}, arrays={name: array[here] for name, array in arrays.items()})
        (folder / file_name(cells, content)).write_bytes(content)


class CellsOfFile(ChunkStore):
    """The cells of a file: what is asked for must be there, so that nothing is simulated but the sample."""

    def has(self, work: Work, *, earlier: bool = False) -> Bools:
        """Return which cells of some work are here: all; raises DifferentFiguresError when one is lacking."""
        here = super().has(work, earlier=earlier)
        if lacking := int((work.wanted & ~here).sum()):
            raise different_figures(self.shown, Message("{lacking} of them are lacking", lacking=lacking))
        return here
