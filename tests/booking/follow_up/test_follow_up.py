"""Test a follow-up from ledger to document: what it finds of a known truth, however it is run."""

import json
import pickle
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from booking.follow_up.document import document, tables
from booking.follow_up.follow_up import FollowUp, FollowUpRequest, about, follow_up, known, work
from calibration.rows.ledger import Ledger
from commands.follow_up import follow_up as command
from scenarios.building.draws import draw
from scenarios.files.refusals import RefusedError
from scenarios.running.chunk_store import resumable_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import RunContext
from scenarios.running.limits import MOST_REPLICATIONS
from scenarios.running.workers import threads
from sensitivity.subject.subject import Subject, subject
from tests.booking.followed import (
    TOWN,
    followed,
    ledger_of,
    months_later,
    reading,
    request,
    town,
    town_text,
    write,
)
from tests.sensitivity.labs import running

START = date(2023, 1, 1)
LAST = months_later(START, 18)
NUMBER = 900


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("by")


@pytest.fixture(scope="module")
def case(place: Path) -> Subject:
    return town(place)


def lived(case: Subject, last: date = LAST, *, changed: Mapping[str, float] | None = None) -> Ledger:
    """Return the ledger of a truth that is a draw of its own, with some values set."""
    truth = draw(case.study, seed=1, number=NUMBER) | dict(changed or {})
    return ledger_of(case.study, case.case, truth, seed=1, replication=NUMBER * MOST_REPLICATIONS, last=last)


@pytest.fixture(scope="module")
def question() -> FollowUpRequest:
    return request(last=LAST)


@pytest.fixture(scope="module")
def found(case: Subject, question: FollowUpRequest) -> FollowUp:
    return followed(question, case, lived(case))


def test_it_holds_all_that_was_asked_for(case: Subject, found: FollowUp) -> None:
    look = found.known.watch
    assert found.months_observed == 18
    assert found.seen.shape == (18, len(look.indicators))
    assert found.case.low.shape == found.baseline.high.shape == (24, len(look.indicators))
    assert [each.indicator for each in found.verdicts] == [*look.indicators]
    assert {each.told for each in found.verdicts} <= {"cannot_tell", "as_promised"}
    (first, *others) = found.learnt
    assert first.is_effect
    assert first.name == "programmes.hjælp.effects.0.multiplier"
    assert [each.name for each in others] == ["udslusning"]
    assert {each.figure: each.dimension for each in found.steered} == {
        "cost": "resources",
        "number": "activity",
        "length": "activity",
        "average_price": "activity",
        "moved_down": "results",
        "moved_down_per_million": "results",
    }
    assert found.reweighted is not None
    years, payers = case.study.scenario.years, len(case.study.scenario.payers)
    assert len(found.promised_before) == len(found.promised_after) == years * payers
    assert found.programmes_dkk == pytest.approx(1.5 * 300_000, rel=0.01)
    for each in found.steered:
        assert each.case.low <= each.case.mean <= each.case.high


def test_the_document_is_plain_and_tells_the_same_every_time(
    case: Subject, question: FollowUpRequest, found: FollowUp
) -> None:
    told = document(found)
    text = json.dumps(told, allow_nan=False, ensure_ascii=False)
    assert told["months_observed"] == 18
    assert told["scenario_digest"] == case.study.digest
    months = told["indicators"][0]["months"]
    assert [months[0]["month"], months[-1]["month"]] == ["2023-01", "2024-12"]
    assert [month["observed"] is None for month in months] == [False] * 18 + [True] * 6
    known_ = known(question, case, reading(lived(case)))
    with running(threads(2)) as plant:
        again = document(follow_up(question, known_, plant))
    assert json.dumps(again, allow_nan=False, ensure_ascii=False) == text
    made = tables(told)
    assert {*made} == {"months", "verdicts", "assumptions", "promised", "steering"}
    assert len(made["months"]) == 24 * len(told["indicators"])
    assert len(made["promised"]) == len(told["promised"])


