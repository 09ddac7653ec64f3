"""Check fits to totals: known parameters are recovered, with the stated uncertainty."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from calibration.totals.expected_totals import make_world
from calibration.totals.file import Totals, load
from calibration.totals.fit import GOOD_SHARE, TotalsFit, fit
from calibration.totals.outputs import scenario_file
from model.world.arrays import Floats
from scenarios.building.draws import corners, draw
from scenarios.files.refusals import RefusedError
from scenarios.format.schema import Scenario
from scenarios.reading.load import load as load_scenario
from tests.calibration.totals_small import (
    LONE,
    LONE_TOTALS,
    TOTALS,
    WORLD,
    simulated,
    totals_of,
    with_values,
)
from tests.languages import said_in

YEAR = 366.0
"""One cell: coarse, and off by far less than chance."""
TRUTH = {"ud": 1.4, "ind": 0.75, "form": 0.8}
REPLICATIONS = 400
WORLDS = 200


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Totals:
    return totals_of(tmp_path_factory.mktemp("lille"))


@pytest.fixture(scope="module")
def lone(tmp_path_factory: pytest.TempPathFactory) -> Totals:
    return totals_of(tmp_path_factory.mktemp("to"), LONE_TOTALS, LONE)


@pytest.fixture(scope="module")
def fitted(small: Totals) -> TotalsFit:
    """Return the fit to the very totals that the small world is expected to give."""
    return fit(with_values(small, make_world(small).expected(TRUTH)))


def test_expected_totals_and_their_chance_are_those_of_simulated_worlds(small: Totals) -> None:
    world = make_world(small)
    runs = np.array([simulated(small, TRUTH, number) for number in range(REPLICATIONS)])
    chance = world.chance(TRUTH)
    error = runs.std(axis=0) / REPLICATIONS**0.5
    assert (np.abs(runs.mean(axis=0) - world.expected(TRUTH)) < 4 * error).all()
    assert np.sqrt(np.diag(chance)) == pytest.approx(runs.std(axis=0), rel=0.17)
    scale = np.sqrt(np.outer(np.diag(chance), np.diag(chance)))
    assert chance / scale == pytest.approx(np.corrcoef(runs.T), abs=4 / REPLICATIONS**0.5)


def test_known_values_are_recovered_from_their_own_expected_totals(fitted: TotalsFit) -> None:
    off = np.log(fitted.mode) - np.log([TRUTH[name] for name in fitted.names])
    assert (np.abs(off) < 0.35 * fitted.laplace_log_sd).all()  # what is left is the prior's
    assert fitted.is_good
    assert not fitted.contradicts
    assert fitted.probability > 0.5
    assert np.log(fitted.draws).std(axis=0) == pytest.approx(fitted.laplace_log_sd, rel=0.25)
    assert all(abs(row.z) < 0.5 and row.numerical_error < 0.1 * row.error for row in fitted.rows)
    assert fitted.correlation[0, 0] == pytest.approx(1.0)
    assert "kan opfyldes på én gang" in fitted.verdict()


@pytest.mark.long
def test_intervals_hold_the_truth_as_often_as_they_say(lone: Totals) -> None:
    """Values from the prior, totals of simulated children: quantiles of the truth must be even."""
    rng = np.random.default_rng(5)
    parameters = lone.form.parameters
    shares = []
    for number in range(WORLDS):
        truth = {
            name: float(np.exp(rng.normal(0.0, np.log(each.prior.p95 / each.prior.p05) / (2 * 1.645))))
            for name, each in parameters.items()
        }
        totals = simulated(lone, truth, number)
        totals[2] = max(0.005, round(totals[2], 2))
        fitted = fit(with_values(lone, totals), draws=60, days_per_cell=YEAR, seed=number)
        shares.append((fitted.draws < [truth[name] for name in fitted.names]).mean(axis=0))
    for cover in (0.5, 0.9):
        inside = np.abs(np.array(shares) - 0.5) < cover / 2
        assert inside.mean(axis=0) == pytest.approx(cover, abs=3.5 * (cover * (1 - cover) / WORLDS) ** 0.5)
    assert np.mean(shares, axis=0) == pytest.approx(0.5, abs=3.5 * (1 / 12 / WORLDS) ** 0.5)


def test_a_small_municipality_knows_less_by_chance_alone(lone: Totals, tmp_path: Path) -> None:
    tenth = LONE.replace("0-22: 100}", "0-22: 10}").replace("0-22: 20}", "0-22: 2}").replace("150", "15")
    few = totals_of(tmp_path, LONE_TOTALS, tenth)
    truth = {"ud": 1.0, "ind": 1.0}
    many_sd, few_sd = (
        fit(with_values(totals, make_world(totals).expected(truth)), draws=60, days_per_cell=YEAR).sd
        for totals in (lone, few)
    )
    assert (few_sd > 1.5 * many_sd).all()


def test_contradictory_totals_are_said_to_be(lone: Totals) -> None:
    fitted = fit(with_values(lone, np.array([40.0, 60.0, 0.1])), draws=60, days_per_cell=YEAR)
    assert fitted.contradicts
    assert fitted.probability < 1e-6
    danish, english = fitted.verdict(), said_in("en", fitted.verdict)
    assert danish.startswith("Nøgletallene modsiger hinanden i denne model: «")
    assert english.startswith("The totals contradict each other in this model: '")
    assert "offentliggjort 40" in danish
    assert "published 40" in english


def test_totals_that_the_prior_cannot_reach_name_the_parameter(lone: Totals) -> None:
    held = lone.form.parameters["ud"].prior.model_copy(update={"p05": 0.8, "p95": 1.25})
    parameters = {**lone.form.parameters}
    parameters["ud"] = parameters["ud"].model_copy(update={"prior": held})
    totals = replace(lone, form=lone.form.model_copy(update={"parameters": parameters}))
    fitted = fit(with_values(totals, np.array([60.0, 30.0, 0.7])), draws=60, days_per_cell=YEAR)
    assert fitted.contradicts
    assert [name for name, z in fitted.pulled if z > 0] == ["ud"]


def test_too_few_effective_draws_are_not_called_good(fitted: TotalsFit) -> None:
    poor = replace(fitted, effective_share=GOOD_SHARE / 2)
    assert not poor.is_good
    assert "brug den ikke" in poor.verdict()
    assert "do not use it" in said_in("en", poor.verdict)


def test_the_same_question_gets_the_same_answer(lone: Totals) -> None:
    first, again, other = (fit(lone, draws=40, days_per_cell=YEAR, seed=seed) for seed in (1, 1, 2))
    assert (first.draws == again.draws).all()
    assert first.rows == again.rows
    assert scenario_file(first) == scenario_file(again)
    assert not (first.draws == other.draws).all()
    assert first.mode.tolist() == other.mode.tolist()


def expected_under(totals: Totals, values: Mapping[str, float]) -> Floats:
    """Return the totals that a scenario gives by itself."""
    return make_world(totals, values).expected({})


def test_a_scenario_with_the_file_laid_over_gives_the_totals_back(fitted: TotalsFit, tmp_path: Path) -> None:
    (tmp_path / "lille.yaml").write_text(WORLD, encoding="utf-8")
    (tmp_path / "fit.yaml").write_text(scenario_file(fitted), encoding="utf-8")
    text = "base: [lille.yaml, fit.yaml]\n"
    (tmp_path / "ny.yaml").write_text(text, encoding="utf-8")
    study = load_scenario(tmp_path / "ny.yaml")
    laid = replace(fitted.totals, study=study)
    others = {name: value for name, value in corners(study)[0].items() if name not in fitted.names}
    runs = np.array(
        [expected_under(laid, draw(study, seed=1, number=number) | others) for number in range(100)]
    )
    mean, sd = (np.array([getattr(row, name) for row in fitted.rows]) for name in ("fitted", "fitted_sd"))
    assert (np.abs(runs.mean(axis=0) - mean) < 0.4 * sd).all()
    assert runs.std(axis=0) == pytest.approx(sd, rel=0.3)


def laid_over(fitted: TotalsFit, world: str, folder: Path) -> Scenario:
    """Return a scenario with the file of the fit laid over it."""
    (folder / "lille.yaml").write_text(world, encoding="utf-8")
    (folder / "fit.yaml").write_text(scenario_file(fitted), encoding="utf-8")
    (folder / "ny.yaml").write_text("base: [lille.yaml, fit.yaml]\n", encoding="utf-8")
    return load_scenario(folder / "ny.yaml").scenario


def test_the_file_changes_only_what_was_fitted(fitted: TotalsFit, tmp_path: Path) -> None:
    after = laid_over(fitted, WORLD, tmp_path)
    before = load_scenario(tmp_path / "lille.yaml").scenario
    same = {name for name in type(before).model_fields if getattr(before, name) == getattr(after, name)}
    assert {*type(before).model_fields} - same == {"assumptions", "joint"}
    (joint,) = after.joint
    assert joint.names == ["ud", "ind", "form"]
    for name in joint.names:
        assumption = after.assumptions[name]
        assert assumption.is_uncertain
        assert assumption.grade == "published"
        assert assumption.source.da.startswith("Tilpasset nøgletal: Antagelse")
        assert assumption.source.en.startswith("Fitted to totals: ")
    assert after.assumptions["ud"].title == before.assumptions["ud"].title
    assert after.assumptions["ind"].title.en == "In"
    assert after.assumptions["ind"].rationale.da.endswith("få tal bestemmer kun få forhold. Ingen ved det")
    assert (after.assumptions["form"].unit.da, after.assumptions["ind"].unit.en) == ("Weibull-form", "factor")
    low, high = after.assumptions["form"].support
    assert 0.1 <= low < TRUTH["form"] < high <= 10


def test_arrivals_stock_and_time_may_be_fitted_too(tmp_path: Path) -> None:
    more = "".join(
        f"  {name}: {{prior: {{p05: 0.5, p95: 2.0}}}}\n" for name in ("tilgang", "beholdning", "tid")
    )
    there = "  før: {kind: present, title: Før, source: x, steps: [oppe], at: 2027-01-01, value: 130}"
    text = LONE_TOTALS.replace("parameters:", f"{there}\nparameters:")
    totals = totals_of(tmp_path, text + more, LONE)
    fitted = fit(totals, draws=60, days_per_cell=YEAR)
    mode = dict(zip(fitted.names, fitted.mode, strict=True))
    assert mode["beholdning"] == pytest.approx(1.3, rel=0.01)
    after = laid_over(fitted, LONE, tmp_path)
    assert after.assumptions["beholdning"].quantile(0.5) == pytest.approx(1.3, rel=0.01)
    assert {*fitted.names} == {*after.assumptions}


def test_what_is_known_for_certain_is_written_as_a_number(tmp_path: Path) -> None:
    more = "  beholdning: {prior: {p05: 0.5, p95: 2.0}}\n"
    there = "  før: {kind: present, title: Før, source: x, steps: [oppe], at: 2027-01-01, value: 130000}"
    many = LONE.replace("oppe: {0-22: 100}}", "oppe: {0-22: 100000}}").replace(
        "value: 1, grade", "value: 1, grade"
    )
    many = many.replace(
        "  beholdning: {value: 1,", "  beholdning: {distribution: {kind: uniform, low: 1, high: 2},"
    )
    text = LONE_TOTALS.replace("parameters:", f"{there}\nparameters:")
    fitted = fit(totals_of(tmp_path, text + more, many), draws=40, days_per_cell=YEAR)
    after = laid_over(fitted, many, tmp_path)
    assert after.assumptions["beholdning"].value == pytest.approx(1.3, rel=0.001)
    assert not after.assumptions["beholdning"].is_uncertain


def test_what_the_scenario_says_of_a_value_plays_no_part(lone: Totals, tmp_path: Path) -> None:
    says = "ud: {distribution: {kind: lognormal, p05: 3, p95: 4}, grade: assumption, source: x}"
    other = totals_of(
        tmp_path, LONE_TOTALS, LONE.replace("ud: {value: 1, grade: assumption, source: x}", says)
    )
    fitted, same = (fit(totals, draws=40, days_per_cell=YEAR) for totals in (lone, other))
    assert same.draws.tolist() == fitted.draws.tolist()


def test_progress_is_told_until_all_is_done(lone: Totals) -> None:
    calls: list[tuple[int, int]] = []
    fitted = fit(lone, draws=40, days_per_cell=YEAR, progress=lambda done, total: calls.append((done, total)))
    assert [done for done, _ in calls] == [*range(1, fitted.evaluations + 1)]
    assert all(done <= total for done, total in calls)
    assert calls[-1][0] == calls[-1][1]


@pytest.mark.parametrize(
    ("old", "new", "da", "en"),
    [
        (
            "    nede: {title: Nede, role: home,",
            "    nede: {places: {number: 500}, title: Nede, role: home,",
            "tal: scenariet har pladser eller indskriver børn; fjern places og enrolment",
            "tal: the scenario has places or enrols children; remove places and enrolment",
        ),
        (
            "years_on_step: {oppe: 2}",
            "years_on_step: {oppe: 2}, children: [{step: oppe, birth_date: 2015-01-01, since: 2020-01-01}]",
            "tal: scenariet har børnene ét for ét (stock.children); nøgletal er til antal",
            "tal: the scenario lists its children (stock.children); totals are for numbers",
        ),
        (
            "oppe: {0-22: 100}}, years",
            "oppe: {0-22: 0}}, years",
            "tal: totals.ude: ingen står på trinnene ved start",
            "tal: totals.ude: nobody stands on the steps at the start",
        ),
    ],
)
def test_a_world_that_cannot_be_worked_out_is_refused(
    old: str, new: str, da: str, en: str, tmp_path: Path
) -> None:
    assert LONE.count(old) == 1
    totals = totals_of(tmp_path, LONE_TOTALS, LONE.replace(old, new))
    with pytest.raises(RefusedError) as refused:
        fit(totals)
    assert (str(refused.value), said_in("en", str, refused.value)) == (da, en)


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        load("findes_ikke.yaml")
    assert "danmark_2023" in str(refused.value)
    assert said_in("en", str, refused.value).startswith("findes_ikke.yaml: there is no such file of totals")


def test_the_small_totals_have_every_kind() -> None:
    assert {f"kind: {kind}" in TOTALS for kind in ("present", "inflow", "mix", "left", "changed")} == {True}
