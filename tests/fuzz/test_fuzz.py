"""Try again what went wrong once, and a few broken disks; `make fuzz` tries more."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from tests.fuzz.campaign import attempt_of
from tests.fuzz.findings import CASE, KEPT
from tests.fuzz.mutations import binaries, tables, texts
from tests.scenarios.small import SMALL
from tests.started import ROOT

DOCUMENT = '{"a": [1, "x", null]}'
LINES = [["a", "b"], ["1", "2"], ["3", "4"]]
NAMES = sorted(path.parent.name for path in KEPT.glob(f"*/{CASE}"))


@pytest.fixture(scope="module")
def told() -> list[Any]:
    """Return what `python -m tests.fuzz --kept` tells, from a process that may fork."""
    process = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--kept", "--seed", "0"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    first, *lines = process.stdout.splitlines()
    assert first == "seed 0"
    return [*map(json.loads, lines)]


@pytest.mark.parametrize("name", NAMES)
def test_what_went_wrong_once_is_told_in_a_sentence(name: str, told: list[Any]) -> None:
    (case,) = (each for each in told[:-1] if each["name"] == name)
    assert case["wrong"] == [], case["stderr"]


def test_where_the_disk_breaks_nothing_is_lost_or_left_half_done(told: list[Any]) -> None:
    assert [wrong for *_, wrong in told[-1]] == [[] for _ in told[-1]]


def test_the_broken_disks_break(told: list[Any]) -> None:
    for name, total, tried, fired, _ in told[-1]:
        assert tried == -(-total // 5), name
        assert fired >= tried / 3, name  # a limit may lie beyond what is written


def test_an_attempt_follows_from_the_seed_and_its_number() -> None:
    assert attempt_of(3, 17) == attempt_of(3, 17)
    assert len({attempt_of(3, number).command for number in range(200)}) > 60
    assert {attempt_of(3, number, "register").kind for number in range(20)} == {"register"}


@pytest.mark.parametrize(
    "damaged",
    [
        lambda chance: texts.yaml(SMALL, chance) != SMALL,
        lambda chance: texts.plain(SMALL, chance) != SMALL,
        lambda chance: texts.json(DOCUMENT, chance) != DOCUMENT,
        lambda chance: binaries.anything(SMALL.encode(), chance) != SMALL.encode(),
        lambda chance: tables.damaged(LINES, chance) != LINES,
    ],
)
def test_damage_nearly_always_changes_something(damaged: Callable[[Random], bool]) -> None:
    assert sum(damaged(Random(number)) for number in range(50)) > 35
