"""What one chunk gave as the bytes of a file: how it travels from a worker and how it is kept."""

import io
import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, cast

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from scenarios.comparison import CaseRuns, Figures
from scenarios.plan import Cell, Plan

SUFFIX = ".npz"


def pack(cells: Sequence[Cell], runs: Mapping[str, CaseRuns]) -> bytes:
    """Return an .npz of the runs of every case, `BASELINE` first; their leading axis is the cells."""
    words = {
        case: {name: getattr(of_case, name) for name in CaseRuns.words()} for case, of_case in runs.items()
    }
    arrays: dict[str, Any] = {
        f"{case}/{name}": getattr(of_case, name)
        for case, of_case in enumerate(runs.values())
        for name in CaseRuns.arrays()
    }
    file = io.BytesIO()
    np.savez(
        file,
        cells=np.array(cells, dtype=np.int64),
        words=np.frombuffer(json.dumps(words).encode(), dtype=np.uint8),
        **arrays,
    )
    return file.getvalue()


def file_name(cells: Sequence[Cell], content: bytes) -> str:
    """Return what a file is called: its first and its last cell, and a checksum of its content."""
    first, last = (f"{number}.{replication}" for number, replication in (cells[0], cells[-1]))
    return f"{first}-{last}.{_checksum(content)}{SUFFIX}"


def is_damaged(name: str, content: bytes) -> bool:
    """Return whether the content is not what a file of that name was written with."""
    return not name.endswith(f".{_checksum(content)}{SUFFIX}")


class StoredPart:
    """What one chunk gave, read from its file as far as it is asked for."""

    def __init__(self, file: NpzFile) -> None:
        self._file = file
        self.cells: NDArray[np.int64] = file["cells"]
        """[cell, (draw, replication)]."""

    @property
    def words(self) -> dict[str, dict[str, Any]]:
        """By case, `BASELINE` first: the fields of `CaseRuns` that are no arrays."""
        told: dict[str, dict[str, Any]] = json.loads(self._file["words"].tobytes())
        return {case: {name: _tuples(value) for name, value in words.items()} for case, words in told.items()}

    def array(self, case: int, name: str) -> Figures:
        """Return an array of the case with that number in `words`; one leading axis, the cells."""
        return cast("Figures", self._file[f"{case}/{name}"])

    def wanted(self, plan: Plan) -> NDArray[np.bool_]:
        """Return which of the cells a plan has; [cell]."""
        return np.asarray((self.cells < (plan.draws, plan.replications)).all(axis=1))


def _tuples(value: Any) -> Any:
    """Return what JSON made lists as the tuples it was."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _checksum(content: bytes) -> str:
    return blake2b(content, digest_size=8).hexdigest()
