"""What `trappe list` shows: the library, the cases of the examples, and what helps to calibrate."""

from rich.table import Table

from calibration.ledger import mapping
from calibration.totals import file as totals_file
from scenarios.library import catalogue as library
from scenarios.reading.load import load

_FOLDERS = {
    "staircases": ("Indsatstrapper", "Staircases"),
    "national": ("Landstal", "National figures"),
    "municipalities": ("Kommuner", "Municipalities"),
    "examples": ("Eksempler med investeringscases", "Examples with investment cases"),
}
_TOTALS = ("Nøgletal til trappe calibrate --totals", "Totals for trappe calibrate --totals")
_MAPPINGS = ("Oversættelser af sagslister til --mapping", "Translations of ledgers for --mapping")


def library_tables(lang: str) -> list[Table]:
    """Return one table for each kind of entry; an example has a row for each of its cases."""
    tables = [
        _table(
            titles[lang == "en"],
            [row for name in library.entries() if name.startswith(f"{folder}/") for row in _rows(name, lang)],
        )
        for folder, titles in _FOLDERS.items()
    ]
    for titles, files in ((_TOTALS, totals_file.shipped_titles()), (_MAPPINGS, mapping.shipped_titles())):
        rows = [(name, title.in_language(lang)) for name, title in files.items()]
        tables.append(_table(titles[lang == "en"], rows))
    return tables


def _table(title: str, rows: list[tuple[str, str]]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for row in rows:
        table.add_row(*row)
    return table


def _rows(name: str, lang: str) -> list[tuple[str, str]]:
    if not name.startswith("examples/"):
        return [(name, library.headline(name, lang))]
    study = load(name)
    cases = [(f"  {case}", spec.title.in_language(lang)) for case, spec in study.scenario.cases.items()]
    return [(name, study.scenario.title.in_language(lang)), *cases]
