"""What every analysis of points has around it: workers, a store that is kept, time left, the telling."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from commands.shared.errors_and_progress import Progress
from commands.shared.preparing import prepare
from commands.shared.workers import WorkerOptions, note_what_is_kept, tell_damaged
from language.messages import say
from reports.shared.table import Grid, as_table
from scenarios.reading.notes import warnings
from scenarios.results.result_folder import REPORT, check_free
from scenarios.running.dispatch import Crew
from scenarios.running.unfinished import temporary, unfinished
from sensitivity.points.runner import PointWork, Running
from sensitivity.subject.subject import Subject


def begin(subject: Subject, *, named: bool, out: Path | None) -> None:
    """Say which case it is and what to mind, before anything is run; raises as `check_free` does."""
    if out is not None:
        check_free(out)
    study = subject.study
    for warning in warnings(study):
        click.echo(f"{study.name}: {warning}", err=True)
    others = [case for case in study.cases if case != subject.case]
    if not named and others:
        listed = ", ".join(others)
        click.echo(
            say("the case {case}; --case for another: {listed}", case=subject.case, listed=listed), err=True
        )


@contextmanager
def running(work: PointWork, *, worker_options: WorkerOptions, out: Path | None) -> Iterator[Running]:
    """Give what points are run by; with `out`, what is done is kept there until the result is written."""
    progress = Progress(say("Simulating"))
    with (
        worker_options.start() as workers,
        note_what_is_kept(progress, out),
        temporary() if out is None else unfinished(out, work) as store,
    ):
        tell_damaged(store)
        if worker_options.cluster is None:
            prepare()
        with Crew(workers) as crew, progress:
            yield Running(store=store, crew=crew, progress=progress)


def tell(
    told: Mapping[str, Any],
    sentences: Sequence[str],
    grids: Sequence[Grid],
    *,
    out: Path | None,
    as_json: bool,
) -> None:
    """Print the object, or the sentences and tables, and where the report is."""
    if as_json:
        click.echo(json.dumps(told, allow_nan=False))
    else:
        console = Console()
        for sentence in sentences:
            click.echo(sentence)
        for grid in grids:
            console.print(as_table(grid))
    if out is not None:
        report = out / REPORT
        click.echo(say("The report is in {report}", report=report), err=True)
