"""Extract every message of the project, and bring the catalogues up to date: `python -m language.extraction`.

What is said by the code and the templates is marked by `say`, `mark` and `Message`; what click says by itself
is taken from its source, so that a newer click with other words is noticed.
"""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
_FOLDER = Path(__file__).parent
PACKAGES = (
    *("api", "booking", "calibration", "commands", "forecast", "language"),
    *("model", "reports", "scenarios", "sensitivity"),
)
_SAID = {"say", "mark", "Message"}
_CLICKS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Return every message of the project and of click, with the files it stands in."""
    found = Catalog(project="trappe", charset="utf-8")
    for file, message in _messages():
        found.add(message, locations=[(file, 0)])
    return found


def _messages() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for name in (*PACKAGES, "cli.py", "trappe.py"):
        place = ROOT / name
        for file in place.rglob("*.py") if place.is_dir() else [place]:
            for text in in_code(file.read_text(encoding="utf-8")):
                yield file.relative_to(ROOT).as_posix(), text
    for file in (ROOT / "reports" / "templates").glob("*.html"):
        with file.open("rb") as template:
            for _, message, *_ in extract("jinja2.ext:babel_extract", template, keywords={"say": None}):
                yield file.relative_to(ROOT).as_posix(), message
    folder = Path(click.__file__).parent
    for inside, _, message, *_ in extract_from_dir(folder, [("**.py", "python")], keywords=_CLICKS):
        yield f"click/{inside}", message


def in_code(code: str) -> Iterator[str]:
    """Yield the messages of Python code, those inside f-strings too, which Babel's own method passes by."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(id=called), args=[ast.Constant(value=str(text)), *_]):
                if called in _SAID and text:
                    yield text


def updated(known: Catalog) -> Catalog:
    """Return a catalogue with just the messages there are now; translations are kept, none is guessed."""
    known.update(extracted(), no_fuzzy_matching=True)
    known.obsolete.clear()
    return known


def main() -> None:
    """Bring every catalogue up to date; new messages stand in it untranslated."""
    for path in sorted(_FOLDER.glob("*.po")):
        text = path.read_text(encoding="utf-8")
        head = text[: text.index("\n\n") + 2]  # Babel would put the day and addresses of nobody in it
        with path.open("rb") as file:
            catalogue = updated(read_po(file, locale=path.stem))
        body = BytesIO()
        write_po(body, catalogue, width=110, sort_by_file=True, include_lineno=False, omit_header=True)
        path.write_bytes(head.encode() + body.getvalue())


if __name__ == "__main__":
    main()
