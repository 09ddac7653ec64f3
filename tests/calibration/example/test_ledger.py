"""Check the example ledger: true to the engine, wrong exactly where it says, and the same in every file."""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from calibration.example import planted_faults as planting
from calibration.example.ledger import HEADINGS, ExampleLedger, example_ledger
from calibration.rows.ledger import COLUMNS
from model.compiled_engine.engine import simulate
from scenarios.building.draws import corners
from scenarios.building.world import build
from scenarios.format.study import Study
from scenarios.reading.load import load

ADDING = {"split", "gap", "overlap", "duplicate", "empty_row"}


@pytest.fixture(scope="module")
def study() -> Study:
    return load("kolding")


@pytest.fixture(scope="module")
def ledger(study: Study) -> ExampleLedger:
    return example_ledger(study, seed=8, rows=12_000)


def in_table(row: Any) -> Any:
    """Return where a row of the file stands in the table; or several."""
    return row - 2


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One line of the list, and the rows of the table it is about."""

    row: int
    column: str
    before: str
    after: str
    here: "pd.Series[str]"
    source: "pd.Series[str]"


def faults(ledger: ExampleLedger, *kinds: str, whole_rows: bool = False) -> list[Fault]:
    """Return the faults of some kinds: the cells that were changed, or the rows that were added."""
    planted = ledger.planted
    lines = planted[planted["kind"].isin(kinds) & ((planted["column"] == "") == whole_rows)]
    columns = [lines[name].tolist() for name in ("row", "column", "before", "after", "of")]
    return [
        Fault(
            row=row,
            column=column,
            before=before,
            after=after,
            here=ledger.table.iloc[in_table(row)],
            source=ledger.table.iloc[in_table(of)],
        )
        for row, column, before, after, of in zip(*columns, strict=True)
    ]


def clean(ledger: ExampleLedger, column: str, row: int) -> str:
    """Return what a row of the table would say if nothing were planted."""
    value: Any = ledger.truth[column].iloc[ledger.source[row]]
    if pd.isna(value):
        return ""
    if COLUMNS[column].startswith("datetime"):
        return f"{value:%d-%m-%Y}"
    return f"{value:.2f}".replace(".", ",") if column == "price" else str(value)


def day(text: str) -> pd.Timestamp:
    return pd.to_datetime(text, format="%d-%m-%Y")


# The truth ------------------------------------------------------------------------------------------------


def test_children_live_as_the_engine_lets_them(study: Study, ledger: ExampleLedger) -> None:
    world = build(study.scenario, corners(study)[0])
    names, steps = world.parameters.staircase.names, len(world.parameters.staircase.steps)
    lives: Counter[tuple[Any, ...]] = Counter()
    for replication in range(3):
        records = simulate(world.parameters, seed=8, replication=replication)
        born = dict(zip(records.children.identity.tolist(), records.children.birth_day.tolist(), strict=True))
        stays, whole = records.sojourns, defaultdict(list)
        for i, child in enumerate(stays.child.tolist()):
            to = int(stays.destination[i])
            start, end = int(np.floor(stays.start[i])), int(np.floor(stays.end[i]))
            out = names[to] if to >= steps else ""
            if to == -1 or end > start:
                whole[child].append((names[stays.step[i]], start, None if to == -1 else end, out))
            elif out and whole[child]:
                whole[child][-1] = (*whole[child][-1][:3], out)
        lives.update((int(np.floor(born[child])), *life) for child, life in whole.items())
    first = pd.Timestamp(ledger.first)
    listed: Counter[tuple[Any, ...]] = Counter()
    for _, rows in ledger.truth.groupby("child_id"):
        ends = [None if pd.isna(end) else (end - first).days for end in rows["end"]]
        starts = [(start - first).days for start in rows["start"]]
        birth = (rows["birth_date"].iloc[0] - first).days
        listed[(birth, *zip(rows["step"], starts, ends, rows["exit_to"], strict=True))] += 1
    assert not listed - lives


def test_the_truth_has_the_form_of_the_canonical_ledger(ledger: ExampleLedger) -> None:
    truth = ledger.truth
    assert [*truth.columns] == [name for name in COLUMNS if name not in {"granted_until", "file", "row"}]
    assert {name: str(dtype) for name, dtype in truth.dtypes.items()} == {
        name: COLUMNS[name] for name in HEADINGS
    }
    assert truth["child_id"].str.fullmatch(r"B\d{6}").all()
    assert truth["child_id"].is_monotonic_increasing
    assert truth["child_id"].iloc[0] == "B000001"
    assert truth.groupby("child_id")[["birth_date", "household_id"]].nunique().eq(1).all(axis=None)
    assert truth["household_id"].nunique() < truth["child_id"].nunique()


def test_dates_fit_together(ledger: ExampleLedger) -> None:
    truth = ledger.truth
    assert ledger.last - ledger.first == timedelta(days=3652)
    assert (truth["start"] <= pd.Timestamp(ledger.last)).all()
    assert (truth["end"].dropna() <= pd.Timestamp(ledger.last)).all()
    assert (truth["end"].isna() | (truth["start"] < truth["end"])).all()
    assert (truth["birth_date"] <= truth["start"]).all()
    # The stock has begun before the first day, and some of it long ago.
    before = truth["start"] < pd.Timestamp(ledger.first)
    assert 0.02 < before.mean() < 0.3
    assert (truth["start"].min() - pd.Timestamp(ledger.first)).days < -3 * 365
    # One service after another; a stay is followed by the next on the day that it ends.
    follows = truth["child_id"].eq(truth["child_id"].shift())
    assert (truth["start"][follows] == truth["end"].shift()[follows]).mean() > 0.99
    assert (truth["start"][follows] >= truth["end"].shift()[follows]).all()
    running = truth["end"].isna()
    assert 0.05 < running.mean() < 0.3
    out = truth["exit_to"] != ""
    assert not (out & running).any()
    assert not (out & follows.shift(-1, fill_value=False)).any()
    assert (out | running | follows.shift(-1, fill_value=False)).mean() > 0.99
    followed = truth["follow_up_date"].dropna()
    assert 0.2 < len(followed) / len(truth) < 0.6
    assert (followed > truth["start"][followed.index]).all()


def test_what_is_said_of_a_service_fits_its_step(study: Study, ledger: ExampleLedger) -> None:
    truth, steps = ledger.truth, study.scenario.staircase.steps
    world = build(study.scenario, corners(study)[0])
    per_year = truth["price"] * truth["price_unit"].map({"day": 365.25, "month": 12, "year": 1}).astype(float)
    for cost in world.economy.step_costs:
        prices = per_year[truth["step"] == cost.step]
        assert abs(prices.median() / cost.price.dkk - 1) < 0.15
        assert prices.std() > 0.05 * cost.price.dkk
    assert set(truth["price_unit"]) == {"day", "month", "year"}
    assert set(truth["payer"]) <= set(study.scenario.payers)
    old = truth["start"] < pd.Timestamp("2024-01-01")
    assert not truth["paragraph"][old].str.contains("BL").any()
    assert not truth["paragraph"][~old].str.contains("SEL").any()
    placed = (
        truth["step"]
        .map({name: step.placed and step.ages[0] < 18 for name, step in steps.items()})
        .astype(bool)
    )
    assert set(truth["paragraph"][placed & ~old]) == {"BL § 46", "§46", "BL § 47"}
    assert truth["provider"].groupby(truth["step"]).nunique().max() == 12
    assert set(truth["score"]) == {"", *(str(score) for score in range(1, 11))}


# What is planted ------------------------------------------------------------------------------------------


def test_the_list_names_every_difference(ledger: ExampleLedger) -> None:
    table, planted = ledger.table, ledger.planted
    changed = planted[planted["column"] != ""]
    added = {
        in_table(row) for row in planted["row"][(planted["column"] == "") & planted["kind"].isin(ADDING)]
    }
    said = {
        (in_table(row), column): (before, after)
        for row, column, before, after in zip(
            changed["row"], changed["column"], changed["before"], changed["after"], strict=True
        )
    }
    assert len(said) == len(changed)
    assert not {row for row, _ in said} & added
    whole = [row for row in range(len(table)) if row not in added]
    assert ledger.source[whole].tolist() == list(range(len(ledger.truth)))
    for column in HEADINGS:
        cells = table[column].tolist()
        for row in whole:
            expected = clean(ledger, column, row)
            before, after = said.get((row, column), (expected, expected))
            assert before == expected
            assert cells[row] == after


def test_every_kind_is_there_as_often_as_asked_for(ledger: ExampleLedger) -> None:
    planted = ledger.planted
    each = dict.fromkeys(set(planting._CHANGES), 12)
    assert planted.groupby("kind")["of"].nunique().drop("too_old").to_dict() == (
        {kind: number for kind, number in each.items() if kind != "too_old"} | {"empty_row": 1}
    )
    old = ledger.truth["child_id"].iloc[ledger.source[in_table(planted["of"][planted["kind"] == "too_old"])]]
    assert old.nunique() == 12
    for kind in each:
        assert f"| `{kind}` |" in str(planting.__doc__)
    # No child has two kinds.
    rows = planted[planted["kind"] != "empty_row"]
    child = ledger.truth["child_id"].to_numpy()[ledger.source[in_table(rows["of"].to_numpy())]]
    assert rows["kind"].groupby(child).nunique().max() == 1


@pytest.mark.parametrize(("kind", "fewest", "most"), [("split", 0, 0), ("gap", 2, 10)])
def test_a_service_in_two_rows(ledger: ExampleLedger, kind: str, fewest: int, most: int) -> None:
    for fault in faults(ledger, kind, whole_rows=True):
        here, source = fault.here, fault.source
        assert fewest <= (day(here["start"]) - day(source["end"])).days <= most
        assert (here["price"] != source["price"]) == (kind == "split")
        assert here[["child_id", "step"]].tolist() == source[["child_id", "step"]].tolist()
        assert day(source["start"]) < day(source["end"])
        assert not here["end"] or day(here["end"]) > day(here["start"])
        assert source["exit_to"] == ""
        for column in ("end", "exit_to"):
            assert here[column] == clean(ledger, column, in_table(fault.row))
    assert {fault.column for fault in faults(ledger, kind)} <= {"end", "exit_to"}


def test_rows_that_were_added(study: Study, ledger: ExampleLedger) -> None:
    for fault in faults(ledger, "overlap", whole_rows=True):
        here, source = fault.here, fault.source
        assert here["step"] in set(study.scenario.staircase.steps) - {source["step"]}
        until = day(source["end"]) if source["end"] else pd.Timestamp(ledger.last)
        assert day(source["start"]) < day(here["start"]) < day(here["end"]) <= until
    for fault in faults(ledger, "duplicate", whole_rows=True):
        assert fault.here.tolist() == fault.source.tolist()
    (empty,) = faults(ledger, "empty_row", whole_rows=True)
    assert in_table(empty.row) == len(ledger.table) - 1
    assert set(empty.here) == {""}


def test_dates_that_are_wrong(ledger: ExampleLedger) -> None:
    for fault in faults(ledger, "end_before_start"):
        assert fault.column == "end"
        assert day(fault.after) < day(fault.here["start"])
    for fault in faults(ledger, "unreadable_date"):
        assert fault.column == "start"
        with pytest.raises(ValueError, match=r"doesn't match|out of range|must be in"):
            day(fault.after)
    assert {(fault.column, fault.after) for fault in faults(ledger, "missing_value")} == {("start", "")}
    for fault in faults(ledger, "day_number"):
        assert pd.Timestamp("1899-12-30") + pd.Timedelta(days=int(fault.after)) == day(fault.before)


def test_births_that_are_wrong(ledger: ExampleLedger) -> None:
    table = ledger.table
    for fault in faults(ledger, "two_birth_dates"):
        births = table["birth_date"][table["child_id"] == fault.here["child_id"]]
        assert births.value_counts().to_dict() == {fault.before: len(births) - 1, fault.after: 1}
        assert len(births) >= 3
    for fault in faults(ledger, "too_old"):
        births = table["birth_date"][table["child_id"] == fault.here["child_id"]]
        assert births.unique().tolist() == [fault.after]
        assert (day(fault.here["start"]) - day(fault.after)).days > 29.9 * 365.25


def test_texts_that_are_wrong(study: Study, ledger: ExampleLedger) -> None:
    for fault in faults(ledger, "unknown_step"):
        assert fault.after not in study.scenario.staircase.steps
        assert sorted(fault.after) == sorted(fault.before)
    for fault in faults(ledger, "thousands_point"):
        assert fault.after.replace(".", "") == fault.before
        assert fault.after[-7] == "."
    for fault in faults(ledger, "formula_text"):
        assert fault.column == "provider"
        assert fault.after[0] in "=+-@"
    for fault in faults(ledger, "wrong_cells", whole_rows=True):
        assert (fault.before, fault.after) in {("15", "14"), ("15", "16")}


def test_without_faults_the_table_is_the_truth(study: Study, ledger: ExampleLedger) -> None:
    whole = example_ledger(study, seed=8, rows=12_000, faults=False)
    assert whole.planted.empty
    assert [*whole.planted.columns] == [*planting.PLANTED]
    pd.testing.assert_frame_equal(whole.truth, ledger.truth)
    assert whole.source.tolist() == list(range(len(whole.truth)))
    for column in HEADINGS:
        assert whole.table[column].tolist() == [clean(whole, column, row) for row in range(len(whole.table))]


# Sizes, seeds, files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 7, 400, 20_000])
def test_it_is_as_large_as_asked_for(study: Study, rows: int) -> None:
    made = example_ledger(study, seed=1, rows=rows)
    assert rows <= len(made.truth) < rows + 10
    assert len(made.truth) < len(made.table) <= len(made.truth) + 4 * max(1, rows // 1000) + 1
    shares = made.truth["start"] < pd.Timestamp(made.first)
    assert rows < 400 or 0.05 < shares.mean() < 0.2


def test_the_seed_decides(study: Study, ledger: ExampleLedger) -> None:
    again, other = (example_ledger(study, seed=seed, rows=12_000) for seed in (8, 9))
    for name in ("truth", "table", "planted"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(ledger, name))
    assert not other.truth.equals(ledger.truth)
    with pytest.raises(ValueError, match="rows is 0"):
        example_ledger(study, seed=8, rows=0)
    with pytest.raises(ValueError, match="seed"):
        example_ledger(study, seed=-1, rows=10)


def test_it_may_begin_on_another_day(study: Study) -> None:
    first = study.scenario.start - timedelta(days=3650)
    early, late = (example_ledger(study, seed=2, rows=300, start=day) for day in (first, None))
    assert early.first == first
    assert ((late.truth["start"] - early.truth["start"]).dt.days == 3650).all()
    assert early.truth["paragraph"].str.contains("SEL").any()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_a_text_file_reads_back(ledger: ExampleLedger, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ydelser.csv"
    ledger.write_csv(path, encoding=encoding)
    with path.open(encoding=encoding, newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    assert head == [*HEADINGS]
    wrong = ledger.planted[ledger.planted["kind"] == "wrong_cells"].set_index("row")["after"].astype(int)
    assert {number: len(row) for number, row in enumerate(rows, start=2) if len(row) != 15} == wrong.to_dict()
    right = [row for row in range(len(rows)) if len(rows[row]) == 15]
    assert [rows[row] for row in right] == ledger.table.iloc[right].to_numpy().tolist()
    assert b"\r\n" in path.read_bytes()[:400]


def test_a_workbook_reads_back_and_holds_no_formula(ledger: ExampleLedger, tmp_path: Path) -> None:
    path = tmp_path / "ydelser.xlsx"
    ledger.write_excel(path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows == [[*HEADINGS], *ledger.table.iloc[:-1].to_numpy().tolist()]  # the empty row is not there
    assert any(str(cell).startswith("=") for row in rows for cell in row)


def test_a_parquet_file_reads_back(ledger: ExampleLedger, tmp_path: Path) -> None:
    path = tmp_path / "ydelser.parquet"
    ledger.write_parquet(path)
    pd.testing.assert_frame_equal(pd.read_parquet(path), ledger.table)


@pytest.mark.parametrize("entry", ["horsens", "kolding"])
def test_every_shipped_scenario_gives_one(entry: str) -> None:
    made = example_ledger(load(entry), seed=4, rows=500)
    assert set(made.truth["step"]) <= set(load(entry).scenario.staircase.steps)
    # A small ledger has room for every kind too.
    assert set(made.planted["kind"]) == {*planting._CHANGES, "empty_row"}
