"""Check that a child is the same however a file or a spreadsheet has written its identifier."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.ledger.read_ledgers import Reading, read_ledgers
from calibration.rows.pseudonyms import identity_of
from scenarios.files import cpr
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import KEY, TODAY, is_accounted_for, read, sentences, text_of, written

HEADINGS = "child_id;step;start;household_id;birth_date"
NUMBERS = [
    f"{day:02}{month:02}{year:02}4{day:03}" for day in range(1, 29) for month, year in ((3, 12), (11, 14))
]
"""Personal numbers of 56 children, of whom 18 have a zero to lose."""


def rows_of(*children: str, others: str = "") -> str:
    return text_of(*(f"{child};tidlig;2024-02-01;{others};" for child in children), headings=HEADINGS)


def workbook(folder: Path, *children: object, name: str = "ledger.xlsx") -> Path:
    book = openpyxl.Workbook()
    for line in (["child_id", "step", "start"], *([child, "tidlig", "2024-03-15"] for child in children)):
        book.active.append(line)
    book.save(folder / name)
    return folder / name


def parquet(folder: Path, children: list[float], name: str = "ledger.parquet") -> Path:
    frame = pd.DataFrame({"child_id": children, "step": "tidlig", "start": "2024-03-15"})
    frame.to_parquet(folder / name)
    return folder / name


def born(reading: Reading) -> list[str]:
    days: list[str] = reading.ledger.rows["birth_date"].dt.strftime("%d%m%y").tolist()
    return days


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "csv", "csv with decimals"])
def test_numbers_that_lost_their_zero_are_the_children_they_were(kind: str, tmp_path: Path) -> None:
    short = [int(number) for number in NUMBERS]
    path = {
        "xlsx": lambda: workbook(tmp_path, *short),
        "parquet": lambda: parquet(tmp_path, [float(number) for number in short]),
        "csv": lambda: written(tmp_path, rows_of(*map(str, short))),
        "csv with decimals": lambda: written(tmp_path, rows_of(*(f"{number}.0" for number in short))),
    }[kind]()
    with pytest.raises(RefusedError, match=f"{len(NUMBERS)} rækker"):
        read(path)
    reading = read(path, key=True)
    assert reading.ledger.rows["child_id"].tolist() == [KEY.of(number) for number in NUMBERS]
    assert born(reading) == [number[:6] for number in NUMBERS]
    assert sentences(reading, "da", tmp_path) == [
        f"{path.name}: fødselsdatoen er taget fra CPR-nummeret i 56 rækker",
        (
            f"{path.name}, kolonne «child_id» (A): 18 CPR-numre havde mistet det første "
            f"nul, som tal i et regneark "
            "gør; det er sat på igen"
        ),
    ]


def test_one_number_without_its_zero_among_whole_ones_is_refused_and_hidden(tmp_path: Path) -> None:
    whole = [f"{number[:6]}-{number[6:]}" for number in NUMBERS[-9:]]
    path = written(tmp_path, rows_of(*whole, NUMBERS[0][1:], f"{NUMBERS[2][1:6]}-{NUMBERS[2][6:]}"))
    with pytest.raises(RefusedError, match="11 rækker"):
        read(path)
    reading = read(path, key=True)
    assert reading.ledger.rows["child_id"].tolist() == [KEY.of(n) for n in (*NUMBERS[-9:], *NUMBERS[0:3:2])]
    everything = reading.ledger.rows.to_csv() + repr(reading.findings)
    assert not any(number[1:] in everything or number[6:] in everything for number in NUMBERS[:3:2])


def test_each_column_that_a_mapping_takes_identifiers_from_is_judged_for_itself(tmp_path: Path) -> None:
    mapping = tmp_path / "egen.yaml"
    mapping.write_text(
        "title: x\ncolumns: {child_id: [Cpr, Sag], step: step, start: start}\n", encoding="utf-8"
    )
    with_number = [f"{int(number)};;tidlig;2024-02-01" for number in NUMBERS[:20]]
    without = [f";{20_000 + at};tidlig;2024-02-01" for at in range(50)]
    path = written(tmp_path, text_of(*with_number, *without, headings="Cpr;Sag;step;start"))
    with pytest.raises(RefusedError, match=r"«Cpr» \(20 rækker\)"):
        read_ledgers([path], mapping=mapping, today=TODAY)
    reading = read_ledgers([path], mapping=mapping, pseudonyms=KEY, today=TODAY)
    assert reading.ledger.rows["child_id"].tolist()[:20] == [KEY.of(number) for number in NUMBERS[:20]]
    assert born(reading)[:20] == [number[:6] for number in NUMBERS[:20]]
    assert reading.ledger.rows["birth_date"].isna().sum() == 50


@given(st.dates(date(2000, 1, 1), date(2024, 12, 31)), st.integers(4000, 9999))
def test_a_personal_number_has_one_pseudonym_in_every_spelling(day: date, four: int) -> None:
    number = f"{day:%d%m%y}{four}"
    spelled = {
        number,
        f"{number[:6]}-{number[6:]}",
        f"{number[:6]} {number[6:]}",
        f" {number}\t",
        f"{number}.0",
    }
    if number.startswith("0"):
        spelled |= {number[1:], f"{number[1:6]}-{number[6:]}", f"{number[1:]},00"}
        assert cpr.masked(number[1:]) == cpr.masked(f"{number[1:6]}-{number[6:]}") == cpr.MASK
    assert {KEY.of(text) for text in spelled} == {KEY.of(number)}


def test_nine_digits_that_go_by_year_are_case_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, rows_of(*(f"2024{number:05}" for number in range(1, 40))))
    reading = read(path)
    assert reading.ledger.rows["birth_date"].isna().all()
    assert reading.ledger.rows["child_id"].nunique() == 39
    same_day = written(tmp_path, rows_of(*(f"10110{number:04}" for number in range(4001, 4040))))
    with pytest.raises(RefusedError, match="39 rækker"):
        read(same_day)


def test_personal_numbers_of_carers_in_a_column_of_texts_are_refused_or_hidden(tmp_path: Path) -> None:
    rows = [f"b{at};tidlig;2024-02-01;{int(number)}" for at, number in enumerate(NUMBERS)]
    path = written(tmp_path, text_of(*rows, headings="child_id;step;start;provider"))
    with pytest.raises(RefusedError, match=r"«provider» \(56 rækker\)"):
        read(path)
    reading = read(path, key=True)
    assert reading.ledger.rows["provider"].tolist() == [KEY.of(number) for number in NUMBERS]
    units = [f"b{at};tidlig;2024-02-01;10{at:02}383565" for at in range(40)]
    path.write_text(text_of(*units, headings="child_id;step;start;provider"), encoding="utf-8")
    assert not read(path).findings


@pytest.mark.parametrize("number", ["1,02101E+08", "1.02101E+09", "1E+09"])
def test_a_number_that_a_spreadsheet_has_cut_is_nobodys(number: str, tmp_path: Path) -> None:
    reading = read(written(tmp_path, rows_of(number, "7")))
    assert sentences(reading, "da", tmp_path) == [
        (
            f"ledger.csv, række 2, kolonne «child_id» (A): «{number}» er et nummer, som "
            f"et regneark har afkortet; "
            "ingen kan se, hvis det er; rækken er ikke taget med"
        )
    ]
    assert is_accounted_for(reading)


def test_one_rule_joins_spellings_in_one_file_and_across_files(tmp_path: Path) -> None:
    text = written(tmp_path, rows_of("007", " a1 ", '="08"', "'9", "Å-1", "b 2"))
    book = workbook(tmp_path, 7, "A1", 8, 9.0, "å-1", "B 2", "b3")
    reading = read(text, book)
    assert reading.ledger.rows["child_id"].tolist() == [
        *("007", "A1", "08", "9", "Å-1", "B 2"),
        *("007", "A1", "08", "9", "Å-1", "B 2", "b3"),
    ]
    assert sentences(reading, "da", tmp_path)[0] == (
        "ledger.csv: 5 numre er skrevet på flere måder og hvert af dem regnet for ét barn eller én husstand: "
        "'007' (ledger.csv:2), '7' (ledger.xlsx:2); "
        "'08' (ledger.csv:4), '8' (ledger.xlsx:4); 'A1' (ledger.xlsx:3), 'a1' (ledger.csv:3). "
        "Store og små bogstaver, mellemrum, .0 og nuller foran tæller ikke"
    )
    assert reading.ledger.rows.equals(read(text, book).ledger.rows)


def test_under_pseudonyms_what_is_joined_is_told_by_its_places(tmp_path: Path) -> None:
    text, book = written(tmp_path, rows_of("0070", "a1", others="H1")), workbook(tmp_path, 70, "A1", "c3")
    reading = read(text, book, key=True)
    assert reading.ledger.rows["child_id"].nunique() == 3
    [joined] = [finding for finding in reading.findings if finding.kind == "spellings_joined"]
    assert (joined.found, joined.expected) == (
        "2",
        "ledger.csv:2, ledger.xlsx:2; ledger.xlsx:3, ledger.csv:3",
    )


def test_spellings_with_different_birth_dates_are_different_children(tmp_path: Path) -> None:
    rows = [
        *("007;tidlig;2024-02-01;;2015-05-31", "7;tidlig;2024-03-01;;2012-01-15"),
        *("a1;tidlig;2024-02-01;;2015-05-31", "A1;tidlig;2024-03-01;;", "a1 ;tidlig;2024-04-01;;2015-05-31"),
    ]
    reading = read(written(tmp_path, text_of(*rows, headings=HEADINGS)))
    assert reading.ledger.rows["child_id"].tolist() == ["007", "7", "a1", "a1", "a1"]
    assert [finding.kind for finding in reading.findings] == ["spellings_apart", "spellings_joined"]
    assert sentences(reading, "da", tmp_path)[0] == (
        "ledger.csv: 1 numre er skrevet på flere måder med hver sin fødselsdato og er derfor regnet for "
        "forskellige børn: '007' (ledger.csv:2), '7' (ledger.csv:3)"
    )
    assert (
        read(written(tmp_path, text_of(*rows, headings=HEADINGS)), key=True).ledger.rows["child_id"].nunique()
        == 3
    )


def test_households_are_joined_by_the_same_rule(tmp_path: Path) -> None:
    rows = [
        "b1;tidlig;2024-02-01;H07;",
        "b2;tidlig;2024-02-01;h07;",
        "b3;tidlig;2024-02-01;07;",
        "b4;tidlig;2024-02-01;7;",
    ]
    reading = read(written(tmp_path, text_of(*rows, headings=HEADINGS)))
    assert reading.ledger.rows["household_id"].tolist() == ["H07", "H07", "07", "07"]
    assert [finding.found for finding in reading.findings] == ["2"]


IDENTIFIERS = st.text(alphabet="aAåÅ01 .-", min_size=1, max_size=6)


@given(IDENTIFIERS)
def test_the_rule_is_settled_and_forgets_only_what_it_says(identifier: str) -> None:
    identity = identity_of(identifier)
    assert identity_of(identity) == identity
    assert identity_of(f" {identifier.swapcase()}\u00a0") == identity
    if identity.isdecimal():
        assert identity_of(f"00{identity}") == identity_of(f"{identity}.0") == identity
