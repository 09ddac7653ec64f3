"""`trappe sensitivity`: running, telling."""

from pathlib import Path

from commands.runs.sensitivity import begin, running, tell
from commands.shared.workers import WorkerOptions
from reports.sensitivity.sentences import answer
from reports.sensitivity.tables import sensitivity_grids
from sensitivity.analysis.analysis import analyse, work
from sensitivity.analysis.outputs import document, tables, write
from sensitivity.analysis.request import SensitivityRequest, check
from sensitivity.subject.subject import Subject


def run(
    request: SensitivityRequest,
    subject: Subject,
    *,
    worker_options: WorkerOptions,
    out: Path | None,
    as_json: bool,
    named: bool,
) -> None:
    """Find what a case hangs on, print it, and write it to `out` if given.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of.
    """
    check(request, subject)
    begin(subject, named=named, out=out)
    with running(work(request, subject), worker_options=worker_options, out=out) as plant:
        found = analyse(request, subject, plant)
        told = document(found)
        if out is not None:
            from reports.sensitivity.page import sensitivity_html

            write(
                out,
                name="sensitivity",
                document=told,
                tables=tables(found, told),
                report=sensitivity_html(found, told),
            )
    tell(told, answer(found), sensitivity_grids(found), out=out, as_json=as_json)
