"""Draw the children of the start date and the arrivals, keyed so that every case meets the same children.

Think of points scattered evenly over the plane of time and rate, one plane for each (step, age band).
A child arrives for each point below the curve of the arrival rate. A case that halves the rate loses the
points in between and keeps the rest; one that doubles it gains new ones. The plane is cut into strips
[0, 1), [1, 2), [2, 4), [4, 8) ... children a year, each with its own sequence of points, so the points do
not depend on how high the curve is. Thinning: Lewis and Shedler 1979, Naval Research Logistics 26(3).
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from model.arithmetic.functions import log
from model.world.households import counted_households
from model.world.parameters import Arrivals, Parameters, StockCount
from model.world.programme import ArrivalEffect
from model.world.randomness import Chance, Purpose, name_key
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR

_STRIP_BITS, _INDEX_BITS = 6, 26
MOST_IN_STRIP = 2**_INDEX_BITS
STOCK_STRIP = 2**_STRIP_BITS - 1
"""The strip number that marks the children of the start date."""


@dataclass(frozen=True, kw_only=True)
class Child:
    """A simulated child as it first appears; days count from the start date."""

    identity: int
    """64 bits; the same child has the same identity in every case."""
    birth_day: float
    group: int
    step: str
    """The step that the child comes to or stands on."""
    since_day: float
    """When the child comes, or came, to that step; below zero for the children of the start date."""
    household: int
    """The identity of the household's first child."""

    @property
    def in_stock(self) -> bool:
        """Whether the child stands on a step at the start date."""
        return bool((self.identity >> _INDEX_BITS) & STOCK_STRIP == STOCK_STRIP)


def identity_of(stream: int, strip: int, index: int) -> int:
    """Return the identity of a child: its stream's key, the strip, and its place in the sequence.

    Raises ValueError beyond 2**26 children in one strip.
    """
    if not 0 <= index < MOST_IN_STRIP:
        raise too_many_children()
    return stream << (_STRIP_BITS + _INDEX_BITS) | strip << _INDEX_BITS | index


def too_many_children() -> ValueError:
    """Return the error for a strip with more children than there are identities."""
    return ValueError(f"more than {MOST_IN_STRIP} children in one stream")


def stream_of(parameters: Parameters, part: Arrivals | StockCount) -> int:
    """Return the key of the sequence of children that come to, or stand on, a step in an age band."""
    # By the age the band begins at, not its number: another border elsewhere changes no key.
    return name_key(f"{part.step} {parameters.staircase.age_borders[part.band]:g}")


def stock(parameters: Parameters, chance: Chance) -> list[Child]:
    """Return the children who stand on the staircase at the start date, in order of identity."""
    staircase = parameters.staircase
    children = []
    households: dict[str, int] = {}
    for index, child in enumerate(parameters.stock):
        identity = identity_of(name_key("stock"), STOCK_STRIP, index)
        household = identity if child.household is None else households.setdefault(child.household, identity)
        children.append(
            Child(
                identity=identity,
                birth_day=child.birth_day + chance.uniform(identity, Purpose.TIME_OF_DAY),
                group=staircase.groups.index(child.group),
                step=child.step,
                since_day=child.since_day,
                household=household,
            )
        )
    for count in parameters.stock_counts:
        shares = list(accumulate(count.group_shares))
        youngest = staircase.step(count.step).age_from
        stream = stream_of(parameters, count)
        for index in range(count.number):
            identity = identity_of(stream, STOCK_STRIP, index)
            group = group_of(shares, chance.uniform(identity, Purpose.GROUP))
            if count.standing is None:
                age = age_in_band(parameters, count.band, chance.uniform(identity, Purpose.AGE))
                years = count.mean_years_on_step * chance.exponential(identity, Purpose.TIME_ON_STEP)
            else:
                age, years = count.standing[group].child(
                    chance.uniform(identity, Purpose.AGE), chance.uniform(identity, Purpose.TIME_ON_STEP)
                )
            children.append(
                Child(
                    identity=identity,
                    birth_day=-age * DAYS_PER_YEAR,
                    group=group,
                    step=count.step,
                    since_day=-min(years, age - youngest) * DAYS_PER_YEAR,
                    household=identity,
                )
            )
    household_of = households_of_counted(parameters)
    return sorted(
        (replace(child, household=household_of.get(child.identity, child.household)) for child in children),
        key=lambda child: child.identity,
    )


def households_of_counted(parameters: Parameters) -> dict[int, int]:
    """Return the household of each counted child of the start date, by the identity of its first child.

    Empty in a world without households, where each stands alone.
    """
    if parameters.households is None:
        return {}
    on_step: dict[str, list[int]] = {}
    for count in parameters.stock_counts:
        stream = stream_of(parameters, count)
        identities = [identity_of(stream, STOCK_STRIP, index) for index in range(count.number)]
        on_step.setdefault(count.step, []).extend(identities)
    households: dict[int, int] = {}
    for identities in on_step.values():
        households |= counted_households(identities, parameters.households)
    return households


