"""What the model cannot tell of a scenario, whatever is asked of it."""

from collections.abc import Iterable

from language.messages import say
from scenarios.format.study import Study
from scenarios.reading.notes import warnings


def caveats_of(study: Study, cases: Iterable[str]) -> list[str]:
    """Return what holds for a scenario and some of its cases, what reading warned of, and what they say."""
    scenarios = (study.scenario, *(study.case(name) for name in cases))
    caveats = []
    if any(scenario.reimbursement is not None for scenario in scenarios):
        caveats.append(
            say(
                "Each simulated child counts as its own household. The costs of siblings are "
                "therefore not added together, and the central reimbursement of very expensive "
                "cases comes out slightly too small."
            )
        )
    if study.scenario.start.month != 1:
        caveats.append(
            say(
                "The first and the last budget year are only partly in the calculation. Their "
                "numbers are not scaled up to whole years."
            )
        )
    warned = [f"{warning[0].upper()}{warning[1:]}." for warning in warnings(study)]
    told = [str(caveat) for scenario in scenarios for caveat in scenario.caveats]
    return [*caveats, *warned, *dict.fromkeys(told)]
