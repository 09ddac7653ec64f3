"""What is said on stderr: how far it is, and what went wrong, in a sentence and an exit code."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn, Self

import click

from commands.shared.help_texts import say
from scenarios.files.faults import ScenarioError
from scenarios.files.refusals import FoundError, RefusedError

FINDING = 1
BAD_INPUT = 2
INTERRUPTED = 130


@contextmanager
def plain_errors(lang: str) -> Iterator[None]:
    """Turn what a user can get wrong into a sentence and an exit code; notes on the error come behind it."""
    try:
        yield
    except KeyboardInterrupt as error:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is on its way out
        # Python remembers an interrupt that left code run from a text, as libraries do, and would end by the
        # signal and not with the code; it forgets that when such code is run again.
        exec("")  # noqa: S102
        _stop(
            INTERRUPTED,
            say(lang, "Afbrudt", "Interrupted"),
            error,
            say(lang, "intet er skrevet", "nothing is written"),
        )
    except ScenarioError as error:
        print_faults(error, lang)
        sys.exit(BAD_INPUT)
    except RefusedError as error:
        _stop(FINDING if isinstance(error, FoundError) else BAD_INPUT, error.sentence(lang), error)
    except OSError as error:
        reason = error.strerror or error
        da = f"{error.filename or 'disken'}: kan ikke skrives: {reason}"
        _stop(BAD_INPUT, say(lang, da, f"{error.filename or 'the disk'}: cannot be written: {reason}"), error)


def _stop(code: int, sentence: str, error: BaseException, otherwise: str = "") -> NoReturn:
    notes = [*getattr(error, "__notes__", [])] or [otherwise]
    click.echo("; ".join(filter(None, [sentence, *notes])), err=True)
    sys.exit(code)


def print_faults(error: ScenarioError, lang: str) -> None:
    """Print every fault of a scenario, and how many there are."""
    for fault in error.faults:
        click.echo(fault.sentence(lang), err=True)
    count = len(error.faults)
    click.echo(say(lang, f"{count} fejl", f"{count} fault{'s' * (count != 1)}"), err=True)


class Progress:
    """How many runs are done and how long is left, on stderr; a context manager, called after each chunk."""

    def __init__(self, title: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(title, start=False, total=None)
        self.done = self.total = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` runs are done; those of the first call were there before."""
        if not self.total:
            self._bar.reset(self._task, completed=done)
        self._bar.update(self._task, completed=done, total=total)
        self.done, self.total = done, total

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
