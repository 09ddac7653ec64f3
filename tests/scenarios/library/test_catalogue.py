from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.expected.expected import expected
from model.world.arrays import Floats
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.draws import corners, draw
from scenarios.building.economy import carried_years, price_index
from scenarios.building.world import build
from scenarios.files.yaml_tree import read
from scenarios.format.assumptions import Estimate
from scenarios.format.fields import Sourced
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE
from scenarios.library import catalogue as library
from scenarios.reading.drift import drifts, sent_on_between
from scenarios.reading.load import load
from scenarios.running.ensemble import compare
from tests.languages import said_in

CASES = [entry for entry in library.entries() if entry.startswith(library.CASES)]
EXAMPLES = [*(entry for entry in library.entries() if entry.startswith("examples/")), *CASES]
MUNICIPALITIES = [entry for entry in library.entries() if entry.startswith("municipalities/")]
STAIRCASES = {
    "six_steps": "staircases/kolding, national/six_steps",
    "two_staircases": "staircases/horsens, national/two_staircases",
}


def composed(municipality: str, folder: Path, staircase: str, years: int = 1) -> Path:
    path = folder / "kommune.yaml"
    bases = f"base: [{STAIRCASES[staircase]}, {municipality}]\n"
    path.write_text(f"{bases}title: x\nstart: 2027-01-01\nyears: {years}\n", encoding="utf-8")
    return path


def sourced(node: Any) -> Iterator[Sourced | Estimate]:
    """Yield every part of a scenario that says where it comes from."""
    if isinstance(node, Sourced | Estimate):
        yield node
    if isinstance(node, dict):
        for item in node.values():
            yield from sourced(item)
    elif isinstance(node, list):
        for item in node:
            yield from sourced(item)
    elif hasattr(type(node), "model_fields"):
        for field in type(node).model_fields:
            yield from sourced(getattr(node, field))


def scenarios() -> Iterator[Scenario]:
    for entry in EXAMPLES:
        study = load(entry)
        yield from (study.scenario, *study.cases.values())


@pytest.mark.parametrize("entry", library.entries())
def test_every_entry_is_yaml_without_a_fault(entry: str) -> None:
    path = library.path_of(entry)
    assert path is not None
    tree, faults = read(path, entry)
    assert tree is not None
    assert faults == []


@pytest.mark.parametrize("entry", library.entries())
def test_every_entry_has_a_headline_in_both_languages(entry: str) -> None:
    assert library.headline(entry)
    assert said_in("en", library.headline, entry)


def test_an_example_is_found_without_its_folder_and_others_are_not() -> None:
    assert library.path_of("kolding") == library.path_of("examples/kolding")
    assert library.path_of("six_steps") is None
    assert library.path_of("../library/examples/kolding") is None


@pytest.mark.parametrize("entry", EXAMPLES)
def test_every_example_makes_a_world_in_every_case(entry: str) -> None:
    study = load(entry)
    assert len(study.cases) >= 1
    for values in corners(study):
        for case in (BASELINE, *study.cases):
            assert build(study.case(case), values).parameters.staircase.steps


def test_a_case_is_found_without_its_folder() -> None:
    assert library.path_of("favrskov_straks") == library.path_of("cases/favrskov_straks")


@pytest.mark.parametrize("entry", CASES)
def test_every_case_names_its_source_and_what_it_cannot_say(entry: str) -> None:
    study = load(entry)
    published = study.scenario.published
    assert published is not None
    texts = [published.source, study.scenario.title, study.scenario.description, *published.cannot_say]
    texts += [figure.title for figure in published.figures.values()]
    assert published.cannot_say
    for text in texts:
        assert text.da, entry
        assert text.en, entry
    named = str(published.municipality)
    assert named in study.scenario.municipality.name or "Gennemsnit" in study.scenario.municipality.name
    assert study.scenario.municipality.name in {load_name(profile) for profile in MUNICIPALITIES}


def load_name(profile: str) -> str:
    return library.headline(profile)


@pytest.mark.parametrize("staircase", STAIRCASES)
@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_every_municipality_goes_with_every_staircase(
    municipality: str, staircase: str, tmp_path: Path
) -> None:
    study = load(composed(municipality, tmp_path, staircase))
    assert study.scenario.municipality.name
    assert study.scenario.title.da == "x"


def test_everything_says_where_it_comes_from() -> None:
    parts = [part for scenario in scenarios() for part in sourced(scenario)]
    assert len(parts) > 50
    for part in parts:
        assert part.source.da.strip(), part
        if part.grade == "assumption":
            said = f"{part.source.da} {part.rationale.da}".lower()
            assert "antag" in said or part.rationale.da, part


def test_every_uncertain_assumption_has_a_title_a_unit_and_a_reason() -> None:
    for entry in EXAMPLES:
        for name, assumption in load(entry).assumptions.items():
            if assumption.is_uncertain:
                assert assumption.title.da, name
                assert assumption.title.en, name
                assert assumption.unit.da, name
                assert assumption.rationale.da, name
            if assumption.repeated is not None:
                assert assumption.repeated.source.en, name
                assert assumption.repeated.rationale.da, name
                assert assumption.repeated.rationale.en, name


