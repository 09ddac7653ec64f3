"""Tabulate the checks of a calibration for the terminal and the page.

The terminal tells what the page tells: checks that are `small_counts.publishable`.
"""

import math

import numpy as np
from rich.table import Table

from calibration.checks.aalen_johansen import Whereabouts
from calibration.checks.backtest import Backtest
from calibration.checks.checks import Checks
from calibration.checks.whereabouts import WhereLater
from calibration.rates.calibrate import Calibration
from calibration.rates.verdicts import BACKTEST, GOOD, LENGTH_OF_STAY, StepVerdict
from language.formatting import DASH, HARD_SPACE, MINUS, day_words, number
from language.messages import mark, say
from reports.calibration.small_counts import publishable, told
from reports.shared.cases import step_title
from reports.shared.table import Grid, as_table, words_table

MOST_UNSEEN = 0.1
"""A share of children, larger than this, who stood where nobody was followed: what was seen is not shown."""
GRADE = {"good": mark("good"), "thin": mark("thin"), "poor": mark("poor")}
_MISFIT = mark("does not fit")
"""The basis of a step in a word."""
_LEAST_SHOWN = 0.01
"""Places where fewer children than this share were, seen and expected, are left out."""


def check_tables(calibration: Calibration, checks: Checks) -> list[Table]:
    """Lay out verdicts, lengths of stay, whereabouts and the backtest, if any, for a terminal."""
    checks = publishable(checks)
    numbers = [stays_grid(calibration, checks), whereabouts_grid(calibration, checks)]
    if checks.backtest is not None:
        numbers.append(backtest_grid(calibration, checks.backtest))
    return [
        words_table(verdicts_grid(calibration, checks)),
        *(as_table(grid) for grid in numbers if grid.rows),
    ]


def p_words(p_value: float) -> str:
    """Return a p-value with three decimals; a dash where there is none."""
    if math.isnan(p_value):
        return DASH
    if p_value < 0.001:
        return say("below {p}", p=number(0.001, 3))
    return number(p_value, 3)


def verdicts_grid(calibration: Calibration, checks: Checks) -> Grid:
    """Return the verdict of each step with its reasons: three columns of words."""
    limit = checks.verdicts[0].limit
    return Grid(
        caption=say("The basis after the checks"),
        head=(say("Step"), say("Basis"), say("Why")),
        rows=tuple(
            (
                step_title(calibration.study, verdict.step),
                grade_words(verdict),
                f"{'; '.join(reasons(verdict))}.",
            )
            for verdict in checks.verdicts
        ),
        notes=(
            say(
                "Good: at least 50 moves off the step were seen; thin: at least 10. It falls one "
                "grade when the p of a check is below {limit}; of correct calibrations at most 1 "
                "in 20 has so low a p anywhere.",
                limit=number(limit, 4),
            ),
        ),
    )


def grade_words(verdict: StepVerdict) -> str:
    """Return the grade of a step, or that its rates do not fit: that is no want of data."""
    return say(_MISFIT if verdict.is_misfit else GRADE[verdict.grade])


def reasons(verdict: StepVerdict) -> list[str]:
    """Return the evidence for and against the rates of a step, a few words each."""
    few = (
        mark("{moves} moves off were seen")
        if verdict.moves >= GOOD
        else mark("1 move off was seen, good takes {good}")
        if verdict.moves == 1
        else mark("{moves} moves off were seen, good takes {good}")
    )
    words = [say(few, moves=told(verdict.moves), good=GOOD)]
    if math.isnan(verdict.stay_p_value):
        words.append(say("length of stay cannot be tested on so few"))
    else:
        key = (
            mark("length of stay does not fit (p\N{NO-BREAK SPACE}{p})")
            if LENGTH_OF_STAY in verdict.reasons
            else mark("length of stay does not speak against them (p\N{NO-BREAK SPACE}{p})")
        )
        words.append(say(key, p=p_words(verdict.stay_p_value)))
    if not math.isnan(verdict.backtest_p_value):
        key = (
            mark("the backtest missed (p\N{NO-BREAK SPACE}{p})")
            if BACKTEST in verdict.reasons
            else mark("the backtest does not speak against them (p\N{NO-BREAK SPACE}{p})")
        )
        words.append(say(key, p=p_words(verdict.backtest_p_value)))
    return words


def stays_grid(calibration: Calibration, checks: Checks) -> Grid:
    """Return moves off each step, seen and expected, and the p-value of their times."""
    return Grid(
        caption=say("Moves off the steps"),
        head=(say("Step"), say("Seen"), say("Expected"), say("p")),
        rows=tuple(
            (
                step_title(calibration.study, stay.step),
                told(stay.observed.sum()),
                number(stay.expected.sum(), 1) if np.isfinite(stay.expected.sum()) else DASH,
                _whole(p_words(stay.p_value)),
            )
            for stay in checks.stays
        ),
        notes=(
            say(
                "p: how often chance alone makes as large a deviation in when in a stay children "
                "leave. The number is not tested, for the rates were taken from the same moves. "
                "{dash}: too few for a test.",
                dash=DASH,
            ),
        ),
    )


