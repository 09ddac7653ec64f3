"""What was found in ledgers, on stderr."""

import click

from calibration.ledger.read_ledgers import Reading
from language.messages import say

_FIRST_SHOWN = 20
"""Findings that are told one by one, unless all are asked for."""


def tell_reading(reading: Reading, *, all_of_it: bool = False) -> None:
    """Print the first findings, or all of them, and where the rows of each file went."""
    most = None if all_of_it else _FIRST_SHOWN
    for finding in reading.findings[:most]:
        click.echo(str(finding), err=True)
    rest = reading.findings[most:] if most is not None else ()
    if rest:
        click.echo(
            say("... and {count} more; 'trappe check FILE' shows them all", count=len(rest)),
            err=True,
        )
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
        click.echo(", ".join(parts), err=True)
