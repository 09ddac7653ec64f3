"""Keep finished chunks in files, so that the same command goes on from an interrupted run.

A file appears whole or not at all. Its name ends with a checksum of its bytes, so damage is noticed.

In the folder of a run, `DIR/.unfinished` holds the finished chunks and `run.json`, which says what is being
run. It goes when the run is whole. Whoever is killed, at any moment, leaves either that or a whole run.
"""

import io
import json
import os
import secrets
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from language.messages import Message
from model.world.arrays import Bools
from scenarios.files.documents import read_json
from scenarios.files.private_files import FILE
from scenarios.files.refusals import DifferentFiguresError, RefusedError
from scenarios.results.provenance import differences, versions
from scenarios.results.result_folder import MANIFEST, check_free
from scenarios.results.unfinished import CHUNK, LOCK, PART, RUN, begin_unfinished, clear_unfinished
from scenarios.running.chunk import Cell, ChunkResult, StoredChunk, Work, is_damaged
from scenarios.running.temporary_folder import temporary_folder


class ChunkStore:
    """The chunk files of one folder; every cell stands in one of them, whatever counts it was run for."""

    def __init__(self, folder: Path, *, seeds: Sequence[str] = (), shown: Path | None = None) -> None:
        """Take a folder, and seeds by which samples are drawn of what others left there, to be run again.

        A seed that nobody can foresee is always one of them. `shown` is the folder that sentences name.
        """
        self.folder = folder
        self.shown = shown or folder
        self.seeds = (secrets.token_hex(32), *seeds)
        self.damaged = 0
        """How many damaged files have been dropped."""
        self.earlier: frozenset[str] = frozenset()
        """The names of the files that an earlier process left; so far a stranger may have made them."""
        self.earlier_cells = 0
        """How many cells of the work stand in them."""
        self._is_taken_over = False
        self._written: set[str] = set()
        self.rechecked: set[Cell] = set()
        """Those of them that have been run again and gave the same."""

    def take_over(self) -> None:
        """Note that what is here now was left by an earlier process."""
        self.earlier = self.file_names
        self._is_taken_over = True

    @property
    def file_names(self) -> frozenset[str]:
        """The names of the files that are kept."""
        return frozenset(path.name for path in self._paths())

    def write(self, result: ChunkResult) -> None:
        """Keep the result of a chunk; raises OSError when the disk refuses, and leaves nothing then."""
        write_whole(self.folder / result.name, result.content)
        self._written.add(result.name)

    def chunks(self, names: Collection[str] | None = None) -> Iterator[StoredChunk]:
        """Yield the results of every chunk, in no order; each must be read before the next is asked for.

        With `names`, of the files of those names. Raises DifferentFiguresError for a file that was changed
        since it was written or taken over.
        """
        for path in self._known_paths():
            if names is None or path.name in names:
                content = path.read_bytes()
                if is_damaged(path.name, content):
                    raise different_figures(self.shown, path.name)
                with np.load(io.BytesIO(content), allow_pickle=False) as file:
                    yield StoredChunk(file)

    def has(self, work: Work, *, earlier: bool = False) -> Bools:
        """Return which cells of some work are here; [draw, replication]. It takes a byte for each.

        With `earlier`, which of them an earlier process left.
        """
        here = np.zeros_like(wanted := work.wanted)
        draws, replications = wanted.shape
        for path in self._known_paths():
            if not earlier or path.name in self.earlier:
                with np.load(path, allow_pickle=False) as file:  # of a large file its cells alone
                    chunk = StoredChunk(file)
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

    def _known_paths(self) -> Iterator[Path]:
        """Yield the files; once they were taken over, none that somebody else has put there since."""
        known = self.earlier | self._written
        return (path for path in self._paths() if not self._is_taken_over or path.name in known)

    def _paths(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("*") if CHUNK.fullmatch(path.name))


def different_figures(folder: Path, where: object) -> DifferentFiguresError:
    """Return the refusal of figures in a folder; `where` is the cell, or what is wrong with a file."""
    return DifferentFiguresError(
        Message(
            "{folder}: the figures there are not those that the same runs give when they are run again "
            "({where}); they have been edited, or another edition of trappe made them. Nothing of them is "
            "used: delete the folder and run it again",
            folder=folder,
            where=where if isinstance(where, Message) else str(where),
        )
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there with all its bytes or not at all, also when the process or machine stops."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=PART[0], suffix=PART[1])
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
    counts are fine, cells already run are used again, and a sample of them is run again), and as
    `begin_unfinished` does; OSError when the disk refuses.
    """
    check_free(folder, replace=replace)
    is_new = not folder.exists()
    inner = begin_unfinished(folder)
    lock = FileLock(inner / LOCK, mode=FILE)
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
            clear_unfinished(folder)
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
    clear_unfinished(folder, but={RUN, LOCK, *store.file_names})  # what a killed process was writing
    store.take_over()
    write_whole(about, json.dumps(_description(work), ensure_ascii=False, indent=2).encode())


def _description(work: Work) -> dict[str, Any]:
    return work.about | {"versions": versions()}


def _difference(about: Path, work: Work) -> Message | None:
    """Return how the run that is kept differs from `work`, None when only counts do."""
    new = _description(work)
    try:
        old = read_json(about)
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
