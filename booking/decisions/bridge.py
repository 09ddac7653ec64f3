"""Lead from the expected gain of a case to what may be booked of it, step by step.

The steps hold for the municipality's own payers, all budget years added up.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from booking.decisions.bookable_lines import BookableLine
from booking.decisions.reasons import ReasonKind
from booking.register.entry_kinds import ProposalEntry
from scenarios.results.expected_gain import ExpectedGain

NOTHING = 0.5
"""Kroner; an amount that is smaller is none."""


@dataclass(frozen=True, kw_only=True)
class Bridge:
    """The levels from the expected gain to what is bookable; kroner in fixed prices."""

    expected: ExpectedGain
    undiscounted_dkk: float
    """The mean gain in the kroner of the budget years, where a later year counts as much as an early one."""
    gains_dkk: float
    """Of that, the payers and years with a gain: a budget sets no extra costs elsewhere off against them."""
    reasons: dict[ReasonKind, float]
    """What each kind of reason takes off `gains_dkk`."""
    bookable_dkk: float
    idle_dkk: float
    """What idle places in own units cost, which is taken off already in the expected gain."""

    def document(self) -> list[dict[str, Any]]:
        """Return the steps for JSON: the expected gain, what is added or taken off, and what is bookable."""
        steps = [
            ("expected_gain", self.expected.dkk),
            ("later_years_count_in_full", self.undiscounted_dkk - self.expected.dkk),
            ("extra_costs_not_set_off", self.gains_dkk - self.undiscounted_dkk),
            *((kind, -dkk) for kind, dkk in self.reasons.items()),
            ("bookable", self.bookable_dkk),
        ]
        return [{"step": step, "dkk": dkk} for step, dkk in steps]


def bridge_of(body: ProposalEntry, lines: Iterable[BookableLine], expected: ExpectedGain) -> Bridge:
    """Return the bridge of a proposed case, from its bookable lines."""
    own = [line for line in lines if body.payers[line.promised.payer].municipal]
    means = [line.promised.mean_dkk for line in own]
    return Bridge(
        expected=expected,
        undiscounted_dkk=math.fsum(means),
        gains_dkk=math.fsum(max(dkk, 0.0) for dkk in means),
        reasons=by_kind(own),
        bookable_dkk=math.fsum(line.bookable_dkk for line in own),
        idle_dkk=math.fsum(line.promised.at_average_dkk - line.promised.mean_dkk for line in own),
    )


def by_kind(lines: Iterable[BookableLine]) -> dict[ReasonKind, float]:
    """Return the amount that each kind of reason takes off the gains, in the order of the rule.

    They and what is bookable add up to the gains.
    """
    reasons = [reason for line in lines for reason in line.reasons]
    amounts = {
        kind: math.fsum(each.dkk for each in reasons if each.kind == kind) for kind in get_args(ReasonKind)
    }
    return {kind: dkk for kind, dkk in amounts.items() if abs(dkk) >= NOTHING}
