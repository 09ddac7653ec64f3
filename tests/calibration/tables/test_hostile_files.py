"""Check that small files which stand for more than any memory holds are refused with a sentence."""

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from calibration.tables import child_process
from calibration.tables.child import read_binary
from calibration.tables.read_file import read_table
from calibration.tables.table import Table, table_of, too_large_error
from calibration.tables.transport import packed_refusal, packed_table, unpacked_table
from scenarios.files.refusals import RefusedError
from tests.calibration.tables.opendocuments import opendocument
from tests.languages import said_in

linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux")
CELL = '<table:table-cell office:value-type="string" table:number-columns-repeated="{}"><text:p>x</text:p>'


def refusal(path: Path) -> tuple[str, str]:
    with pytest.raises(RefusedError) as refused:
        read_table(path, path.name)
    return said_in("da", str, refused.value), said_in("en", str, refused.value)


def workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["child_id", "step"])
    book.active.append(["1", "a"])
    book.save(folder / "ark.xlsx")
    return folder / "ark.xlsx"


def of_billions_of_texts(folder: Path) -> Path:
    """Return a workbook whose list of texts says that it holds billions."""
    bomb, listed = folder / "tekster.xlsx", "xl/sharedStrings.xml"
    relation = (
        f'<Relationship Id="texts" Target="/{listed}" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    texts = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4294967295" '
        'uniqueCount="4294967295"><si><t>a</t></si></sst>'
    )
    with zipfile.ZipFile(workbook(folder)) as parts, zipfile.ZipFile(bomb, "w") as changed:
        for name in {*parts.namelist()} - {listed}:
            text = parts.read(name).decode()
            if name == "xl/_rels/workbook.xml.rels":
                text = text.replace("</Relationships>", relation)
            changed.writestr(name, text)
        changed.writestr(listed, texts)
    return bomb


def of_repeated_cells(folder: Path) -> Path:
    row = f'<table:table-row table:number-rows-repeated="1048576">{CELL.format(26)}</table:table-cell>'
    return opendocument(folder, f"{row}</table:table-row>")


def of_long_texts(folder: Path) -> Path:
    """Return a Parquet file in which every one of many rows has the same long text."""
    codes = pa.repeat(pa.scalar(0, pa.int32()), 200_000)
    column = pa.DictionaryArray.from_arrays(codes, ["x" * 100_000])
    parquet.write_table(pa.table({"a": column}), folder / "lang.parquet")
    return folder / "lang.parquet"


@linux
@pytest.mark.parametrize("bomb", [of_billions_of_texts, of_repeated_cells, of_long_texts])
def test_a_small_file_that_takes_gigabytes_is_refused(bomb: Callable[[Path], Path], tmp_path: Path) -> None:
    path = bomb(tmp_path)
    assert path.stat().st_size < 100_000
    danish, english = refusal(path)
    assert "tager mere end 60" in danish
    assert "MB hukommelse" in danish
    assert "far more than its size warrants" in english


def test_a_parquet_file_of_many_columns_may_have_fewer_rows(tmp_path: Path) -> None:
    codes = pa.repeat(pa.scalar(0, pa.int32()), 100_000)
    column = pa.DictionaryArray.from_arrays(codes, ["x"])
    parquet.write_table(pa.table({f"c{i}": column for i in range(400)}), tmp_path / "bred.parquet")
    assert "der læses højst 68.157 rækker" in refusal(tmp_path / "bred.parquet")[0]


@linux
def test_where_the_system_keeps_no_limit_memory_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_process, "is_watched", lambda: True)
    assert read_table(workbook(tmp_path), "a").headings == ("child_id", "step")
    monkeypatch.setattr(child_process, "_memory_of", lambda _: 10**12)
    monkeypatch.setattr(child_process, "_LOOKING", 0.001)
    assert "tager mere end 60" in refusal(workbook(tmp_path))[0]


@pytest.mark.skipif(not Path("/bin/ps").exists(), reason="where it is needed, there is one")
def test_the_memory_of_a_process_is_known() -> None:
    assert child_process._memory_of(os.getpid()) > 10_000_000
    assert child_process._memory_of(2**22 + 1) == 0


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "LEAST_SECONDS", 0)
    danish, english = refusal(workbook(tmp_path))
    assert "tager mere end 0 sekunder" in danish
    assert "takes more than 0 seconds" in english


@pytest.mark.parametrize("answer", [b"", b"{}\n", b"[1]\n", b'{"rows": 3, "texts": [["a"]]}\n', b"\xff\n"])
def test_a_reader_that_answers_nonsense_costs_the_file_and_not_the_command(
    answer: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path)
    monkeypatch.setattr(child_process, "_answered", lambda *_: (0, answer))
    danish, english = refusal(path)
    assert "bragte det, der læser den, ud af drift" in danish
    assert "broke what reads it" in english


@linux
def test_a_child_is_started_with_our_modules_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path)
    (tmp_path / "calibration.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_table(path, "a").headings == ("child_id", "step")


def test_a_table_is_the_same_on_the_other_side(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    here, there = read_binary(path.read_bytes(), "a"), read_table(path, "a")
    assert [column.by_row().tolist() for column in there.columns] == [["1"], ["a"]]
    assert same(here, there)


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1))
def test_a_table_of_any_texts_comes_back_as_it_was(rows: list[list[str]]) -> None:
    table = table_of([["a", "b"], *rows], name="a", form="CSV")
    assert same(unpacked_table(packed_table(table)), table)


def test_a_refusal_is_said_in_the_language_of_whoever_shows_it() -> None:
    refused = too_large_error("a", rows=1_000_000)
    with pytest.raises(RefusedError) as error:
        unpacked_table(packed_refusal(refused.message))
    for language in ("da", "en"):
        assert said_in(language, str, error.value) == said_in(language, str, refused)


def same(one: Table, other: Table) -> bool:
    columns = [[column.by_row().tolist() for column in table.columns] for table in (one, other)]
    others = [
        {**vars(table), "columns": 0, "numbers": 0, "_places": 0, "numbers_list": table.numbers.tolist()}
        for table in (one, other)
    ]
    return columns[0] == columns[1] and others[0] == others[1]
