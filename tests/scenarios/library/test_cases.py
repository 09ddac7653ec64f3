"""Check the cases of the library: they are level, say what they rest on, and do what they say."""

from dataclasses import replace

import numpy as np
import pytest

from model.compiled_engine.engine import simulate
from model.expected.expected import expected
from scenarios.building.draws import corners, draw
from scenarios.building.world import build
from scenarios.format.study import BASELINE
from scenarios.library import catalogue as library
from scenarios.reading.drift import drifts
from scenarios.reading.load import load
from tests.languages import said_in

CASES = [entry for entry in library.entries() if entry.startswith("cases/")]


@pytest.mark.parametrize("entry", CASES)
def test_a_case_stays_level_and_says_where_its_numbers_come_from(entry: str) -> None:
    study = load(entry)
    assert study.to_write == ()
    assert drifts(study) == []
    assert study.scenario.municipality.figures_of == ""
    for assumption in study.assumptions.values():
        assert assumption.title.da
        assert assumption.title.en
        assert assumption.source.da
    assert said_in("da", library.headline, entry) != said_in("en", library.headline, entry)


def test_two_of_five_placements_in_kolding_can_be_met_by_what_reaches_those_who_get_help_already() -> None:
    study = load("cases/kolding_alternativ")
    made = build(study.case(BASELINE), corners(study)[0])
    staircase = made.parameters.staircase
    roomy = replace(staircase, steps=tuple(replace(step, places=None) for step in staircase.steps))
    numbers = expected(replace(made.parameters, staircase=roomy), days=made.months.edges)
    names, years = staircase.names, len(made.months.years)
    placed = [names.index(name) for name in ("netværk", "familiepleje", "institution")]
    helped = [names.index(name) for name in ("hjemmebaseret", "forebyggende")]
    from_help = numbers.moves.sum(axis=0)[np.ix_(helped, placed)].sum() / years
    from_outside = numbers.arrivals.sum(axis=0)[placed].sum() / years
    from_early = numbers.moves.sum(axis=0)[names.index("tidlig"), placed].sum() / years
    assert from_help == pytest.approx(16, abs=0.5)
    assert from_outside == pytest.approx(22.5, abs=0.5)
    assert from_help + from_outside + from_early == pytest.approx(39, abs=0.5)


def test_most_stays_at_porten_last_six_to_nine_months() -> None:
    study = load("cases/hvidovre_porten")
    months: list[float] = []
    youngest = 99.0
    for number in range(20):
        made = build(study.case("porten"), draw(study, seed=1, number=number)).parameters
        records = simulate(made, seed=1, replication=number)
        stays, people = records.sojourns, records.children
        on = (stays.step == made.staircase.names.index("porten")) & (stays.destination >= 0)
        months += ((stays.end - stays.start)[on] / 30.4375).tolist()
        born = people.birth_day[np.searchsorted(people.identity, stays.child[on])]
        youngest = min(youngest, float(((stays.start[on] - born) / 365.25).min()))
    assert 0.75 < np.mean([6 <= each <= 9 for each in months]) < 0.9
    assert max(months) <= 9.01
    assert 12 <= youngest < 13
