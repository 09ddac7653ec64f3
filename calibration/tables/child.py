"""Read one workbook or Parquet file in a process that is started for it: bytes in, a table or a refusal out.

Run as a script by `child_process.py`. The limits stand before a byte of the file has been looked at.
"""

import json
import sys
from pathlib import Path

from calibration.tables.table import Table
from calibration.tables.transport import packed_refusal, packed_table
from scenarios.files.refusals import RefusedError

PARQUET = b"PAR1"
OUT_OF_MEMORY = 3
"""Exit code of a process that stopped at its limit by itself."""


def read_binary(data: bytes, name: str, known: frozenset[str] = frozenset()) -> Table:
    """Return the table in the bytes of a workbook or Parquet file, read in this very process."""
    if data.startswith(PARQUET):
        from calibration.tables.parquet_files import read_parquet  # noqa: PLC0415  slow to load

        return read_parquet(data, name)
    from calibration.tables.workbooks import read_workbook  # noqa: PLC0415

    return read_workbook(data, name, known)


def main() -> int:
    """Answer the request on standard input."""
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    if data.startswith(PARQUET):
        import pyarrow.parquet  # noqa: F401, PLC0415  its code does not count in the limit
    _limit(memory=request["memory"], seconds=request["seconds"])
    try:
        answer = packed_table(read_binary(data, request["name"], frozenset(request["known"])))
    except RefusedError as error:
        answer = packed_refusal(error.message)
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(answer)
    return 0


def _limit(*, memory: int, seconds: int) -> None:
    """Limit what this process may use beyond what it has now; without effect where the system cannot."""
    try:
        import resource  # noqa: PLC0415  not there on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Whoever waits for this process stops it sooner; where that one is killed, this one ends too.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + 5, seconds + 5))
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, AttributeError, OSError, ValueError):
        return


if __name__ == "__main__":
    sys.exit(main())
