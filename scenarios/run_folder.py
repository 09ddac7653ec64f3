"""The folder that a run leaves behind: manifest, tables, figures, report. Whole or not at all."""

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

MANIFEST = "manifest.json"


class FolderInUseError(Exception):
    """The folder holds something already; nothing is overwritten."""


def check_free(folder: Path, *, replace: bool = False) -> None:
    """Raise FolderInUseError unless a run may be written to `folder`.

    With `replace` an earlier run may stand there, known by its manifest.
    """
    if not folder.exists():
        return
    is_run = (folder / MANIFEST).is_file()
    if not folder.is_dir() or (any(folder.iterdir()) and not (replace and is_run)):
        raise FolderInUseError(str(folder))


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
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        manifest = asdict(stamp) | {"tables": sorted(tables), "figures": sorted(figures)}
        (partial / MANIFEST).write_text(_json(manifest), encoding="utf-8")
        (partial / "summary.json").write_text(_json(summary), encoding="utf-8")
        for name, table in tables.items():
            table.to_parquet(partial / f"{name}.parquet", index=False)
        for name, picture in figures.items():
            (partial / name).write_bytes(picture)
        (partial / "report.html").write_text(report, encoding="utf-8")
        partial.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(partial, folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
