"""What a case hangs on, in tables for the terminal and the page.

Caveat: shares, distances and effects are estimates with an interval of their own, and what chance does has a
row by itself. The order is that of importance, except that of the tornado, which is by its own bars.
"""

import numpy as np
from numpy.typing import NDArray

from reports.comparison.tables import Grid
from reports.language.catalogue import texts
from reports.language.sentences import ended
from reports.language.texts_sensitivity import sensitivity_texts
from reports.language.writing import DASH, HARD_SPACE, Scale, number, percent, scale_of
from reports.sensitivity.formatting import (
    balance_words,
    bare_values,
    outcome_scale,
    outcome_words,
    quoted,
    share_range,
    share_words,
    signed,
    title_of,
    title_with_unit,
)
from reports.sensitivity.sentences import drowned
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.break_even import BreakEven, Map
from sensitivity.methods.densities import Densities
from sensitivity.methods.one_at_a_time import Tornado
from sensitivity.methods.screening import Screening
from sensitivity.methods.variance import Indices, Part
from sensitivity.views.optimism import Correction
from sensitivity.views.three_views import Views

Figures = NDArray[np.float64]

MOST_PAIRS = 10
"""Of second order, so many are shown."""

_BEYOND = "…"
"""Stands for an end of an interval that may be out of what was searched."""


def sensitivity_grids(found: Sensitivity, lang: str) -> list[Grid]:
    """Return what matters, what pairs do, the tornado, break-even and the views, as far as there are any."""
    grids = (
        method_grid(found, lang),
        second_grid(found, lang),
        tornado_grid(found, lang),
        balance_grid(found, lang),
        views_grid(found, lang),
    )
    return [grid for grid in grids if grid is not None]


def method_grid(found: Sensitivity, lang: str) -> Grid | None:
    """Return what the method says of each assumption, and of chance; None where that is the tornado."""
    if found.indices is not None:
        return _indices(found, found.indices, lang)
    if found.screening is not None:
        return _screening(found, found.screening, lang)
    return None if found.densities is None else _densities(found, found.densities, lang)


def second_grid(found: Sensitivity, lang: str) -> Grid | None:
    """Return what pairs do together beyond each alone, the largest first; None where it was not asked for."""
    if found.indices is None or not found.indices.pairs:
        return None
    t, second, at = sensitivity_texts(lang), found.indices.second, found.chosen
    order = np.argsort(-np.nan_to_num(second.value[:, at]), kind="stable")
    rows = []
    for i in map(int, order[:MOST_PAIRS]):
        one, other = (_part(found, part, lang) for part in found.indices.pairs[i])
        rows.append((t["pair_names"].format(one=one, other=other), *_share(second[i, at], lang)))
    notes = [t["second_note"]]
    if (left := len(order) - len(rows)) > 0:
        notes.append(t["second_left_out"].format(count=number(left, lang)))
    head = (t["pair"], t["share"], t["interval"])
    return Grid(caption=t["second"], head=head, rows=tuple(rows), notes=tuple(notes))


def tornado_grid(found: Sensitivity, lang: str) -> Grid | None:
    """Return the outcome as each assumption is moved alone; None where nothing was run."""
    t, made, at = sensitivity_texts(lang), found.tornado, found.chosen
    if made is None:
        return None
    middle = float(made.middle[at])
    ends = np.stack([made.at_low[:, at], made.at_high[:, at]], axis=-1) + middle
    scale = outcome_scale(found, [middle, *ends.ravel().tolist()])
    rows = []
    for i in tornado_order(made, at):
        values = bare_values(found, i, (float(made.low_values[i]), float(made.high_values[i])), lang)
        told = (*ends[i].tolist(), float(made.error[i, at]))
        rows.append((title_with_unit(found, i, lang), *values, *(scale.number(x, lang) for x in told)))
    corners = {
        key: signed(scale, value, lang)
        for key, value in (
            ("best", made.best.change),
            ("best_summed", made.best.summed),
            ("worst", made.worst.change),
            ("worst_summed", made.worst.summed),
        )
    }
    return Grid(
        caption=t["tornado"].format(outcome=outcome_words(found, lang), unit=scale.unit(lang)),
        head=(t["assumption"], t["low"], t["high"], t["at_low"], t["at_high"], t["error"]),
        rows=tuple(rows),
        notes=(
            ended(t["tornado_note"].format(middle=scale.amount(middle, lang))),
            t["tornado_corners"].format(**corners),
        ),
    )


