"""Solve expected numbers of children without simulation, for worlds without places and enrolments.

Limits first: a step with places, one where siblings move in together, staff that makes reviews, and a
programme that enrols children make one child's life depend on others', or on more than its step, age and time
there; all are refused. So are reviews that do not come at even intervals, or whose moves depend on the time
on the step in several ways. Changes of everyone's rates, arrivals and reroutes from a date are handled, and
so are households: who comes with whom changes no expected number.

The hazard of leaving a step depends on age, on the time on the step and on the date, so the numbers solve
forward equations in birth date and date of entry (a semi-Markov process: Hoem 1972, "Inhomogeneous
semi-Markov processes, select actuarial tables, and duration-dependence in demography", in Population
Dynamics). Both dates are fixed as time goes by, so nothing is transported: `model/expected/grid.py` cuts
them into cells and `model/expected/forward_equations.py` takes the losses from each.

The error falls as the square of `days_per_cell`, so two runs, one with half the other's, measure it: the
finer is off by about a third of their difference (Richardson 1911, Philosophical Transactions A 210). A
Weibull shape k below 1 lowers the order towards 2 k, by those who move on within the cell in which they
came. A steady state has hardly any error. A listed child has its birthdays at noon.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.expected.forward_equations import Flows, Lanes, solve
from model.expected.grid import make_grid
from model.world.arrays import Floats, Ints
from model.world.parameters import Parameters
from model.world.planned_stays import LENGTH

DAYS_PER_CELL = 31.0
"""Month by month. In the shipped scenario of Kolding, whose steepest shape is about 0.2, person-days are then
right to one part in 2,000; with shapes of 0.7 and above to one in 10,000."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Expected numbers of children and events between given days; steps and names as in `Staircase`."""

    days: Floats
    """Borders of the periods, days since the start date; [period + 1]."""
    person_days: Floats
    """Days lived on each step; [period, step]."""
    present: Floats
    """Children on each step at each border; [period + 1, step]."""
    arrivals: Floats
    """Children who come to each step from outside; [period, step]."""
    starts: Floats
    """Stays that begin after the start date, arrivals and moves alike; [period, step]."""
    moves: Floats
    """Stays that end, by where they lead; [period, step, index into `Staircase.names`]."""

    @property
    def ends(self) -> Floats:
        """Stays that end; [period, step]."""
        return np.asarray(self.moves.sum(axis=2))


@dataclass(frozen=True, kw_only=True)
class StockFollowUp:
    """Expected outcomes of the children who stand on some steps, the set, at the start date, by that step.

    A step of the set where nobody stood has zeros, and nan for its means. Shares of nobody are nan too.
    """

    steps: tuple[int, ...]
    """The set, as indices of steps."""
    days: Floats
    """Days since the start date; [day]."""
    number: Floats
    """Children who stood on each step of the set; [step of the set]."""
    where: Floats
    """Children by the step they are on or the way out they took; [day, step of the set, index into names]."""
    stayed: Floats
    """Children who have not left their step at all; [day, step of the set]."""
    days_on_step: Floats
    """Mean days until one first leaves its step, but no more than the last of `days`; [step of the set]."""
    days_in_set: Floats
    """Mean days until one first leaves the set, but no more than the last of `days`; [step of the set]."""

    @property
    def _all(self) -> float:
        return float(self.number.sum()) or np.nan

    @property
    def same_step(self) -> Floats:
        """Share of all that are on the step where they stood, back again or still; [day]."""
        there = self.where[:, range(len(self.steps)), self.steps].sum(axis=1)
        return np.asarray(there / self._all)

    @property
    def changed_kind(self) -> Floats:
        """Share of all that are on another step of the set; [day]."""
        inside = self.where[:, :, self.steps].sum(axis=(1, 2)) / self._all
        return np.asarray(inside - self.same_step)

    @property
    def outside(self) -> Floats:
        """Share of all that are outside the set, on another step or gone; [day]."""
        return 1.0 - self.same_step - self.changed_kind


def expected(
    parameters: Parameters, *, days: Sequence[float] | Floats, days_per_cell: float = DAYS_PER_CELL
) -> Expected:
    """Return expected numbers in the periods between `days`, at least two that rise from 0 or later.

    `parameters.horizon_days` is not used. No cell of time is longer than `days_per_cell`, nor than a period.
    Raises ValueError for a world with places or enrolment, and for other `days`.
    """
    steps, lanes = len(parameters.staircase.steps), np.ones(1, dtype=bool)
    every = np.ones((1, steps), dtype=bool)
    borders, flows = _flows(
        parameters, days, days_per_cell, Lanes(stock=every, arrivals=lanes, followed=every)
    )
    return Expected(
        days=borders.days,
        person_days=borders.sums(flows.person_days)[:, 0],
        present=flows.present[borders.at, 0],
        arrivals=borders.sums(flows.arrivals)[:, 0],
        starts=borders.sums(flows.starts)[:, 0],
        moves=borders.sums(flows.moves)[:, 0],
    )


