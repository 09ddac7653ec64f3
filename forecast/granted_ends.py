"""Believe the ends that services were granted until, with a share, in the rest of the year.

Caveat. A stay whose granted end is believed lasts until then, and the child then leaves the staircase: where
it would go on to is not in the grant. What stands beside the stay lasts as long as the stay does. A place
that falls free by it is not given to anybody who waits.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

import numpy as np

from calibration.ledger.granted_ends import PastGrants
from calibration.ledger.histories import Histories
from calibration.rows.ledger import Ledger
from model.results.records import Sojourns
from model.world.arrays import Bools, Floats, Ints
from model.world.randomness import Chance, Purpose
from model.world.staircase import DAYS_PER_YEAR

BeliefSource = Literal["option", "scenario", "past", "nothing"]
"""Where the share comes from: the request, the scenario, what became of past grants, or nothing at all."""


@dataclass(frozen=True, kw_only=True)
class GrantedEnds:
    """The granted ends of the stays that go on, and the share of them that is believed."""

    days: Floats
    """Days from the first day of the runs until the granted end, NaN for a stay without one; [stock]."""
    source: BeliefSource
    past: PastGrants
    stated: float | None = None
    """Where the request states the share."""

    @property
    def number(self) -> int:
        """How many of the stays that go on have a granted end."""
        return int((~np.isnan(self.days)).sum())

    def share(self, rng: np.random.Generator, of_scenario: float | None) -> float:
        """Return the share that is believed in one draw.

        Where neither the request nor the scenario states it, it is drawn as what is known of a share of which
        so many were seen, each share as likely before (Beta); without past grants that is any share at all.
        """
        drawn = float(
            rng.beta(1 + self.past.ended_as_granted, 1 + self.past.grants - self.past.ended_as_granted)
        )
        stated = self.stated if self.stated is not None else of_scenario
        return drawn if stated is None else stated

    def applied(self, stays: Sojourns, number: Ints, chance: Chance, share: float) -> tuple[Sojourns, Ints]:
        """Return the stays of a run with the believed ends in them, and the place in the stock of each child.

        `number` is the place in the stock of the child of each stay, -1 for one that came later; [stay].
        """
        in_stock = number >= 0
        end = (
            np.where(in_stock, self.days[number], np.nan) if len(self.days) else np.full(len(number), np.nan)
        )
        believed = ~np.isnan(end) & (chance.uniforms(stays.child, Purpose.GRANTED_END) < share)
        kept = ~believed | (stays.visit == 0)
        columns = {field.name: getattr(stays, field.name)[kept] for field in fields(Sojourns)}
        columns["end"] = np.where(believed, end, stays.end)[kept]
        return Sojourns(**columns), number[kept]


def days_until_granted(
    ledger: Ledger, lives: Histories, stays: Ints, first_day: int, *, known_until: date
) -> Floats:
    """Return the days from `first_day` until the granted end of each of the stays that go on; [stay].

    It is the latest of the services on its step that go on; NaN where one of them has none, and where the
    child is too old for the step by then. An end until the day `known_until` has happened since, and is not
    what was granted.
    """
    rows, steps = ledger.rows, [step.name for step in lives.staircase.steps]
    start, end, until = (
        rows[column].to_numpy().astype("datetime64[D]") for column in ("start", "end", "granted_until")
    )
    first = np.datetime64(first_day, "D")
    runs = (start < first) & ~(end < first)
    planned = np.where(np.isnat(end) | (end <= np.datetime64(known_until)), until, end)
    days = np.where(np.isnat(planned) | (planned < first), np.nan, (planned - first) / np.timedelta64(1, "D"))
    by_service: dict[tuple[str, str], list[float]] = {}
    for child, step, left in zip(
        rows["child_id"][runs], rows["step"][runs], days[runs].tolist(), strict=True
    ):
        by_service.setdefault((child, step), []).append(left)
    found = np.array(
        [
            max(some)
            if (some := by_service.get((lives.child_ids[child], steps[step]))) and not np.isnan(some).any()
            else np.nan
            for child, step in zip(lives.child[stays].tolist(), lives.step[stays].tolist(), strict=True)
        ],
        dtype=np.float64,
    )
    limits = np.array([step.age_to for step in lives.staircase.steps]) * DAYS_PER_YEAR
    too_old = lives.birth[lives.child[stays]] + limits[lives.step[stays]] - first_day
    beyond: Bools = found > np.where(np.isnan(too_old), np.inf, too_old)
    return np.where(beyond, np.nan, found)
