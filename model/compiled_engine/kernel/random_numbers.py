"""Draw keyed random numbers: those of `model.world.randomness`, compiled, the same to the last bit."""

import numpy as np

from model.arithmetic.compiling import compiled, inlined
from model.arithmetic.scalars import log
from model.compiled_engine.kernel.tables import Run

_MULTIPLIER_0, _MULTIPLIER_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL_0, _WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_SALT_0, _SALT_1 = np.uint64(0x7472_6170), np.uint64(0x7065_2E64)
_LOW, _32, _24, _20, _12 = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(24), np.uint64(20), np.uint64(12)


@inlined
def _philox(
    k0: np.uint64, k1: np.uint64, c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64
) -> tuple[np.uint64, np.uint64]:
    for _ in range(10):
        p0 = c0 * _MULTIPLIER_0
        p1 = c2 * _MULTIPLIER_1
        c0, c1, c2, c3 = (p1 >> _32) ^ c1 ^ k0, p1 & _LOW, (p0 >> _32) ^ c3 ^ k1, p0 & _LOW
        k0, k1 = (k0 + _WEYL_0) & _LOW, (k1 + _WEYL_1) & _LOW
    return c0, c1


@compiled
def replication_key(seed: np.uint64, replication: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Return the two 32-bit words of a replication's key, as `Chance` makes them."""
    return _philox(_SALT_0, _SALT_1, seed & _LOW, seed >> _32, replication & _LOW, replication >> _32)


@inlined
def uniform(run: Run, child: np.uint64, purpose: int, visit: int, name: np.uint64) -> float:
    """Return the number in (0, 1) that (child, purpose, visit, name) owns."""
    decision = np.uint64(purpose) << _24 | np.uint64(visit)
    w0, w1 = _philox(run.key_0, run.key_1, child & _LOW, child >> _32, decision, name)
    return np.float64(np.int64(w0 << _20 | w1 >> _12)) * 2.0**-52 + 2.0**-53


@inlined
def exponential(run: Run, child: np.uint64, purpose: int, visit: int, name: np.uint64) -> float:
    """Return the unit-exponential number that (child, purpose, visit, name) owns."""
    return -log(uniform(run, child, purpose, visit, name))
