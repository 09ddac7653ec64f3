"""Read a file as a table of texts: CSV of any separator and encoding, Excel, OpenDocument, Parquet.

The kind of a file is told from its content; its name does not matter. Title lines above the headings, totals
and footnotes are set aside. Rows are numbered as a spreadsheet shows them, from 1 and with the empty ones; a
CSV record with line breaks inside quotation marks is one row, as it is there. Parquet, which has no row of
headings, is numbered as if it had.
"""

from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from calibration.tables.child import PARQUET
from calibration.tables.child_process import read_in_child
from calibration.tables.csv_files import read_csv
from calibration.tables.table import Table
from language.messages import Message
from language.os_errors import reason
from scenarios.files.refusals import RefusedError

LARGEST_FILE = 100_000_000
"""Bytes; 200,000 rows of a case system are some 40 million."""
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_table(path: Path, name: str, known: Collection[str] = ()) -> Table:
    """Return the table in a file; `name` stands for it in sentences, `known` are headings it may have.

    Raises RefusedError for a file that is missing, empty, damaged, too large or no table, and for a folder.
    """
    with _opened(path, name) as file:
        begins = file.read(len(_OLD_EXCEL))
        if begins.startswith((b"PK\x03\x04", _OLD_EXCEL, PARQUET)):
            return read_in_child(begins + file.read(), name, known)
        return read_csv(file, name, known)


def _opened(path: Path, name: str) -> BinaryIO:
    try:
        if path.exists() and not path.is_file():
            raise RefusedError(
                Message(
                    "{name}: this is a folder or something else that is no file; give one or more files",
                    name=name,
                )
            )
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise RefusedError(
                Message(
                    "{name}: the file is {size:.0f} MB; at most {largest_file:.0f} MB are read",
                    name=name,
                    size=size / 1e6,
                    largest_file=LARGEST_FILE / 1e6,
                )
            )
        return path.open("rb")
    except FileNotFoundError as error:
        raise RefusedError(Message("{name}: there is no such file; check the path", name=name)) from error
    except (OSError, ValueError) as error:  # ValueError: no path at all, as one with a zero byte
        raise RefusedError(
            Message("{name}: the file cannot be read: {reason}", name=name, reason=reason(error))
        ) from error
