"""Check that a calibrated scenario runs, and that nothing is lost on the way into the file."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from calibration.calibrated_file.scenario_file import impossible_moves
from calibration.calibrated_file.stock_file import outside_stock
from calibration.example.ledger import example_ledger
from calibration.ledger.histories import NOWHERE
from calibration.rates.calibrate import Calibration, CalibrationRequest, calibrate
from calibration.rates.prices import BESIDE, STAY
from calibration.result_folder import FIGURES, FINDINGS, SCENARIO, write
from model.world.arrays import Floats
from scenarios.building.draws import corners, draw
from scenarios.building.world import build
from scenarios.files.refusals import RefusedError
from scenarios.format.distributions import Gamma
from scenarios.format.study import Study
from scenarios.reading.load import load
from scenarios.results.result_folder import FolderInUseError
from scenarios.running.ensemble import compare
from tests.languages import said_in
from tests.scenarios.small import SMALL

DRAWS = 1_600
ESTIMATED_FROM = 4_000
"""Draws from the posterior behind a correlation of the file."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kalibreret")


@pytest.fixture(scope="module")
def calibration(folder: Path) -> Calibration:
    made = example_ledger(load("kolding"), seed=1, rows=12_000, start=date(2016, 1, 1))
    made.write_csv(folder / "sager.csv")
    return calibrate(CalibrationRequest(ledgers=[folder / "sager.csv"], scenario="kolding"))


@pytest.fixture(scope="module")
def study(calibration: Calibration, folder: Path) -> Study:
    """Return a scenario that builds on what was calibrated."""
    write(folder / "ud", calibration)
    last = calibration.exposure.histories.window.last
    text = (
        "base: [staircases/kolding, national/six_steps, municipalities/kolding, ud/calibrated.yaml]\n"
        f"title: Kalibreret\nstart: {last.year + (last.month == 12)}-{last.month % 12 + 1:02}-01\n"
        f"years: 2\nprice_year: 2022\n"
        f"price_index: {{by_year: {{{last.year}: 113.3}}}}\n"
    )
    (folder / "kommune.yaml").write_text(text, encoding="utf-8")
    return load(folder / "kommune.yaml")


def test_every_rate_is_an_assumption_with_the_mean_and_spread_of_what_is_believed(
    calibration: Calibration, study: Study
) -> None:
    rates, written = study.scenario.rates.by_step, 0
    for (origin, to), estimate in calibration.moves.items():
        spec = rates[origin].get(to)
        for row, mean, sd in zip(estimate.rows, estimate.posterior.mean, estimate.posterior.sd, strict=True):
            if spec is not None and row.age_band in spec.by_age:
                law = study.assumptions[spec.by_age[row.age_band].name].distribution
                assert isinstance(law, Gamma)
                assert (law.mean, law.sd) == pytest.approx((mean, sd), rel=1e-5)
                written += row.events
        assert spec is None or (spec.shape.value is None) == estimate.has_shape
    assert any(estimate.has_shape for estimate in calibration.moves.values())
    assert {(origin, to) for origin, row in rates.items() for to in row} <= {*calibration.moves}
    assert (
        written + sum(count for _, count in impossible_moves(calibration))
        == calibration.exposure.events().sum()
    )


def normal_scores(columns: pd.DataFrame) -> Floats:
    """Return the correlation of the normal numbers behind the ranks of columns."""
    scores = stats.norm.ppf(columns.rank().to_numpy() / (len(columns) + 1))
    return np.corrcoef(np.asarray(scores), rowvar=False)


def test_rates_of_one_move_are_drawn_together(calibration: Calibration, study: Study) -> None:
    values = [draw(study, seed=1, number=number) for number in range(DRAWS)]
    rng = np.random.default_rng(1)
    spreads = []
    for spec in study.scenario.joint:
        origin, to = next(
            (o, t)
            for o, t in calibration.moves
            if spec.names[0].startswith(f"{o}_{t}_") and f"{o}_{t}" in spec.names[0]
        )
        estimate = calibration.moves[origin, to]
        rates, shapes = estimate.posterior.draw(20_000, rng)
        expected = pd.DataFrame(np.column_stack([rates, shapes]) if estimate.has_shape else rates)
        drawn = pd.DataFrame([[value[name] for name in spec.names] for value in values])
        written = np.array(spec.correlation)
        assert written == pytest.approx(normal_scores(expected), abs=5 / ESTIMATED_FROM**0.5)
        assert normal_scores(drawn) == pytest.approx(written, abs=5 / DRAWS**0.5)
        number = rates.shape[1]
        spreads.append(drawn.iloc[:, :number].sum(axis=1).std() / rates.sum(axis=1).std())
    assert np.mean(spreads) == pytest.approx(1.0, abs=0.02)  # 0.87 if the rates of a move were independent


