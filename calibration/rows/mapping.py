"""Read mapping files: how the headings, codes and paragraphs of a source become columns of the ledger."""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from calibration.rows.ledger import REQUIRED
from calibration.rows.paragraphs import paragraphs_in
from calibration.tables.layout import plain
from language.messages import Message
from scenarios.files.faults import Fault, ScenarioError
from scenarios.files.form_files import ShippedFiles
from scenarios.files.forms import Form, Text
from scenarios.files.pydantic_faults import faults_of
from scenarios.files.yaml_tree import Located, Scalar, overlay, read

_SHIPPED = ShippedFiles(folder=Path(__file__).parents[1] / "mappings", what=Message("mapping"))

ColumnName = Literal[
    "child_id",
    "step",
    "start",
    "end",
    "granted_until",
    "birth_date",
    "exit_to",
    "price",
    "price_unit",
    "provider",
    "payer",
    "group",
    "household_id",
    "paragraph",
    "score",
    "follow_up_date",
]
"""The columns of the ledger that a source gives."""
Unit = Literal["day", "month", "year", "start"]
"""What a price can be per."""


class MappingError(ScenarioError):
    """A mapping that cannot be used; `faults` says everything that is wrong with it."""


def matches(pattern: str, text: str) -> bool:
    """Return whether a text matches a pattern, in which `*` stands for any text; both `plain`."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == first
    *middle, last = rest
    at = len(first)
    for part in middle:
        start = text.find(part, at)
        if start < 0:
            return False
        at = start + len(part)
    return text.startswith(first) and text.endswith(last) and len(text) >= at + len(last)


def _several(value: Any) -> Any:
    items = value if isinstance(value, list) else [value]
    return [str(item) if isinstance(item, int) and not isinstance(item, bool) else item for item in items]


def _names_paragraph(text: str) -> str:
    try:
        paragraphs_in(text)
    except ValueError as error:
        raise PydanticCustomError("wrong_type", "no paragraph", {"allowed": "§ 52, stk. 3, nr. 7"}) from error
    return text


Texts = Annotated[list[str], BeforeValidator(_several), Field(min_length=1)]
"""One text or several."""
Paragraphs = Annotated[list[Annotated[str, AfterValidator(_names_paragraph)]], BeforeValidator(_several)]


class Condition(Form):
    """Condition on rows: they have one of the paragraphs and meet every `when`."""

    paragraph: Paragraphs = []
    """Such as "SEL § 52.3.7", or a range of its last number, "BL § 114-116"; without a law, of either."""
    when: dict[str, Texts] = {}
    """By heading, or several with | between: patterns, of which one must fit under one of the headings."""


class MappingRule(Condition):
    """A step, and the rows that are on it."""

    step: str


class LeaveOut(Condition):
    """Rows that are no part of a ledger, and why."""

    because: Text


GRANTED_UNTIL = [
    "granted_until",
    "bevilget til",
    "bevilget til og med",
    "bevilling til",
    "bevilling slut",
    "bevilget slutdato",
    "slut (planlagt)",
    "slutdato (planlagt)",
    "planlagt slut",
    "planlagt slutdato",
    "forventet slut",
    "forventet slutdato",
]
"""Headings of a granted end; underscores in place of spaces are the same."""


def _own_headings() -> dict[ColumnName, Texts]:
    own: dict[ColumnName, Texts] = {name: [name] for name in get_args(ColumnName)}
    granted = [*GRANTED_UNTIL, *(each.replace(" ", "_") for each in GRANTED_UNTIL)]
    return own | {"granted_until": [*dict.fromkeys(granted)]}


class Mapping(Form):
    """Rules by which the rows of a source are read."""

    title: Text
    source: Text = Text(da="")
    requires: list[str] = []
    """Headings by which a file is known to be of this kind; without any, the mapping must be asked for."""
    columns: dict[ColumnName, Texts] = Field(default_factory=_own_headings)
    """Which headings give a column: in each row, the first that has something. Left out, the ledger's own."""
    prices: dict[str, Unit] = {}
    """Instead of a column for the price: headings, and what the price under each is per."""
    constants: dict[ColumnName, str] = {}
    """What stands in a column where the source says nothing."""
    values: dict[ColumnName, dict[str, str]] = {}
    """By column: values of the source, and the ledger's value for each."""
    end_is_last_day: bool = False
    """Whether the end is the last day of the service; in the ledger it is the day after."""
    leave_out: list[LeaveOut] = []
    steps: dict[str, MappingRule] = {}
    """In this order; the first rule that selects a row gives its step."""


