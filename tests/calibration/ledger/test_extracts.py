"""Check that of several extracts of one system the newest holds, whatever the order of files and rows."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.ledger.extract_days import ExtractDays
from calibration.ledger.histories import ObservationWindow, histories
from calibration.ledger.read_ledgers import Reading, read_ledgers
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import TODAY, is_accounted_for, sentences, written
from tests.calibration.made_rows import staircase
from tests.languages import said_in

HEADINGS = "child_id;step;start;end;price;price_unit;provider;paragraph"


def text(*rows: str, headings: str = HEADINGS) -> str:
    return "\n".join((headings, *rows)) + "\n"


def read(*files: Path, extract_days: ExtractDays | None = None) -> Reading:
    reading = read_ledgers(files, extract_days=extract_days, today=TODAY)
    assert is_accounted_for(reading)
    return reading


def said(reading: Reading, *columns: str) -> list[tuple[str, ...]]:
    """Return some columns of the ledger as texts, in an order that does not depend on files."""
    rows = reading.ledger.rows[[*columns]].map(lambda value: str(value).removesuffix(" 00:00:00"))
    return sorted(rows.itertuples(index=False, name=None))


def children(number: int, end: str = "", price: int = 1000) -> list[str]:
    """Return services of so many children, one begun each week of 2024."""
    starts = pd.date_range("2024-01-01", periods=number, freq="7D")
    return [f"b{i};pleje;{start:%Y-%m-%d};{end};{price};day;;" for i, start in enumerate(starts)]


def test_twenty_children_who_left_have_left_in_whatever_order_the_files_come(tmp_path: Path) -> None:
    old = written(tmp_path, text(*children(20)), "old.csv")
    new = written(tmp_path, text(*children(20, end="2025-03-01")), "new.csv")
    for files in permutations((old, new)):
        reading = read(*files)
        assert reading.ledger.rows["end"].tolist() == [pd.Timestamp("2025-03-01")] * 20
        lives = histories(
            reading.ledger, staircase("pleje"), ObservationWindow(first=date(2024, 6, 1), last=reading.day)
        )
        assert (lives.destination >= 0).sum() == 20
        by_name = {Path(file.file).name: file for file in reading.files}
        assert (by_name["old.csv"].replaced, by_name["new.csv"].used) == (20, 20)
        assert {(each.column, each.before, each.after) for each in reading.replaced} == {
            ("end", "", "2025-03-01")
        }


@pytest.mark.parametrize("restated", [1, 7, 19])
def test_a_file_of_corrections_alone_is_newer_by_what_it_ends(tmp_path: Path, restated: int) -> None:
    old = written(tmp_path, text(*children(20)), "old.csv")
    new = written(tmp_path, text(*children(20, end="2025-03-01")[:restated]), "new.csv")
    for files in permutations((old, new)):
        assert read(*files).ledger.rows["end"].notna().sum() == restated


def test_a_price_that_was_restated_counts_once(tmp_path: Path) -> None:
    old = written(tmp_path, text(*children(3)), "old.csv")
    new = written(tmp_path, text(*children(3, price=1200), "b9;pleje;2025-01-01;;900;day;;"), "new.csv")
    for files in permutations((old, new)):
        assert said(read(*files), "child_id", "price") == [
            ("b0", "1200.0"),
            ("b1", "1200.0"),
            ("b2", "1200.0"),
            ("b9", "900.0"),
        ]


def test_without_a_day_in_the_data_two_files_that_differ_are_refused(tmp_path: Path) -> None:
    one = written(tmp_path, text(*children(3)), "a.csv")
    other = written(tmp_path, text(*children(3, price=1200)), "b.csv")
    for files in permutations((one, other)):
        with pytest.raises(RefusedError) as refused:
            read(*files)
        assert said_in("en", str, refused.value).replace(f"{tmp_path}/", "") == (
            "a.csv, row 2, and b.csv, row 2, say different things of one service (price), and nothing tells "
            "which file is newer; say when each was extracted, such as --extract-day a.csv=2025-12-31"
        )
        newest: ExtractDays = {"a.csv": date(2024, 3, 1), str(other): date(2024, 2, 1)}
        assert {price for (price,) in said(read(*files, extract_days=newest), "price")} == {"1000.0"}


def test_files_of_one_stated_day_are_parts_of_one_extract(tmp_path: Path) -> None:
    one = written(tmp_path, text(*children(3)), "a.csv")
    other = written(tmp_path, text(*children(3, price=1200)), "b.csv")
    reading = read(one, other, extract_days=date(2024, 3, 1))
    assert len(reading.ledger.rows) == 6
    assert [finding.kind for finding in reading.findings] == ["conflict"] * 3
    assert sentences(reading, "en", tmp_path)[0] == (
        "b.csv, row 2: the row says something else of the same service than row a.csv:2 "
        "(price 1000 / 1200); both count"
    )


def test_a_newer_plan_does_not_make_a_file_the_newest(tmp_path: Path) -> None:
    one = written(tmp_path, text("b1;pleje;2024-01-01;2026-05-01;;;;", "b2;pleje;2024-01-01;;;;;"), "a.csv")
    other = written(tmp_path, text("b1;pleje;2024-01-01;2025-01-01;;;;", "b3;pleje;2025-02-01;;;;;"), "b.csv")
    with pytest.raises(RefusedError):
        read(one, other)


@pytest.mark.parametrize("heading", ["Udtræksdato", "extract_day", "UDTRÆKSDATO "])
def test_a_column_says_when_the_rows_were_extracted(tmp_path: Path, heading: str) -> None:
    headings = f"child_id;step;start;end;price;price_unit;{heading}"
    old = written(tmp_path, text("b1;pleje;2024-01-01;;1000;day;2025-06-30", headings=headings), "a.csv")
    new = written(tmp_path, text("b1;pleje;2024-01-01;;1200;day;31-12-2024", headings=headings), "b.csv")
    reading = read(new, old)
    assert said(reading, "price") == [("1000.0",)]
    assert (reading.day, reading.day_source) == (date(2025, 6, 30), "column")
    assert not reading.findings


def test_extracts_that_stand_in_one_file_are_told_apart_by_their_column(tmp_path: Path) -> None:
    headings = "child_id;step;start;end;udtræksdato"
    rows = ["b1;pleje;2024-01-01;;2024-12-31", "b1;pleje;2024-01-01;2025-05-01;2025-12-31"]
    for order in permutations(rows):
        reading = read(written(tmp_path, text(*order, headings=headings)))
        assert said(reading, "end") == [("2025-05-01",)]
        assert reading.files[0].replaced == 1


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("Møllen;§ 52.3.7", "Møllen;§ 52.3.7"),
        ("Møllen;", "Møllen;§ 52.3.7"),
        (";§ 52.3.7", "MØLLEN;"),
        ("Møllen;§ 52.3.7", "Åkæret;§ 52.3.8"),
        (";", ";"),
    ],
)
def test_a_service_is_the_same_as_far_as_it_is_described(tmp_path: Path, older: str, newer: str) -> None:
    old = written(tmp_path, text(f"b1;pleje;2024-01-01;;1000;day;{older}"), "old.csv")
    new = written(tmp_path, text(f"b1;pleje;2024-01-01;2025-01-01;1000;day;{newer}"), "new.csv")
    assert said(read(old, new), "end") == [("2025-01-01",)]


def test_services_of_two_providers_from_one_day_stay_two(tmp_path: Path) -> None:
    rows = ["b1;pleje;2024-01-01;;1000;day;Møllen;", "b1;pleje;2024-01-01;;300;day;Åkæret;"]
    old = written(tmp_path, text(*rows), "old.csv")
    new = written(tmp_path, text(rows[0], rows[1].replace(";;300", ";2025-01-01;400")), "new.csv")
    for files in permutations((old, new)):
        assert said(read(*files), "price", "end") == [("1000.0", "NaT"), ("400.0", "2025-01-01")]


@pytest.mark.parametrize(
    "corrected",
    [
        "b3;pleje;2024-01-22;;1000;day;Møllen;",
        "b3;institution;2024-01-22;;1000;day;;",
        "b3;pleje;2024-01-15;;1000;day;;",
    ],
)
def test_a_corrected_step_start_or_provider_replaces_what_it_was(tmp_path: Path, corrected: str) -> None:
    rows = children(8)
    rows[3] = rows[3].replace("day;;", "day;Åkæret;") if "Møllen" in corrected else rows[3]
    old = written(tmp_path, text(*rows), "old.csv")
    news = [*rows[:3], corrected, *rows[4:], "b9;pleje;2025-01-01;;900;day;;"]
    new = written(tmp_path, text(*news), "new.csv")
    reading = read(old, new)
    assert len(reading.ledger.rows) == 9
    assert {each.row for each in reading.replaced} == {5}


def test_a_row_that_the_newest_extract_no_longer_has_is_told_and_left_out(tmp_path: Path) -> None:
    old = written(tmp_path, text(*children(12)), "old.csv")
    new = written(tmp_path, text(*children(12)[:5], *children(13)[6:]), "new.csv")
    for files in permutations((old, new)):
        reading = read(*files)
        assert "b5" not in set(reading.ledger.rows["child_id"])
        (sentence,) = sentences(reading, "en", tmp_path)
        assert sentence == (
            "old.csv, row 7: the newer new.csv covers the time of the row and no longer has it; the decision "
            "was withdrawn; the row is left out"
        )
        assert reading.withdrawn == 1


def test_an_extract_of_what_ran_later_ends_what_it_no_longer_has(tmp_path: Path) -> None:
    gone = [f"g{i};pleje;2023-01-01;2024-0{i + 1}-01;;;;" for i in range(3)]
    old = written(tmp_path, text(*gone, *children(12)), "old.csv")
    new = written(tmp_path, text(*children(12, end="2025-06-01")[:2], *children(13)[2:8], *children(13)[9:]))
    reading = read(old, new, extract_days={"old.csv": date(2024, 12, 31), "": date(2025, 12, 31)})
    assert ("b8", "2024-12-31") in said(reading, "child_id", "end")
    assert [finding.kind for finding in reading.findings] == ["ended_between"]


def test_files_of_different_services_or_times_are_simply_added(tmp_path: Path) -> None:
    placed = written(tmp_path, text(*children(10)), "placed.csv")
    others = written(tmp_path, text(*(row.replace("pleje", "tidlig") for row in children(12))), "early.csv")
    before = [f"x{i};pleje;2020-0{i + 1}-01;2020-12-0{i + 1};;;;" for i in range(5)]
    earlier = written(tmp_path, text(*before), "earlier.csv")
    for files in permutations((placed, others, earlier)):
        reading = read(*files)
        assert len(reading.ledger.rows) == 27
        assert not reading.findings


def test_files_by_the_year_of_start_withdraw_nothing(tmp_path: Path) -> None:
    first = written(tmp_path, text(*children(20)), "2024.csv")
    later = [row.replace("b", "c", 1).replace(";2024-", ";2025-") for row in children(20)]
    ended = children(20, end="2025-07-01")[:15]
    second = written(tmp_path, text(*later, *ended), "2025.csv")
    for files in permutations((first, second)):
        reading = read(*files)
        assert len(reading.ledger.rows) == 40
        assert reading.replaced_rows == 15
        assert not reading.withdrawn


def test_a_newer_extract_that_lacks_too_much_covers_nothing(tmp_path: Path) -> None:
    old = written(tmp_path, text(*children(20)), "old.csv")
    new = written(tmp_path, text(*children(20)[:14], "c;pleje;2025-01-01;;;;;"), "new.csv")
    reading = read(old, new, extract_days={"old.csv": date(2024, 12, 31), "new.csv": date(2025, 12, 31)})
    assert len(reading.ledger.rows) == 21


def test_the_birth_date_of_the_newest_extract_holds(tmp_path: Path) -> None:
    headings = "child_id;step;start;end;birth_date"
    old = [f"b1;pleje;202{year}-01-01;202{year}-06-01;2010-01-01" for year in range(3)]
    first = written(tmp_path, text(*old, headings=headings), "old.csv")
    second = written(tmp_path, text("b1;pleje;2024-01-01;;2011-01-01", headings=headings), "new.csv")
    for files in permutations((first, second)):
        assert {born for (born,) in said(read(*files), "birth_date")} == {"2011-01-01"}


def test_a_stated_day_of_no_file_or_after_today_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, text(*children(3)))
    with pytest.raises(RefusedError, match=r"nope\.csv"):
        read(file, extract_days={"nope.csv": date(2024, 1, 1)})
    with pytest.raises(RefusedError, match="2026-06-02"):
        read(file, extract_days=date(2026, 6, 2))


STEPS = ("tidlig", "pleje", "institution")


@st.composite
def restated(draw: st.DrawFn) -> list[list[str]]:
    """Return the rows of one to four extracts, each of which restates some of the rows before it."""
    number = draw(st.integers(1, 12))
    known: dict[int, str] = {}
    files = []
    for year in range(draw(st.integers(1, 4))):
        for i in range(number):
            if i % 4 <= year and (i not in known or draw(st.booleans())):
                start = f"{2018 + i % 4}-0{1 + i % 9}-15"
                end = draw(st.sampled_from(["", f"{2022 + year}-03-0{1 + i % 9}"]))
                price = draw(st.integers(1, 9)) * 100
                known[i] = f"b{i % 7};{STEPS[i % 3]};{start};{end};{price};day;p{i};"
        files.append(draw(st.permutations([*known.values()])))
    return files


@given(files=restated(), chance=st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_restated_rows_in_any_order_of_files_and_rows_give_the_same_histories(
    files: Sequence[list[str]], chance: Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("files")
    days = {f"{i}.csv": date(2022 + i, 12, 31) for i in range(len(files))}
    paths = [written(folder, text(*rows), f"{i}.csv") for i, rows in enumerate(files)]
    newest = written(folder, text(*files[-1]), "whole.csv")
    whole = read(newest, extract_days=date(2022 + len(files) - 1, 12, 31)).in_order().ledger
    chance.shuffle(paths)
    merged = (
        read(*paths, extract_days={name: min(day, TODAY) for name, day in days.items()}).in_order().ledger
    )
    columns = ["child_id", "step", "start", "end", "price", "provider"]
    pd.testing.assert_frame_equal(merged.rows[columns], whole.rows[columns])
    window = ObservationWindow(first=date(2019, 1, 1), last=date(2026, 1, 1))
    one, other = (histories(ledger, staircase(*STEPS), window) for ledger in (merged, whole))
    for name in ("child", "step", "start", "end", "destination", "came"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


PLANNED = [f"b{i};pleje;2024-{i:02d}-01;{2026 + i % 2}-03-01" for i in range(1, 7)]
"""Services that all have a planned end after everything that has happened."""


def test_a_plan_does_not_make_an_extract_newer_than_one_with_later_starts(tmp_path: Path) -> None:
    headings = "child_id;step;start;end;price;price_unit"
    first = [f"{row};1000;day" for row in PLANNED]
    # A year later two have left early, the plans of two are gone, and six more children have come.
    since = [row.rsplit(";", 1)[0] for row in PLANNED]
    then = [f"{since[i]};2024-11-0{i + 1};1000;day" for i in range(2)]
    then += [f"{row};;1000;day" for row in since[2:4]] + [f"{row};2026-02-01;1200;day" for row in since[4:]]
    then += [f"n{i};pleje;2025-0{i}-01;;1000;day" for i in range(1, 7)]
    old = written(tmp_path, text(*first, headings=headings), "old.csv")
    new = written(tmp_path, text(*then, headings=headings), "new.csv")
    for files in permutations((old, new)):
        with pytest.raises(RefusedError):
            read(*files)
    kept = [*then[:2], *first[2:4], *then[4:]]
    new = written(tmp_path, text(*kept, headings=headings), "new.csv")
    for files in permutations((old, new)):
        reading = read(*files)
        assert {Path(each.file).name: each.used for each in reading.files} == {"old.csv": 0, "new.csv": 12}
        assert said(reading, "price").count(("1200.0",)) == 2


def test_a_column_that_a_newer_extract_lacks_stands_as_it_was(tmp_path: Path) -> None:
    whole = "child_id;birth_date;step;start;end;exit_to;price;price_unit;provider"
    old = written(
        tmp_path,
        text(
            "b1;2015-01-01;pleje;2024-01-01;;;700;day;A",
            "b2;2016-01-01;pleje;2024-02-01;2024-05-01;ud;;;A",
            "b3;2017-01-01;pleje;2024-03-01;;;30000;month;",
            headings=whole,
        ),
        "old.csv",
    )
    bare = ["b1;pleje;2024-01-01;2025-01-01", "b2;pleje;2024-02-01;2024-05-01", "b3;pleje;2024-03-01;"]
    new = written(tmp_path, text(*bare, headings="child_id;step;start;end"), "new.csv")
    stated: ExtractDays = {"old.csv": date(2024, 6, 30), "new.csv": date(2025, 6, 30)}
    for files in permutations((old, new)):
        reading = read(*files, extract_days=stated)
        assert said(
            reading, "child_id", "birth_date", "end", "exit_to", "price", "price_unit", "provider"
        ) == [
            ("b1", "2015-01-01", "2025-01-01", "", "700.0", "day", "A"),
            ("b2", "2016-01-01", "2024-05-01", "ud", "nan", "", "A"),
            ("b3", "2017-01-01", "NaT", "", "30000.0", "month", ""),
        ]
        assert [(each.column, each.after) for each in reading.replaced] == [("end", "2025-01-01")]
        by_name = {Path(each.file).name: each for each in reading.files}
        assert (by_name["old.csv"].replaced, by_name["old.csv"].duplicates) == (1, 2)


def test_a_column_that_is_there_and_empty_takes_back_what_was_said(tmp_path: Path) -> None:
    old = written(tmp_path, text("b1;pleje;2024-01-01;2024-05-01;700;day;A;"), "old.csv")
    new = written(tmp_path, text("b1;pleje;2024-01-01;;;;A;"), "new.csv")
    reading = read(new, old, extract_days={"old.csv": date(2024, 6, 30), "new.csv": date(2025, 6, 30)})
    assert said(reading, "end", "price") == [("NaT", "nan")]


def test_fee_and_board_both_stand_where_a_newer_extract_has_no_prices(tmp_path: Path) -> None:
    old = written(
        tmp_path, text("b1;pleje;2024-01-01;;700;day;A;", "b1;pleje;2024-01-01;;300;day;A;"), "old.csv"
    )
    new = written(
        tmp_path, text("b1;pleje;2024-01-01;2025-01-01", headings="child_id;step;start;end"), "new.csv"
    )
    stated: ExtractDays = {"old.csv": date(2024, 6, 30), "new.csv": date(2025, 6, 30)}
    for files in permutations((old, new)):
        reading = read(*files, extract_days=stated)
        assert said(reading, "end", "price") == [("2025-01-01", "300.0"), ("2025-01-01", "700.0")]
        assert reading.withdrawn == 0


@pytest.mark.parametrize("stated", [None, date(2024, 12, 31)])
def test_two_files_of_one_day_that_say_the_same_in_more_or_fewer_columns_count_once(
    tmp_path: Path, stated: date | None
) -> None:
    headings = "child_id;step;start;end;price;price_unit"
    less = written(
        tmp_path, text(*(row.rsplit(";", 2)[0] for row in children(6)), headings=headings), "a.csv"
    )
    more = written(tmp_path, text(*(f"{row[:-1]}A;" for row in children(6))), "b.csv")
    for files in permutations((less, more)):
        reading = read(*files, extract_days=stated)
        assert said(reading, "price", "provider") == [("1000.0", "A")] * 6
        assert {finding.kind for finding in reading.findings} == {"duplicate_of_file", "column_missing"}
    # Two providers at once are two prices, of which a file without providers tells nothing new.
    both = [f"{row[:-1]}{provider};" for row in children(6) for provider in "AB"]
    more = written(tmp_path, text(*both), "b.csv")
    assert len(read(less, more, extract_days=stated).ledger.rows) == 12
