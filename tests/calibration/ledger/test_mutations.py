"""Damage ledgers at random: each is read or refused, and every one of its rows accounted for.

`TRAPPE_MUTATIONS` sets how many mutations each test tries.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path
from time import process_time

import openpyxl
import pandas as pd
import pytest

from calibration.ledger.read_ledgers import Reading, read_ledgers
from calibration.rows.names import Names
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import HEADINGS, KEY, OTHER, ROW, TODAY, is_accounted_for, text_of
from tests.languages import said_in

MUTATIONS = int(os.environ.get("TRAPPE_MUTATIONS", "40"))
SLOWEST = 2.0
"""Seconds of the processor's time."""
LINES = [ROW.replace("b1", f"b{i}") if i % 2 else OTHER.replace("b2", f"b{i}") for i in range(12)]
TEXT = text_of(*LINES)
LAYOUT = text_of(
    *(f"S{i};Aktiv;01-02-2023;;§ 52, stk. 3, nr. 7;Støtte;Opholdssted;2.500,00" for i in range(12)),
    headings="Sag rækkeID;Status;Ydelse startdato;Ydelse slutdato;Lovhjemmel;Ydelsestype;Tilbudstype;"
    "Pris pr dag",
)
TEXTS = {"own": TEXT, "layout": LAYOUT}
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be")
ODD = [
    *(
        "",
        " ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\ufeff",
        "\u2028",
        "æ",
        "📈",
        ";",
        ";;",
        ",",
        "|",
        '"',
        '""',
        "'",
        "\\",
    ),
    *(
        "=1+1",
        "-",
        "+",
        "@",
        "0",
        "-1",
        "1.234",
        "1,234",
        "1.234,50",
        "1e999",
        "9" * 500,
        "nan",
        "NULL",
        "§",
        "§ 76 a",
    ),
    *(
        "31-02-2024",
        "01-01-0001",
        "31-12-9999",
        "9999-99-99",
        "45000",
        "010210-4234",
        "0102104234",
        "x" * 200_000,
    ),
    *("child_id", "Status", "Annulleret", "\x1a", "\x07", "٣", "²"),
]


def bytes_changed(text: str, chance: random.Random) -> bytes:
    data = bytearray(text.encode(chance.choice(ENCODINGS)))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 2))
    return bytes(data)


def texts_put_in(text: str, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(ODD) + text[at + chance.choice((0, 0, 1, 5)) :]
    return text.encode()


def cells_replaced(text: str, chance: random.Random) -> bytes:
    rows = [line.split(";") for line in text.split("\r\n")]
    for _ in range(chance.randint(1, 6)):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(ODD)
    return "\r\n".join(";".join(row) for row in rows).encode()


def cells_swapped(text: str, chance: random.Random) -> bytes:
    rows = [line.split(";") for line in text.split("\r\n")]
    for _ in range(chance.randint(1, 6)):
        one, other = chance.choice(rows), chance.choice(rows)
        i, j = chance.randrange(len(one)), chance.randrange(len(other))
        one[i], other[j] = other[j], one[i]
    return "\r\n".join(";".join(row) for row in rows).encode()


def rows_moved(text: str, chance: random.Random) -> bytes:
    lines = text.split("\r\n")
    for _ in range(chance.randint(1, 4)):
        taken = lines.pop(chance.randrange(len(lines)))
        for _ in range(chance.choice((0, 1, 1, 2))):
            lines.insert(chance.randrange(len(lines) + 1), taken)
    return "\r\n".join(lines).encode()


def cut_short(text: str, chance: random.Random) -> bytes:
    data = text.encode(chance.choice(ENCODINGS))
    return data[: chance.randrange(len(data))]


def read_wrongly(text: str, chance: random.Random) -> bytes:
    """Return a text that went through the wrong encoding, as after a careless export."""
    return text.encode(chance.choice(ENCODINGS)).decode("latin-1").encode(chance.choice(ENCODINGS[:2]))


def workbook(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    for line in (HEADINGS, *LINES):
        book.active.append(line.split(";"))
    book.save(folder / "hel.xlsx")
    return (folder / "hel.xlsx").read_bytes()


def parquet(folder: Path) -> bytes:
    rows = [line.split(";") for line in LINES]
    pd.DataFrame(rows, columns=HEADINGS.split(";")).to_parquet(folder / "hel.parquet")
    return (folder / "hel.parquet").read_bytes()


def outcome(path: Path, chance: random.Random) -> Reading | RefusedError:
    try:
        return read_ledgers(
            [path],
            names=Names(steps=chance.choice((None, ("tidlig", "institution")))),
            pseudonyms=chance.choice((None, KEY)),
            today=TODAY,
        )
    except RefusedError as error:
        return error


def is_read(path: Path, chance: random.Random, seed: str) -> bool:
    """Return whether a file is read; anything but that or a refusal in two languages fails."""
    begun = process_time()
    result = outcome(path, chance)
    assert process_time() - begun < SLOWEST, seed
    if isinstance(result, Reading):
        check_reading(result, seed)
        return True
    assert str(result) != said_in("en", str, result), seed
    for lang in ("da", "en"):
        assert str(path) in said_in(lang, str, result), seed
        assert "4234" not in said_in(lang, str, result), seed
    return False


def check_reading(reading: Reading, seed: str) -> None:
    assert is_accounted_for(reading), seed
    for finding in reading.findings:
        da, en = str(finding), said_in("en", str, finding)
        assert da != en, seed
        assert "4234" not in da + en, seed
        assert finding.row <= reading.rows + 500, seed
    ledger = reading.ledger.rows
    assert (ledger["child_id"] != "").all(), seed
    assert (ledger["step"] != "").all(), seed
    assert ledger["start"].notna().all(), seed
    assert not (ledger["end"] < ledger["start"]).any(), seed
    assert not (ledger["birth_date"] > ledger["start"]).any(), seed
    assert ledger["price_unit"].isin(["", "day", "month", "year", "start"]).all(), seed
    assert ledger.groupby("child_id")["birth_date"].nunique().le(1).all(), seed
    rejected = {(finding.file, finding.row) for finding in reading.findings if finding.done == "rejected"}
    assert len(rejected) == reading.rejected, seed
    assert not rejected & {*zip(ledger["file"], ledger["row"], strict=True)}, seed


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    "damage",
    [bytes_changed, texts_put_in, cells_replaced, cells_swapped, rows_moved, cut_short, read_wrongly],
)
def test_a_damaged_ledger_is_read_or_refused(
    damage: Callable[[str, random.Random], bytes], name: str, tmp_path: Path
) -> None:
    path = tmp_path / "skadet.csv"
    read = 0
    for number in range(MUTATIONS):
        seed = f"{damage.__name__} {name} {number}"
        chance = random.Random(seed)  # noqa: S311  not for secrets
        path.write_bytes(damage(TEXTS[name], chance))
        read += is_read(path, chance, seed)
    assert read


@pytest.mark.parametrize("make", [workbook, parquet])
def test_a_damaged_workbook_or_parquet_file_is_read_or_refused(
    make: Callable[[Path], bytes], tmp_path: Path
) -> None:
    whole = make(tmp_path)
    path = tmp_path / "skadet"
    refused = 0
    for number in range(MUTATIONS):
        seed = f"{make.__name__} {number}"
        chance = random.Random(seed)  # noqa: S311  not for secrets
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 2))
        path.write_bytes(data[: chance.choice((len(data), len(data), chance.randrange(len(data))))])
        refused += not is_read(path, chance, seed)
    assert refused
