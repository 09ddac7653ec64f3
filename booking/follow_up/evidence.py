"""Count the events that are evidence on the assumptions, in a ledger and in runs, with their child-years."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model.world.arrays import Floats
from sensitivity.points.early_figures import KINDS

_ENOUGH = 5.0
"""Events on a step, on average over the runs, from which on the step is a kind of its own."""
_YEAR, _LEAST_REST = 12, 6
"""Months; what is left behind the last whole year stands alone from half a year on."""


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """Events that count as one kind: of some steps, in a part of the time.

    Years are kept apart since a measure that grows in gradually is seen by what changes: its effect is one
    thing and the level before it another.
    """

    name: str
    """One of `KINDS`."""
    steps: tuple[str, ...]
    at: tuple[int, ...]
    """Their numbers among the steps acted on."""
    first: int
    """The first month, from 0."""
    last: int
    """The month after the last."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What happened on the steps acted on until some month; leading axes may be runs."""

    events: Floats
    """[..., kind]"""
    exposure: Floats
    """Child-years at risk; for children who come, years; [..., kind]."""

    @classmethod
    def of(cls, events: Floats, child_years: Floats, kinds: tuple[EventKind, ...]) -> "Evidence":
        """Return the evidence from what `FollowUpIndicators.events` returns: cumulated by month."""
        columns = [_of(kind, events, child_years) for kind in kinds]
        return cls(
            events=np.stack([happened for happened, _ in columns], axis=-1),
            exposure=np.stack([years for _, years in columns], axis=-1),
        )

    def and_also(self, other: "Evidence") -> "Evidence":
        """Return this evidence with that of other runs after it."""
        return Evidence(
            events=np.concatenate([self.events, other.events]),
            exposure=np.concatenate([self.exposure, other.exposure]),
        )


def kinds_of(events: Floats, steps: tuple[str, ...]) -> tuple[EventKind, ...]:
    """Return the kinds of events, by the runs alone; there may be none.

    `events` are those of the runs, [draw, replication, month, step acted on, kind], cumulated until the last
    month that is known; `steps` are the steps acted on. What happens seldom on several steps is taken
    together, and what never happens in any run is left out.
    """
    kinds: list[EventKind] = []
    for first, last in _periods(events.shape[2]):
        usual = _between(events, first, last).mean(axis=(0, 1))
        for number, name in enumerate(KINDS):
            enough = [step for step in range(len(steps)) if usual[step, number] >= _ENOUGH]
            rest = [step for step in range(len(steps)) if step not in enough and usual[step, number] > 0]
            for at in (*((step,) for step in enough), tuple(rest)):
                if at:
                    own = tuple(steps[step] for step in at)
                    kinds.append(EventKind(name=name, steps=own, at=at, first=first, last=last))
    return tuple(kinds)


def _periods(months: int) -> list[tuple[int, int]]:
    """Return whole years, from and until; a short rest belongs to the last of them."""
    borders = [*range(0, months, _YEAR), months]
    if len(borders) > 2 and borders[-1] - borders[-2] < _LEAST_REST:
        del borders[-2]
    return [*pairwise(borders)]


def _of(kind: EventKind, events: Floats, child_years: Floats) -> tuple[Floats, Floats]:
    at = list(kind.at)
    happened = _between(events, kind.first, kind.last)[..., at, KINDS.index(kind.name)].sum(axis=-1)
    if kind.name == "came":
        return happened, np.full(happened.shape, (kind.last - kind.first) / 12)
    years = _between(child_years[..., np.newaxis], kind.first, kind.last)[..., at, 0].sum(axis=-1)
    return happened, years


def _between(cumulated: Floats, first: int, last: int) -> Floats:
    """Return what was added in some months; [..., month, step, kind] becomes [..., step, kind]."""
    until = cumulated[..., last - 1, :, :]
    return np.asarray(until - cumulated[..., first - 1, :, :] if first else until)
