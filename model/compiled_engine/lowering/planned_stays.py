"""Lower the lengths of planned stays to the flat arrays that the compiled engine works on."""

import numpy as np

from model.compiled_engine.kernel import records
from model.world.arrays import Array
from model.world.households import Households
from model.world.planned_stays import PlannedStay


def lower_lengths(stays: tuple[PlannedStay, ...]) -> tuple[Array, Array]:
    """Return where the points of each length are, [step with planned stays, B, G], and the points."""
    lengths = np.zeros((len(stays), *_shape(stays)), dtype=records.LENGTH)
    points: list[tuple[float, float]] = []
    for of_step, planned in zip(lengths, stays, strict=True):
        for of_band, row in zip(of_step, planned.length, strict=True):
            for place, length in zip(of_band, row, strict=True):
                place["first"], place["last"] = len(points), len(points) + len(length.days)
                points += zip(length.shares, length.days, strict=True)
    return lengths, np.array(points, dtype=records.LENGTH_POINT)


def lower_points(households: Households | None) -> Array:
    """Return the points of the time between siblings who come apart."""
    apart = () if households is None else zip(households.apart.shares, households.apart.days, strict=True)
    return np.array([*apart], dtype=records.LENGTH_POINT)


def _shape(stays: tuple[PlannedStay, ...]) -> tuple[int, int]:
    return (len(stays[0].length), len(stays[0].length[0])) if stays else (0, 0)
