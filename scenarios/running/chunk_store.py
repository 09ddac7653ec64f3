"""Finished chunks in files: what has been run, apart from how it was cut and who ran it.

A file appears whole or not at all. Its name ends with a checksum of its bytes, so damage is noticed.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scenarios.running.chunk import ChunkResult, Work
from scenarios.running.part_file import SUFFIX, StoredPart, is_damaged


class Store:
    """The chunk files of one folder; every cell stands in one of them, whatever counts it was run for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged = 0
        """How many damaged files have been dropped."""

    def write(self, part: ChunkResult) -> None:
        """Keep what a chunk gave; raises OSError when the disk refuses, and leaves nothing then."""
        write_whole(self.folder / part.name, part.content)

    def parts(self) -> Iterator[StoredPart]:
        """Yield what every chunk gave; in no order, and each to be read before the next."""
        for path in self._paths():
            with np.load(path, allow_pickle=False) as file:
                yield StoredPart(file)

    def has(self, work: Work) -> NDArray[np.bool_]:
        """Return which cells of some work are here; [draw, replication]. It takes a byte for each."""
        here = np.zeros_like(wanted := work.wanted)
        draws, replications = wanted.shape
        for part in self.parts():
            here[tuple(part.cells[part.wanted(draws=draws, replications=replications)].T)] = True
        return here & wanted

    def drop_damaged(self) -> None:
        """Remove the files whose bytes are not those that were written; their cells are missing then."""
        for path in [*self._paths()]:
            if is_damaged(path.name, path.read_bytes()):
                path.unlink()
                self.damaged += 1

    def clear(self) -> None:
        """Remove everything that is kept."""
        for path in [*self._paths()]:
            path.unlink()

    def is_empty(self) -> bool:
        """Return whether nothing is kept here."""
        return not any(self._paths())

    def _paths(self) -> Iterator[Path]:
        return self.folder.glob(f"*{SUFFIX}")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there with all its bytes or not at all, also when the process or machine stops."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
