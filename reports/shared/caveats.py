"""What the model cannot tell of a scenario, whatever is asked of it."""

from collections.abc import Iterable

from reports.language.catalogue import texts
from scenarios.format.study import Study
from scenarios.reading.notes import warnings


def caveats_of(study: Study, cases: Iterable[str], lang: str) -> list[str]:
    """Return what holds for a scenario and some of its cases, what reading warned of, and what they say."""
    t, scenarios = texts(lang), (study.scenario, *(study.case(name) for name in cases))
    caveats = []
    if any(scenario.reimbursement is not None for scenario in scenarios):
        caveats.append(t["caveat_household"])
    if study.scenario.start.month != 1:
        caveats.append(t["caveat_partial_years"])
    warned = [f"{warning[0].upper()}{warning[1:]}." for warning in warnings(study, lang)]
    told = [caveat.in_language(lang) for scenario in scenarios for caveat in scenario.caveats]
    return [*caveats, *warned, *dict.fromkeys(told)]
