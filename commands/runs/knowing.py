"""`trappe information`: running, telling."""

from pathlib import Path

from commands.runs.sensitivity import begin, running, tell
from commands.shared.workers import WorkerOptions
from reports.information.sentences import answer
from reports.information.tables import information_grids
from sensitivity.analysis.outputs import write
from sensitivity.information.outputs import document, tables
from sensitivity.information.value import InformationRequest, check, information_value, work
from sensitivity.subject.subject import Subject


def run(
    wanted: InformationRequest,
    subject: Subject,
    *,
    worker_options: WorkerOptions,
    out: Path | None,
    as_json: bool,
    named: bool,
) -> None:
    """Find what it is worth to know more, print it, and write it to `out` if given.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of.
    """
    check(wanted)
    begin(subject, named=named, out=out)
    with running(work(wanted, subject), worker_options=worker_options, out=out) as plant:
        found = information_value(wanted, subject, plant)
        told = document(found)
        if out is not None:
            from reports.information.page import information_html

            write(
                out,
                name="information",
                document=told,
                tables=tables(told),
                report=information_html(found, told),
            )
    tell(told, answer(found), information_grids(found), out=out, as_json=as_json)
