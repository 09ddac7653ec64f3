"""What a user should know about a scenario that is not wrong."""

from language.messages import say
from scenarios.building.reimbursement_limits import reimbursement_limits
from scenarios.format.study import Study


def warnings(study: Study) -> list[str]:
    """Return one sentence for each thing to know."""
    told = [str(note) for note in study.notes]
    scenario = study.scenario
    if scenario.reimbursement is None:
        return told
    known = reimbursement_limits(scenario).year
    if known == scenario.start.year:
        return told
    old = say(
        "the limits for central reimbursement in {start} are not known; those of {known} are used at the "
        "price level of the calculation. Add newer ones under reimbursement.limits",
        start=scenario.start.year,
        known=known,
    )
    return [*told, old]
