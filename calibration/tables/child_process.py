"""Read a workbook or Parquet file in a process of its own, with limits of memory and time.

A few hundred bytes of such a file may stand for more than any memory holds, and what reads them is no Python:
where it asks for too much it ends its process. That may cost the file, and never the command. On systems
that do not limit a process's memory only the time is limited.
"""

import json
import os
import subprocess
import sys
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
        done = subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-P", child.__file__],
            input=b"".join([json.dumps(request).encode(), b"\n", data]),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=_environment(),
            check=False,
        )
        if done.returncode == 0:
            return unpacked_table(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise _too_slow_error(name, seconds) from error
    except (KeyError, TypeError, ValueError) as error:
        raise _broken_error(name) from error
    raise _broken_error(name) if done.returncode not in _OUT_OF_MEMORY else _too_much_error(name, memory)


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
