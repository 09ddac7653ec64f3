"""Write and check the folder that a command leaves behind: tables, figures, report and manifest.

All files are written or none. The manifest comes last: where there is one, the folder is whole. Folder and
files are for their owner alone: what is to be published is taken out by hand.
"""

import errno
import json
import math
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from language.messages import Message
from scenarios.files.documents import read_json
from scenarios.files.private_files import make_folder, new_file
from scenarios.files.refusals import RefusedError
from scenarios.results.provenance import Stamp
from scenarios.results.unfinished import UNFINISHED, WHOLE, begin_unfinished, clear_unfinished

if TYPE_CHECKING:  # a command that only looks whether a folder is free need not wait for pandas
    from scenarios.results.table_file import Table

MANIFEST, SUMMARY, REPORT = "manifest.json", "summary.json", "report.html"
OTHERS = (MANIFEST, SUMMARY, REPORT)
"""The files of a run beside its tables and figures."""

Content: TypeAlias = "str | bytes | Mapping[str, Any] | Table"
"""Of a file: text (UTF-8), bytes, a table (Parquet) or an object (JSON)."""


class FolderInUseError(RefusedError):
    """The folder holds something already; nothing is overwritten."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Message("{folder}: the folder is not empty; choose a new one with --out", folder=folder)
        )


def check_free(folder: Path, *, replace: bool = False) -> None:
    """Raise FolderInUseError unless a run may be written to `folder`, OSError when the disk refuses it.

    It may be missing or empty, or have been begun by a run that is not whole. With `replace` an earlier run
    may stand there: a manifest, and no file that it does not name.
    """
    if not folder.exists():
        above = next(parent for parent in folder.absolute().parents if parent.exists())
        if not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(above))
        if not os.access(above, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(above))
        return
    if not folder.is_dir():
        raise FolderInUseError(folder)
    inside = {path.name for path in folder.iterdir()}
    begun = UNFINISHED in inside and MANIFEST not in inside
    if inside - {UNFINISHED} and not begun and not (replace and _files(folder) >= inside - {UNFINISHED}):
        raise FolderInUseError(folder)


def _files(folder: Path) -> set[str]:
    """Return the names of the files of the run in `folder`; empty when there is none."""
    try:
        manifest = read_json(folder / MANIFEST)
        named = {*OTHERS, *manifest["figures"], *(f"{table}.parquet" for table in manifest["tables"])}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return set()
    return named if "value_digest" in manifest else set()


def write(
    folder: Path,
    *,
    stamp: Stamp,
    summary: Mapping[str, Any],
    tables: Mapping[str, "Table"],
    figures: Mapping[str, bytes],
    report: str,
    replace: bool = False,
) -> None:
    """Write a run and remove what was kept of it until then; raises as `write_files` does."""
    files: dict[str, Content] = {f"{name}.parquet": table for name, table in tables.items()}
    files |= figures
    files |= {SUMMARY: summary, REPORT: report}
    files[MANIFEST] = asdict(stamp) | {"tables": sorted(tables), "figures": sorted(figures)}
    write_files(folder, files, replace=replace)
    clear_unfinished(folder)


def write_files(folder: Path, files: Mapping[str, Content], *, replace: bool = False) -> None:
    """Write files into a folder by name, all or none; where the last of them is, the others are.

    What an unfinished run keeps in `folder` is left alone; with `replace` an earlier run is removed. Raises
    FolderInUseError as `check_free` does, RefusedError as `begin_unfinished` does, OSError when the disk
    refuses: the folder then has what it had, for everything is written inside `UNFINISHED` first.
    """
    check_free(folder, replace=replace)
    inner = begin_unfinished(folder)
    whole = inner / WHOLE
    moved: list[Path] = []
    try:
        shutil.rmtree(whole, ignore_errors=True)
        make_folder(whole)
        for name, content in files.items():
            _write_file(whole / name, content)
        earlier = [path for path in folder.iterdir() if path.name in _files(folder)]
        for path in sorted(earlier, key=lambda path: path.name != MANIFEST):
            path.unlink()
        for name in files:
            moved.append(folder / name)
            (whole / name).replace(folder / name)
    except BaseException:
        for path in moved:
            path.unlink(missing_ok=True)
        shutil.rmtree(whole, ignore_errors=True)
        _remove_empty(inner, folder)  # not those in which somebody keeps what has been run there
        raise
    _remove_empty(whole, inner)


def _remove_empty(*folders: Path) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def number(value: float | None) -> float | None:
    """Return a number for JSON, or None where there is none: JSON knows neither nan nor infinity."""
    return None if value is None or not math.isfinite(value) else float(value)


def _write_file(path: Path, content: Content) -> None:
    with new_file(path) as file:
        if isinstance(content, bytes):
            file.write(content)
        elif isinstance(content, str):
            file.write(content.encode())
        elif isinstance(content, Mapping):
            text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
            file.write(f"{text}\n".encode())
        else:
            from scenarios.results.table_file import write_table  # noqa: PLC0415  whoever writes none

            write_table(file, content)
