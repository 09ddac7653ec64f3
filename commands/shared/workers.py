"""Who runs the cells, as it was asked for on the command line, and what is kept when it stops."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import click

from commands.shared.errors_and_progress import Progress
from commands.shared.help_texts import say
from scenarios.files.refusals import RefusedError
from scenarios.running.chunk_store import Store
from scenarios.running.cluster import cluster
from scenarios.running.workers import Workers, processes, threads


@dataclass(frozen=True, kw_only=True)
class Hands:
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
                da="--cluster bruger klyngens egne arbejdere; udelad --workers og --processes",
                en="--cluster uses the workers of the cluster; leave out --workers and --processes",
            )
        return cluster(self.cluster)


@contextmanager
def note_what_is_kept(progress: Progress, out: Path | None, lang: str) -> Iterator[None]:
    """Put on whatever stops the run how much of it is kept."""
    try:
        yield
    except (KeyboardInterrupt, OSError, RefusedError) as error:
        done, total = progress.done, progress.total
        if done and out is None:
            da = f"{done} af {total} forløb var regnet, og intet er gemt; med --out MAPPE gemmes de undervejs"
            en = f"{done} of {total} runs were done, and nothing is kept; with --out FOLDER they are"
            error.add_note(say(lang, da, en))
        elif done:
            da = f"{done} af {total} forløb er gemt i {out}, og samme kommando går videre derfra"
            en = f"{done} of {total} runs are kept in {out}, and the same command goes on from there"
            error.add_note(say(lang, da, en))
        raise


def tell_damaged(store: Store, lang: str) -> None:
    """Say how many damaged files were dropped."""
    if store.damaged:
        da = f"{store.folder}: {store.damaged} beskadigede filer er kasseret; deres forløb bliver regnet igen"
        en = f"{store.folder}: {store.damaged} damaged files are dropped; their runs are run again"
        click.echo(say(lang, da, en), err=True)
