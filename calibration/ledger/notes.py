"""Tell what was found in ledgers, and where the rows of each file went."""

from collections.abc import Iterator

from calibration.ledger.faults import grouped
from calibration.ledger.read_ledgers import Reading
from language.messages import say

_FIRST_SHOWN = 20
"""Causes that are told of, unless all are asked for."""


def notes(reading: Reading, *, all_of_it: bool = False) -> Iterator[str]:
    """Yield the first faults by their cause, or all of them, and where the rows of each file went."""
    groups = grouped(reading.findings)
    most = len(groups) if all_of_it else _FIRST_SHOWN
    yield from map(str, groups[:most])
    if rest := groups[most:]:
        yield say("... and {count} more; 'trappe check FILE' shows them all", count=len(rest))
    for file in reading.files:
        parts = [
            say(
                "{file}: {form}; {rows} rows, {used} used, {rejected} rejected",
                file=file.file,
                form=file.form,
                rows=file.rows,
                used=file.used,
                rejected=file.rejected,
            )
        ]
        if file.duplicates:
            parts.append(say("{duplicates} duplicates", duplicates=file.duplicates))
        left_out = say("left out")
        parts += [f"{rows} {left_out} ({reason!s})" for reason, rows in file.left_out]
        yield ", ".join(parts)