def test_the_stock_is_who_was_there_at_the_end(calibration: Calibration, study: Study) -> None:
    lives = calibration.exposure.histories
    known = (lives.destination == NOWHERE) & ~outside_stock(lives)
    assert known.sum() > 0.98 * (lives.destination == NOWHERE).sum()
    steps = [child.step for child in study.scenario.stock.children]
    expected = [lives.staircase.steps[step].name for step in lives.step[known]]
    assert sorted(steps) == sorted(expected)
    assert study.scenario.stock.by_step == {}


def test_arrivals_and_prices_are_the_ledgers_own(calibration: Calibration, study: Study) -> None:
    middle = corners(study)[0]
    trends = study.scenario.arrivals.trend_by_step
    assert {*trends} == {*study.scenario.arrivals.by_step}
    assert study.scenario.arrivals.trend_per_year.value == 0
    [trend] = {each.resolve(middle) for each in trends.values()}
    factor = (1 + trend) ** (calibration.inflow.years / 2)
    assert (trend != 0) == (calibration.inflow.trend_low * calibration.inflow.trend_high > 0)
    counts = dict(
        zip(
            [step.name for step in calibration.exposure.histories.staircase.steps],
            calibration.inflow.counts,
            strict=True,
        )
    )
    for step, row in study.scenario.arrivals.by_step.items():
        for band, name in row.items():
            seen = counts[step][calibration.exposure.band_names.index(band)]
            if seen > 20:
                assert name.resolve(middle) == pytest.approx(
                    factor * seen / calibration.inflow.years, rel=0.1
                )
    for price in calibration.prices.lines:
        lines = study.scenario.prices[price.step]
        line = lines["tillæg"] if price.kind == BESIDE else next(iter(lines.values()))
        assert line.per == "day"
        assert line.price_year == calibration.exposure.histories.window.last.year
        amount = study.assumptions[line.dkk.name]
        if price.error_dkk < 0.01:
            assert amount.value == pytest.approx(price.dkk_per_unit, rel=1e-5)
        else:
            assert isinstance(amount.distribution, Gamma)
            assert amount.distribution.mean == pytest.approx(price.dkk_per_unit, rel=1e-5)
            assert amount.distribution.sd == pytest.approx(price.error_dkk, rel=1e-5)
        assert line.spread == pytest.approx(price.spread, abs=1e-4)
        assert not any(each.dkk.borrowed for each in lines.values())
    assert {price.kind for price in calibration.prices.lines} == {STAY, BESIDE}


def test_it_runs(study: Study) -> None:
    build(study.scenario, corners(study)[0])
    comparison = compare(study, seed=1, draws=2, replications=1, workers=1)
    assert comparison.months.count == 24


def test_the_folder_holds_the_figures_and_what_was_found_as_text(
    calibration: Calibration, study: Study, folder: Path
) -> None:
    assert study.name == "kommune"
    assert {path.name for path in (folder / "ud").iterdir()} == {SCENARIO, FIGURES, FINDINGS}
    assert json.loads((folder / "ud" / FIGURES).read_text(encoding="utf-8")) == calibration.document()
    table = pd.read_excel(folder / "ud" / FINDINGS, dtype=str, engine="openpyxl")
    assert len(table) == len(calibration.reading.findings)
    assert {"rejected", "corrected"} <= {*table["done"]}


def test_a_folder_with_something_in_it_is_left_alone(calibration: Calibration, tmp_path: Path) -> None:
    (tmp_path / "noter.txt").touch()
    with pytest.raises(FolderInUseError):
        write(tmp_path, calibration)
    assert [path.name for path in tmp_path.iterdir()] == ["noter.txt"]


@pytest.mark.parametrize("borders", [(), (0.0, 18.0, 23.0)])
def test_age_bands_that_are_not_the_scenarios_are_refused_and_leave_nothing(
    borders: tuple[float, ...], calibration: Calibration, folder: Path, tmp_path: Path
) -> None:
    assert calibration.reading.rows
    other = calibrate(CalibrationRequest(ledgers=[folder / "sager.csv"], scenario="kolding", borders=borders))
    with pytest.raises(RefusedError) as refused:
        write(tmp_path / "ny", other)
    assert "the age bands are not those of the scenario" in said_in("en", str, refused.value)
    assert not (tmp_path / "ny").exists()


