"""Give a folder that is gone afterwards, and remove those that a killed process of ours left behind."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from filelock import FileLock, Timeout

_PREFIX, _LOCK = "trappe-runs-", "lock"
_GRACE_SECONDS = 60.0
"""Between making a folder and holding its lock, a process may be interrupted for so long."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder that no other process removes while this one runs."""
    remove_left_behind()
    with TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with FileLock(folder / _LOCK):
            yield folder


def remove_left_behind() -> None:
    """Remove our folders whose process is gone: the system lets go of its lock however it ended."""
    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError, Timeout):
            if _may_be_left(folder):
                with FileLock(folder / _LOCK).acquire(blocking=False):
                    shutil.rmtree(folder, ignore_errors=True)


def _may_be_left(folder: Path) -> bool:
    """Return whether a folder is ours, and its lock as old as one that is held or left behind."""
    if folder.is_symlink() or not (folder / _LOCK).is_file():
        return False
    is_ours = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
    return is_ours and time.time() - (folder / _LOCK).stat().st_mtime > _GRACE_SECONDS
