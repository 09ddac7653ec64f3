"""Make files and folders that their owner alone can read, from the moment they are there.

Caveat. Windows keeps to its own rules: there the folder that they are made in decides who may read them.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

FILE, FOLDER = 0o600, 0o700


def make_folder(folder: Path, *, exist_ok: bool = False) -> None:
    """Make a folder for its owner alone, and those above it that are missing.

    One that is there (`exist_ok`) is closed to others if it is ours to close. Raises OSError as mkdir does.
    """
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=exist_ok)
    with suppress(PermissionError):  # somebody else's: the files in it are closed by themselves
        folder.chmod(FOLDER)  # an umask takes from the owner, too


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Give a new file for its owner alone to write to; raises OSError as open does, and if it is there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, FILE), "wb") as file:  # noqa: PTH123  a path would open it to the umask
        path.chmod(FILE)
        yield file


@contextmanager
def whole_files(*paths: Path) -> Iterator[list[Path]]:
    """Give for each of some new files where to write it; they get their names when all of them are whole.

    Until then they lie beside, hidden; what a killed process left there is written over. Raises OSError as
    open does, FileExistsError for a name that is taken; then none of the names is there.
    """
    for path in paths:
        if os.path.lexists(path):
            raise _exists_error(path)
    parts = [path.with_name(f".{path.name}.part") for path in paths]
    named: list[Path] = []
    try:
        for part in parts:
            part.unlink(missing_ok=True)
            with new_file(part):
                pass
        yield parts
        for part in parts:
            with part.open("rb+") as file:
                os.fsync(file.fileno())
        for part, path in zip(parts, paths, strict=True):
            _name(part, path)
            named.append(path)
    except BaseException:
        for path in named:
            path.unlink(missing_ok=True)
        raise
    finally:
        for part in parts:
            with suppress(OSError, ValueError):
                part.unlink(missing_ok=True)


def _name(part: Path, path: Path) -> None:
    """Give a file its name, never one that another file has got meanwhile."""
    try:
        path.hardlink_to(part)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise _exists_error(path) from error
        part.rename(path)


_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK}
"""Where a file has one name only, as on many network drives."""


def _exists_error(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
