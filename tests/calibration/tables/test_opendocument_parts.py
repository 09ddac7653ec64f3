"""Check what an OpenDocument sheet tells of cells without a value, as two programs write them."""

from pathlib import Path

import pytest

from calibration.tables.read_file import read_table
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import read, sentences
from tests.calibration.tables.opendocuments import cell, opendocument, row

HEADINGS = ["child_id", "step", "start", "end", "provider"]
GOOD = ["b1", "tidlig", "2024-01-15", "2024-02-01", "Møllen"]
ERROR = (
    '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>{}</text:p></table:table-cell>'
)
AS_NUMBER = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)


def written(folder: Path, *rows: str) -> Path:
    """Return the path of a sheet with the headings and these rows."""
    return opendocument(folder, row(*map(cell, HEADINGS)) + "".join(rows))


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        *((ERROR.format(shown), shown) for shown in ("#N/A", "#VÆRDI!", "#DIV/0!", "Err:502", "#REF!")),
        (ERROR.replace("<text:p>{}</text:p>", ""), "#N/A"),
        (AS_NUMBER, "#DIV/0!"),
        ('<table:table-cell table:formula="of:=[.C2]+17"/>', "=[.C2]+17"),
    ],
)
@pytest.mark.parametrize("column", range(4))
def test_a_cell_without_a_value_costs_its_row_where_an_empty_one_would_say_something(
    xml: str, shown: str, column: int, tmp_path: Path
) -> None:
    cells = [cell(text) for text in GOOD]
    bad = [*cells[:column], xml, *cells[column + 1 :]]
    reading = read(written(tmp_path, row(*cells), row(*bad)))
    [finding] = reading.findings
    assert (finding.kind, finding.row, finding.column) == ("error_cell", 3, HEADINGS[column])
    assert finding.found == shown
    assert len(reading.ledger.rows) == 1


def test_an_error_that_says_no_more_than_an_empty_cell_is_told_and_read_as_empty(tmp_path: Path) -> None:
    reading = read(written(tmp_path, row(*map(cell, GOOD[:4]), ERROR.format("#N/A"))))
    assert sentences(reading, "da", tmp_path) == [
        (
            "ledger.ods, række 2, kolonne «provider» (E): «#N/A» er en fejl og siger ingenting; "
            "feltet er læst som tomt"
        )
    ]
    assert reading.ledger.rows["provider"].tolist() == [""]


def test_values_of_formulas_notes_and_other_sheets_are_no_errors(tmp_path: Path) -> None:
    empty = ERROR.replace('calcext:value-type="error"', "").format("")
    noted = cell("Møllen", note="#N/A")
    rows = row(*map(cell, HEADINGS)) + row(*map(cell, GOOD[:3]), empty, noted)
    reading = read(opendocument(tmp_path, rows, other=row(*[ERROR.format("#N/A")] * 5)))
    assert [finding.kind for finding in reading.findings] == ["unread_sheet"]
    assert reading.ledger.rows["end"].isna().tolist() == [True]


def test_empty_and_repeated_rows_and_cells_are_counted(tmp_path: Path) -> None:
    above = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    left = '<table:table-cell table:number-columns-repeated="2"/>'
    twice = ERROR.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="2"')
    rows = [
        row(left, *map(cell, ["a", "b", "c", "d"])),
        row(left, cell("1"), twice.format("#REF!"), cell("2")).replace(
            "<table:table-row", '<table:table-row table:number-rows-repeated="2"'
        ),
        row(left, *map(cell, "3456")),
    ]
    table = read_table(opendocument(tmp_path, above + "".join(rows)), "a")
    assert [column.texts for column in table.columns if column.texts != ("",)] == [
        ("1", "3"),
        ("#REF!", "4"),
        ("#REF!", "5"),
        ("2", "6"),
    ]


def test_formulas_without_values_that_swell_are_refused(tmp_path: Path) -> None:
    many = row('<table:table-cell table:formula="of:=NA()" table:number-columns-repeated="400"/>')
    many = many.replace("<table:table-row", '<table:table-row table:number-rows-repeated="1000000"')
    with pytest.raises(RefusedError, match="tabellen er for stor"):
        read_table(written(tmp_path, many), "a")
