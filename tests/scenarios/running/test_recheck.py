"""Test that figures which somebody put into an interrupted run are found, and that honest ones are not."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import blake2b
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from scenarios.files.refusals import DifferentFiguresError, RefusedError
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import stamp
from scenarios.results.unfinished import UNFINISHED
from scenarios.running.chunk_store import ChunkStore, resumable_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import compare, gather, run_all, run_until
from scenarios.running.plan import Plan
from scenarios.running.recheck import SAMPLE, chance_found, sample
from scenarios.running.workers import Workers, processes, threads
from tests.languages import said_in
from tests.scenarios.running.doctored import Arrays, dearer, doctor, put
from tests.scenarios.small import SMALL, study_of


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    study = study_of(SMALL, tmp_path_factory.mktemp("study"))
    return Plan(study=study, seed=1, draws=30, replications=2)


@pytest.fixture
def begun(plan: Plan, tmp_path: Path) -> Path:
    """Return the folder of a run that was stopped before anything was written but its chunks."""
    out = tmp_path / "ud"
    with suppress(KeyboardInterrupt), resumable_store(out, plan) as store:
        with Dispatcher(threads(1)) as dispatcher:
            run_all(plan, store, dispatcher)
        raise KeyboardInterrupt
    return out


@contextmanager
def resumed(out: Path, plan: Plan, workers: Workers | None = None) -> Iterator[tuple[ChunkStore, Dispatcher]]:
    """Give the store of a run that is gone on with, which stays when the test is over."""
    with (
        suppress(KeyboardInterrupt),
        resumable_store(out, plan) as store,
        Dispatcher(workers or threads(1)) as dispatcher,
    ):
        yield store, dispatcher
        raise KeyboardInterrupt


def gone_on_with(out: Path, plan: Plan, workers: Workers | None = None) -> Comparison:
    with resumed(out, plan, workers) as (store, dispatcher):
        run_all(plan, store, dispatcher)
        return gather(plan, store)


def refusal(out: Path, plan: Plan) -> str:
    with pytest.raises(DifferentFiguresError) as refused:
        gone_on_with(out, plan)
    assert str(refused.value) != said_in("en", str, refused.value)
    return said_in("en", str, refused.value)


def test_the_sample_is_the_least_that_finds_a_changed_tenth_with_99_percent() -> None:
    assert chance_found(SAMPLE) >= 0.99 > chance_found(SAMPLE - 1)


# Attacks ----------------------------------------------------------------------------------------------------


def test_a_doctored_chunk_is_refused_and_nothing_of_it_is_used(begun: Path, plan: Plan) -> None:
    doctor(begun / UNFINISHED, dearer(1, arrays="0/paid_dkk"))
    there = {path.name for path in (begun / UNFINISHED).glob("*.npz")}
    told = refusal(begun, plan)
    assert re.match(
        rf"{re.escape(str(begun / UNFINISHED))}: the figures there are not .*draw or point \d+, "
        "replication [01]: 0/paid_dkk.*"
        "delete the folder and run it again",
        told,
    )
    assert {path.name for path in (begun / UNFINISHED).glob("*.npz")} == there, "the evidence stays"


def test_a_bit_is_enough(begun: Path, plan: Plan) -> None:
    def nudge(chunk: Arrays) -> None:
        chunk["1/key_figures"] = np.nextafter(chunk["1/key_figures"], np.inf)

    doctor(begun / UNFINISHED, nudge)
    assert "1/key_figures" in refusal(begun, plan)


def _relabelled(chunk: Arrays) -> None:
    """Let the baseline be the case and the case the baseline."""
    for name in [name for name in chunk if name.startswith("0/")]:
        other = f"1/{name[2:]}"
        chunk[name], chunk[other] = chunk[other], chunk[name]


def _before_the_first(chunk: Arrays) -> None:
    """Name cells from behind, so that they land on the last ones."""
    chunk["cells"] = chunk["cells"] - (30, 2)
    dearer(1)(chunk)


def _wrong_shape(chunk: Arrays) -> None:
    chunk["0/paid_dkk"] = chunk["0/paid_dkk"][..., :1]


def _without(chunk: Arrays) -> None:
    del chunk["0/paid_dkk"]


def _other_type(chunk: Arrays) -> None:
    chunk["0/paid_dkk"] = chunk["0/paid_dkk"].astype("f4")


@pytest.mark.parametrize("change", [_relabelled, _wrong_shape, _without, _other_type])
def test_what_was_put_together_otherwise_is_refused(
    change: Callable[[Arrays], None], begun: Path, plan: Plan
) -> None:
    doctor(begun / UNFINISHED, change)
    refusal(begun, plan)


def test_other_labels_are_refused(begun: Path, plan: Plan) -> None:
    doctor(begun / UNFINISHED, lambda _chunk: None, words={"": {}, "tættere": {}, "ingenting": {}})
    refusal(begun, plan)


def test_cells_named_from_behind_are_no_cells(begun: Path, plan: Plan) -> None:
    doctor(begun / UNFINISHED, _before_the_first)
    whole = compare(plan.study, seed=1, draws=30, replications=2, workers=1)
    assert digest(plan, gone_on_with(begun, plan)) == digest(plan, whole)


def test_a_second_copy_of_the_cells_must_be_right_too(begun: Path, plan: Plan) -> None:
    inner = begun / UNFINISHED
    arrays: Arrays = {}
    with resumed(begun, plan) as (store, _):
        for chunk in store.chunks():
            arrays = {"cells": chunk.cells, **{name: chunk.array(name) for name in chunk.names}}
            dearer(1, arrays="0/paid_dkk")(arrays)
            put(inner, arrays, chunk.words)
    refusal(begun, plan)


def test_a_chunk_that_is_slipped_in_while_the_run_goes_on_is_not_read(begun: Path, plan: Plan) -> None:
    asked, whole = replace(plan, draws=40), compare(plan.study, seed=1, draws=40, replications=2, workers=1)
    with resumed(begun, asked) as (store, dispatcher):
        run_all(asked, store, dispatcher)
        for chunk in store.chunks():  # those that are slipped in are not among them
            arrays: Arrays = {"cells": chunk.cells, **{name: chunk.array(name) for name in chunk.names}}
            dearer(1, arrays="0/paid_dkk")(arrays)
            put(begun / UNFINISHED, arrays, chunk.words)
        assert digest(asked, gather(asked, store)) == digest(asked, whole)


def test_a_chunk_that_is_changed_while_the_run_goes_on_is_refused(begun: Path, plan: Plan) -> None:
    with resumed(begun, plan) as (store, dispatcher):
        run_all(plan, store, dispatcher)
        path = next((begun / UNFINISHED).glob("*.npz"))
        arrays: Arrays = {}
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        arrays["0/paid_dkk"] = arrays["0/paid_dkk"] * 2
        with path.open("wb") as changed:
            np.savez(changed, **arrays)  # type: ignore[arg-type]
        with pytest.raises(DifferentFiguresError, match=re.escape(path.name)):
            gather(plan, store)


@pytest.mark.parametrize("content", [b"", b"PK nothing", b"\x93NUMPY"])
def test_a_file_that_is_none_is_a_sentence(content: bytes, begun: Path, plan: Plan) -> None:
    name = f"0.0-0.1.{blake2b(content, digest_size=8).hexdigest()}.npz"
    (begun / UNFINISHED / name).write_bytes(content)
    refusal(begun, plan)


def test_a_folder_that_is_a_link_or_has_one_is_refused(plan: Plan, tmp_path: Path) -> None:
    elsewhere = tmp_path / "andres"
    elsewhere.mkdir()
    (elsewhere / "vigtigt.txt").write_text("vigtigt", encoding="utf-8")
    out = tmp_path / "ud"
    out.mkdir()
    (out / UNFINISHED).symlink_to(elsewhere)
    with pytest.raises(RefusedError, match="et link eller en andens"), resumable_store(out, plan):
        pass
    (out / UNFINISHED).unlink()
    (out / UNFINISHED).mkdir()
    (out / UNFINISHED / "lock").symlink_to(elsewhere / "vigtigt.txt")
    with pytest.raises(RefusedError, match="et link eller en andens"), resumable_store(out, plan):
        pass
    assert [path.read_text(encoding="utf-8") for path in elsewhere.iterdir()] == ["vigtigt"]


def test_a_folder_of_somebody_else_is_refused(
    begun: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(RefusedError, match="et link eller en andens"), resumable_store(begun, plan):
        pass


@pytest.mark.parametrize("name", ["noter.txt", "mine.npz", "rapport.part", "mappe"])
def test_a_file_of_somebody_else_is_never_removed(name: str, begun: Path, plan: Plan) -> None:
    theirs = begun / UNFINISHED / name
    if name == "mappe":
        theirs.mkdir()
        theirs = theirs / "x.npz"
    theirs.write_text("vigtigt", encoding="utf-8")
    with resumed(begun, plan):
        pass
    with resumable_store(begun, replace(plan, seed=2), replace=True):
        pass
    assert theirs.read_text(encoding="utf-8") == "vigtigt"


# Controls ---------------------------------------------------------------------------------------------------


def digest(plan: Plan, comparison: Comparison) -> str:
    return stamp(plan.study, comparison).value_digest


@pytest.mark.parametrize("draws", [30, 5, 40])
@pytest.mark.parametrize("workers", [threads(1), pytest.param(processes(2), marks=pytest.mark.long)])
def test_an_honest_run_goes_on_whoever_runs_it_and_for_other_counts(
    draws: int, workers: Workers, begun: Path, plan: Plan
) -> None:
    asked = replace(plan, draws=draws)
    with resumed(begun, asked, workers) as (store, dispatcher):
        run_all(asked, store, dispatcher)
        found = gather(asked, store)
        assert len(store.rechecked) == min(SAMPLE, 2 * draws)
        assert store.earlier_cells == min(60, 2 * draws)
    whole = compare(plan.study, seed=1, draws=draws, replications=2, workers=1)
    assert digest(asked, found) == digest(asked, whole)


def test_a_run_that_adds_draws_is_rechecked_as_it_grows(begun: Path, plan: Plan) -> None:
    with resumed(begun, plan) as (store, dispatcher):
        run_until(0.5, replace(plan, draws=10), store, dispatcher)
        assert len(store.rechecked) >= 20


def test_each_time_others_are_run_again(plan: Plan, tmp_path: Path) -> None:
    seeds = set()
    for _ in range(2):
        with resumable_store(tmp_path / "ud", plan) as store:
            seeds.add(store.seeds)
    assert len(seeds) == 2
    there = np.ones((100, 2), dtype=np.bool_)
    assert (sample(there, ["a"]) != sample(there, ["b"])).any()


def test_a_sample_grows_by_those_that_come_and_by_none_that_were_there() -> None:
    few, many = np.ones((100, 2), dtype=np.bool_), np.ones((300, 2), dtype=np.bool_)
    first, later = sample(few, ["a"]), sample(many, ["a"])
    assert first.sum() == later.sum() == SAMPLE
    assert not (later[:100] & ~first).any()


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_doctored_tenth_is_found_in_98_of_100_tries(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With samples that are the same every time: of such hundreds one in twenty would have less than 98."""
    tries = count()
    monkeypatch.setattr("scenarios.running.chunk_store.secrets.token_hex", lambda _bytes: str(next(tries)))
    asked, out = replace(plan, draws=300), tmp_path / "ud"
    with resumed(out, asked) as (store, dispatcher):
        run_all(asked, store, dispatcher)
    doctor(out / UNFINISHED, dearer(0.1, arrays="0/paid_dkk"))
    found = 0
    for _ in range(100):
        with suppress(DifferentFiguresError):
            gone_on_with(out, asked)
            continue
        found += 1
    assert found >= 98
