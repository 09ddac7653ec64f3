"""Who runs the cells, as it was asked for on the command line, and what is kept when it stops."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import click

from commands.shared.errors_and_progress import Progress
from language.messages import Message, say
from scenarios.files.refusals import RefusedError
from scenarios.running.chunk_store import ChunkStore
from scenarios.running.cluster import cluster
from scenarios.running.workers import Workers, processes, threads


@dataclass(frozen=True, kw_only=True)
class WorkerOptions:
    """Who runs it, as it was asked for."""

    workers: int | None = None
    processes: bool = False
    cluster: str | None = None

    def start(self) -> AbstractContextManager[Workers]:
        """Return the workers; raises RefusedError when they cannot be had, or two kinds were asked for."""
        if self.cluster is None:
            return nullcontext((processes if self.processes else threads)(self.workers))
        if self.processes or self.workers is not None:
            raise RefusedError(
                Message("--cluster uses the workers of the cluster; leave out --workers and --processes")
            )
        return cluster(self.cluster)


@contextmanager
def note_what_is_kept(progress: Progress, out: Path | None) -> Iterator[None]:
    """Put on whatever stops the run how much of it is kept."""
    try:
        yield
    except (KeyboardInterrupt, OSError, RefusedError) as error:
        done, total = progress.done, progress.total
        if done and out is None:
            error.add_note(
                say(
                    "{done} of {total} runs were done, and nothing is kept; with --out FOLDER they are",
                    done=done,
                    total=total,
                )
            )
        elif done:
            error.add_note(
                say(
                    "{done} of {total} runs are kept in {out}, and the same command goes on from there",
                    done=done,
                    total=total,
                    out=out,
                )
            )
        raise


def tell_damaged(store: ChunkStore) -> None:
    """Say how many damaged files were dropped."""
    if store.damaged:
        click.echo(
            say(
                "{folder}: {damaged} damaged files are dropped; their runs are run again",
                folder=store.folder,
                damaged=store.damaged,
            ),
            err=True,
        )
