"""The checks of a calibration for the terminal."""

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from calibration.checks.checks import Checks
from calibration.rates.calibrate import Calibration
from reports.calibration.check_tables import backtest_grid, stays_grid, verdicts_grid, where_grid
from reports.comparison.tables import Grid
from reports.comparison.terminal_tables import as_table


def check_tables(found: Calibration, checks: Checks) -> list[Table]:
    """Return verdicts, lengths of stay, where children are later, and the backtest if there is one."""
    numbers = [stays_grid(found, checks), where_grid(found, checks)]
    if checks.backtest is not None:
        numbers.append(backtest_grid(found, checks.backtest))
    return [
        words_table(verdicts_grid(found, checks)),
        *(as_table(grid) for grid in numbers if grid.rows),
    ]


def words_table(grid: Grid) -> Table:
    """Return a table whose cells are words, broken between them where the terminal is narrow."""
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
