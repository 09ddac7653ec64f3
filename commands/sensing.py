"""`trappe sensitivity`: running, telling."""

from pathlib import Path

from commands.at_points import begin, running, tell
from commands.hands import Hands
from reports.sensitivity_grids import sensitivity_grids
from reports.sensitivity_words import answer
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
            from reports.sensitivity_page import sensitivity_html

            write(
                out,
                name="sensitivity",
                document=told,
                tables=tables(found, told),
                report=sensitivity_html(found, told, lang),
            )
    tell(told, answer(found, lang), sensitivity_grids(found, lang), out=out, as_json=as_json, lang=lang)
