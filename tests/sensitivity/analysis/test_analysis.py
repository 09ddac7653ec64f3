"""Test an analysis from request to document, by every method, and stopped in the middle."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from language.messages import in_language
from model.world.arrays import Floats
from scenarios.files.refusals import RefusedError
from scenarios.format.distributions import Uniform
from scenarios.format.study import Study
from scenarios.results.unfinished import UNFINISHED
from scenarios.running.chunk_store import ChunkStore, resumable_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import RunContext
from scenarios.running.workers import processes, threads
from sensitivity.analysis.analysis import analyse, pairs, planned, work
from sensitivity.analysis.outputs import document, tables
from sensitivity.analysis.request import LEAST, SAMPLES, check_request
from sensitivity.points.points import Points
from sensitivity.subject.factors import factors
from sensitivity.subject.subject import Subject, subject
from tests.languages import said_in
from tests.scenarios.small import SMALL, with_change
from tests.sensitivity.labs import ishigami, request, running, small


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let views and break-even take few draws: how many is no matter here."""
    monkeypatch.setattr("sensitivity.views.three_views.DRAWS", 8)
    monkeypatch.setattr("sensitivity.methods.break_even.DRAWS", 8)


@pytest.fixture
def town(tmp_path: Path) -> Subject:
    return small(tmp_path)


def told(about: Subject, **changes: Any) -> dict[str, Any]:
    question = request(**changes)
    check_request(question, about)
    with running(threads(2)) as plant:
        return document(analyse(question, about, plant))


def test_sobol_tells_everything_of_the_outcome(town: Subject) -> None:
    found = told(town, samples=32, second=True, with_break_even=True, pairs=2, confidence=0.5)
    assert (found["method"], found["case"], found["outcome"]) == ("sobol", "tættere", "net_present_gain")
    assert {each["assumption"] for each in found["indices"]} == {*town.factors.names}
    totals = [each["total"] for each in found["indices"]]
    assert totals == sorted(totals, reverse=True), "what matters most stands first"
    for each in found["indices"]:
        assert each["first_low"] <= each["first"] <= each["first_high"]
        assert each["total_low"] <= each["total"] <= each["total_high"]
    assert 0 < found["chance"]["low"] < found["chance"]["share"] < found["chance"]["high"] <= 1
    assert len(found["second"]) == 1
    assert {each["assumption"] for each in found["break_even"]} == {*town.factors.names}
    for each in found["break_even"]:
        assert each["reachable"] is (each["value"] is not None)
        assert each["pays"] in (("above", "below") if each["reachable"] else ("everywhere", "nowhere"))
    (along,) = found["break_even_maps"]
    assert {along["across"], along["up"]} == {*town.factors.names}
    assert found["views"]["raw"]["mean_dkk"] > found["views"]["corrected"]["mean_dkk"]
    assert found["views"]["set_to_no_effect"]
    json.dumps(found, allow_nan=False)


class Replaced:
    """The outcome of a scenario replaced by Ishigami's function of its three assumptions, and chance."""

    def __init__(self, study: Study, case: str, *, seed: int) -> None:
        self._names = factors(study, case).names
        self._seed = seed

    def __call__(self, values: Mapping[str, float], chances: Sequence[int]) -> dict[str, Floats]:
        gain = np.zeros((len(chances), 2, 2))  # [chance, year, payer]: the first year is not discounted
        gain[:, 0, 0] = ishigami(np.array([values[name] for name in self._names]))
        gain[:, 0, 0] += [np.random.default_rng([self._seed, chance]).normal(0, 5.0) for chance in chances]
        nothing = np.zeros((len(chances), 2))
        return {"gain_dkk": gain, "own_dkk": np.zeros_like(gain), "placed": nothing, "placed_before": nothing}


def test_a_scenario_with_ishigamis_outcome_has_the_published_indices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = "distribution: {kind: uniform, low: 0, high: 1}"
    text = with_change("distribution: {kind: lognormal, p05: 0.05, p95: 0.2}", unit, SMALL)
    text = with_change("distribution: {kind: pert, low: 0.4, mode: 0.6, high: 1.0}", unit, text)
    text = with_change("plejepris: {value: 400000,", f"plejepris: {{{unit},", text)
    about = small(tmp_path, text)
    monkeypatch.setattr("sensitivity.analysis.analysis.CaseMeasure", Replaced)
    found = told(about, samples=1024, replications=4, second=True)
    first, total = [0.313905, 0.442411, 0.0], [0.557589, 0.442411, 0.243684]
    by_name = {each["assumption"]: each for each in found["indices"]}
    for name, one, both in zip(about.factors.names, first, total, strict=True):
        assert by_name[name]["first_low"] <= one <= by_name[name]["first_high"]
        assert by_name[name]["total_low"] <= both <= by_name[name]["total_high"]
    of_chance = (25 / 4) / (25 / 4 + 13.8446)
    assert found["chance"]["low"] <= of_chance <= found["chance"]["high"]
    a, b, c = about.factors.names
    of_pairs = {frozenset(part[0] for part in each["assumptions"]): each for each in found["second"]}
    for pair, exactly in (({a, b}, 0.0), ({a, c}, 0.243684), ({b, c}, 0.0)):
        each = of_pairs[frozenset(pair)]
        assert each["second_low"] <= exactly <= each["second_high"]


