"""Run a command in a process and a folder of its own, with limits of memory and time.

The process is a fork of one that has loaded everything: what a command leaves in memory, a hang, or a crash
of compiled code costs that run alone. Caveat. Whoever forks may have no threads, so pytest is not to call
this.
"""

import atexit
import hashlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cli import main

SECONDS, MEMORY = 60.0, 1_500_000_000
"""What a command may take for a small input: seconds, and bytes beside what was loaded before."""
_AT_MOST = 4_000_000_000
"""Bytes of addresses beyond which the system stops it."""
_TEMPORARY = "tmp"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a command did."""

    code: int
    """Its exit code; less than zero is the signal that ended it."""
    out: str
    err: str
    seconds: float
    peak: int
    """Bytes of memory."""
    before: Mapping[str, str]
    """The files of the folder by name, with their digests, before and after."""
    after: Mapping[str, str]
    left: Sequence[str]
    """What it left in the folder for temporary files."""


class Running:
    """A command that runs."""

    def __init__(
        self,
        arguments: Sequence[str],
        home: Path,
        *,
        prepare: Callable[[], object] = lambda: None,
        seconds: float = SECONDS,
    ) -> None:
        """Start it in the folder `home`; `prepare` is called in its process."""
        self.home = home
        self._beside = home.with_name(f"{home.name}-beside")
        (self._beside / _TEMPORARY).mkdir(parents=True, exist_ok=True)
        self._before = contents(home)
        self._began = time.monotonic()
        self._deadline = self._began + seconds
        sys.stdout.flush()
        sys.stderr.flush()
        ends = [os.pipe(), os.pipe()]  # no files: what is printed is to come out whatever becomes of the disk
        self._process = os.fork()
        if self._process == 0:
            self._run(arguments, prepare, [writing for _, writing in ends])
        self._printed = {reading: bytearray() for reading, _ in ends}
        for reading, writing in ends:
            os.close(writing)
            os.set_blocking(reading, False)

    def _run(self, arguments: Sequence[str], prepare: Callable[[], object], ends: Sequence[int]) -> None:
        """Be the process, until its end."""
        code = 70
        try:
            os.setsid()
            for number, end in enumerate((os.open(os.devnull, os.O_RDONLY), *ends)):
                os.dup2(end, number)
            sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
            os.chdir(self.home)
            os.environ["TMPDIR"] = tempfile.tempdir = str(self._beside / _TEMPORARY)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_AS, (_addresses() + _AT_MOST,) * 2)
            prepare()
            code = _called(arguments)
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            os.write(2, traceback.format_exc().encode(errors="replace"))
        finally:
            os._exit(code)

    def ended(self) -> Outcome | None:
        """Return what it did, once it has ended; one that takes too long is ended."""
        self._read()
        process, status, usage = os.wait4(self._process, os.WNOHANG)
        if process == 0 and time.monotonic() < self._deadline:
            return None
        if process == 0:
            os.killpg(self._process, signal.SIGKILL)
            _, status, usage = os.wait4(self._process, 0)
        seconds = time.monotonic() - self._began
        with suppress(ProcessLookupError, PermissionError):  # what it started and did not wait for
            os.killpg(self._process, signal.SIGKILL)
        self._read()
        out, err = (bytes(text).decode("utf-8", errors="replace") for text in self._printed.values())
        for end in self._printed:
            os.close(end)
        outcome = Outcome(
            code=os.waitstatus_to_exitcode(status),
            out=out,
            err=err,
            seconds=seconds,
            peak=usage.ru_maxrss * 1024,
            before=self._before,
            after=contents(self.home),
            left=sorted(contents(self._beside / _TEMPORARY)),
        )
        shutil.rmtree(self._beside)
        return outcome

    def _read(self) -> None:
        for end, text in self._printed.items():
            with suppress(BlockingIOError):
                while more := os.read(end, 1 << 16):
                    text.extend(more)


def finished(
    arguments: Sequence[str],
    home: Path,
    *,
    prepare: Callable[[], object] = lambda: None,
    seconds: float = SECONDS,
) -> Outcome:
    """Return what a command did in the folder `home`."""
    running = Running(arguments, home, prepare=prepare, seconds=seconds)
    while (outcome := running.ended()) is None:
        time.sleep(0.003)
    return outcome


def contents(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder by its name there; of a folder or link, what it is."""
    digests = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink() or not path.is_file():
            digests[name] = "link" if path.is_symlink() else "folder"
        else:
            digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


def _called(arguments: Sequence[str]) -> int:
    try:
        main(list(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _addresses() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def loaded_memory() -> int:
    """Return the bytes of memory that this process has, and so each that it forks."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()
