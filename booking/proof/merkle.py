"""Build a Merkle tree over a growing list, with proofs that an entry, or an earlier list, lies inside.

The tree, the proofs and how they are verified are those of certificate transparency: RFC 9162, section 2.1,
with SHA-256. Caveat. A proof is worth as much as the root that it is held against.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

_LEAF, _NODE = b"\x00", b"\x01"
"""So that no leaf is taken for a node (a second preimage)."""
EMPTY = sha256().digest()
"""The root of a tree without leaves."""

Proof = tuple[bytes, ...]
"""Digests of 32 bytes, those next to the leaf first."""


def leaf_digest(leaf: bytes) -> bytes:
    """Return the digest of a leaf."""
    return sha256(_LEAF + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()


class Tree:
    """A tree that keeps every node of it that is full, so that each root and proof takes logarithmic time."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        """Take the leaves, whatever bytes they are, in order."""
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Put a leaf at the end."""
        node = leaf_digest(leaf)
        for level in self._levels:
            level.append(node)
            if len(level) % 2:
                return
            node = _node(*level[-2:])
        self._levels.append([node])

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` leaves, all if left out; ValueError beyond the last."""
        size = len(self) if size is None else size
        self._check(0, size, len(self))
        return self._subroot(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int) -> Proof:
        """Return the proof that the leaf at `index` (from 0) lies in the tree of the first `size` leaves."""
        self._check(index + 1, size, len(self))
        return tuple(self._path(index, 0, size))

    def consistency(self, earlier: int, size: int) -> Proof:
        """Return the proof that the tree of the first `earlier` leaves is the beginning of that of `size`."""
        self._check(earlier, size, len(self))
        if earlier in {0, size}:
            return ()
        return tuple(self._subproof(earlier, 0, size, known=True))

    @staticmethod
    def _check(first: int, second: int, third: int) -> None:
        if not 0 <= first <= second <= third:
            raise ValueError(f"{first}, {second} and {third} are not in order")

    def _subroot(self, begin: int, end: int) -> bytes:
        """Return the root over some leaves that begin where a full node of their number may begin."""
        size = end - begin
        height = size.bit_length() - 1
        if size == 1 << height:
            return self._levels[height][begin >> height]
        middle = begin + (1 << height)
        return _node(self._subroot(begin, middle), self._subroot(middle, end))

    def _path(self, index: int, begin: int, end: int) -> list[bytes]:
        if end - begin == 1:
            return []
        middle = begin + _split(end - begin)
        if index < middle:
            return [*self._path(index, begin, middle), self._subroot(middle, end)]
        return [*self._path(index, middle, end), self._subroot(begin, middle)]

    def _subproof(self, earlier: int, begin: int, end: int, *, known: bool) -> list[bytes]:
        """Return the proof; `known` while the verifier knows the root over what is left of the earlier."""
        if earlier == end - begin:
            return [] if known else [self._subroot(begin, end)]
        split = _split(end - begin)
        middle = begin + split
        if earlier <= split:
            return [*self._subproof(earlier, begin, middle, known=known), self._subroot(middle, end)]
        return [
            *self._subproof(earlier - split, middle, end, known=False),
            self._subroot(begin, middle),
        ]


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Return whether a proof shows that a leaf lies at `index` of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, node = index, size - 1, leaf_digest(leaf)
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = _node(step, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = _node(node, step)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def is_consistent(earlier: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether a proof shows that one tree is the beginning of another (RFC 9162, 2.1.4.2)."""
    if earlier == size:
        return not proof and earlier_root == root
    if not 0 < earlier < size or not proof:
        return earlier == 0 and not proof and earlier_root == EMPTY
    steps = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else [*proof]
    at, last = earlier - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = _node(step, before), _node(step, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = _node(after, step)
        at, last = at >> 1, last >> 1
    return last == 0 and before == earlier_root and after == root
