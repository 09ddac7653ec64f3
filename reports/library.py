"""Tabulate the library for `trappe list`: entries, cases of the examples, totals and mappings."""

from rich.table import Table

from calibration.rows import mapping
from calibration.totals import file as totals_file
from language.messages import mark, say
from scenarios.library import catalogue as library
from scenarios.reading.load import load

_FOLDERS = {
    "staircases": mark("Staircases"),
    "national": mark("National figures"),
    "municipalities": mark("Municipalities"),
    "examples": mark("Examples with investment cases"),
    "cases": mark("Real cases, with what is published about them"),
}
_TOTALS = mark("Totals for trappe calibrate --totals")
_MAPPINGS = mark("Translations of ledgers for --mapping")


def library_tables() -> list[Table]:
    """Return one table for each kind of entry; an example has a row for each of its cases."""
    tables = [
        _table(
            say(title),
            [row for name in library.entries() if name.startswith(f"{folder}/") for row in _rows(name)],
        )
        for folder, title in _FOLDERS.items()
    ]
    for heading, files in ((_TOTALS, totals_file.shipped_titles()), (_MAPPINGS, mapping.shipped_titles())):
        rows = [(name, str(title)) for name, title in files.items()]
        tables.append(_table(say(heading), rows))
    return tables


def _table(title: str, rows: list[tuple[str, str]]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for row in rows:
        table.add_row(*row)
    return table


def _rows(name: str) -> list[tuple[str, str]]:
    if not name.startswith(("examples/", library.CASES)):
        return [(name, library.headline(name))]
    study = load(name)
    cases = [(f"  {case}", str(spec.title)) for case, spec in study.scenario.cases.items()]
    return [(name, str(study.scenario.title)), *cases]
