"""Check until when a ledger is taken to know: what is later is a plan."""

from datetime import date
from itertools import permutations
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.ledger.extract_days import check_happened, last_day
from calibration.ledger.granted_ends import PastGrants
from calibration.ledger.notes import notes
from calibration.ledger.read_ledgers import Reading, read_ledgers
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import TODAY, read, sentences, text_of, written
from tests.languages import said_in

HEADINGS = "child_id;step;start;end;exit_to"
LAST = date(2025, 10, 29)


def regular(number: int = 400, *, ends: str = "", years: int = 4, seed: int = 1) -> list[str]:
    """Return services that began evenly until `LAST`, some over, the others with ends as said."""
    rng = np.random.default_rng(seed)
    start = pd.Timestamp(LAST) - pd.to_timedelta(np.linspace(0, 365 * years, number).round(), unit="D")
    end = start + pd.to_timedelta(rng.exponential(400, number).round() + 1, unit="D")
    return [
        f"b{i};pleje;{begins:%Y-%m-%d};"
        + (f"{stops:%Y-%m-%d};ud" if stops <= pd.Timestamp(LAST) else f"{ends};")
        for i, (begins, stops) in enumerate(zip(start, end, strict=True))
    ]


def granted(rows: list[str]) -> list[str]:
    """Return the services that go on with an end from half a year to two years ahead."""
    return [
        row[:-1] + f"{date(2026 + i % 2, 4 + i % 8, 1 + i % 28)};" if row.endswith(";;") else row
        for i, row in enumerate(rows)
    ]


def of(folder: Path, rows: list[str]) -> Reading:
    return read(written(folder, text_of(*rows, headings=HEADINGS)))


def test_granted_ends_are_plans_and_leave_the_day_as_it_was(tmp_path: Path) -> None:
    rows = regular()
    plain, planned = of(tmp_path, rows), of(tmp_path, granted([row.replace(";;", ";;") for row in rows]))
    assert plain.day == planned.day == LAST
    assert planned.planned == plain.ledger.rows["end"].isna().sum() > 50


def test_ends_that_have_passed_since_are_plans_where_services_would_have_begun(tmp_path: Path) -> None:
    """The extract is half a year old; grants since then have run out, and nothing began."""
    rows = [
        row[:-1] + f"2026-0{1 + i % 5}-1{i % 9};" if row.endswith(";;") else row
        for i, row in enumerate(regular())
    ]
    unlabelled = [row.replace(";ud", ";") for row in rows]
    for each in (rows, unlabelled):
        reading = of(tmp_path, each)
        assert LAST <= reading.day <= date(2025, 11, 20)
        assert reading.planned > 50


def test_where_some_services_have_no_end_the_ends_have_happened(tmp_path: Path) -> None:
    rows = [row.replace(";ud", ";") for row in regular()]
    assert of(tmp_path, [*rows, "x;pleje;2024-01-01;2026-03-01;"]).day == date(2026, 3, 1)


def test_a_handful_of_services_is_known_until_its_newest_end(tmp_path: Path) -> None:
    rows = [
        "b1;pleje;2023-01-01;2025-05-01;",
        "b2;pleje;2023-02-01;2024-05-01;",
        "b3;pleje;2023-02-01;2027-01-01;",
    ]
    reading = of(tmp_path, rows)
    assert (reading.day, reading.planned) == (date(2025, 5, 1), 1)


def test_what_begins_after_today_does_not_move_the_day(tmp_path: Path) -> None:
    assert of(tmp_path, [*regular(), "x;pleje;2027-01-01;;"]).day == LAST


@pytest.mark.parametrize(
    "placeholder",
    [
        "2099-12-31",
        "2100-01-01",
        "9999-12-31",
        "31-12-2049",
        "31.12.9999",
        "01/01/2035",
        "9999",
        "99-99-9999",
        "2958465",
        "2958465.0",
    ],
)
def test_a_placeholder_is_no_end_and_is_told(tmp_path: Path, placeholder: str) -> None:
    plain = of(tmp_path, regular())
    reading = of(tmp_path, regular(ends=placeholder))
    pd.testing.assert_frame_equal(reading.ledger.rows, plain.ledger.rows)
    assert reading.day == plain.day
    (sentence,) = sentences(reading, "en", tmp_path)
    assert f"is a placeholder for no end (rows: {plain.ledger.rows['end'].isna().sum()})" in sentence


def test_placeholders_of_a_workbook_and_a_parquet_file_are_told_too(tmp_path: Path) -> None:
    rows = [
        ("b1", "pleje", date(2024, 1, 1), date(9999, 12, 31)),
        ("b2", "pleje", date(2024, 1, 2), date(9999, 12, 31)),
    ]
    headings = ["child_id", "step", "start", "end"]
    book = openpyxl.Workbook()
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "ledger.xlsx")
    pd.DataFrame(rows, columns=headings).to_parquet(tmp_path / "ledger.parquet")
    for name in ("ledger.xlsx", "ledger.parquet"):
        reading = read(tmp_path / name)
        assert reading.ledger.rows["end"].isna().all()
        assert [finding.kind for finding in reading.findings] == ["placeholder"]


def test_single_far_ends_are_plans_and_no_placeholders(tmp_path: Path) -> None:
    reading = of(tmp_path, ["b1;pleje;2024-01-01;2034-05-07;", "b2;pleje;2024-01-01;2035-06-07;"])
    assert not reading.findings
    assert reading.planned == 2


