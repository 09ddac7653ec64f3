"""The checks of a calibration as tables, for the terminal and the page: for the municipality's own eyes."""

import math

import numpy as np

from calibration.checks.backtest import Backtest
from calibration.checks.checks import Checks
from calibration.checks.survival_curves import Whereabouts
from calibration.checks.whereabouts import WhereLater
from calibration.rates.calibrate import Calibration
from calibration.rates.verdicts import BACKTEST, GOOD, LENGTH_OF_STAY, Verdict
from reports.comparison.tables import Grid
from reports.language.texts_checks import check_texts
from reports.language.writing import DASH, HARD_SPACE, MINUS, day_words, number
from reports.shared.step_titles import step_title

MOST_UNSEEN = 0.1
"""A share of children, larger than this, who stood where nobody was followed: what was seen is not shown."""
_LEAST_SHOWN = 0.01
"""Places where fewer children than this share were, seen and expected, are left out."""


def p_words(p_value: float, lang: str) -> str:
    """Return a p-value with three decimals; a dash where there is none."""
    if math.isnan(p_value):
        return DASH
    if p_value < 0.001:
        return check_texts(lang)["p_below"].format(p=number(0.001, lang, 3))
    return number(p_value, lang, 3)


def verdicts_grid(found: Calibration, checks: Checks, lang: str) -> Grid:
    """Return the verdict of each step with its reasons in words: three columns of words."""
    t = check_texts(lang)
    limit = checks.verdicts[0].limit
    return Grid(
        caption=t["verdicts_caption"],
        head=(t["step"], t["basis"], t["why"]),
        rows=tuple(
            (
                step_title(found.study, verdict.step, lang),
                t[verdict.grade],
                f"{'; '.join(reasons(verdict, lang))}.",
            )
            for verdict in checks.verdicts
        ),
        notes=(t["verdicts_note"].format(limit=number(limit, lang, 4)),),
    )


def reasons(verdict: Verdict, lang: str) -> list[str]:
    """Return what speaks for and against the rates of a step, a few words each."""
    t = check_texts(lang)
    few = "moves_enough" if verdict.moves >= GOOD else "moves_one" if verdict.moves == 1 else "moves_few"
    told = [t[few].format(moves=number(verdict.moves, lang), good=GOOD)]
    if math.isnan(verdict.stay_p_value):
        told.append(t["stay_unknown"])
    else:
        key = "stay_against" if LENGTH_OF_STAY in verdict.reasons else "stay_fits"
        told.append(t[key].format(p=p_words(verdict.stay_p_value, lang)))
    if not math.isnan(verdict.backtest_p_value):
        key = "backtest_against" if BACKTEST in verdict.reasons else "backtest_fits"
        told.append(t[key].format(p=p_words(verdict.backtest_p_value, lang)))
    return told


def stays_grid(found: Calibration, checks: Checks, lang: str) -> Grid:
    """Return for each step the moves off it, seen and expected, and how well their times fit."""
    t = check_texts(lang)
    return Grid(
        caption=t["stays_caption"],
        head=(t["step"], t["seen"], t["expected"], t["p"]),
        rows=tuple(
            (
                step_title(found.study, stay.step, lang),
                number(stay.observed.sum(), lang),
                number(stay.expected.sum(), lang, 1),
                _whole(p_words(stay.p_value, lang)),
            )
            for stay in checks.stays
        ),
        notes=(t["stays_note"].format(dash=DASH),),
    )


def where_grid(found: Calibration, checks: Checks, lang: str) -> Grid:
    """Return where children are later, in short: still on the step, or out; the rest are on other steps."""
    t = check_texts(lang)
    rows = []
    for where in checks.where:
        seen, steps = where.observed, len(found.exposure.histories.staircase.steps)
        here = where.names.index(where.step)
        for i, year in enumerate([] if seen is None else seen.years.tolist()):
            assert seen is not None  # noqa: S101  no years without it
            name = step_title(found.study, where.step, lang)
            observed = (DASH, DASH, DASH)
            if is_known(seen, i):
                observed = (
                    _per_cent(seen.probability[i, here], lang),
                    _between(seen.low[i, here], seen.high[i, here], lang),
                    _per_cent(seen.probability[i, steps:].sum(), lang),
                )
            rows.append(
                (
                    t["where_row"].format(step=name, years=number(year, lang)),
                    number(seen.followed[i], lang),
                    *observed[:2],
                    _per_cent(where.fitted[i, here], lang),
                    observed[2],
                    _per_cent(where.fitted[i, steps:].sum(), lang),
                )
            )
    head = ("where_step", "where_followed", "where_here", "where_limits", "expected", "where_out", "expected")
    return Grid(
        caption=t["where_caption"],
        head=tuple(t[key] for key in head),
        rows=tuple(rows),
        notes=(t["where_note"].format(dash=DASH),),
    )