def test_effects_may_be_none_or_harmful() -> None:
    """Priors of effects include no effect, unless they are shares or prices."""
    for entry in EXAMPLES:
        for name, assumption in load(entry).assumptions.items():
            if assumption.is_uncertain and assumption.unit.da in ("gange raten", "gange tilgangen"):
                low, high = assumption.quantile(0.05), assumption.quantile(0.95)
                assert low < 1 < high or name == "flere_tidlige", name


def test_texts_are_in_both_languages() -> None:
    for scenario in scenarios():
        for text in (
            scenario.title,
            *scenario.caveats,
            *(step.title for step in scenario.staircase.steps.values()),
        ):
            assert text.en
            assert text.da != text.en or text.da.isascii()


def published(path: Path | str, replications: int) -> tuple[float, float, Scenario]:
    """Return placed per 1,000, and kroner per 0-22-year-old in the prices that the profile is in.

    Both of the first year of the baseline.
    """
    study = load(path)
    alone = type(study)(name="x", scenario=study.scenario, cases={}, digest="")
    if study.scenario.years > 1:
        one_year = study.scenario.model_copy(update={"years": 1})
        alone = type(study)(name="x", scenario=one_year, cases={}, digest="")
    comparison = compare(alone, seed=1, draws=1, replications=replications, workers=1)
    children = build(alone.scenario, corners(alone)[0]).children_aged_0_22[2027]
    steps = alone.scenario.staircase.steps
    placed = sum(
        float(comparison.full_year_persons(BASELINE, name).mean())
        for name, step in steps.items()
        if step.placed
    )
    municipal = [payer for payer, own in enumerate(comparison.municipal) if own]
    spent = float(comparison.runs[BASELINE].cost_dkk[..., municipal].sum(axis=(2, 3, 4)).mean())
    level = price_index(alone.scenario).factor(
        from_year=alone.scenario.municipality.price_year, to_year=alone.scenario.price_year
    )
    return placed / children * 1000, spent / children / level, alone.scenario


def test_the_kolding_example_meets_the_published_figures() -> None:
    placed, spent, _ = published("kolding", replications=12)
    assert placed == pytest.approx(8.7, rel=0.05)
    assert spent == pytest.approx(7033, rel=0.05)


@pytest.mark.parametrize(
    ("municipality", "staircase"),
    [*((entry, "six_steps") for entry in MUNICIPALITIES), ("municipalities/horsens", "two_staircases")],
)
def test_every_profile_meets_its_own_published_figures(
    municipality: str, staircase: str, tmp_path: Path
) -> None:
    placed, spent, scenario = published(composed(municipality, tmp_path, staircase), replications=6)
    profile = scenario.municipality
    assert profile.placed_per_1000.value is not None
    assert profile.spending_per_child_dkk.value is not None
    assert placed == pytest.approx(profile.placed_per_1000.value, rel=0.05)
    assert spent == pytest.approx(profile.spending_per_child_dkk.value, rel=0.05)


def full_year_persons(scenario: Scenario, values: dict[str, float]) -> tuple[list[str], Floats]:
    """Return the steps of a baseline and their expected full-year persons in ten years; [year, step]."""
    world = build(scenario.model_copy(update={"years": 10}), values).parameters
    steps = tuple(replace(step, places=None) for step in world.staircase.steps)
    unlimited = replace(world, staircase=replace(world.staircase, steps=steps))
    numbers = expected(unlimited, days=DAYS_PER_YEAR * np.arange(11.0), days_per_cell=61.0)
    return [step.name for step in steps], numbers.person_days / DAYS_PER_YEAR


@pytest.mark.parametrize("staircase", STAIRCASES)
@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_every_profile_stays_level_for_ten_years(municipality: str, staircase: str, tmp_path: Path) -> None:
    study = load(composed(municipality, tmp_path, staircase))
    steps, numbers = full_year_persons(study.scenario, corners(study)[0])
    for step, by_year in zip(steps, numbers.T, strict=True):
        # Whole children are at the start: where there are three, a seventh of a child is more than 3 %.
        assert by_year == pytest.approx(by_year[0], rel=0.03, abs=0.15), step
    assert drifts(study) == []


@pytest.mark.parametrize("entry", EXAMPLES)
def test_every_example_stays_level_for_ten_years_whatever_is_drawn(entry: str) -> None:
    study = load(entry)
    if study.scenario.staff:  # there are no expected numbers of those who wait for others
        assert drifts(study) == []
        return
    drawn = [full_year_persons(study.scenario, draw(study, seed=1, number=number)) for number in range(20)]
    mean = np.mean([numbers for _, numbers in drawn], axis=0)
    together = sent_on_between(study.scenario)
    for last in {*together.values()}:
        steps = [i for i, step in enumerate(drawn[0][0]) if together[step] == last]
        by_year = mean[:, steps].sum(axis=1)
        # Where groups have shares of their own on a step, few children of each of them are rounded.
        some = any(group.by_step for group in study.scenario.groups.values())
        assert by_year == pytest.approx(by_year[0], rel=0.05 if some else 0.03), last


def test_amounts_of_the_examples_are_in_prices_of_the_start_year() -> None:
    for entry in EXAMPLES:
        study = load(entry)
        if entry in CASES and study.scenario.start.year < 2020:
            continue  # in the prices of the source
        assert {scenario.price_year for scenario in (study.scenario, *study.cases.values())} == {2027}
        assert carried_years(study.scenario) == (2027,)
