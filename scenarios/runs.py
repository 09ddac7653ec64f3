"""Runs of one world: what many replications of it come to, by month, by year and in money."""

from collections.abc import Sequence

import numpy as np

from model.economy import account
from model.key_figures import key_figures
from model.simpy_engine import simulate
from model.tally import by_year, tally
from scenarios.build import World
from scenarios.comparison import CaseRuns, over_items


def run(world: World, *, seed: int, replications: Sequence[int]) -> CaseRuns:
    """Return the runs of a world; every array has one leading axis, the replications in the order given.

    `replications` are numbers of chance, 0 <= each < 2**64.
    """
    parts = [_run(world, seed, replication) for replication in replications]
    return CaseRuns.stack(parts)


def _run(world: World, seed: int, replication: int) -> CaseRuns:
    parameters, months = world.parameters, world.months
    records = simulate(parameters, seed=seed, replication=replication)
    names = tuple(programme.name for programme in parameters.programmes)
    counts = tally(records, parameters.staircase, months, programmes=len(names))
    books = account(records, parameters.staircase, months, counts, world.economy, programme_names=names)
    steps = tuple(step.name for step in parameters.staircase.steps)
    figures = key_figures(
        records,
        parameters.staircase,
        months,
        counts,
        books,
        roles=world.roles,
        children_aged_0_22=world.children_aged_0_22,
    )
    cost_dkk = by_year(books.cost_dkk, months)
    arrays = {
        "cost_dkk": cost_dkk,
        "paid_dkk": over_items(cost_dkk),
        "person_days": counts.person_days,
        "starts": counts.starts,
        "ends": counts.ends,
        "waiting_days": counts.waiting_days,
        "moves": by_year(counts.moves, months),
        "enrolments": by_year(counts.enrolments, months),
        "step_cost_dkk": books.cost_dkk[:, : len(steps)].sum(axis=-1),
        "key_figures": figures["value"].to_numpy(dtype=np.float64, na_value=np.nan),
    }
    return CaseRuns(
        steps=steps,
        destinations=parameters.staircase.names,
        items=books.items,
        programmes=names,
        key_figure_rows=tuple(figures.drop(columns="value").itertuples(index=False, name=None)),
        **{name: np.asarray(array, dtype=np.float64) for name, array in arrays.items()},
    )
