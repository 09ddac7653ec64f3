"""Provide a small municipality whose year is forecast."""

from pathlib import Path
from typing import Any

from calibration.ledger.read_ledgers import Reading
from calibration.rows.ledger import Ledger
from forecast.year import Basis, Forecast, ForecastRequest, basis, forecast
from scenarios.format.study import Study
from tests.scenarios.small import SMALL, study_of, with_change

RATES = SMALL[SMALL.index("    hjemme: {pleje: 0.3") : SMALL.index("arrivals:")]
"""The lines that a test may put others in place of."""
_WITHOUT_CASES = SMALL[: SMALL.index("cases:")]


def town(folder: Path, *changes: tuple[str, str]) -> tuple[ForecastRequest, Study]:
    """Return the small scenario without its cases and with some texts replaced, and what is asked of it."""
    text = _WITHOUT_CASES
    for old, new in changes:
        text = with_change(old, new, text=text)
    study = study_of(text, folder)
    return ForecastRequest(scenario=str(folder / "lille.yaml"), ledgers=(), frame="10 mio"), study


def reading(ledger: Ledger) -> Reading:
    """Return the reading of a ledger in which nothing was found, extracted when something last began."""
    day = ledger.rows["start"].max().date()
    return Reading(ledger=ledger, findings=(), files=(), day=day).in_order()


def known(request: ForecastRequest, study: Study, ledger: Ledger) -> Basis:
    """Return what a ledger tells of the year."""
    return basis(request, study, reading(ledger))


def run(request: ForecastRequest, study: Study, ledger: Ledger, **others: Any) -> Forecast:
    """Return the forecast from a ledger."""
    return forecast(request, known(request, study, ledger), **others)
