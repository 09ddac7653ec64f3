"""Print on the terminal: the one place where a text of a command goes out.

Tables go by `reports.shared.table.Grid`, and what click says of a wrong call by `marked_errors`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from language.visible import escaped, visible, visible_lines


def echo(text: str, *, err: bool = False) -> None:
    """Print a text as one line, with a mark for each character that nobody sees or that ends a line."""
    click.echo(visible(text), err=err)


def echo_json(text: str) -> None:
    """Print JSON, its unseen characters written as JSON writes them."""
    click.echo(escaped(text))


@contextmanager
def marked_errors() -> Iterator[None]:
    """Show what nobody sees in what click says of a wrong call, which repeats what was written."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = visible_lines(str(error.message))
        raise
