"""Write a fit to totals as a scenario file of its assumptions alone, and as figures for JSON.

Caveat. The assumptions have the meaning that the fitted scenario gives them. Over a scenario in which a
factor of that name multiplies something else, they are meaningless.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from calibration.calibrated_file.assumptions_file import Assumptions, SixDigits, text_of
from calibration.totals.fit import TotalsFit
from language.messages import Fact, Message, in_both
from model.arithmetic.functions import exp, log
from model.world.arrays import Floats
from scenarios.files.forms import Text
from scenarios.format.assumption_use import assumption_limits

_CERTAIN = 0.005
"""Relative spread below which a number is written as known."""
_PERT_SPREADS = 2.645751
"""Standard deviations from the middle to the ends of a symmetric PERT distribution: the root of 7."""


def scenario_file(fitted: TotalsFit) -> str:
    """Return the text of the file, to lay over the scenario that was fitted or one that builds as it does.

    A parameter with two limits is written as a PERT distribution with the posterior's mean, any other as a
    lognormal; the assumptions are drawn together (`joint`).
    """
    totals = fitted.totals.form.totals.values()
    sources = tuple(dict.fromkeys(total.source for total in totals))
    assumptions = Assumptions(
        {
            "grade": "published",
            "source": in_both(Message("Fitted to totals: {sources}", sources=Fact(_listed, sources))),
        }
    )
    allowed = assumption_limits(fitted.totals.study.scenario)
    uncertain = [
        i
        for i, name in enumerate(fitted.names)
        if _written(assumptions, fitted, i, *allowed[name]) != "value"
    ]
    assumptions.together([fitted.names[i] for i in uncertain], fitted.draws[:, uncertain])
    return text_of(
        {"assumptions": assumptions.entries} | ({"joint": assumptions.joint} if assumptions.joint else {})
    )


def _written(assumptions: Assumptions, fitted: TotalsFit, number: int, low: float, high: float) -> str:
    """Write one parameter, and return its key, `value` or `distribution`; the other is removed."""
    name, drawn = fitted.names[number], fitted.draws[:, number]
    before, parameter = fitted.totals.study.scenario.assumptions[name], fitted.totals.form.parameters[name]
    unit = before.unit if before.unit.da else Message("factor")
    logs = log(drawn)
    if logs.std() < _CERTAIN:
        assumptions.fixed(name, float(exp(logs.mean())), unit)
    elif np.isfinite(high):
        assumptions.add(name, _within(low, high, drawn), unit)
    else:
        assumptions.lognormal(name, float(logs.mean()), float(logs.std()), unit)
    key, other = (
        ("value", "distribution") if "value" in assumptions.entries[name] else ("distribution", "value")
    )
    assumptions.entries[name] = {
        "title": in_both(parameter.title),
        **({other: None} if getattr(before, other) is not None else {}),
        **assumptions.entries[name],
        "rationale": _rationale(fitted, parameter.rationale),
    }
    return key


def _within(low: float, high: float, drawn: Floats) -> dict[str, Any]:
    """Return a PERT distribution between limits with the mean of the draws, and nearly their spread."""
    mean, sd = float(drawn.mean()), float(drawn.std())
    least, most = max(low, mean - _PERT_SPREADS * sd), min(high, mean + _PERT_SPREADS * sd)
    mode = float(np.clip((6 * mean - least - most) / 4, least, most))
    return {"kind": "pert", "low": SixDigits(least), "mode": SixDigits(mode), "high": SixDigits(most)}


def _rationale(fitted: TotalsFit, own: Text) -> dict[str, str]:
    few = Message("{title}: a few figures fix a few ratios only.", title=fitted.totals.form.title)
    return in_both(Message("{few} {own}", few=few, own=own) if own.da else few)


def _listed(sources: Sequence[Text]) -> str:
    return "; ".join(dict.fromkeys(map(str, sources)))


def totals_document(fitted: TotalsFit) -> dict[str, Any]:
    """Return the totals and the parameters, in the order of the file, and the quality of the fit.

    Shares are shares and not per cent; `p05` and `p95` hold nine draws in ten.
    """
    low, high = np.quantile(fitted.draws, [0.05, 0.95], axis=0).tolist()
    return {
        "totals": [
            {
                "name": row.name,
                "published": row.published,
                "error": row.error,
                "fitted": row.fitted,
                "fitted_sd": row.fitted_sd,
                "z": row.z,
            }
            for row in fitted.rows
        ],
        "parameters": [
            {
                "name": name,
                "prior_p05": fitted.totals.form.parameters[name].prior.p05,
                "prior_p95": fitted.totals.form.parameters[name].prior.p95,
                "mean": float(fitted.mean[i]),
                "sd": float(fitted.sd[i]),
                "p05": low[i],
                "p95": high[i],
            }
            for i, name in enumerate(fitted.names)
        ],
        "misfit_probability": fitted.probability,
        "contradicts": fitted.contradicts,
        "effective_share": fitted.effective_share,
        "verdict": fitted.verdict(),
    }
