"""Measure something in a process of its own, whose memory is that of nothing else."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def figures_of(module: str, *arguments: str) -> dict[str, Any]:
    """Return the figures that a module of the bench prints as JSON when it is run with some arguments."""
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-m", module, *arguments],
        cwd=Path(__file__).parents[1],
        check=True,
        stdout=subprocess.PIPE,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def highest_megabytes() -> float:
    """Return the highest memory of this process so far.

    Not `ru_maxrss`: a process inherits that from the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
