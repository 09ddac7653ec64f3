"""A fit to published totals as tables: the totals as published and as fitted, and what moved to meet them."""

import numpy as np

from calibration.totals.fit import FittedTotal, TotalsFit
from reports.comparison.tables import Grid
from reports.language.texts_checks import check_texts
from reports.language.writing import DASH, alike, number


def totals_grids(fitted: TotalsFit, lang: str) -> list[Grid]:
    """Return the totals and the parameters, each with what is known and how well."""
    return [_totals(fitted, lang), _parameters(fitted, lang)]


def _totals(fitted: TotalsFit, lang: str) -> Grid:
    t = check_texts(lang)
    head = ("total", "published", "error", "fitted", "spread", "distance")
    return Grid(
        caption=t["totals_caption"],
        head=tuple(t[key] for key in head),
        rows=tuple(
            (
                row.title.in_language(lang) if row.is_count else f"{row.title.in_language(lang)} (%)",
                *(
                    _amount(row, value, lang)
                    for value in (row.published, row.error, row.fitted, row.fitted_sd)
                ),
                number(row.z, lang, 1),
            )
            for row in fitted.rows
        ),
        notes=(t["totals_note"],),
    )


def _amount(row: FittedTotal, value: float, lang: str) -> str:
    """Return a number of children in whole ones, a share in per cent with two decimals."""
    return number(value, lang) if row.is_count else number(100 * value, lang, 2)


def _parameters(fitted: TotalsFit, lang: str) -> Grid:
    t, levers = check_texts(lang), fitted.totals.form.parameters
    low, high = np.quantile(fitted.draws, [0.05, 0.95], axis=0).tolist()
    rows = []
    for i, name in enumerate(fitted.names):
        prior = levers[name].prior
        rows.append(
            (
                levers[name].title.in_language(lang) or name,
                DASH.join(alike((prior.p05, prior.p95), lang)),
                number(float(fitted.mean[i]), lang, 2),
                DASH.join((number(low[i], lang, 2), number(high[i], lang, 2))),
            )
        )
    return Grid(
        caption=t["parameters_caption"],
        head=tuple(t[key] for key in ("parameter", "before", "after", "interval")),
        rows=tuple(rows),
        notes=(t["parameters_note"],),
    )
