"""The program in processes of its own, to be stopped in every way there is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "cli"]
PATIENCE = 60.0


def start(*arguments: str | Path, **environment: str) -> "subprocess.Popen[bytes]":
    """Run a command in a process and a process group of its own."""
    return subprocess.Popen(  # noqa: S603  our own interpreter
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        start_new_session=True,
    )


def finished(process: "subprocess.Popen[bytes]") -> tuple[int, bytes, bytes]:
    """Wait for a process, and return its exit code and what it printed."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return process.returncode, out, err


def wait_until(happened: Callable[[], bool]) -> None:
    """Look again and again."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def alive(group: int) -> list[int]:
    """Return the processes of a group that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def chunks(folder: Path) -> list[Path]:
    """Return the finished chunks of a run that goes on in a folder."""
    return sorted((folder / ".unfinished").glob("*.npz"))
