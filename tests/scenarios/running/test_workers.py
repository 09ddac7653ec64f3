"""Run on real processes, and kill some of them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from scenarios.files.refusals import GaveUpError, RefusedError
from scenarios.format.study import Study
from scenarios.results.provenance import stamp
from scenarios.running.chunk_store import temporary_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import compare, gather, run_all
from scenarios.running.plan import Plan
from scenarios.running.workers import ProcessExecutor, Workers, cores, processes, threads
from tests.languages import said_in
from tests.scenarios.small import SMALL, study_of
from tests.started import ROOT, alive, wait_until

ENDLESS = """
import sys
from scenarios.running.ensemble import compare
from scenarios.reading.load import load
from scenarios.running.workers import processes
if __name__ == "__main__":
    tell = lambda done, total: print(done, flush=True)
    compare(load(sys.argv[1]), seed=1, draws=5000, replications=2, workers=processes(2), progress=tell)
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_of(SMALL, tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def digest(study: Study) -> str:
    return stamp(study, compare(study, seed=1, draws=10, replications=2, workers=1)).value_digest


def pids(pool: ProcessExecutor) -> list[int]:
    return [process.pid for process in pool._started if process.pid is not None]


def test_processes_give_the_same_numbers(study: Study, digest: str) -> None:
    comparison = compare(study, seed=1, draws=10, replications=2, workers=processes(2))
    assert stamp(study, comparison).value_digest == digest


def test_a_killed_process_is_replaced_and_the_numbers_are_the_same(study: Study, digest: str) -> None:
    pool = ProcessExecutor(2)
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if done and done < total and not killed:
            killed.append(pids(pool)[0])
            os.kill(killed[0], signal.SIGKILL)

    workers = Workers(start=lambda: pool, count=lambda: 2)
    comparison = compare(study, seed=1, draws=10, replications=2, workers=workers, progress=kill)
    assert len(killed) == 1
    assert len(pids(pool)) in {2, 3}  # it may have been the last task of the one that was killed
    assert stamp(study, comparison).value_digest == digest


class _Deadly(ProcessExecutor):
    """Whose processes die of whatever they are given."""

    submitted = 0

    def submit(self, fn: Callable[..., Any], /, *_: Any, **__: Any) -> Future[Any]:
        assert callable(fn)
        _Deadly.submitted += 1
        return super().submit(os._exit, 1)


def test_a_chunk_that_kills_its_worker_three_times_is_given_up(study: Study) -> None:
    workers = Workers(start=lambda: _Deadly(1), count=lambda: 1)
    with pytest.raises(GaveUpError) as gave_up:
        compare(study, seed=1, draws=1, replications=1, workers=workers)
    assert _Deadly.submitted == 3
    assert "three times" in said_in("en", str, gave_up.value)
    assert "0/0" in str(gave_up.value)


def test_work_that_no_worker_comes_for_is_given_up(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.running.dispatch._LOOK_SECONDS", 0.01)
    monkeypatch.setattr("scenarios.running.dispatch._PATIENCE_SECONDS", 0.1)
    request: list[int] = []

    class Nobody(Executor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return Future()

    def count() -> int:
        request.append(1)
        return len(request) < 10  # some were there at first

    with pytest.raises(GaveUpError) as gave_up:
        compare(study, seed=1, draws=1, replications=1, workers=Workers(start=Nobody, count=count))
    assert len(request) > 10
    assert "no worker" in said_in("en", str, gave_up.value)
    assert "ikke været nogen arbejder" in str(gave_up.value)


def test_workers_end_when_the_one_who_started_them_is_killed(tmp_path: Path) -> None:
    study_of(SMALL, tmp_path)
    process = subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, "-c", ENDLESS, tmp_path / "lille.yaml"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    while process.stdout.readline().strip() == b"0":
        pass
    assert len(alive(process.pid)) >= 3
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    wait_until(lambda: not alive(process.pid))


def test_workers_do_not_see_an_interrupt(study: Study, digest: str) -> None:
    plan = Plan(study=study, seed=1, draws=10, replications=2)
    pool = ProcessExecutor(2)

    def interrupt(*_: int) -> None:
        for pid in pids(pool):
            os.kill(pid, signal.SIGINT)

    workers = Workers(start=lambda: pool, count=lambda: 2)
    with temporary_store() as store, Dispatcher(workers) as dispatcher:
        run_all(plan, store, dispatcher, progress=interrupt)
        assert stamp(study, gather(plan, store)).value_digest == digest


class _Counting(ThreadPoolExecutor):
    most = 0

    def __init__(self) -> None:
        super().__init__(2)
        self._waiting: set[Future[Any]] = set()

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = super().submit(*args, **kwargs)
        self._waiting = {other for other in self._waiting if not other.done()} | {future}
        _Counting.most = max(_Counting.most, len(self._waiting))
        return future


def test_only_a_few_chunks_are_handed_out_ahead(study: Study) -> None:
    compare(study, seed=1, draws=40, replications=1, workers=Workers(start=_Counting, count=lambda: 2))
    assert 2 <= _Counting.most <= 4


def test_a_worker_with_other_versions_is_refused(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.running.dispatch.versions", lambda: {"trappe": "0.1.0", "numpy": "99.0"})
    with pytest.raises(RefusedError) as refused:
        compare(study, seed=1, draws=1, replications=1, workers=1)
    assert "99.0" in str(refused.value)
    assert "install the same everywhere" in said_in("en", str, refused.value)


def test_there_are_as_many_workers_as_cores_unless_told() -> None:
    assert threads().count() == processes().count() == cores() >= 1
    assert threads(3).count() == processes(3).count() == 3
