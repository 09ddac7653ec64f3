"""The folder that a run leaves behind: manifest, tables, figures, report. Whole or not at all."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from scenarios.stamp import Stamp

MANIFEST, SUMMARY, REPORT = "manifest.json", "summary.json", "report.html"
OTHERS = (MANIFEST, SUMMARY, REPORT)
"""What a run has beside its tables and figures."""


class FolderInUseError(Exception):
    """The folder holds something already; nothing is overwritten."""


def check_free(folder: Path, *, replace: bool = False) -> None:
    """Raise FolderInUseError unless a run may be written to `folder`, OSError when the disk refuses it.

    With `replace` an earlier run may stand there: a manifest, and no file that it does not name.
    """
    if not folder.exists():
        above = next(parent for parent in folder.absolute().parents if parent.exists())
        if not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(above))
        if not os.access(above, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(above))
    elif not folder.is_dir() or (any(folder.iterdir()) and not (replace and _is_run(folder))):
        raise FolderInUseError(str(folder))


def _is_run(folder: Path) -> bool:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        named = {*OTHERS, *manifest["figures"], *(f"{table}.parquet" for table in manifest["tables"])}
        return "value_digest" in manifest and {path.name for path in folder.iterdir()} <= named
    except (OSError, ValueError, TypeError, KeyError):
        return False


def write(
    folder: Path,
    *,
    stamp: Stamp,
    summary: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    figures: Mapping[str, bytes],
    report: str,
    replace: bool = False,
) -> None:
    """Write a run; the folder appears whole, by a rename, or not at all.

    Raises FolderInUseError as `check_free` does, OSError when the disk refuses.
    """
    check_free(folder, replace=replace)
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    earlier = partial.with_name(f"{partial.name}.old")
    try:
        manifest = asdict(stamp) | {"tables": sorted(tables), "figures": sorted(figures)}
        (partial / MANIFEST).write_text(_json(manifest), encoding="utf-8")
        (partial / SUMMARY).write_text(_json(summary), encoding="utf-8")
        for name, table in tables.items():
            table.to_parquet(partial / f"{name}.parquet", index=False)
        for name, picture in figures.items():
            (partial / name).write_bytes(picture)
        (partial / REPORT).write_text(report, encoding="utf-8")
        partial.chmod(0o755)
        if folder.exists():
            folder.rename(earlier)
        partial.rename(folder)
        shutil.rmtree(earlier, ignore_errors=True)
    except BaseException:
        if earlier.exists() and not folder.exists():
            earlier.rename(folder)
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
