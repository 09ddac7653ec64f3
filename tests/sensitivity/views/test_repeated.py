"""Test the view "only what others have repeated": which effects are left, and that all else stays."""

from pathlib import Path

import pytest

from scenarios.building.draws import corners, draw
from scenarios.building.world import build
from scenarios.format.assumptions import Quantity, fixed
from scenarios.format.study import BASELINE, Study
from scenarios.reading.checks.world_checks import world_problems
from scenarios.reading.load import load
from scenarios.running.ensemble import compare
from sensitivity.views.repeated import NamedNumber, RepeatedStudy, only_repeated
from tests.languages import said_in
from tests.scenarios.small import SMALL, study_of, with_change

EFFECT = """\
              multiplier:
                distribution: {kind: pert, low: 0.4, mode: 0.6, high: 1.0}
                grade: assumption
                source: Antagelse
"""
ASSUMED = "grade: assumption, source: Antagelse"
TRIED = "grade: randomised, source: {da: Et forsøg, en: A trial}"
WHERE = "Hjælp: Hjemme → Pleje"


def helped(multiplier: str, folder: Path, text: str = SMALL) -> Study:
    """Return the small study with another multiplier in its case."""
    return study_of(with_change(EFFECT, f"              multiplier: {multiplier}\n", text), folder)


def with_programme(more: str, text: str = SMALL) -> str:
    """Return the small scenario with more in the programme of its case."""
    return with_change("          costs:\n", f"          {more}\n          costs:\n", text)


def multiplier(found: RepeatedStudy) -> Quantity:
    return found.study.cases["tættere"].programmes["hjælp"].effects[0].multiplier


def titles(named: tuple[NamedNumber, ...]) -> list[str]:
    return [str(each.title) for each in named]


def test_what_no_one_has_tried_has_no_effect_and_costs_what_it_costs(tmp_path: Path) -> None:
    study = study_of(SMALL, tmp_path)
    found = only_repeated(study, "tættere")
    assert titles(found.no_effect) == [WHERE]
    assert said_in("en", str, found.no_effect[0].title) == "Help: At home → Foster care"
    assert (found.taken, found.kept) == ((), ())
    assert found.study.assumptions == {key: study.assumptions[key] for key in ("udslusning", "plejepris")}
    gain = compare(found.study, seed=1, draws=2, replications=2, workers=1).gain("tættere")
    assert gain.by_year == pytest.approx(-300_000)


def test_what_others_found_is_drawn_in_its_place_and_nothing_else_is(tmp_path: Path) -> None:
    given = f"{{distribution: {{kind: pert, low: 0.4, mode: 0.6, high: 1.0}}, {ASSUMED}, "
    own = helped(f"{given}title: Opad}}", tmp_path)
    study = helped(f"{given}title: Opad, repeated: {{value: 0.8, {TRIED}}}}}", tmp_path)
    found = only_repeated(study, "tættere")
    name = "programmes.hjælp.effects.0.multiplier"
    assert [(each.name, str(each.title)) for each in found.taken] == [(name, "Opad")]
    assert found.taken[0].found is not None
    assert found.taken[0].found.source.en == "A trial"
    assert (found.no_effect, found.kept) == ((), ())
    ours, theirs = draw(study, seed=3, number=5), draw(found.study, seed=3, number=5)
    assert ours == draw(own, seed=3, number=5)
    assert theirs == ours | {name: 0.8}
    assert found.study.assumptions[name].grade == "randomised"


@pytest.mark.parametrize("given", ["0.7", "1.2", "1", f"{{value: 0.7, {ASSUMED}}}"])
def test_a_plain_or_a_fixed_number_has_no_effect_either(given: str, tmp_path: Path) -> None:
    found = only_repeated(helped(given, tmp_path), "tættere")
    assert multiplier(found) == fixed(1.0)
    assert found.kept == ()
    assert titles(found.no_effect) == ([] if given == "1" else [WHERE])