def tornado_order(made: Tornado, at: int) -> list[int]:
    """Return the numbers of the assumptions, the longest bar first; `at` is the outcome."""
    swings = np.maximum(np.abs(made.at_low), np.abs(made.at_high))[:, at]
    return [*map(int, np.argsort(-swings, kind="stable"))]


def balance_grid(found: Sensitivity, lang: str) -> Grid | None:
    """Return where the case just pays its way in each assumption; None where it was left out."""
    if not found.crossings:
        return None
    t = sensitivity_texts(lang)
    by_number = {each.assumption: each for each in found.crossings}
    return Grid(
        caption=balance_words(found, lang),
        head=(t["assumption"], t["median"], t["balance"], t["interval"], t["searched"], t["likely"]),
        rows=tuple(_balance(found, by_number[i], lang) for i in found.order if i in by_number),
        notes=(t["balance_note"],),
    )


def map_grid(found: Sensitivity, made: Map, lang: str) -> Grid:
    """Return for each value of one assumption the value of the other at which the case just pays its way."""
    t = sensitivity_texts(lang)
    across = bare_values(found, made.across, made.columns, lang)
    known = [value for value in made.values if value is not None]
    borders = iter(bare_values(found, made.up, known, lang, apart=False))
    return Grid(
        caption=t["map"].format(up=quoted(found, made.up, lang), across=quoted(found, made.across, lang)),
        head=(title_with_unit(found, made.across, lang), title_with_unit(found, made.up, lang)),
        rows=tuple(
            (at, side_words(None if value is None else next(borders), pays_above=above, lang=lang))
            for at, value, above in zip(across, made.values, made.pays_above, strict=True)
        ),
        notes=(t["map_note"],),
    )


def side_words(value: str | None, *, pays_above: bool, lang: str) -> str:
    """Return "fra 1,08" or "op til 1,08", or that it pays all over the range, or nowhere."""
    t = sensitivity_texts(lang)
    if value is None:
        return t["pays_everywhere" if pays_above else "pays_nowhere"]
    return t["from_value" if pays_above else "up_to_value"].format(value=value).replace(" ", HARD_SPACE)


def views_grid(found: Sensitivity, lang: str) -> Grid | None:
    """Return the three views, with what the second and the third rest on; None where they were not run."""
    if found.views is None:
        return None
    t, seen = sensitivity_texts(lang), found.views.views
    scale = scale_of(amount for each in seen for amount in (each.mean_dkk, each.p10_dkk, each.p90_dkk))
    return Grid(
        caption=t["views"].format(unit=scale.unit(lang)),
        head=(t["view"], t["mean"], t["p10"], t["p50"], t["p90"], t["gain_share"], t["error"]),
        rows=tuple(
            (
                t[f"view_{each.name}"],
                *(
                    scale.number(amount, lang)
                    for amount in (each.mean_dkk, each.p10_dkk, each.p50_dkk, each.p90_dkk)
                ),
                percent(each.probability, lang),
                DASH if np.isnan(each.mc_error_dkk) else scale.number(each.mc_error_dkk, lang),
            )
            for each in seen
        ),
        notes=(t["views_note"], *views_rest_on(found.views, lang)),
    )


def views_rest_on(seen: Views, lang: str) -> list[str]:
    """Return what the correction is, and what is taken from elsewhere and what is not."""
    return [_correction(seen.correction, lang), *seen.repeated.sentences(lang)]


def _correction(correction: Correction, lang: str) -> str:
    t = sensitivity_texts(lang)
    grade = texts(lang)[f"grade_{correction.grade}"]
    if not correction.reduction and not correction.delay_years:
        return t["correction_none"].format(grade=grade)
    years = number(correction.delay_years, lang, 0 if correction.delay_years % 1 == 0 else 2)
    return t["correction"].format(
        grade=grade, reduction=percent(correction.reduction, lang), delay=t["years"].format(number=years)
    )


