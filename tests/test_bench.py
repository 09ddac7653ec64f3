"""The benchmarks run and tell numbers; how good these are is not for a test to say."""

import json
import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bench import Bench, engine, floor, memory, queues, throughput, variance_reduction
from bench.__main__ import BENCHES, main
from bench.ratios import Effort, Ratio
from bench.worlds import events, events_recorded, kolding, queue
from model.simpy_engine import engine as simpy_engine

TINY = Effort(percent=1, runs=1)
KEYS = [
    "compiled_over_simpy",
    "compiled_over_ciw",
    "compiled_over_salabim",
    "compiled_over_plain_simpy",
    "floor_share_without_places",
    "floor_share_with_places",
    "threads_2_over_1",
    "cost_per_event_98_over_1",
    "variance_ratio",
    "precision_ratio",
    "memory_10000_over_1000",
    "memory_of_comparison_2000_over_200",
]


def numbers(node: Any) -> Iterator[float]:
    if isinstance(node, dict):
        node = [*node.values()]
    if isinstance(node, list):
        for part in node:
            yield from numbers(part)
    elif isinstance(node, int | float):
        yield node


def assert_tells(ratio: Ratio, *, runs: int) -> None:
    told = json.loads(json.dumps(ratio.document))
    assert told["low"] <= told["value"] <= told["high"]
    assert told["compares"]
    assert len(told["runs"]) == runs
    assert told["low"] > 0
    assert all(map(math.isfinite, numbers(told)))


@pytest.mark.parametrize("measure", [throughput.threads_2_over_1, throughput.cost_per_event_98_over_1])
def test_a_ratio_is_measured(measure: Callable[[Effort], Ratio]) -> None:
    assert_tells(measure(TINY), runs=TINY.runs)


def test_speed_and_variance_are_measured_and_multiplied() -> None:
    found = engine.compared(TINY)
    assert [*found] == ["compiled_over_simpy", "variance_ratio", "precision_ratio"]
    for ratio in found.values():
        assert_tells(ratio, runs=TINY.runs)
    for i, product in enumerate(found["precision_ratio"].runs):
        assert product == found["compiled_over_simpy"].runs[i] * found["variance_ratio"].runs[i]


def test_shares_of_the_floor_are_measured() -> None:
    for ratio in floor.measure(TINY).values():
        assert_tells(ratio, runs=TINY.runs)


@pytest.mark.parametrize(
    "measure", [memory.memory_10000_over_1000, memory.memory_of_comparison_2000_over_200]
)
def test_memory_is_measured_in_processes_of_its_own(measure: Callable[[Effort], Ratio]) -> None:
    assert_tells(measure(TINY), runs=TINY.runs)


def test_queues_are_measured_and_all_find_the_mean_wait_of_the_closed_form() -> None:
    assert queues.closed_form() == pytest.approx(0.5541, abs=5e-5)
    for ratio in queues.measure(Effort(percent=10, runs=3)).values():
        assert_tells(ratio, runs=3)
        for found in ratio.figures["mean_waits"].values():
            assert found["mean_wait"] == pytest.approx(queues.closed_form(), abs=5 * found["standard_error"])


def test_steps_are_full_and_the_same_events_are_counted_on_both_engines() -> None:
    scene = kolding(full=True)
    for step in scene.fullness.values():
        assert step["occupancy"] > 0.9
        assert step["found_full"] > 0.2
    records = simpy_engine.simulate(scene.parameters, seed=1, replication=3)
    assert events(scene.count([3])) == events_recorded(records)


def test_a_world_of_several_municipalities_is_as_many_times_as_large() -> None:
    one, three = (kolding(municipalities=number, full=True).fullness for number in (1, 3))
    assert {name: 3 * step["places"] for name, step in one.items()} == {
        name: step["places"] for name, step in three.items()
    }


def test_a_queue_has_about_as_many_customers_as_asked_for() -> None:
    assert queue(5_000).count([0]).starts.sum() == pytest.approx(5_000, rel=0.1)


def test_the_engine_bench_puts_its_ratios_at_the_top_of_the_document(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ratio = Ratio(compares="one thing with another", runs=(1.0, 3.0, 2.0), wanted=">= 2")
    monkeypatch.setattr(engine, "MEASURES", (lambda _: dict.fromkeys(KEYS, ratio),))
    main(["engine", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert {*document} == {*KEYS}
    for told in document.values():
        assert (told["value"], told["low"], told["high"], told["runs"]) == (2.0, 1.0, 3.0, [1.0, 3.0, 2.0])
        assert told["cores"] >= 1
        assert {"numba", "ciw", "salabim", "simpy"} <= {*told["versions"]}
    main(["engine"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[-len(KEYS) :]] == KEYS


def test_the_variance_bench_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    two = dict([*variance_reduction.WAYS.items()][:2])
    monkeypatch.setattr(variance_reduction, "WAYS", two)
    main(["variance", "--size", "8", "--json"])
    told = json.loads(capsys.readouterr().out)["variance"]
    assert len(told["rows"]) == len(two)
    assert told["bench"]["replications"] == 8


def test_the_ledger_bench_measures_both_commands_at_two_sizes(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ledger", "--size", "600", "--json"])
    told = json.loads(capsys.readouterr().out)["ledger"]
    for command in ("check", "calibrate"):
        assert min(numbers(told[command])) > 0
    assert told["bench"]["rows"] == 600


def test_an_unknown_bench_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["nothing"], ["engine", "--size", "1"]):
        with pytest.raises(SystemExit):
            main(arguments)
    assert all(isinstance(bench, Bench) for bench in BENCHES.values())
    assert "there is no benchmark nothing" in capsys.readouterr().err
