"""Provide small ledgers as files."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from calibration.ledger.read_ledgers import Reading, read_ledgers
from calibration.rows.names import Names
from calibration.rows.pseudonyms import Pseudonyms
from tests.languages import said_in

TODAY = date(2026, 6, 1)
HEADINGS = "child_id;step;start;end;birth_date;price;price_unit;provider"
ROW = "b1;institution;01-02-2024;01-03-2024;15-06-2010;2.500,50;day;Åkæret"
OTHER = "b2;tidlig;2024-02-01;;31-01-2015;800;month;Møllen"
KEY = Pseudonyms(key=sha256(b"nobody's key").digest())


def key_file(folder: Path) -> Path:
    """Return a file with that key, for its owner alone."""
    path = folder / "nøgle"
    path.touch(mode=0o600)
    path.write_bytes(KEY.key)
    return path


def text_of(*rows: str, headings: str = HEADINGS) -> str:
    """Return the text of a ledger of these rows."""
    return "".join(f"{line}\r\n" for line in (headings, *rows))


def written(folder: Path, content: str | bytes, name: str = "ledger.csv") -> Path:
    """Return the path of a file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path, *others: Path, steps: tuple[str, ...] | None = None, key: bool = False) -> Reading:
    """Return the reading of files on a day that never changes."""
    return read_ledgers(
        [path, *others], names=Names(steps=steps), pseudonyms=KEY if key else None, today=TODAY
    )


def sentences(reading: Reading, lang: str, folder: Path) -> list[str]:
    """Return what was found, without the folder that the files stand in."""
    return [said_in(lang, str, finding).replace(f"{folder}/", "") for finding in reading.findings]


def is_accounted_for(reading: Reading) -> bool:
    """Return whether every row of the files is somewhere, and the ledger has those that are used."""
    whole = all(
        file.rows
        == file.used + file.rejected + file.duplicates + file.replaced + file.withdrawn + file.left_out_rows
        for file in reading.files
    )
    return whole and len(reading.ledger.rows) == sum(file.used for file in reading.files)
