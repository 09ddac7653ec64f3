"""Draw the households that arrive, so that every inflow by step and age band stays what it is without them.

Think of `model.world.arrivals` with households for children. The height of a point is relative: 1 is the
inflow of the baseline at the start, the *reference*, of every age band of a step. There are
(reference of the step, all bands) / (mean size) households a year for each unit of height. Each child draws
its band in proportion to the references and comes if the household's height lies below its band's inflow on
the day it comes, relative to the reference. So children of a band come at (mean size) x (households) x (its
share of the reference) x (its relative inflow): exactly at its inflow, on every day and in every case. A case
that halves the inflow of a band takes half of those children out of the same households.

Children come after the household's first, so households begin as long before the start as the longest time
between siblings; children who would have come before the start are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from model.world.arrivals import (
    Child,
    arrival_ceiling,
    arrival_factors,
    arrival_rate,
    arrivals,
    arriving,
    group_of,
    points,
)
from model.world.households import Households
from model.world.parameters import Arrivals, Parameters
from model.world.randomness import Chance, Purpose, name_key

_STREAM_BITS = 32
_WITHIN_STREAM = 0xFFFFFFFF


@dataclass(frozen=True, kw_only=True)
class HouseholdStream:
    """The households that come to one step, with children of one or more age bands."""

    step: str
    bands: tuple[Arrivals, ...]
    keys: tuple[int, ...]
    """Of the sequences of first children, second children and so on."""

    @property
    def reference(self) -> tuple[float, ...]:
        """The cumulated references of the bands, in children per year."""
        return tuple(accumulate(band.reference or 0.0 for band in self.bands))

    def per_height(self, households: Households) -> float:
        """Return the households per year for each unit of height."""
        return self.reference[-1] / households.mean_size

    def ceiling(self, parameters: Parameters) -> float:
        """Return an upper bound of the relative inflows of the bands."""
        return max(arrival_ceiling(parameters, band) / (band.reference or 1.0) for band in self.bands)


def household_streams(parameters: Parameters) -> list[HouseholdStream]:
    """Return the streams of households, in the order in which the steps first stand among the arrivals."""
    if parameters.households is None:
        return []
    of_step: dict[str, list[Arrivals]] = {}
    for stream in parameters.arrivals:
        if stream.reference is not None:
            of_step.setdefault(stream.step, []).append(stream)
    most = len(parameters.households.sizes)
    return [
        HouseholdStream(
            step=step,
            bands=tuple(sorted(bands, key=lambda stream: stream.band)),
            keys=tuple(name_key(f"{step} household {number}") for number in range(most)),
        )
        for step, bands in of_step.items()
    ]


def coming(parameters: Parameters, chance: Chance) -> list[Child]:
    """Return all the children who arrive before the horizon, alone or in households, in order of time."""
    children = arrivals(parameters, chance)
    for stream in household_streams(parameters):
        children += _children(parameters, stream, chance)
    return sorted(children, key=lambda child: (child.since_day, child.identity))


def _children(parameters: Parameters, stream: HouseholdStream, chance: Chance) -> Iterator[Child]:
    households = parameters.households
    if households is None:
        return
    horizon, reference = parameters.horizon_days, stream.reference
    curves = [
        [arrival_factors(parameters, band, group) for group in parameters.staircase.groups]
        for band in stream.bands
    ]
    for household, day, height in points(
        stream.keys[0],
        stream.ceiling(parameters),
        horizon,
        chance,
        begin=-households.longest_days,
        per_height=stream.per_height(households),
    ):
        size = 1 + group_of(households.cumulated, chance.uniform(household, Purpose.HOUSEHOLD_SIZE))
        for number in range(size):
            identity = sibling_identity(stream.keys[number], household)
            came = day if number == 0 else day + _days_after(households, identity, chance)
            if not 0.0 <= came < horizon:
                continue
            chosen = group_of(reference, chance.uniform(identity, Purpose.SIBLING_BAND) * reference[-1])
            band = stream.bands[chosen]
            shares = list(accumulate(band.group_shares))
            group = group_of(shares, chance.uniform(identity, Purpose.GROUP)) if len(shares) > 1 else 0
            if height * (band.reference or 0.0) < arrival_rate(band, curves[chosen][group], came):
                yield arriving(parameters, band, identity, chance, day=came, group=group, household=household)


def _days_after(households: Households, identity: int, chance: Chance) -> float:
    which = chance.uniform(identity, Purpose.SIBLING_TOGETHER)
    return households.days_after(which, chance.uniform(identity, Purpose.SIBLING_DELAY))


def sibling_identity(key: int, household: int) -> int:
    """Return the identity of a child of a household, by the key of the sequence of those of its number."""
    return (key << _STREAM_BITS) | (int(household) & _WITHIN_STREAM)
