"""Which limits for central reimbursement a scenario uses."""

from model.results.reimbursement import LIMITS, Limits, limits_for
from scenarios.format.schema import Scenario


def reimbursement_limits(scenario: Scenario) -> Limits:
    """Return the newest limits known at the start date: the scenario's own, or the shipped ones.

    Raises ValueError when none are known that early.
    """
    own = {} if scenario.reimbursement is None else scenario.reimbursement.limits
    table = [limits for limits in LIMITS if limits.year not in own]
    table += [
        Limits(year=year, dkk=(low, middle, high), source=scenario.municipality.name, certain=True)
        for year, (low, middle, high) in own.items()
    ]
    return limits_for(scenario.start.year, tuple(sorted(table, key=lambda limits: limits.year)))
