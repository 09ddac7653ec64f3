"""What was fitted to totals, as a scenario file to lay over another: its assumptions, and nothing else.

Caveat: the assumptions mean what the fitted scenario makes of them. Laid over a scenario where a factor of
that name multiplies something else, they say nothing.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.rates.assumptions_file import Assumptions, Short, text_of
from calibration.totals.fit import TotalsFit
from language.messages import Fact, Message, in_both
from scenarios.files.forms import Text
from scenarios.format.assumption_use import assumption_limits

Floats = NDArray[np.float64]

_CERTAIN = 0.005
"""Relative spread below which a number is written as known."""
_PERT_SPREADS = 2.645751
"""Standard deviations from the middle to the ends of a symmetric PERT distribution: the root of 7."""


def scenario_file(found: TotalsFit) -> str:
    """Return the text of the file, to lay over the scenario that was fitted or one that builds as it does.

    What has two limits is written as a PERT distribution of the posterior's mean within them, anything else
    as a lognormal; the assumptions are drawn together (`joint`).
    """
    totals = found.totals.form.totals.values()
    sources = tuple(dict.fromkeys(total.source for total in totals))
    made = Assumptions(
        {
            "grade": "published",
            "source": in_both(Message("Fitted to totals: {sources}", sources=Fact(_listed, sources))),
        }
    )
    allowed = assumption_limits(found.totals.study.scenario)
    uncertain = [
        i for i, name in enumerate(found.names) if _written(made, found, i, *allowed[name]) != "value"
    ]
    made.together([found.names[i] for i in uncertain], found.draws[:, uncertain])
    return text_of({"assumptions": made.entries} | ({"joint": made.joint} if made.joint else {}))


def _written(made: Assumptions, found: TotalsFit, number: int, low: float, high: float) -> str:
    """Write one parameter, and return whether by `value` or `distribution`; the other key is taken away."""
    name, drawn = found.names[number], found.draws[:, number]
    before, parameter = found.totals.study.scenario.assumptions[name], found.totals.form.parameters[name]
    unit = before.unit if before.unit.da else Message("factor")
    logs = np.log(drawn)
    if logs.std() < _CERTAIN:
        made.fixed(name, float(np.exp(logs.mean())), unit)
    elif np.isfinite(high):
        made.add(name, _within(low, high, drawn), unit)
    else:
        made.lognormal(name, float(logs.mean()), float(logs.std()), unit)
    key, other = ("value", "distribution") if "value" in made.entries[name] else ("distribution", "value")
    made.entries[name] = {
        "title": in_both(parameter.title),
        **({other: None} if getattr(before, other) is not None else {}),
        **made.entries[name],
        "rationale": _rationale(found, parameter.rationale),
    }
    return key


def _within(low: float, high: float, drawn: Floats) -> dict[str, Any]:
    """Return a PERT distribution between limits with the mean of what was drawn, and nearly its spread."""
    mean, sd = float(drawn.mean()), float(drawn.std())
    least, most = max(low, mean - _PERT_SPREADS * sd), min(high, mean + _PERT_SPREADS * sd)
    mode = float(np.clip((6 * mean - least - most) / 4, least, most))
    return {"kind": "pert", "low": Short(least), "mode": Short(mode), "high": Short(most)}


def _rationale(found: TotalsFit, own: Text) -> dict[str, str]:
    few = Message("{title}: a few figures fix a few ratios only.", title=found.totals.form.title)
    return in_both(Message("{few} {own}", few=few, own=own) if own.da else few)


def _listed(sources: Sequence[Text]) -> str:
    return "; ".join(dict.fromkeys(map(str, sources)))
