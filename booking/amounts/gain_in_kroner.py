"""Compute a case's gain in every run: at average prices, in whole blocks of places, and what is cashable.

An own unit falls in cost in whole blocks of places and after a notice. A case that keeps five children out of
houses of six places frees capacity and no money: the average price promises a gain that no budget sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from booking.amounts.policy import Policy
from model.results.tally import by_year
from model.world.arrays import Floats
from model.world.months import Months
from scenarios.building.draws import draw
from scenarios.building.economy import build_economy
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import Comparison


@dataclass(frozen=True, kw_only=True)
class WorldResult:
    """The baseline or a case under one draw: days and cost."""

    scenario: Scenario
    steps: Sequence[str]
    items: Sequence[str]
    person_days: Floats
    """[..., month, step]"""
    cost_dkk: Floats
    """[..., year, item, payer], fixed prices, undiscounted."""


@dataclass(frozen=True, kw_only=True)
class GainInKroner:
    """What a case gains in every run; all [..., year, payer], fixed prices, undiscounted."""

    at_average_dkk: Floats
    """If every place fell in cost with its child."""
    in_blocks_dkk: Floats
    """As the model counts: own units in whole blocks of places."""
    cashable_dkk: Floats
    """What the policy counts of that as money that a budget may lose."""

    @classmethod
    def stack(cls, parts: Sequence["GainInKroner"]) -> "GainInKroner":
        """Return the gains of several draws, stacked on a new leading axis."""
        return cls(**{f.name: np.stack([getattr(part, f.name) for part in parts]) for f in fields(cls)})


def gain_in_kroner(study: Study, comparison: Comparison, case: str, policy: Policy) -> GainInKroner:
    """Return what a case gains in every run of a comparison; [draw, replication, year, payer]."""

    def side(name: str, number: int) -> WorldResult:
        runs = comparison.runs[name]
        return WorldResult(
            scenario=study.case(name),
            steps=runs.steps,
            items=runs.items,
            person_days=runs.person_days[number],
            cost_dkk=runs.cost_dkk[number],
        )

    return GainInKroner.stack(
        [
            gain_between(
                side(BASELINE, number),
                side(case, number),
                values=draw(study, seed=comparison.seed, number=number),
                months=comparison.months,
                payers=comparison.payers,
                policy=policy,
            )
            for number in range(comparison.draws)
        ]
    )


def gain_between(
    baseline: WorldResult,
    case: WorldResult,
    *,
    values: Mapping[str, float],
    months: Months,
    payers: Sequence[str],
    policy: Policy,
) -> GainInKroner:
    """Return what one world gains over the other under one draw; `values` are those of its assumptions.

    Of what is gained on an item the policy's share is cashable; what an item costs more counts in full.
    """
    items = tuple(dict.fromkeys([*baseline.items, *case.items]))
    saved = _by_item(baseline, items) - _by_item(case, items)
    in_blocks = saved.sum(axis=-2)
    share = policy.shares(years=len(months.years), items=items, payers=payers)
    freed = _idle(case, values, months, payers) - _idle(baseline, values, months, payers)
    return GainInKroner(
        at_average_dkk=in_blocks + freed,
        in_blocks_dkk=in_blocks,
        cashable_dkk=np.where(saved > 0, share * saved, saved).sum(axis=-2),
    )


def _by_item(side: WorldResult, items: Sequence[str]) -> Floats:
    cost_dkk = np.zeros((*side.cost_dkk.shape[:-2], len(items), side.cost_dkk.shape[-1]))
    cost_dkk[..., [items.index(item) for item in side.items], :] = side.cost_dkk
    return cost_dkk


def _idle(side: WorldResult, values: Mapping[str, float], months: Months, payers: Sequence[str]) -> Floats:
    """Return what own units cost above the average price of their children; [..., year, payer]."""
    idle_dkk = np.zeros((*side.person_days.shape[:-1], len(payers)))
    economy = build_economy(side.scenario, values)
    for line in economy.step_costs:
        if line.semi_fixed is not None:
            days = side.person_days[..., side.steps.index(line.step)]
            days = economy.days_on(line.step, days, months)
            above = line.dkk(days, months) - replace(line, semi_fixed=None).dkk(days, months)
            whole = sum(share for _, share in line.payers)
            for payer, share in line.payers:
                idle_dkk[..., payers.index(payer)] += above * (share / whole)
    return np.asarray(by_year(idle_dkk, months, axis=-2))
