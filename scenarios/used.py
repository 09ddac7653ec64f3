"""Which assumptions a scenario uses: a base may bring some that nothing refers to any more."""

from collections.abc import Collection
from typing import Any

import numpy as np
from pydantic import BaseModel

from scenarios.joint import JointSpec
from scenarios.quantities import Quantity
from scenarios.schema import Scenario

_NAMED_THERE = ("assumptions", "joint", "cases")
"""Parts of a scenario that name assumptions and do not use them."""


def used(scenario: Scenario) -> set[str]:
    """Return the names of the assumptions that some number of a scenario stands for."""
    return {
        name
        for field in type(scenario).model_fields
        if field not in _NAMED_THERE
        for name in _names(getattr(scenario, field))
    }


def with_only(scenario: Scenario, names: Collection[str]) -> Scenario:
    """Return a scenario without the assumptions that are not in `names`; the others stay drawn together."""
    return scenario.model_copy(
        update={
            "assumptions": {name: made for name, made in scenario.assumptions.items() if name in names},
            "joint": [spec for spec in (_among(spec, names) for spec in scenario.joint) if spec is not None],
        }
    )


def _names(part: Any) -> set[str]:
    if isinstance(part, Quantity):
        return {part.name} if part.value is None else set()
    if isinstance(part, BaseModel):
        part = [getattr(part, field) for field in type(part).model_fields]
    if isinstance(part, dict):
        part = part.values()
    if isinstance(part, str) or not isinstance(part, Collection):
        return set()
    return set().union(*map(_names, part))


def _among(spec: JointSpec, names: Collection[str]) -> JointSpec | None:
    kept = [i for i, name in enumerate(spec.names) if name in names]
    if len(kept) == len(spec.names):
        return spec
    if len(kept) < 2:
        return None
    correlation = np.array(spec.correlation)[np.ix_(kept, kept)].tolist()
    return JointSpec(names=[spec.names[i] for i in kept], correlation=correlation)
