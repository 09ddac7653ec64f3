"""Check the sound parts of a scenario against each other, though other parts of it are faulty.

Otherwise a misspelt key would hide that an age fits no age band until the key is mended.
"""

from datetime import date
from typing import Any

from pydantic import ValidationError

from scenarios.files.yaml_tree import Located
from scenarios.format.schema import Scenario
from scenarios.reading.checks.cross_checks import cross_check
from scenarios.reading.checks.problem import Problem
from scenarios.reading.number_marks import with_marks

_STAND_INS: dict[str, Any] = {"title": "", "start": date(2027, 1, 1), "years": 60}
"""For what no scenario can do without and what little hangs on."""
_BY_ABSENCE = (
    *("factor_on_nothing", "missing", "no_limits", "nothing_to_review", "reviews_nobody", "slots_missing"),
    "sums_to_one",
)
"""Problems that the absence of a faulty part may make."""
_BY_STAND_INS = ("after_horizon", "date_outside")
_BY_STEPS = ("target_not_admitting", "not_admitted", "divert_ring", "divert_to_line")
"""Problems that a step without its faulty part may make."""
_BY_AGE_BANDS = ("age_not_border", "not_admitted")
"""Problems that the age bands make that stand in for faulty ones."""
_ROUNDS = 20


def problems_despite_faults(tree: Located, errors: ValidationError, context: dict[str, Any]) -> list[Problem]:
    """Return the problems between the sound parts of a scenario that has `errors`.

    A faulty number is replaced by a sound one, anything else dropped with the smallest part that needs it.
    None are found when too much has to go.
    """
    rest = tree.plain()
    silent = set(_BY_ABSENCE)
    for _ in range(_ROUNDS):
        for error in errors.errors():
            for loc in error.get("ctx", {}).get("at", [error["loc"]]):
                silent.update(_BY_STEPS if loc[:1] == ("staircase",) else ())
                silent.update(_BY_AGE_BANDS if loc[:1] == ("age_bands",) else ())
                _mend(rest, loc[:-1] if error["type"] == "missing" else loc, error.get("ctx", {}))
        for key, value in _STAND_INS.items():
            if key not in rest:
                rest[key] = value
                silent.update(_BY_STAND_INS)
        try:
            scenario = with_marks(Scenario.model_validate(rest, context=context), tree)
        except ValidationError as left:
            errors = left
        else:
            return [problem for problem in cross_check(scenario) if problem.kind not in silent]
    return []


def _mend(rest: dict[str, Any], loc: tuple[int | str, ...], facts: dict[str, Any]) -> None:
    """Put a sound number at the end of the way along `loc`, or take away the deepest value on it."""
    holder: Any = None
    last: Any = None
    node: Any = rest
    for part in loc:
        if isinstance(node, dict):
            key = next((key for key in node if str(part) in (str(key), repr(key))), None)
            if key is None:
                continue
            holder, last, node = node, key, node[key]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            holder, last, node = node, part, node[part]
    if holder is None:
        return
    if "low" in facts and "high" in facts:
        holder[last] = min(max(1, facts["low"]), facts["high"])
    else:
        del holder[last]
