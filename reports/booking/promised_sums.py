"""What some payers and budget years are promised, added up.

Caveat. Each amount is sure by itself; that all of a sum is realised is less sure.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from booking.amounts.promised import Promised


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What some payers and years are promised, added up."""

    gain_dkk: float
    """Expected, of the payers and years that are expected to gain."""
    loss_dkk: float
    """Expected, of the payers and years that are expected to lose; zero or below."""
    sure_dkk: float
    """What is realised with the policy's confidence, for each payer and year by itself."""


def total(some: Iterable[Promised]) -> Sum:
    """Return the sum of some payers and years."""
    found = [*some]
    return Sum(
        gain_dkk=sum(max(each.expected_dkk, 0.0) for each in found),
        loss_dkk=sum(min(each.expected_dkk, 0.0) for each in found),
        sure_dkk=sum(each.sure.dkk for each in found),
    )
