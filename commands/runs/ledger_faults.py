"""What was found in ledgers, on stderr."""

import click

from calibration.ledger.read_ledgers import Reading
from commands.shared.help_texts import say

_FIRST_SHOWN = 20
"""Findings that are told one by one, unless all are asked for."""


def tell_reading(reading: Reading, lang: str, *, all_of_it: bool = False) -> None:
    """Print the first findings, or all of them, and where the rows of each file went."""
    most = None if all_of_it else _FIRST_SHOWN
    for finding in reading.findings[:most]:
        click.echo(finding.sentence(lang), err=True)
    rest = reading.findings[most:] if most is not None else ()
    if rest:
        click.echo(
            say(
                lang,
                f"... og {len(rest)} mere; «trappe check FIL» viser dem alle",
                f"... and {len(rest)} more; 'trappe check FILE' shows them all",
            ),
            err=True,
        )
    for file in reading.files:
        da = f"{file.file}: {file.form}; {file.rows} rækker, {file.used} brugt, {file.rejected} afvist"
        en = f"{file.file}: {file.form}; {file.rows} rows, {file.used} used, {file.rejected} rejected"
        parts = [say(lang, da, en)]
        if file.duplicates:
            parts.append(say(lang, f"{file.duplicates} dubletter", f"{file.duplicates} duplicates"))
        left_out = say(lang, "udeladt", "left out")
        parts += [f"{rows} {left_out} ({reason.in_language(lang)})" for reason, rows in file.left_out]
        click.echo(", ".join(parts), err=True)
