import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import stamp
from scenarios.running.chunk_store import ChunkStore
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import compare, gather, net_present, run_all, run_until
from scenarios.running.plan import Plan
from scenarios.running.workers import threads
from tests.scenarios.small import SMALL, study_of, with_change

DIGEST = """
import sys
from scenarios.running.ensemble import compare
from scenarios.reading.load import load
from scenarios.results.provenance import stamp
if __name__ == "__main__":
    study = load(sys.argv[1])
    print(stamp(study, compare(study, seed=1, draws=3, replications=2, workers=1)).value_digest)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("study")


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return study_of(SMALL, folder)


@pytest.fixture(scope="module")
def alone(study: Study) -> Comparison:
    return compare(study, seed=1, draws=3, replications=2, workers=1)


def plan_of(study: Study) -> Plan:
    return Plan(study=study, seed=1, draws=3, replications=2)


def test_numbers_do_not_depend_on_the_number_of_workers(study: Study, alone: Comparison) -> None:
    together = compare(study, seed=1, draws=3, replications=2, workers=2)
    again = compare(study, seed=1, draws=3, replications=2, workers=1)
    digests = {stamp(study, one).value_digest for one in (alone, together, again)}
    assert len(digests) == 1
    assert {stamp(study, one).run_digest for one in (alone, together, again)} == {
        stamp(study, alone).run_digest
    }


@pytest.mark.parametrize("seconds", [0.0, 1000.0])
def test_numbers_do_not_depend_on_how_the_runs_are_cut(
    seconds: float, study: Study, alone: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.running.dispatch._SECONDS", seconds)
    comparison = compare(study, seed=1, draws=3, replications=2, workers=1)
    assert stamp(study, comparison).value_digest == stamp(study, alone).value_digest


class _Interrupted:
    """Progress that is interrupted when so many runs are done."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.seen: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.seen.append((done, total))
        if done >= self.at:
            self.at = total + 1
            raise KeyboardInterrupt


def test_what_is_done_at_an_interrupt_is_kept_and_not_run_again(
    study: Study, alone: Comparison, tmp_path: Path
) -> None:
    plan, store, interrupted = plan_of(study), ChunkStore(tmp_path), _Interrupted(1)
    with pytest.raises(KeyboardInterrupt), Dispatcher(threads(1)) as dispatcher:
        run_all(plan, store, dispatcher, progress=interrupted)
    kept = int(store.has(plan).sum())
    assert 1 <= kept < 6
    assert interrupted.seen[-1] == (kept, 6)  # what was in hand came too
    before = {path.name for path in tmp_path.iterdir()}
    seen: list[tuple[int, int]] = []
    with Dispatcher(threads(2)) as dispatcher:
        run_all(plan, store, dispatcher, progress=lambda *step: seen.append(step))
    assert (seen[0], seen[-1]) == ((kept, 6), (6, 6))
    assert before < {path.name for path in tmp_path.iterdir()}
    assert stamp(study, gather(plan, store)).value_digest == stamp(study, alone).value_digest


def test_fewer_runs_are_taken_from_more_and_more_are_added(
    study: Study, alone: Comparison, tmp_path: Path
) -> None:
    store = ChunkStore(tmp_path)
    for draws, replications in ((4, 1), (2, 3), (3, 2)):
        plan = Plan(study=study, seed=1, draws=draws, replications=replications)
        with Dispatcher(threads(2)) as dispatcher:
            run_all(plan, store, dispatcher)
        comparison = gather(plan, store)
        assert (comparison.draws, comparison.replications) == (draws, replications)
    assert stamp(study, comparison).value_digest == stamp(study, alone).value_digest


def test_what_is_not_run_cannot_be_gathered(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="6 of 6 runs are lacking"):
        gather(plan_of(study), ChunkStore(tmp_path))


def test_draws_are_added_until_the_precision_is_reached(study: Study, tmp_path: Path) -> None:
    plan, store = Plan(study=study, seed=1, draws=4, replications=1), ChunkStore(tmp_path)
    with Dispatcher(threads(2)) as dispatcher:
        last, errors = run_until(0.3, plan, store, dispatcher)
    assert last.draws == 14  # 4, 6, 9 are too few for one over the root of them
    assert errors == {"tættere": pytest.approx(1 / math.sqrt(14)), "ingenting": 0}
    assert np.array_equal(
        net_present(last, store)["tættere"], gather(last, store).gain("tættere").net_present
    )


