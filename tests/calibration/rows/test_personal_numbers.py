"""Check the border: no personal number of a file is behind it, wherever and however it stands."""

import csv
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from calibration.ledger.notes import notes
from calibration.ledger.read_ledgers import Reading, read_ledgers
from calibration.result_folder import write_findings
from calibration.rows.pseudonyms import Pseudonyms
from scenarios.files import cpr
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import KEY, TODAY, text_of, written
from tests.calibration.rows.cpr_spellings import NUMBERS, SPELLINGS
from tests.languages import said_in

LEDGER: dict[str, Callable[[int], str]] = {
    "child_id": lambda at: f"b{at}",
    "step": lambda _: "tidlig",
    "start": lambda _: "2020-02-01",
    "end": lambda _: "2021-03-04",
    "granted_until": lambda _: "2021-04-01",
    "birth_date": lambda _: "2010-01-01",
    "exit_to": lambda _: "afsluttet",
    "price": lambda at: f"{1000 + at}",
    "price_unit": lambda _: "month",
    "provider": lambda at: f"Leverandør {at}",
    "payer": lambda _: "familieafdeling",
    "group": lambda _: "alle",
    "household_id": lambda at: f"H{at}",
    "paragraph": lambda _: "BL § 32",
    "score": lambda _: "3",
    "follow_up_date": lambda _: "2020-03-01",
    "bemærkning": lambda _: "",
}
"""By column: what stands there otherwise; the last is used for nothing."""
EVERY_SPELLING = [spell(number) for spell, number in zip(SPELLINGS.values(), NUMBERS * 2, strict=False)]


def ledger(folder: Path, column: str, texts: list[str]) -> Path:
    path = folder / "ledger.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(LEDGER)
        for at, text in enumerate(texts):
            writer.writerow([text if name == column else cell(at) for name, cell in LEDGER.items()])
    return path


def digits(text: str) -> str:
    """Return the digits of everything that was told and kept, whatever stands between them."""
    return "".join(str(int(each)) for each in text.replace("O", "0") if each.isdecimal())


def everything(reading: Reading, folder: Path) -> str:
    """Return all that a reading tells and keeps, the workbook too."""
    write_findings(folder / "out", reading)
    with zipfile.ZipFile(folder / "out" / "findings.xlsx") as book:
        parts = [book.read(name).decode() for name in book.namelist()]
    told = [
        text for lang in ("da", "en") for text in said_in(lang, lambda: [*notes(reading, all_of_it=True)])
    ]
    return "\n".join([reading.ledger.rows.to_csv(), repr(reading), *told, *parts])


def refusal(path: Path) -> str:
    with pytest.raises(RefusedError) as refused:
        read_ledgers([path], today=TODAY)
    return str(refused.value)


def read(path: Path, key: Pseudonyms | None = KEY) -> Reading:
    return read_ledgers([path], pseudonyms=key, today=date(2025, 1, 1))


def survivors(text: str) -> list[str]:
    told = digits(text)
    return [number for number in NUMBERS if number in told or number.lstrip("0") in told]


@pytest.mark.parametrize("column", LEDGER)
def test_no_column_lets_a_number_through(column: str, tmp_path: Path) -> None:
    path = ledger(tmp_path, column, EVERY_SPELLING)
    told = refusal(path)
    assert f"kolonnen «{column}» ({len(EVERY_SPELLING)} rækker)" in told
    assert not survivors(told)
    assert not survivors(everything(read(path), tmp_path))


@pytest.mark.parametrize("name", [name for name in SPELLINGS if name != "line break"])
def test_no_spelling_gets_through_or_makes_two_children_of_one(name: str, tmp_path: Path) -> None:
    number = NUMBERS[0]
    spelled = [SPELLINGS[name](each) for each in NUMBERS]
    path = ledger(tmp_path, "paragraph", spelled)
    assert "kolonnen «paragraph» (60 rækker)" in refusal(path)
    assert not survivors(everything(read(path), tmp_path))
    path = ledger(tmp_path, "child_id", [*NUMBERS, *spelled])
    reading = read(path)
    if name != "in a sentence":
        assert reading.ledger.rows["child_id"].tolist() == [KEY.of(each) for each in NUMBERS * 2]
        assert reading.ledger.rows["child_id"][0] == KEY.of(f"{number}.0")


