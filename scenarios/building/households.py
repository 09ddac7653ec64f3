"""Build the households that children come in."""

from model.world.households import Households
from model.world.planned_stays import Length
from model.world.staircase import DAYS_PER_MONTH
from scenarios.building.draws import Resolver
from scenarios.format.schema import Scenario
from scenarios.format.stays import points_of


def build_households(scenario: Scenario, resolver: Resolver) -> Households | None:
    """Return the households of a scenario under one draw; None where each child comes alone."""
    spec = scenario.households
    if spec is None:
        return None
    shares, months = points_of(spec.apart_months)
    sizes = {size: resolver.number(share) for size, share in spec.size.items()}
    return Households(
        sizes=tuple(sizes.get(size, 0.0) for size in range(1, max(sizes) + 1)),
        together=resolver.number(spec.arrive_together),
        apart=Length(shares=shares, days=tuple(number * DAYS_PER_MONTH for number in months)),
    )