@pytest.mark.parametrize("method", ["morris", "local", "pawn", "delta"])
def test_every_method_tells_what_it_can_and_no_more(method: str, town: Subject) -> None:
    found = told(town, method=method, samples=LEAST[method])  # type: ignore[index]
    assert found["method"] == method
    for each in found["indices"]:
        assert each["first"] is each["total"] is None
        if method == "morris":
            assert each["mu_star_low"] <= each["mu_star"] <= each["mu_star_high"]
            assert abs(each["mu"]) <= each["mu_star"] + 1e-9
        if method in {"pawn", "delta"}:
            assert each[f"{method}_low"] <= each[method] <= each[f"{method}_high"]
    assert 0 <= found["chance"]["share"] < 1
    assert len(found["tornado"]["assumptions"]) == len(town.factors.names)
    assert found["break_even"] == []


def test_the_tables_have_every_outcome(town: Subject) -> None:
    with running(threads(2)) as plant:
        found = analyse(request(samples=64, with_break_even=True, pairs=2, second=True), town, plant)
    made = tables(found, document(found))
    number = len(town.factors.names), len(town.outcomes)
    assert len(made["indices"]) == len(made["tornado"]) == number[0] * number[1]
    assert len(made["chance"]) == number[1]
    assert {*made["indices"]["outcome"]} == {outcome.name for outcome in town.outcomes}
    rows = made["indices"][made["indices"]["outcome"] == "net_present_gain"]
    assert rows["assumption"].tolist() == [*town.factors.names]
    assert found.indices is not None
    assert rows["total"].tolist() == found.indices.total.value[:, 0].tolist()
    assert rows["first_high"].tolist() == found.indices.first.high[:, 0].tolist()
    assert {"second_order", "break_even", "break_even_maps", "views"} < {*made}
    assert "elementary_effects" not in made


def test_an_assumption_that_nobody_feels_gets_an_interval_with_zero(tmp_path: Path) -> None:
    text = with_change("    efter: {slut: 0.8}\n", "    efter: {slut: ligegyldig}\n", SMALL)
    text = with_change(
        "assumptions:\n",
        "assumptions:\n"
        "  ligegyldig: {distribution: {kind: uniform, low: 0.5, high: 1}, grade: assumption, source: x}\n",
        text,
    )
    text = text.replace("hjemme: {0-17: 20}", "hjemme: {0-17: 8}")
    about = small(tmp_path, text)
    found = told(about, samples=64)
    (idle,) = (each for each in found["indices"] if each["assumption"] == "ligegyldig")
    assert idle["total_low"] <= 0 <= idle["total_high"] + 1e-12
    assert idle["first_low"] <= 0 <= idle["first_high"]
    assert idle["total"] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("workers", [threads(2), pytest.param(processes(2), marks=pytest.mark.long)])
def test_the_same_seed_gives_the_same_whoever_runs_it(workers: Any, town: Subject) -> None:
    question = request(with_break_even=True, confidence=0.6)
    with running(threads(1)) as plant:
        alone = document(analyse(question, town, plant))
    with running(workers) as plant:
        assert document(analyse(question, town, plant))["value_digest"] == alone["value_digest"]
    with running(threads(1)) as plant:
        other = document(analyse(replace(question, seed=2), town, plant))
    assert other["value_digest"] != alone["value_digest"]


def test_an_analysis_that_is_stopped_goes_on_from_what_was_done(town: Subject, tmp_path: Path) -> None:
    question, out = request(with_break_even=True, confidence=0.6), tmp_path / "ud"
    with running(threads(1)) as plant:
        whole = document(analyse(question, town, plant))
    ran: list[int] = []

    def stop(done: int, _total: int) -> None:
        ran.append(done)
        if done > 200:
            raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        resumable_store(out, work(question, town)) as store,
        Dispatcher(threads(1)) as dispatcher,
    ):
        analyse(question, town, RunContext(store=store, dispatcher=dispatcher, progress=stop))
    kept = sum(len(part.cells) for part in ChunkStore(out / UNFINISHED).chunks())
    assert 200 < kept < 400
    again: list[int] = []
    with resumable_store(out, work(question, town)) as store, Dispatcher(threads(1)) as dispatcher:
        plant = RunContext(
            store=store, dispatcher=dispatcher, progress=lambda done, _total: again.append(done)
        )
        assert document(analyse(question, town, plant)) == whole
    assert again[0] == 128, "the first batch is not run again"


