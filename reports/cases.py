"""Write the cases of the library as a page of the docs: what is published beside what the model gives."""

from collections.abc import Iterable, Sequence

from language.messages import say
from reports.comparison.published import published_grid
from reports.shared.table import Grid
from scenarios.format.study import Study
from scenarios.results.published import PublishedFigure

Held = tuple[str, Study, list[PublishedFigure], Sequence[str]]
"""Name of an entry, its study, its figures, and what the model says of each case."""


def cases_grids(held: list[Held]) -> list[Grid]:
    """Return a table of published figures for each case."""
    return [
        published_grid(figures, caption=f"{name}: {study.scenario.title}") for name, study, figures, _ in held
    ]


def cases_markdown(held: list[Held]) -> str:
    """Return the page in Markdown, in the language that is set."""
    parts = [f"# {say('Real cases: what is published, and what the model gives')}", _method()]
    for name, study, figures, answers in held:
        parts += _case(name, study, figures)
        parts += [say("What the model gives:"), _points(answers)]
        parts += _cannot_say(study)
    return "\n\n".join(parts) + "\n"


def _method() -> str:
    return say(
        "Each case is an entry of the library (`trappe compare {name}`). This page is written by `trappe "
        "cases --markdown`. A figure agrees when what is published lies within what 9 out of 10 runs "
        "give. Nothing is tuned to agree without being said to be.",
        name="cases/favrskov_straks",
    )


def _case(name: str, study: Study, figures: list[PublishedFigure]) -> list[str]:
    scenario = study.scenario
    parts = [f"## {scenario.title} (`{name}`)"]
    if str(scenario.description):
        parts.append(str(scenario.description))
    if scenario.published is not None:
        parts.append(say("Source: {source}", source=scenario.published.source))
    if figures:
        grid = published_grid(figures)
        lines = [_line(grid.head), _line(("---",) * len(grid.head)), *map(_line, grid.rows)]
        parts.append("\n".join(lines))
        parts += [f"*{note}*" for note in grid.notes]
    return parts


def _cannot_say(study: Study) -> list[str]:
    published = study.scenario.published
    told = [] if published is None else [str(sentence) for sentence in published.cannot_say]
    return [say("What it cannot say:"), _points(told)] if told else []


def _points(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
