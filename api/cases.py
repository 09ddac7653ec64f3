"""Hold what is published about the cases of the library against what the model gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from api.compare import compare
from api.results import Result
from api.running import Progress, unseen
from language.messages import Message, say
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.library import catalogue as library
from scenarios.reading.load import load
from scenarios.results.published import PublishedFigure, published_figures
from scenarios.running.limits import SEED, check_limits
from scenarios.running.worker_options import ALL_CORES, WorkerOptions

DRAWS, REPLICATIONS = 40, 1
"""Of each case: enough for the middle and the ends of an interval that is read beside a published figure."""


@dataclass(frozen=True, kw_only=True)
class LibraryCase:
    """A case of the library, and its published figures beside the model's."""

    name: str
    study: Study
    figures: list[PublishedFigure]
    answer: Callable[[], Sequence[str]]
    """Return what the model says of each case, in the language that is set."""

    def document(self) -> dict[str, Any]:
        """Return the case for another program."""
        published = self.study.scenario.published
        return {
            "name": self.name,
            "title": str(self.study.scenario.title),
            "source": "" if published is None else str(published.source),
            "figures": [figure.document() for figure in self.figures],
            "cannot_say": [] if published is None else [str(each) for each in published.cannot_say],
        }


def cases(
    names: Sequence[str] = (),
    *,
    seed: int = 1,
    workers: WorkerOptions = ALL_CORES,
    progress: Progress = unseen,
) -> Result[list[LibraryCase]]:
    """Return the cases of the library, or those named, with what is published beside what the model gives.

    Raises RefusedError for a name that the library does not have.
    """
    check_limits(seed=(seed, SEED))
    entries = _entries(names)
    runs = DRAWS * REPLICATIONS
    found = []
    for number, entry in enumerate(entries):
        study = load(entry)
        result = compare(
            study,
            draws=DRAWS,
            replications=REPLICATIONS,
            seed=seed,
            workers=workers,
            progress=partial(_on, progress, number, len(entries)),
            tell=_nothing,
        )
        figures = published_figures(study, result.found)
        name = entry.removeprefix(library.CASES)
        found.append(LibraryCase(name=name, study=study, figures=figures, answer=result.answer))
        progress((number + 1) * runs, len(entries) * runs)
    document = {"cases": [case.document() for case in found]}
    rows = [
        {"name": case.name, **{key: value for key, value in figure.document().items() if key != "source"}}
        for case in found
        for figure in case.figures
    ]
    return Result(
        found=found,
        document=document,
        tables={"figures": pd.DataFrame(rows)},
        answer=partial(_answer, found),
        page=partial(_page, found),
    )


def _on(progress: Progress, before: int, of: int, done: int, total: int) -> None:
    progress(before * total + done, of * total)


def _nothing(_sentence: str) -> None:
    """Tell nothing: the notes of a case are told when it is checked or compared by itself."""


def _entries(names: Sequence[str]) -> list[str]:
    known = [entry for entry in library.entries() if entry.startswith(library.CASES)]
    chosen = []
    for name in names:
        entry = next((each for each in known if name in (each, each.removeprefix(library.CASES))), None)
        if entry is None:
            raise RefusedError(
                Message(
                    "the library has no case {name}; it has {known}",
                    name=name,
                    known=", ".join(each.removeprefix(library.CASES) for each in known),
                )
            )
        chosen.append(entry)
    return chosen or known


def _answer(found: list[LibraryCase]) -> tuple[str, ...]:
    figures = [figure for case in found for figure in case.figures]
    return (
        say(
            "{agree} of {all} published figures lie within what the model gives in 9 out of 10 runs.",
            agree=sum(figure.agrees for figure in figures),
            all=len(figures),
        ),
    )


def _page(found: list[LibraryCase]) -> str:
    from reports.cases import cases_markdown

    return cases_markdown([(case.name, case.study, case.figures, case.answer()) for case in found])
