"""Tell what was found in ledgers, and where the rows of each file went."""

from collections.abc import Iterator

from calibration.ledger.read_ledgers import Reading
from language.messages import say

_FIRST_SHOWN = 20
"""Faults that are told one by one, unless all are asked for."""


def notes(reading: Reading, *, all_of_it: bool = False) -> Iterator[str]:
    """Yield the first faults, or all of them, and where the rows of each file went."""
    most = None if all_of_it else _FIRST_SHOWN
    yield from map(str, reading.findings[:most])
    rest = reading.findings[most:] if most is not None else ()
    if rest:
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
