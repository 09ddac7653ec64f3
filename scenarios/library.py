"""The shipped library: staircases, municipalities, national figures and examples, as scenario files."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "library"


def entries() -> tuple[str, ...]:
    """Return the names of all entries, such as `municipalities/kolding`, in alphabetical order."""
    return tuple(sorted(path.relative_to(_FOLDER).with_suffix("").as_posix() for path in _FOLDER.rglob("*.yaml")))


def path_of(name: str) -> Path | None:
    """Return the file of the entry `name`, or None. The folder may be left out of an unambiguous name."""
    matches = [entry for entry in entries() if entry == name]
    if not matches:
        matches = [entry for entry in entries() if entry.rpartition("/")[2] == name and entry.startswith("examples/")]
    return _FOLDER / f"{matches[0]}.yaml" if len(matches) == 1 else None