def where_of_step(found: Calibration, where: WhereLater, lang: str) -> Grid | None:
    """Return where the children of one step are later, by place and year; None where nobody came to it."""
    t, seen = check_texts(lang), where.observed
    if seen is None:
        return None
    known = np.array([is_known(seen, i) for i in range(len(seen.years))])
    largest = np.maximum(np.where(known[:, None], seen.probability, 0.0), where.fitted).max(axis=0)
    here = where.names.index(where.step)
    places = [here, *(j for j in range(len(where.names)) if j != here and largest[j] >= _LEAST_SHOWN)]

    def cells(i: int, j: int) -> tuple[str, str]:
        fitted = _per_cent(where.fitted[i, j], lang)
        if not known[i]:
            return DASH, fitted
        share = _per_cent(seen.probability[i, j], lang)
        limits = _between(seen.low[i, j], seen.high[i, j], lang)
        return f"{share}{HARD_SPACE}({limits})" if limits else share, fitted

    years = [number(year, lang) for year in seen.years.tolist()]
    return Grid(
        caption=t["where_of_step"].format(children=number(seen.children, lang)),
        head=(
            t["where_place"],
            *(t[key].format(years=year) for year in years for key in ("where_year", "where_year_expected")),
        ),
        rows=tuple(
            (
                step_title(found.study, where.names[j], lang),
                *(cell for i in range(len(years)) for cell in cells(i, j)),
            )
            for j in places
        ),
        notes=(t["where_of_step_note"].format(dash=DASH),),
    )


def is_known(seen: Whereabouts, year: int) -> bool:
    """Return whether enough children were followed to the year of that number to say where they were."""
    return bool(seen.unseen[year] <= MOST_UNSEEN and seen.followed[year] > 0)


def backtest_grid(found: Calibration, ahead: Backtest, lang: str) -> Grid:
    """Return for each step, and all together, how the months that were held back fell out."""
    t = check_texts(lang)
    steps = [step_title(found.study, step.name, lang) for step in found.exposure.histories.staircase.steps]
    months = ahead.months

    def of(part: float, whole: int) -> str:
        return _whole(t["of"].format(part=number(part, lang), whole=number(whole, lang)))

    rows = [
        (
            name,
            _whole(p_words(float(ahead.bands.p_value[j]), lang)),
            of(ahead.inside_90[j] * months, months),
            of(ahead.inside_50[j] * months, months),
            of(ahead.year_ends_inside_90[j], ahead.year_ends) if ahead.year_ends else DASH,
            _signed(ahead.mean_error[j], lang),
        )
        for j, name in enumerate([*steps, t["all_steps"]])
    ]
    head = ("step", "p", "inside_90", "inside_50", "year_ends_90", "mean_error")
    return Grid(
        caption=t["backtest_caption"].format(months=months, cut=day_words(ahead.cut, lang)),
        head=tuple(t[key] for key in head),
        rows=tuple(rows[:-1]),
        total=rows[-1],
        notes=(t["backtest_note"],),
    )


def no_backtest(checks: Checks, lang: str) -> str:
    """Return in a sentence why there is no backtest; empty when there is one."""
    if checks.no_backtest is None:
        return ""
    return check_texts(lang)["no_backtest"].format(reason=checks.no_backtest.sentence(lang))


def _per_cent(share: float, lang: str) -> str:
    return number(100 * share, lang)


def _between(low: float, high: float, lang: str) -> str:
    """Return limits; nothing where nobody or everybody was there, for then the method has none."""
    return "" if low == high else f"{_per_cent(low, lang)}{DASH}{_per_cent(high, lang)}"


def _signed(children: float, lang: str) -> str:
    written = number(children, lang, 1)
    is_nil = written == number(0, lang, 1)
    return written if is_nil or written.startswith(MINUS) else f"+{written}"


def _whole(words: str) -> str:
    return words.replace(" ", HARD_SPACE)
