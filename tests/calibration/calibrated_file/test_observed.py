"""Check that a calibrated file says what the ledger saw, and leaves the rest to the scenario it builds on."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from calibration.calibrated_file.notes import notes, notes_on_file
from calibration.calibrated_file.observed import Observed
from calibration.rates.calibrate import Calibration, CalibrationRequest, calibrate
from calibration.rates.prices import STAY
from calibration.result_folder import write
from model.compiled_engine.engine import count
from model.results.counting import Role
from model.results.economy import counting
from model.results.key_figures import ON_TIME
from scenarios.building.draws import corners
from scenarios.building.world import World, build
from scenarios.format.study import Study
from scenarios.reading.drift import drifts
from scenarios.reading.load import load
from scenarios.running.simulate import run
from tests.languages import said_in

FIRST, LAST = date(2022, 1, 1), date(2026, 1, 1)
HEAD = "child_id;step;start;end;exit_to;birth_date;price;price_unit;household_id\n"


def row(child: str, step: str, start: date, end: date | None, **others: object) -> str:
    """Return a row of a child born in 2012, unless said otherwise."""
    cells = {
        "exit_to": "",
        "birth_date": "2012-05-01",
        "price": "",
        "price_unit": "",
        "household_id": "",
    } | others
    return ";".join(map(str, (child, step, start, end or "", *cells.values()))) + "\n"


def calibrated(folder: Path, *rows: str, first: date = FIRST) -> tuple[CalibrationRequest, Calibration]:
    (folder / "sager.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    request = CalibrationRequest(ledgers=[folder / "sager.csv"], scenario="kolding", first=first, last=LAST)
    return request, calibrate(request)


BASE = "staircases/kolding, national/six_steps, municipalities/kolding"


def built_on(folder: Path, calibration: Calibration | None, more: str = "") -> Study:
    """Return the scenario of a municipality, on what was calibrated or on the borrowed numbers alone."""
    base = BASE
    if calibration is not None:
        write(folder / "ud", calibration)
        base += ", ud/calibrated.yaml"
    text = f"base: [{base}]\ntitle: Vores\nstart: {LAST}\nyears: 1\n{more}"
    (folder / "vores.yaml").write_text(text, encoding="utf-8")
    return load(folder / "vores.yaml")


def told(request: CalibrationRequest, calibration: Calibration) -> str:
    return said_in("en", lambda: "\n".join([*notes(request, calibration), *notes_on_file(calibration)]))


def placements(number: int) -> list[str]:
    """Return children who are placed one after another for a year and go out."""
    rows = []
    for i in range(number):
        start = date(2021, 6, 1) + timedelta(days=1600 * i // number)
        rows.append(row(f"B{i}", "institution", start, start + timedelta(days=365)))
    return [*rows, row("X", "familiepleje", date(2021, 1, 1), None)]


def middle(study: Study) -> World:
    return build(study.scenario, corners(study)[0])


def test_steps_that_a_ledger_never_saw_keep_the_numbers_of_the_scenario(tmp_path: Path) -> None:
    request, calibration = calibrated(tmp_path, *placements(60))
    study = built_on(tmp_path, calibration)
    own, base = middle(study), middle(built_on(tmp_path, None))

    def rates(world: World) -> dict[tuple[str, str], object]:
        return {(each.from_step, each.to): (each.rate, each.shape) for each in world.parameters.transitions}

    unseen = {"tidlig", "forebyggende", "hjemmebaseret", "netværk", "efterværn"}
    for move, rate in rates(base).items():
        if move[0] in unseen:
            assert rates(own)[move] == rate
    assert rates(own)["institution", "afsluttet"] != rates(base)["institution", "afsluttet"]
    # Fewer or more come to them from the steps that were seen; arrivals make up for it.
    assert not {step for each in drifts(study) for step in each.steps} & unseen
    ours, borrowed = (
        {(each.step, each.band): each.number for each in world.parameters.stock_counts if each.step in unseen}
        for world in (own, base)
    )
    assert ours == borrowed
    assert {child.step for child in own.parameters.stock} == {"institution", "familiepleje"}
    assert not {each.step for each in own.parameters.stock_counts} & {"institution", "familiepleje"}
    costs = [[line for line in world.economy.step_costs if line.step in unseen] for world in (own, base)]
    assert costs[0] == costs[1]
    sentences = told(request, calibration)
    assert "the ledger has nobody on Early help in the general system, Preventive support" in sentences
    assert "Institution: so few moves" not in sentences


def test_a_move_that_nobody_made_is_the_scenarios_unless_many_were_expected(tmp_path: Path) -> None:
    _, calibration = calibrated(tmp_path, *placements(60))
    observed = Observed(calibration=calibration)
    assert observed.cells(("institution", "netværk")) == []  # some thousandths a year
    assert observed.cells(("institution", "hjemmebaseret"))  # a fifth of the children go there each year
    assert ("institution", "netværk") in observed.left
    rates = built_on(tmp_path, calibration).scenario.rates.by_step["institution"]
    base = built_on(tmp_path, None).scenario.rates.by_step["institution"]
    assert rates["netværk"].rate == base["netværk"].rate
    assert rates["netværk"].rate.borrowed
    assert rates["hjemmebaseret"].by_age.keys() == {"6-12", "13-17"}  # nobody was younger than 6


def test_thin_numbers_say_so(tmp_path: Path) -> None:
    request, calibration = calibrated(tmp_path, *placements(7))
    study = built_on(tmp_path, calibration)
    rate = study.assumptions["institution_afsluttet_6-12"]
    assert rate.grade == "assumption"
    assert rate.source.en.endswith("; few data: fewer than 10 moves off the step")
    assert "Institution: so few moves were seen" in told(request, calibration).replace(
        "Foster care or own room, Institution", "Institution"
    )


def test_households_reach_the_stock_and_siblings_are_added_together(tmp_path: Path) -> None:
    names = ("A", "B", "C", "D", "E")
    rows = [
        row(name, "institution", date(2021, 1, 1), None, price=60000, price_unit="month", household_id=house)
        for name, house in zip(names, ("h9", "h9", "", "h2", "h3"), strict=True)
    ]
    rows.append(row("E", "tidlig", date(2020, 1, 1), date(2020, 6, 1), household_id="h2"))  # moved since
    request, calibration = calibrated(tmp_path, *rows)
    more = "reimbursement: {limits: {2026: [900000, 1800000, 2200000]}}\nprice_year: 2026\n"
    study = built_on(tmp_path, calibration, more=more)
    households = sorted(child.household or "" for child in study.scenario.stock.children)
    assert households == ["", "", "", "h1", "h1"]
    world = middle(study)
    counts = counting(
        world.economy, world.parameters.staircase, world.months, programme_names=[], roles=world.roles
    )
    still = world.parameters.__class__(
        staircase=world.parameters.staircase,
        horizon_days=world.parameters.horizon_days,
        stock=world.parameters.stock,
    )
    paid = count(still, counts, seed=1, replications=[0]).reimbursed_dkk.sum()
    (line,) = (each for each in world.economy.step_costs if each.step == "institution")
    expected = 0.25 * (2 * line.price.dkk * 365 - 900_000)
    assert paid == pytest.approx(expected)
    assert "2 children share 1 households" in told(request, calibration)
    assert "1 children have several households" in told(request, calibration)


def test_single_expensive_children_are_reimbursed_as_by_hand(tmp_path: Path) -> None:
    monthly = [30_000, 40_000, 45_000, 50_000, 60_000, 70_000, 80_000, 90_000, 150_000, 260_000]
    rows = [
        row(f"B{i}", "institution", date(2021, 1, 1), None, price=dkk, price_unit="month")
        for i, dkk in enumerate(monthly)
    ]
    _, calibration = calibrated(tmp_path, *rows, first=date(2025, 1, 1))
    more = "reimbursement: {limits: {2026: [900000, 1800000, 2400000]}}\nprice_year: 2025\n"
    more += "price_index: {by_year: {2025: 100, 2026: 100}}\n"
    price = calibration.prices.line("institution", STAY)
    assert price is not None
    study = built_on(tmp_path, calibration, more=more)
    world = build(study.scenario, corners(study)[0] | {"pris_institution": price.dkk_per_unit})
    by_hand = 12 * sum(0.25 * max(dkk - limit, 0) for dkk in monthly for limit in (75e3, 150e3, 200e3))
    counts = counting(
        world.economy, world.parameters.staircase, world.months, programme_names=[], roles=world.roles
    )
    still = world.parameters.__class__(
        staircase=world.parameters.staircase,
        horizon_days=world.parameters.horizon_days,
        stock=world.parameters.stock,
    )
    paid = count(still, counts, seed=1, replications=[*range(4000)]).reimbursed_dkk.sum(axis=1)
    assert paid.mean() == pytest.approx(by_hand, rel=0.03)
    mean = float(np.mean(monthly))
    assert 120 * sum(0.25 * max(mean - limit, 0) for limit in (75e3, 150e3, 200e3)) < 0.5 * by_hand


def test_an_open_service_above_one_that_began_later_is_told(tmp_path: Path) -> None:
    request, calibration = calibrated(
        tmp_path,
        row("A", "institution", date(2022, 3, 1), None),
        row("A", "hjemmebaseret", date(2023, 3, 1), date(2023, 9, 1)),
        row("B", "institution", date(2023, 3, 1), None),
        row("B", "hjemmebaseret", date(2022, 3, 1), None),
    )
    assert "1 children have an open service on a higher step" in told(request, calibration)


def test_section_30_is_what_the_key_figures_of_preventive_measures_count(tmp_path: Path) -> None:
    world = middle(built_on(tmp_path, None))
    assert world.roles[Role.PREVENTIVE] == ("tidlig",)
    assert world.followed_up_on_time is None


def test_follow_ups_reach_key_figure_12(tmp_path: Path) -> None:
    rows = [
        f"F{i};hjemmebaseret;2023-01-01;2023-12-01;2012-05-01;2023-0{2 + 3 * (i % 4 == 0)}-15\n"
        for i in range(80)
    ]
    (tmp_path / "sager.csv").write_text(
        "child_id;step;start;end;birth_date;follow_up_date\n" + "".join(rows), encoding="utf-8"
    )
    request = CalibrationRequest(
        ledgers=[tmp_path / "sager.csv"], scenario="kolding", first=FIRST, last=date(2024, 1, 1)
    )
    calibration = calibrate(request)
    assert "of 80 services that were due a first follow-up within three months 60 had it, 20" in told(
        request, calibration
    )
    study = built_on(tmp_path, calibration)
    assert middle(study).followed_up_on_time == 0.75
    rows_12 = [each for each in run(middle(study), seed=1, replications=[0]).key_figure_rows if each[1] == 12]
    assert [each[-1] for each in rows_12] == [ON_TIME]


def test_a_trend_is_that_of_the_steps_that_children_were_seen_to_come_to(tmp_path: Path) -> None:
    days = [round(1600 * (i / 90) ** 2) for i in range(90)]  # ever fewer come
    starts = [date(2021, 6, 1) + timedelta(days=number) for number in days]
    rows = [row(f"B{i}", "institution", day, day + timedelta(days=365)) for i, day in enumerate(starts)]
    request, calibration = calibrated(tmp_path, *rows, row("X", "familiepleje", date(2021, 1, 1), None))
    assert calibration.inflow.trend_high < 0
    study = built_on(tmp_path, calibration)
    two_years = study.scenario.model_copy(update={"years": 2})
    streams = build(two_years, corners(study)[0]).parameters.arrivals
    factor, seen = 1 + round(calibration.inflow.trend, 6), {"institution", "familiepleje"}
    for stream in streams:
        first, second, *_ = stream.per_year.values
        assert second == pytest.approx(first * (factor if stream.step in seen else 1.0))
    assert {"tidlig", "forebyggende", "hjemmebaseret"} <= {stream.step for stream in streams}
    assert "arrivals changed by \N{MINUS SIGN}" in told(request, calibration)
    assert "the file lets that go on for " in told(request, calibration)


def test_only_a_ledger_without_birth_dates_is_said_to_have_none(tmp_path: Path) -> None:
    told_of = {}
    for birth_date in ("2012-05-01", ""):
        rows = [row("B1", "institution", FIRST, LAST, birth_date=birth_date)]
        rows.append(row("B2", "institution", FIRST, LAST, birth_date=birth_date))
        (tmp_path / "sager.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
        request = CalibrationRequest(ledgers=[tmp_path / "sager.csv"], scenario="kolding", borders=(0, 18))
        told_of[birth_date] = told(request, calibrate(request))
    assert "no birth dates" not in told_of["2012-05-01"]
    assert "no birth dates" in told_of[""]
