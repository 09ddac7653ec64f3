"""Extract every message of the project, and bring the catalogues up to date: `python -m language.extraction`.

What is said by the code and the templates is marked by `say`, `mark` and `Message`; what click says by itself
is taken from its source, so that a newer click with other words is noticed.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
_FOLDER = Path(__file__).parent
_PACKAGES = (
    *("booking", "calibration", "commands", "forecast", "language"),
    *("model", "reports", "scenarios", "sensitivity"),
)
_FILES = ("cli.py", "trappe.py")
_KEYWORDS = {"say": None, "mark": None, "Message": None}
_CLICKS = {"_": None, "gettext": None, "ngettext": (1, 2)}
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]


def extracted() -> Catalog:
    """Return every message of the project and of click, with the files it stands in."""
    found = Catalog(project="trappe", charset="utf-8")
    for file, message in _messages():
        found.add(message, locations=[(file, 0)])
    return found


def _messages() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for package in _PACKAGES:
        for file, _, message, *_ in extract_from_dir(ROOT / package, _METHODS, keywords=_KEYWORDS):
            yield f"{package}/{file}", message
    for file in _FILES:
        with (ROOT / file).open("rb") as source:
            for _, message, *_ in extract("python", source, keywords=_KEYWORDS):
                yield file, message
    for file, _, message, *_ in extract_from_dir(Path(click.__file__).parent, _METHODS[:1], keywords=_CLICKS):
        yield f"click/{file}", message


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
