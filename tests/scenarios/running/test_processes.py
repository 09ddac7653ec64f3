"""Test the executor of processes: results of tasks, and tasks whose process is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, wait
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from scenarios.running.workers import ProcessExecutor
from tests.started import wait_until

LARGE = 3_000_000
"""Bytes; a pipe holds far fewer."""


@pytest.fixture(scope="module")
def two() -> Iterator[Executor]:
    with ProcessExecutor(2) as pool:
        yield pool


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_in_the_middle_of_an_answer() -> bytes:
    def half(self: Connection, content: bytes) -> None:
        os.write(self.fileno(), content[: len(content) // 2])
        die()

    Connection._send = half  # type: ignore[attr-defined]
    return b"x" * 10_000


def wait_for_a_file(path: Path) -> int:
    wait_until(path.exists)
    return os.getpid()


def refuse(what: str) -> None:
    raise ValueError(f"not {what}")


def test_it_does_what_an_executor_does(two: Executor) -> None:
    assert [*two.map(pow, range(6), [2] * 6)] == [0, 1, 4, 9, 16, 25]
    assert two.submit(int, "11", base=2).result() == 3
    assert two.submit(bytes, LARGE).result() == bytes(LARGE)
    assert two.submit(len, bytes(LARGE)).result() == LARGE


def test_tasks_run_in_as_many_processes_as_asked_for(two: Executor, tmp_path: Path) -> None:
    waiting = [two.submit(wait_for_a_file, tmp_path / "go") for _ in range(2)]
    (tmp_path / "go").touch()
    assert len({future.result() for future in waiting} | {os.getpid()}) == 3


def test_an_error_is_raised_with_the_place_where_it_was(two: Executor) -> None:
    with pytest.raises(ValueError, match="not that") as refused:
        two.submit(refuse, "that").result()
    assert "in refuse" in str(refused.value.__cause__)
    assert two.submit(len, "abc").result() == 3


def test_what_cannot_be_sent_is_an_error_of_its_own_task(two: Executor) -> None:
    with pytest.raises(Exception, match="pickle"):
        two.submit(lambda: None).result()
    assert two.submit(len, "abc").result() == 3


@pytest.mark.parametrize("death", [die, die_in_the_middle_of_an_answer])
def test_a_killed_process_costs_its_own_task_only(death: object, two: Executor, tmp_path: Path) -> None:
    assert callable(death)
    other = two.submit(wait_for_a_file, tmp_path / "go")
    lost = two.submit(death)
    with pytest.raises(BrokenExecutor):
        lost.result()
    assert not other.done()
    after = two.submit(os.getpid)
    assert after.result() != os.getpid()
    (tmp_path / "go").touch()
    assert other.result() != after.result()


def test_one_that_is_killed_with_nothing_in_hand_costs_the_next_task_only() -> None:
    with ProcessExecutor(1) as pool:
        os.kill(pool.submit(os.getpid).result(), signal.SIGKILL)
        time.sleep(0.1)
        tasks = [pool.submit(len, "abc") for _ in range(3)]
        wait(tasks)
        assert isinstance(tasks[0].exception(), BrokenExecutor)
        assert [task.result() for task in tasks[1:]] == [3, 3]


def test_processes_end_with_the_pool() -> None:
    with ProcessExecutor(2) as pool:
        running = {pool.submit(os.getpid).result() for _ in range(4)}
    assert not [pid for pid in running if Path(f"/proc/{pid}").exists()]


def test_an_interrupt_never_reaches_a_process_that_begins() -> None:
    script = """
import os, signal, threading, time
from scenarios.running.workers import ProcessExecutor
if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: None)
    with ProcessExecutor(1) as pool:
        first = pool.submit(len, "abc")
        while not first.done():
            os.killpg(0, signal.SIGINT)
            time.sleep(0.001)
        print(first.result())
"""
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", script],
        capture_output=True,
        timeout=60,
        check=False,
        start_new_session=True,
    )
    assert (done.stdout, done.stderr) == (b"3\n", b"")
