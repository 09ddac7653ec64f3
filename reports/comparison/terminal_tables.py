"""Tables for the terminal."""

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from reports.comparison.children import children_grid
from reports.comparison.tables import Grid, overview
from reports.shared.cases import findings
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison

CASES_ABREAST = 3
"""More cases than this get a table of children of their own."""


def comparison_tables(study: Study, comparison: Comparison) -> list[Table]:
    """Return the summary over the cases, when there are any, and the children by step."""
    cases = findings(study, comparison)
    grids = [overview(cases)] if cases else []
    noticed = tuple(case for case in cases if not case.idle)
    firsts = range(0, max(1, len(noticed)), CASES_ABREAST)
    parts = [noticed[first : first + CASES_ABREAST] for first in firsts]
    grids += [children_grid(study, comparison, part) for part in parts]
    return [as_table(grid) for grid in grids]


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
    """Return a text on as many lines as it has words, so that a narrow terminal cuts none of them."""
    return Text(cell.replace(" ", "\n"))