@pytest.mark.parametrize("name", ["bare", "dot", "em dash", "label", "decimals", "wide digits", "spread"])
@pytest.mark.parametrize("column", ["child_id", "provider", "step", "bemærkning"])
def test_one_number_among_other_texts_is_enough(column: str, name: str, tmp_path: Path) -> None:
    path = ledger(tmp_path, column, ["x", "y", SPELLINGS[name]("0902124321"), "z"])
    assert f"kolonnen «{column}» (1 rækker)" in refusal(path)
    assert "0902124321" not in digits(everything(read(path), tmp_path))


def workbook(folder: Path, *lines: list[object], sheet: str = "sager", other: str = "") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for line in lines:
        book.active.append(line)
    if other:
        book.create_sheet(other).append(["x"])
    book.save(folder / "ledger.xlsx")
    return folder / "ledger.xlsx"


@pytest.mark.parametrize(
    ("place", "made"),
    [
        (
            "en overskrift",
            lambda folder: workbook(
                folder, ["child_id", "step", "start", "Barn 090212.4321"], ["b1", "tidlig", "2020-02-01", "x"]
            ),
        ),
        (
            "navnet på et ark",
            lambda folder: workbook(
                folder,
                ["child_id", "step", "start"],
                ["b1", "tidlig", "2020-02-01"],
                sheet="0902124321",
            ),
        ),
        (
            "navnet på et ark",
            lambda folder: workbook(
                folder, ["child_id", "step", "start"], ["b1", "tidlig", "2020-02-01"], other="090212 4321"
            ),
        ),
        (
            "en linje over eller under tabellen",
            lambda folder: workbook(
                folder,
                ["Udtræk for 090212 \u2014 4321"],
                ["child_id", "step", "start"],
                ["b1", "tidlig", "2020-02-01"],
            ),
        ),
        (
            "en linje over eller under tabellen",
            lambda folder: workbook(
                folder,
                ["child_id", "step", "start"],
                ["b1", "tidlig", "2020-02-01"],
                ["Note: barnet 090212/4321 mangler", None, None],
            ),
        ),
    ],
)
def test_nor_does_anything_around_the_table(place: str, made: Callable[[Path], Path], tmp_path: Path) -> None:
    path = made(tmp_path)
    assert place in refusal(path)
    assert "0902124321" not in digits(everything(read(path), tmp_path).replace(str(tmp_path), ""))


def test_a_file_with_a_number_in_its_name_is_refused_with_a_key_too(tmp_path: Path) -> None:
    path = written(
        tmp_path, text_of("b1;tidlig;2020-02-01", headings="child_id;step;start"), "0902124321.csv"
    )
    with pytest.raises(RefusedError, match=r"^\*{6}-\*{4}.csv: der står et CPR-nummer i navnet"):
        read(path)
    folder = tmp_path / "Barn 090212-4321"
    folder.mkdir()
    with pytest.raises(RefusedError, match=r"^Barn \*{6}-\*{4}: der står"):
        read(folder / "mangler.csv")


@pytest.mark.parametrize(
    "texts",
    [
        [f"{1003000000 + 7 * at + 1000000 * at}" for at in range(28)],
        [f"{2011 + at % 14}{at:06}" for at in range(60)],
        [f"S{102101234 + 5_000_000 * at:010}" for at in range(60)],
        [f"{101_112 + 9973 * at}.{at:04}" for at in range(60)],
        [f"579{at:010}" for at in range(60)],
        [f"{20_10_00_00 + 101 * at}" for at in range(60)],
        ["1003383565"],
    ],
)
def test_columns_of_units_cases_and_amounts_are_left_alone(texts: list[str], tmp_path: Path) -> None:
    reading = read(ledger(tmp_path, "provider", texts), None)
    assert reading.ledger.rows["provider"].tolist() == texts


def test_prices_with_four_decimals_are_prices(tmp_path: Path) -> None:
    texts = [f"{110_112 + 97 * at},{4000 + at}" for at in range(60)]
    reading = read(ledger(tmp_path, "price", texts), None)
    assert reading.ledger.rows["price"].tolist() == [float(text.replace(",", ".")) for text in texts]


@pytest.mark.parametrize(
    "piece", ["y", "0 1 ", "1", "cpr ", "&amp;", "1012121234 ", "a://", "o   ", "010112-123 "]
)
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        cpr.stands_in(text)
        cpr.masked(text)
        return time.process_time() - began

    assert seconds(200_000) < 10 * seconds(50_000) + 0.5
