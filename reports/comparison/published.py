"""Tabulate what others have published about the cases beside what the model gives."""

from language.formatting import DASH, count, ended, percent, scale_of
from language.messages import say
from reports.shared.table import Grid
from scenarios.results.published import PublishedFigure


def published_grid(figures: list[PublishedFigure], caption: str | None = None) -> Grid:
    """Return a row for each published figure, and below the table why some differ."""
    rows = tuple(_row(figure) for figure in figures)
    return Grid(
        caption=say("What is published beside what the model gives") if caption is None else caption,
        head=(
            say("Figure"),
            say("Published"),
            say("Model"),
            say("9 out of 10 runs"),
            say("Agree?"),
        ),
        rows=rows,
        notes=tuple(ended(f"{figure.title}: {figure.because}.") for figure in figures if figure.because.da),
    )


def _row(figure: PublishedFigure) -> tuple[str, ...]:
    low, high = figure.published
    published, (model, least, most) = _words(figure, low, high), _words_of_model(figure)
    return (
        str(figure.title),
        published,
        model,
        least if least == most else f"{least}{DASH}{most}",
        say("yes") if figure.agrees else say("no"),
    )


def _words(figure: PublishedFigure, low: float, high: float) -> str:
    first, last = _written(figure, low), _written(figure, high)
    return first if first == last else f"{first}{DASH}{last}"


def _words_of_model(figure: PublishedFigure) -> tuple[str, str, str]:
    if figure.model != figure.model:  # no run has what it is a share of
        return DASH, DASH, DASH
    return _written(figure, figure.model), _written(figure, figure.low), _written(figure, figure.high)


def _written(figure: PublishedFigure, value: float) -> str:
    """Return a value in its unit; kroner in one scale for the whole row."""
    if figure.unit == "share":
        return percent(value)
    if figure.unit == "kroner":
        return scale_of([*figure.published, figure.model]).amount(value)
    return count(value)
