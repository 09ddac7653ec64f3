"""Make tidy tables of a comparison, with fixed keys; rows of nothing are kept as zeros."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.results.key_figures import COLUMNS
from model.results.tally import ON_A_STEP, OUTSIDE
from model.world.arrays import Floats
from scenarios.format.study import BASELINE_COLUMN
from scenarios.results.comparison import CaseRuns, Comparison

Columns = dict[str, Floats]
"""Figures by the column of a table that they stand in."""
Axis = tuple[tuple[str, ...], Sequence[tuple[object, ...]]]
"""Key columns of one axis of the figures, and their values at each place on it."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Rows of a table that stand together: one for each combination of places on the axes, in order."""

    axes: tuple[Axis, ...]
    columns: Columns
    """[*axes]; not copied from the comparison."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes."""
        return tuple(len(places) for _, places in self.axes)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return math.prod(self.shape)

    def places(self, number: int) -> NDArray[np.intp]:
        """Return for each row its place on an axis."""
        before, after = math.prod(self.shape[:number]), math.prod(self.shape[number + 1 :])
        return np.tile(np.repeat(np.arange(self.shape[number]), after), before)


def tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Return every table of a run by name; amounts in kroner, fixed prices, undiscounted."""
    return {name: _table(name, blocks(comparison)) for name, blocks in BLOCKS.items()}


def _table(name: str, blocks: Sequence[Block]) -> pd.DataFrame:
    # A case without programmes has no rows of them, and no rows have no type.
    parts = [_frame(block) for block in blocks if block.rows] or [_frame(block) for block in blocks[:1]]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*_EMPTY_COLUMNS[name]])


def _frame(block: Block) -> pd.DataFrame:
    keys = {
        column: pd.Index([place[i] for place in places]).take(block.places(number))
        for number, (columns, places) in enumerate(block.axes)
        for i, column in enumerate(columns)
    }
    return pd.DataFrame(keys | {name: figures.reshape(-1) for name, figures in block.columns.items()})


def _axis(column: str, names: Sequence[object]) -> Axis:
    return (column,), [(name,) for name in names]


def _of_case(comparison: Comparison, case: str, columns: Columns, *axes: Axis) -> Block:
    """Return the rows of a case; the figures are [draw, replication, *axes]."""
    runs = (
        _axis("case", [case or BASELINE_COLUMN]),
        _axis("draw", range(comparison.draws)),
        _axis("replication", range(comparison.replications)),
    )
    return Block(
        axes=(*runs, *axes), columns={name: figures[np.newaxis] for name, figures in columns.items()}
    )


def _steps(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    columns = {
        "person_days": runs.person_days,
        "starts": runs.starts,
        "ends": runs.ends,
        "step_cost_dkk": runs.step_cost_dkk,
        "waiting_days_on_a_step": runs.waiting_days[..., ON_A_STEP],
        "waiting_days_outside": runs.waiting_days[..., OUTSIDE],
    }
    months = _axis("month", comparison.months.names)
    return _of_case(comparison, case, columns, months, _axis("step", runs.steps))


def _costs(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    axes = (_years(comparison), _axis("item", runs.items), _axis("payer", comparison.payers))
    return _of_case(comparison, case, {"cost_dkk": runs.cost_dkk}, *axes)


def _moves(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    axes = (_years(comparison), _axis("step", runs.steps), _axis("destination", runs.destinations))
    return _of_case(comparison, case, {"moves": runs.moves}, *axes)


def _enrolments(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    axes = (_years(comparison), _axis("programme", runs.programmes))
    return _of_case(comparison, case, {"enrolments": runs.enrolments}, *axes)


def _key_figures(comparison: Comparison, case: str, runs: CaseRuns) -> Block:
    *rows, value = COLUMNS
    return _of_case(comparison, case, {value: runs.key_figures}, (tuple(rows), runs.key_figure_rows))


def _years(comparison: Comparison) -> Axis:
    return _axis("year", comparison.years)


def _for_every_case(
    block: Callable[[Comparison, str, CaseRuns], Block],
) -> Callable[[Comparison], list[Block]]:
    return lambda comparison: [block(comparison, case, runs) for case, runs in comparison.runs.items()]


def _gains(comparison: Comparison) -> list[Block]:
    axes = (_years(comparison), _axis("payer", comparison.payers))
    return [
        _of_case(comparison, case, {"gain_dkk": comparison.gain(case).dkk}, *axes)
        for case in comparison.cases
    ]


def _assumptions(comparison: Comparison) -> list[Block]:
    draws = _axis("draw", range(comparison.draws))
    return [
        Block(axes=(_axis("assumption", [name]), draws), columns={"value": values[np.newaxis]})
        for name, values in comparison.assumptions.items()
    ]


BLOCKS: dict[str, Callable[[Comparison], list[Block]]] = {
    "steps": _for_every_case(_steps),
    "costs": _for_every_case(_costs),
    "moves": _for_every_case(_moves),
    "enrolments": _for_every_case(_enrolments),
    "gains": _gains,
    "key_figures": _for_every_case(_key_figures),
    "assumptions": _assumptions,
}
"""The rows of every table, the rows of a case behind those of the case before."""
_EMPTY_COLUMNS = {
    "gains": ("case", "draw", "replication", "year", "payer", "gain_dkk"),
    "assumptions": ("assumption", "draw", "value"),
}
"""The columns of a table that has no block, where there is no case or no uncertain assumption."""
