"""Tell on stderr how far a run is and what went wrong, in a sentence and an exit code."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, Self

from commands.shared.terminal import echo
from language.messages import say
from language.os_errors import reason
from scenarios.files.faults import ScenarioError
from scenarios.files.refusals import DifferentFiguresError, NegativeAnswerError, RefusedError

FINDING = 1
BAD_INPUT = 2
INTERRUPTED = 130


@contextmanager
def plain_errors() -> Iterator[None]:
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
            say("Interrupted"),
            error,
            say("nothing is written"),
        )
    except ScenarioError as error:
        print_faults(error)
        sys.exit(BAD_INPUT)
    except RefusedError as error:
        _stop(FINDING if isinstance(error, NegativeAnswerError) else BAD_INPUT, str(error), error)
    except OSError as error:
        where = error.filename or say("the disk")
        _stop(
            BAD_INPUT, say("{where}: cannot be written: {reason}", where=where, reason=reason(error)), error
        )


def _stop(code: int, sentence: str, error: BaseException, otherwise: str = "") -> NoReturn:
    notes = [*getattr(error, "__notes__", [])] or [otherwise]
    echo("; ".join(filter(None, [sentence, *notes])), err=True)
    sys.exit(code)


def print_faults(error: ScenarioError) -> None:
    """Print every fault of a scenario, or the first of very many, and how many there are."""
    for fault in error.faults[:_MOST_FAULTS]:
        echo(str(fault), err=True)
    count = len(error.faults)
    if count > _MOST_FAULTS:
        echo(say("the first {shown} of them are shown", shown=_MOST_FAULTS), err=True)
    echo(say("1 fault") if count == 1 else say("{count} faults", count=count), err=True)


_MOST_FAULTS = 1_000
"""More of them nobody reads, and to find what was meant by each takes its time."""


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
        return self

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` runs are done; those of the first call were there before."""
        if not self.total:
            self._bar.start()
            self._bar.reset(self._task, completed=done)
        self._bar.update(self._task, completed=done, total=total)
        self.done, self.total = done, total

    def __exit__(self, *_: object) -> None:
        if self.total:
            self._bar.stop()


@contextmanager
def shown(title: str, out: Path | None) -> Iterator[Progress]:
    """Show progress, and put on whatever stops the run how much of it is kept in `out`."""
    with Progress(title) as progress:
        try:
            yield progress
        except DifferentFiguresError:  # nothing that is kept is gone on from
            raise
        except (KeyboardInterrupt, OSError, RefusedError) as error:
            facts = {"done": progress.done, "total": progress.total, "out": out}
            if progress.done and out is None:
                error.add_note(
                    say(
                        "{done} of {total} runs were done, and nothing is kept; with --out FOLDER they are",
                        **facts,
                    )
                )
            elif progress.done:
                error.add_note(
                    say(
                        "{done} of {total} runs are kept in {out}, and the same command goes on from there",
                        **facts,
                    )
                )
            raise


def tell(sentence: str) -> None:
    """Print a sentence beside the answer, on stderr."""
    echo(sentence, err=True)


def tell_findings(number: int, out: Path) -> None:
    """Say where all that was found in ledgers is."""
    from calibration.result_folder import FINDINGS

    if number == 1:
        tell(say("The one finding is in {file}", file=out / FINDINGS))
    else:
        tell(say("All {number} findings are in {file}", number=number, file=out / FINDINGS))
