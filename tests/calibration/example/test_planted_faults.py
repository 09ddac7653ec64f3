"""Check that every fault planted in an example ledger is found where it is, and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from calibration.example.ledger import ExampleLedger, example_ledger
from calibration.ledger.read_ledgers import Reading, read_ledgers
from calibration.rows.names import Names
from scenarios.reading.load import load

TOLD = {
    *("too_old", "wrong_cells", "duplicate", "unreadable_date", "end_before_start"),
    *("missing_value", "unknown_step", "two_birth_dates"),
}
"""Kinds that the reader must tell of; the others are matters of reading or of lives."""
BY_ROW = TOLD - {"two_birth_dates", "duplicate"}
"""Those whose row is the planted one, and not that of the row they are held against."""


@pytest.fixture(scope="module")
def made() -> ExampleLedger:
    return example_ledger(load("kolding"), seed=3, rows=6_000, start=date(2016, 1, 1))


@pytest.fixture(scope="module", params=[".csv", ".xlsx", ".parquet"])
def reading(
    request: pytest.FixtureRequest, made: ExampleLedger, tmp_path_factory: pytest.TempPathFactory
) -> Reading:
    path: Path = tmp_path_factory.mktemp("sager") / f"sager{request.param}"
    writers = {".csv": made.write_csv, ".xlsx": made.write_excel, ".parquet": made.write_parquet}
    writers[request.param](path)
    return read_ledgers([path], names=Names.of(load("kolding").scenario), today=date(2026, 1, 1))


def test_what_is_planted_is_found_in_its_row_and_nothing_else_is(
    made: ExampleLedger, reading: Reading
) -> None:
    planted = made.planted
    if reading.files[0].form.startswith("CSV"):
        assert (planted["kind"] == "wrong_cells").any()
    else:
        planted = planted[planted["kind"] != "wrong_cells"]  # only a CSV row can have another width
    rows_by_kind = {kind: {finding.row for finding in faults} for kind, faults in reading.by_kind().items()}
    for kind in sorted(BY_ROW):
        assert rows_by_kind.get(kind, set()) == {*planted.loc[planted["kind"] == kind, "row"]}, kind
    for kind in ("two_birth_dates", "duplicate"):
        assert len(rows_by_kind[kind]) == (planted["kind"] == kind).sum(), kind
    assert {*rows_by_kind} - {"mapping_chosen"} <= TOLD


def test_what_is_left_is_the_truth(made: ExampleLedger, reading: Reading) -> None:
    rows = reading.ledger.rows
    assert {*rows["step"]} <= {*made.truth["step"]}
    assert {*rows["child_id"]} <= {*made.truth["child_id"]}
    assert reading.rows == len(rows) + reading.rejected + reading.duplicates
    whole, dates = (
        table.groupby(table["child_id"].astype("str"))["birth_date"].first() for table in (made.truth, rows)
    )
    assert (dates == whole.loc[dates.index]).all()
