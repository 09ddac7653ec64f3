"""Test several who enter at the same time, or are killed at it, in a file and in PostgreSQL alike."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from multiprocessing import get_context
from threading import Barrier

import pytest

from booking.register.chain import Entry
from booking.register.tampering import ChangedError
from tests.booking.registers import Place, draft
from tests.started import ROOT


def enter(place: Place, count: int) -> list[int]:
    """Enter so many, looking again when somebody else was first; return their numbers."""
    numbers: list[int] = []
    with place.opened(create=True, patience=60) as book:
        while len(numbers) < count:
            after = len(book.entries())
            try:
                numbers.append(book.append(draft(after % 5), after=after).number)
            except ChangedError:
                continue
    return numbers


def test_of_two_who_saw_the_same_exactly_one_wins(place: Place) -> None:
    place.made()
    ready = Barrier(2)

    def one(number: int) -> Entry | ChangedError:
        with place.opened() as book:
            ready.wait()
            try:
                return book.append(draft(number), after=number)
            except ChangedError as error:
                return error

    with ThreadPoolExecutor(2) as pool:
        for number in range(8):
            results = list(pool.map(one, [number, number]))
            assert sorted(type(result).__name__ for result in results) == ["ChangedError", "Entry"]
    assert [entry.number for entry in place.entries()] == list(range(1, 9))
    assert place.found() == []


def test_many_threads_leave_no_hole(place: Place) -> None:
    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(enter, [place] * 6, [4] * 6))
    assert sorted(chain.from_iterable(numbers)) == list(range(1, 25))
    assert place.found() == []


def test_processes_leave_no_hole(place: Place) -> None:
    with get_context("spawn").Pool(2) as pool:
        numbers = pool.starmap(enter, [(place, 10)] * 2, chunksize=1)
    assert sorted(chain.from_iterable(numbers)) == list(range(1, 21))
    assert place.found() == []


def test_a_register_is_made_once_by_many_who_find_none(place: Place) -> None:
    ready = Barrier(6)

    def one(_: int) -> None:
        ready.wait()
        with place.opened(create=True, patience=60) as book:
            assert book.verify() == ()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(6)))
    assert place.made(2).found() == []


def killed(place: Place, rounds: int) -> list[int]:
    process = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-m", "tests.booking.killed", place.where, str(rounds)],
        capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    return [int(number) for number in process.stdout.split()]


def test_what_was_entered_outlives_whoever_is_killed(place: Place) -> None:
    rounds, entries, _ = killed(place, 20 if place.is_file else 8)
    assert rounds >= 8
    assert entries > 0


@pytest.mark.long
def test_what_was_entered_outlives_whoever_is_killed_many_times(place: Place) -> None:
    _, entries, halves = killed(place, 200)
    assert entries > 0
    assert halves > 0 or not place.is_file
