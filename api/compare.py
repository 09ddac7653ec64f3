"""Hold the baseline of a scenario against its cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pandas as pd

from api.results import Result
from api.running import Progress, running, unseen
from booking.amounts.policy import Policy, given, shipped
from booking.decisions.case_status import CaseStatus, case_statuses
from booking.register.books import Books
from language.messages import Message
from scenarios.clock import today
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.reading.load import Source, load
from scenarios.reading.notes import warnings
from scenarios.results import result_folder
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import Stamp, stamp
from scenarios.results.summary import document
from scenarios.results.tables import Tables
from scenarios.running.ensemble import gather, run_all, run_until
from scenarios.running.limits import COMPARED_REPLICATIONS, DRAWS, SEED, check_limits
from scenarios.running.plan import Plan
from scenarios.running.precision import check_share
from scenarios.running.worker_options import ALL_CORES, Tell, WorkerOptions


@dataclass(frozen=True, kw_only=True)
class ComparisonResult(Result[Comparison]):
    """Baseline and cases in every run."""

    study: Study
    stamp: Stamp
    errors: Mapping[str, float] | None = None
    """Error of each case's mean gain beside its spread over draws, where a precision was asked for."""

    @property
    def headline(self) -> pd.DataFrame:
        """A row for each case: expected gain, spread, how often there is a gain, and when it is paid back."""
        rows = {
            case: {
                "expected_gain_dkk": figures["expected_gain_dkk"],
                "expected_gain_mc_error_dkk": figures["expected_gain_mc_error_dkk"],
                **{f"{name}_dkk": value for name, value in figures["net_present_gain_dkk"].items()},
                "probability_of_gain": figures["probability_of_gain"],
                "break_even_year": figures["break_even_year"]["p50"],
            }
            for case, figures in self.document["cases"].items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("case")


def compare(
    scenario: Source,
    *,
    draws: int = 100,
    replications: int = 4,
    seed: int = 1,
    precision: float | None = None,
    policy: Policy | str | Path | None = None,
    register: str | Path | None = None,
    workers: WorkerOptions = ALL_CORES,
    out: Path | None = None,
    replace: bool = False,
    progress: Progress = unseen,
    tell: Tell = print,
) -> ComparisonResult:
    """Return the comparison of every case with the baseline.

    With `precision`, a share, draws are added until the error of every case's mean gain is below that share
    of the gain's spread over draws; what was reached is in `errors`. `policy` and `register` decide what the
    page says may be booked. Raises ScenarioError for a scenario with faults, RefusedError for what cannot be
    done, and OSError when the disk refuses.
    """
    check_limits(draws=(draws, DRAWS), replications=(replications, COMPARED_REPLICATIONS), seed=(seed, SEED))
    if precision is not None:
        check_share(precision)
    study = load(scenario)
    bookings = _bookings(policy, register)
    plan = Plan(study=study, seed=seed, draws=draws, replications=replications)
    if out is not None:
        result_folder.check_free(out, replace=replace)
    for warning in warnings(study):
        tell(f"{study.name}: {warning}")
    errors = None
    with running(plan, workers=workers, out=out, replace=replace, progress=progress, tell=tell) as by:
        if precision is None:
            run_all(plan, by.store, by.dispatcher, progress=by.progress)
        else:
            plan, errors = run_until(precision, plan, by.store, by.dispatcher, progress=by.progress)
        comparison = gather(plan, by.store)
        made, tables = stamp(study, comparison), Tables(comparison)
        result = ComparisonResult(
            found=comparison,
            document=document(study, comparison, made),
            tables=tables,
            answer=partial(_answer, study, comparison),
            page=partial(_page, study, comparison, made, bookings),
            study=study,
            stamp=made,
            errors=errors,
        )
        if register is not None:
            for sentence in _by_other_runs(bookings(study, comparison, made)):
                tell(sentence)
        if out is not None:
            from reports.comparison.page import figures

            result_folder.write(
                out,
                stamp=made,
                summary=result.document,
                tables=tables.by_parts(),
                figures=figures(study, comparison),
                report=result.page(),
                replace=replace,
            )
    return result


Bookings = Callable[[Study, Comparison, Stamp], Mapping[str, CaseStatus]]


def _bookings(policy: Policy | str | Path | None, register: str | Path | None) -> Bookings:
    """Return what says what may be booked of each case: by the rule, and by the register if one is named.

    Today with a register; without one on the last day before the case begins, so that the page of a run is
    the same whenever it is written. Raises as `booking.register.register.register` does.
    """
    if register is None:
        rule = given(policy)
        return lambda study, comparison, made: case_statuses(
            study, comparison, made, policy=rule, books=Books([]), on=study.scenario.start - timedelta(days=1)
        )
    if policy is not None:
        raise RefusedError(
            Message("--policy: with --register the rule of the register holds; leave --policy out")
        )
    from booking.register.register import register as opened

    with opened(register, create=False) as book:
        books = Books(book.entries())
    in_force = books.rule or shipped()
    return lambda study, comparison, made: case_statuses(
        study, comparison, made, policy=in_force, books=books, on=today()
    )


def _by_other_runs(statuses: Mapping[str, CaseStatus]) -> list[str]:
    """Return what is booked of cases that stand in the register by another run, and how it differs."""
    from reports.booking.standing import other_run_words
    from reports.booking.sums import case_name

    return [
        f"{case_name(status)}: {other_run_words(status, status.other_run)}"
        for status in statuses.values()
        if status.other_run is not None
    ]


def _answer(study: Study, comparison: Comparison) -> tuple[str, ...]:
    from reports.comparison.answer import answer
    from reports.shared.cases import cases_in_report

    cases = cases_in_report(study, comparison)
    return tuple(f"{case.letter}. {case.title}: {' '.join(answer(case))}" for case in cases)


def _page(study: Study, comparison: Comparison, made: Stamp, bookings: Bookings) -> str:
    from reports.comparison.page import report_html

    return report_html(study, comparison, made, bookings=bookings(study, comparison, made))
