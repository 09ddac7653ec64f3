"""Keep arrays in a file without a name, so that memory holds no more of them than is looked at.

Caveat. An array that is asked for is a view of the file: whoever writes to it writes to the file. The file is
gone with the last who holds the arrays, and with the process, however that ends.
"""

import math
import os
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from model.world.arrays import Floats

_BYTES = np.dtype(np.float64).itemsize


class KeptArrays(Mapping[str, Floats]):
    """Arrays of doubles by name, zero at first; each is mapped into memory while somebody holds it."""

    def __init__(self, shapes: Mapping[str, tuple[int, ...]], *, folder: Path | None = None) -> None:
        """Make room on the disk of `folder`, or else that of temporary files; raises OSError without it."""
        self._shapes = dict(shapes)
        self._places: dict[str, int] = {}
        size = 0
        for name, shape in self._shapes.items():
            self._places[name] = size
            size += math.prod(shape) * _BYTES
        self._file = tempfile.TemporaryFile(dir=folder, prefix="trappe-")  # noqa: SIM115  as long as the arrays
        weakref.finalize(self, self._file.close)
        if hasattr(os, "posix_fallocate") and size:
            # A full disk is met here: where a mapped page finds none, the system kills the process.
            os.posix_fallocate(self._file.fileno(), 0, size)
        else:
            self._file.truncate(size)

    def __getitem__(self, name: str) -> Floats:
        """Return an array, which is read from the disk as it is looked at."""
        shape = self._shapes[name]
        if not math.prod(shape):
            return np.empty(shape)
        place = self._places[name]
        return np.asarray(np.memmap(self._file, dtype=np.float64, mode="r+", offset=place, shape=shape))

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._shapes)

    def __len__(self) -> int:
        """Return how many arrays there are."""
        return len(self._shapes)
