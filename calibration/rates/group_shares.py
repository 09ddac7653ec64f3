"""Estimate the shares of the target groups among the children who came to each step."""

import numpy as np

from calibration.ledger.histories import Histories
from model.world.arrays import Bools, Floats, Ints

_PRIOR_CHILDREN = 10.0
"""So many children of all steps a step's share is drawn towards: a step where few came says little alone."""


def group_shares(lives: Histories, came: Bools) -> tuple[Floats, Floats]:
    """Return the shares among those who came in all, [group], and to each step, [step, group].

    `came` says of each stay whether it counts. Where nobody came at all the groups have equal shares.
    """
    counts = group_counts(lives, came).astype(np.float64)
    total = counts.sum(axis=0)
    general = total / total.sum() if total.any() else np.full(len(total), 1.0 / len(total))
    on_step = counts + _PRIOR_CHILDREN * general
    return general, on_step / on_step.sum(axis=1, keepdims=True)


def group_counts(lives: Histories, came: Bools) -> Ints:
    """Return how many of each group came to each step; [step, group]."""
    groups, steps = len(lives.staircase.groups), len(lives.staircase.steps)
    cells = lives.step[came] * groups + lives.group[lives.child[came]]
    return np.bincount(cells, minlength=steps * groups).reshape(steps, groups)
