"""Check that a scenario's reviews and staff become those of the world, its readiness and its account."""

from pathlib import Path

import numpy as np
import pytest

from scenarios.building.draws import corners
from scenarios.building.world import World, build
from scenarios.format.study import BASELINE, Study
from scenarios.reading.notes import warnings
from scenarios.running.simulate import simulate_world
from sensitivity.subject.case_effects import acted_on, effect_numbers
from sensitivity.views.optimism import grade_of
from sensitivity.views.repeated import only_repeated
from tests.languages import said_in
from tests.scenarios.small import SMALL, study_of, with_change

MONTH = 365.25 / 12
RATES = """\
reviews:
  r:
    steps: [pleje]
    every_months: {pleje: 6}
    moves: [hjemme]
    by: folk
    grade: before_after
staff:
  folk:
    number: 2
    cases_each: 4
    dkk: 600000
    price_year: 2026
    payers: {familie: 0.5, staten: 0.5}
    grade: assumption
    source: Antagelse
rates:
"""
CASE = """\
cases:
  oftere:
    title: Oftere
    changes:
      reviews: {r: {every_months: {pleje: 3}}}
  flere:
    title: Flere
    changes:
      staff: {folk: {number: {2027-01-01: 2, 2028-01-01: 4}}}
  uden:
    title: Uden
    changes:
      reviews: {r: }
      staff: {folk: }
"""


def study(folder: Path, *changes: tuple[str, str]) -> Study:
    text = with_change("rates:\n", RATES, SMALL)
    text = with_change("cases:\n", CASE, text)
    for old, new in changes:
        text = with_change(old, new, text)
    return study_of(text, folder)


def world(made: Study, case: str = BASELINE) -> World:
    return build(made.case(case), corners(made)[0])


def rate(made: Study, to: str, case: str = BASELINE) -> float:
    rates = {(t.from_step, t.to): t.rate[0][0] for t in world(made, case).parameters.transitions}
    return rates["pleje", to]


def readiness(seen: float, other: float, months: float) -> float:
    years = months / 12
    return float(-np.log1p(-seen * np.expm1(other * years) / other) / years)


def test_reviews_and_staff_are_those_of_the_file(tmp_path: Path) -> None:
    parameters = world(study(tmp_path)).parameters
    (reviews,), (staff,) = parameters.reviews, parameters.staff
    assert reviews.intervals[0][0] == "pleje"
    assert reviews.intervals[0][1].values == (6 * MONTH,)
    assert (reviews.moves, reviews.staff) == (("hjemme",), "folk")
    assert staff.capacity(0.0) == 8.0


def test_weeks_and_one_interval_for_all_steps_and_from_dates_on(tmp_path: Path) -> None:
    weeks = study(
        tmp_path,
        ("every_months: {pleje: 6}", "every_weeks: 4"),
        ("{r: {every_months: {pleje: 3}}}", "{r: {every_weeks: 2}}"),
    )
    assert world(weeks).parameters.reviews[0].intervals[0][1].values == (28.0,)
    dated = study(
        tmp_path,
        ("every_months: {pleje: 6}", "every_months: {pleje: {2027-01-01: 6, 2028-01-01: 3}}"),
        ("changes:\n      reviews: {r: {every_months: {pleje: 3}}}", "changes: {}"),
    )
    interval = world(dated).parameters.reviews[0].intervals[0][1]
    assert (interval.times, interval.values) == ((0.0, 365.0), (6 * MONTH, 3 * MONTH))


def test_observed_rates_become_readiness_and_a_case_keeps_it(tmp_path: Path) -> None:
    """Six children on pleje and eight cases: nobody is late, so an interval is six months."""
    made = study(tmp_path)
    other = rate(made, "slut")
    ready = readiness(0.2, other, 6)
    assert rate(made, "hjemme") == pytest.approx(ready)
    assert rate(made, "hjemme", "oftere") == pytest.approx(ready)
    assert rate(made, "hjemme", "uden") == pytest.approx(ready)
    assert other == pytest.approx(rate(study_of(SMALL, tmp_path), "slut"))


def test_the_delay_of_the_start_counts_and_what_is_said_of_when_rates_were_seen(tmp_path: Path) -> None:
    late = study(tmp_path, ("number: 2\n", "number: 1\n"))  # six children on four cases
    other = rate(late, "slut")
    assert rate(late, "hjemme") == pytest.approx(readiness(0.2, other, 9))
    then = study(tmp_path, ("    by: folk\n", "    by: folk\n    observed_every_months: 12\n"))
    assert rate(then, "hjemme") == pytest.approx(readiness(0.2, other, 12))
    known = study(tmp_path, ("    by: folk\n", "    by: folk\n    rates_are: readiness\n"))
    assert rate(known, "hjemme") == 0.2


def test_what_staff_costs_follows_its_number_and_is_the_payers(tmp_path: Path) -> None:
    made = study(tmp_path)
    price = 600000 * 1.0
    for case, persons in ((BASELINE, (2, 2)), ("flere", (2, 4)), ("uden", (0, 0))):
        lived = simulate_world(world(made, case), seed=1, replications=[0])
        cost = lived.books.cost_dkk[0]
        by_year = cost.reshape(2, 12, *cost.shape[1:]).sum(axis=1)
        items = list(lived.books.items)
        if case == "uden":
            assert "folk" not in items
            continue
        paid = by_year[:, items.index("folk")]
        assert paid == pytest.approx(np.array([[n * price / 2] * 2 for n in persons]))


def test_what_is_worked_out_is_told(tmp_path: Path) -> None:
    told = [note for note in said_in("en", warnings, study(tmp_path)) if "reviews" in note]
    assert len(told) == 1
    assert told[0].startswith("Foster care: children wait for reviews")
    assert "every 6.0 months" in told[0]


def test_other_reviews_and_other_staff_are_effects_with_a_grade(tmp_path: Path) -> None:
    made = study(tmp_path)
    oftere = effect_numbers(made.scenario, made.cases["oftere"])
    assert [(each.kind, each.number.value) for each in oftere] == [("review", 3.0)]
    assert grade_of(made, "oftere") == "before_after"
    flere = effect_numbers(made.scenario, made.cases["flere"])
    assert [(each.kind, each.number.value) for each in flere] == [("review", 4.0)]
    assert grade_of(made, "flere") == "assumption"
    uden = effect_numbers(made.scenario, made.cases["uden"])
    assert [(each.kind, each.number.value) for each in uden] == [("review", 0.0)]
    assert acted_on(made, "oftere") == acted_on(made, "flere") == ("pleje",)


def test_reviews_that_no_trial_has_found_are_left_out_of_what_others_repeated(tmp_path: Path) -> None:
    repeated = only_repeated(study(tmp_path), "oftere")
    assert repeated.study.cases["oftere"].reviews == repeated.study.scenario.reviews
    assert len(repeated.no_effect) == 1
