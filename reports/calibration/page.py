"""Render the checks of a calibration as one HTML file that fetches nothing from outside.

Counts from 1 to 4 are hidden, and the page says so at the top; the files beside it have them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.checks.checks import Checks
from calibration.checks.length_of_stay import StayFit
from calibration.ledger.histories import date_of_day
from calibration.rates.calibrate import Calibration
from calibration.rates.verdicts import BACKTEST, GRADES
from language.formatting import day_words, number, plain
from language.messages import say
from reports.calibration.charts import step_chart, total_chart
from reports.calibration.check_tables import (
    backtest_grid,
    grade_words,
    no_backtest,
    reasons,
    stays_grid,
    step_whereabouts_grid,
    verdicts_grid,
)
from reports.calibration.rate_tables import rules_grid
from reports.calibration.small_counts import publishable, told
from reports.shared.cases import step_title
from reports.shared.figure_style import Picture, picture
from reports.shared.html import rendered
from reports.shared.table import Grid
from scenarios.results.provenance import versions

Progress = Callable[[int, int], None]
_MOST_FILES = 3
"""Ledgers of more files than these are counted and not named."""


@dataclass(frozen=True, kw_only=True)
class StepSection:
    """Verdict, figure and whereabouts of one step."""

    title: str
    verdict: str
    figure: Picture
    where: Grid | None
    """None where no children first came to the step."""


def checks_html(calibration: Calibration, checks: Checks, *, progress: Progress | None = None) -> str:
    """Return the checks as one HTML document, in the language that is set.

    The same calibration and checks give the same text, byte for byte. `progress` is called with the
    figures drawn so far and their number.
    """
    checks = publishable(checks)
    steps = len(checks.stays)

    def drawn(number_of_figures: int) -> None:
        if progress is not None:
            progress(number_of_figures, steps + 1)

    total = _total(checks)
    drawn(1)
    sections = []
    for column in range(steps):
        sections.append(_section(calibration, checks, column))
        drawn(column + 2)
    ahead = checks.backtest
    return rendered(
        "checks.html",
        title=say("Do the rates fit what happened?"),
        kicker=_kicker(calibration),
        answer=summary(calibration, checks),
        verdicts=verdicts_grid(calibration, checks),
        backtest=None if ahead is None else backtest_grid(calibration, ahead),
        backtest_words=_backtest_words(checks),
        total=total,
        how=(
            say(
                "Figure on the left (above on a telephone): the share of stays that still last. "
                "Right: children on the step at the end of each month. Before the backtest the "
                "bands are run from the first day of the window with rates that know all of it; "
                "after that from what was known on its first day only."
            )
            if ahead is not None
            else say(
                "Figure on the left (above on a telephone): the share of stays that still last. "
                "Right: children on the step at the end of each month. The bands are run from the "
                "first day of the window with rates that know all of it."
            )
        ),
        sections=sections,
        stays=stays_grid(calibration, checks),
        rules=rules_grid(calibration),
        caveats=_caveats(checks),
        stamp=_stamp(calibration, checks),
    )


def summary(calibration: Calibration, checks: Checks) -> list[str]:
    """Return three sentences: grades, backtest, and a caveat on the other checks."""
    grades = [verdict.grade for verdict in checks.verdicts if not verdict.is_misfit]
    if len(checks.verdicts) == 1:
        first = say("The basis of the step is {grade}.", grade=grade_words(checks.verdicts[0]))
    else:
        first = say(
            "The basis is good on {good} of {steps} steps, thin on {thin} and poor on {poor}.",
            steps=len(checks.verdicts),
            **{grade: grades.count(grade) for grade in GRADES},
        )
    misfits = [step_title(calibration.study, each.step) for each in checks.verdicts if each.is_misfit]
    if misfits:
        first += " " + say(
            "On others enough moves were seen, but the rates do not fit what happened: {steps}.",
            steps=", ".join(misfits),
        )
    return [
        first,
        _backtest_answer(calibration, checks),
        say(
            "The other checks look at the same time that the rates were fitted to, and so look "
            "better than they are."
        ),
    ]


def _backtest_answer(calibration: Calibration, checks: Checks) -> str:
    ahead = checks.backtest
    if ahead is None:
        return no_backtest(checks)
    facts = {"cut": day_words(ahead.cut), "months": ahead.months}
    missed = [
        step_title(calibration.study, verdict.step)
        for verdict in checks.verdicts
        if BACKTEST in verdict.reasons
    ]
    if not missed:
        return say(
            "The backtest does not speak against them: from what was known on {cut}, on no step "
            "was anything strikingly different expected of the next {months} months than what "
            "happened.",
            **facts,
        )
    steps = f" {say('and')} ".join(filter(None, [", ".join(missed[:-1]), missed[-1]]))
    return say(
        "The backtest missed on {steps}: what was known on {cut} pointed clearly elsewhere than "
        "what happened in the next {months} months.",
        steps=steps,
        **facts,
    )


def _kicker(calibration: Calibration) -> str:
    window = calibration.exposure.histories.window
    names = [Path(file.file).name for file in calibration.reading.files]
    files = ", ".join(names) if len(names) <= _MOST_FILES else say("{count} files", count=len(names))
    return say(
        "Calibration of {files}, {first} to {last}",
        files=files,
        first=day_words(window.first),
        last=day_words(window.last),
    )


def _backtest_words(checks: Checks) -> str:
    ahead = checks.backtest
    if ahead is None:
        return no_backtest(checks)
    return say(
        "The rates were worked out again from nothing but what was known on {cut}. From there the "
        "next {months} months were run {runs} times and held against the children who came to "
        "stand on the steps.",
        cut=day_words(ahead.cut),
        months=ahead.months,
        runs=number(ahead.bands.runs),
    )


def _total(checks: Checks) -> Picture:
    return picture(
        lambda width: total_chart(checks, width=width),
        alt=_stock_words(checks, len(checks.stays), say("All steps together")),
        caption=say("Children on all steps at the end of each month, and what the runs expected."),
    )


def _section(calibration: Calibration, checks: Checks, column: int) -> StepSection:
    stay = checks.stays[column]
    title = step_title(calibration.study, stay.step)
    verdict = checks.verdicts[column]
    words = f"{say('Basis')}: {grade_words(verdict)}. {'; '.join(reasons(verdict))}."
    spoken = [_stock_words(checks, column, title), _stay_words(stay)]
    return StepSection(
        title=title,
        verdict=words,
        figure=picture(
            lambda width: step_chart(checks, column, width=width),
            alt=" ".join(spoken),
            caption=_stay_words(stay),
        ),
        where=step_whereabouts_grid(calibration, checks.where[column]),
    )


def _stock_words(checks: Checks, column: int, title: str) -> str:
    """Return the last month in words, that of the backtest where there is one."""
    bands = checks.stock if checks.backtest is None else checks.backtest.bands
    return say(
        "{step}: on {day} there were {seen} children; expected {expected}, in 9 of 10 runs {low} to {high}.",
        step=title,
        day=day_words(date_of_day(int(bands.days[-1]))),
        seen=told(bands.observed[-1, column]),
        expected=told(bands.expected[-1, column], 1),
        low=told(bands.low_90[-1, column]),
        high=told(bands.high_90[-1, column]),
    )


def _stay_words(stay: StayFit) -> str:
    """Return the median lengths of stay in words."""
    half = np.flatnonzero(stay.fitted_survival <= 0.5)
    if stay.curve is None:
        return say("No stays were seen on the step.")
    if np.isnan(stay.curve.median) or not len(half):
        return say("Less than half of the stays were seen to their end.")
    return say(
        "Half of the stays were over after {seen} years, expected {expected}.",
        seen=plain(round(stay.curve.median, 1)),
        expected=plain(round(float(stay.fitted_years[half[0]]), 1)),
    )


def _caveats(checks: Checks) -> list[str]:
    ahead = (
        []
        if checks.backtest is None
        else [
            say(
                "The backtest says whether the rates held last time. If practice changes, they "
                "will not next time."
            ),
            say(
                "One thing is known only later, in the backtest too: a gap that is bridged is no "
                "gap on that day."
            ),
        ]
    )
    return [
        say(
            "Where few moves were seen, nothing can speak against the rates. That is why "
            "their number comes first."
        ),
        say(
            "Length of stay, where children are later, and the bands before the backtest look "
            "at the time that the rates were fitted to: bands are too wide and p is too high."
        ),
        *ahead,
        say(
            "In the runs a child that has gone out does not come back, but counts among the "
            "new ones. No step is full."
        ),
        say("A ledger says what was granted, and not what a child needed."),
    ]


def _stamp(calibration: Calibration, checks: Checks) -> Grid:
    reading = calibration.reading
    used = sum(file.used for file in reading.files)
    runs = [checks.stock.runs, *([] if checks.backtest is None else [checks.backtest.bands.runs])]
    return Grid(
        caption=say("The same ledger and seed give the same page"),
        rows=(
            (say("Rows read and used"), f"{number(reading.rows)}, {number(used)}"),
            (say("Seed"), str(checks.seed)),
            (say("Runs before and in the backtest"), ", ".join(number(each) for each in runs)),
            (say("Versions"), ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )
