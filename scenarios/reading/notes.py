"""What a user should know about a scenario that is not wrong."""

from scenarios.building.reimbursement_limits import reimbursement_limits
from scenarios.format.study import Study

_OLD_LIMITS = {
    "da": (
        "grænserne for central refusion i {start} kendes ikke; {known}-grænserne er brugt i beregningens "
        "prisniveau. Tilføj nyere under reimbursement.limits"
    ),
    "en": (
        "the limits for central reimbursement in {start} are not known; those of {known} are used at the "
        "price level of the calculation. Add newer ones under reimbursement.limits"
    ),
}


def warnings(study: Study, lang: str) -> list[str]:
    """Return one sentence for each thing to know, in `lang` ("da" or "en")."""
    told = [note.in_language(lang) for note in study.notes]
    scenario = study.scenario
    if scenario.reimbursement is None:
        return told
    known = reimbursement_limits(scenario).year
    if known == scenario.start.year:
        return told
    return [*told, _OLD_LIMITS[lang].format(start=scenario.start.year, known=known)]
