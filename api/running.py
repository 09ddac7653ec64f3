"""Run what an analysis asks for, and keep what was run until the result is written."""

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from language.messages import Message, say
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.reading.notes import warnings
from scenarios.results.expected_gain import ExpectedGain
from scenarios.results.read_back import read
from scenarios.results.result_folder import check_free
from scenarios.running.chunk import Work
from scenarios.running.chunk_store import resumable_store, temporary_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import RunContext
from scenarios.running.worker_options import ALL_CORES, Tell, WorkerOptions, compile_engine
from sensitivity.subject.subject import Subject

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
        if store.rechecked:
            tell(
                say(
                    "{cells} of the {of} runs that were kept were run again and gave the same",
                    cells=len(store.rechecked),
                    of=store.earlier_cells,
                )
            )


@dataclass(frozen=True, kw_only=True)
class DrawsOfRun:
    """How many draws and replications a comparison has, its seed, and the expected gain of a case of it."""

    draws: int
    replications: int
    seed: int
    expected: ExpectedGain


def draws_of(run: Path, about: Subject) -> DrawsOfRun:
    """Return the draws of a comparison in a folder, for running just these again.

    Raises RefusedError as `scenarios.results.read_back.read` does.
    """
    comparison, made = read(run, about.study)
    price_year = about.study.scenario.price_year
    return DrawsOfRun(
        draws=made.draws,
        replications=made.replications,
        seed=made.seed,
        expected=comparison.gain(about.case).expected(price_year),
    )


def check_same_gain(run: Path | None, of_run: DrawsOfRun | None, expected: ExpectedGain) -> None:
    """Raise RefusedError when the draws of a run give another expected gain here than they did there."""
    if of_run is not None and not math.isclose(of_run.expected.dkk, expected.dkk, rel_tol=1e-9, abs_tol=0.01):
        raise RefusedError(
            Message(
                "{run}: the run was made by an edition of trappe that gives other numbers; run trappe "
                "compare again",
                run=run,
            )
        )


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
