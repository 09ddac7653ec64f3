"""Count how many of a ledger's services were followed up for the first time within three months.

Caveat. A ledger has one date of follow-up a service, taken to be the first. A service without one was not
followed up, or nobody wrote it down. Barnets Lov section 95 subsection 2 asks for the first follow-up at the
latest three months after a measure begins (Serviceloven section 70: likewise), of early help for none.
"""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from calibration.ledger.histories import ObservationWindow
from calibration.rows.ledger import Ledger

MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class FollowUps:
    """Services that began in the window and went on for three months within it, by their first follow-up."""

    due: int
    on_time: int
    late: int

    @property
    def without(self) -> int:
        """Number of services without a date of follow-up."""
        return self.due - self.on_time - self.late

    @property
    def share_on_time(self) -> float:
        """Share of those that were due."""
        return self.on_time / self.due


def follow_ups(
    ledger: Ledger, window: ObservationWindow, *, exempt: Collection[str] = ()
) -> FollowUps | None:
    """Return the follow-ups of services on steps that are not `exempt`; None where none is dated or due."""
    rows = ledger.rows[~ledger.rows["step"].isin(exempt)]
    if rows["follow_up_date"].isna().all():
        return None
    first, last = pd.Timestamp(window.first), pd.Timestamp(window.last)
    limit = rows["start"] + pd.DateOffset(months=MONTHS)
    due = (rows["start"] >= first) & (limit <= last) & (rows["end"].isna() | (rows["end"] >= limit))
    held = rows["follow_up_date"] >= rows["start"]
    on_time = due & held & (rows["follow_up_date"] <= limit)
    late = due & held & ~on_time & (rows["follow_up_date"] <= last)
    if not due.any():
        return None
    return FollowUps(due=int(due.sum()), on_time=int(on_time.sum()), late=int(late.sum()))
