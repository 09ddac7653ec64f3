"""Run what an analysis asks for, and keep what was run until the result is written."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from language.messages import say
from scenarios.format.study import Study
from scenarios.reading.notes import warnings
from scenarios.results.result_folder import check_free
from scenarios.running.chunk import Work
from scenarios.running.chunk_store import resumable_store, temporary_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import RunContext
from scenarios.running.worker_options import ALL_CORES, Tell, WorkerOptions, compile_engine

Progress = Callable[[int, int], None]


def unseen(_done: int, _total: int) -> None:
    """Show no progress."""


def tell_all(tell: Tell, sentences: Iterable[str]) -> None:
    """Tell each of some sentences."""
    for sentence in sentences:
        tell(sentence)


@contextmanager
def running(
    work: Work,
    *,
    workers: WorkerOptions = ALL_CORES,
    out: Path | None,
    replace: bool = False,
    progress: Progress,
    tell: Tell,
) -> Iterator[RunContext]:
    """Give what work is run by; with `out`, what is done is kept there until the result is written."""
    with (
        workers.start() as hands,
        temporary_store() if out is None else resumable_store(out, work, replace=replace) as store,
    ):
        if store.damaged:
            tell(
                say(
                    "{folder}: {damaged} damaged files are dropped; their runs are run again",
                    folder=store.folder,
                    damaged=store.damaged,
                )
            )
        if workers.cluster is None:
            compile_engine(tell)
        with Dispatcher(hands) as dispatcher:
            yield RunContext(store=store, dispatcher=dispatcher, progress=progress)


def begin(study: Study, case: str, *, named: bool, out: Path | None, tell: Tell) -> None:
    """Tell which case it is and what to mind, before anything is run.

    Raises FolderInUseError for a folder that may not be written to, OSError when the disk refuses it.
    """
    if out is not None:
        check_free(out)
    for warning in warnings(study):
        tell(f"{study.name}: {warning}")
    if not named and (others := ", ".join(other for other in study.cases if other != case)):
        tell(say("the case {case}; --case for another: {listed}", case=case, listed=others))