def test_effects_of_help_one_by_one_and_on_arrivals_go_too_and_what_is_offered_stays(tmp_path: Path) -> None:
    effects = "{from: [hjemme], to: [pleje], multiplier: 0.5}"
    text = with_programme(
        "arrivals: [{steps: [hjemme], multiplier: 0.9}]\n"
        "          reroutes: [{from: [hjemme], to: [pleje], instead: efter, share: 0.1}]\n"
        f"          enrolment: {{steps: [hjemme], take_up: 0.7, months: 9, during: [{effects}], "
        f"lasting: [{effects}], lasting_months: 6}}"
    )
    text = with_change("- from: [hjemme]", "- for: everyone\n              from: [hjemme]", text)
    study = study_of(text, tmp_path)
    found = only_repeated(study, "tættere")
    before, after = (each.cases["tættere"].programmes["hjælp"] for each in (study, found.study))
    assert after.enrolment is not None
    assert before.enrolment is not None
    effects_left = [*after.enrolment.during, *after.enrolment.lasting, *after.effects]
    assert [effect.multiplier.value for effect in effects_left] == [1.0, 1.0, 1.0]
    assert [effect.multiplier.value for effect in after.arrivals] == [1.0]
    assert after.reroutes == before.reroutes
    assert after.enrolment.take_up == before.enrolment.take_up
    assert after.costs == before.costs
    assert {*titles(found.no_effect)} == {WHERE, "Hjælp: tilgang til Hjemme"}
    said = "Sat til ingen virkning, fordi ingen andre har vist en: Hjælp: Hjemme → Pleje; "
    assert found.sentences()[0] == f"{said}Hjælp: tilgang til Hjemme."
    assert titles(found.kept) == ["Hjælp: andel sendt til Efterværn"]


def test_more_children_than_before_are_a_cost_that_stays(tmp_path: Path) -> None:
    more = f"{{distribution: {{kind: pert, low: 1.1, mode: 1.4, high: 2}}, title: Flere, {ASSUMED}}}"
    text = with_programme(f"arrivals: [{{steps: [hjemme], multiplier: {more}}}]")
    found = only_repeated(study_of(text, tmp_path), "tættere")
    assert titles(found.kept) == ["Flere"]
    assert found.study.cases["tættere"].programmes["hjælp"].arrivals[0].multiplier.value is None


def test_an_assumption_of_the_baseline_stays_there_and_is_another_in_the_case(tmp_path: Path) -> None:
    shared = (
        "source: Antagelse\n    repeated: {distribution: {kind: uniform, low: 0.9, high: 1.1}, %s}\n  plej"
    )
    text = with_change("source: Antagelse\n  plej", shared % TRIED)
    study = helped("udslusning", tmp_path, text)
    found = only_repeated(study, "tættere")
    assert [each.name for each in found.taken] == ["udslusning"]
    assert multiplier(found) == Quantity(name="udslusning (gentaget)")
    values = draw(found.study, seed=1, number=2)
    assert 0.9 <= values["udslusning (gentaget)"] <= 1.1
    assert values["udslusning"] == draw(study, seed=1, number=2)["udslusning"]
    for case in (BASELINE, "tættere"):
        rates = found.study.case(case).rates
        assert rates == study.case(case).rates
        assert rates.by_step["pleje"]["slut"].rate.name == "udslusning"


def test_what_becomes_a_fixed_number_is_drawn_together_with_nothing(tmp_path: Path) -> None:
    joint = "joint:\n  - {names: [udslusning, virkning, op], correlation: %s}\nassumptions:\n  %s\n  %s\n"
    matrix = "[[1, 0.5, 0.2], [0.5, 1, 0.1], [0.2, 0.1, 1]]"
    low = "distribution: {kind: uniform, low: 0.5, high: 0.9}"
    virkning = f"virkning: {{{low}, {ASSUMED}, repeated: {{value: 1, {TRIED}}}}}"
    op = f"op: {{{low}, {ASSUMED}, repeated: {{{low}, {TRIED}}}}}"
    text = with_change("assumptions:\n", joint % (matrix, virkning, op))
    text = with_programme("arrivals: [{steps: [hjemme], multiplier: op}]", text)
    found = only_repeated(helped("virkning", tmp_path, text), "tættere").study
    for scenario in (found.scenario, found.cases["tættere"]):
        (spec,) = scenario.joint
        assert spec.names == ["udslusning", "op"]
        assert spec.correlation == [[1.0, 0.2], [0.2, 1.0]]
    assert draw(found, seed=1, number=0)["virkning"] == 1.0


