"""Simulate a case and its baseline at one point, under the same chance, and measure the difference."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

import numpy as np

from language.messages import Message
from model.results.economy import REIMBURSEMENT
from model.results.prices import discount_factors
from model.results.tally import by_year
from model.world.arrays import Floats
from scenarios.building.world import World, build
from scenarios.files.refusals import RefusedError
from scenarios.format.assumption_use import assumption_limits
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import sum_items
from scenarios.running.simulate import SimulatedWorld, simulate_world
from sensitivity.points.early_figures import early_figures

_KEPT = 512
"""Baselines cached: many points change only assumptions of the case and share their baseline."""


class CaseMeasure:
    """Measure a case at points; may be called by many threads and sent to other processes.

    Its arrays have one leading axis, the chances asked for: `gain_dkk` [year, payer], what the case gains;
    `own_dkk` [year, payer], what it costs of that which the baseline has not (its programmes, the steps it
    adds and more staff); `placed` [year], full-year persons placed in the case, and `placed_before` in the
    baseline. With `look_early` also what `EarlyFigures.read` gives, and `so_far_dkk` [month], the net present
    gain so far.
    """

    def __init__(self, study: Study, case: str, *, seed: int, look_early: bool = False) -> None:
        self._study = study
        self._case = case
        self._seed = seed
        self._look = early_figures(study, case) if look_early else None
        baseline = study.case(BASELINE)
        self._names = tuple(assumption_limits(baseline))
        self._items = {*baseline.staircase.steps, *baseline.programmes, *baseline.staff, REIMBURSEMENT}
        self._staff = {*baseline.staff}
        self._kept: OrderedDict[tuple[object, ...], dict[str, Floats]] = OrderedDict()
        self._lock = Lock()

    def __getstate__(self) -> dict[str, object]:
        """Return the state for another process, without the cache and the lock."""
        return {**self.__dict__, "_kept": OrderedDict(), "_lock": None}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Restore the state sent by another process, with a lock of its own."""
        self.__dict__.update(state)
        self._lock = Lock()

    def __call__(self, values: Mapping[str, float], chances: Sequence[int]) -> dict[str, Floats]:
        """Return what was measured; raises RefusedError when the values make no world."""
        before = self._baseline(values, chances)
        world, lived = self._run(self._case, values, chances)
        cost_dkk = by_year(lived.books.cost_dkk, world.months, axis=-3)
        own = [i for i, item in enumerate(lived.books.items) if item not in self._items]
        measured = {
            "gain_dkk": before["paid_dkk"] - sum_items(cost_dkk),
            "own_dkk": cost_dkk[..., own, :].sum(axis=-2) + self._more_staff(before, lived, cost_dkk),
            "placed": _placed(self._study.case(self._case), world, lived),
            "placed_before": before["placed"],
        }
        if self._look is not None:
            changed = self._study.case(self._case)
            measured |= self._look.read(lived.counts, lived.books)
            months = [month - 1 for month in self._look.months]
            gained = before["discounted_dkk"] - _discounted(changed, world, lived)
            measured["so_far_dkk"] = np.cumsum(gained, axis=-1)[..., months]
        return measured

    def _more_staff(self, before: Mapping[str, Floats], lived: SimulatedWorld, cost_dkk: Floats) -> Floats:
        """Return what staff that the baseline has costs more in the case; [..., year, payer]."""
        return np.maximum(self._staff_dkk(lived, cost_dkk) - before["staff_dkk"], 0.0)

    def _staff_dkk(self, lived: SimulatedWorld, cost_dkk: Floats) -> Floats:
        staff = [i for i, item in enumerate(lived.books.items) if item in self._staff]
        return np.asarray(cost_dkk[..., staff, :].sum(axis=-2))

    def _baseline(self, values: Mapping[str, float], chances: Sequence[int]) -> dict[str, Floats]:
        key = (*(values[name] for name in self._names), *chances)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        world, lived = self._run(BASELINE, values, chances)
        scenario = self._study.case(BASELINE)
        cost_dkk = by_year(lived.books.cost_dkk, world.months, axis=-3)
        measured = {
            "paid_dkk": sum_items(cost_dkk),
            "staff_dkk": self._staff_dkk(lived, cost_dkk),
            "placed": _placed(scenario, world, lived),
        }
        if self._look is not None:
            measured["discounted_dkk"] = _discounted(scenario, world, lived)
        with self._lock:
            self._kept[key] = measured
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return measured

    def _run(
        self, case: str, values: Mapping[str, float], chances: Sequence[int]
    ) -> tuple[World, SimulatedWorld]:
        try:
            world = build(self._study.case(case), values)
            return world, simulate_world(world, seed=self._seed, replications=chances)
        except ValueError as error:
            raise no_world(self._study, case, values, error) from error


def _placed(scenario: Scenario, world: World, lived: SimulatedWorld) -> Floats:
    months = world.months
    steps = world.parameters.staircase.steps
    placed = [i for i, step in enumerate(steps) if scenario.staircase.steps[step.name].placed]
    days = lived.counts.person_days[..., placed].sum(axis=-1) / months.days_in_year
    return np.asarray(by_year(days, months, axis=-1))


def _discounted(scenario: Scenario, world: World, lived: SimulatedWorld) -> Floats:
    """Return what the municipality's own payers pay in each month, discounted by its year."""
    own = [i for i, payer in enumerate(lived.books.payers) if scenario.payers[payer.name].municipal]
    months = world.months
    factors = discount_factors(months.years)[months.year - months.years[0]]
    return np.asarray(lived.books.cost_dkk[..., own].sum(axis=(-2, -1)) * factors)


def no_world(study: Study, case: str, values: Mapping[str, float], error: ValueError) -> RefusedError:
    """Return the error for values that make no world; `error` says why."""
    at = ", ".join(f"{name} = {value:.6g}" for name, value in values.items())
    return RefusedError(
        Message(
            "{scenario}: {case} cannot be simulated at one of the points ({error}). No point is left out; "
            "narrow the assumptions so that it cannot occur. The point: {point}",
            scenario=study.name,
            case=case or Message("the baseline"),
            error=str(error),
            point=at,
        )
    )
