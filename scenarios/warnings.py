"""What a user should know about a scenario that is not wrong."""

from scenarios.reimbursement_limits import reimbursement_limits
from scenarios.study import Study


def warnings(study: Study, lang: str) -> list[str]:
    """Return one sentence for each thing to know, in `lang` ("da" or "en")."""
    scenario = study.scenario
    if scenario.reimbursement is None:
        return []
    limits = reimbursement_limits(scenario)
    if limits.year == scenario.start.year:
        return []
    if lang == "en":
        return [
            f"the limits for central reimbursement in {scenario.start.year} are not known; those of {limits.year} "
            "are used at the price level of the calculation. Add newer ones under reimbursement.limits"
        ]
    return [
        f"grænserne for central refusion i {scenario.start.year} kendes ikke; {limits.year}-grænserne er brugt "
        "i beregningens prisniveau. Tilføj nyere under reimbursement.limits"
    ]
