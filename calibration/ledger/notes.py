"""Tell what was found in ledgers, where the rows of each file went, and what newer extracts changed."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from calibration.ledger.comparison import Replacement
from calibration.ledger.read_ledgers import FileRead, Reading
from calibration.rows.faults import grouped
from language.messages import mark, say

_FIRST_SHOWN = 20
"""Causes that are told of, unless all are asked for."""
_EXAMPLES = 3
"""Restated rows that are told one by one, unless all are asked for."""
_EXTRACTED = {
    "stated": mark("extracted {day}"),
    "column": mark("extracted {day}, as a column says"),
    "data": mark("extracted {day}, by its newest rows"),
}


def notes(reading: Reading, *, last: date | None = None, all_of_it: bool = False) -> Iterator[str]:
    """Yield faults by cause, the first or all, where the rows of each file went, and what was restated.

    `last` is the last day that was asked for: an end until then is no plan, even after the extract.
    """
    groups = grouped(reading.findings)
    most = len(groups) if all_of_it else _FIRST_SHOWN
    yield from map(str, groups[:most])
    if rest := groups[most:]:
        yield say("... and {count} more; 'trappe check FILE' shows them all", count=len(rest))
    for file in reading.files:
        yield ", ".join(_of_file(file, is_dated=len(reading.files) > 1 or reading.planned > 0))
    yield from _restated(reading, most=None if all_of_it else _EXAMPLES)
    if planned := reading.planned_after(last):
        yield say(
            "{count} ends lie after {day}, when the newest extract was made; they are plans, and the "
            "services go on; --extract-day says another day",
            count=planned,
            day=reading.day,
        )
    if reading.unconfirmed:
        yield say(
            "{count} ends were planned when their extract was made, and no newer one has the row; they are "
            "taken as happened",
            count=reading.unconfirmed,
        )


def beyond_extract(asked: date | None, reading: Reading) -> Iterator[str]:
    """Yield what it means that a last day was asked for that lies after the day of the newest extract."""
    if asked is None or asked <= reading.day:
        return
    rows = reading.ledger.rows
    ends = rows["end"].dropna().dt.date
    yield say(
        "--to {last} lies after {day}, the day of the newest extract by its rows; {count} ends between "
        "them are taken as happened",
        last=asked,
        day=reading.day,
        count=int(((ends > reading.day) & (ends <= asked)).sum()),
    )


def _of_file(file: FileRead, *, is_dated: bool) -> Iterator[str]:
    yield say(
        "{file}: {form}; {rows} rows, {used} used, {rejected} rejected",
        file=file.file,
        form=file.form,
        rows=file.rows,
        used=file.used,
        rejected=file.rejected,
    )
    if file.duplicates:
        yield say("{duplicates} duplicates", duplicates=file.duplicates)
    if file.replaced:
        yield say("{replaced} replaced by a newer extract", replaced=file.replaced)
    if file.withdrawn:
        yield say("{withdrawn} withdrawn", withdrawn=file.withdrawn)
    left_out = say("left out")
    yield from (f"{rows} {left_out} ({reason!s})" for reason, rows in file.left_out)
    if is_dated:
        yield say(_EXTRACTED[file.extracted.source], day=file.extracted.day)


def _restated(reading: Reading, *, most: int | None) -> Iterator[str]:
    if not reading.replaced:
        return
    columns = Counter(each.column for each in reading.replaced).most_common()
    yield say(
        "{count} rows are restated in a newer extract, which holds: {columns}",
        count=reading.replaced_rows,
        columns=", ".join(f"{column} {times}" for column, times in columns),
    )
    by_row = [
        [*some]
        for _, some in groupby(reading.replaced, key=lambda each: (each.file, each.row, each.newer_row))
    ]
    yield from map(_sentence, by_row[:most])
    if most is not None and len(by_row) > most:
        yield say(
            "... and {count} more; 'trappe check FILE...' and the file findings.xlsx show them all",
            count=len(by_row) - most,
        )


def _sentence(of_row: list[Replacement]) -> str:
    """Return what is new in one row."""
    first = of_row[0]
    return say(
        "{file}, row {row}: {newer_file}, row {newer_row}, says {news}",
        file=first.file,
        row=first.row,
        newer_file=first.newer_file,
        newer_row=first.newer_row,
        news=", ".join(f"{each.column} {each.before or '-'} → {each.after or '-'}" for each in of_row),
    )
