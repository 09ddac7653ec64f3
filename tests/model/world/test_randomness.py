"""Compare the generator with its published vectors, and check that its numbers are uniform."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from model.compiled_engine.kernel import random_numbers as numbers
from model.compiled_engine.kernel.layout import RUN
from model.world import randomness
from model.world.arrays import Floats, UInts
from model.world.randomness import Chance, Purpose, name_key, philox, round_keys

FALSE_ALARM = 1e-6
"""Probability that one statistical check here fails though nothing is wrong, had the seed been drawn."""

SIXTY_FOUR = st.integers(0, 2**64 - 1)


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        (
            (0xFFFFFFFF,) * 4,
            (0xFFFFFFFF,) * 2,
            (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
        ),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_known_answers_of_its_authors(
    counter: tuple[int, int, int, int], key: tuple[int, int], expected: tuple[int, ...]
) -> None:
    # Known-answer tests of the Random123 distribution (Salmon et al. 2011), philox4x32, ten rounds.
    assert philox(round_keys(*key), *counter) == expected


@given(SIXTY_FOUR, SIXTY_FOUR, st.lists(SIXTY_FOUR, min_size=1, max_size=20), st.sampled_from(Purpose))
def test_many_at_once_are_the_same_numbers_to_the_last_bit(
    seed: int, replication: int, children: list[int], purpose: Purpose
) -> None:
    chance = Chance(seed=seed, replication=replication)
    at_once = chance.uniforms(np.array(children, dtype=np.uint64), purpose)
    one_by_one = np.array([chance.uniform(child, purpose) for child in children])
    assert at_once.tobytes() == one_by_one.tobytes()


@given(SIXTY_FOUR, SIXTY_FOUR, SIXTY_FOUR, st.integers(0, 2**24 - 1), st.integers(0, 2**32 - 1))
def test_numbers_lie_strictly_between_zero_and_one(
    seed: int, replication: int, child: int, visit: int, name: int
) -> None:
    chance = Chance(seed=seed, replication=replication)
    number = chance.uniform(child, Purpose.CLOCK, visit=visit, name=name)
    assert 0.0 < number < 1.0
    assert chance.exponential(child, Purpose.CLOCK, visit=visit, name=name) == -math.log(number) > 0.0


@pytest.mark.parametrize(("word", "number"), [(0, 2.0**-53), (0xFFFFFFFF, 1 - 2.0**-53)])
def test_not_even_the_most_extreme_words_give_zero_or_one(
    monkeypatch: pytest.MonkeyPatch, word: int, number: float
) -> None:
    def extreme(_: object, child: int | UInts, *__: object) -> tuple[int | UInts, ...]:
        return (child * 0 + word,) * 4

    chance = Chance(seed=1, replication=0)
    monkeypatch.setattr("model.world.randomness.philox", extreme)
    monkeypatch.setattr("model.world.randomness._uniform", randomness._uniform.__wrapped__)  # nothing kept
    assert chance.uniform(5, Purpose.AGE) == number
    assert chance.uniforms(np.array([5], dtype=np.uint64), Purpose.AGE)[0] == number


COUNT = 40_000
NEIGHBOURS: dict[str, Callable[[int], float]] = {
    "children": lambda i: Chance(seed=1, replication=0).uniform(i, Purpose.CLOCK),
    "children of neighbouring streams": lambda i: Chance(seed=1, replication=0).uniform(
        i << 32, Purpose.CLOCK
    ),
    "visits": lambda i: Chance(seed=1, replication=0).uniform(7, Purpose.CLOCK, visit=i),
    "names": lambda i: Chance(seed=1, replication=0).uniform(7, Purpose.CLOCK, name=i),
    "replications": lambda i: Chance(seed=1, replication=i).uniform(7, Purpose.CLOCK),
    "seeds": lambda i: Chance(seed=i, replication=0).uniform(7, Purpose.CLOCK),
}


@pytest.fixture(scope="module")
def rows() -> dict[str, Floats]:
    return {
        name: np.array([number(i) for i in range(COUNT if name[0] in "cvn" else COUNT // 4)])
        for name, number in NEIGHBOURS.items()
    }


@pytest.mark.parametrize("across", NEIGHBOURS)
def test_numbers_are_uniform_across_neighbours(rows: dict[str, Floats], across: str) -> None:
    assert stats.kstest(rows[across], "uniform").pvalue > FALSE_ALARM


@pytest.mark.parametrize("lag", [1, 2, 16])
@pytest.mark.parametrize("across", NEIGHBOURS)
def test_numbers_of_neighbours_are_independent(rows: dict[str, Floats], across: str, lag: int) -> None:
    # Chi-square over a table of 10 x 10 cells of disjoint pairs, against the known uniform.
    row = rows[across]
    first = row[: len(row) // (2 * lag) * 2 * lag].reshape(-1, 2, lag)
    cells = (first[:, 0, :] * 10).astype(int) * 10 + (first[:, 1, :] * 10).astype(int)
    seen = np.bincount(cells.ravel(), minlength=100)
    assert stats.chisquare(seen).pvalue > FALSE_ALARM


def test_numbers_that_decide_different_things_are_independent() -> None:
    chance = Chance(seed=1, replication=0)
    children = np.arange(20_000, dtype=np.uint64)
    columns = [chance.uniforms(children, purpose) for purpose in Purpose]
    limit = stats.norm.isf(FALSE_ALARM / 2) / math.sqrt(len(children))
    correlations = [np.corrcoef(one, other)[0, 1] for one, other in pairwise(columns)]
    assert max(map(abs, correlations)) < limit


def test_each_part_of_the_question_changes_the_number() -> None:
    chance = Chance(seed=1, replication=0)
    numbers = {
        chance.uniform(1, Purpose.CLOCK),
        chance.uniform(2, Purpose.CLOCK),
        chance.uniform(1 + 2**32, Purpose.CLOCK),
        chance.uniform(1, Purpose.AGE),
        chance.uniform(1, Purpose.CLOCK, visit=1),
        chance.uniform(1, Purpose.CLOCK, name=1),
        Chance(seed=2, replication=0).uniform(1, Purpose.CLOCK),
        Chance(seed=1, replication=1).uniform(1, Purpose.CLOCK),
        Chance(seed=1 + 2**32, replication=0).uniform(1, Purpose.CLOCK),
        Chance(seed=1, replication=2**32).uniform(1, Purpose.CLOCK),
    }
    assert len(numbers) == 10


def test_keys_of_names_do_not_depend_on_the_process() -> None:
    # The first four bytes of BLAKE2b of the name, least significant first.
    assert name_key("ude") == int.from_bytes(bytes.fromhex("2ee50d07"), "little")


@pytest.mark.parametrize("field", ["seed", "replication"])
@pytest.mark.parametrize("value", [-1, 2**64])
def test_a_seed_or_replication_out_of_range_is_refused(field: str, value: int) -> None:
    numbers = {"seed": 1, "replication": 1, field: value}
    with pytest.raises(ValueError, match=rf"^{field}: {value} is not a whole number from 0 to 2\*\*64 - 1$"):
        Chance(**numbers)


def test_the_largest_seed_and_replication_are_accepted() -> None:
    assert 0 < Chance(seed=2**64 - 1, replication=2**64 - 1).uniform(0, Purpose.GAP) < 1


@numba.njit
def _compiled_numbers(runs: Any, child: Any, purpose: int, visit: int, name: Any) -> tuple[float, float]:
    run = runs[0]
    return (
        numbers.uniform(run, child, purpose, visit, name),
        numbers.exponential(run, child, purpose, visit, name),
    )


@numba.njit
def _compiled_key(seed: Any, replication: Any) -> Any:
    return numbers.replication_key(seed, replication)


@given(
    st.tuples(SIXTY_FOUR, SIXTY_FOUR, SIXTY_FOUR),
    st.sampled_from(Purpose),
    st.integers(0, 2**24 - 1),
    st.text(),
)
def test_the_compiled_generator_gives_the_same_numbers_to_the_last_bit(
    who: tuple[int, int, int], purpose: Purpose, visit: int, name: str
) -> None:
    seed, replication, child = who
    runs = np.zeros(1, dtype=RUN)
    runs["key_0"], runs["key_1"] = _compiled_key(np.uint64(seed), np.uint64(replication))
    chance, key = Chance(seed=seed, replication=replication), name_key(name)
    compiled = _compiled_numbers(runs, np.uint64(child), int(purpose), visit, np.uint64(key))
    assert compiled == (
        chance.uniform(child, purpose, visit=visit, name=key),
        chance.exponential(child, purpose, visit=visit, name=key),
    )