def test_bands_and_what_was_promised_do_not_depend_on_the_ledger(
    case: Subject, question: FollowUpRequest, found: FollowUp
) -> None:
    other = followed(replace(question, last=date(2023, 4, 30)), case, lived(case, date(2023, 4, 30)))
    assert other.months_observed == 4
    assert np.array_equal(other.case.low, found.case.low)
    assert np.array_equal(other.baseline.high, found.baseline.high)
    assert other.promised_before == found.promised_before
    assert np.abs(other.seen - found.seen[:4]).max() == pytest.approx(0, abs=1e-6)


def test_another_ledger_is_another_run_and_the_same_is_the_same(
    case: Subject, question: FollowUpRequest, tmp_path: Path
) -> None:
    one, other = (write(lived(case, last), tmp_path / f"{last}.csv") for last in (LAST, date(2024, 5, 31)))

    def what(file: Path, **changes: Any) -> dict[str, Any]:
        own = replace(question, ledgers=(file,), **changes)
        return about(own, known(own, case, reading(lived(case))))

    assert what(one) == what(one)
    assert json.loads(json.dumps(what(one))) == what(one)
    for changed in (
        what(other),
        what(one, draws=200),
        what(one, months=30),
        what(one, last=date(2024, 5, 31)),
    ):
        assert changed["what"] != what(one)["what"]


def test_work_goes_to_other_processes(case: Subject, question: FollowUpRequest) -> None:
    measure = work(question, known(question, case, reading(lived(case)))).measure
    sent = pickle.loads(pickle.dumps(measure))  # noqa: S301  our own bytes
    values = draw(case.study, seed=1, number=0)
    assert sent(values, [3])["case"].tobytes() == measure(values, [3])["case"].tobytes()


def test_an_effect_that_is_not_there_is_learnt_and_takes_the_promise_away(
    case: Subject, question: FollowUpRequest
) -> None:
    effect = "programmes.hjælp.effects.0.multiplier"
    believed = replace(question, draws=200)
    strong = followed(believed, case, lived(case, changed={effect: 0.45}))
    none = followed(believed, case, lived(case, changed={effect: 1.0}))
    worse, better = (next(each for each in one.learnt if each.is_effect).after.mean for one in (none, strong))
    assert worse > better + 0.1
    assert sum(each.mean_dkk for each in none.promised_after) < sum(
        each.mean_dkk for each in none.promised_before
    )
    assert sum(each.mean_dkk for each in strong.promised_after) > sum(
        each.mean_dkk for each in strong.promised_before
    )


def test_on_a_ledger_outside_what_the_scenario_holds_possible_nothing_is_sure(
    case: Subject, question: FollowUpRequest
) -> None:
    found = followed(question, case, lived(case, changed={"programmes.hjælp.effects.0.multiplier": 8.0}))
    assert found.reweighted is not None
    assert found.reweighted.is_outside
    assert any(each.sure.dkk > 0 for each in found.promised_before)
    assert all(each.sure.dkk == 0 for each in found.promised_after)
    expected = [[each.mean_dkk for each in one] for one in (found.promised_before, found.promised_after)]
    assert expected[0] == expected[1]


WIDE = (
    ("{kind: pert, low: 0.4, mode: 0.6, high: 1.0}", "{kind: lognormal, p05: 0.1, p95: 3.0}"),
    ("{rate: 0.5, by_age: {0-17: 0.6}}", "utal"),
    (
        "  plejepris: {value",
        (
            "  utal: {distribution: {kind: lognormal, p05: 0.1, p95: 3.0}, grade: assumption, source: x}\n"
            "  plejepris: {value"
        ),
    ),
)
"""Nearly nothing is known beforehand, so that next to no draw is like the ledger."""