CANONICAL = Mapping(title=Text(da=""))
"""The ledger's own headings."""


def shipped() -> list[str]:
    """Return the names of the mappings that come with the project."""
    return _SHIPPED.names()


def shipped_titles() -> dict[str, Text]:
    """Return the title of each shipped mapping, by name."""
    return _SHIPPED.titles()


def load(source: str | Path) -> Mapping:
    """Return the mapping in a file, or the shipped one of that name.

    It may build on a shipped one (`base`): its own entries, new rules for steps included, go before those.
    Raises MappingError with every fault that was found, RefusedError if there is neither file nor name.
    """
    name, path = str(source), _SHIPPED.find(source)
    tree = _tree(path, name)
    try:
        return Mapping.model_validate(tree.plain())
    except ValidationError as errors:
        raise MappingError(faults_of(tree, errors, Mapping)) from errors


def _tree(path: Path, name: str) -> Located:
    """Return the entries of a file, laid over those of its base."""
    tree, faults = read(path, name)
    if faults or tree is None:
        raise MappingError(faults)
    base = tree.get("base")
    if base is None:
        return tree
    if base.value not in shipped():
        allowed = ", ".join(shipped())
        raise MappingError(
            [Fault(spot=base.spot, kind="unknown_base", found=str(base.plain()), allowed=allowed)]
        )
    below = _tree(_SHIPPED.folder / f"{base.value}.yaml", f"{base.value}.yaml")
    own: dict[Scalar, Located] = {key: node for key, node in tree.entries.items() if key != "base"}
    above = Located(value=own, spot=tree.spot, keys=tree.keys)
    return _own_rules_first(overlay(below, above), below)


def _own_rules_first(tree: Located, below: Located) -> Located:
    """Return the tree with the rules for steps that are new in it before those it builds on."""
    steps, known = tree.get("steps"), below.get("steps")
    if steps is None or known is None:
        return tree
    order = sorted(steps.entries, key=known.entries.__contains__)
    ordered = Located(value={key: steps.entries[key] for key in order}, spot=steps.spot, keys=steps.keys)
    return Located(value={**tree.entries, "steps": ordered}, spot=tree.spot, keys=tree.keys)


def known_headings(mapping: Mapping) -> frozenset[str]:
    """Return the headings that a mapping and the shipped ones know, `plain`."""
    every = [mapping, CANONICAL, *map(_shipped, shipped())]
    headings = [heading for each in every for texts in each.columns.values() for heading in texts]
    return frozenset(map(plain, (*headings, *(heading for each in every for heading in each.requires))))


def choose_mapping(headings: Collection[str]) -> tuple[str, Mapping]:
    """Return the name and the mapping for a file with these headings; the name is empty for the ledger's own.

    The ledger's own is chosen where its required headings are there, and where no shipped mapping fits. Of
    several that fit, it is the one that requires the most headings.
    """
    there = {plain(heading) for heading in headings}
    if there.issuperset(REQUIRED):
        return "", CANONICAL
    fitting = {
        name: mapping
        for name in shipped()
        if (mapping := _shipped(name)).requires and there.issuperset(map(plain, mapping.requires))
    }
    if not fitting:
        return "", CANONICAL
    name = max(fitting, key=lambda name: len(fitting[name].requires))
    return name, fitting[name]


@cache
def _shipped(name: str) -> Mapping:
    return load(name)
