"""The run behind `trappe compare` and `trappe demo`: simulate, keep what is done, write, print."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
from rich.console import Console

from booking.amounts.policy import Policy, shipped
from booking.amounts.policy import load as load_policy
from booking.decisions.case_status import CaseStatus, case_statuses
from booking.register.books import Books
from commands.shared.errors_and_progress import Progress
from commands.shared.preparing import prepare
from commands.shared.workers import WorkerOptions, note_what_is_kept, tell_damaged
from language.formatting import number
from language.messages import Message, say
from reports.comparison.tables import comparison_tables
from scenarios.clock import today
from scenarios.files.refusals import GaveUpError
from scenarios.format.study import Study
from scenarios.reading.load import load
from scenarios.reading.notes import warnings
from scenarios.results import result_folder as run_folder
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import Stamp, stamp
from scenarios.results.summary import summary
from scenarios.results.tables import tables
from scenarios.running.dispatch import Crew
from scenarios.running.ensemble import gather, run_all, run_until
from scenarios.running.plan import Plan
from scenarios.running.precision import share_of
from scenarios.running.unfinished import temporary, unfinished


def compare(
    scenario: str,
    *,
    out: Path | None,
    replace: bool = False,
    as_json: bool = False,
    draws: int,
    replications: int,
    seed: int,
    worker_options: WorkerOptions,
    precision: str | None = None,
    policy: Path | None = None,
    where: str | None = None,
) -> None:
    """Run a comparison, write it to `out` if given, and print the answer.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of; GaveUpError when all is
    done and written but the precision was not reached.
    """
    share = None if precision is None else share_of(precision)
    study, rule = load(scenario), BookingBasis.of(policy, where)
    plan = Plan(study=study, seed=seed, draws=draws, replications=replications)
    if out is not None:
        run_folder.check_free(out, replace=replace)
    for warning in warnings(study):
        click.echo(f"{scenario}: {warning}", err=True)
    progress = Progress(say("Simulating"))
    with (
        worker_options.start() as workers,
        note_what_is_kept(progress, out),
        temporary() if out is None else unfinished(out, plan, replace=replace) as store,
    ):
        tell_damaged(store)
        if worker_options.cluster is None:
            prepare()
        with progress, Crew(workers) as crew:
            if share is None:
                run_all(plan, store, crew, progress=progress)
            else:
                plan, errors = run_until(share, plan, store, crew, progress=progress)
        comparison = gather(plan, store)
        mark = stamp(study, comparison)
        result = summary(comparison, mark)
        if out is not None:
            # Only whoever asks for pictures waits for what draws them.
            from reports.comparison.page import figures, report_html

            run_folder.write(
                out,
                stamp=mark,
                summary=result,
                tables=tables(comparison),
                figures=figures(study, comparison),
                report=report_html(
                    study, comparison, mark, bookings=rule.case_statuses(study, comparison, mark)
                ),
                replace=replace,
            )
    if as_json:
        click.echo(json.dumps(result, allow_nan=False))
    else:
        console = Console()
        for table in comparison_tables(study, comparison):
            console.print(table)
    if out is not None:
        report = out / "report.html"
        click.echo(say("The report is in {report}", report=report), err=True)
    if share is not None:
        _tell_precision(share, plan, errors)


@dataclass(frozen=True, kw_only=True)
class BookingBasis:
    """By which rule, and which register, the report says what may be booked."""

    policy: Policy
    books: Books | None
    """None where no register was named."""

    @classmethod
    def of(cls, file: Path | None, where: str | None) -> "BookingBasis":
        """Return the rule in a file, or else the shipped one, and what a register says.

        Raises PolicyError for a file with faults, and what `booking.register.register.register` does.
        """
        rule = shipped() if file is None else load_policy(file)
        if where is None:
            return cls(policy=rule, books=None)
        from booking.register.register import register

        with register(where, create=False) as opened:
            return cls(policy=rule, books=Books(opened.entries()))

    def case_statuses(self, study: Study, comparison: Comparison, mark: Stamp) -> Mapping[str, CaseStatus]:
        """Return what may be booked of each case.

        Today with a register; without one on the last day before the case begins, so that the report of a run
        is the same whenever it is written.
        """
        on = study.scenario.start - timedelta(days=1) if self.books is None else today()
        books = Books([]) if self.books is None else self.books
        return case_statuses(study, comparison, mark, policy=self.policy, books=books, on=on)


def _tell_precision(share: float, plan: Plan, errors: dict[str, float]) -> None:
    """Say how many draws it took and what was reached; raise GaveUpError when that is not enough."""
    counts = say(
        "{draws} draws, {cells} runs; error of the mean gain beside its standard deviation: ",
        draws=plan.draws,
        cells=plan.cells,
    )
    reached = [f"{case} {_percent(error)}" for case, error in errors.items()]
    click.echo(counts + ", ".join(reached), err=True)
    if missed := [case for case, error in errors.items() if error >= share]:
        wanted = _percent(share)
        raise GaveUpError(
            Message(
                "{missed}: the precision {wanted} is not reached with {draws} draws; more "
                "--replications help if chance is much larger than the assumptions",
                missed=", ".join(missed),
                wanted=wanted,
                draws=plan.draws,
            )
        )


def _percent(share: float) -> str:
    if math.isinf(share):
        return say("unknown")
    return f"{number(100 * share, 1)}{say('%')}"
