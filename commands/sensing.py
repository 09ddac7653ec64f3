"""`trappe sensitivity`: running, telling."""

import json
from pathlib import Path

import click
from rich.console import Console

from commands.at_points import begin, running
from commands.bilingual import say
from commands.hands import Hands
from reports.sensitivity_grids import sensitivity_grids
from reports.sensitivity_page import sensitivity_html
from reports.sensitivity_words import answer
from reports.tables import as_table
from scenarios.run_folder import REPORT
from sensitivity.analysis import analyse, work
from sensitivity.asked import Asked, check
from sensitivity.document import document
from sensitivity.result_folder import write
from sensitivity.subject import Subject
from sensitivity.tables import tables


def run(
    asked: Asked, subject: Subject, *, hands: Hands, out: Path | None, as_json: bool, lang: str, named: bool
) -> None:
    """Find what a case hangs on, print it, and write it to `out` if given.

    Raises what `commands.sentences.plain_errors` makes sentences of.
    """
    check(asked, subject)
    begin(subject, named=named, out=out, lang=lang)
    with running(work(asked, subject), hands=hands, out=out, lang=lang) as plant:
        found = analyse(asked, subject, plant)
        told = document(found)
        if out is not None:
            write(
                out,
                name="sensitivity",
                document=told,
                tables=tables(found),
                report=sensitivity_html(found, told, lang),
            )
    if as_json:
        click.echo(json.dumps(told, allow_nan=False))
    else:
        console = Console()
        for sentence in answer(found, lang):
            click.echo(sentence)
        for grid in sensitivity_grids(found, lang):
            console.print(as_table(grid))
    if out is not None:
        report = out / REPORT
        click.echo(say(lang, f"Rapporten ligger i {report}", f"The report is in {report}"), err=True)
