"""Who runs the chunks: threads or processes of this machine. A cluster is in `scenarios.running.cluster`."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from scenarios.files.refusals import RefusedError
from scenarios.running.processes import Processes


@dataclass(frozen=True, kw_only=True)
class Workers:
    """Workers behind any `concurrent.futures.Executor`."""

    start: Callable[[], Executor]
    """One whose futures raise BrokenExecutor when a worker was killed, and that goes on with others."""
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
    return Workers(start=partial(Processes, number), count=lambda: number)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
