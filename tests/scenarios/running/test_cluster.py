"""Run on a real Dask cluster on this machine: a scheduler and two worker processes."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import pytest
from distributed import LocalCluster

from scenarios.files.refusals import GaveUpError, RefusedError
from scenarios.format.study import Study
from scenarios.results.provenance import stamp
from scenarios.running.cluster import cluster
from scenarios.running.ensemble import compare
from tests.languages import said_in
from tests.scenarios.small import SMALL, study_of


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as local:
        yield local


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_of(SMALL, tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def digest(study: Study) -> str:
    return stamp(study, compare(study, seed=1, draws=10, replications=2, workers=1)).value_digest


def test_a_cluster_gives_the_same_numbers(local: Any, study: Study, digest: str) -> None:
    with cluster(local.scheduler_address) as workers:
        assert workers.count() == 2
        comparison = compare(study, seed=1, draws=10, replications=2, workers=workers)
    assert stamp(study, comparison).value_digest == digest


def test_a_worker_killed_in_the_middle_costs_no_number(local: Any, study: Study, digest: str) -> None:
    killed: list[int] = []

    def kill(done: int, _: int) -> None:
        if done and not killed:
            killed.append(local.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    with cluster(local.scheduler_address) as workers:
        comparison = compare(study, seed=1, draws=10, replications=2, workers=workers, progress=kill)
    assert killed
    assert stamp(study, comparison).value_digest == digest


def test_what_kills_every_worker_is_given_up(study: Study) -> None:
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as local:
        local.scheduler.allowed_failures = 0

        def kill(done: int, _: int) -> None:
            pid = local.workers[0].pid  # None while the next one is being started
            if done and pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

        with pytest.raises(GaveUpError) as gave_up, cluster(local.scheduler_address) as workers:
            compare(study, seed=1, draws=500, replications=2, workers=workers, progress=kill)
    assert "cost a worker its life" in said_in("en", str, gave_up.value)


@pytest.mark.parametrize(
    "address",
    ["", "10.0.0.1", "10.0.0.1:8786", "http://10.0.0.1:8786", "tcp://a b:1", "tcp://:1", "tcp://[::1]:1"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(RefusedError) as refused, cluster(address):
        pass
    assert "is not an address" in said_in("en", str, refused.value)
    assert "tcp://10.0.0.1:8786" in str(refused.value)


def test_an_address_where_nobody_answers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.running.cluster._PATIENCE", 0.5)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(RefusedError) as refused, cluster(address):
            pass
    assert f"nobody answers at {address}" in said_in("en", str, refused.value)


@pytest.mark.parametrize("address", ["tcp://a..b:8786", "tcp://127.0.0.1:99999", "tcp://findes.invalid:1"])
def test_an_address_that_cannot_be_is_refused(address: str) -> None:
    with pytest.raises(RefusedError) as refused, cluster(address):
        pass
    assert f"ingen svarer på {address}" in str(refused.value)


def test_an_address_where_something_else_is_listening_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.running.cluster._PATIENCE", 0.5)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:  # as the dashboard is
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(RefusedError) as refused, cluster(address):
            pass
    assert f"nobody answers at {address}" in said_in("en", str, refused.value)


def test_a_scheduler_without_workers_is_refused() -> None:
    with (
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(RefusedError) as refused,
        cluster(empty.scheduler_address),
    ):
        pass
    assert "has no workers" in said_in("en", str, refused.value)


def test_without_dask_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(RefusedError) as refused, cluster("tcp://127.0.0.1:8786"):
        pass
    assert ".[cluster]" in str(refused.value)
    assert ".[cluster]" in said_in("en", str, refused.value)
