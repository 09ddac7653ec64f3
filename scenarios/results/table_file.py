"""Write a table as Parquet, in parts where memory need not hold it whole."""

from collections.abc import Iterator
from typing import BinaryIO, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

Table: TypeAlias = "pd.DataFrame | Iterator[pd.DataFrame]"
"""A table, or the parts of one: at least one, all of the same columns."""


def write_table(file: BinaryIO, table: Table) -> None:
    """Write a table; raises OSError when the disk refuses."""
    parts = iter([table]) if isinstance(table, pd.DataFrame) else table
    first = pa.Table.from_pandas(next(parts), preserve_index=False)
    with pq.ParquetWriter(file, first.schema) as writer:
        writer.write_table(first)
        for part in parts:
            writer.write_table(pa.Table.from_pandas(part, schema=first.schema, preserve_index=False))
