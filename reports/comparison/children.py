"""Children on the steps, now and later, with no count that may not be published.

A hidden count must not be worked out from the rest: a total is shown only where nothing is hidden, no
difference between columns is shown, and the figure draws every hidden count alike.
"""

from dataclasses import dataclass

from model.world.staircase import DAYS_PER_YEAR
from reports.comparison.tables import Grid
from reports.language.catalogue import texts
from reports.language.writing import DASH, count, hidden
from reports.shared.cases import Finding
from scenarios.format.schema import StepSpec
from scenarios.format.study import Study
from scenarios.results.comparison import BASELINE, Comparison

INTRUSIVENESS = ("early", "preventive", "home", "kin", "foster", "institution")


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


def columns(comparison: Comparison, cases: tuple[Finding, ...], lang: str) -> tuple[Column, ...]:
    """Return the baseline now and in the last year, then each case that is noticed in the last year."""
    t = texts(lang)
    first, last, end = comparison.years[0], comparison.years[-1], len(comparison.years) - 1
    return (
        Column(case=BASELINE, year_index=0, label=t["now"].format(year=first)),
        Column(case=BASELINE, year_index=end, label=t["later_baseline"].format(year=last)),
        *(
            Column(case=f.name, year_index=end, label=t["later_case"].format(year=last, letter=f.letter))
            for f in cases
            if not f.idle
        ),
    )


def children_by_step(
    study: Study, comparison: Comparison, shown: tuple[Column, ...], lang: str
) -> tuple[StepCounts, ...]:
    """Return the steps from the least to the most intrusive with their children in each column."""
    counts = []
    for step in merged_steps(comparison):
        children = tuple(
            float(comparison.full_year_persons(column.case, step)[..., column.year_index].mean())
            if step in comparison.runs[column.case].steps
            else None
            for column in shown
        )
        if children != (None,) * len(shown):
            counts.append(StepCounts(title=_title(study, step, lang), children=children))
    return tuple(counts)


def waiting_by_step(
    study: Study, comparison: Comparison, shown: tuple[Column, ...], lang: str
) -> tuple[StepCounts, ...]:
    """Return the steps that somebody waits for with the full-year persons who wait."""
    counts = []
    for step in merged_steps(comparison):
        children = tuple(_waiting(comparison, column, step) for column in shown)
        if any(children):
            counts.append(StepCounts(title=_title(study, step, lang), children=children))
    return tuple(counts)


def children_grid(study: Study, comparison: Comparison, cases: tuple[Finding, ...], lang: str) -> Grid:
    """Return the table of children by step."""
    t = texts(lang)
    shown = columns(comparison, cases, lang)
    rows = children_by_step(study, comparison, shown, lang)
    letters = (t["letters_note"].format(letter=f.letter, title=f.title) for f in cases if not f.idle)
    return _grid(
        rows, shown, lang, caption=t["children_caption"], notes=(*letters, t["children_note"]), totals=True
    )


def waiting_grid(study: Study, comparison: Comparison, cases: tuple[Finding, ...], lang: str) -> Grid | None:
    """Return the table of children who wait, or None when nobody does."""
    t = texts(lang)
    shown = columns(comparison, cases, lang)
    rows = waiting_by_step(study, comparison, shown, lang)
    if not rows:
        return None
    return _grid(rows, shown, lang, caption=t["waiting_caption"], notes=(t["waiting_note"],), totals=False)


def moves_grid(study: Study, comparison: Comparison, cases: tuple[Finding, ...], lang: str) -> Grid:
    """Return the table of children who begin on each step in a year."""
    t = texts(lang)
    years = comparison.years
    noticed = [case for case in cases if not case.idle]
    names = (BASELINE, *(case.name for case in noticed))
    head = (t["moves_baseline"], *(t["moves_case"].format(letter=case.letter) for case in noticed))
    rows = tuple(
        StepCounts(
            title=_title(study, step, lang), children=tuple(_starts(comparison, name, step) for name in names)
        )
        for step in merged_steps(comparison)
    )
    shown = tuple(
        Column(case=name, year_index=0, label=label) for name, label in zip(names, head, strict=True)
    )
    return _grid(
        tuple(row for row in rows if row.children != (None,) * len(names)),
        shown,
        lang,
        caption=t["moves_caption"].format(first=years[0], last=years[-1]),
        notes=(t["moves_note"],),
        totals=False,
    )


def merged_steps(comparison: Comparison) -> tuple[str, ...]:
    """Return the steps of the baseline and of every case, each case's own after the step it follows there."""
    merged = list(comparison.runs[BASELINE].steps)
    for case in comparison.cases:
        previous = -1
        for step in comparison.runs[case].steps:
            if step not in merged:
                merged.insert(previous + 1, step)
            previous = merged.index(step)
    return tuple(merged)


def rises(study: Study, comparison: Comparison) -> bool:
    """Return whether each step is at least as intrusive as the one before, which after-care is not."""
    roles = [_step(study, step).role for step in merged_steps(comparison)]
    ranks = [INTRUSIVENESS.index(role) if role in INTRUSIVENESS else -1 for role in roles]
    return -1 not in ranks and ranks == sorted(ranks)


def _grid(
    rows: tuple[StepCounts, ...],
    shown: tuple[Column, ...],
    lang: str,
    *,
    caption: str,
    notes: tuple[str, ...],
    totals: bool,
) -> Grid:
    t = texts(lang)
    cells = [value for row in rows for value in row.children]
    anything_hidden = any(value is not None and hidden(value) for value in cells)
    total: tuple[str, ...] = ()
    if totals and not anything_hidden:
        sums = [sum(row.children[i] or 0.0 for row in rows) for i in range(len(shown))]
        total = (t["total"], *(count(value, lang) for value in sums))
    return Grid(
        caption=caption,
        head=(t["step"], *(column.label for column in shown)),
        rows=tuple((row.title, *(_cell(value, lang) for value in row.children)) for row in rows),
        total=total,
        notes=(
            *notes,
            *((t["hidden_note"],) if anything_hidden else ()),
            *((t["missing_step_note"],) if None in cells else ()),
        ),
    )


def _cell(value: float | None, lang: str) -> str:
    return DASH if value is None else count(value, lang)


def _waiting(comparison: Comparison, column: Column, step: str) -> float | None:
    runs = comparison.runs[column.case]
    if step not in runs.steps:
        return None
    days = runs.waiting_days[..., runs.steps.index(step), :].sum(axis=-1)
    return float(comparison.in_full_years(days)[..., column.year_index].mean())


def _starts(comparison: Comparison, case: str, step: str) -> float | None:
    runs = comparison.runs[case]
    if step not in runs.steps:
        return None
    starts = runs.starts[..., runs.steps.index(step)].sum(axis=-1).mean()
    return float(starts) / (comparison.months.horizon_days / DAYS_PER_YEAR)


def _title(study: Study, step: str, lang: str) -> str:
    return _step(study, step).title.in_language(lang) or step


def _step(study: Study, name: str) -> StepSpec:
    scenarios = (study.scenario, *study.cases.values())
    return next(s.staircase.steps[name] for s in scenarios if name in s.staircase.steps)
