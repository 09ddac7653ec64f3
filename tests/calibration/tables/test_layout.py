"""Check that titles, totals and footnotes are told from rows of data, in text and in workbooks."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.tables.layout import aside_kind, heading_at, is_full, may_be_footnote
from calibration.tables.read_file import read_table
from calibration.tables.table import Table
from tests.calibration.ledgers import is_accounted_for, read, sentences, written

HEADINGS = ["child_id", "step", "start", "end", "price", "price_unit"]
ROWS = [
    ["b1", "institution", "15-01-2024", "", "1.234,50", "day"],
    ["b2", "tidlig", "2024-01-16", "2024-02-01", "", ""],
]
ABOVE = [["Udtræk pr. 1. oktober 2026"], ["Fagsystem:", "Prøven, børn"], []]
BELOW = [
    ["I alt", "", "", "", "1.234,50"],
    [],
    ["Anm.: foreløbige tal; se vejledningen"],
    ["Kørt af æøå"],
    [],
]
LINES = [*ABOVE, HEADINGS, *ROWS, *BELOW]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"]


def csv_of(lines: list[list[str]], separator: str, *, padded: bool) -> str:
    width = len(HEADINGS) if padded else 0
    rows = [[f'"{cell}"' if separator in cell else cell for cell in line] for line in lines]
    return "".join(separator.join([*row, *[""] * (width - len(row))]) + "\r\n" for row in rows)


def kinds(table: Table) -> list[tuple[int, str]]:
    return [(aside.row, aside.kind) for aside in table.asides]


@pytest.mark.parametrize("padded", [True, False])
@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_stands_around_a_table_in_text_is_set_aside(
    encoding: str, separator: str, padded: bool, tmp_path: Path
) -> None:
    path = written(tmp_path, csv_of(LINES, separator, padded=padded).encode(encoding))
    table = read_table(path, "a")
    assert table.headings == tuple(HEADINGS)
    assert table.numbers.tolist() == [5, 6]
    expected = [(1, "title_line"), (2, "title_line"), (7, "totals_row"), (9, "footnote"), (10, "footnote")]
    if padded or separator != "\t":
        assert kinds(table) == expected
    assert not table.misfits


def test_what_stands_around_a_table_in_a_workbook_is_set_aside(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in LINES:
        book.active.append(line)
    book.active["A8"] = " "
    book.save(tmp_path / "ark.xlsx")
    table = read_table(tmp_path / "ark.xlsx", "a")
    assert table.headings == tuple(HEADINGS)
    assert table.numbers.tolist() == [5, 6]
    assert [kind for _, kind in kinds(table)] == ["title_line"] * 2 + ["totals_row"] + ["footnote"] * 2


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;;;"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_line_that_names_the_separator_is_no_row_and_no_number(
    line: str, encoding: str, tmp_path: Path
) -> None:
    text = f"{line}\r\n" + csv_of([HEADINGS, *ROWS], ";", padded=True)
    table = read_table(written(tmp_path, text.encode(encoding)), "a")
    assert (table.headings, table.numbers.tolist()) == (tuple(HEADINGS), [2, 3])
    assert kinds(table) == [(0, "separator_line")]
    assert table.form.startswith("CSV (;)")


def test_a_separator_that_is_named_is_taken_before_any_other(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "sep=^\na,b^c,d\n1,5^2,5\n"), "a")
    assert table.headings == ("a,b", "c,d")


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["I alt", "", "", "", "5", ""], "totals_row"),
        (["", "", "", "Total:", "5", ""], "totals_row"),
        (["Hovedtotal", "5", "6", "7", "8", "9"], "totals_row"),
        (["SUM", "", "", "", "5", ""], "totals_row"),
        (["Totalsum", "", "", "", "5", ""], "totals_row"),
        (["Antal rækker: 20", "", "", "", "", ""], "totals_row"),
        (["institution i alt", "", "", "", "5", ""], "totals_row"),
        (["* foreløbig", "", "", "", "", ""], "footnote"),
        (["Kilde: fagsystemet; tal er foreløbige"], "footnote"),
        (["Side 2 af 7", "", "", "", "", ""], "footnote"),
        (HEADINGS, "heading_again"),
        (["b1", "institution", "2024-01-01", "", "", ""], None),
        (["Sumatra", "", "", "", "", ""], None),
        (["Total Omsorg ApS", "tidlig", "2024-01-01", "2024-02-01", "5", "day"], None),
        (["note7", "tidlig", "2024-01-01", "", "", ""], None),
    ],
)
def test_a_row_is_known_by_its_words_and_by_how_little_it_fills(row: list[str], kind: str | None) -> None:
    assert aside_kind(row, HEADINGS) == kind


def test_one_text_alone_is_a_footnote_only_at_the_end(tmp_path: Path) -> None:
    lines = [HEADINGS, ROWS[0], ["ikke en fodnote"], ROWS[1], ["b9"], ["Kontakt: Ida"], ["Dato:", "1. maj"]]
    table = read_table(written(tmp_path, csv_of(lines, ";", padded=True)), "a")
    assert table.numbers.tolist() == [2, 3, 4, 5]
    assert kinds(table) == [(6, "footnote"), (7, "footnote")]


@given(st.lists(st.text(alphabet="abæ 1", max_size=8), max_size=2), st.integers(0, 6))
def test_lines_above_the_headings_do_not_change_the_table(texts: list[str], empty: int) -> None:
    above = [[text] for text in texts] + [[] for _ in range(empty)]
    assert heading_at([*above, HEADINGS, *ROWS]) == len(above)


def test_headings_that_are_known_are_found_under_a_wide_title(tmp_path: Path) -> None:
    title = ["Udtræk", "1. oktober", "Prøven", "Børn", "Fortroligt", "uge"]
    path = written(tmp_path, csv_of([title, HEADINGS, *ROWS], ";", padded=True))
    assert read_table(path, "a").headings == tuple(title)
    assert read_table(path, "a", frozenset(HEADINGS)).headings == tuple(HEADINGS)
    assert read(path).rows == 2


def test_what_is_set_aside_is_told_and_no_row(tmp_path: Path) -> None:
    lines = [["Udtræk, uge 40"], HEADINGS, *ROWS, HEADINGS, ["Total"], ["Note: intet"]]
    text = "sep=;\r\n" + csv_of(lines, ";", padded=True)
    reading = read(written(tmp_path, text.encode("utf-16")))
    assert sentences(reading, "da", tmp_path) == [
        "ledger.csv: den første linje «sep=;» angiver skilletegnet og er ikke en række",
        "ledger.csv, række 1: «Udtræk, uge 40» står over overskrifterne og er ikke en række",
        "ledger.csv, række 5: her står overskrifterne igen; rækken tælles ikke med",
        "ledger.csv, række 6: «Total» er en sum og ikke en ydelse; rækken tælles ikke med",
        "ledger.csv, række 7: «Note: intet» er en bemærkning og ikke en ydelse; rækken tælles ikke med",
    ]
    assert sentences(reading, "en", tmp_path)[0] == (
        "ledger.csv: the first line 'sep=;' names the separator and is no row"
    )
    assert (reading.rows, reading.rejected) == (2, 0)
    assert is_accounted_for(reading)


@given(
    st.lists(
        st.sampled_from(["", " ", "b1", "I alt", "Total", "Note: a", "child_id", "step", "x:"]), max_size=9
    ),
    st.integers(1, 6),
)
def test_a_row_that_is_known_to_be_full_is_no_aside(row: list[str], width: int) -> None:
    if is_full(row, HEADINGS[:width]):
        assert aside_kind(row, HEADINGS[:width]) is None
        assert not may_be_footnote(row, HEADINGS[:width])
