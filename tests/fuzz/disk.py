"""Let the disk fail, or the process be killed, at the N-th thing that is written.

All that Python writes passes the few functions that are replaced here. SQLite and other compiled code write
by themselves: for them there is a limit to the size of files, where the system refuses, or ends the process,
in the middle of a write. To be installed in a process of its own (`sandbox`).
"""

import builtins
import errno
import io
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KILLED = 0
"""Instead of an error: the process is killed."""
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(kw_only=True)
class BrokenDisk:
    """A disk that fails at the N-th write below a folder, and from then on where it is full."""

    place: Path
    fails: int
    """Which write, from 1; 0 for none."""
    error: int
    """One of ERRORS, or KILLED."""
    log: Path
    """A file elsewhere, for the kind and the place of what failed; of every write, where none does."""
    count: int = 0

    def install(self) -> None:
        """Put this in the way of all that Python writes in this process."""
        self._log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._open(builtins.open)
        for name in ("mkdir", "fsync", "replace", "rename", "link", "symlink", "truncate", "ftruncate"):
            self._before(name)
        original = os.open

        def opened(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
            if flags & _WRITING:
                self.happens("open", path)
            return original(path, flags, *args, **kwargs)

        os.open = opened
        self._write(os.write)

    def happens(self, kind: str, path: Any) -> None:
        """Count a write; raise OSError, or be killed, if it is the one."""
        if not self._is_below(path):
            return
        self.count += 1
        if not self.fails:
            os.pwrite(self._log, f"{kind} {self._name(path)}\n".encode(), os.fstat(self._log).st_size)
        full = self.error == errno.ENOSPC and kind in {"open", "write", "mkdir"} and self.fails
        if self.count == self.fails or (full and self.count > self.fails):
            os.pwrite(self._log, f"{kind} {self._name(path)}\n".encode(), 0)
            if self.error == KILLED:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(self.error, os.strerror(self.error), self._name(path))

    def _is_below(self, path: Any) -> bool:
        try:
            return Path(self._name(path)).absolute().is_relative_to(self.place)
        except (OSError, ValueError, TypeError):
            return False

    @staticmethod
    def _name(path: Any) -> str:
        return str(Path(f"/proc/self/fd/{path}").readlink()) if isinstance(path, int) else os.fsdecode(path)

    def _before(self, name: str) -> None:
        original: Callable[..., Any] = getattr(os, name)

        def first(path: Any, *args: Any, **kwargs: Any) -> Any:
            self.happens(name, path)
            return original(path, *args, **kwargs)

        setattr(os, name, first)

    def _write(self, original: Callable[..., int]) -> None:
        def write(number: int, data: Any) -> int:
            self.happens("write", number)
            return original(number, data)

        os.write = write

    def _open(self, original: Callable[..., Any]) -> None:
        disk = self

        class Counted(io.FileIO):
            """A file whose every write counts."""

            def write(self, data: Any) -> int:
                disk.happens("write", self.fileno())
                return super().write(data)

        def opened(  # noqa: PLR0917  as the one that it replaces
            file: Any,
            mode: str = "r",
            buffering: int = -1,
            encoding: str | None = None,
            errors: str | None = None,
            newline: str | None = None,
            closefd: bool = True,
            opener: Any = None,
        ) -> Any:
            if not set(mode) & set("wax+") or not self._is_below(file):
                return original(file, mode, buffering, encoding, errors, newline, closefd, opener)
            if not isinstance(file, int):
                self.happens("open", file)
            raw = Counted(file, mode.replace("b", "").replace("t", ""), closefd=closefd, opener=opener)
            if buffering == 0:
                return raw
            binary = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            return binary if "b" in mode else io.TextIOWrapper(binary, encoding, errors, newline)

        builtins.open = io.open = opened


def limited(size: int, *, killed: bool) -> Callable[[], None]:
    """Return what lets no file of a process grow beyond so many bytes; `killed`, or told that it cannot."""

    def install() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if killed else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return install
