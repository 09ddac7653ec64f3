"""Read JSON that stands in a file of ours, as far as it may be one."""

import json
import stat
from pathlib import Path
from typing import Any

_LARGEST = 64_000_000
"""Bytes; the summary of a hundred cases has a tenth of them."""


def read_json(path: Path) -> Any:
    """Return what a file says; raises OSError, ValueError and RecursionError for one that says nothing whole.

    What is no file on a disk, as a device without end, is damaged, and so is what is far too large.
    """
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1) if stat.S_ISREG(path.stat().st_mode) else b""
    if len(content) > _LARGEST:
        raise ValueError(f"{path} is too large")
    return json.loads(content)
