"""Test the Merkle tree against the definitions of RFC 9162, written out, and the roots of others."""

from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from booking.proof.merkle import EMPTY, Tree, is_consistent, is_included

VECTORS = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""By number of leaves: the reference roots of the implementations of certificate transparency."""

leaf_lists = st.lists(st.binary(max_size=3), min_size=1, max_size=40)


def mth(leaves: list[bytes]) -> bytes:
    """Return the hash of a tree as RFC 9162, 2.1.1, words it."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = max(2**i for i in range(10) if 2**i < len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """Return PATH of RFC 9162, 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = max(2**i for i in range(10) if 2**i < len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], b: bool) -> list[bytes]:
    """Return SUBPROOF of RFC 9162, 2.1.4.1."""
    if m == len(leaves):
        return [] if b else [mth(leaves)]
    k = max(2**i for i in range(10) if 2**i < len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], b), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def test_the_roots_are_those_of_certificate_transparency() -> None:
    tree = Tree(VECTORS)
    assert [tree.root(size).hex() for size in range(9)] == ROOTS


@given(leaf_lists)
def test_every_root_and_proof_is_the_one_of_the_definition(leaves: list[bytes]) -> None:
    tree, size = Tree(leaves), len(leaves)
    assert tree.root() == mth(leaves)
    for earlier in range(1, size + 1):
        assert tree.root(earlier) == mth(leaves[:earlier])
        assert [*tree.inclusion(earlier - 1, size)] == path(earlier - 1, leaves)
        assert [*tree.consistency(earlier, size)] == subproof(earlier, leaves, True)


@given(leaf_lists, st.data())
def test_what_lies_inside_is_proved(leaves: list[bytes], data: st.DataObject) -> None:
    tree, size = Tree(leaves), data.draw(st.integers(1, len(leaves)))
    index, earlier = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    assert is_included(leaves[index], index, size, tree.inclusion(index, size), tree.root(size))
    assert is_consistent(earlier, tree.root(earlier), size, tree.root(size), tree.consistency(earlier, size))


@given(leaf_lists, st.data())
def test_no_proof_shows_what_is_not_so(leaves: list[bytes], data: st.DataObject) -> None:
    tree, size = Tree(leaves), len(leaves)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.binary(max_size=3))
    assume(other != leaves[index])
    changed = Tree([*leaves[:index], other, *leaves[index + 1 :]])
    proof = tree.inclusion(index, size)
    assert not is_included(other, index, size, proof, tree.root())
    assert not is_included(leaves[index], index, size, proof, changed.root())
    assert not is_included(leaves[index], index, size, [*proof, EMPTY], tree.root())
    assert not is_included(leaves[index], size, size, proof, tree.root())
    earlier = data.draw(st.integers(index + 1, size))
    for shown in (changed.consistency(earlier, size), tree.consistency(earlier, size)):
        assert not is_consistent(earlier, tree.root(earlier), size, changed.root(), shown)
        assert not is_consistent(earlier, changed.root(earlier), size, tree.root(), shown)


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_a_proof_with_something_else_in_it_shows_nothing(
    earlier: int, more: int, data: st.DataObject
) -> None:
    size = earlier + more
    tree = Tree(bytes([i]) for i in range(size))
    proof = [*tree.consistency(earlier, size)]
    at = data.draw(st.integers(0, len(proof) - 1))
    kept, roots = proof[at], (tree.root(earlier), tree.root())
    for wrong in ([], [EMPTY], [kept, kept]):
        assert not is_consistent(earlier, roots[0], size, roots[1], [*proof[:at], *wrong, *proof[at + 1 :]])


def test_what_is_not_there_has_no_proof() -> None:
    tree = Tree([b"a", b"b"])
    for fails in (
        lambda: tree.root(3),
        lambda: tree.inclusion(2, 2),
        lambda: tree.inclusion(-2, 2),
        lambda: tree.consistency(2, 1),
        lambda: tree.consistency(-1, 2),
    ):
        with pytest.raises(ValueError, match="order"):
            fails()
    assert not is_consistent(0, b"x", 2, tree.root(), ())
    assert not is_consistent(3, b"x", 2, tree.root(), ())
