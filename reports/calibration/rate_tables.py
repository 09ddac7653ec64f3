"""What a calibration found, for the terminal: for the municipality's own eyes, so nothing is hidden."""

import numpy as np

from calibration.rates.calibrate import Calibration
from calibration.rates.estimate import RateRow
from calibration.totals.fit import FittedTotal, TotalsFit
from language.formatting import DASH, alike, number
from language.messages import mark, say
from reports.shared.cases import step_title
from reports.shared.table import Grid

_SENTENCES = {
    "steps": mark("The steps, {first} to {last}"),
    "step": mark("Step"),
    "child_years": mark("Child-years"),
    "moves": mark("Moves off"),
    "years": mark("Years per stay"),
    "verdict": mark("Basis"),
    "good": mark("good"),
    "thin": mark("thin"),
    "poor": mark("poor"),
    "verdict_note": mark(
        "Good: at least 50 moves off were seen; thin: at least 10. Years per stay are child-years per move."
    ),
    "years_note": mark("Years per stay are child-years per move."),
    "rates": mark("Moves per child-year"),
    "move": mark("From, to, age"),
    "events": mark("Seen"),
    "rate": mark("Rate"),
    "interval": mark("95%"),
    "believed": mark("Pooled"),
    "rates_note": mark(
        "'Pooled' is drawn towards what the age bands have in common, most where little was seen. {changing}"
    ),
    "changing": mark("The chance changes with time on the step for: {moves}."),
    "rules": mark("How rows became lives"),
    "rule": mark("Rule"),
    "times": mark("Times"),
    "split_joined": mark("rows of one service joined"),
    "gap_bridged": mark("gaps of a few days bridged"),
    "overlap_to_highest": mark("several services at once: the highest step counts"),
    "past_age_limit": mark("stays past the step's age limit carried on"),
    "at_age_limit": mark("stays that the age limit ended"),
    "zero_days": mark("rows without a day left out"),
    "after_window": mark("rows after the window left out"),
    "running": mark("rows without an end, still going on"),
    "unknown_age": mark("stays left out of the rates for want of an age"),
}


def calibration_grids(found: Calibration, *, checked: bool = False) -> list[Grid]:
    """Return the rules with what they did, the steps with a verdict, and the rates of the moves seen.

    What has been `checked` has verdicts of its own, and none here.
    """
    return [rules_grid(found), _steps(found, checked=checked), _rates(found)]


def _say(key: str, **facts: object) -> str:
    return say(_SENTENCES[key], **facts)


def rules_grid(found: Calibration) -> Grid:
    """Return how many times each decision was made on the way from rows to lives."""
    rules = found.exposure.histories.rules | {"unknown_age": found.exposure.unknown_age}
    return Grid(
        caption=_say("rules"),
        head=(_say("rule"), _say("times")),
        rows=tuple((_say(rule), number(times)) for rule, times in rules.items() if times),
    )


def _steps(found: Calibration, *, checked: bool) -> Grid:
    lives = found.exposure.histories
    years = found.exposure.child_years().sum(axis=(1, 2))
    moves = found.exposure.events().sum(axis=(1, 2, 3))
    columns = ("step", "child_years", "moves", "years", "verdict")
    rows = [
        (
            step_title(found.study, step.name),
            number(years[i], 1),
            number(moves[i]),
            number(years[i] / moves[i], 1) if moves[i] else DASH,
            _say(found.verdicts[step.name]),
        )
        for i, step in enumerate(lives.staircase.steps)
    ]
    shown = len(columns) - checked
    return Grid(
        caption=_say("steps", first=lives.window.first, last=lives.window.last),
        head=tuple(_say(key) for key in columns[:shown]),
        rows=tuple(row[:shown] for row in rows),
        notes=(_say("years_note" if checked else "verdict_note"),),
    )


def _rates(found: Calibration) -> Grid:
    changing = [
        f"{step_title(found.study, origin)} → {step_title(found.study, to)}"
        for (origin, to), estimate in found.moves.items()
        if estimate.has_shape
    ]
    told = _say("changing", moves=", ".join(changing)) if changing else ""
    return Grid(
        caption=_say("rates"),
        head=tuple(_say(key) for key in ("move", "events", "rate", "interval", "believed")),
        rows=tuple(
            _rate(found, row) for estimate in found.moves.values() for row in estimate.rows if row.events
        ),
        notes=(_say("rates_note", changing=told).strip(),),
    )


def _rate(found: Calibration, row: RateRow) -> tuple[str, ...]:
    age = f", {row.age_band}" if len(found.exposure.bands) > 1 else ""
    return (
        f"{step_title(found.study, row.from_step)} → {step_title(found.study, row.to)}{age}",
        number(row.events),
        number(row.rate_per_year, 3),
        f"{number(row.low, 3)}{DASH}{number(row.high, 3)}",
        number(row.posterior_mean, 3),
    )


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
