"""An overrun taken apart: more children, dearer children, and a frame that was another to begin with.

For each step, with Q full-year persons and P kroner for one of them, in the forecast (1) and in what it is
held against (0): volume (Q1 - Q0) P0, price (P1 - P0) Q1. Together they are the difference of the step's
kroner, in every run; what both do at once stands under price. Where there was nobody before there was no
price either, and all of it is volume.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Split:
    """Kroner by which each step differs; shapes as the forecast's, [..., step]."""

    volume: Floats
    price: Floats


def split(*, persons: Floats, dkk: Floats, persons_before: Floats, dkk_before: Floats) -> Split:
    """Return how much of a difference is volume and how much price, for each step.

    `persons` and `dkk` are [..., step], `persons_before` and `dkk_before` [step].
    """
    there_was = persons_before > 0
    price_before = np.where(there_was, dkk_before / np.where(there_was, persons_before, 1.0), 0.0)
    all_volume = dkk - dkk_before
    volume = np.where(there_was, (persons - persons_before) * price_before, all_volume)
    return Split(volume=volume, price=all_volume - volume)
