"""Assign each stay a package: its services and their prices, taken together.

A child who comes to a step gets the whole package of one of those who came before it: the price of the place,
the services beside it, the paragraphs. So expensive places stay expensive, and few.

Caveat. The length of a stay and its cost are drawn independently; where expensive stays are the longer ones,
that is lost.
"""

from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
import pandas as pd

from calibration.ledger.histories import NOWHERE, Days, Histories
from forecast.calendar_year import UNITS
from forecast.services import Services, merged
from model.world.arrays import Bools, Floats, Ints

FEWEST = 10
"""Fewest stays that prices of new ones are drawn from, before the choice is widened; see `donors`."""
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
    """Stays whose packages those of new stays are drawn from."""

    packages: Packages
    pools: tuple[Ints, ...]
    """Rows of `packages` for each step; never empty."""
    kinds: tuple[str, ...]
    """Which they are: "recent" (began in the last year), "present" (stood there in it), "all", or `NONE`: no
    stay was ever seen, and the price is the scenario's; [step]."""


def running(services: Services, lives: Histories) -> tuple[Ints, Packages, int]:
    """Return the stays that go on after the last day, as indices into `lives`, and their packages.

    The last number is of services that go on though their child, too old for the staircase, has no stay.
    """
    stays = np.flatnonzero(lives.destination == NOWHERE)
    row_of = np.full(len(lives.child_ids), -1)
    row_of[lives.child[stays]] = np.arange(len(stays))
    now = services.running & (row_of[services.child] >= 0)
    row = row_of[services.child[now]]
    dkk, once, share = _empty_arrays(len(stays), services.heads)  # what is paid once was paid when it began
    for head in services.booked:
        np.add.at(dkk, (row, head[now], services.unit[now]), services.price[now])
        share[row, head[now]] = 1.0
    return stays, Packages(dkk=dkk, once=once, share=share), int(services.running.sum() - now.sum())


def donors(services: Services, lives: Histories, *, otherwise: dict[str, float]) -> Donors:
    """Return the stays whose packages those of new stays are drawn from.

    They are the stays on the step that began in the year until the last day, if there are `FEWEST`; otherwise
    those that were there at some time in it, if there are so many; otherwise all. A step without any costs
    `otherwise`, kroner per day by step.
    """
    recent = lives.last - _RECENT_DAYS
    kinds, pools = [], []
    for step in range(len(services.steps)):
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
    seen = _average_packages(services, lives, np.concatenate(pools))
    made_up = _at_price(services, strange, [otherwise[services.steps[step]] for step in strange])
    return Donors(packages=stacked(seen, made_up), pools=tuple(rows), kinds=tuple(kinds))


def _first_of(*choices: tuple[str, Ints, int]) -> tuple[str, Ints]:
    for kind, pool, least in choices:
        if len(pool) >= least:
            return kind, pool
    return NONE, np.zeros(0, dtype=np.int64)


def _average_packages(services: Services, lives: Histories, stays: Ints) -> Packages:
    """Return the packages of stays: costs and services on average over their days, one-off kroner in all."""
    days = (lives.end - lives.start)[stays].astype(np.float64)
    dkk, once, share = _empty_arrays(len(stays), services.heads)
    rows = _overlapping(lives, stays, services.child, services.start, services.end)
    unit, price = services.unit[rows.of], services.price[rows.of] * rows.days / days[rows.stay]
    for head in services.booked:
        np.add.at(dkk, (rows.stay, head[rows.of], unit), price)
        new = rows.of[rows.began]
        np.add.at(once, (rows.stay[rows.began], head[new]), services.once[new])
        child, under, start, end = merged(services.child, head, services.start, services.end)
        times = _overlapping(lives, stays, child, start, end)
        np.add.at(share, (times.stay, under[times.of]), times.days / days[times.stay])
    return Packages(dkk=dkk, once=once, share=share)


def _empty_arrays(packages: int, heads: int) -> tuple[Floats, Floats, Floats]:
    """Return zero arrays for the columns of `Packages`, to be filled in."""
    return np.zeros((packages, heads, len(UNITS))), np.zeros((packages, heads)), np.zeros((packages, heads))


@dataclass(frozen=True, kw_only=True)
class _Pairs:
    """Pairs of a stay and an overlapping period of the same child; parallel columns."""

    stay: Ints
    """Index into the given stays."""
    of: Ints
    """Index into the given periods."""
    days: Floats
    began: Bools
    """Whether the period began during the stay."""


def _overlapping(lives: Histories, stays: Ints, child: Ints, start: Days, end: Days) -> _Pairs:
    pairs = pd.DataFrame({"child": lives.child[stays], "stay": np.arange(len(stays))}).merge(
        pd.DataFrame({"child": child, "of": np.arange(len(child))}), on="child"
    )
    stay, of = pairs["stay"].to_numpy(dtype=np.int64), pairs["of"].to_numpy(dtype=np.int64)
    begins, stops = lives.start[stays][stay], lives.end[stays][stay]
    days = np.minimum(end[of], stops) - np.maximum(start[of], begins)
    there = days > 0
    began = (start[of] >= begins) & (start[of] < stops)
    return _Pairs(stay=stay[there], of=of[there], days=days[there].astype(np.float64), began=began[there])


def _at_price(services: Services, steps: list[int], dkk_per_day: list[float]) -> Packages:
    """Return packages of one service each, at a price per day and without a section."""
    dkk, once, share = _empty_arrays(len(steps), services.heads)
    dkk[np.arange(len(steps)), steps, 0] = dkk_per_day
    share[np.arange(len(steps)), steps] = 1.0
    return Packages(dkk=dkk, once=once, share=share)


def stacked(*some: Packages) -> Packages:
    """Return the rows of several packages, one after the other."""
    return Packages(
        **{
            field.name: np.concatenate([getattr(each, field.name) for each in some])
            for field in fields(Packages)
        }
    )
