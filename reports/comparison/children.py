"""Tabulate children on the steps, now and later, hiding counts that may not be published.

A hidden count must not be worked out from the rest: a total is shown only where nothing is hidden, no
difference between columns is shown, and the figure draws every hidden count alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from language.formatting import DASH, count, hidden
from language.messages import say
from model.world.staircase import DAYS_PER_YEAR
from reports.shared.budget_years import partial_note, span_words, year_words
from reports.shared.cases import CaseInReport
from reports.shared.table import Grid
from scenarios.format.schema import StepSpec
from scenarios.format.study import BASELINE, Study
from scenarios.reading.drift import has_trend, without_trend
from scenarios.reading.titles import readable
from scenarios.results.comparison import Comparison

INTRUSIVENESS = ("before_help", "early", "preventive", "home", "kin", "foster", "institution")


@dataclass(frozen=True, kw_only=True)
class StepCounts:
    """Mean full-year persons on one step, one number per column; None where the step is not there."""

    title: str
    children: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A year of the baseline or of a case."""

    case: str
    year_index: int
    label: str
    times: Mapping[str, float] = field(default_factory=dict)
    """By step, what its children are multiplied by; 1 where none is given."""


def columns_and_level(
    study: Study, comparison: Comparison, cases: tuple[CaseInReport, ...]
) -> tuple[Column, ...]:
    """Return the columns, and beside the baseline's last year what it were without a trend that is stated."""
    first, last, *others = columns(comparison, cases)
    if not has_trend(study.scenario):
        return first, last, *others
    level = Column(
        case=BASELINE,
        year_index=last.year_index,
        label=level_label(comparison),
        times=without_trend(study, comparison.months, comparison.years[last.year_index]),
    )
    return first, last, level, *others


def level_label(comparison: Comparison) -> str:
    """Return what the last year is called where the stated trend is taken away."""
    year = year_words(comparison.months, first_and_last(comparison)[1])
    return say("{year} with level arrivals", year=year)


def columns(comparison: Comparison, cases: tuple[CaseInReport, ...]) -> tuple[Column, ...]:
    """Return the baseline in the first and last year, then each case that is noticed in the last year.

    They are whole years where there is one: a part of a year would look like fewer children.
    """
    years = first_and_last(comparison)
    start, end = map(comparison.years.index, years)
    first, last = (year_words(comparison.months, year) for year in years)
    return (
        Column(case=BASELINE, year_index=start, label=first),
        Column(case=BASELINE, year_index=end, label=say("{year} without change", year=last)),
        *(
            Column(case=f.name, year_index=end, label=say("{year} with {letter}", year=last, letter=f.letter))
            for f in cases
            if not f.idle
        ),
    )


def first_and_last(comparison: Comparison) -> tuple[int, int]:
    """Return the first and the last whole budget year; of parts of years where none is whole."""
    shown = comparison.months.whole_years or comparison.years
    return shown[0], shown[-1]


def children_by_step(
    study: Study, comparison: Comparison, shown: tuple[Column, ...]
) -> tuple[StepCounts, ...]:
    """Return mean children in each column, from the least to the most intrusive step."""
    counts = []
    for step in merged_steps(comparison):
        children = tuple(_children(comparison, column, step) for column in shown)
        if children != (None,) * len(shown):
            counts.append(StepCounts(title=_title(study, step), children=children))
    return tuple(counts)


def waiting_by_step(
    study: Study, comparison: Comparison, shown: tuple[Column, ...]
) -> tuple[StepCounts, ...]:
    """Return full-year persons who wait, for each step that anybody waits for."""
    counts = []
    for step in merged_steps(comparison):
        children = tuple(_waiting(comparison, column, step) for column in shown)
        if any(children):
            counts.append(StepCounts(title=_title(study, step), children=children))
    return tuple(counts)


def children_grid(study: Study, comparison: Comparison, cases: tuple[CaseInReport, ...]) -> Grid:
    """Return children by step."""
    shown = columns_and_level(study, comparison, cases)
    rows = children_by_step(study, comparison, shown)
    letters = (say("{letter}: {title}.", letter=f.letter, title=f.title) for f in cases if not f.idle)
    return _grid(
        rows,
        shown,
        caption=say("Children and young people on each step, full-year persons, mean of the runs"),
        notes=(
            *letters,
            say("Rounded. A full-year person is 365 days on the step."),
            *_note_on_part(comparison),
        ),
        totals=True,
    )