def whereabouts_grid(calibration: Calibration, checks: Checks) -> Grid:
    """Return whereabouts in short: the shares still on the step and out, seen and expected."""
    rows = []
    for where in checks.where:
        seen, steps = where.observed, len(calibration.exposure.histories.staircase.steps)
        here = where.names.index(where.step)
        for i, year in enumerate([] if seen is None else seen.years.tolist()):
            assert seen is not None  # noqa: S101  no years without it
            name = step_title(calibration.study, where.step)
            observed = (DASH, DASH, DASH)
            if is_known(seen, i):
                observed = (
                    _per_cent(seen.probability[i, here]),
                    _between(seen.low[i, here], seen.high[i, here]),
                    _per_cent(seen.probability[i, steps:].sum()),
                )
            rows.append(
                (
                    say("{step}, {years}\N{NO-BREAK SPACE}y.", step=name, years=number(year)),
                    told(seen.followed[i]),
                    *observed[:2],
                    _per_cent(where.fitted[i, here]),
                    observed[2],
                    _per_cent(where.fitted[i, steps:].sum()),
                )
            )
    return Grid(
        caption=say("Where children are after 1, 2 and 3 years (per cent)"),
        head=(
            say("From step, after"),
            say("Followed"),
            say("On the step"),
            say("95%"),
            say("Expected"),
            say("Out"),
            say("Expected"),
        ),
        rows=tuple(rows),
        notes=(
            say(
                "Of the children who first came to the step in the window. The rest are on other "
                "steps. {dash}: too few were followed so long. In what is expected nobody comes "
                "back who has gone out; what was seen has those who did.",
                dash=DASH,
            ),
        ),
    )


def step_whereabouts_grid(calibration: Calibration, where: WhereLater) -> Grid | None:
    """Return whereabouts of one step by place and year; None where no child came to it."""
    seen = where.observed
    if seen is None:
        return None
    known = np.array([is_known(seen, i) for i in range(len(seen.years))])
    shares = np.where(known[:, None], np.nan_to_num(seen.probability, nan=1.0), 0.0)
    largest = np.maximum(shares, where.fitted).max(axis=0)
    here = where.names.index(where.step)
    places = [here, *(j for j in range(len(where.names)) if j != here and largest[j] >= _LEAST_SHOWN)]

    def cells(i: int, j: int) -> tuple[str, str]:
        fitted = _per_cent(where.fitted[i, j])
        if not known[i]:
            return DASH, fitted
        share = _per_cent(seen.probability[i, j])
        limits = _between(seen.low[i, j], seen.high[i, j])
        return f"{share}{HARD_SPACE}({limits})" if limits else share, fitted

    years = [number(year) for year in seen.years.tolist()]
    return Grid(
        caption=say(
            "Where {children} children were 1, 2 and 3 years after they first came to the step",
            children=told(seen.children),
        ),
        head=(
            say("Place"),
            *(
                words
                for year in years
                for words in (say("{years} y., seen", years=year), say("{years} y., expected", years=year))
            ),
        ),
        rows=tuple(
            (
                step_title(calibration.study, where.names[j]),
                *(cell for i in range(len(years)) for cell in cells(i, j)),
            )
            for j in places
        ),
        notes=(
            say(
                "Per cent, with 95% limits in brackets. Places with less than 1% are left out. "
                "{dash}: too few were followed so long.",
                dash=DASH,
            ),
        ),
    )


def is_known(seen: Whereabouts, year: int) -> bool:
    """Return whether enough children were followed to the year with that index to estimate shares."""
    return bool(seen.unseen[year] <= MOST_UNSEEN and seen.followed[year] > 0)


def backtest_grid(calibration: Calibration, ahead: Backtest) -> Grid:
    """Return the backtest of each step and of all together: p-value, months in the bands, mean error."""
    steps = [
        step_title(calibration.study, step.name) for step in calibration.exposure.histories.staircase.steps
    ]
    months = ahead.months

    def of(part: float, whole: int) -> str:
        return _whole(say("{part} of {whole}", part=number(part), whole=number(whole)))

    rows = [
        (
            name,
            _whole(p_words(float(ahead.bands.p_value[j]))),
            of(ahead.inside_90[j] * months, months),
            of(ahead.inside_50[j] * months, months),
            of(ahead.year_ends_inside_90[j], ahead.year_ends) if ahead.year_ends else DASH,
            _signed(ahead.mean_error[j]),
        )
        for j, name in enumerate([*steps, say("All steps together")])
    ]
    return Grid(
        caption=say(
            "Backtest: children on the steps in {months} months after {cut}",
            months=months,
            cut=day_words(ahead.cut),
        ),
        head=(
            say("Step"),
            say("p"),
            say("In the 90% band"),
            say("In the 50% band"),
            say("Year-ends in 90%"),
            say("Mean error"),
        ),
        rows=tuple(rows[:-1]),
        total=rows[-1],
        notes=(
            say(
                "p: how often the runs themselves lie as far from their middle in all months "
                "together. Months hang together: twelve outside a band are one surprise and not "
                "twelve. Error: children that were there minus children that were expected."
            ),
        ),
    )


def no_backtest(checks: Checks) -> str:
    """Return in a sentence why there is no backtest; empty when there is one."""
    if checks.no_backtest is None:
        return ""
    return say("There is no backtest ({reason}).", reason=str(checks.no_backtest))


def _per_cent(share: float) -> str:
    return say("hidden") if math.isnan(share) else number(100 * share)


def _between(low: float, high: float) -> str:
    """Return the limits; empty where nobody or everybody was there, as the method then gives none."""
    return "" if low == high or math.isnan(low) else f"{_per_cent(low)}{DASH}{_per_cent(high)}"


def _signed(children: float) -> str:
    if math.isnan(children):
        return DASH
    written = number(children, 1)
    is_nil = written == number(0, 1)
    return written if is_nil or written.startswith(MINUS) else f"+{written}"


def _whole(words: str) -> str:
    return words.replace(" ", HARD_SPACE)
