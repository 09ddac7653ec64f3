"""Make files and folders that their owner alone can read, from the moment they are there.

Caveat. Windows keeps to its own rules: there the folder that they are made in decides who may read them.
"""

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