def test_fresh_points_are_the_same_after_an_interruption(tmp_path: Path, question: FollowUpRequest) -> None:
    wide = town(tmp_path, *WIDE)
    ledger = lived(wide)
    whole = followed(question, wide, ledger)
    assert whole.reweighted is not None
    assert whole.reweighted.fresh_runs >= 1
    assert whole.reweighted.worth > 2 * whole.reweighted.worth_before
    assert len(whole.reweighted.values) == 100 * (1 + whole.reweighted.fresh_runs)
    before = known(question, wide, reading(ledger))

    def stop(done: int, _total: int) -> None:
        if done > 260:  # some of the fresh points are done
            raise KeyboardInterrupt

    out, task = tmp_path / "ud", work(question, before)
    with (
        pytest.raises(KeyboardInterrupt),
        resumable_store(out, task) as store,
        Dispatcher(threads(1)) as dispatcher,
    ):
        follow_up(question, before, RunContext(store=store, dispatcher=dispatcher, progress=stop))
    with resumable_store(out, task) as store, Dispatcher(threads(2)) as dispatcher:
        ran: list[int] = []
        again = follow_up(
            question,
            before,
            RunContext(store=store, dispatcher=dispatcher, progress=lambda done, _total: ran.append(done)),
        )
    assert ran[0] == 200, "the draws were kept"
    assert document(again) == document(whole)


def test_a_case_that_works_on_nobody_teaches_nothing(tmp_path: Path, question: FollowUpRequest) -> None:
    """It brings a leader and no help; its effect is on a step on which nothing ever happens."""
    text = town_text()
    begin = text.index("          effects:\n            - from: [hjemme]")
    end = text.index("          costs:\n            leder")
    path = tmp_path / "ingen.yaml"
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    nobody = subject(str(path), "tættere")
    told = followed(question, nobody, lived(nobody))
    assert told.reweighted is None
    assert told.learnt == ()
    assert told.promised_after == told.promised_before
    assert document(told)["learning"] is None
    assert document(told)["assumptions"] == []
    assert "assumptions" not in tables(document(told))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"months": 37}, "--months: 37 går ikke; scenariet simulerer 36 måneder"),
        ({"months": 0}, "--months: 0 går ikke"),
        ({"draws": 99}, "--draws: 99 er for få"),
    ],
)
def test_what_cannot_be_asked_is_refused(case: Subject, changed: dict[str, int], said: str) -> None:
    with pytest.raises(RefusedError) as refused:
        known(request(**changed), case, reading(lived(case)))
    assert said in str(refused.value)


@pytest.fixture
def file(case: Subject, tmp_path: Path) -> Path:
    return write(lived(case), tmp_path / "sager.csv")


def run(*arguments: str | Path) -> Result:
    variables = {"TRAPPE_LANG": None, "COLUMNS": "120"}
    return CliRunner(env=variables).invoke(command, [str(argument) for argument in arguments])


FEW = ("--case", "tættere", "--to", str(LAST), "--draws", "100", "--months", "24")


def test_the_command_reads_a_file_and_prints_one_object(place: Path, found: FollowUp, file: Path) -> None:
    told = run(place / TOWN, "--ledger", file, *FEW, "--json")
    assert told.exit_code == 0, told.stderr
    printed = json.loads(told.stdout)
    ours = document(found)
    assert printed["ledger_sha256"] != ours["ledger_sha256"]
    assert printed["verdicts"] == ours["verdicts"]
    assert printed["indicators"] == ours["indicators"]
    assert printed["promised"] == ours["promised"]
    assert "prisindeks" not in told.stderr


def test_the_command_tells_and_writes(place: Path, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "ud"
    told = run(place / TOWN, "--ledger", file, *FEW, "--out", out)
    assert told.exit_code == 0, told.stderr
    assert "18 af 24" in told.stdout
    assert f"Rapporten ligger i {out / 'report.html'}" in told.stderr
    assert (out / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["analysis"] == "follow_up"
    assert manifest["value_digest"] == json.loads((out / "follow_up.json").read_text())["value_digest"]
    assert sorted(path.name for path in out.glob("*.parquet")) == sorted(
        f"{name}.parquet" for name in manifest["tables"]
    )


def test_the_command_refuses_in_a_sentence(place: Path, file: Path) -> None:
    early = run(place / TOWN, "--ledger", file, "--to", "2023-01-15", "--lang", "en")
    assert early.exit_code == 2
    assert "there is no whole month to look at yet" in early.stderr
