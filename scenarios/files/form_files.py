"""A file that is checked against a form and tells everything that is wrong with it, each at its place."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from scenarios.files.faults import ScenarioError
from scenarios.files.pydantic_faults import faults_of
from scenarios.files.yaml_tree import read
from scenarios.format.assumptions import Form

_OF_A_FORM = {"no_file": "no_form", "empty_file": "empty_form"}
"""The library has no forms to point to."""

AnyForm = TypeVar("AnyForm", bound=Form)


def load_form(source: str | Path, form: type[AnyForm], error: type[ScenarioError]) -> AnyForm:
    """Return what a YAML file says; raises `error` with every fault that was found."""
    tree, faults = read(Path(source), str(source))
    if tree is None:
        raise error(replace(fault, kind=_OF_A_FORM.get(fault.kind, fault.kind)) for fault in faults)
    try:
        found = form.model_validate(tree.plain())
    except ValidationError as errors:
        raise error(faults + faults_of(tree, errors, form)) from errors
    if faults:
        raise error(faults)
    return found
