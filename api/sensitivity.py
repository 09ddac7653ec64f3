"""Analyse what the outcome of a case hangs on."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from api.results import Result
from api.running import Progress, begin, running, unseen
from scenarios.reading.load import Source
from scenarios.running.cells_file import packed
from scenarios.running.limits import check_choice
from scenarios.running.worker_options import ALL_CORES, Tell, WorkerOptions
from sensitivity.analysis.analysis import Sensitivity, analyse, work
from sensitivity.analysis.outputs import document, tables, write
from sensitivity.analysis.request import SAMPLES, RequestForm, SensitivityRequest, check_request
from sensitivity.subject.subject import Method, subject
from sensitivity.views import optimism_file


def sensitivity(
    scenario: Source,
    case: str | None = None,
    *,
    method: Method | None = None,
    outcome: str = "net_present_gain",
    samples: int | None = None,
    replications: int = 8,
    second: bool = False,
    confidence: float = 0.8,
    pairs: int = 3,
    break_even: bool = True,
    run: Path | None = None,
    optimism: str | Path | None = None,
    seed: int = 1,
    workers: WorkerOptions = ALL_CORES,
    out: Path | None = None,
    progress: Progress = unseen,
    tell: Tell = print,
) -> Result[Sensitivity]:
    """Return what the outcome of a case hangs on, with chance held apart, and where it just pays its way.

    The first case of the scenario unless one is named; Sobol' unless it has many uncertain assumptions, then
    Morris. `run` is the folder of a comparison to take the draws from (pawn and delta only). Raises as
    `api.compare.compare` does.
    """
    about = subject(scenario, case)
    way = method or about.default_method
    check_choice("method", way, SAMPLES)
    request = SensitivityRequest(
        method=way,
        outcome=outcome,
        samples=SAMPLES[way] if samples is None else samples,
        replications=replications,
        second=second,
        confidence=confidence,
        pairs=pairs,
        with_break_even=break_even,
        seed=seed,
        run=run,
        optimism=optimism_file.shipped() if optimism is None else optimism_file.load(optimism),
    )
    check_request(request, about)
    begin(about.study, about.case, named=case is not None, out=out, tell=tell)
    with running(work(request, about), workers=workers, out=out, progress=progress, tell=tell) as by:
        analysis = analyse(request, about, by)
        figures = document(analysis)
        result = Result(
            found=analysis,
            document=figures,
            tables=tables(analysis, figures),
            answer=partial(_answer, analysis),
            page=partial(_page, analysis, figures),
        )
        if out is not None:
            write(
                out,
                name="sensitivity",
                document=figures,
                tables=result.tables,
                report=result.page(),
                request=RequestForm.of(request, about.case),
                cells=None if by.store.is_empty() else packed(by.store),
            )
    return result


def _answer(analysis: Sensitivity) -> tuple[str, ...]:
    from reports.sensitivity.sentences import answer

    return answer(analysis)


def _page(analysis: Sensitivity, figures: Mapping[str, Any]) -> str:
    from reports.sensitivity.page import sensitivity_html

    return sensitivity_html(analysis, figures)
