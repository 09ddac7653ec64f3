"""Find the break-even: the value of an assumption at which a case just pays at a chosen confidence.

Caveat. It is the value with which the case would pay its way in, say, eight of ten runs when everything else
is as uncertain as it is. It says nothing about how likely that value is.

The same draws of the others and the same chance are run at every value that is tried, so that only the value
differs. Assumptions that are drawn together with it follow it. Many functions are searched at once, each
evaluated once a round so that all workers are busy, by scipy's method of Chandrupatla (1997, Advances in
Engineering Software 28:145-149): inverse quadratic interpolation where that is safe and bisection elsewhere,
so that it ends for a function that jumps, too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import elementwise
from scipy.stats import qmc

from model.arithmetic.functions import normal_below, normal_quantile
from model.world.arrays import Bools, Floats, Ints
from sensitivity.methods.bootstrap import HIGH, LOW
from sensitivity.points.points import Points
from sensitivity.points.runner import PointRunner
from sensitivity.subject.factors import Factors

Evaluate = Callable[[Sequence[tuple[int, float]]], Floats]
"""From (number of the function, where) to the values there, in the order given."""

DRAWS, REPLICATIONS = 64, 2
END = 0.995
"""The range that is searched: all but half a per cent at either end."""
COLUMNS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Of a map: where the other assumption stands."""
_GRID = (-1.0, 0.0, 1.0)
_TOLERANCE = 0.02
"""In normal scores: a two-hundredth of the range or less."""
_ROUNDS = 4
"""How many rounds a crossing usually takes."""
_TIMES = 200


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """The break-even value of one assumption, the others being drawn."""

    assumption: int
    value: float | None
    """None when it is not within the range."""
    low: float
    high: float
    """The range that was searched, in the unit of the assumption."""
    value_low: float | None = None
    value_high: float | None = None
    """What other draws might have given, 95 %; None beside a value when it may not be within the range."""
    pays_above: bool
    """Whether it pays above the value; where there is none, whether it pays all over the range."""


