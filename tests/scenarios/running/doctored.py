"""Doctor the chunks of an interrupted run as somebody would who knows how they are kept."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.running.chunk import StoredChunk, file_name, pack

Arrays = dict[str, np.ndarray[Any, Any]]


def doctor(folder: Path, change: Callable[[Arrays], None], *, words: Mapping[str, Any] | None = None) -> None:
    """Change the arrays of every chunk in a folder (`cells` too), with a checksum that fits."""
    for path in [*folder.glob("*.npz")]:
        with np.load(path, allow_pickle=False) as file:
            chunk = StoredChunk(file)
            arrays: Arrays = {"cells": chunk.cells, **{name: chunk.array(name) for name in chunk.names}}
            labels = dict(chunk.words) if words is None else words
        change(arrays)
        path.unlink()
        put(folder, arrays, labels)


def put(folder: Path, arrays: Arrays, words: Mapping[str, Any]) -> None:
    """Put a chunk into a folder under the name that it should have."""
    cells = [(int(number), int(replication)) for number, replication in arrays["cells"]]
    others = {name: values for name, values in arrays.items() if name != "cells"}
    content = pack(cells, words=words, arrays=others)
    named = [(abs(number), abs(replication)) for number, replication in cells]
    (folder / file_name(named, content)).write_bytes(content)


def dearer(share: float, *, arrays: str = "", seed: int = 0) -> Callable[[Arrays], None]:
    """Return what makes the baseline of a share of the cells dearer; `arrays` begin so."""

    def change(chunk: Arrays) -> None:
        count = len(chunk["cells"])
        chosen = np.random.default_rng(seed).permutation(count)[: max(1, round(share * count))]
        for name in [name for name in chunk if name.startswith(arrays) and name != "cells"]:
            chunk[name] = chunk[name].copy()
            chunk[name][chosen] *= 2

    return change