def test_draws_are_not_added_beyond_the_most(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.running.precision.MOST_DRAWS", 7)
    monkeypatch.setattr("scenarios.running.ensemble.MOST_DRAWS", 7)
    plan = Plan(study=study, seed=1, draws=4, replications=1)
    with Dispatcher(threads(2)) as dispatcher:
        last, errors = run_until(0.1, plan, ChunkStore(tmp_path), dispatcher)
    assert last.draws == 7
    assert errors["tættere"] > 0.1


def test_numbers_do_not_depend_on_the_hash_seed(study: Study, alone: Comparison, folder: Path) -> None:
    printed = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", DIGEST, folder / "lille.yaml"],
        env=os.environ | {"PYTHONHASHSEED": "42"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed.strip() == stamp(study, alone).value_digest


def test_another_seed_gives_other_numbers(study: Study, alone: Comparison) -> None:
    other = compare(study, seed=2, draws=3, replications=2, workers=1)
    assert stamp(study, other).value_digest != stamp(study, alone).value_digest
    assert stamp(study, other).run_digest != stamp(study, alone).run_digest
    assert stamp(study, other).scenario_digest == stamp(study, alone).scenario_digest


def test_more_draws_and_replications_keep_the_numbers_of_the_first(study: Study, alone: Comparison) -> None:
    more = compare(study, seed=1, draws=4, replications=3, workers=1)
    for case, runs in alone.runs.items():
        for name in runs.arrays():
            longer = getattr(more.runs[case], name)[:3, :2]
            assert np.array_equal(longer, getattr(runs, name), equal_nan=True), (case, name)
    for name, values in alone.assumptions.items():
        assert np.array_equal(more.assumptions[name][:3], values)


def test_another_case_changes_no_number_of_those_there_were(alone: Comparison, tmp_path: Path) -> None:
    head, case = SMALL.split("  ingenting:\n")
    fewer = study_of(head, tmp_path)
    comparison = compare(fewer, seed=1, draws=3, replications=2, workers=1)
    assert "ingenting" in SMALL
    assert case
    assert np.array_equal(comparison.gain("tættere").dkk, alone.gain("tættere").dkk)


def test_a_longer_horizon_keeps_the_first_years(alone: Comparison, tmp_path: Path) -> None:
    longer = compare(
        study_of(with_change("years: 2\n", "years: 3\n"), tmp_path),
        seed=1,
        draws=3,
        replications=2,
        workers=1,
    )
    assert longer.years == (2027, 2028, 2029)
    for case in (BASELINE, *alone.cases):
        for name, axis in (("cost_dkk", 2), ("moves", 2), ("person_days", 24), ("starts", 24), ("ends", 24)):
            first = getattr(longer.runs[case], name)[:, :, : 2 if axis == 2 else 24]
            assert np.array_equal(first, getattr(alone.runs[case], name)), (case, name)


def test_every_run_of_a_draw_shares_its_assumptions_and_not_its_chance(alone: Comparison) -> None:
    baseline = alone.runs[BASELINE].person_days
    assert len({baseline[d, r].tobytes() for d in range(3) for r in range(2)}) == 6
    assert {values.shape for values in alone.assumptions.values()} == {(3,)}
    assert {*alone.assumptions} == {"udslusning", "programmes.hjælp.effects.0.multiplier"}


def test_progress_counts_every_run_once(study: Study) -> None:
    seen: list[tuple[int, int]] = []
    compare(study, seed=1, draws=2, replications=2, workers=1, progress=lambda *step: seen.append(step))
    assert (seen[0], seen[-1]) == ((0, 4), (4, 4))
    assert seen == sorted(set(seen))


@pytest.mark.parametrize(("draws", "replications"), [(0, 1), (1, 0), (-1, 1), (1, 2**20)])
def test_counts_below_one_are_refused(draws: int, replications: int, study: Study) -> None:
    with pytest.raises(ValueError, match="give at least one of each"):
        compare(study, seed=1, draws=draws, replications=replications)


def test_a_start_in_the_middle_of_a_year_gives_part_years(tmp_path: Path) -> None:
    text = with_change("start: 2027-01-01\nyears: 2", "start: 2026-07-01\nyears: 2")
    comparison = compare(study_of(text, tmp_path), seed=1, draws=1, replications=1, workers=1)
    assert comparison.years == (2026, 2027, 2028)
    assert comparison.months.year.tolist().count(2026) == 6
