"""Who runs the chunks: threads or processes of this machine. A cluster is in `scenarios.cluster`."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import ParamSpec, TypeVar

from scenarios.refused import RefusedError

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Workers:
    """Workers behind any `concurrent.futures.Executor`."""

    start: Callable[[], Executor]
    """Called once, and again whenever the executor breaks because a worker was killed."""
    count: Callable[[], int]
    """How many chunks they run at a time; asked again and again, for workers may come and go."""
    hopeless: Mapping[type[Exception], RefusedError] = field(default_factory=dict)
    """What the executor raises when there is no use in going on, and what to say then."""


def threads(count: int | None = None) -> Workers:
    """Return threads, as many as there are cores if not given; the compiled engine lets them run at once."""
    number = count or cores()
    return Workers(start=partial(ThreadPoolExecutor, number), count=lambda: number)


def processes(count: int | None = None) -> Workers:
    """Return processes, as many as there are cores if not given; one that is killed is replaced."""
    number = count or cores()
    # Spawned and not forked: the same on every system, and safe beside threads and locks.
    start = partial(_Processes, number, mp_context=get_context("spawn"), initializer=_begin)
    return Workers(start=start, count=lambda: number)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Processes(ProcessPoolExecutor):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with _no_interrupts():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back; processes that are started meanwhile never see it, not even while they import.

    It reaches every process of the terminal, and the workers leave it to the one that hands out the work.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows; `_begin` is all there is
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for a parent that is killed: it can tell nobody to stop."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
