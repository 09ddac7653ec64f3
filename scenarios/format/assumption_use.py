"""Find the limits that numbers set to the assumptions they name; drop assumptions that none names."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, get_args

import numpy as np

from scenarios.files.forms import Form
from scenarios.format.assumptions import Limits, Quantity
from scenarios.format.schema import Scenario
from scenarios.format.shared_numbers import JointSpec


def assumption_limits(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return the least and the largest allowed value of every assumption that some number names.

    The largest may be infinite. Where several numbers name an assumption, all of their limits hold.
    """
    allowed: dict[str, tuple[float, float]] = {}
    for number, mark in numbers(scenario):
        if number.value is None:
            low, high = allowed.get(number.name, (mark.low, mark.high))
            allowed[number.name] = (max(low, mark.low), min(high, mark.high))
    return allowed


def numbers(form: Form) -> Iterator[tuple[Quantity, Limits]]:
    """Yield every number in a form, and the limits of the field it stands in."""
    for key, marks in _fields(type(form)):
        for leaf in _leaves(getattr(form, key)):
            if isinstance(leaf, Form):
                yield from numbers(leaf)
            elif isinstance(leaf, Quantity):
                yield leaf, marks[0]


@cache
def _fields(form: type[Form]) -> tuple[tuple[str, tuple[Limits, ...]], ...]:
    """Return the fields of a form by name, each with the limits of the numbers in it."""
    return tuple(
        (key, (*_marks(field.annotation), *(mark for mark in field.metadata if isinstance(mark, Limits))))
        for key, field in form.model_fields.items()
    )


def _leaves(value: Any) -> Iterator[Any]:
    """Yield the values in a value, lists and mappings opened."""
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _marks(kind: Any) -> Iterator[Limits]:
    """Yield the limits in an annotation, however deep; a field holds numbers of one sort only."""
    yield from (mark for mark in getattr(kind, "__metadata__", ()) if isinstance(mark, Limits))
    for inner in get_args(kind):
        yield from _marks(inner)


def with_assumptions(scenario: Scenario, names: Collection[str]) -> Scenario:
    """Return a scenario without the assumptions that are not in `names`; the others stay drawn together.

    One that has become a fixed number is drawn together with nothing.
    """
    kept = {name: assumption for name, assumption in scenario.assumptions.items() if name in names}
    joint = [_among(spec, [name for name in kept if kept[name].is_uncertain]) for spec in scenario.joint]
    return scenario.model_copy(
        update={
            "assumptions": kept,
            "joint": [spec for spec in joint if spec is not None],
        }
    )


def _among(spec: JointSpec, names: Collection[str]) -> JointSpec | None:
    kept = [i for i, name in enumerate(spec.names) if name in names]
    if len(kept) == len(spec.names):
        return spec
    if len(kept) < 2:
        return None
    correlation = np.array(spec.correlation)[np.ix_(kept, kept)].tolist()
    return JointSpec(names=[spec.names[i] for i in kept], correlation=correlation)
