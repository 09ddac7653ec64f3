"""What `trappe list` shows: the library, and the cases of the examples."""

from rich.table import Table

from scenarios import library
from scenarios.reading import load

_FOLDERS = {
    "staircases": ("Indsatstrapper", "Staircases"),
    "national": ("Landstal", "National figures"),
    "municipalities": ("Kommuner", "Municipalities"),
    "examples": ("Eksempler med investeringscases", "Examples with investment cases"),
}


def library_tables(lang: str) -> list[Table]:
    """Return one table for each kind of entry; an example has a row for each of its cases."""
    tables = []
    for folder, titles in _FOLDERS.items():
        table = Table(title=titles[lang == "en"], title_justify="left", show_header=False)
        table.add_column(no_wrap=True)
        table.add_column()
        for name in (entry for entry in library.entries() if entry.startswith(f"{folder}/")):
            for row in _rows(name, lang):
                table.add_row(*row)
        tables.append(table)
    return tables


def _rows(name: str, lang: str) -> list[tuple[str, str]]:
    if not name.startswith("examples/"):
        return [(name, library.headline(name, lang))]
    study = load(name)
    cases = [(f"  {case}", spec.title.in_language(lang)) for case, spec in study.scenario.cases.items()]
    return [(name, study.scenario.title.in_language(lang)), *cases]
