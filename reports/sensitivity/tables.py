"""Tabulate a sensitivity analysis: tornado, break-even, maps and three views.

Rows are in order of importance, except in the tornado, which is ordered by its own bars.
"""

import numpy as np

from language.formatting import DASH, HARD_SPACE, ended, number, percent, scale_of
from language.messages import mark, say
from reports.sensitivity.formatting import (
    balance_words,
    bare_values,
    outcome_scale,
    outcome_words,
    quoted,
    share_words,
    signed,
    title_with_unit,
)
from reports.sensitivity.importance_tables import method_grid, second_grid
from reports.shared.basis import GRADE
from reports.shared.table import Grid
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.break_even import BreakEven, Map
from sensitivity.methods.one_at_a_time import Tornado
from sensitivity.views.optimism import Correction
from sensitivity.views.three_views import Views

_VIEW = {
    "raw": mark("As the scenario says"),
    "corrected": mark("After a correction for optimism"),
    "repeated": mark("Only what other places have repeated"),
}
_BEYOND = "…"
"""Stands for an end of an interval that may be out of what was searched."""


def sensitivity_grids(analysis: Sensitivity) -> list[Grid]:
    """Return the tables for a terminal, as far as they were computed."""
    grids = (
        method_grid(analysis),
        second_grid(analysis),
        tornado_grid(analysis),
        balance_grid(analysis),
        views_grid(analysis),
    )
    return [grid for grid in grids if grid is not None]


def tornado_grid(analysis: Sensitivity) -> Grid | None:
    """Return the outcome as each assumption moves alone; None where the tornado was not run."""
    tornado, at = analysis.tornado, analysis.chosen
    if tornado is None:
        return None
    middle = float(tornado.middle[at])
    ends = np.stack([tornado.at_low[:, at], tornado.at_high[:, at]], axis=-1) + middle
    scale = outcome_scale(analysis, [middle, *ends.ravel().tolist()])
    rows = []
    for i in tornado_order(tornado, at):
        values = bare_values(analysis, i, (float(tornado.low_values[i]), float(tornado.high_values[i])))
        numbers = (*ends[i].tolist(), float(tornado.error[i, at]))
        rows.append((title_with_unit(analysis, i), *values, *(scale.number(x) for x in numbers)))
    corners = {
        key: signed(scale, value)
        for key, value in (
            ("best", tornado.best.change),
            ("best_summed", tornado.best.summed),
            ("worst", tornado.worst.change),
            ("worst_summed", tornado.worst.summed),
        )
    }
    return Grid(
        caption=say(
            "One assumption at a time: {outcome}, {unit}", outcome=outcome_words(analysis), unit=scale.unit()
        ),
        head=(say("Assumption"), say("Low"), say("High"), say("At low"), say("At high"), say("Uncertain")),
        rows=tuple(rows),
        notes=(
            ended(
                say(
                    "Low and high: 10 and 90% of the assumption's distribution. All else stands "
                    "in the middle of its range; the result is then {middle}. Error: standard "
                    "error of the largest change.",
                    middle=scale.amount(middle),
                )
            ),
            say(
                "With all moved to the best at once, the result changes by {best} (one by one "
                "{best_summed} in all); to the worst, by {worst} (one by one {worst_summed} in "
                "all). The difference is interplay.",
                **corners,
            ),
        ),
    )


def tornado_order(tornado: Tornado, at: int) -> list[int]:
    """Return the indices of assumptions, the longest bar first; `at` is that of the outcome."""
    swings = np.maximum(np.abs(tornado.at_low), np.abs(tornado.at_high))[:, at]
    return [*map(int, np.argsort(-swings, kind="stable"))]


def balance_grid(analysis: Sensitivity) -> Grid | None:
    """Return the break-even value of each assumption; None where it was left out."""
    if not analysis.crossings:
        return None
    by_number = {each.assumption: each for each in analysis.crossings}
    return Grid(
        caption=balance_words(analysis),
        head=(
            say("Assumption"),
            say("Middle of the scenario"),
            say("Just pays"),
            say("95%"),
            say("Searched"),
            say("So often in the scenario"),
        ),
        rows=tuple(_balance(analysis, by_number[i]) for i in analysis.order if i in by_number),
        notes=(
            say(
                "One assumption at a time is taken as certain, while the others are as uncertain "
                "as they are. “Everywhere”: whatever the value within what was searched. "
                "“Nowhere”: the assumption cannot do it alone. 95%: what other draws might have "
                "given; … is beyond what was searched. So often in the scenario: how often the "
                "scenario itself counts on a value on that side."
            ),
        ),
    )


