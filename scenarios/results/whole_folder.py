"""A folder that gets all its files or none."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scenarios.results.result_folder import UNFINISHED, check_free


@contextmanager
def all_or_none(folder: Path, *, last: str) -> Iterator[Path]:
    """Give a folder to write in, whose files are moved to `folder` when nothing went wrong, `last` the last.

    Where that file is, the others are. What an unfinished run keeps in `folder` is left alone. Raises
    FolderInUseError when `folder` holds something, OSError when the disk refuses.
    """
    check_free(folder)
    inner = folder / UNFINISHED
    whole = inner / "whole"
    shutil.rmtree(whole, ignore_errors=True)
    whole.mkdir(parents=True)
    moved: list[Path] = []
    try:
        yield whole
        for path in sorted(whole.iterdir(), key=lambda path: path.name == last):
            moved.append(folder / path.name)
            path.replace(moved[-1])
    except BaseException:
        for path in moved:
            path.unlink(missing_ok=True)
        shutil.rmtree(whole, ignore_errors=True)
        with suppress(OSError):  # not empty
            inner.rmdir()
            folder.rmdir()
        raise
    whole.rmdir()
    with suppress(OSError):
        inner.rmdir()
