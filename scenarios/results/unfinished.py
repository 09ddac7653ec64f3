"""Make, check and clear the folder that keeps finished chunks and files until a result folder is complete.

Nothing in it is removed but what bears a name that trappe gives.
"""

import os
import re
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from language.messages import Message
from scenarios.files.private_files import make_folder
from scenarios.files.refusals import RefusedError

UNFINISHED = ".unfinished"
"""The folder inside the folder of a run that holds what is done until the run is whole."""
RUN, LOCK, WHOLE = "run.json", "lock", "whole"
"""What is being run; the lock of whoever writes; the folder of the files that are about to be moved out."""
PART = ("trappe-", ".part")
"""How the name of a file that is being written begins and ends."""
CHUNK = re.compile(r"\d+\.\d+-\d+\.\d+\.[0-9a-f]{16}\.npz")
"""The name of the file of a chunk (`scenarios.running.chunk.file_name`)."""


def begin_unfinished(folder: Path) -> Path:
    """Return the folder inside a result folder, made if it is not there.

    Raises RefusedError when what is there is a link, or belongs to another user: they could have whoever
    writes there write elsewhere. OSError when the disk refuses.
    """
    inner = folder / UNFINISHED
    make_folder(folder, exist_ok=True)
    try:
        make_folder(inner)
    except FileExistsError:
        links = [
            path for path in (inner, *(inner / name for name in (RUN, LOCK, WHOLE))) if path.is_symlink()
        ]
        if links or not inner.is_dir() or not _is_ours(inner):
            raise RefusedError(
                Message(
                    "{inner}: it is a link or somebody else's, and nothing is read or written there; choose "
                    "another folder with --out, or delete it",
                    inner=links[0] if links else inner,
                )
            ) from None
    except OSError:
        with suppress(OSError):  # not empty
            folder.rmdir()
        raise
    return inner


def clear_unfinished(folder: Path, *, but: Collection[str] = ()) -> None:
    """Remove the files that trappe names, but those in `but`, and the folder itself if it is empty."""
    inner = folder / UNFINISHED
    if inner.is_symlink() or not inner.is_dir():
        return
    for path in [*inner.iterdir()]:
        if path.name in but or not _is_our_name(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    with suppress(OSError):  # not empty
        inner.rmdir()


def _is_our_name(name: str) -> bool:
    begins, ends = PART
    is_part = name.startswith(begins) and name.endswith(ends)
    return is_part or name in {RUN, LOCK, WHOLE} or CHUNK.fullmatch(name) is not None


def _is_ours(path: Path) -> bool:
    """Return whether a path belongs to the user of this process; where there are no owners, it does."""
    return not hasattr(os, "geteuid") or path.lstat().st_uid == os.geteuid()