def follow_stock(
    parameters: Parameters,
    *,
    steps: Sequence[str],
    days: Sequence[float] | Floats,
    days_per_cell: float = DAYS_PER_CELL,
) -> StockFollowUp:
    """Return where the children who stand on `steps` at the start date are at each of `days`.

    `days` are at least two that rise from 0 or later; the means need a last day by which nearly all have
    left. Raises ValueError as `expected` does, and for a step that is unknown or named twice.
    """
    names = [step.name for step in parameters.staircase.steps]
    if unknown := [name for name in steps if name not in names]:
        raise ValueError(f"{unknown[0]} is not a step; there are {', '.join(names)}")
    if len(set(steps)) < len(steps) or not steps:
        raise ValueError(f"steps {', '.join(steps)}: name at least one, and each once")
    chosen = tuple(names.index(name) for name in steps)
    one, everywhere = np.eye(len(names), dtype=bool)[list(chosen)], np.ones((len(steps), len(names)), bool)
    within = everywhere & one.any(axis=0)
    borders, flows = _flows(
        parameters,
        days,
        days_per_cell,
        Lanes(  # to the end, until they first leave the set, until they first leave their step
            stock=np.concatenate([one] * 3),
            arrivals=np.zeros(3 * len(steps), dtype=bool),
            followed=np.concatenate([everywhere, within, ~everywhere]),
        ),
    )
    number = flows.present[0, : len(steps)].sum(axis=1)
    gone = np.cumsum(flows.moves.sum(axis=2)[:, : len(steps), len(names) :], axis=0)
    gone = np.concatenate([np.zeros_like(gone[:1]), gone])
    where = np.concatenate([flows.present[:, : len(steps)], gone], axis=2)
    lived = (
        flows.person_days.sum(axis=(0, 2)) / np.where(number > 0, number, np.nan)[None].repeat(3, 0).ravel()
    )
    return StockFollowUp(
        steps=chosen,
        days=borders.days,
        number=number,
        where=where[borders.at],
        stayed=flows.present[borders.at, 2 * len(steps) :].sum(axis=2),
        days_on_step=lived[2 * len(steps) :],
        days_in_set=lived[len(steps) : 2 * len(steps)],
    )


def _check_reviews(parameters: Parameters, *, before: float) -> None:
    """Raise ValueError for reviews that are to be simulated."""
    planned = {stay.step for stay in parameters.planned_stays}
    for reviews in parameters.reviews:
        if reviews.staff is not None:
            raise ValueError(
                f"reviews {reviews.name} are made by staff, who may be late; simulate it instead"
            )
        for step, interval in reviews.intervals:
            shapes = {
                each.shape
                for each in parameters.transitions
                if each.from_step == step and each.to in reviews.moves
            }
            if interval.changes(before=before) or step in planned or len(shapes) > 1:
                raise ValueError(
                    f"{step} has reviews at intervals that change, or planned stays, or moves of several "
                    "Weibull shapes; simulate it instead"
                )


@dataclass(frozen=True, kw_only=True)
class _Borders:
    """The given days among the borders of the cells of time."""

    days: Floats
    at: Ints

    def sums(self, by_cell: Floats) -> Floats:
        """Return sums over the cells of each period, the first axis."""
        whole = np.concatenate([np.zeros_like(by_cell[:1]), np.cumsum(by_cell, axis=0)])
        return np.asarray(np.diff(whole[self.at], axis=0))


def _flows(
    parameters: Parameters, days: Sequence[float] | Floats, days_per_cell: float, lanes: Lanes
) -> tuple[_Borders, Flows]:
    _refuse_what_depends_on_others(parameters)
    _check_planned_stays(parameters)
    _check_reviews(parameters, before=float(np.max(days, initial=0.0)))
    wanted = np.asarray(days, dtype=float)
    rises = wanted.ndim == 1 and len(wanted) > 1 and wanted[0] >= 0 and bool((np.diff(wanted) > 0).all())
    if not (rises and np.isfinite(wanted[-1])):
        raise ValueError("days: give at least two, that rise from 0 or later")
    if not 0 < days_per_cell < float("inf"):
        raise ValueError(f"days_per_cell is {days_per_cell}; it must be above zero")
    grid = make_grid(parameters, wanted, days_per_cell)
    return _Borders(days=wanted, at=np.searchsorted(grid.times, wanted)), solve(parameters, grid, lanes)


def _refuse_what_depends_on_others(parameters: Parameters) -> None:
    for step in parameters.staircase.steps:
        if step.places is not None:
            raise ValueError(f"{step.name} has places: who waits depends on others; simulate it instead")
        if step.together_from:
            raise ValueError(f"siblings move to {step.name} together; simulate it instead")
    planned = {stay.step for stay in parameters.planned_stays}
    for programme in parameters.programmes:
        if programme.enrolment is not None:
            raise ValueError(f"programme {programme.name} enrols children; simulate it instead")
        if any(LENGTH in effect.to and planned & {*effect.from_steps} for effect in programme.effects):
            raise ValueError(
                f"programme {programme.name} changes planned stays under way; simulate it instead"
            )


def _check_planned_stays(parameters: Parameters) -> None:
    for stay in parameters.planned_stays:
        step = parameters.staircase.step(stay.step)
        borders = zip(parameters.staircase.age_borders, stay.length, strict=False)
        if len({lengths for age, lengths in borders if step.admits(age)}) > 1:
            raise ValueError(
                f"planned stays on {stay.step} depend on the age on arrival; simulate them instead"
            )
