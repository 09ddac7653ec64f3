"""Split a ledger that the engine made into yearly extracts with restatements; every figure stays."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from ruamel.yaml import YAML

from calibration.calibrated_file.scenario_file import scenario_file
from calibration.example.ledger import ExampleLedger, example_ledger
from calibration.rates.calibrate import Calibration, CalibrationRequest, calibrate
from forecast.year import Forecast, ForecastRequest, basis, forecast, read
from scenarios.reading.load import load

EXTRACTS = 5
DAYS = ["start", "end", "birth_date", "follow_up_date"]


@pytest.fixture(scope="module")
def made() -> ExampleLedger:
    return example_ledger(load("kolding"), seed=7, rows=2_500, faults=False, start=date(2016, 1, 1))


@pytest.fixture(scope="module")
def whole(made: ExampleLedger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(made.truth, tmp_path_factory.mktemp("hel") / "hel.csv")


def written(rows: pd.DataFrame, path: Path) -> Path:
    shown = rows.assign(**{name: rows[name].dt.strftime("%d-%m-%Y") for name in DAYS})
    shown.to_csv(path, sep=";", decimal=",", index=False)
    return path


def split(truth: pd.DataFrame, last: date, folder: Path, *, of_the_year: bool, planned: bool) -> list[Path]:
    """Return yearly extracts, each with what was known, or thought, on its day.

    Each has the services of its year, or all until its day. A tenth of the rows had another price at first, a
    tenth another unit of it, a tenth another provider, a tenth was on another step, and a tenth had ended,
    in every extract but the last that has them. What was going on has no end, or a planned one.
    """
    rng = np.random.default_rng(3)
    fate = rng.integers(0, 10, len(truth))
    start, end = truth["start"].to_numpy(), truth["end"].to_numpy()
    days = [np.datetime64(date(last.year - EXTRACTS + 1 + i, last.month, last.day)) for i in range(EXTRACTS)]
    since = [
        np.datetime64("1900-01-01") if i == 0 or not of_the_year else days[i - 1] for i in range(EXTRACTS)
    ]
    has = [(start <= day) & (np.isnat(end) | (end >= begin)) for day, begin in zip(days, since, strict=True)]
    newest = np.max([np.where(some, number, -1) for number, some in enumerate(has)], axis=0)
    assert (newest >= 0).all()
    paths = []
    for number, day in enumerate(days):
        known = truth.astype({"provider": "str", "step": "str", "price_unit": "str", "exit_to": "str"})
        runs = np.isnat(end) | (end > day)
        granted = day + rng.integers(20, 900, len(truth)).astype("timedelta64[D]")
        known["end"] = np.where(
            runs, granted if planned and number < EXTRACTS - 1 else np.datetime64("NaT"), end
        )
        known["exit_to"] = known["exit_to"].where(~runs, "")
        first_thought = newest > number
        changed(known, first_thought & (fate == 0), "price", known["price"] * 0.9 + 1)
        changed(known, first_thought & (fate == 1) & known["price"].notna(), "price_unit", "year")
        changed(known, first_thought & (fate == 2), "provider", "En anden")
        changed(known, first_thought & (fate == 3), "step", "netværk")
        changed(known, first_thought & (fate == 4) & (start < day), "end", day)
        rows = known[has[number]]
        paths.append(written(rows.sample(frac=1, random_state=number), folder / f"{number}.csv"))
    return paths


def changed(rows: pd.DataFrame, where: NDArray[np.bool_], column: str, value: object) -> None:
    rows[column] = rows[column].mask(where, value)


@pytest.fixture(scope="module", params=[(True, False), (False, False), (True, True), (False, True)], ids=str)
def extracts(
    request: pytest.FixtureRequest, made: ExampleLedger, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    of_the_year, planned = request.param
    folder = tmp_path_factory.mktemp("udtræk")
    paths = split(made.truth, made.last, folder, of_the_year=of_the_year, planned=planned)
    return [paths[i] for i in (3, 0, 4, 1, 2)]


def calibrated(*ledgers: Path) -> Calibration:
    return calibrate(CalibrationRequest(ledgers=ledgers, scenario="kolding"))


def test_rates_stock_and_prices_are_those_of_the_whole(whole: Path, extracts: list[Path]) -> None:
    one, other = calibrated(whole), calibrated(*extracts)
    assert other.reading.replaced_rows > 500
    assert other.reading.withdrawn == 0
    of_reading = {"rows", "duplicate_rows", "replaced_rows"}
    figures, others = one.document(), other.document()
    assert {key: others[key] for key in others.keys() - of_reading} == {
        key: figures[key] for key in figures.keys() - of_reading
    }
    assert other.prices == one.prices
    arrivals, others_arrivals = ([each.mean for each in c.inflow.believed] for c in (one, other))
    assert np.array_equal(arrivals, others_arrivals)
    names = ", ".join(path.name for path in extracts)
    # Compared as data, for where a line of the file breaks hangs on the length of the names.
    said, others_said = (json.dumps(YAML().load(scenario_file(each)), default=str) for each in (one, other))
    assert others_said.replace(names, whole.name) == said


def account(*ledgers: Path) -> Forecast:
    request = ForecastRequest(
        scenario="kolding", ledgers=ledgers, frame="100 mio", draws=3, replications=2, ends_believed=0.0
    )
    return forecast(request, basis(request, *read(request)))


def test_the_account_is_that_of_the_whole(whole: Path, extracts: list[Path]) -> None:
    one, other = account(whole), account(*extracts)
    assert other.basis.last == one.basis.last
    for name in ("booked_dkk", "booked_days", "booked_children", "all_children", "placed_days"):
        assert np.array_equal(getattr(other, name), getattr(one, name)), name
