"""Read Parquet as a table of texts."""

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from calibration.tables.table import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cells,
    Table,
    empty_file_error,
    number_text,
    too_large_error,
)
from language.messages import Message
from scenarios.files.refusals import RefusedError


def read_parquet(data: bytes, name: str) -> Table:
    """Return the table in the bytes of a file.

    A few bytes may stand for as much as any memory holds, so hostile ones are read in a process of its own.

    Raises RefusedError for one that is damaged, empty or too large, or has a column of lists or the like.
    """
    try:
        file = parquet.ParquetFile(pa.BufferReader(data))
        if file.metadata.num_columns > MOST_COLUMNS:
            raise too_large_error(name, columns=MOST_COLUMNS)
        most = min(MOST_ROWS, MOST_CELLS // max(1, file.metadata.num_columns))
        if file.metadata.num_rows >= most:  # a row of headings would come on top
            raise too_large_error(name, rows=most)
        table = file.read(use_threads=False)
        columns = tuple(_cells(column) for column in table.columns)
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, TypeError) as error:
        raise RefusedError(
            Message(
                "{name}: the Parquet file is damaged, or a column is neither text, number nor date", name=name
            )
        ) from error
    if not columns:
        raise empty_file_error(name)
    filled = np.any([column.filled for column in columns], axis=0)
    return Table(
        form="Parquet",
        headings=tuple(" ".join(heading.split()) for heading in table.column_names),
        columns=tuple(column.kept(filled) for column in columns),
        numbers=np.flatnonzero(filled) + 2,
    )


def _cells(column: pa.ChunkedArray) -> Cells:
    """Return a column as texts.

    Raises ArrowException for values that have no text, such as lists.
    """
    if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        return Cells.of("" if value is None else number_text(float(value)) for value in column.to_pylist())
    return Cells.of("" if text is None else text for text in column.cast(pa.string()).to_pylist())
