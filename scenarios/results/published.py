"""Hold what others have published about a study's cases against what the model gives."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from model.world.arrays import Bools, Floats
from scenarios.files.forms import Text
from scenarios.format.published import (
    Cost,
    Enrolled,
    FigureSpec,
    Measure,
    Persons,
    Saved,
    ShareMoved,
    ShareWithin,
    StartsAYear,
)
from scenarios.format.study import BASELINE, Study, case_of
from scenarios.results.comparison import CaseRuns, Comparison
from scenarios.results.result_folder import number

Unit = Literal["share", "children", "kroner"]
LOW, HIGH = 5, 95
"""Percentiles of all runs that the model's interval goes from and to."""

_ROUNDING = 0.005
"""Of a published value, which is most often rounded."""


@dataclass(frozen=True, kw_only=True)
class PublishedFigure:
    """A published figure beside the model's."""

    name: str
    title: Text
    unit: Unit
    published: tuple[float, float]
    """The lowest and the highest published value; the same where there is one."""
    model: float
    """The median of all runs; nan where none has what it is a share of."""
    low: float
    high: float
    """Nine of ten runs lie between these."""
    source: Text
    because: Text
    """Why they differ, where they do."""

    @property
    def agrees(self) -> bool:
        """Whether what is published, give or take its rounding, overlaps with the model's interval."""
        least, most = (
            value + sign * _ROUNDING * abs(value) for value, sign in zip(self.published, (-1, 1), strict=True)
        )
        return least <= self.high and self.low <= most

    def document(self) -> dict[str, Any]:
        """Return the figure for another program; a published interval is a list of two."""
        low, high = self.published
        return {
            "figure": str(self.title),
            "published": low if low == high else [low, high],
            "unit": self.unit,
            "model": number(self.model),
            "low": number(self.low),
            "high": number(self.high),
            "agrees": self.agrees,
            "because": str(self.because),
            "source": str(self.source),
        }


def published_figures(study: Study, comparison: Comparison) -> list[PublishedFigure]:
    """Return every figure that the study's source has published, beside the model's."""
    published = study.scenario.published
    if published is None:
        return []
    return [
        _held(name, figure, published.source, _values(figure, comparison))
        for name, figure in published.figures.items()
    ]


def _held(name: str, figure: FigureSpec, source: Text, values: Floats) -> PublishedFigure:
    there = values[np.isfinite(values)]
    low, median, high = np.percentile(there, [LOW, 50, HIGH]) if len(there) else (np.nan,) * 3
    return PublishedFigure(
        name=name,
        title=figure.title,
        unit=unit_of(figure.measure),
        published=figure.interval,
        model=float(median),
        low=float(low),
        high=float(high),
        source=figure.source if figure.source.da else source,
        because=figure.because,
    )


def unit_of(measure: Measure) -> Unit:
    """Return what a measure is in."""
    if isinstance(measure, ShareWithin | ShareMoved):
        return "share"
    return "kroner" if isinstance(measure, Cost | Saved) else "children"


def _values(figure: FigureSpec, comparison: Comparison) -> Floats:
    """Return what a figure is in every run; nan where there is nothing that it is a share of."""
    case = case_of(figure, comparison.cases)
    runs = comparison.runs[case]
    first, last = figure.years or (comparison.years[0], comparison.years[-1])
    years = np.array([first <= year <= last for year in comparison.years])
    months = (comparison.months.year >= first) & (comparison.months.year <= last)
    match figure.measure:
        case ShareWithin() as of:
            within = runs.ended_within[..., months, runs.stay_limits.index((of.step, of.days))]
            values = _share(within.sum(axis=-1), runs.of_step("ends", of.step)[..., months].sum(axis=-1))
        case ShareMoved() as of:
            moves = runs.moves[..., years, runs.steps.index(of.step), :].sum(axis=-2)
            values = _share(moves[..., _places(runs.destinations, of.to)].sum(axis=-1), moves.sum(axis=-1))
        case StartsAYear(steps=steps):
            starts = [runs.of_step("starts", step)[..., months].sum(axis=-1) for step in steps]
            values = np.sum(starts, axis=0) / (months.sum() / 12)
        case Persons(steps=steps):
            persons = [comparison.full_year_persons(case, step)[..., years] for step in steps]
            values = np.sum(persons, axis=0).mean(axis=-1)
        case Enrolled(programmes=programmes):
            begun = runs.enrolments[..., years, :].sum(axis=-2)
            values = begun[..., _places(runs.programmes, programmes)].sum(axis=-1)
        case Cost() as of:
            values = _cost(runs, comparison, of, years)
        case Saved() as of:
            values = _cost(comparison.runs[BASELINE], comparison, of, years)
            values = values - _cost(runs, comparison, of, years)
    return np.asarray(values)


def _share(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _cost(runs: CaseRuns, comparison: Comparison, measure: Cost | Saved, years: Bools) -> Floats:
    """Return the kroner of some items and payers over some years, without those items that are not there."""
    payers = measure.payers or (
        comparison.payers
        if isinstance(measure, Cost)
        else tuple(p for p, own in zip(comparison.payers, comparison.municipal, strict=True) if own)
    )
    cost = runs.cost_dkk[..., years, :, :].sum(axis=-3)
    items = runs.items if measure.items is None else [i for i in measure.items if i in runs.items]
    paid = cost[..., _places(runs.items, items), :][..., _places(comparison.payers, payers)]
    return np.asarray(paid.sum(axis=(-2, -1)))


def _places(names: tuple[str, ...], wanted: tuple[str, ...] | list[str]) -> list[int]:
    return [names.index(name) for name in wanted]
