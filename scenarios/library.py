"""The shipped library: staircases, municipalities, national figures and examples, as scenario files."""

from pathlib import Path

from scenarios.located import Located, read

_FOLDER = Path(__file__).parent / "library"


def entries() -> tuple[str, ...]:
    """Return the names of all entries, such as `municipalities/kolding`, in alphabetical order."""
    return tuple(
        sorted(path.relative_to(_FOLDER).with_suffix("").as_posix() for path in _FOLDER.rglob("*.yaml"))
    )


def path_of(name: str) -> Path | None:
    """Return the file of the entry `name`, or None. The folder may be left out of an unambiguous name."""
    matches = [entry for entry in entries() if entry == name]
    if not matches:
        matches = [
            entry for entry in entries() if entry.rpartition("/")[2] == name and entry.startswith("examples/")
        ]
    return _FOLDER / f"{matches[0]}.yaml" if len(matches) == 1 else None


def headline(name: str, lang: str) -> str:
    """Return one line on what an entry holds: the title of its staircase or rates, or whom it is about."""
    path = _FOLDER / f"{name}.yaml"
    tree, _ = read(path, name)
    title = tree and (tree.get("staircase", "title") or tree.get("rates", "title") or tree.get("title"))
    if title:
        return _text(title, lang)
    municipality = tree and tree.get("municipality", "name")
    return _text(municipality, lang) if municipality else path.stem


def _text(node: Located, lang: str) -> str:
    plain = node.plain()
    return str(plain.get(lang, plain.get("da", ""))) if isinstance(plain, dict) else str(plain)
