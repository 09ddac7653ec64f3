"""Make the seals of a register, and find a seal that does not lie inside it.

Caveat. Seals of earlier editions have 16 digits of one entry's digest, so few that two entries with the same
can be made on purpose. A seal of now is how many entries there are and the root of the Merkle tree over them,
such as 12:9f86d081...; it stands for every letter of all of them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from booking.proof.merkle import Tree, is_consistent
from booking.register.chain import Entry
from booking.register.tampering import Tampering
from language.messages import Message
from scenarios.files.refusals import RefusedError

_ROOT_DIGITS, _EARLIER_DIGITS = 64, 16
_SEAL = re.compile(rf"([1-9][0-9]{{0,8}}):([0-9a-f]{{{_ROOT_DIGITS}}}|[0-9a-f]{{{_EARLIER_DIGITS}}})")


@dataclass(frozen=True, kw_only=True)
class Seal:
    """The head of the tree over the first so many entries; or, of an earlier edition, one entry's digest."""

    number: int
    """Of entries."""
    root: str
    """Hexadecimal; 16 digits are the beginning of the digest of entry `number`."""

    def __str__(self) -> str:
        return f"{self.number}:{self.root}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the seal that is written so; RefusedError for what is none."""
        match = _SEAL.fullmatch("".join(text.split()))
        if not match:
            raise RefusedError(
                Message(
                    "'{seal}' is not a seal; write it as it stands: a number, a colon and 64 digits",
                    seal=text,
                )
            )
        return cls(number=int(match[1]), root=match[2])

    @property
    def is_earlier(self) -> bool:
        """Whether it is of an earlier edition."""
        return len(self.root) == _EARLIER_DIGITS


def tree_of(entries: Iterable[Entry]) -> Tree:
    """Return the Merkle tree over entries."""
    return Tree(entry.leaf for entry in entries)


def seal_at(tree: Tree, number: int | None = None) -> Seal:
    """Return the seal of the first so many entries, all if left out."""
    number = len(tree) if number is None else number
    return Seal(number=number, root=tree.root(number).hex())


def seal_of(entries: Iterable[Entry]) -> Seal:
    """Return the seal of entries, from the first on."""
    return seal_at(tree_of(entries))


def check_seals(entries: Sequence[Entry], seals: Iterable[str]) -> tuple[Tampering, ...]:
    """Return which of the seals do not lie inside a register.

    A seal lies inside when a consistency proof leads from it to the root of all entries. Raises RefusedError
    for what is no seal.
    """
    wanted = [Seal.read(seal) for seal in seals]
    tree = tree_of(entries) if wanted else Tree()
    findings = []
    for seal in wanted:
        if seal.number > len(entries):
            message = Message(
                "entry {number} is not in the register, but has the seal {found}",
                number=seal.number,
                found=seal,
            )
        elif _is_inside(tree, seal, entries[seal.number - 1]):
            continue
        else:
            message = Message(
                "the first {number} entries are not those with the seal {found}",
                number=seal.number,
                found=seal,
            )
        findings.append(Tampering(what="seal", message=message))
    return tuple(findings)


def _is_inside(tree: Tree, seal: Seal, entry: Entry) -> bool:
    if seal.is_earlier:
        return entry.digest.startswith(seal.root)
    size = len(tree)
    proof = tree.consistency(seal.number, size)
    return is_consistent(seal.number, bytes.fromhex(seal.root), size, tree.root(), proof)