def waiting_grid(study: Study, comparison: Comparison, cases: tuple[CaseInReport, ...]) -> Grid | None:
    """Return children who wait; None when nobody does."""
    shown = columns(comparison, cases)
    rows = waiting_by_step(study, comparison, shown)
    if not rows:
        return None
    return _grid(
        rows,
        shown,
        caption=say(
            "Children and young people waiting for a place on the step, full-year persons, mean of the runs"
        ),
        notes=(
            say("A child that waits for a step is also counted where it stands meanwhile."),
            *_note_on_part(comparison),
        ),
        totals=False,
    )


def moves_grid(study: Study, comparison: Comparison, cases: tuple[CaseInReport, ...]) -> Grid:
    """Return children who begin on each step in a year."""
    noticed = [case for case in cases if not case.idle]
    names = (BASELINE, *(case.name for case in noticed))
    head = (say("Without change"), *(say("With {letter}", letter=case.letter) for case in noticed))
    rows = tuple(
        StepCounts(
            title=_title(study, step), children=tuple(_starts(comparison, name, step) for name in names)
        )
        for step in merged_steps(comparison)
    )
    shown = tuple(
        Column(case=name, year_index=0, label=label) for name, label in zip(names, head, strict=True)
    )
    return _grid(
        tuple(row for row in rows if row.children != (None,) * len(names)),
        shown,
        caption=say(
            "Children who begin on each step, number a year, mean {years}",
            years=span_words(comparison.months),
        ),
        notes=(say("New children and children who come from another step alike."),),
        totals=False,
    )


def _note_on_part(comparison: Comparison) -> tuple[str, ...]:
    """Return a sentence where even the columns are a part of a year, for want of a whole one."""
    return () if comparison.months.whole_years else partial_note(comparison.months)


def merged_steps(comparison: Comparison) -> tuple[str, ...]:
    """Return the steps of all scenarios, a case's own ones after the step that they follow there."""
    merged = list(comparison.runs[BASELINE].steps)
    for case in comparison.cases:
        previous = -1
        for step in comparison.runs[case].steps:
            if step not in merged:
                merged.insert(previous + 1, step)
            previous = merged.index(step)
    return tuple(merged)


def rises(study: Study, comparison: Comparison) -> bool:
    """Return whether each step is at least as intrusive as the one before; after-care is not."""
    roles = [_step(study, step).role for step in merged_steps(comparison)]
    ranks = [INTRUSIVENESS.index(role) if role in INTRUSIVENESS else -1 for role in roles]
    return -1 not in ranks and ranks == sorted(ranks)


def _grid(
    rows: tuple[StepCounts, ...],
    shown: tuple[Column, ...],
    *,
    caption: str,
    notes: tuple[str, ...],
    totals: bool,
) -> Grid:
    cells = [value for row in rows for value in row.children]
    anything_hidden = any(value is not None and hidden(value) for value in cells)
    total: tuple[str, ...] = ()
    if totals and not anything_hidden:
        sums = [sum(row.children[i] or 0.0 for row in rows) for i in range(len(shown))]
        total = (say("Total"), *(count(value) for value in sums))
    return Grid(
        caption=caption,
        head=(say("Step"), *(column.label for column in shown)),
        rows=tuple((row.title, *(_cell(value) for value in row.children)) for row in rows),
        total=total,
        notes=(
            *notes,
            *(
                (say("Counts from 1 to 4 are hidden, and therefore no total is shown."),)
                if anything_hidden
                else ()
            ),
            *((say("\N{EN DASH}: there is no such step."),) if None in cells else ()),
        ),
    )


def _cell(value: float | None) -> str:
    return DASH if value is None else count(value)


def _children(comparison: Comparison, column: Column, step: str) -> float | None:
    """Return mean full-year persons; a count that may not be published is not multiplied past the limit."""
    if step not in comparison.runs[column.case].steps:
        return None
    children = float(comparison.full_year_persons(column.case, step)[..., column.year_index].mean())
    return children if hidden(children) else children * column.times.get(step, 1.0)


def _waiting(comparison: Comparison, column: Column, step: str) -> float | None:
    runs = comparison.runs[column.case]
    if step not in runs.steps:
        return None
    days = runs.of_step("waiting_days", step).sum(axis=-1)
    return float(comparison.in_full_years(days)[..., column.year_index].mean())


def _starts(comparison: Comparison, case: str, step: str) -> float | None:
    runs = comparison.runs[case]
    if step not in runs.steps:
        return None
    starts = runs.of_step("starts", step).sum(axis=-1).mean()
    return float(starts) / (comparison.months.horizon_days / DAYS_PER_YEAR)


def _title(study: Study, step: str) -> str:
    return str(_step(study, step).title) or readable(step)


def _step(study: Study, name: str) -> StepSpec:
    scenarios = (study.scenario, *study.cases.values())
    return next(s.staircase.steps[name] for s in scenarios if name in s.staircase.steps)
