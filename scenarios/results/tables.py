"""Make tidy tables of a comparison, with fixed keys; rows of nothing are kept as zeros."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from model.results.household_costs import QUANTILES
from model.results.key_figures import COLUMNS
from model.results.tally import ON_A_STEP, OUTSIDE
from model.world.arrays import Floats, Ints
from scenarios.format.study import BASELINE_COLUMN
from scenarios.results.comparison import CaseRuns, Comparison

Axis = tuple[tuple[str, ...], Sequence[tuple[object, ...]]]
"""Key columns of one axis of the figures, and their values at each place on it."""
Column = Callable[[slice], Floats]
"""Return a column's figures of some runs; [run, *axes behind it]. Those of one draw stand together."""
_MOST_ROWS = 2**17
"""Of a part of a table: memory holds no more of it, but for one run that has more."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Rows of a table that stand together: one for each combination of places on the axes, in order."""

    name: Axis
    """Of what the rows are about; one place."""
    runs: tuple[Axis, ...]
    """Draw, and replication where the figures differ between those of a draw."""
    axes: tuple[Axis, ...]
    """What a run has figures for."""
    columns: dict[str, Column]

    @property
    def keys(self) -> tuple[Axis, ...]:
        """Every axis, the slowest first."""
        return (self.name, *self.runs, *self.axes)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return _places(self.keys)

    def parts(self) -> Iterator[slice]:
        """Yield runs that come one after the other, all of them in the end; none if they have no rows."""
        runs, rows_of_run = _places(self.runs), _places(self.axes)
        if rows_of_run:
            step = max(1, _MOST_ROWS // rows_of_run)
            yield from (slice(first, min(first + step, runs)) for first in range(0, runs, step))

    def shape(self, runs: slice) -> tuple[int, ...]:
        """Return the shape of the figures of some runs."""
        return (runs.stop - runs.start, *(len(places) for _, places in self.axes))

    def places(self, number: int, runs: slice) -> Ints:
        """Return for each row of some runs its place on an axis, one of `keys`."""
        rows_of_run = _places(self.axes)
        rows = np.arange(runs.start * rows_of_run, runs.stop * rows_of_run)
        return rows // _places(self.keys[number + 1 :]) % len(self.keys[number][1])


def _places(axes: Sequence[Axis]) -> int:
    return math.prod(len(places) for _, places in axes)


class Tables(Mapping[str, pd.DataFrame]):
    """Every table of a run by name, made when it is asked for; kroner in fixed prices, undiscounted."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table as one; raises KeyError where there is none of that name."""
        return pd.concat([*self._parts(name)], ignore_index=True)

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(blocks_of(self._comparison))

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(blocks_of(self._comparison))

    def by_parts(self) -> dict[str, Iterator[pd.DataFrame]]:
        """Return what yields each table in parts, so that memory need not hold the whole; one at least."""
        return {name: self._parts(name) for name in self}

    def _parts(self, name: str) -> Iterator[pd.DataFrame]:
        blocks = blocks_of(self._comparison)[name](self._comparison)
        is_empty = True
        for block in blocks:
            for runs in block.parts():
                is_empty = False
                yield _frame(block, runs)
        if is_empty:  # where no case has a programme, say
            yield _frame(blocks[0], slice(0, 0)) if blocks else pd.DataFrame(columns=[*_EMPTY_COLUMNS[name]])


def _frame(block: Block, runs: slice) -> pd.DataFrame:
    keys = {
        column: pd.Index([place[i] for place in places]).take(block.places(number, runs))
        for number, (columns, places) in enumerate(block.keys)
        for i, column in enumerate(columns)
    }
    return pd.DataFrame(keys | {name: column(runs).reshape(-1) for name, column in block.columns.items()})


def _axis(column: str, names: Sequence[object]) -> Axis:
    return (column,), [(name,) for name in names]


def _of_case(comparison: Comparison, case: str, columns: dict[str, Column], *axes: Axis) -> Block:
    """Return the rows of a case."""
    return Block(
        name=_axis("case", [case or BASELINE_COLUMN]),
        runs=(
            _axis("draw", range(comparison.draws)),
            _axis("replication", range(comparison.replications)),
        ),
        axes=axes,
        columns=columns,
    )


def _column(runs: CaseRuns, name: str, last: int | None = None) -> Column:
    """Return what reads an array of a case, and of its last axis the one place where that is given.

    Nothing is read, nor held, before.
    """

    def read(some: slice) -> Floats:
        array = runs.figures[name]
        figures = _behind_each_other(array)[some]
        return figures if last is None else figures[..., last]

    return read


def _behind_each_other(array: Floats) -> Floats:
    """Return a view of an array with one axis for draws and replications."""
    return array.reshape(math.prod(array.shape[:2]), *array.shape[2:])


def _steps(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    columns = {name: _column(runs, name) for name in ("person_days", "starts", "ends", "step_cost_dkk")}
    columns["waiting_days_on_a_step"] = _column(runs, "waiting_days", ON_A_STEP)
    columns["waiting_days_outside"] = _column(runs, "waiting_days", OUTSIDE)
    months = _axis("month", comparison.months.names)
    return _of_case(comparison, case, columns, months, _axis("step", runs.steps))


def _costs(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    axes = (_years(comparison), _axis("item", runs.items), _axis("payer", comparison.payers))
    return _of_case(comparison, case, {"cost_dkk": _column(runs, "cost_dkk")}, *axes)


def _moves(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    axes = (_years(comparison), _axis("step", runs.steps), _axis("destination", runs.destinations))
    return _of_case(comparison, case, {"moves": _column(runs, "moves")}, *axes)


def _enrolments(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    axes = (_years(comparison), _axis("programme", runs.programmes))
    return _of_case(comparison, case, {"enrolments": _column(runs, "enrolments")}, *axes)


def _stay_lengths(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    axis = (("step", "days"), list(runs.stay_limits))
    columns = {"ended_within": _column(runs, "ended_within")}
    return _of_case(comparison, case, columns, _axis("month", comparison.months.names), axis)


def _key_figures(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    *rows, value = COLUMNS
    axis = (tuple(rows), runs.key_figure_rows)
    return _of_case(comparison, case, {value: _column(runs, "key_figures")}, axis)


def _households(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    names = ("households", "children", "mean_dkk", *(f"p{quantile:02}_dkk" for quantile in QUANTILES))
    columns = {name: _column(runs, "households", i) for i, name in enumerate(names)}
    return _of_case(comparison, case, columns, _axis("size", runs.household_sizes))


def _household_costs(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    axes = (_axis("size", runs.household_sizes), _axis("payer", comparison.payers))
    return _of_case(comparison, case, {"cost_dkk": _column(runs, "household_cost_dkk")}, *axes)


def _years(comparison: Comparison) -> Axis:
    return _axis("year", comparison.years)


def _for_every_case(
    block: Callable[[Comparison, str, CaseRuns], Block],
) -> Callable[[Comparison], list[Block]]:
    return lambda comparison: [block(comparison, case, runs) for case, runs in comparison.runs.items()]


def _gains(comparison: Comparison) -> list[Block]:
    axes = (_years(comparison), _axis("payer", comparison.payers))

    def column(case: str) -> Column:
        return lambda runs: _behind_each_other(comparison.gain(case).dkk)[runs]

    return [_of_case(comparison, case, {"gain_dkk": column(case)}, *axes) for case in comparison.cases]


def _assumptions(comparison: Comparison) -> list[Block]:
    draws = _axis("draw", range(comparison.draws))
    return [
        Block(
            name=_axis("assumption", [name]),
            runs=(draws,),
            axes=(),
            columns={"value": values.__getitem__},
        )
        for name, values in comparison.assumptions.items()
    ]


BLOCKS: dict[str, Callable[[Comparison], list[Block]]] = {
    "steps": _for_every_case(_steps),
    "costs": _for_every_case(_costs),
    "moves": _for_every_case(_moves),
    "enrolments": _for_every_case(_enrolments),
    "stay_lengths": _for_every_case(_stay_lengths),
    "gains": _gains,
    "key_figures": _for_every_case(_key_figures),
    "assumptions": _assumptions,
}
"""The rows of every table, the rows of a case behind those of the case before."""
_OF_HOUSEHOLDS = {
    "households": _for_every_case(_households),
    "household_costs": _for_every_case(_household_costs),
}


def blocks_of(comparison: Comparison) -> dict[str, Callable[[Comparison], list[Block]]]:
    """Return the tables of a comparison: those of `BLOCKS`, and those of households where there are any."""
    has_siblings = any(runs.household_sizes for runs in comparison.runs.values())
    return BLOCKS | (_OF_HOUSEHOLDS if has_siblings else {})


_EMPTY_COLUMNS = {
    "gains": ("case", "draw", "replication", "year", "payer", "gain_dkk"),
    "assumptions": ("assumption", "draw", "value"),
}
"""The columns of a table that has no block, where there is no case or no uncertain assumption."""