@pytest.mark.parametrize("change", [{"samples": 32}, {"method": "morris"}, {"seed": 2}, {"replications": 3}])
def test_a_folder_with_another_analysis_is_refused(
    change: dict[str, Any], town: Subject, tmp_path: Path
) -> None:
    out = tmp_path / "ud"
    with resumable_store(out, work(request(), town)) as store:
        store.write(work(request(), town).and_also(_one_point(town), replications=1).job(((0, 0),))())
    with (
        in_language("en"),
        pytest.raises(RefusedError, match="another, unfinished run"),
        resumable_store(out, work(request(**change), town)),
    ):
        pass


def _one_point(town: Subject) -> Points:

    return Points(values=town.factors.quantiles(np.full((1, 2), 0.5)), chance=np.zeros(1, dtype=np.int64))


def test_a_point_that_makes_no_world_stops_the_analysis(town: Subject) -> None:
    below = Uniform(kind="uniform", low=-2.0, high=-1.0)
    broken = replace(
        town.factors,
        assumptions=tuple(
            each.model_copy(update={"distribution": below}) if name == "udslusning" else each
            for name, each in zip(town.factors.names, town.factors.assumptions, strict=True)
        ),
    )
    with (
        running(threads(2)) as plant,
        in_language("en"),
        pytest.raises(RefusedError, match="No point is left out"),
    ):
        analyse(request(), replace(town, factors=broken), plant)


def test_an_outcome_that_is_the_same_everywhere_is_told(tmp_path: Path) -> None:
    about = small(tmp_path, case="ingenting")
    for method in ("sobol", "morris", "local", "pawn"):
        with (
            running() as plant,
            in_language("en"),
            pytest.raises(RefusedError, match="nothing that it hangs on"),
        ):
            analyse(request(method=method, samples=LEAST[method]), about, plant)


@pytest.mark.parametrize(
    ("changes", "en"),
    [
        ({"samples": 1}, "--samples: 1 will not do for sobol; give 16 to 16384"),
        ({"samples": 100}, "--samples: 100 is no power of two; give for example 64 or 128"),
        ({"method": "morris", "samples": 1}, "--samples: 1 will not do for morris; give 4 to 16384"),
        ({"method": "pawn", "samples": 1}, "--samples: 1 will not do for pawn; give 100 to 16384"),
        ({"method": "local", "second": True}, "--second: second order is for --method sobol only"),
        ({"run": Path("x")}, "--run: sobol needs points of its own; use --method pawn or delta"),
        (
            {"outcome": "gevinst"},
            (
                "--outcome: 'gevinst' is not known; there are net_present_gain, cashable_gain, "
                "largest_yearly_need, children_placed, gain_2027, gain_2028, gain_familie, gain_staten"
            ),
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_run(
    changes: dict[str, Any], en: str, town: Subject
) -> None:
    with pytest.raises(RefusedError) as raised:
        check_request(request(**changes), town)
    assert said_in("en", str, raised.value) == en
    assert str(raised.value) != en


def test_a_case_that_is_not_there_or_has_nothing_uncertain_is_refused(tmp_path: Path) -> None:
    with (
        in_language("en"),
        in_language("en"),
        pytest.raises(RefusedError, match="'findes_ikke' is not a case of kolding; there are alt"),
    ):
        subject("kolding", "findes_ikke")
    certain = with_change("distribution: {kind: lognormal, p05: 0.05, p95: 0.2}", "value: 0.1", SMALL)
    certain = with_change("distribution: {kind: pert, low: 0.4, mode: 0.6, high: 1.0}", "value: 0.6", certain)
    with in_language("en"), pytest.raises(RefusedError, match="no uncertain assumption"):
        small(tmp_path, certain)
    none = SMALL[: SMALL.index("cases:\n")]
    with in_language("en"), pytest.raises(RefusedError, match="no investment case"):
        small(tmp_path, none)


def test_the_method_and_the_plan_follow_the_number_of_assumptions(town: Subject) -> None:
    assert town.default_method == "sobol"
    many = replace(town.factors, names=tuple(f"x{i}" for i in range(16)))
    assert replace(town, factors=many).default_method == "morris"
    assert {*SAMPLES} == {*LEAST}
    question = request(samples=64, replications=4, with_break_even=True, pairs=2)
    seen: list[int] = []
    with running() as plant:
        found = analyse(question, town, replace(plant, progress=lambda _done, total: seen.append(total)))
    assert seen[0] == planned(question, town)
    assert planned(question, town) == pytest.approx(seen[-1], rel=0.5)
    assert pairs(found) == [tuple(reversed(found.order))]