@dataclass(frozen=True, kw_only=True)
class Map:
    """The break-even values of one assumption at several values of another."""

    across: int
    """The assumption that is set first."""
    up: int
    """The assumption whose value is sought."""
    columns: tuple[float, ...]
    """Values of the first."""
    values: tuple[float | None, ...]
    """Of the second, one for each column; None when it is not within the range."""
    pays_above: tuple[bool, ...]


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line of search: one assumption is moved while some others stand still."""

    moves: int
    others: Mapping[int, float]
    """Scores of those that stand still."""


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """Where one function crosses zero."""

    at: float | None
    """Where it crosses zero; None when it does not between the ends."""
    rises: bool
    """Whether it is above zero beyond that; where it does not cross, whether it is above zero at all."""


def planned(assumptions: int, pairs: int) -> int:
    """Return how many cells the search usually takes."""
    lines = assumptions + pairs * len(COLUMNS)
    return lines * (len(_GRID) + _ROUNDS) * DRAWS * REPLICATIONS


def break_even(
    runner: PointRunner, outcome: int, *, confidence: float, pairs: Sequence[tuple[int, int]], seed: int
) -> tuple[tuple[BreakEven, ...], tuple[Map, ...]]:
    """Return the break-even of each assumption alone and of each pair (across, up).

    The case pays its way at a value when the outcome is above zero in a share `confidence` of the runs.
    """
    factors = runner.factors
    ends = normal_quantile(END)
    columns = normal_quantile(COLUMNS).tolist()
    singles = [_Line(moves=number, others={}) for number in range(len(factors.names))]
    maps = [_Line(moves=up, others={across: score}) for across, up in pairs for score in columns]
    lines = [*singles, *maps]
    sample = _Sample(runner, outcome, seed)
    tried: list[dict[float, Floats]] = [{} for _ in lines]

    def evaluate(request: Sequence[tuple[int, float]]) -> Floats:
        runs = sample.runs([{**lines[i].others, lines[i].moves: score} for i, score in request])
        for (i, score), outcomes in zip(request, runs, strict=True):
            tried[i][score] = outcomes
        return np.quantile(runs, 1 - confidence, axis=(1, 2))

    at_zero = crossings(len(lines), [ends * at for at in _GRID], evaluate, tolerance=_TOLERANCE)
    alone = tuple(
        _alone(factors, i, at_zero[i], _interval(tried[i], at_zero[i], confidence, seed), ends)
        for i in range(len(singles))
    )
    of_maps = np.array(at_zero[len(singles) :], dtype=object).reshape(len(pairs), len(columns))
    return alone, tuple(
        _map(factors, pair, columns, row) for pair, row in zip(pairs, of_maps.tolist(), strict=True)
    )


class _Sample:
    """Run every setting under the same draws and the same chance."""

    def __init__(self, runner: PointRunner, outcome: int, seed: int) -> None:
        self._runner = runner
        self._outcome = outcome
        cube = qmc.Sobol(len(runner.factors.names), rng=seed).random(DRAWS)
        self._scores = runner.factors.scores(cube)

    def runs(self, settings: Sequence[Mapping[int, float]]) -> Floats:
        """Return the outcome under each setting; [setting, draw, replication]."""
        factors = self._runner.factors
        scores = np.concatenate([factors.moved(self._scores, setting) for setting in settings])
        points = Points(values=factors.values(scores), chance=np.tile(np.arange(DRAWS), len(settings)))
        outcomes = self._runner.outcomes(points, replications=REPLICATIONS)[..., self._outcome]
        return outcomes.reshape(len(settings), DRAWS, REPLICATIONS)


def _interval(
    tried: Mapping[float, Floats], crossing: Crossing, confidence: float, seed: int
) -> tuple[float | None, float | None]:
    """Return the interval of scores of the crossing when draws are resampled; None for a side without one.

    Between the scores that were tried the margin is interpolated linearly.
    """
    if crossing.at is None:
        return None, None
    scores = np.array(sorted(tried))
    runs = np.stack([tried[score] for score in scores.tolist()])
    random = np.random.default_rng(seed)
    anew = [runs[:, random.integers(DRAWS, size=DRAWS)] for _ in range(_TIMES)]
    margins = np.stack([np.quantile(each, 1 - confidence, axis=(1, 2)) for each in anew])
    at = np.array([_crosses(scores, row if crossing.rises else -row, crossing.at) for row in margins])
    low, high = np.percentile(at, [LOW, HIGH], method="nearest").tolist()
    return (low if np.isfinite(low) else None), (high if np.isfinite(high) else None)


def _crosses(scores: Floats, margins: Floats, near: float) -> float:
    """Return where rising margins cross zero, the nearest to a score; infinite when they do not."""
    up = np.flatnonzero((margins[:-1] <= 0) & (margins[1:] > 0))
    if up.size == 0:
        return -np.inf if margins[-1] > 0 else np.inf
    shares = margins[up] / (margins[up] - margins[up + 1])
    at = scores[up] + shares * (scores[up + 1] - scores[up])
    return float(at[np.abs(at - near).argmin()])


def _value(factors: Factors, number: int, score: float) -> float:
    shares = np.full((1, len(factors.names)), normal_below(score))
    return float(factors.quantiles(shares)[0, number])


def _alone(
    factors: Factors,
    number: int,
    crossing: Crossing,
    interval: tuple[float | None, float | None],
    ends: float,
) -> BreakEven:
    value, low, high = (
        None if score is None else _value(factors, number, score) for score in (crossing.at, *interval)
    )
    return BreakEven(
        assumption=number,
        value=value,
        value_low=low,
        value_high=high,
        low=_value(factors, number, -ends),
        high=_value(factors, number, ends),
        pays_above=crossing.rises,
    )


def _map(
    factors: Factors, pair: tuple[int, int], columns: Sequence[float], at_zero: Sequence[Crossing]
) -> Map:
    across, up = pair
    return Map(
        across=across,
        up=up,
        columns=tuple(_value(factors, across, score) for score in columns),
        values=tuple(None if each.at is None else _value(factors, up, each.at) for each in at_zero),
        pays_above=tuple(each.rises for each in at_zero),
    )


def crossings(number: int, grid: Sequence[float], evaluate: Evaluate, *, tolerance: float) -> list[Crossing]:
    """Return for each of `number` functions where it crosses zero, to `tolerance`.

    `grid` rises from the lower to the upper end. Where a function crosses more than once between its points,
    the crossing nearest to the middle of the grid is taken. Zero itself counts as below.
    """
    request = [(i, at) for i in range(number) for at in grid]
    known = dict(zip(request, evaluate(request).tolist(), strict=True))
    above = np.array([known[each] > 0 for each in request]).reshape(number, len(grid))
    places = {i: place for i, row in enumerate(above) if (place := _place(row)) is not None}
    at = _roots(places, grid, evaluate, known, tolerance)
    return [
        Crossing(at=at.get(i), rises=bool(above[i, places[i] + 1] if i in places else above[i, -1]))
        for i in range(number)
    ]


def _place(above: Bools) -> int | None:
    """Return the number of the grid point after which the function crosses; None where it does not."""
    changes = np.flatnonzero(above[1:] != above[:-1])
    middle = (len(above) - 2) / 2
    return min(changes.tolist(), key=lambda each: abs(each - middle), default=None)


def _roots(
    places: dict[int, int],
    grid: Sequence[float],
    evaluate: Evaluate,
    known: dict[tuple[int, float], float],
    tolerance: float,
) -> dict[int, float]:
    if not places:
        return {}

    def values(at: Floats, which: Ints) -> Floats:
        request = [*zip(which.tolist(), at.tolist(), strict=True)]
        fresh = [each for each in request if each not in known]
        if fresh:
            known.update(zip(fresh, evaluate(fresh).tolist(), strict=True))
        return np.array([known[each] for each in request])

    low, high = (np.array([grid[place + step] for place in places.values()]) for step in (0, 1))
    roots = elementwise.find_root(
        values,
        (low, high),
        args=(np.array([*places]),),
        tolerances={"xatol": tolerance, "xrtol": 0.0, "fatol": 0.0, "frtol": 0.0},
    )
    return dict(zip(places, roots.x.tolist(), strict=True))
