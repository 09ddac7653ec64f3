"""Print what was computed: one JSON object, or the answer in sentences and tables."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared.errors_and_progress import tell
from commands.shared.terminal import echo, echo_json
from language.messages import say

if TYPE_CHECKING:
    from rich.table import Table

    from api.results import Result
    from reports.shared.table import Grid


def print_result(
    result: "Result[Any]", tables: "Iterable[Grid | Table]", *, as_json: bool, sentences: bool = True
) -> None:
    """Print the document of a result, or its answer and tables; tables without rows are left out."""
    if as_json:
        echo_json(json.dumps(result.document, allow_nan=False))
        return
    for sentence in result.answer() if sentences else ():
        echo(sentence)
    print_tables(tables)


def print_tables(tables: "Iterable[Grid | Table]") -> None:
    """Print tables, but for those without rows."""
    from rich.console import Console

    from reports.shared.table import Grid, as_table

    console = Console()
    for each in tables:
        if not isinstance(each, Grid):
            console.print(each)
        elif each.rows:
            console.print(as_table(each))


def tell_where(out: Path | None, page: str = "report.html") -> None:
    """Say where the page is, if one was written."""
    if out is not None:
        tell(say("The report is in {report}", report=out / page))
