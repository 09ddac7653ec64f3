"""Count how many of the ends that were granted came as granted.

Caveat. An end that passed and was never touched again in the case system looks as if it came as granted.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.ledger.extracts import Merged

_NEAR = np.timedelta64(7, "D")
"""An end so near the granted one is the granted one."""


@dataclass(frozen=True, kw_only=True)
class PastGrants:
    """Grants whose granted end has passed, and how many services ended then."""

    ended_as_granted: int
    grants: int

    @property
    def share(self) -> float | None:
        """Share that ended as granted; None without any grants."""
        return self.ended_as_granted / self.grants if self.grants else None


NO_GRANTS = PastGrants(ended_as_granted=0, grants=0)


def past_grants(rows: pd.DataFrame, layers: Merged) -> PastGrants:
    """Return what became of the grants in the rows of all files, which stand in the order they were read.

    A grant is an end after the day of its extract, whose service stands in a newer one that knows that day;
    or what `granted_until` says where its extract knows that day. One that several extracts have counts once.
    """
    held, known = layers.holder >= 0, layers.day.to_numpy()
    at = layers.holder[held]
    until, end = rows["granted_until"].to_numpy()[held], rows["end"].to_numpy()[held]
    planned = np.where(np.isnat(until) & (end > layers.extracted[held]), end, until)
    passed = ~np.isnat(planned) & (planned <= known[at])
    grants = pd.DataFrame({"service": at[passed], "planned": planned[passed]}).drop_duplicates()
    came = layers.rows["end"].to_numpy()[grants["service"]]
    as_granted = np.abs(came - grants["planned"].to_numpy()) <= _NEAR
    return PastGrants(ended_as_granted=int(as_granted.sum()), grants=len(grants))
