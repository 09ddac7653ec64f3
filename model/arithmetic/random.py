"""Random numbers of given distributions, from a generator's uniform ones by their quantiles.

Caveat. Of a numpy generator only uniform and whole numbers are the same everywhere: its other distributions
call the C library's functions, whose last digits differ from processor to processor.
"""

import numpy as np
from numpy.typing import ArrayLike

from model.arithmetic.compiling import entry
from model.arithmetic.functions import gamma_quantile, log, normal_quantile
from model.world.arrays import Floats, Ints, UInts

Shape = int | tuple[int, ...]

_STEP, _FIRST, _SECOND = (
    np.uint64(0x9E37_79B9_7F4A_7C15),
    np.uint64(0xBF58_476D_1CE4_E5B9),
    np.uint64(0x94D0_49BB_1331_11EB),
)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@entry
def _count_kept(words: UInts, number: Ints, share: Floats, result: Ints) -> None:
    """Count the numbers below a share; of each word a sequence (SplitMix: Steele, Lea and Flood 2014)."""
    for i in range(len(words)):
        word, kept = words[i], 0
        for _ in range(number[i]):
            word += _STEP
            mixed = (word ^ (word >> _30)) * _FIRST
            mixed = (mixed ^ (mixed >> _27)) * _SECOND
            mixed ^= mixed >> _31
            if np.float64(mixed >> _11) * 2.0**-53 < share[i]:
                kept += 1
        result[i] = kept


def uniforms(rng: np.random.Generator, size: Shape) -> Floats:
    """Return numbers between 0 and 1, neither of which comes out."""
    return rng.random(size) + 2.0**-54


def normals(rng: np.random.Generator, size: Shape) -> Floats:
    """Return standard normal numbers."""
    return np.asarray(normal_quantile(uniforms(rng, size)))


def exponentials(rng: np.random.Generator, size: Shape) -> Floats:
    """Return unit-exponential numbers."""
    return np.asarray(-log(uniforms(rng, size)))


def gammas(rng: np.random.Generator, shape: ArrayLike) -> Floats:
    """Return a number of a gamma distribution of scale 1 for each shape."""
    shapes = np.asarray(shape, dtype=np.float64)
    return np.asarray(gamma_quantile(shapes, uniforms(rng, shapes.shape)))


def binomials(rng: np.random.Generator, number: Ints, share: Floats) -> Ints:
    """Return how many of each number of events are kept, each with a probability; the two broadcast."""
    numbers, shares = np.broadcast_arrays(number, share)
    words = rng.integers(0, 2**64, size=numbers.size, dtype=np.uint64)
    result = np.empty(numbers.size, dtype=np.int64)
    _count_kept(words, numbers.ravel(), shares.ravel(), result)
    return result.reshape(numbers.shape)