def test_rates_and_arrivals_of_the_baseline_are_as_they_were(tmp_path: Path) -> None:
    tried = f"{{value: 0.9, {ASSUMED}, repeated: {{value: 0.3, {TRIED}}}}}"
    changes = (
        "    changes:\n      rates: {by_step: {hjemme: {pleje: 0.1}, pleje: {hjemme: }, efter: {slut: %s}}}\n"
        "      arrivals: {trend_per_year: -0.1, by_step: {hjemme: {0-17: 8}, pleje: {0-17: 1}}}\n"
        "      programmes:\n        hjælp:"
    )
    text = with_change("    changes:\n      programmes:\n        hjælp:", changes % tried)
    found = only_repeated(study_of(text, tmp_path), "tættere")
    before, after = found.study.scenario, found.study.cases["tættere"]
    assert after.rates.by_step["hjemme"] == before.rates.by_step["hjemme"]
    assert after.rates.by_step["pleje"] == before.rates.by_step["pleje"]
    assert after.rates.by_step["efter"]["slut"].rate.resolve(draw(found.study, seed=1, number=0)) == 0.3
    assert after.arrivals.by_step["hjemme"] == before.arrivals.by_step["hjemme"]
    assert after.arrivals.trend_per_year == before.arrivals.trend_per_year
    assert titles(found.taken) == ["Efterværn → Slut"]
    assert titles(found.kept) == ["tilgang til Pleje"]
    assert titles(found.no_effect) == [
        *(WHERE, "Hjemme → Pleje", "Pleje → Hjemme"),
        *("tilgang til Hjemme", "Udvikling i tilgangen om året"),
    ]


def test_what_the_baseline_does_already_goes_on(tmp_path: Path) -> None:
    effect = "{from: [hjemme], to: [pleje], multiplier: %s}"
    known = (
        f"programmes: {{kendt: {{title: Kendt, start: 2027-01-01, effects: [{effect % 0.8}]}}}}\npayers:\n  f"
    )
    more = f"      programmes:\n        kendt: {{effects: [{effect % 0.8}, {effect % 0.5}]}}\n        hjælp:"
    text = with_change("payers:\n  f", known, with_change("      programmes:\n        hjælp:", more))
    found = only_repeated(study_of(text, tmp_path), "tættere")
    effects = found.study.cases["tættere"].programmes["kendt"].effects
    assert [each.multiplier.value for each in effects] == [0.8, 1.0]
    assert titles(found.no_effect) == ["Kendt: Hjemme → Pleje", WHERE]
    assert found.kept == ()


def test_the_study_is_one_of_its_own_with_one_case(tmp_path: Path) -> None:
    study = study_of(SMALL, tmp_path)
    found = [only_repeated(study, case).study for case in study.cases]
    assert [[*each.cases] for each in found] == [["tættere"], ["ingenting"]]
    assert [[*each.scenario.cases] for each in found] == [["tættere"], ["ingenting"]]
    assert len({study.digest, *(each.digest for each in found)}) == 3
    assert found[0].digest == only_repeated(study, "tættere").study.digest
    with pytest.raises(KeyError):
        only_repeated(study, BASELINE)


def test_a_reader_is_told_what_became_of_the_numbers_of_kolding() -> None:
    study = load("kolding")
    said = {case: "\n".join(only_repeated(study, case).sentences()) for case in study.cases}
    assert said["alternativ"] == (
        "Taget fra forsøg andre steder: Anbragt alligevel fra alternativet.\n"
        "Som scenariet selv antager: Andel af anbringelser, der får tilbudt alternativet; "
        "Fra alternativet til hjemmebaseret hjælp; Alternativ til anbringelse → Hjælpen slutter."
    )
    assert said["opfølgning"] == (
        "Sat til ingen virkning, fordi ingen andre har vist en: "
        "Virkning af tæt opfølgning på bevægelser nedad; Virkning af tæt opfølgning på bevægelser opad."
    )
    assert said["tidlig_hjælp"] == (
        "Taget fra forsøg andre steder: Virkning af tidlig hjælp på bevægelser opad fra tidlig indsats; "
        "Virkning af tidlig hjælp på tilgang direkte til højere trin.\n"
        "Som scenariet selv antager: Flere børn i tidlig indsats."
    )
    assert said["ingenting"] == ""
    (english,) = said_in("en", only_repeated(study, "opfølgning").sentences)
    assert english.startswith("Set to no effect, as no one else has shown one: Effect of close follow-up on")


def test_every_case_of_kolding_makes_a_world_with_what_others_found() -> None:
    study = load("kolding")
    for case in study.cases:
        found = only_repeated(study, case).study
        for values in corners(found):
            assert [*world_problems(found.case(case), values)] == []
            assert build(found.case(BASELINE), values) == build(
                study.case(BASELINE), dict.fromkeys(study.assumptions, 1.0) | values
            )


def test_in_kolding_most_are_placed_after_all() -> None:
    study = load("kolding")
    found = only_repeated(study, "alternativ").study
    shares = []
    for each in (study, found):
        rates = each.cases["alternativ"].rates.by_step["alternativ"]
        leaving = {to: spec.rate.resolve(corners(each)[0]) for to, spec in rates.items()}
        shares.append(leaving["familiepleje"] / sum(leaving.values()))
    assert shares == pytest.approx([0.51, 0.85], abs=0.01)
