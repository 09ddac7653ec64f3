"""Damage a table of a run in ways that reading it back must notice."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def shuffled(path: Path) -> None:
    pd.read_parquet(path).iloc[::-1].to_parquet(path, index=False)


def row_less(path: Path) -> None:
    pd.read_parquet(path).iloc[:-1].to_parquet(path, index=False)


def column_less(path: Path) -> None:
    pd.read_parquet(path).iloc[:, :-1].to_parquet(path, index=False)


def key_less(path: Path) -> None:
    pd.read_parquet(path).iloc[:, 1:].to_parquet(path, index=False)


def whole_numbers(path: Path) -> None:
    frame = pd.read_parquet(path)
    frame[frame.columns[-1]] = frame.iloc[:, -1].fillna(0).astype("int64")
    frame.to_parquet(path, index=False)


def texts(path: Path) -> None:
    frame = pd.read_parquet(path)
    frame["draw"] = frame["draw"].astype(str)
    frame.to_parquet(path, index=False)


def emptied(path: Path) -> None:
    frame = pd.read_parquet(path)
    frame.loc[2, "draw"] = None
    frame.to_parquet(path, index=False)


def of_long_texts(path: Path) -> None:
    """Let figures be a text of a megabyte, which stands once in the file and takes 100 GB when it is read."""
    table = pq.read_table(path)
    codes = pa.repeat(pa.scalar(0, pa.int32()), len(table))
    column = pa.DictionaryArray.from_arrays(codes, ["x" * 1_000_000])
    pq.write_table(table.set_column(table.num_columns - 1, table.column_names[-1], column), path)


def of_long_names(path: Path) -> None:
    """Let the name in every row be a long one, written out."""
    table = pq.read_table(path)
    texts = [name for name in table.column_names if pa.types.is_string(table.schema.field(name).type)]
    if not texts:
        path.write_bytes(b"")
        return
    column = pa.repeat(pa.scalar("x" * 5_000), len(table))
    changed = table.set_column(table.column_names.index(texts[0]), texts[0], column)
    pq.write_table(changed, path, use_dictionary=False, compression="zstd")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


def bytes_turned(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[40:400] = bytes(255 - byte for byte in data[40:400])
    path.write_bytes(data)


def nothing(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES: tuple[Callable[[Path], None], ...] = (
    shuffled,
    row_less,
    column_less,
    key_less,
    whole_numbers,
    texts,
    emptied,
    of_long_texts,
    of_long_names,
    cut_short,
    bytes_turned,
    nothing,
)
