"""Test that attacks of every kind are found, and that no honest register gives an alarm."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.booking.attacks import ATTACKS, alarms, alarms_of, honest

FEW, MANY = 150, 10_000


def attacked(count: int, folder: Path) -> Counter[str]:
    """Attack so many registers, of each kind alike, and return how many of which kind."""
    done: Counter[str] = Counter()
    missed = []
    seed = 0
    while done.total() < count:
        seed += 1
        attack = ATTACKS[seed % len(ATTACKS)]
        chance = Random(seed)  # noqa: S311  no secrets here
        kept = honest(chance)
        after = attack(kept, chance)
        if after is None or after == kept:
            continue
        done[attack.__name__] += 1
        if not alarms(after, folder):
            missed.append((attack.__name__, seed))
    assert missed == []
    return done


def falsely_alarmed(count: int, folder: Path) -> list[tuple[int, list[str]]]:
    """Return which of so many honest registers give an alarm."""
    told = ((seed, alarms(honest(Random(-seed)), folder)) for seed in range(1, count + 1))  # noqa: S311
    return [(seed, found) for seed, found in told if found]


def test_attacks_of_every_kind_are_found(tmp_path: Path) -> None:
    assert {*attacked(FEW, tmp_path)} == {attack.__name__ for attack in ATTACKS}


def test_no_honest_register_gives_an_alarm(tmp_path: Path) -> None:
    assert falsely_alarmed(FEW, tmp_path) == []


def test_any_byte_of_the_file_counts_whatever_was_entered(tmp_path: Path) -> None:
    chance = Random(1)  # noqa: S311  no secrets here
    kept = honest(chance)
    assert alarms(kept, tmp_path) == []
    path = tmp_path / "register.sqlite"
    content = path.read_bytes()
    for _ in range(60):
        at = chance.randrange(len(content))
        path.write_bytes(content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :])
        assert alarms_of(path, kept)


@pytest.mark.long
def test_ten_thousand_attacks_are_found(tmp_path: Path) -> None:
    print(attacked(MANY, tmp_path))  # noqa: T201  with -s


@pytest.mark.long
def test_ten_thousand_honest_registers_give_no_alarm(tmp_path: Path) -> None:
    assert falsely_alarmed(MANY, tmp_path) == []
