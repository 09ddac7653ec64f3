"""Check what a workbook tells of cells without a value and of the day it counts from."""

import datetime as dt
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from calibration.tables.read_file import read_table
from tests.calibration.ledgers import OTHER, ROW, read, sentences, text_of, written

HEADINGS = ["child_id", "step", "start", "end", "exit_to", "price", "price_unit", "birth_date", "provider"]


def workbook(folder: Path, *rows: list[object], errors: bool = True, mac: bool = False) -> Path:
    """Return the path of a workbook; texts such as #N/A are errors in it, and =... are formulas."""
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for row in (HEADINGS, *rows):
        book.active.append(row)
    for line in book.active.iter_rows():
        for cell in line:
            if errors and isinstance(cell.value, str) and cell.value.startswith("#"):
                cell.data_type = "e"
    book.save(folder / "ledger.xlsx")
    return folder / "ledger.xlsx"


def changed(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Return the path of a copy of a workbook with one text of a part replaced."""
    copy = path.with_name("ændret.xlsx")
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(copy, "w") as other:
        for each in parts.infolist():
            data = parts.read(each)
            other.writestr(each, data.replace(old, new) if each.filename.endswith(part) else data)
    return copy


GOOD: list[object] = ["b1", "tidlig", "2024-01-15", "2024-02-01", "", 5, "day", "2015-01-31", "Møllen"]


@pytest.mark.parametrize(
    "shown", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "=D2+547", "=A1"]
)
@pytest.mark.parametrize("column", ["child_id", "step", "start", "end", "exit_to", "price", "price_unit"])
def test_a_cell_without_a_value_costs_its_row_where_an_empty_one_would_say_something(
    column: str, shown: str, tmp_path: Path
) -> None:
    bad = GOOD.copy()
    bad[HEADINGS.index(column)] = shown
    reading = read(workbook(tmp_path, GOOD, bad))
    [finding] = reading.findings
    assert (finding.kind, finding.row, finding.column, finding.found) == ("error_cell", 3, column, shown)
    assert (len(reading.ledger.rows), reading.rejected) == (1, 1)


@pytest.mark.parametrize("shown", ["#I/T", "#REFERENCE!", "#VÆRDI!", "#####", "Err:502", "=D2+1"])
def test_errors_in_text_files_are_known_too(shown: str, tmp_path: Path) -> None:
    reading = read(written(tmp_path, text_of(ROW.replace("01-03-2024", shown), OTHER)))
    assert [(finding.kind, finding.row, finding.letter) for finding in reading.findings] == [
        ("error_cell", 2, "D")
    ]


def test_an_error_that_says_no_more_than_an_empty_cell_is_told_and_read_as_empty(tmp_path: Path) -> None:
    bad = [*GOOD[:7], "#N/A", "#REF!"]
    reading = read(workbook(tmp_path, bad))
    assert sentences(reading, "da", tmp_path) == [
        (
            "ledger.xlsx, række 2, kolonne «birth_date» (H): «#N/A» er en fejl og siger ingenting; "
            "feltet er læst som tomt"
        ),
        (
            "ledger.xlsx, række 2, kolonne «provider» (I): «#REF!» er en fejl og siger ingenting; "
            "feltet er læst som tomt"
        ),
    ]
    assert reading.ledger.rows["provider"].tolist() == [""]


def test_a_formula_is_its_value_and_one_that_gives_an_empty_text_is_empty(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path, [*GOOD[:3], "=A2", *GOOD[4:]])
    whole = changed(path, "sheet1.xml", b"<f>A2</f><v />", b"<f>A2</f><v>45323</v>")
    assert read(whole).ledger.rows["end"].dt.strftime("%Y-%m-%d").tolist() == ["2024-02-01"]
    empty = changed(path, "sheet1.xml", b'<c r="D2"><f>A2</f><v />', b'<c r="D2" t="str"><f>A2</f><v></v>')
    reading = read(empty)
    assert reading.ledger.rows["end"].isna().tolist() == [True]
    assert not reading.findings


def test_cells_that_do_not_say_where_they_are_are_counted(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*GOOD[:3], "#N/A", *GOOD[4:]])
    without = changed(path, "sheet1.xml", b' r="D2"', b"")
    assert read_table(without, "a").columns[3].texts == ("#N/A",)


def test_the_sheet_that_is_read_is_the_one_whose_errors_are_known(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    book.active.append(["#N/A"])
    book.active["A1"].data_type = "e"
    shown = book.create_sheet("Ydelser")
    for row in (HEADINGS, GOOD):
        shown.append(row)
    shown["D2"], shown["D2"].data_type = "#REF!", "e"
    book.save(tmp_path / "ledger.xlsx")
    table = read_table(tmp_path / "ledger.xlsx", "a")
    assert table.headings == tuple(HEADINGS)
    assert table.columns[3].texts == ("#REF!",)


@pytest.mark.parametrize("formatted", [True, False])
def test_a_workbook_that_counts_from_1904_gives_the_same_days(formatted: bool, tmp_path: Path) -> None:
    day, end, born = dt.date(2024, 1, 15), dt.date(2024, 2, 1), dt.date(2015, 1, 31)
    days: list[object] = [day, end, born]
    if not formatted:
        days = [(each - dt.date(1904, 1, 1)).days for each in (day, end, born)]
    row = ["b1", "tidlig", days[0], days[1], "", 5, "day", days[2], ""]
    reading = read(workbook(tmp_path, row, mac=True))
    read_row = reading.ledger.rows.iloc[0]
    assert [read_row[name].date() for name in ("start", "end", "birth_date")] == [day, end, born]
    told = [(finding.kind, finding.letter, finding.found) for finding in reading.findings]
    assert told == ([] if formatted else [("from_1904", letter, "1") for letter in "CDH"])
    if told:
        assert sentences(reading, "da", tmp_path)[0] == (
            "ledger.xlsx, kolonne «start» (C): regnearket tæller dage fra 1904, og 1 dagnumre er læst sådan"
        )


def binary(folder: Path, *rows: list[str]) -> Path:
    """Return the path of an .xlsb file with texts; one that begins with # is an error in it."""

    def record(kind: int, data: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        assert len(data) < 0x80
        return number + bytes([len(data)]) + data

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    cells = record(0x94, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(0x91)
    for number, row in enumerate(rows):
        cells += record(0x00, struct.pack("<I", number) + bytes(21))
        for column, text in enumerate(row):
            place = struct.pack("<II", column, 0)
            is_error = text.startswith("#")
            cells += record(0x03, place + b"\x2a") if is_error else record(0x06, place + wide(text))
    sheets = record(0x8F) + record(0x9C, struct.pack("<II", 0, 1) + wide("rId1") + wide("Ark")) + record(0x90)
    space = "http://schemas.openxmlformats.org/package/2006/"
    with zipfile.ZipFile(folder / "ledger.xlsb", "w") as parts:
        parts.writestr("[Content_Types].xml", f'<Types xmlns="{space}content-types"/>')
        parts.writestr("xl/workbook.bin", record(0x83) + sheets + record(0x84))
        parts.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{space}relationships">'
            '<Relationship Id="rId1" Type="x" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        parts.writestr("xl/worksheets/sheet1.bin", record(0x81) + cells + record(0x92) + record(0x82))
    return folder / "ledger.xlsb"


def test_a_workbook_of_another_kind_says_that_its_errors_cannot_be_seen(tmp_path: Path) -> None:
    reading = read(
        binary(tmp_path, ["child_id", "step", "start", "end"], ["b1", "tidlig", "2024-01-15", "#N/A"])
    )
    assert sentences(reading, "da", tmp_path) == [
        (
            "ledger.xlsb: i denne slags regneark kan en celle med fejl ikke skelnes fra en tom; "
            "gem det som .xlsx for at få dem fortalt"
        )
    ]
    assert reading.ledger.rows["end"].isna().tolist() == [True]
