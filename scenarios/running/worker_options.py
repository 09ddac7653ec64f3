"""Choose who runs a simulation, and have the engine compiled before they do."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from threading import Thread

from language.messages import Message, say
from model.compiled_engine import engine
from scenarios.files.refusals import RefusedError
from scenarios.running.cluster import cluster
from scenarios.running.limits import WORKERS, check_limits
from scenarios.running.workers import Workers, processes, threads

Tell = Callable[[str], object]
_SOON_SECONDS = 1.5


@dataclass(frozen=True, kw_only=True)
class WorkerOptions:
    """Threads of this process, processes, or a Dask cluster; the numbers are the same."""

    workers: int | None = None
    """How many threads or processes; left out, one for each core."""
    processes: bool = False
    cluster: str | None = None
    """The address of a cluster's scheduler, such as tcp://10.0.0.1:8786."""

    def start(self) -> AbstractContextManager[Workers]:
        """Return the workers; raises RefusedError when they cannot be had, or two kinds were asked for."""
        if self.workers is not None:
            check_limits(workers=(self.workers, WORKERS))
        if self.cluster is None:
            return nullcontext((processes if self.processes else threads)(self.workers))
        if self.processes or self.workers is not None:
            raise RefusedError(
                Message("--cluster uses the workers of the cluster; leave out --workers and --processes")
            )
        return cluster(self.cluster)


ALL_CORES = WorkerOptions()
"""A thread for each core."""


def compile_engine(tell: Tell) -> None:
    """Have the engine compiled, which takes half a minute once on each machine, and say so if it takes long.

    In a thread of its own: an interrupt that reaches the one where machine code is made may be lost there.
    """
    thread = Thread(target=engine.prepare, daemon=True)
    thread.start()
    thread.join(_SOON_SECONDS)
    if thread.is_alive():
        tell(say("Compiling the engine; once on this machine"))
        thread.join()
