"""`trappe information`: running, telling."""

import json
from pathlib import Path

import click
from rich.console import Console

from commands.at_points import begin, running
from commands.bilingual import say
from commands.hands import Hands
from reports.information_grids import information_grids
from reports.information_page import information_html
from reports.information_words import answer
from reports.tables import as_table
from scenarios.run_folder import REPORT
from sensitivity.information_document import document, tables
from sensitivity.knowledge import Wanted, check, knowledge, work
from sensitivity.result_folder import write
from sensitivity.subject import Subject


def run(
    wanted: Wanted, subject: Subject, *, hands: Hands, out: Path | None, as_json: bool, lang: str, named: bool
) -> None:
    """Find what it is worth to know more, print it, and write it to `out` if given.

    Raises what `commands.sentences.plain_errors` makes sentences of.
    """
    check(wanted)
    begin(subject, named=named, out=out, lang=lang)
    with running(work(wanted, subject), hands=hands, out=out, lang=lang) as plant:
        found = knowledge(wanted, subject, plant)
        told = document(found)
        if out is not None:
            write(
                out,
                name="information",
                document=told,
                tables=tables(told),
                report=information_html(found, told, lang),
            )
    if as_json:
        click.echo(json.dumps(told, allow_nan=False))
    else:
        console = Console()
        for sentence in answer(found, lang):
            click.echo(sentence)
        for grid in information_grids(found, lang):
            console.print(as_table(grid))
    if out is not None:
        report = out / REPORT
        click.echo(say(lang, f"Rapporten ligger i {report}", f"The report is in {report}"), err=True)
