"""Load YAML files that are checked against a form: those that come with the project, and a user's own."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from language.messages import Message
from scenarios.files.faults import ScenarioError
from scenarios.files.forms import Form, Text
from scenarios.files.pydantic_faults import faults_of
from scenarios.files.refusals import RefusedError
from scenarios.files.yaml_tree import read

_OF_A_FORM = {"no_file": "no_form", "empty_file": "empty_form"}
"""The library has no forms to point to."""

AnyForm = TypeVar("AnyForm", bound=Form)


def load_form(source: str | Path, form: type[AnyForm], error: type[ScenarioError]) -> AnyForm:
    """Return what a YAML file says, as a form; raises `error` with every fault that was found."""
    tree, faults = read(Path(source), str(source))
    if tree is None:
        raise error(replace(fault, kind=_OF_A_FORM.get(fault.kind, fault.kind)) for fault in faults)
    try:
        loaded = form.model_validate(tree.plain())
    except ValidationError as errors:
        raise error(faults + faults_of(tree, errors, form)) from errors
    if faults:
        raise error(faults)
    return loaded


@dataclass(frozen=True, kw_only=True)
class ShippedFiles:
    """YAML files that come with the project, asked for by name, and a user's own, asked for by path."""

    folder: Path
    what: Message
    """What one of them is called, in a refusal."""

    def names(self) -> list[str]:
        """Return the names of the shipped files, in alphabetical order."""
        return sorted(path.stem for path in self.folder.glob("*.yaml"))

    def titles(self) -> dict[str, Text]:
        """Return the title of each of the shipped files, by name; an empty text where there is none."""
        titles = {}
        for name in self.names():
            tree, _ = read(self.folder / f"{name}.yaml", name)
            title = None if tree is None else tree.get("title")
            titles[name] = Text(da="") if title is None else Text.model_validate(title.plain())
        return titles

    def find(self, source: str | Path) -> Path:
        """Return the path of the shipped file of that name, or of a user's own.

        Raises RefusedError if there is neither.
        """
        name, known = str(source), self.names()
        path = self.folder / f"{name}.yaml" if name in known else Path(source)
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
                    what=self.what,
                    listed=listed,
                )
            )
        return path
