"""Check ledgers read from one or several files."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from calibration.ledger.read_ledgers import read_ledgers
from calibration.rows.ledger import COLUMNS
from language.messages import in_language
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import (
    HEADINGS,
    KEY,
    OTHER,
    ROW,
    TODAY,
    is_accounted_for,
    read,
    sentences,
    text_of,
    written,
)
from tests.languages import said_in


def refusal(path: Path) -> tuple[str, str]:
    with pytest.raises(RefusedError) as refused:
        read(path)
    return tuple(said_in(lang, str, refused.value).replace(f"{path.parent}/", "") for lang in ("da", "en"))  # type: ignore[return-value]


def test_a_ledger_has_the_columns_and_types_that_are_promised(tmp_path: Path) -> None:
    for rows in ((ROW, OTHER), ()):
        ledger = read(written(tmp_path, text_of(*rows))).ledger.rows
        assert {column: str(dtype) for column, dtype in ledger.dtypes.items()} == COLUMNS


def test_what_a_row_says_is_what_the_ledger_has(tmp_path: Path) -> None:
    path = written(tmp_path, text_of(ROW, OTHER))
    first, second = read(path).ledger.rows.to_dict("records")
    assert first == {
        "child_id": "b1",
        "step": "institution",
        "start": pd.Timestamp("2024-02-01"),
        "end": pd.Timestamp("2024-03-01"),
        "granted_until": pd.NaT,
        "birth_date": pd.Timestamp("2010-06-15"),
        "exit_to": "",
        "price": 2500.5,
        "price_unit": "day",
        "provider": "Åkæret",
        "payer": "",
        "group": "",
        "household_id": "",
        "paragraph": "",
        "score": "",
        "follow_up_date": pd.NaT,
        "file": str(path),
        "row": 2,
    }
    assert second["end"] is pd.NaT
    assert second["row"] == 3


def test_headings_are_known_whatever_their_case_and_spaces(tmp_path: Path) -> None:
    path = written(tmp_path, text_of("b1;tidlig;2024-02-01", headings="Child_ID; STEP ;Start"))
    assert read(path).ledger.rows["step"].tolist() == ["tidlig"]


def test_every_kind_of_file_gives_the_same_ledger(tmp_path: Path) -> None:
    csv = written(tmp_path, text_of(ROW, OTHER))
    lines = [line.split(";") for line in (HEADINGS, ROW, OTHER)]
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(tmp_path / "ledger.xlsx")
    pd.DataFrame(lines[1:], columns=lines[0]).to_parquet(tmp_path / "ledger.parquet")
    expected = read(csv).ledger.rows.drop(columns="file")
    for name in ("ledger.xlsx", "ledger.parquet"):
        pd.testing.assert_frame_equal(read(tmp_path / name).ledger.rows.drop(columns="file"), expected)


def test_dates_and_numbers_of_a_workbook_are_read_as_such(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["child_id", "step", "start", "price", "price_unit"])
    book.active.append([7, "tidlig", pd.Timestamp("2024-02-01"), 1.234, "day"])
    book.active.append([8, "tidlig", 45323, 2500, "day"])
    book.save(tmp_path / "ledger.xlsx")
    reading = read(tmp_path / "ledger.xlsx")
    assert reading.ledger.rows["child_id"].tolist() == ["7", "8"]
    assert reading.ledger.rows["start"].tolist() == [pd.Timestamp("2024-02-01")] * 2
    assert reading.ledger.rows["price"].tolist() == [1.234, 2500.0]
    assert not reading.findings


def test_a_workbook_tells_what_was_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["child_id", "step", "start", "end"])
    book.active.append(["b1", "tidlig", "2024-02-01", "#REF!"])
    book.active["D2"].data_type = "e"
    book.create_sheet("Mere")["A1"] = "x"
    book.save(tmp_path / "ledger.xlsx")
    reading = read(tmp_path / "ledger.xlsx")
    assert sentences(reading, "da", tmp_path) == [
        "ledger.xlsx: kun det første ark er læst; der står også noget i «Mere»",
        (
            "ledger.xlsx, række 2, kolonne «end» (D): «#REF!» er en fejl eller en formel uden værdi og siger "
            "ingenting; rækken er ikke taget med"
        ),
    ]
    assert sentences(reading, "en", tmp_path) == [
        "ledger.xlsx: only the first sheet is read; something stands in 'Mere' too",
        (
            "ledger.xlsx, row 2, column 'end' (D): '#REF!' is an error, or a formula "
            "without a value, and says "
            "nothing; the row is left out"
        ),
    ]


def test_several_files_are_read_as_one_and_what_does_not_fit_is_told(tmp_path: Path) -> None:
    first = written(tmp_path, text_of(ROW, OTHER), "a.csv")
    second = written(tmp_path, text_of(ROW, "b3;tidlig;2024-05-01"), "b.csv")
    third = written(tmp_path, text_of("b4;tidlig;2024-05-01", headings="child_id;step;start"), "c.csv")
    reading = read(first, second.with_name("b.csv"), third)
    second.write_text(text_of(ROW, f"{OTHER}x"), encoding="utf-8")
    reading = read(first, second, third)
    assert reading.ledger.rows["row"].tolist() == [2, 3, 3, 2]
    assert [file.used for file in reading.files] == [2, 1, 1]
    assert is_accounted_for(reading)
    assert "b.csv, række 2: rækken siger det samme som en i a.csv:2; den er kun talt én gang" in sentences(
        reading, "da", tmp_path
    )
    assert "b.csv, row 2: the row says the same as one in a.csv:2; it is counted only once" in sentences(
        reading, "en", tmp_path
    )
    missing = [finding for finding in reading.findings if finding.kind == "column_missing"]
    assert [finding.found for finding in missing] == ["birth_date", "end", "price", "price_unit", "provider"]
    assert str(missing[0]).endswith(
        "c.csv: kolonnen birth_date mangler her, men findes i en af de andre filer"
    )
    assert said_in("en", str, missing[0]).endswith(
        "c.csv: the column birth_date is missing here, though another of the files has it"
    )


def test_every_row_is_used_rejected_left_out_or_a_duplicate(tmp_path: Path) -> None:
    rows = [
        ROW,
        OTHER,
        ROW,
        "",
        ";;;;;;;",
        "b3;tidlig",
        OTHER.replace("2024-02-01", "x"),
        OTHER.replace("b2", "b3"),
    ]
    reading = read(written(tmp_path, text_of(*rows)))
    assert (reading.rows, reading.rejected, reading.duplicates, reading.left_out) == (6, 2, 1, 0)
    assert is_accounted_for(reading)
    assert [*reading.by_kind()] == ["duplicate", "wrong_cells", "unreadable_date"]


def test_a_row_with_several_faults_is_rejected_once_and_all_are_told(tmp_path: Path) -> None:
    reading = read(written(tmp_path, text_of("b1;;x;y;15-06-2010;;;")))
    assert [finding.letter for finding in reading.findings] == ["B", "C", "D"]
    assert reading.rejected == 1


def test_a_heading_that_stands_twice_is_refused_only_if_it_is_used(tmp_path: Path) -> None:
    path = written(tmp_path, text_of("b1;tidlig;2024-02-01;a;b", headings="child_id;step;start;x;x"))
    assert len(read(path).ledger.rows) == 1
    path = written(tmp_path, text_of("b1;tidlig;2024-02-01;a", headings="child_id;step;start;Step"))
    assert refusal(path) == (
        "ledger.csv: overskriften «step» står i flere kolonner (B, D); omdøb dem",
        "ledger.csv: the heading 'step' stands in several columns (B, D); rename them",
    )


def test_headings_that_nobody_knows_are_refused_with_what_to_do(tmp_path: Path) -> None:
    da, en = refusal(written(tmp_path, text_of("b1;x", headings="barn;010210-1234")))
    assert "der står CPR-numre i en overskrift" in da
    assert "1234" not in da + en
    da, en = refusal(written(tmp_path, text_of("b1;x", headings="barn;sag")))
    assert "kolonnen child_id, step, start mangler; filens overskrifter er barn, sag" in da
    assert "(--mapping)" in da
    assert "the column child_id, step, start is missing" in en


@pytest.mark.parametrize("number", ["010210-1234", "0102101234", "010210 1234", "610210-1234", "102101234"])
@pytest.mark.parametrize("heading", ["child_id", "household_id"])
def test_a_file_with_personal_numbers_is_refused_without_showing_one(
    number: str, heading: str, tmp_path: Path
) -> None:
    child, household = (number, "h1") if heading == "child_id" else ("b1", number)
    path = written(
        tmp_path,
        text_of(f"{child};tidlig;2024-02-01;{household}", headings="child_id;step;start;household_id"),
    )
    da, en = refusal(path)
    assert f"der står CPR-numre i kolonnen «{heading}» (1 rækker)" in da
    assert f"there are CPR numbers in the column '{heading}' (1 rows)" in en
    assert "NØGLEFIL" in da
    assert "1234" not in da + en


def test_one_case_number_of_nine_digits_is_no_personal_number(tmp_path: Path) -> None:
    rows = [f"{number};tidlig;2024-02-01" for number in ("102101234", "999999991", "999999992", "999999993")]
    path = written(tmp_path, text_of(*rows, headings="child_id;step;start"))
    assert len(read(path).ledger.rows) == 4


def test_a_personal_number_in_the_name_of_a_provider_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, text_of(ROW.replace("Åkæret", "Familien 010170-1234")))
    assert "kolonnen «provider»" in refusal(path)[0]
    path.write_text(text_of(ROW.replace("Åkæret", "1003383565")), encoding="utf-8")
    assert not read(path).findings


def test_pseudonyms_stand_for_personal_numbers_and_are_the_same_however_they_are_written(
    tmp_path: Path,
) -> None:
    rows = [
        f"{number};tidlig;0{i}-02-2024;x-{i}"
        for i, number in enumerate(("010210-4234", "0102104234"), start=1)
    ]
    path = written(tmp_path, text_of(*rows, headings="child_id;step;start;household_id"))
    reading = read(path, key=True)
    assert reading.ledger.rows["child_id"].tolist() == [KEY.of("010210-4234")] * 2
    assert reading.ledger.rows["household_id"].tolist() == [KEY.of("x-1"), KEY.of("x-2")]
    assert "4234" not in reading.ledger.rows.to_csv() + repr(reading.findings)


def test_a_ledger_with_pseudonyms_is_read_again_without_a_key(tmp_path: Path) -> None:
    rows = [f"{KEY.of(str(i))};tidlig;2024-02-01" for i in range(2000)]
    path = written(tmp_path, text_of(*rows, headings="child_id;step;start"))
    assert len(read(path).ledger.rows) == 2000


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    rows = [ROW.replace("Åkæret", text) for text in ("=1+1", "+45", "-x", "@navn")]
    ledger = read(written(tmp_path, text_of(*rows))).ledger.rows
    assert ledger["provider"].tolist() == ["=1+1", "+45", "-x", "@navn"]


def test_a_known_birth_date_of_a_child_lies_before_all_its_services(tmp_path: Path) -> None:
    late = ROW.replace("15-06-2010", "15-06-2015").replace("2024", "2020")
    rows = [late, late.replace("01-02", "02-02"), ROW.replace("2024", "2012")]
    ledger = read(written(tmp_path, text_of(*rows))).ledger.rows
    assert ledger["birth_date"].tolist() == [pd.Timestamp("2010-06-15")] * 3


def test_a_file_that_is_given_twice_is_counted_once(tmp_path: Path) -> None:
    path = written(tmp_path, text_of(ROW, OTHER))
    reading = read(path, path)
    assert [file.duplicates for file in reading.files] == [0, 2]
    assert len(reading.ledger.rows) == 2
    assert is_accounted_for(reading)


def test_no_file_at_all_is_refused() -> None:
    with in_language("en"), pytest.raises(RefusedError, match="at least one"):
        read_ledgers([], today=TODAY)


def test_nothing_depends_on_the_order_of_the_rows_but_their_order(tmp_path: Path) -> None:
    rows = [ROW.replace("b1", f"b{i}") for i in range(20)]
    forth = read(written(tmp_path, text_of(*rows))).ledger.rows.drop(columns="row")
    back = read(written(tmp_path, text_of(*reversed(rows)))).ledger.rows.drop(columns="row")
    pd.testing.assert_frame_equal(forth, back[::-1].reset_index(drop=True))
