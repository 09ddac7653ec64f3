"""What a stay on a step brings with it: its services and their prices, as one piece.

A child who comes to a step is taken to get the services of one of those who came before it, whole: the price
of the place, what stands beside it, the paragraphs. So dear places stay dear, and few.

Caveat. How long a stay lasts and what it costs are drawn apart; where dear stays are the longer ones, that
is not seen.
"""

from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.ledger.histories import NOWHERE, Days, Histories, Ints
from forecast.calendar_year import UNITS
from forecast.services import Services, merged

Floats = NDArray[np.float64]

FEWEST = 10
"""Stays that began in the last year from which the prices of new ones are drawn; with fewer, from more."""
_RECENT_DAYS = 365
NONE = "none"
"""The kind of a step on which nobody ever stood."""


@dataclass(frozen=True, kw_only=True)
class Packages:
    """One row for each stay."""

    dkk: Floats
    """Kroner per unit on the days of the stay; [package, head, unit], heads as in `Services.heads`."""
    once: Floats
    """Kroner at its start; [package, head]."""
    share: Floats
    """Share of its days with a service; [package, head]."""


@dataclass(frozen=True, kw_only=True)
class Donors:
    """The stays whose packages new ones on a step are drawn from."""

    packages: Packages
    pools: tuple[Ints, ...]
    """Rows of `packages` for each step; never empty."""
    kinds: tuple[str, ...]
    """Why those: "recent" (began in the last year), "present" (stood there in it), "all", or `NONE`: no stay
    was ever seen, and the price is the scenario's; [step]."""


def running(found: Services, lives: Histories) -> tuple[Ints, Packages, int]:
    """Return the stays that go on after the last day, as indices into `lives`, and what each brings with it.

    And how many services go on though their child has no stay any more: it is too old for the staircase.
    """
    stays = np.flatnonzero(lives.destination == NOWHERE)
    row_of = np.full(len(lives.child_ids), -1)
    row_of[lives.child[stays]] = np.arange(len(stays))
    now = found.running & (row_of[found.child] >= 0)
    row = row_of[found.child[now]]
    dkk, once, share = _nothing(len(stays), found.heads)  # what is paid once was paid when it began
    for head in found.booked:
        np.add.at(dkk, (row, head[now], found.unit[now]), found.price[now])
        share[row, head[now]] = 1.0
    return stays, Packages(dkk=dkk, once=once, share=share), int(found.running.sum() - now.sum())


def donors(found: Services, lives: Histories, *, otherwise: dict[str, float]) -> Donors:
    """Return the stays from whose packages those of new stays are drawn.

    They are the stays on the step that began in the year until the last day, if there are `FEWEST`; otherwise
    those that stood there at some time in it, if there are so many; otherwise all. A step that has none costs
    `otherwise`, kroner per day by step.
    """
    recent = lives.last - _RECENT_DAYS
    kinds, pools = [], []
    for step in range(len(found.steps)):
        here = np.flatnonzero(lives.step == step)
        new, present = here[lives.start[here] > recent], here[lives.end[here] > recent]
        kind, pool = _first_of(("recent", new, FEWEST), ("present", present, FEWEST), ("all", here, 1))
        kinds.append(kind)
        pools.append(pool)
    ends = np.cumsum([0, *map(len, pools)]).tolist()
    rows = [np.arange(begin, end) for begin, end in pairwise(ends)]
    strange = [step for step, kind in enumerate(kinds) if kind == NONE]
    for number, step in enumerate(strange, start=ends[-1]):
        rows[step] = np.array([number])
    seen = _averages(found, lives, np.concatenate(pools))
    made_up = _at_price(found, strange, [otherwise[found.steps[step]] for step in strange])
    return Donors(packages=stacked(seen, made_up), pools=tuple(rows), kinds=tuple(kinds))


def _first_of(*choices: tuple[str, Ints, int]) -> tuple[str, Ints]:
    for kind, pool, least in choices:
        if len(pool) >= least:
            return kind, pool
    return NONE, np.zeros(0, dtype=np.int64)


def _averages(found: Services, lives: Histories, stays: Ints) -> Packages:
    """Return what each of some stays cost and held, on average over its days; what is paid once in all."""
    days = (lives.end - lives.start)[stays].astype(np.float64)
    dkk, once, share = _nothing(len(stays), found.heads)
    rows = _beside(lives, stays, found.child, found.start, found.end)
    unit, price = found.unit[rows.of], found.price[rows.of] * rows.days / days[rows.stay]
    for head in found.booked:
        np.add.at(dkk, (rows.stay, head[rows.of], unit), price)
        new = rows.of[rows.began]
        np.add.at(once, (rows.stay[rows.began], head[new]), found.once[new])
        child, under, start, end = merged(found.child, head, found.start, found.end)
        times = _beside(lives, stays, child, start, end)
        np.add.at(share, (times.stay, under[times.of]), times.days / days[times.stay])
    return Packages(dkk=dkk, once=once, share=share)


def _nothing(packages: int, heads: int) -> tuple[Floats, Floats, Floats]:
    """Return no kroner per unit, none at the start, and no days, to be filled in; shapes as in `Packages`."""
    return np.zeros((packages, heads, len(UNITS))), np.zeros((packages, heads)), np.zeros((packages, heads))


@dataclass(frozen=True, kw_only=True)
class _Pairs:
    """Stays and the times of the same child that overlap them; parallel columns."""

    stay: Ints
    """Place among the stays that were asked for."""
    of: Ints
    """Index of the time."""
    days: Floats
    began: NDArray[np.bool_]
    """Whether it began during the stay."""


def _beside(lives: Histories, stays: Ints, child: Ints, start: Days, end: Days) -> _Pairs:
    pairs = pd.DataFrame({"child": lives.child[stays], "stay": np.arange(len(stays))}).merge(
        pd.DataFrame({"child": child, "of": np.arange(len(child))}), on="child"
    )
    stay, of = pairs["stay"].to_numpy(dtype=np.int64), pairs["of"].to_numpy(dtype=np.int64)
    begins, stops = lives.start[stays][stay], lives.end[stays][stay]
    days = np.minimum(end[of], stops) - np.maximum(start[of], begins)
    there = days > 0
    began = (start[of] >= begins) & (start[of] < stops)
    return _Pairs(stay=stay[there], of=of[there], days=days[there].astype(np.float64), began=began[there])


def _at_price(found: Services, steps: list[int], dkk_per_day: list[float]) -> Packages:
    """Return packages of one service each, at a price per day and by no section."""
    dkk, once, share = _nothing(len(steps), found.heads)
    dkk[np.arange(len(steps)), steps, 0] = dkk_per_day
    share[np.arange(len(steps)), steps] = 1.0
    return Packages(dkk=dkk, once=once, share=share)


def stacked(*some: Packages) -> Packages:
    """Return the rows of some packages below each other."""
    return Packages(
        **{
            field.name: np.concatenate([getattr(each, field.name) for each in some])
            for field in fields(Packages)
        }
    )
