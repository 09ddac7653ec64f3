"""Without what nothing refers to: a base may bring assumptions that are no part of a scenario any more."""

from collections.abc import Collection

import numpy as np

from scenarios.format.schema import Scenario
from scenarios.format.shared_numbers import JointSpec


def with_only(scenario: Scenario, names: Collection[str]) -> Scenario:
    """Return a scenario without the assumptions that are not in `names`; the others stay drawn together.

    One that has become a fixed number is drawn together with nothing.
    """
    kept = {name: made for name, made in scenario.assumptions.items() if name in names}
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
