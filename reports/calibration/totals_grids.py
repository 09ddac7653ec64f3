"""A fit to published totals as tables: the totals as published and as fitted, and what moved to meet them."""

import numpy as np

from calibration.totals.fit import FittedTotal, TotalsFit
from language.formatting import DASH, alike, number
from language.messages import mark, say
from reports.comparison.tables import Grid


def totals_grids(fitted: TotalsFit) -> list[Grid]:
    """Return the totals and the parameters, each with what is known and how well."""
    return [_totals(fitted), _parameters(fitted)]


def _totals(fitted: TotalsFit) -> Grid:
    head = (
        mark("Figure"),
        mark("Published"),
        mark("Error"),
        mark("Fitted"),
        mark("Spread"),
        mark("Distance"),
    )
    return Grid(
        caption=say("The totals"),
        head=tuple(say(key) for key in head),
        rows=tuple(
            (
                str(row.title) if row.is_count else f"{row.title!s} (%)",
                *(_amount(row, value) for value in (row.published, row.error, row.fitted, row.fitted_sd)),
                number(row.z, 1),
            )
            for row in fitted.rows
        ),
        notes=(
            say(
                "Error: the uncertainty (standard error) that chance, rounding and definition "
                "give what was published. Spread: that of the fitted itself. Distance: fitted "
                "minus published, in errors."
            ),
        ),
    )


def _amount(row: FittedTotal, value: float) -> str:
    """Return a number of children in whole ones, a share in per cent with two decimals."""
    return number(value) if row.is_count else number(100 * value, 2)


def _parameters(fitted: TotalsFit) -> Grid:
    levers = fitted.totals.form.parameters
    low, high = np.quantile(fitted.draws, [0.05, 0.95], axis=0).tolist()
    rows = []
    for i, name in enumerate(fitted.names):
        prior = levers[name].prior
        rows.append(
            (
                str(levers[name].title) or name,
                DASH.join(alike((prior.p05, prior.p95))),
                number(float(fitted.mean[i]), 2),
                DASH.join((number(low[i], 2), number(high[i], 2))),
            )
        )
    return Grid(
        caption=say("What could be moved to meet them"),
        head=tuple(say(key) for key in (mark("Factor or shape"), mark("Before"), mark("After"), mark("90%"))),
        rows=tuple(rows),
        notes=(
            say(
                "Before: what was believed, 9 times in 10. After: mean, and where 9 in 10 draws "
                "lie. A factor of 1 is the scenario's own number; a shape of 1 is a chance that "
                "does not change with time on the step. All else in the scenario is taken for "
                "granted."
            ),
        ),
    )