def test_the_ledgers_own_steps_are_no_scenario(tmp_path: Path) -> None:
    (tmp_path / "egen.csv").write_text(
        "child_id,step,start,end\nA,nede,2020-01-01,2020-06-01\nA,oppe,2020-06-01,2021-01-01\n",
        encoding="utf-8",
    )
    own = calibrate(CalibrationRequest(ledgers=[tmp_path / "egen.csv"]))
    assert [step.name for step in own.exposure.histories.staircase.steps] == ["nede", "oppe"]
    with pytest.raises(RefusedError) as refused:
        write(tmp_path / "ny", own)
    assert "--scenario" in str(refused.value)


def test_no_birth_dates_are_what_is_told_when_they_are_what_is_missing(tmp_path: Path) -> None:
    rows = "".join(f"B{i},institution,2020-01-0{1 + i},2021-01-0{1 + i}\n" for i in range(5))
    (tmp_path / "sager.csv").write_text("child_id,step,start,end\n" + rows, encoding="utf-8")
    ageless = calibrate(CalibrationRequest(ledgers=[tmp_path / "sager.csv"], scenario="kolding"))
    with pytest.raises(RefusedError) as refused:
        write(tmp_path / "ny", ageless)
    assert str(refused.value).startswith("--out: uden fødselsdatoer (birth_date)")


def test_a_scenario_with_one_age_band_can_build_on_its_ledger(tmp_path: Path) -> None:
    text = SMALL[: SMALL.index("cases:")].replace("age_bands: [0, 18, 23]", "age_bands: [0, 23]")
    for old, new in (
        ("{0-17: 0.75, 18-22: 0.25}", "{0-22: 1}"),
        ("ages: [0, 18]", "ages: [0, 23]"),
        ("ages: [18, 23]", "ages: [0, 23]"),
        ("at_age_limit: {efter: 0.5, slut: 0.5}", "at_age_limit: {slut: 1}"),
        ("0-17:", "0-22:"),
    ):
        text = text.replace(old, new)
    (tmp_path / "et_bånd.yaml").write_text(text, encoding="utf-8")
    rows = "".join(
        f"B{i},pleje,2020-01-{1 + i:02},2021-{1 + i % 12:02}-01,slut,2012-01-01\n" for i in range(28)
    )
    head = "child_id,step,start,end,exit_to,birth_date\n"
    (tmp_path / "sager.csv").write_text(head + rows, encoding="utf-8")
    calibration = calibrate(
        CalibrationRequest(ledgers=[tmp_path / "sager.csv"], scenario=str(tmp_path / "et_bånd.yaml"))
    )
    assert calibration.exposure.band_names == ["0-22"]
    write(tmp_path / "ud", calibration)
    (tmp_path / "på.yaml").write_text("base: [et_bånd.yaml, ud/calibrated.yaml]\n", encoding="utf-8")
    assert "0-22" in load(tmp_path / "på.yaml").scenario.arrivals.by_step["pleje"]


def test_target_groups_have_rates_and_shares_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "grupper.yaml").write_text(
        "base: kolding\ntitle: Grupper\ngroups: {alle: null, handicap: 0.5, andre: 0.5}\n", encoding="utf-8"
    )
    rows = []
    for i in range(40):
        begins = date(2010 + i % 10, 1, 1)
        group, days = ("andre", 60 + 53 * (i % 13)) if i % 4 else ("handicap", 5 + 23 * (i % 7))
        rows.append(f"B{i};institution;{begins};{begins + timedelta(days=days)};2005-01-01;{group}")
    heading = "child_id;step;start;end;birth_date;group\n"
    (tmp_path / "sager.csv").write_text(heading + "\n".join(rows) + "\n", encoding="utf-8")
    scenario = str(tmp_path / "grupper.yaml")
    calibration = calibrate(
        CalibrationRequest(ledgers=[tmp_path / "sager.csv"], scenario=scenario, first=date(2010, 1, 1))
    )
    write(tmp_path / "ud", calibration)
    (tmp_path / "vores.yaml").write_text(
        "base: [grupper.yaml, ud/calibrated.yaml]\ntitle: Vores\nstart: 2022-01-01\n", encoding="utf-8"
    )
    study = load(tmp_path / "vores.yaml")
    shares = {name: group.share.value for name, group in study.scenario.groups.items()}
    assert shares == {"handicap": 0.25, "andre": 0.75}
    on_step = {name: group.by_step["institution"].share for name, group in study.scenario.groups.items()}
    assert {name: share and share.value for name, share in on_step.items()} == shares
    parameters = build(study.scenario, corners(study)[0]).parameters
    (move,) = (t for t in parameters.transitions if (t.from_step, t.to) == ("institution", "afsluttet"))
    short, long = move.rate[parameters.staircase.band(7)]
    assert short > 2 * long
