"""Forecast the year's account against its frame."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, get_args

from api.results import Result
from api.running import Progress, tell_all, unseen
from calibration.ledger import notes as ledger_notes
from forecast import year
from forecast.notes import notes
from forecast.outputs import document, runs_table, write
from forecast.year import Forecast, ForecastRequest
from scenarios.reading.load import Source, load
from scenarios.results.result_folder import check_free
from scenarios.running.limits import BRIDGE_DAYS, DRAWS, REPLICATIONS, SEED, SHARE, check_choice, check_limits
from scenarios.running.worker_options import Tell, compile_engine


def forecast(
    scenario: Source,
    *,
    ledgers: Sequence[str | Path],
    frame: str,
    out: Path | None = None,
    progress: Progress = unseen,
    tell: Tell = print,
    **options: Any,
) -> Result[Forecast]:
    """Return the year's account as it may end; the frame is an amount as text, or the name of a table.

    `options` are those of `ForecastRequest`: last, complete, extract_days, rates, ends_believed, mapping,
    pseudonyms, bridge_days, draws, replications, seed. Raises as `api.compare.compare` does.
    """
    if out is not None:
        check_free(out)
    request = ForecastRequest(scenario=load(scenario), ledgers=ledgers, frame=frame, **options)
    _check(request)
    study, reading = year.read(request)
    tell_all(tell, ledger_notes.notes(reading, last=request.last))
    basis = year.basis(request, study, reading)
    tell_all(tell, notes(request, basis))
    compile_engine(tell)
    account = year.forecast(request, basis, progress=progress)
    page = partial(_page, account)
    if out is not None:
        write(out, account, page())
    return Result(
        found=account,
        document=document(account),
        tables={"runs": runs_table(account)},
        answer=partial(_answer, account),
        page=page,
    )


def _check(request: ForecastRequest) -> None:
    check_limits(
        draws=(request.draws, DRAWS),
        replications=(request.replications, REPLICATIONS),
        seed=(request.seed, SEED),
        bridge_days=(request.bridge_days, BRIDGE_DAYS),
    )
    if request.ends_believed is not None:
        check_limits(ends_believed=(request.ends_believed, SHARE))
    check_choice("rates", request.rates, get_args(year.RatesSource))


def _answer(account: Forecast) -> list[str]:
    from reports.forecast.tables import answer

    return answer(account)


def _page(account: Forecast) -> str:
    from reports.forecast.page import forecast_html

    return forecast_html(account)
