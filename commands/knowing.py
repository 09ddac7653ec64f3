"""`trappe information`: running, telling."""

from pathlib import Path

from commands.at_points import begin, running, tell
from commands.hands import Hands
from reports.information_grids import information_grids
from reports.information_words import answer
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
            from reports.information_page import information_html

            write(
                out,
                name="information",
                document=told,
                tables=tables(told),
                report=information_html(found, told, lang),
            )
    tell(told, answer(found, lang), information_grids(found, lang), out=out, as_json=as_json, lang=lang)
