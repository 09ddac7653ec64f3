"""Lower the households that arrive to the flat arrays that the compiled engine works on."""

from collections.abc import Sequence

import numpy as np

from model.compiled_engine.kernel import records
from model.world.arrays import Array
from model.world.arrivals import identity_of, strips
from model.world.household_arrivals import household_streams, sibling_identity
from model.world.parameters import Parameters
from model.world.staircase import DAYS_PER_YEAR


def lower_households(
    parameters: Parameters, pieces: Sequence[tuple[int, int]], first_point: int
) -> dict[str, Array]:
    """Return the households that arrive, by the names of `layout.WORLD`.

    `pieces` are the first and last piece of each stream of arrivals, whose row of `group_shares` is its
    number; the points of the time between siblings begin at `first_point`.
    """
    households = parameters.households
    terms = np.zeros(0 if households is None else 1, dtype=records.HOUSEHOLD_TERMS)
    if households is not None:
        last = first_point + len(households.apart.days)
        terms[0] = (households.together, -households.longest_days, first_point, last)
    bands: list[tuple[float | None, ...]] = []
    streams, rows, heads = [], [], []
    for number, stream in enumerate(household_streams(parameters)):
        first = len(bands)
        for band, cumulated in zip(stream.bands, stream.reference, strict=True):
            row = parameters.arrivals.index(band)
            ages = parameters.staircase.age_borders[band.band : band.band + 2]
            bands.append((cumulated, band.reference, *pieces[row], row, *ages))
        streams.append((parameters.staircase.names.index(stream.step), first, len(bands)))
        heads.append([sibling_identity(key, 0) for key in stream.keys])
        ceiling = stream.ceiling(parameters)
        per_height = 0.0 if households is None else stream.per_height(households)
        for strip, low, high in strips(ceiling):
            gap = DAYS_PER_YEAR / (per_height * (high - low))
            rows.append((identity_of(0, strip, 0), low, high, ceiling, gap, number))
    most = 0 if households is None else len(households.sizes)
    return {
        "household_terms": terms,
        "household_sizes": np.array(() if households is None else households.cumulated, dtype=np.float64),
        "household_streams": np.array(streams, dtype=records.HOUSEHOLD_STREAM),
        "household_bands": np.array(bands, dtype=records.HOUSEHOLD_BAND),
        "household_strips": np.array(rows, dtype=records.HOUSEHOLD_STRIP),
        "sibling_heads": np.array(heads, dtype=np.uint64).reshape(len(heads), most),
    }
