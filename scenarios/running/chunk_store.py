"""Keep finished chunks in files, so that the same command goes on from an interrupted run.

A file appears whole or not at all. Its name ends with a checksum of its bytes, so damage is noticed.

In the folder of a run, `DIR/.unfinished` holds the finished chunks and `run.json`, which says what is being
run. It goes when the run is whole. Whoever is killed, at any moment, leaves either that or a whole run.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from language.messages import Message
from model.world.arrays import Bools
from scenarios.files.refusals import RefusedError
from scenarios.results.provenance import differences, versions
from scenarios.results.result_folder import MANIFEST, UNFINISHED, check_free
from scenarios.running.chunk import SUFFIX, ChunkResult, StoredChunk, Work, is_damaged
from scenarios.running.temporary_folder import temporary_folder

RUN, LOCK = "run.json", "lock"


class ChunkStore:
    """The chunk files of one folder; every cell stands in one of them, whatever counts it was run for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged = 0
        """How many damaged files have been dropped."""

    def write(self, result: ChunkResult) -> None:
        """Keep the result of a chunk; raises OSError when the disk refuses, and leaves nothing then."""
        write_whole(self.folder / result.name, result.content)

    def chunks(self) -> Iterator[StoredChunk]:
        """Yield the results of every chunk, in no order; each must be read before the next is asked for."""
        for path in self._paths():
            with np.load(path, allow_pickle=False) as file:
                yield StoredChunk(file)

    def has(self, work: Work) -> Bools:
        """Return which cells of some work are here; [draw, replication]. It takes a byte for each."""
        here = np.zeros_like(wanted := work.wanted)
        draws, replications = wanted.shape
        for chunk in self.chunks():
            here[tuple(chunk.cells[chunk.wanted(draws=draws, replications=replications)].T)] = True
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


@contextmanager
def resumable_store(folder: Path, work: Work, *, replace: bool = False) -> Iterator[ChunkStore]:
    """Hold `folder` for a run, and give the store of its chunks, those of an earlier, interrupted run too.

    Only one process at a time may. A store in which nothing is kept in the end leaves nothing behind.

    With `replace` an earlier run there, whole or not, may be written over. Raises RefusedError when the
    folder is in use, or holds another run than `work`: another analysis, scenario, seed or version (other
    counts are fine, cells already run are used again); OSError when the disk refuses.
    """
    check_free(folder, replace=replace)
    is_new = not folder.exists()
    inner = folder / UNFINISHED
    inner.mkdir(parents=True, exist_ok=True)
    lock = FileLock(inner / LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise RefusedError(
            Message(
                "{folder}: another run is writing in the folder; wait for it, or choose another with --out",
                folder=folder,
            )
        ) from error
    store = ChunkStore(inner)
    try:
        check_free(folder, replace=replace)  # that other run may have ended since
        _begin(store, work, folder, replace=replace)
        yield store
    finally:
        is_over = store.is_empty() or (not replace and (folder / MANIFEST).exists())
        lock.release()
        if is_over:
            shutil.rmtree(inner, ignore_errors=True)
        if is_new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


@contextmanager
def temporary_store() -> Iterator[ChunkStore]:
    """Give a store that is gone afterwards: memory holds no more for many runs than for few."""
    with temporary_folder() as folder:
        yield ChunkStore(folder)


def _begin(store: ChunkStore, work: Work, folder: Path, *, replace: bool) -> None:
    """Note what is run, or check that it is what was run before; raises RefusedError when it is not."""
    about = store.folder / RUN
    if not store.is_empty() and (other := _difference(about, work)):
        if not replace:
            raise RefusedError(
                Message(
                    "{folder}: the folder has another, unfinished run ({other}); go on with that one, choose "
                    "a new folder with --out, or delete {unfinished}",
                    folder=folder,
                    other=other,
                    unfinished=store.folder,
                )
            )
        store.clear()
    store.drop_damaged()
    for path in store.folder.iterdir():
        if path.suffix != SUFFIX and path.name not in {RUN, LOCK}:  # what a killed process was writing
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    write_whole(about, json.dumps(_description(work), ensure_ascii=False, indent=2).encode())


def _description(work: Work) -> dict[str, Any]:
    return work.about | {"versions": versions()}


def _difference(about: Path, work: Work) -> Message | None:
    """Return how the run that is kept differs from `work`, None when only counts do."""
    new = _description(work)
    try:
        old = json.loads(about.read_text(encoding="utf-8"))
        what, digest, seed = old["what"], old["scenario_digest"], old["seed"]
        libraries = dict(old["versions"])
    except (FileNotFoundError, ValueError, TypeError, KeyError, RecursionError):
        return Message("{file} cannot be read", file=RUN)
    if what != new["what"]:
        return Message("another analysis or other options")
    if digest != new["scenario_digest"]:
        return Message("its scenario is another or has been edited since")
    if seed != new["seed"]:
        return Message("seed {seed} and not {new}", seed=seed, new=new["seed"])
    if differing := differences(new["versions"], libraries):
        return Message("other versions, then / now: {versions}", versions=differing)
    return None
