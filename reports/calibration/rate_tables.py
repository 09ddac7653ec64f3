"""Tabulate rates, steps and decisions of a calibration, and a fit to published totals.

For the municipality's own eyes: small counts are not hidden.
"""

import numpy as np

from calibration.rates.calibrate import Calibration
from calibration.rates.estimate import RateRow
from calibration.totals.fit import FittedTotal, TotalsFit
from language.formatting import DASH, alike, count, number
from language.messages import mark, say
from reports.calibration.check_tables import GRADE
from reports.shared.cases import step_title
from reports.shared.table import Grid

_RULES = {
    "split_joined": mark("rows of one service joined"),
    "gap_bridged": mark("gaps of a few days bridged"),
    "overlap_to_highest": mark("several services at once: the highest step counts"),
    "past_age_limit": mark("stays past the step's age limit carried on"),
    "at_age_limit": mark("stays that the age limit ended"),
    "zero_days": mark("rows of zero days, which are no stays"),
    "exit_assumed": mark("stays of which no row says where the child went: the first way out"),
    "after_window": mark("rows after the window left out"),
    "running": mark("rows without an end, still going on"),
    "unknown_age": mark("stays left out of the rates for want of an age"),
}


def calibration_grids(calibration: Calibration, *, checked: bool = False) -> list[Grid]:
    """Return decisions on rows, the steps with a verdict, and the observed rates.

    A calibration that is `checked` has verdicts of its own, and none here.
    """
    return [rules_grid(calibration), _steps(calibration, checked=checked), _rates(calibration)]


def rules_grid(calibration: Calibration) -> Grid:
    """Return how many times each rule was applied on the way from rows to lives."""
    rules = calibration.exposure.histories.rules | {"unknown_age": calibration.exposure.unknown_age}
    return Grid(
        caption=say("How rows became lives"),
        head=(say("Rule"), say("Times")),
        rows=tuple((say(_RULES[rule]), count(times)) for rule, times in rules.items() if times),
    )


def _steps(calibration: Calibration, *, checked: bool) -> Grid:
    lives = calibration.exposure.histories
    years = calibration.exposure.child_years().sum(axis=(1, 2))
    moves = calibration.exposure.events().sum(axis=(1, 2, 3))
    grown = calibration.exposure.grown
    head = (
        *(say("Step"), say("Child-years"), say("Moves off"), say("At the age limit")),
        *(say("Years per stay"), say("Basis")),
    )
    rows = [
        (
            step_title(calibration.study, step.name),
            number(years[i], 1),
            number(moves[i]),
            number(grown[i]),
            number(years[i] / (moves[i] + grown[i]), 1) if moves[i] + grown[i] else DASH,
            say(GRADE[calibration.verdicts[step.name]]),
        )
        for i, step in enumerate(lives.staircase.steps)
    ]
    shown = len(head) - checked
    note = (
        say("Years per stay are child-years per stay that ended, by a move or at the age limit.")
        if checked
        else say(
            "Good: at least 50 moves off were seen; thin: at least 10. "
            "Years per stay are child-years per stay that ended, by a move or at the age limit."
        )
    )
    return Grid(
        caption=say("The steps, {first} to {last}", first=lives.window.first, last=lives.window.last),
        head=head[:shown],
        rows=tuple(row[:shown] for row in rows),
        notes=(note,),
    )


def _rates(calibration: Calibration) -> Grid:
    changing = [
        f"{step_title(calibration.study, origin)} → {step_title(calibration.study, to)}"
        for (origin, to), estimate in calibration.moves.items()
        if estimate.has_shape
    ]
    sentence = (
        say("The chance changes with time on the step for: {moves}.", moves=", ".join(changing))
        if changing
        else ""
    )
    return Grid(
        caption=say("Moves per child-year"),
        head=(say("From, to, age"), say("Seen"), say("Rate"), say("95%"), say("Pooled")),
        rows=tuple(
            _rate(calibration, row)
            for estimate in calibration.moves.values()
            for row in estimate.rows
            if row.events
        ),
        notes=(
            say(
                "'Pooled' is drawn towards what the age bands have in common, most where little was "
                "seen. {changing}",
                changing=sentence,
            ).strip(),
        ),
    )


def _rate(calibration: Calibration, row: RateRow) -> tuple[str, ...]:
    age = f", {row.age_band}" if len(calibration.exposure.bands) > 1 else ""
    return (
        f"{step_title(calibration.study, row.from_step)} → {step_title(calibration.study, row.to)}{age}",
        number(row.events),
        number(row.rate_per_year, 3),
        f"{number(row.low, 3)}{DASH}{number(row.high, 3)}",
        number(row.posterior_mean, 3),
    )


def totals_grids(fitted: TotalsFit) -> list[Grid]:
    """Return totals and parameters, each before and after the fit with its uncertainty."""
    return [_totals(fitted), _parameters(fitted)]


def _totals(fitted: TotalsFit) -> Grid:
    return Grid(
        caption=say("The totals"),
        head=(say("Figure"), say("Published"), say("Error"), say("Fitted"), say("Spread"), say("Distance")),
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
    """Return children as a whole number, a share in per cent with two decimals."""
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
        head=(say("Factor or shape"), say("Before"), say("After"), say("90%")),
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
