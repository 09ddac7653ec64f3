"""The checks of a calibration as one HTML file that fetches nothing from outside.

It is for the municipality's own eyes: small counts are not hidden, and the page says so at the top.
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
from reports.calibration.charts import step_chart, total_chart
from reports.calibration.check_tables import (
    backtest_grid,
    no_backtest,
    reasons,
    stays_grid,
    verdicts_grid,
    where_of_step,
)
from reports.calibration.rate_tables import rules_grid
from reports.comparison.tables import Grid
from reports.language.texts_checks import check_texts
from reports.language.writing import day_words, number, plain
from reports.shared.html import rendered
from reports.shared.pictures import Picture, picture
from reports.shared.step_titles import step_title
from scenarios.results.provenance import versions

Progress = Callable[[int, int], None]
_MOST_FILES = 3
"""Ledgers of more files than these are counted and not named."""


@dataclass(frozen=True, kw_only=True)
class StepSection:
    """One step as the page tells it."""

    title: str
    verdict: str
    figure: Picture
    where: Grid | None
    """None where no children first came to the step."""


def checks_html(
    found: Calibration, checks: Checks, lang: str = "da", *, progress: Progress | None = None
) -> str:
    """Return the checks in `lang` ("da" or "en") as one HTML document.

    The same calibration and checks give the same text, byte for byte. `progress` is told how many figures of
    how many are drawn.
    """
    t, steps = check_texts(lang), len(checks.stays)

    def drawn(number_of_figures: int) -> None:
        if progress is not None:
            progress(number_of_figures, steps + 1)

    total = _total(checks, lang)
    drawn(1)
    sections = []
    for column in range(steps):
        sections.append(_section(found, checks, column, lang))
        drawn(column + 2)
    ahead = checks.backtest
    return rendered(
        "checks.html",
        t=t,
        lang=lang,
        title=t["title"],
        kicker=_kicker(found, lang),
        answer=summary(found, checks, lang),
        verdicts=verdicts_grid(found, checks, lang),
        backtest=None if ahead is None else backtest_grid(found, ahead, lang),
        backtest_words=_backtest_words(checks, lang),
        total=total,
        how=t["each_how" if ahead is not None else "each_how_without"],
        sections=sections,
        stays=stays_grid(found, checks, lang),
        rules=rules_grid(found, lang),
        caveats=_caveats(checks, lang),
        stamp=_stamp(found, checks, lang),
    )


def summary(found: Calibration, checks: Checks, lang: str) -> list[str]:
    """Return what the checks say in three sentences: the grades, the backtest, and what looks too good."""
    t, grades = check_texts(lang), [verdict.grade for verdict in checks.verdicts]
    if len(grades) == 1:
        first = t["grade_of_one"].format(grade=t[grades[0]])
    else:
        first = t["grades"].format(steps=len(grades), **{grade: grades.count(grade) for grade in GRADES})
    return [first, _backtest_answer(found, checks, lang), t["only_backtest"]]


def _backtest_answer(found: Calibration, checks: Checks, lang: str) -> str:
    t, ahead = check_texts(lang), checks.backtest
    if ahead is None:
        return no_backtest(checks, lang)
    told = {"cut": day_words(ahead.cut, lang), "months": ahead.months}
    missed = [
        step_title(found.study, verdict.step, lang)
        for verdict in checks.verdicts
        if BACKTEST in verdict.reasons
    ]
    if not missed:
        return t["answer_hit"].format(**told)
    steps = f" {t['and']} ".join(filter(None, [", ".join(missed[:-1]), missed[-1]]))
    return t["answer_missed"].format(steps=steps, **told)


def _kicker(found: Calibration, lang: str) -> str:
    t, window = check_texts(lang), found.exposure.histories.window
    names = [Path(file.file).name for file in found.reading.files]
    files = ", ".join(names) if len(names) <= _MOST_FILES else t["files"].format(count=len(names))
    return t["kicker"].format(
        files=files, first=day_words(window.first, lang), last=day_words(window.last, lang)
    )


def _backtest_words(checks: Checks, lang: str) -> str:
    ahead = checks.backtest
    if ahead is None:
        return no_backtest(checks, lang)
    return check_texts(lang)["backtest_how"].format(
        cut=day_words(ahead.cut, lang), months=ahead.months, runs=number(ahead.bands.runs, lang)
    )


def _total(checks: Checks, lang: str) -> Picture:
    t = check_texts(lang)
    return picture(
        lambda width: total_chart(checks, lang, width=width),
        alt=_stock_words(checks, len(checks.stays), t["all_steps"], lang),
        caption=t["caption_all"],
    )


def _section(found: Calibration, checks: Checks, column: int, lang: str) -> StepSection:
    t, stay = check_texts(lang), checks.stays[column]
    title = step_title(found.study, stay.step, lang)
    verdict = checks.verdicts[column]
    words = f"{t['basis']}: {t[verdict.grade]}. {'; '.join(reasons(verdict, lang))}."
    spoken = [_stock_words(checks, column, title, lang), _stay_words(stay, lang)]
    return StepSection(
        title=title,
        verdict=words,
        figure=picture(
            lambda width: step_chart(checks, column, lang, width=width),
            alt=" ".join(spoken),
            caption=_stay_words(stay, lang),
        ),
        where=where_of_step(found, checks.where[column], lang),
    )


def _stock_words(checks: Checks, column: int, title: str, lang: str) -> str:
    """Return the last month in words: of the backtest, where there is one."""
    bands = checks.stock if checks.backtest is None else checks.backtest.bands
    return check_texts(lang)["alt_stock"].format(
        step=title,
        day=day_words(date_of_day(int(bands.days[-1])), lang),
        seen=number(bands.observed[-1, column], lang),
        expected=number(bands.expected[-1, column], lang, 1),
        low=number(bands.low_90[-1, column], lang),
        high=number(bands.high_90[-1, column], lang),
    )


def _stay_words(stay: StayFit, lang: str) -> str:
    """Return the medians in words."""
    t, half = check_texts(lang), np.flatnonzero(stay.fitted_survival <= 0.5)
    if stay.curve is None:
        return t["alt_nobody"]
    if np.isnan(stay.curve.median) or not len(half):
        return t["alt_no_stay"]
    return t["alt_stay"].format(
        seen=plain(round(stay.curve.median, 1), lang),
        expected=plain(round(float(stay.fitted_years[half[0]]), 1), lang),
    )


def _caveats(checks: Checks, lang: str) -> list[str]:
    t = check_texts(lang)
    ahead = [] if checks.backtest is None else ["caveat_practice", "caveat_bridged"]
    return [t[key] for key in ("caveat_few", "caveat_same_time", *ahead, "caveat_back", "caveat_granted")]


def _stamp(found: Calibration, checks: Checks, lang: str) -> Grid:
    t, reading = check_texts(lang), found.reading
    used = sum(file.used for file in reading.files)
    runs = [checks.stock.runs, *([] if checks.backtest is None else [checks.backtest.bands.runs])]
    return Grid(
        caption=t["stamp_caption"],
        rows=(
            (t["stamp_rows"], f"{number(reading.rows, lang)}, {number(used, lang)}"),
            (t["stamp_seed"], str(checks.seed)),
            (t["stamp_runs"], ", ".join(number(each, lang) for each in runs)),
            (t["stamp_versions"], ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )
