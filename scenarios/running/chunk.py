"""What an ensemble runs, in whatever way: cells, the chunks they are cut into, and what a chunk gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from scenarios.results.provenance import versions
from scenarios.running.part_file import Cell, file_name

Chunk = tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class ChunkResult:
    """What one chunk gave."""

    cells: Chunk
    content: bytes
    """Of its file (`part_file`): the worker makes it, so that whoever hands out work need not."""
    name: str
    """Of its file."""
    seconds: float
    """What it took."""
    versions: dict[str, str]
    """Of the program and libraries where it was run."""

    @classmethod
    def of(cls, cells: Chunk, content: bytes, *, seconds: float) -> "ChunkResult":
        """Return what was made of some cells here, in this process."""
        name = file_name(cells, content)
        return cls(cells=cells, content=content, name=name, seconds=seconds, versions=versions())


class Work(Protocol):
    """Cells to run; what a cell is, only its job knows."""

    @property
    def wanted(self) -> NDArray[np.bool_]:
        """Which cells there are; [draw, replication]."""

    @property
    def about(self) -> dict[str, Any]:
        """What it is, for the folder of a run that goes on (JSON).

        Two works with the same `scenario_digest`, `seed` and `what` give the same in every cell both have.
        """

    def job(self, chunk: Chunk) -> Callable[[], ChunkResult]:
        """Return what a worker, perhaps in another process, calls to run a chunk."""
