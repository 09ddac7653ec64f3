"""Work out what it is worth to know more of a case before it is decided on."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from api.results import Result
from api.running import Progress, begin, check_same_gain, draws_of, running, unseen
from scenarios.reading.load import Source
from scenarios.running.limits import CHILDREN, DRAWS, INFORMATION_REPLICATIONS, SEED, check_limits
from scenarios.running.worker_options import ALL_CORES, Tell, WorkerOptions
from sensitivity.analysis.outputs import write
from sensitivity.information.outputs import document, tables
from sensitivity.information.value import (
    InformationRequest,
    InformationValue,
    check_request,
    information_value,
    work,
)
from sensitivity.subject.subject import subject


def information(
    scenario: Source,
    case: str | None = None,
    *,
    draws: int = 1_000,
    replications: int = 4,
    children: Sequence[int] = (25, 50, 100, 200),
    seed: int = 1,
    run: Path | None = None,
    workers: WorkerOptions = ALL_CORES,
    out: Path | None = None,
    progress: Progress = unseen,
    tell: Tell = print,
) -> Result[InformationValue]:
    """Return what it is worth to know more of a case, and what to measure first.

    `children` are how many are followed up. `run` is the folder of a comparison whose draws, replications and
    seed are taken instead. Raises as `api.compare.compare` does.
    """
    about = subject(scenario, case)
    of_run = None if run is None else draws_of(run, about)
    if of_run is not None:
        draws, replications, seed = of_run.draws, of_run.replications, of_run.seed
    check_limits(
        draws=(draws, DRAWS), replications=(replications, INFORMATION_REPLICATIONS), seed=(seed, SEED)
    )
    for count in children:
        check_limits(children=(count, CHILDREN))
    request = InformationRequest(
        draws=draws, replications=replications, children=tuple(sorted({*children})), seed=seed
    )
    check_request(request)
    begin(about.study, about.case, named=case is not None, out=out, tell=tell)
    with running(work(request, about), workers=workers, out=out, progress=progress, tell=tell) as by:
        value = information_value(request, about, by)
        check_same_gain(run, of_run, value.expected)
        figures = document(value)
        result = Result(
            found=value,
            document=figures,
            tables=tables(figures),
            answer=partial(_answer, value),
            page=partial(_page, value, figures),
        )
        if out is not None:
            write(out, name="information", document=figures, tables=result.tables, report=result.page())
    return result


def _answer(value: InformationValue) -> tuple[str, ...]:
    from reports.information.sentences import answer

    return answer(value)


def _page(value: InformationValue, figures: Mapping[str, Any]) -> str:
    from reports.information.page import information_html

    return information_html(value, figures)
