"""Run chunks in threads or processes of this machine. A cluster is in `scenarios.running.cluster`.

The standard library's pool of processes shares one pipe: when a process is killed it gives up what all of
them had in hand, and when that was in the middle of an answer it waits for ever. `ProcessExecutor` gives each
a pipe of its own: a killed process costs its own task only, and the next task starts another.
"""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

from scenarios.files.refusals import RefusedError

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Workers:
    """Workers behind any `concurrent.futures.Executor`."""

    start: Callable[[], Executor]
    """Start an executor; its futures raise BrokenExecutor when a worker was killed, and others go on."""
    count: Callable[[], int]
    """How many chunks they run at a time; asked again and again, for workers may come and go."""
    hopeless: Mapping[type[Exception], RefusedError] = field(default_factory=dict)
    """Errors of the executor at which there is no use in going on, and the refusal to raise then."""


def threads(count: int | None = None) -> Workers:
    """Return threads, as many as there are cores if not given; the compiled engine lets them run at once."""
    number = count or cores()
    return Workers(start=partial(ThreadPoolExecutor, number), count=lambda: number)


def processes(count: int | None = None) -> Workers:
    """Return processes, as many as there are cores if not given; one that is killed is replaced."""
    number = count or cores()
    return Workers(start=partial(ProcessExecutor, number), count=lambda: number)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ProcessExecutor(Executor):
    """At most so many processes; one is started when a task finds no idle one.

    A future raises BrokenExecutor when the process that had its task in hand was killed.
    """

    def __init__(self, count: int) -> None:
        # A process inherits what its thread holds back: it never sees Ctrl-C, which reaches every process of
        # the terminal, not even while it imports. Whoever hands out the work decides what becomes of it.
        self._threads = ThreadPoolExecutor(count, initializer=_hold_interrupts_back)
        self._own = threading.local()
        self._started: list[_Process] = []

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a process call a function."""
        return self._threads.submit(self._ask, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the tasks that have been handed out come to their end; then the processes end."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for process in self._started:
            process.dismiss(wait=wait)

    def _ask(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        process: _Process | None = getattr(self._own, "process", None)
        if process is None:
            process = self._own.process = _Process()
            self._started.append(process)
        try:
            result, error, where = process.ask((fn, args, kwargs))
        except (EOFError, OSError) as lost:
            self._own.process = None
            raise BrokenExecutor("a process was killed") from lost
        if error is not None:
            raise error from _InProcessError(where)
        answer: T = result
        return answer


class _InProcessError(Exception):
    """The traceback of an error in the process, as text: the traceback itself does not travel."""


class _Process:
    def __init__(self) -> None:
        # Spawned and not forked: the same on every system, and safe beside threads and locks.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()  # so that the pipe ends with the process

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def ask(self, task: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]) -> Any:
        self._pipe.send(task)
        return self._pipe.recv()

    def dismiss(self, *, wait: bool) -> None:
        self._pipe.close()
        if wait:
            self._process.join()


def _hold_interrupts_back() -> None:
    if hasattr(signal, "pthread_sigmask"):  # not on Windows; `_serve` is all there is
        resource_tracker.ensure_running()  # which the first process would start, letting interrupts through
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(pipe: Connection) -> None:
    """Do tasks until the pipe ends, as it does too when the one who asks is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            fn, args, kwargs = pipe.recv()
        except EOFError:
            return
        answer: tuple[Any, Exception | None, str]
        try:
            answer = (fn(*args, **kwargs), None, "")
        except Exception as error:  # noqa: BLE001  the asker raises it
            answer = (None, error, traceback.format_exc())
        try:
            pipe.send(answer)
        except OSError:  # nobody is left to hear it
            return