def map_grid(analysis: Sensitivity, balance: Map) -> Grid:
    """Return the break-even value of one assumption for each value of another."""
    across = bare_values(analysis, balance.across, balance.columns)
    known = [value for value in balance.values if value is not None]
    borders = iter(bare_values(analysis, balance.up, known, apart=False))
    return Grid(
        caption=say(
            "{up} when {across} is known",
            up=quoted(analysis, balance.up),
            across=quoted(analysis, balance.across),
        ),
        head=(title_with_unit(analysis, balance.across), title_with_unit(analysis, balance.up)),
        rows=tuple(
            (at, side_words(None if value is None else next(borders), pays_above=above))
            for at, value, above in zip(across, balance.values, balance.pays_above, strict=True)
        ),
        notes=(say("At each value of the first assumption the other is set where it just pays."),),
    )


def side_words(value: str | None, *, pays_above: bool) -> str:
    """Return "fra 1,08" or "op til 1,08", or that the case pays everywhere or nowhere."""
    if value is None:
        return say("everywhere") if pays_above else say("nowhere")
    return say(mark("from {value}") if pays_above else mark("up to {value}"), value=value).replace(
        " ", HARD_SPACE
    )


def views_grid(analysis: Sensitivity) -> Grid | None:
    """Return the three views and what they rest on; None where they were not run."""
    if analysis.views is None:
        return None
    seen = analysis.views.views
    scale = scale_of(amount for each in seen for amount in (each.mean_dkk, each.p10_dkk, each.p90_dkk))
    return Grid(
        caption=say(
            "The whole gain of the case for the municipality in three ways, present value, {unit}",
            unit=scale.unit(),
        ),
        head=(
            say("Worked out"),
            say("Mean"),
            say("10%"),
            say("Middle"),
            say("90%"),
            say("Share that gains"),
            say("Uncertain"),
        ),
        rows=tuple(
            (
                say(_VIEW[each.name]),
                *(
                    scale.number(amount)
                    for amount in (each.mean_dkk, each.p10_dkk, each.p50_dkk, each.p90_dkk)
                ),
                percent(each.probability),
                DASH if np.isnan(each.mc_error_dkk) else scale.number(each.mc_error_dkk),
            )
            for each in seen
        ),
        notes=(
            say(
                "10% and 90%: in 8 of 10 runs the gain is in between. The three are worked out "
                "with the same draws and the same luck. Error: standard error of the mean."
            ),
            *views_rest_on(analysis.views),
        ),
    )


def views_rest_on(seen: Views) -> list[str]:
    """Return the correction in words, and what the third view takes from elsewhere."""
    return [_correction(seen.correction), *seen.repeated.sentences()]


def _correction(correction: Correction) -> str:
    grade = say(GRADE[correction.grade])
    if not correction.reduction and not correction.delay_years:
        return say(
            "The correction follows the least firm ground that the effects of the case rest on: "
            "{grade}. With that ground nothing is taken off.",
            grade=grade,
        )
    years = number(correction.delay_years, 0 if correction.delay_years % 1 == 0 else 2)
    return say(
        "The correction follows the least firm ground that the effects of the case rest on: "
        "{grade}. Gains are reduced by {reduction} and come {delay} later; spending stands as it "
        "is.",
        grade=grade,
        reduction=percent(correction.reduction),
        delay=say("{number} years", number=years),
    )


def _balance(analysis: Sensitivity, crossing: BreakEven) -> tuple[str, ...]:
    i, value = crossing.assumption, crossing.value
    assumption = analysis.subject.factors.assumptions[i]
    ends = (crossing.low, crossing.high)
    median = assumption.quantile(0.5)
    if value is None:
        middle, low, high = bare_values(analysis, i, (median, *ends))
        at, likely, between = None, DASH, DASH
    else:
        known = [end for end in (crossing.value_low, crossing.value_high) if end is not None]
        middle, low, high, at, *others = bare_values(analysis, i, (median, *ends, value, *known))
        words = iter(others)
        below = _share_below(analysis, i, value)
        likely = share_words(1 - below if crossing.pays_above else below)
        sides = (crossing.value_low, crossing.value_high)
        between = DASH.join(_BEYOND if end is None else next(words) for end in sides)
    side = side_words(at, pays_above=crossing.pays_above)
    return title_with_unit(analysis, i), middle, side, between, f"{low}{DASH}{high}", likely


def _share_below(analysis: Sensitivity, number_: int, value: float) -> float:
    distribution = analysis.subject.factors.assumptions[number_].distribution
    return float("nan") if distribution is None else float(distribution.law.cdf(value))
