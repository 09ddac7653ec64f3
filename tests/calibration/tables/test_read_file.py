"""Check tables read from CSV, workbooks and Parquet."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.tables import csv_files as csv_text
from calibration.tables import parquet_files, workbooks
from calibration.tables import read_file as table_files
from calibration.tables import table as tables
from calibration.tables.child import read_binary
from calibration.tables.dates_and_amounts import amount_of, is_ambiguous
from calibration.tables.read_file import read_table
from calibration.tables.table import Table, column_letter, number_text
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import OTHER, ROW, text_of, written
from tests.calibration.tables.opendocuments import opendocument
from tests.languages import said_in

TEXT = text_of(ROW, OTHER)


def table(path: Path) -> Table:
    return read_table(path, path.name)


def rows(of: Table) -> list[list[str]]:
    return [[column.at(row) for column in of.columns] for row in range(len(of.numbers))]


def refusal(path: Path) -> tuple[str, str]:
    with pytest.raises(RefusedError) as refused:
        table(path)
    return str(refused.value), said_in("en", str, refused.value)


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
@pytest.mark.parametrize(
    ("encoding", "form"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-16-le", "UTF-16"),
    ],
)
def test_csv_of_any_separator_and_encoding_is_the_same_table(
    separator: str, encoding: str, form: str, tmp_path: Path
) -> None:
    text = TEXT.replace("2.500,50", "2500").replace(";", separator)
    read = table(written(tmp_path, text.encode(encoding)))
    expected = [line.replace("2.500,50", "2500").split(";") for line in (ROW, OTHER)]
    assert rows(read) == expected
    assert read.form == f"CSV ({'tab' if separator == chr(9) else separator}), {form}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_a_spreadsheet_shows_them(end: str, tmp_path: Path) -> None:
    lines = ["", "a;b", "1;2", ";;", "", '"3', '";4', "5;6"]
    read = table(written(tmp_path, end.join(lines)))
    assert read.numbers.tolist() == [3, 6, 7]
    assert rows(read) == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_an_open_quotation_mark_costs_its_own_row_and_no_other(tmp_path: Path) -> None:
    read = table(written(tmp_path, 'a;b\n1;2\n3;"4\n5;6\n7;"8\n9;"1"0\n11;12\n'))
    assert rows(read) == [["1", "2"], ["5", "6"], ["11", "12"]]
    assert [misfit.row for misfit in read.misfits] == [3, 5, 6]
    assert read.rows == 6


@pytest.mark.parametrize(
    ("text", "kept", "misfits"),
    [
        ("a;b;;\n1;2\n3;4;;\n5\n6;7;8\n9;8;;;\n", [["1", "2"], ["3", "4"]], [(4, 1), (5, 3), (6, 5)]),
        ("a;b\n1;2;\n3;4;\n5;6\n7;x;8;\n", [["1", "2"], ["3", "4"], ["5", "6"]], [(5, 4)]),
        ("a;b\n1;2\n3;x;\n5;6\n", [["1", "2"], ["5", "6"]], [(3, 3)]),
    ],
)
def test_rows_with_more_separators_than_the_others_are_kept_apart(
    text: str, kept: list[list[str]], misfits: list[tuple[int, int]], tmp_path: Path
) -> None:
    """An empty cell too many at the end may be one too many in the middle, and the rest displaced."""
    read = table(written(tmp_path, text))
    assert read.headings == ("a", "b")
    assert rows(read) == kept
    assert [(misfit.row, misfit.cells) for misfit in read.misfits] == misfits


@pytest.mark.parametrize("text", ["=1+1", "+45 12345678", "-5", "@navn", "=HYPERLINK(A1)"])
def test_a_text_that_looks_like_a_formula_is_a_text(text: str, tmp_path: Path) -> None:
    assert rows(table(written(tmp_path, f"a;b\n{text};1\n"))) == [[text, "1"]]


def workbook(folder: Path, *lines: list[object], name: str = "ark.xlsx") -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(folder / name)
    return folder / name


def test_a_workbook_gives_texts_that_cannot_be_misread(tmp_path: Path) -> None:
    values = [dt.date(2024, 1, 31), dt.datetime(2024, 1, 31, 13, 45), 1.234, 1234, "010", True, None, "æ;ø"]  # noqa: DTZ001  a workbook knows no time zones
    read = table(workbook(tmp_path, list("abcdefgh"), values))
    assert rows(read) == [["2024-01-31", "2024-01-31 13:45:00", "1.2340", "1234", "010", "true", "", "æ;ø"]]
    assert read.form == "Excel (Sheet)"


def test_a_workbook_is_numbered_from_its_first_row_and_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"], sheet["C3"], sheet["B6"], sheet["C6"] = "a", "b", 1, "=text"
    sheet["C6"].data_type = "s"
    book.save(tmp_path / "ark.xlsx")
    read = table(tmp_path / "ark.xlsx")
    assert read.headings == ("", "a", "b")
    assert rows(read) == [["", "1", "=text"]]
    assert read.numbers.tolist() == [6]


def test_sheets_that_are_not_read_and_cells_that_show_an_error_are_known(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["1", "#REF!"])
    book.active["B2"].data_type = "e"
    book.create_sheet("Tom")
    book.create_sheet("Mere")["A1"] = "x"
    book.save(tmp_path / "ark.xlsx")
    read = table(tmp_path / "ark.xlsx")
    assert read.unread == ("Mere",)
    assert rows(read) == [["1", "#REF!"]]


def opendocument_row(*texts: str, down: int = 1, across: int = 1) -> str:
    cells = "".join(
        f'<table:table-cell table:number-columns-repeated="{across}" office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell>"
        for text in texts
    )
    empty_cell = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f'<table:table-row table:number-rows-repeated="{down}">{cells}{empty_cell}</table:table-row>'


def test_an_opendocument_sheet_is_read(tmp_path: Path) -> None:
    rows_of_it = (opendocument_row("a", "b"), opendocument_row("1", "æ"), opendocument_row(down=1_048_574))
    assert rows(table(opendocument(tmp_path, "".join(rows_of_it)))) == [["1", "æ"]]


@pytest.mark.parametrize(("down", "across"), [(1_048_576, 1), (100_000, 400), (1, 501)])
def test_an_opendocument_sheet_that_swells_is_refused(down: int, across: int, tmp_path: Path) -> None:
    path = opendocument(tmp_path, opendocument_row("a") + opendocument_row("1", down=down, across=across))
    assert "tabellen er for stor" in refusal(path)[0]


def test_parquet_is_numbered_as_if_it_had_a_row_of_headings(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "a": ["x", None, "y"],
            "b": pd.to_datetime(["2024-01-31", "", "2024-02-01"]),
            "c": [1.234, None, 5.0],
        }
    )
    frame["d"] = frame["a"].astype("category")
    frame.to_parquet(tmp_path / "tabel.parquet")
    read = table(tmp_path / "tabel.parquet")
    assert read.headings == ("a", "b", "c", "d")
    assert read.numbers.tolist() == [2, 4]
    assert [[cell[:10] for cell in row] for row in rows(read)] == [
        ["x", "2024-01-31", "1.2340", "x"],
        ["y", "2024-02-01", "5", "y"],
    ]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e11, max_value=1e11))
def test_a_number_becomes_a_text_that_is_read_back_and_never_ambiguous(number: float) -> None:
    text = number_text(number)
    assert not is_ambiguous(text)
    assert abs(number) < 1e-99 or amount_of(text) == pytest.approx(number)


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [column_letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


@pytest.mark.parametrize(
    ("content", "da", "en"),
    [
        (b"", "filen er tom", "the file is empty"),
        (b" \r\n\t\n", "filen er tom", "the file is empty"),
        (b";;;\n;;;\n", "filen er tom", "the file is empty"),
        (b"\x00\x01\x02\x03" * 50, "ikke en tabel", "not a table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "ikke en tabel", "not a table"),
        (b"PK\x03\x04" + b"x" * 50, "regnearket er beskadiget", "the workbook is damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "regnearket er beskadiget",
            "the workbook is damaged",
        ),
        (b"PAR1" + b"x" * 50 + b"PAR1", "Parquet-filen er beskadiget", "the Parquet file is damaged"),
        (b";".join([b"a"] * 501), "højst 500 kolonner", "at most 500 columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, da: str, en: str, tmp_path: Path) -> None:
    said = refusal(written(tmp_path, content))
    assert said[0].startswith("ledger.csv: ")
    assert da in said[0]
    assert en in said[1]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "findes ikke" in refusal(tmp_path / "ingen.csv")[0]
    assert "det er en mappe" in refusal(tmp_path)[0]
    assert "kan ikke læses" in refusal(Path("a\0b"))[0]
    assert "kan ikke læses" in refusal(tmp_path / ("x" * 500))[0]


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    assert "filen er tom" in refusal(workbook(tmp_path))[0]


def test_a_table_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = workbook(tmp_path, ["a"], ["1"], ["2"], ["3"])
    parquet = tmp_path / "tabel.parquet"
    pd.DataFrame({"a": range(3)}).to_parquet(parquet)
    csv = written(tmp_path, "a\n1\n2\n3\n")
    for module in (tables, parquet_files, workbooks):
        monkeypatch.setattr(module, "MOST_ROWS", 3)
    for path in (sheet, parquet):
        with pytest.raises(RefusedError, match="højst 3 rækker"):
            read_binary(path.read_bytes(), "a")
    assert "højst 3 rækker" in refusal(csv)[0]
    monkeypatch.setattr(table_files, "LARGEST_FILE", 5)
    assert "filen fylder" in refusal(csv)[0]


@pytest.mark.parametrize("place", ["A1048577", "XFD1", "ZZZ9", "SF1048576"])
def test_one_cell_far_out_does_not_take_all_the_memory(place: str, tmp_path: Path) -> None:
    whole = workbook(tmp_path, ["a"], ["1"])
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(tmp_path / "fjern.xlsx", "w") as far:
        for part in parts.infolist():
            data = parts.read(part)
            if part.filename.endswith("sheet1.xml"):
                row = "".join(character for character in place if character.isdigit()).encode()
                cell = place.encode()
                data = data.replace(
                    b"</sheetData>", b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (row, cell)
                )
            far.writestr(part, data)
    assert "tabellen er for stor" in refusal(tmp_path / "fjern.xlsx")[0]


def test_a_workbook_that_swells_when_unpacked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", 100)
    with pytest.raises(RefusedError, match="for stort, når det pakkes ud"):
        read_binary(workbook(tmp_path, ["a"], ["1"]).read_bytes(), "a")


def test_a_parquet_column_of_lists_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tabel.parquet"
    pd.DataFrame({"a": [[1, 2], [3]]}).to_parquet(path)
    assert "hverken tekst, tal eller dato" in refusal(path)[0]


def test_a_cell_may_go_over_lines_but_not_over_the_file(tmp_path: Path) -> None:
    short = "\n".join("x" * 3 for _ in range(csv_text.LONGEST_CELL))
    assert table(written(tmp_path, f'a;b\n1;"{short}"\n2;3\n')).numbers.tolist() == [2, 3]
    long = "\n".join("x;y" for _ in range(csv_text.LONGEST_CELL + 1))
    read = table(written(tmp_path, f'a;b\n1;"{long}"\n2;3\n'))
    assert read.misfits[0].row == 2
    assert read.rows == csv_text.LONGEST_CELL + 2


def test_marks_that_are_never_closed_cost_their_lines_and_no_more(tmp_path: Path) -> None:
    read = table(written(tmp_path, "a;b\n" + '1;"x\n' * 3_000 + "2;3\n"))
    assert read.numbers.tolist() == [3_002]
    assert [misfit.row for misfit in read.misfits] == [*range(2, 3_002)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_may_be_cut_anywhere_into_the_blocks_it_is_looked_at_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    path = tmp_path / "tabel.csv"
    path.write_bytes("navn;by\næøå;Ærø\n".encode(encoding))
    for size in range(1, 9):
        monkeypatch.setattr(csv_text, "_BLOCK", size)
        assert [column.by_row().tolist() for column in table(path).columns] == [["æøå"], ["Ærø"]]
