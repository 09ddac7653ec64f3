"""Find entries of the shipped library: staircases, municipalities, national figures, examples and cases."""

from pathlib import Path

from language.messages import language, say
from scenarios.files.yaml_tree import Located, read

FOLDER = Path(__file__).parent
CASES = "cases/"
"""The folder of the real cases, with which the names of their entries begin."""


def entries() -> tuple[str, ...]:
    """Return the names of all entries, such as `municipalities/kolding`, in alphabetical order."""
    return tuple(
        sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.yaml"))
    )


def entry_of(name: str) -> str | None:
    """Return the whole name of an entry, or None. Examples and cases may be called without their folder."""
    known = entries()
    return next((entry for entry in (name, f"examples/{name}", f"{CASES}{name}") if entry in known), None)


def path_of(name: str) -> Path | None:
    """Return the file of the entry `name`, or None."""
    entry = entry_of(name)
    return None if entry is None else FOLDER / f"{entry}.yaml"


def headline(name: str) -> str:
    """Return one line about an entry: the title of its staircase or rates, or its municipality."""
    path = FOLDER / f"{name}.yaml"
    tree, _ = read(path, name)
    title = tree and (tree.get("staircase", "title") or tree.get("rates", "title") or tree.get("title"))
    if title:
        return _text(title)
    if tree is not None and {*tree.entries} <= {"assumptions", "joint"}:
        return say("Fitted assumptions")
    municipality = tree and tree.get("municipality", "name")
    return _text(municipality) if municipality else path.stem


def _text(node: Located) -> str:
    plain = node.plain()
    return str(plain.get(language(), plain.get("da", ""))) if isinstance(plain, dict) else str(plain)
