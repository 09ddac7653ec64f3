"""Hold a table as ready text, and lay it out for a terminal."""

from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from language.visible import visible


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table of ready text: the first cell of a row names it, and notes stand below."""

    caption: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    """A last row that adds up the others; left out where it must not be known."""
    notes: tuple[str, ...] = ()
    prose: tuple[int, ...] = ()
    """Columns of running text beside the first; the others are short and stand to the right."""

    def __post_init__(self) -> None:
        # Names of files, steps and children's services come from outside: here they all go out.
        for part in ("head", "total", "notes"):
            object.__setattr__(self, part, tuple(map(visible, getattr(self, part))))
        object.__setattr__(self, "caption", visible(self.caption))
        object.__setattr__(self, "rows", tuple(tuple(map(visible, row)) for row in self.rows))


def as_table(grid: Grid) -> Table:
    """Return a table that shrinks by wrapping the names of its rows, never by cutting a number."""
    table = Table(
        title=Text(grid.caption),
        title_justify="left",
        caption=Text("\n".join(grid.notes)),
        caption_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_footer=bool(grid.total),
    )
    totals, running = grid.total or ("",) * len(grid.head), {0, *grid.prose}
    for index, (head, total) in enumerate(zip(grid.head, totals, strict=True)):
        if index in running:
            table.add_column(Text(head), footer=Text(total), overflow="fold")
        else:
            table.add_column(_narrow(head), footer=_narrow(total), justify="right", no_wrap=True)
    for row in grid.rows:
        table.add_row(*(Text(cell) if i in running else _narrow(cell) for i, cell in enumerate(row)))
    return table


def _narrow(cell: str) -> Text:
    """Return a text with a line for each word, so that a narrow terminal cuts none of them."""
    return Text(cell.replace(" ", "\n"))


def words_table(grid: Grid) -> Table:
    """Return a table of words, broken between them where the terminal is narrow."""
    table = Table(
        title=Text(grid.caption),
        title_justify="left",
        caption=Text("\n".join(grid.notes)),
        caption_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )
    for head in grid.head:
        table.add_column(Text(head), overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
