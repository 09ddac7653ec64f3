"""Turn the children that a scenario lists one by one into those who stand on the steps at its start.

Children who pass the age limit of their step between the day of the list and the start go where the staircase
sends them. Caveat: whatever else happened in between nobody knows, and it is left out.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from model.world.parameters import StockChild
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.draws import Resolver
from scenarios.format.assumptions import Quantity
from scenarios.format.schema import Scenario, StockChildSpec

Moves = Counter[tuple[str, str]]
"""Children by the step whose age limit they passed, and where they went."""


def listed_stock(scenario: Scenario, values: Mapping[str, float]) -> tuple[list[StockChild], Moves]:
    """Return the listed children at the start, and how many were moved by an age limit since the list.

    Where a step sends shares of its children, so many of those who pass its limit are sent, in the order of
    the list. Children who have gone out are in the moves alone.
    """
    send = _Sending(scenario, Resolver(scenario, values).number)
    groups, there = next(iter(scenario.groups)), []
    for child in scenario.stock.children:
        step, since = _at_start(scenario, child, send)
        if step in scenario.staircase.steps:
            there.append(
                StockChild(
                    step=step,
                    birth_day=float((child.birth_date - scenario.start).days),
                    since_day=float((since - scenario.start).days),
                    group=child.group or groups,
                    household=child.household,
                )
            )
    return there, send.moves


def _at_start(scenario: Scenario, child: StockChildSpec, send: "_Sending") -> tuple[str, date]:
    """Return where a child is at the start, a step or a way out, and since when."""
    step, since, steps = child.step, child.since, scenario.staircase.steps
    if scenario.stock.as_of is None:
        return step, since
    while step in steps and (scenario.start - child.birth_date).days / DAYS_PER_YEAR >= steps[step].ages[1]:
        since = child.birth_date + timedelta(days=round(steps[step].ages[1] * DAYS_PER_YEAR))
        step = send(step)
    return step, min(since, scenario.start)


class _Sending:
    """Sends children past an age limit on by its shares: each to where most are missing so far."""

    def __init__(self, scenario: Scenario, number: Callable[[Quantity], float]) -> None:
        self._shares = {
            name: {to: number(share) for to, share in step.at_age_limit.items()}
            for name, step in scenario.staircase.steps.items()
        }
        self.moves: Moves = Counter()

    def __call__(self, step: str) -> str:
        shares = self._shares[step]
        sent = 1 + sum(self.moves[step, to] for to in shares)
        to = max(shares, key=lambda to: shares[to] * sent - self.moves[step, to])
        self.moves[step, to] += 1
        return to
