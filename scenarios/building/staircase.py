"""Build the staircase of a world: its steps in order, with their age limits and places."""

from model.world.staircase import Places, Staircase, Step
from scenarios.building.draws import Resolver
from scenarios.format.schema import PlacesSpec, Scenario


def build_staircase(scenario: Scenario, resolver: Resolver) -> Staircase:
    """Return the staircase of a scenario under one draw."""
    spec = scenario.staircase
    return Staircase(
        steps=tuple(
            Step(
                name=name,
                age_from=spec.steps[name].ages[0],
                age_to=spec.steps[name].ages[1],
                at_age_limit=tuple(
                    (to, resolver.number(share)) for to, share in spec.steps[name].at_age_limit.items()
                ),
                places=_places(spec.steps[name].places, resolver),
                together_from=_together_from(scenario, name),
            )
            for name in step_order(scenario)
        ),
        exits=tuple(spec.exits),
        age_borders=tuple(scenario.age_bands),
        groups=tuple(scenario.groups),
    )


def step_order(scenario: Scenario) -> list[str]:
    """Return the names of the steps from the least to the most intrusive."""
    order: list[str] = []
    for name, step in scenario.staircase.steps.items():
        order.insert(order.index(step.after) + 1 if step.after in order else len(order), name)
    return order


def _places(spec: PlacesSpec | None, resolver: Resolver) -> Places | None:
    if spec is None:
        return None
    return Places(
        number=resolver.schedule(spec.number),
        divert_to=spec.divert_to,
        returns=spec.returns,
        first_groups=tuple(spec.first_groups),
        per_household=spec.per == "household",
    )


def _together_from(scenario: Scenario, name: str) -> tuple[str, ...]:
    step = scenario.staircase.steps[name]
    if step.household == "alone":
        return ()
    return tuple(step.together_from) or tuple(other for other in scenario.staircase.steps if other != name)
