"""Simulate case and baseline for a follow-up: indicators by month, gain by year and payer."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from booking.amounts.gain_in_kroner import WorldResult, gain_between
from booking.amounts.policy import Policy
from booking.follow_up.indicators import FollowUpCounts, FollowUpIndicators
from model.results.economy import REIMBURSEMENT
from model.results.tally import by_year
from model.world.arrays import Floats
from scenarios.building.world import World, build
from scenarios.format.study import BASELINE, Study
from scenarios.running.simulate import SimulatedWorld, simulate_world
from sensitivity.points.measure import no_world


class FollowUpMeasure:
    """Measure a case and its baseline at points; may be called by many threads and sent to other processes.

    Its arrays have one leading axis, the chances asked for, and months are those of the planned follow-up:
    `baseline` and `case` [month, indicator], of `FollowUpIndicators.read`; `events` [month, step acted on,
    kind] and `child_years` [month, step acted on], of the case (`FollowUpIndicators.events`);
    `programmes_dkk` [month], what the case costs so far beside its steps and reimbursement; `at_average_dkk`,
    `in_blocks_dkk` and `cashable_dkk` [year, payer], what the case gains over the whole horizon
    (`booking.amounts.gain_in_kroner.GainInKroner`).
    """

    def __init__(
        self, study: Study, case: str, indicators: FollowUpIndicators, policy: Policy, *, seed: int
    ) -> None:
        self._study = study
        self._case = case
        self._indicators = indicators
        self._policy = policy
        self._seed = seed

    def __call__(self, values: Mapping[str, float], chances: Sequence[int]) -> dict[str, Floats]:
        """Return what was measured; raises RefusedError when the values make no world."""
        runs = {name: self._run(name, values, chances) for name in (BASELINE, self._case)}
        counted = {name: self._counted(*run) for name, run in runs.items()}
        events, child_years = self._indicators.events(counted[self._case])
        world, lived = runs[self._case]
        gain = gain_between(
            self._side(BASELINE, *runs[BASELINE]),
            self._side(self._case, world, lived),
            values=values,
            months=world.months,
            payers=tuple(payer.name for payer in lived.books.payers),
            policy=self._policy,
        )
        return {
            "baseline": self._indicators.read(counted[BASELINE]),
            "case": self._indicators.read(counted[self._case]),
            "events": events,
            "child_years": child_years,
            "programmes_dkk": self._programmes_dkk(world, lived),
            "at_average_dkk": gain.at_average_dkk,
            "in_blocks_dkk": gain.in_blocks_dkk,
            "cashable_dkk": gain.cashable_dkk,
        }

    def _run(
        self, case: str, values: Mapping[str, float], chances: Sequence[int]
    ) -> tuple[World, SimulatedWorld]:
        try:
            world = build(self._study.case(case), values)
            return world, simulate_world(world, seed=self._seed, replications=chances)
        except ValueError as error:
            raise no_world(self._study, case, values, error) from error

    def _counted(self, world: World, lived: SimulatedWorld) -> FollowUpCounts:
        """Return what happened, on the steps of the case; those that this world lacks are empty."""
        steps, own = self._indicators.steps, [step.name for step in world.parameters.staircase.steps]
        at = [steps.index(step) for step in own]
        counts, until = lived.counts, self._indicators.months.count
        leading = counts.starts.shape[:-2]

        def placed(by_step: NDArray[np.floating] | NDArray[np.integer]) -> Floats:
            on_steps = np.zeros((*leading, until, len(steps)))
            on_steps[..., at] = by_step[..., :until, :]
            return on_steps

        moves = np.zeros((*leading, until, len(steps), len(steps) + 1))
        some = counts.moves[..., :until, :, :].astype(np.float64)
        moves[..., np.array(at)[:, np.newaxis], at] = some[..., : len(own)]
        moves[..., at, -1] = some[..., len(own) :].sum(axis=-1)
        return FollowUpCounts(
            person_days=placed(counts.person_days),
            starts=placed(counts.starts),
            ends=placed(counts.ends),
            moves=moves,
            cost_dkk=placed(lived.books.cost_dkk[..., : len(own), :].sum(axis=-1)),
        )

    def _side(self, case: str, world: World, lived: SimulatedWorld) -> WorldResult:
        return WorldResult(
            scenario=self._study.case(case),
            steps=[step.name for step in world.parameters.staircase.steps],
            items=lived.books.items,
            person_days=lived.counts.person_days,
            cost_dkk=by_year(lived.books.cost_dkk, world.months, axis=-3),
        )

    def _programmes_dkk(self, world: World, lived: SimulatedWorld) -> Floats:
        steps = len(world.parameters.staircase.steps)
        beside = [i for i, item in enumerate(lived.books.items) if i >= steps and item != REIMBURSEMENT]
        by_month = lived.books.cost_dkk[..., beside, :].sum(axis=(-2, -1))
        return np.cumsum(by_month, axis=-1)[..., : self._indicators.months.count]
