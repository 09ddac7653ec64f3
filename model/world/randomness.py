"""Draw keyed random numbers: each is a pure function of (seed, replication, child, decision).

Nothing is taken from a stream in order of use, so a child whom a case does not touch meets the same
numbers in the baseline and in the case, whatever happens to other children in between.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as
1, 2, 3", SC11): ten rounds of a keyed bijection on 128-bit counters. Here the key says which replication,
the counter says which child and which decision.
"""

from enum import IntEnum
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from model.arithmetic.functions import log_of_number
from model.world.arrays import Floats, Ints, UInts

Word = TypeVar("Word", int, NDArray[Any])

_LOW = 0xFFFFFFFF
_MULTIPLIER_0 = 0xD2511F53
_MULTIPLIER_1 = 0xCD9E8D57
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_ROUNDS = 10
_CELL = 2.0**-52


class Purpose(IntEnum):
    """The decision that a number is drawn for; each has numbers of its own, independent of the others."""

    GAP = 1
    MARK = 2
    AGE = 3
    GROUP = 4
    TIME_ON_STEP = 5
    TIME_OF_DAY = 6
    CLOCK = 7
    AGE_LIMIT = 8
    TAKE_UP = 9
    DROP_OUT = 10
    LASTING = 11
    ASSUMPTION = 12
    REROUTE = 13
    PACKAGE = 14
    GRANTED_END = 15
    PRICE = 16
    PLANNED_LENGTH = 17
    PLANNED_END = 18
    HOUSEHOLD_SIZE = 25
    SIBLING_BAND = 26
    SIBLING_TOGETHER = 27
    SIBLING_DELAY = 28
    HOUSEHOLD_OF_STOCK = 29


@lru_cache(maxsize=16)
def round_keys(key_0: int, key_1: int) -> tuple[tuple[int, int], ...]:
    """Return the ten pairs of 32-bit round keys of a 64-bit key given as two 32-bit words."""
    return tuple(((key_0 + r * _WEYL_0) & _LOW, (key_1 + r * _WEYL_1) & _LOW) for r in range(_ROUNDS))


def philox(
    keys: tuple[tuple[int, int], ...], c0: Word, c1: Word, c2: Word, c3: Word
) -> tuple[Word, Word, Word, Word]:
    """Return four 32-bit words for a counter of four 32-bit words; plain integers or uint64 arrays alike."""
    for k0, k1 in keys:
        p0 = c0 * _MULTIPLIER_0
        p1 = c2 * _MULTIPLIER_1
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & _LOW, (p0 >> 32) ^ c3 ^ k1, p0 & _LOW
    return c0, c1, c2, c3


@cache
def name_key(name: str) -> int:
    """Return the 32-bit number that stands for a name in counters.

    Keys come from names and not from positions, so that a case that adds a step in the middle of the
    staircase leaves everybody else's numbers alone. `Staircase` refuses two names with one key.
    """
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little")


@lru_cache(maxsize=2**16)
def _uniform(key: tuple[int, int], child: int, decision: int, name: int) -> float:
    # Cached, because the cases of one replication ask for the same numbers.
    w0, w1, _, _ = philox(round_keys(*key), child & _LOW, child >> 32, decision, name)
    return (w0 << 20 | w1 >> 12) * _CELL + _CELL / 2


@lru_cache(maxsize=2**16)
def _exponential(uniform: float) -> float:
    return -log_of_number(uniform)


def check_key(field: str, value: int) -> None:
    """Raise ValueError for a seed or replication that 64 bits do not hold."""
    if not 0 <= value < 2**64:
        raise ValueError(f"{field}: {value} is not a whole number from 0 to 2**64 - 1")


class Chance:
    """The random numbers of one replication.

    Parameters: `seed` and `replication`, 0 <= each < 2**64; together they alone reproduce a replication.
    Raises ValueError outside that range.
    """

    def __init__(self, *, seed: int, replication: int) -> None:
        check_key("seed", seed)
        check_key("replication", replication)
        # Through the bijection itself: seeds and replications that lie close give keys that do not.
        k0, k1, _, _ = philox(
            round_keys(0x7472_6170, 0x7065_2E64),
            seed & _LOW,
            seed >> 32,
            replication & _LOW,
            replication >> 32,
        )
        self._key = k0, k1

    def uniform(self, child: int, purpose: Purpose, *, visit: int = 0, name: int = 0) -> float:
        """Return the number in (0, 1) that (child, purpose, visit, name) owns.

        `child` is an identity of 64 bits, `visit` counts the child's stays (below 2**24), `name` is a
        `name_key`. The 52 bits are centred in their cells, so 0 and 1 never come out.
        """
        return _uniform(self._key, child, purpose << 24 | visit, name)

    def exponential(self, child: int, purpose: Purpose, *, visit: int = 0, name: int = 0) -> float:
        """Return the unit-exponential number that (child, purpose, visit, name) owns."""
        return _exponential(self.uniform(child, purpose, visit=visit, name=name))

    def uniforms(self, children: UInts, purpose: Purpose) -> Floats:
        """Return `uniform` of many children at once, bit for bit the same; shape as `children`."""
        return self._uniforms(children, np.full_like(children, purpose << 24))

    def uniforms_by_name(self, children: UInts, purpose: Purpose, name: int) -> Floats:
        """Return `uniform` of many children under one `name_key`; shape as `children`."""
        return self._uniforms(children, np.full_like(children, purpose << 24), name)

    def uniforms_of_visits(self, children: UInts, purpose: Purpose, visits: Ints) -> Floats:
        """Return `uniform` of many children at a visit each; all of one shape."""
        return self._uniforms(children, visits.astype(np.uint64) | np.uint64(purpose << 24))

    def _uniforms(self, children: UInts, decisions: UInts, name: int = 0) -> Floats:
        keys, names = round_keys(*self._key), np.full_like(children, name)
        w0, w1, _, _ = philox(keys, children & _LOW, children >> 32, decisions, names)
        return (w0 << 20 | w1 >> 12).astype(np.float64) * _CELL + _CELL / 2