def _indices(found: Sensitivity, indices: Indices, lang: str) -> Grid:
    t, at = sensitivity_texts(lang), found.chosen
    rows = [
        (title_of(found, i, lang), *_share(indices.first[i, at], lang), *_share(indices.total[i, at], lang))
        for i in found.order
    ]
    notes = [t["indices_note"]]
    if drowned(found):
        notes.append(t["indices_drowned"])
    for i, joint in enumerate(found.subject.factors.joints):
        names = "; ".join(title_of(found, member, lang) for member in joint.members)
        together = t["together_row"].format(count=len(joint.members))
        rows.append((together, *_share(indices.together[i, at], lang), DASH, DASH))
        notes.append(t["together_note"].format(names=names))
    replications = number(found.asked.replications, lang)
    rows.append((t["chance_row"].format(replications=replications), *_share(found.chance, lang), DASH, DASH))
    return Grid(
        caption=t["indices"].format(outcome=outcome_words(found, lang)),
        head=(t["assumption"], t["alone"], t["interval"], t["in_all"], t["interval"]),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _screening(found: Sensitivity, made: Screening, lang: str) -> Grid:
    t, at = sensitivity_texts(lang), found.chosen
    scale = outcome_scale(found, made.mu_star.value[:, at].tolist())
    rows = []
    for i in found.order:
        value, low, high = made.mu_star[i, at]
        rest = (float(made.mu[i, at]), float(made.sigma[i, at]), float(made.noise[i, at]))
        told = _number(scale, value, lang), _range(scale, low, high, lang)
        rows.append((title_of(found, i, lang), *told, *(_number(scale, x, lang) for x in rest)))
    rows.append((t["chance_row_measured"], *_share(found.chance, lang), DASH, DASH, DASH))
    return Grid(
        caption=t["screening"].format(unit=scale.unit(lang)),
        head=(t["assumption"], t["mu_star"], t["interval"], t["mu"], t["sigma"], t["by_chance"]),
        rows=tuple(rows),
        notes=(t["screening_note"], *([t["indices_drowned"]] if drowned(found) else [])),
    )


def _densities(found: Sensitivity, made: Densities, lang: str) -> Grid:
    t = sensitivity_texts(lang)
    rows = []
    for i in found.order:
        value, low, high = (float(max(x, 0.0)) for x in made.distance[i])
        told = number(value, lang, 2), f"{number(low, lang, 2)}{DASH}{number(high, lang, 2)}"
        rows.append((title_of(found, i, lang), *told))
    rows.append((t["chance_row_mean"], share_words(found.chance[0], lang), DASH))
    return Grid(
        caption=t["densities"].format(outcome=outcome_words(found, lang)),
        head=(t["assumption"], t["distance"], t["interval"]),
        rows=tuple(rows),
        notes=(t["densities_note"], *([t["indices_drowned"]] if drowned(found) else [])),
    )


def _balance(found: Sensitivity, crossing: BreakEven, lang: str) -> tuple[str, ...]:
    i, value = crossing.assumption, crossing.value
    assumption = found.subject.factors.assumptions[i]
    ends = (crossing.low, crossing.high)
    median = assumption.quantile(0.5)
    if value is None:
        middle, low, high = bare_values(found, i, (median, *ends), lang)
        at, likely, between = None, DASH, DASH
    else:
        known = [end for end in (crossing.value_low, crossing.value_high) if end is not None]
        middle, low, high, at, *others = bare_values(found, i, (median, *ends, value, *known), lang)
        words = iter(others)
        below = _share_below(found, i, value)
        likely = share_words(1 - below if crossing.pays_above else below, lang)
        sides = (crossing.value_low, crossing.value_high)
        between = DASH.join(_BEYOND if end is None else next(words) for end in sides)
    told = side_words(at, pays_above=crossing.pays_above, lang=lang)
    return title_with_unit(found, i, lang), middle, told, between, f"{low}{DASH}{high}", likely


def _share_below(found: Sensitivity, number_: int, value: float) -> float:
    distribution = found.subject.factors.assumptions[number_].distribution
    return float("nan") if distribution is None else float(distribution.law.cdf(value))


def _part(found: Sensitivity, part: Part, lang: str) -> str:
    if len(part.members) == 1:
        return title_of(found, part.members[0], lang)
    return sensitivity_texts(lang)["together_row"].format(count=len(part.members))


def _share(spread: tuple[float, float, float], lang: str) -> tuple[str, str]:
    value, low, high = spread
    return share_words(value, lang), share_range(low, high, lang) if not np.isnan(value) else DASH


def _number(scale: Scale, value: float, lang: str) -> str:
    return DASH if np.isnan(value) else scale.number(value, lang)


def _range(scale: Scale, low: float, high: float, lang: str) -> str:
    if np.isnan(low) or np.isnan(high):
        return DASH
    return HARD_SPACE.join((scale.number(low, lang), DASH, scale.number(high, lang)))
