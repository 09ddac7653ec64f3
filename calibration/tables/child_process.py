"""Read a workbook or Parquet file in a process of its own, with limits of memory and time.

A few hundred bytes of such a file may stand for more than any memory holds, and what reads them is no Python:
where it asks for too much it ends its process. That may cost the file, and never the command. Where the
system does not limit the memory of a process, as on a Mac, it is looked at several times a second, and what
takes too much is stopped; on Windows only the time is limited.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

from calibration.tables import child
from calibration.tables.table import Table
from calibration.tables.transport import unpacked_table
from language import formatting
from language.messages import Fact, Message
from scenarios.files.refusals import RefusedError

LEAST_MEMORY, MEMORY_PER_BYTE = 600_000_000, 40
"""Bytes that reading may take, and per byte of the file; a workbook of 50,000 children takes 27 per byte."""
LEAST_SECONDS, SECONDS_PER_MB = 60, 5
"""Seconds that reading may take, and per MB; such a workbook takes one per MB where two others compute."""


def read_in_child(data: bytes, name: str, known: Collection[str] = ()) -> Table:
    """Return the table in the bytes of a workbook or Parquet file; `known` are headings that may be expected.

    Raises RefusedError for one that is damaged or too large, and where reading it takes too much.
    """
    memory = LEAST_MEMORY + MEMORY_PER_BYTE * len(data)
    seconds = LEAST_SECONDS + SECONDS_PER_MB * len(data) // 1_000_000
    request = {"name": name, "known": sorted(known), "memory": memory, "seconds": seconds}
    try:
        code, answer = _answered(b"".join([json.dumps(request).encode(), b"\n", data]), memory, seconds)
        if code == 0:
            return unpacked_table(answer)
    except subprocess.TimeoutExpired as error:
        raise _too_slow_error(name, seconds) from error
    except (KeyError, TypeError, ValueError) as error:
        raise _broken_error(name) from error
    raise _broken_error(name) if code not in _OUT_OF_MEMORY else _too_much_error(name, memory)


def _answered(question: bytes, memory: int, seconds: float) -> tuple[int, bytes]:
    """Return the exit code and the answer of a child; raises TimeoutExpired for one that takes too long."""
    with subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, "-P", child.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        try:
            return _watched(process, question, memory, time.monotonic() + seconds)
        finally:
            process.kill()


def _watched(
    process: "subprocess.Popen[bytes]", question: bytes | None, memory: int, deadline: float
) -> tuple[int, bytes]:
    """Wait for a child; one that takes too much memory, where the system lets it, is stopped."""
    while True:
        left = max(0.0, deadline - time.monotonic())
        try:
            answer, _ = process.communicate(question, timeout=min(left, _LOOKING if is_watched() else left))
        except subprocess.TimeoutExpired:
            question = None  # it is on its way
            if time.monotonic() >= deadline:
                raise
            if _memory_of(process.pid) > memory + _LOADED:
                return child.OUT_OF_MEMORY, b""
        else:
            return process.returncode, answer


_LOOKING = 0.2
"""Seconds between looking at the memory of a child."""
_LOADED = 300_000_000
"""Bytes that a child has before it reads anything."""


def is_watched() -> bool:
    """Return whether memory is to be looked at, as the system has limits that it does not keep."""
    return sys.platform == "darwin"


def _memory_of(process: int) -> int:
    """Return the bytes of memory of a process, and 0 where the system does not tell."""
    try:
        told = subprocess.run(  # noqa: S603
            ["/bin/ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=False
        )
        return 1024 * int(told.stdout)
    except (OSError, ValueError):
        return 0


_OUT_OF_MEMORY = {child.OUT_OF_MEMORY, -6, -9, -11}
"""Exit codes of a process that had no more memory: by itself, aborted, killed or without a stack."""


def _environment() -> dict[str, str]:
    """Return the environment in which a child finds our modules, and takes no memory for threads."""
    path = os.pathsep.join(str(Path(place).absolute()) for place in sys.path if place)
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return os.environ | single | {"PYTHONPATH": path, "ARROW_DEFAULT_MEMORY_POOL": "system"}


def _too_much_error(name: str, memory: int) -> RefusedError:
    return RefusedError(
        Message(
            "{name}: reading the file takes more than {memory} MB of memory, far more than its "
            "size warrants; open it and save the sheet as CSV",
            name=name,
            memory=Fact(formatting.number, memory // 1_000_000),
        )
    )


def _too_slow_error(name: str, seconds: int) -> RefusedError:
    return RefusedError(
        Message(
            "{name}: reading the file takes more than {seconds} seconds; open it and save the sheet as CSV",
            name=name,
            seconds=Fact(formatting.number, seconds),
        )
    )


def _broken_error(name: str) -> RefusedError:
    return RefusedError(
        Message(
            "{name}: the file broke what reads it; open it and save the sheet as CSV",
            name=name,
        )
    )