def arrivals(parameters: Parameters, chance: Chance) -> list[Child]:
    """Return the children who arrive one by one before the horizon, in order of time."""
    alone = [stream for stream in parameters.arrivals if stream.reference is None]
    children = [child for stream in alone for child in _arrivals(parameters, stream, chance)]
    return sorted(children, key=lambda child: (child.since_day, child.identity))


def age_in_band(parameters: Parameters, band: int, uniform: float) -> float:
    """Return the age in years that lies that far, from 0 to 1, into a band."""
    low, high = parameters.staircase.age_borders[band : band + 2]
    return low + uniform * (high - low)


def group_of(cumulated: Sequence[float], uniform: float) -> int:
    """Return the index of the share, of cumulated ones, in which a number from 0 to 1 lies."""
    return min(bisect_right(cumulated, uniform), len(cumulated) - 1)


def _arrivals(parameters: Parameters, stream: Arrivals, chance: Chance) -> Iterator[Child]:
    shares = list(accumulate(stream.group_shares))
    curves = [arrival_factors(parameters, stream, group) for group in parameters.staircase.groups]
    for identity, day, height in points(
        stream_of(parameters, stream), arrival_ceiling(parameters, stream), parameters.horizon_days, chance
    ):
        group = group_of(shares, chance.uniform(identity, Purpose.GROUP)) if len(shares) > 1 else 0
        if height < arrival_rate(stream, curves[group], day):
            yield arriving(parameters, stream, identity, chance, day=day, group=group, household=identity)


def arriving(
    parameters: Parameters,
    stream: Arrivals,
    identity: int,
    chance: Chance,
    *,
    day: float,
    group: int,
    household: int,
) -> Child:
    """Return a child that comes by a stream on a day, at the age in its band that it has drawn."""
    age = age_in_band(parameters, stream.band, chance.uniform(identity, Purpose.AGE))
    return Child(
        identity=identity,
        birth_day=day - age * DAYS_PER_YEAR,
        group=group,
        step=stream.step,
        since_day=day,
        household=household,
    )


def arrival_rate(stream: Arrivals, curve: list[tuple[Schedule, ArrivalEffect]], day: float) -> float:
    """Return the arrivals of a stream on a day, in children per year; `curve` are a group's factors."""
    rate = stream.per_year.at(day)
    for share, effect in curve:
        rate *= 1.0 + share.at(day) * (effect.multiplier - 1.0)
    return rate


def arrival_factors(
    parameters: Parameters, stream: Arrivals, group: str
) -> list[tuple[Schedule, ArrivalEffect]]:
    """Return the (share, effect) pairs that multiply the arrivals of a group, each by 1 + s (m - 1)."""
    return [
        (programme.share, effect)
        for programme in parameters.programmes
        for effect in programme.arrival_effects
        if effect.acts_on(stream.step, stream.band, group)
    ]


def arrival_ceiling(parameters: Parameters, stream: Arrivals) -> float:
    """Return an upper bound of the arrivals of a stream, in children per year."""
    most = max(
        math.prod(max(1.0, effect.multiplier) for _, effect in arrival_factors(parameters, stream, group))
        for group in parameters.staircase.groups
    )
    return stream.per_year.highest(before=parameters.horizon_days) * most


def points(
    stream: int,
    ceiling: float,
    horizon: float,
    chance: Chance,
    *,
    begin: float = 0.0,
    per_height: float = 1.0,
) -> Iterator[tuple[int, float, float]]:
    """Yield (identity, day, height) of the points below `ceiling` from day `begin`, strip by strip.

    There are `per_height` a year for each unit of height: one where heights are children per year.
    """
    for strip, low, high in strips(ceiling):
        gap_days = DAYS_PER_YEAR / (per_height * (high - low))
        expected = (horizon - begin) / gap_days
        chunk = int(expected + 4 * math.sqrt(expected)) + 8
        day, index = begin, 0
        while day < horizon:
            first = identity_of(stream, strip, index)
            identity_of(stream, strip, index + chunk)
            identities = np.uint64(first) + np.arange(chunk, dtype=np.uint64)
            gaps = (-log(chance.uniforms(identities, Purpose.GAP)) * gap_days).tolist()
            days = list(accumulate(gaps, initial=day))
            marks = chance.uniforms(identities, Purpose.MARK).tolist()
            for offset, mark in enumerate(marks):
                day = days[offset + 1]
                height = low + mark * (high - low)
                if day < horizon and height < ceiling:
                    yield first + offset, day, height
            index += chunk


def strips(ceiling: float) -> Iterator[tuple[int, float, float]]:
    """Yield (number, from, until), in children per year, of the strips that begin below `ceiling`."""
    strip, low = 0, 0.0
    while low < ceiling:
        yield strip, low, 2.0**strip
        strip, low = strip + 1, 2.0**strip
