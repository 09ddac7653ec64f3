"""Files that come with the project, asked for by name, and a user's own, asked for by path."""

from pathlib import Path

from language.messages import Message
from scenarios.files.refusals import RefusedError
from scenarios.files.yaml_tree import read
from scenarios.format.assumptions import Text


def names(folder: Path) -> list[str]:
    """Return the names of the shipped files in a folder."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def titles(folder: Path) -> dict[str, Text]:
    """Return what each of the shipped files in a folder calls itself, by name."""
    found = {}
    for name in names(folder):
        tree, _ = read(folder / f"{name}.yaml", name)
        title = None if tree is None else tree.get("title")
        found[name] = Text(da="") if title is None else Text.model_validate(title.plain())
    return found


def find(source: str | Path, folder: Path, *, what: Message) -> Path:
    """Return the path of the shipped file of that name, or of a user's own.

    `what` is asked for. Raises RefusedError if there is neither.
    """
    name, known = str(source), names(folder)
    path = folder / f"{name}.yaml" if name in known else Path(source)
    try:
        exists = bool(name) and path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        listed = ", ".join(known)
        raise RefusedError(
            Message(
                "{name}: there is no such {what}; give the path of a file or one of {listed}",
                name=name,
                what=what,
                listed=listed,
            )
        )
    return path
