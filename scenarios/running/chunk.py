"""Define a unit of work: cells, the chunks they are cut into, and the file of a chunk's results."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol

import numpy as np
from numpy.lib.npyio import NpzFile

from model.world.arrays import Bools, Floats, Ints
from scenarios.results.provenance import versions

SUFFIX = ".npz"

Cell = tuple[int, int]
"""(draw number, replication): everything that is run under one draw and the same chance."""


Chunk = tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class ChunkResult:
    """The results of one chunk, as the content of its file."""

    cells: Chunk
    content: bytes
    """Of its file (`pack`): the worker makes it, so that the dispatcher need not."""
    name: str
    """Of its file."""
    seconds: float
    """How long it took."""
    versions: dict[str, str]
    """Of trappe and its libraries where it was run."""

    @classmethod
    def of(cls, cells: Chunk, content: bytes, *, seconds: float) -> "ChunkResult":
        """Return the result of cells that were run in this process."""
        name = file_name(cells, content)
        return cls(cells=cells, content=content, name=name, seconds=seconds, versions=versions())


class Work(Protocol):
    """Cells to run, and the job that runs a chunk of them."""

    @property
    def wanted(self) -> Bools:
        """Which cells there are; [draw, replication]."""

    @property
    def about(self) -> dict[str, Any]:
        """What is run (JSON), by which an interrupted run is known again.

        Two with the same `scenario_digest`, `seed` and `what` give the same in every cell both have.
        """

    def job(self, chunk: Chunk) -> Callable[[], ChunkResult]:
        """Return the function that a worker, perhaps in another process, calls to run a chunk."""


def pack(cells: Sequence[Cell], *, words: Mapping[str, Any], arrays: Mapping[str, Floats]) -> bytes:
    """Return an .npz of arrays whose leading axis is the cells, and of labels (JSON) that all cells share."""
    file = io.BytesIO()
    every: dict[str, Any] = dict(arrays)
    np.savez(
        file,
        cells=np.array(cells, dtype=np.int64),
        words=np.frombuffer(json.dumps(words).encode(), dtype=np.uint8),
        **every,
    )
    return file.getvalue()


def file_name(cells: Sequence[Cell], content: bytes) -> str:
    """Return the name of a file: its first and its last cell, and a checksum of its content."""
    first, last = (f"{number}.{replication}" for number, replication in (cells[0], cells[-1]))
    return f"{first}-{last}.{_checksum(content)}{SUFFIX}"


def is_damaged(name: str, content: bytes) -> bool:
    """Return whether the content is not what a file of that name was written with."""
    return not name.endswith(f".{_checksum(content)}{SUFFIX}")


class StoredChunk:
    """The results of one chunk, read from its file as far as they are asked for."""

    def __init__(self, file: NpzFile) -> None:
        self._file = file
        self.cells: Ints = file["cells"]
        """[cell, (draw, replication)]."""

    @property
    def words(self) -> dict[str, Any]:
        """The labels that every cell shares; lists are tuples."""
        words: dict[str, Any] = _tuples(json.loads(self._file["words"].tobytes()))
        return words

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the arrays."""
        return tuple(name for name in self._file.files if name not in {"cells", "words"})

    def array(self, name: str) -> Floats:
        """Return an array; one leading axis, the cells."""
        return np.asarray(self._file[name])

    def wanted(self, *, draws: int, replications: int) -> Bools:
        """Return which of the cells lie among so many draws and replications; [cell]."""
        return np.asarray(((self.cells >= 0) & (self.cells < (draws, replications))).all(axis=1))


def _tuples(value: Any) -> Any:
    """Return a value with tuples for its lists, however deep: JSON knows lists only."""
    if isinstance(value, dict):
        return {name: _tuples(inner) for name, inner in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _checksum(content: bytes) -> str:
    return blake2b(content, digest_size=8).hexdigest()