def test_a_column_of_granted_ends_beside_the_ends_is_kept_apart(tmp_path: Path) -> None:
    rows = [
        "b1;pleje;2024-01-01;2024-06-01;2024-06-03",
        "b2;pleje;2024-01-01;2024-03-01;2024-12-31",
        "b3;pleje;2025-01-01;;2027-01-01",
    ]
    for heading in ("Bevilget til", "granted_until", "Slut (planlagt)", "planlagt_slutdato"):
        reading = read(written(tmp_path, text_of(*rows, headings=f"child_id;step;start;end;{heading}")))
        assert reading.day == date(2025, 1, 1)
        assert not reading.findings
        assert reading.ledger.rows["granted_until"].notna().all()
        assert reading.grants == PastGrants(ended_as_granted=1, grants=2)


def test_granted_ends_alone_are_ends_once_they_have_passed(tmp_path: Path) -> None:
    rows = ["b1;pleje;2024-01-01;2024-06-01", "b2;pleje;2025-01-01;2027-12-31"]
    reading = read(written(tmp_path, text_of(*rows, headings="child_id;step;start;bevilget til")))
    assert reading.ledger.rows["end"].tolist() == [pd.Timestamp("2024-06-01"), pd.Timestamp("2027-12-31")]
    assert (reading.day, reading.planned) == (date(2025, 1, 1), 1)


def test_what_became_of_grants_is_counted_over_extracts(tmp_path: Path) -> None:
    starts = [f"b{i};pleje;2024-0{i + 1}-01" for i in range(6)]
    ends = ["2025-06-01", "2025-06-06", "2025-03-01", "2025-12-31", "2026-05-01", ""]
    old = written(
        tmp_path,
        text_of(*(f"{row};2025-06-01" for row in starts), headings="child_id;step;start;end"),
        "a.csv",
    )
    new = written(
        tmp_path,
        text_of(
            *(f"{row};{end}" for row, end in zip(starts, ends, strict=True)),
            headings="child_id;step;start;end",
        ),
        "b.csv",
    )
    days = {"a.csv": date(2024, 12, 31), "b.csv": date(2025, 12, 31)}
    for files in permutations((old, new)):
        reading = read_ledgers(files, extract_days=days, today=TODAY)
        assert reading.grants == PastGrants(ended_as_granted=2, grants=6)


def test_plans_that_no_newer_extract_has_are_told_as_taken(tmp_path: Path) -> None:
    old = written(
        tmp_path, text_of("b1;pleje;2023-01-01;2024-06-01", headings="child_id;step;start;end"), "a.csv"
    )
    new = written(tmp_path, text_of("b2;pleje;2025-01-01;", headings="child_id;step;start;end"), "b.csv")
    reading = read_ledgers([old, new], extract_days={"a.csv": date(2023, 12, 31)}, today=TODAY)
    assert reading.unconfirmed == 1


@given(
    services=st.lists(
        st.tuples(st.integers(0, 3000), st.integers(1, 2000), st.booleans()), min_size=1, max_size=60
    )
)
def test_the_day_lies_between_the_newest_start_and_today(
    services: list[tuple[int, int, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    start = [pd.Timestamp("2018-01-01") + pd.Timedelta(days=since) for since, _, _ in services]
    rows = [
        f"b{i};pleje;{begins:%Y-%m-%d};{begins + pd.Timedelta(days=days):%Y-%m-%d};"
        if ends
        else f"b{i};pleje;{begins:%Y-%m-%d};;"
        for i, (begins, (_, days, ends)) in enumerate(zip(start, services, strict=True))
    ]
    reading = of(tmp_path_factory.mktemp("ledger"), rows)
    assert max(start).date() <= reading.day <= TODAY


def test_no_last_day_makes_moves_of_ends_after_today() -> None:
    ends = pd.Series(pd.to_datetime(["2025-05-01", "", "2026-02-01", "2026-03-01"]))
    today = date(2026, 1, 31)
    for harmless in (None, today, date(2025, 6, 30), date(2026, 1, 31)):
        check_happened(harmless, ends, today)
    check_happened(date(2026, 6, 1), ends[:2], today)
    with pytest.raises(RefusedError) as refused:
        check_happened(date(2026, 2, 15), ends, today)
    assert said_in("en", str, refused.value) == (
        "--to 2026-02-15: 1 ends lie after today, 2026-01-31, and have not happened; give a day until today"
    )


def test_an_end_until_the_day_asked_for_is_told_as_happened_and_not_as_a_plan(tmp_path: Path) -> None:
    rows = ["b1;pleje;2024-01-01;2024-03-01;", "b2;pleje;2024-02-01;2024-03-01;"]
    reading = of(tmp_path, [*rows, "b3;pleje;2025-01-01;2030-01-01;", "b4;pleje;2025-02-01;2031-01-01;"])
    assert (reading.planned, reading.planned_after(date(2030, 6, 1))) == (2, 1)
    told = said_in("en", lambda: [*notes(reading, last=date(2030, 6, 1))])
    assert [sentence.split(";")[0] for sentence in told if "lie after" in sentence] == [
        f"1 ends lie after {reading.day}, when the newest extract was made"
    ]


def test_a_window_ends_with_the_extract_or_before() -> None:
    day = date(2025, 12, 31)
    assert last_day(None, day, "stated") == day
    assert last_day(date(2025, 6, 30), day, "stated") == date(2025, 6, 30)
    assert last_day(date(2026, 1, 5), day, "data") == date(2026, 1, 5)
    for source in ("stated", "column"):
        with pytest.raises(RefusedError, match="2025-12-31"):
            last_day(date(2026, 1, 1), day, source)
