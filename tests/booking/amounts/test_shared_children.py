"""Test that a case reaches whom it touches, and that two cases share those whom both touch."""

from pathlib import Path
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.amounts.shared_children import DRAWS as SEEN_IN
from booking.amounts.shared_children import _together, apart, lives, reach, reached
from model.compiled_engine.engine import prepare, simulate
from model.results.records import Records
from model.world.parameters import Parameters
from scenarios.building.draws import draw
from scenarios.building.world import build
from scenarios.format.study import Study
from scenarios.running.limits import MOST_REPLICATIONS
from tests.any_world import programmes, worlds
from tests.scenarios.small import SMALL, study_of, with_change
from tests.worlds import Row, with_programme
from tests.worlds import lives as whole_lives

BASE = SMALL.split("cases:\n")[0]
DRAWS = 4


def with_cases(*cases: str, base: str = BASE) -> str:
    """Return the small baseline with cases a, b, c ...; each is what it changes, on one line."""
    lines = [
        f"  {name}:\n    title: {name}\n    changes: {{{change}}}\n"
        for name, change in zip("abcdef", cases, strict=False)
    ]
    return f"{base}cases:\n{''.join(lines)}"


def programme(name: str, what: str) -> str:
    """Return a change of a case: one programme."""
    return f"programmes: {{{name}: {{title: {name}, start: 2027-01-01, {what}}}}}"


def effect(name: str, origin: str, to: str, more: str = "", multiplier: float = 3) -> str:
    """Return a change of a case: one multiplier."""
    given = f"{{from: [{origin}], to: [{to}], multiplier: {multiplier}{more}}}"
    return programme(name, f"effects: [{given}]")


def records(study: Study, case: str, number: int) -> Records:
    """Return what happens in the first replication of a draw of a comparison."""
    world = build(study.case(case), draw(study, seed=1, number=number))
    return simulate(world.parameters, seed=1, replication=number * MOST_REPLICATIONS)


def on(study: Study, case: str, *steps: str) -> set[tuple[int, int]]:
    """Return the children who are on some steps in a case."""
    found = set()
    names = build(study.case(case), draw(study, seed=1, number=0)).parameters.staircase.names
    for number in range(DRAWS):
        stays = records(study, case, number).sojourns
        there = np.isin(stays.step, [names.index(step) for step in steps])
        found |= {(number, child) for child in stays.child[there].tolist()}
    return found


def everyone(study: Study, case: str = "") -> set[tuple[int, int]]:
    return {
        (number, child)
        for number in range(DRAWS)
        for child in records(study, case, number).children.identity.tolist()
    }


# Any world --------------------------------------------------------------------------------------------------


def life(found: Records, world: Parameters) -> dict[int, list[Row]]:
    """Return every child's life with its enrolments, the slow and plain way."""
    whole = whole_lives(found, world.staircase)
    helps = found.enrolments
    for i, child in enumerate(helps.child.tolist()):
        days = np.array([helps.asked[i], helps.start[i], helps.end[i]]).tobytes()
        whole[child].append((world.programmes[helps.programme[i]].name.encode(), days, helps.outcome[i]))
    return {child: sorted(rows, key=repr) for child, rows in whole.items()}


def found_apart(before: tuple[Records, Parameters], after: tuple[Records, Parameters]) -> set[int]:
    one, other = (
        lives(found, steps=world.staircase.names, programmes=[each.name for each in world.programmes])
        for found, world in (before, after)
    )
    return set(apart(one, other).tolist())


@given(worlds(), st.booleans(), st.data())
@settings(max_examples=80)
def test_those_apart_are_those_whose_life_differs(
    world: Parameters, first: bool, data: st.DataObject
) -> None:
    case = with_programme(world, data.draw(programmes(world.staircase, "case")), first=first)
    before, after = (simulate(each, seed=1, replication=0) for each in (world, case))
    one, other = life(before, world), life(after, case)
    expected = {child for child in one.keys() | other.keys() if one.get(child) != other.get(child)}
    assert found_apart((before, world), (after, case)) == expected
    assert found_apart((after, case), (before, world)) == expected
    assert found_apart((before, world), (before, world)) == set()


# Whom a case reaches ----------------------------------------------------------------------------------------


def test_they_are_those_whose_life_differs_in_the_draws_of_a_comparison(tmp_path: Path) -> None:
    study = study_of(with_cases(effect("x", "hjemme", "slut")), tmp_path)
    expected = set()
    for number in range(DRAWS):
        both = [records(study, case, number) for case in ("", "a")]
        world = build(study.scenario, draw(study, seed=1, number=number)).parameters
        one, other = (whole_lives(found, world.staircase) for found in both)
        expected |= {(number, child) for child in one if one[child] != other[child]}
    found = reached(study, "a", seed=1, draws=DRAWS)
    assert found == expected
    assert 10 < len(found) < len(everyone(study))
    assert {number for number, _ in found} == {*range(DRAWS)}
    assert reached(study, "a", seed=2, draws=DRAWS) != found
    assert {child for child in found if child[0] < 2} == reached(study, "a", seed=1, draws=2)


def test_a_child_that_comes_in_one_world_only_is_reached(tmp_path: Path) -> None:
    def fewer(multiplier: float) -> str:
        return programme("x", f"arrivals: [{{steps: [hjemme], multiplier: {multiplier}}}]")

    study = study_of(with_cases(fewer(0.5), fewer(2)), tmp_path)
    assert reached(study, "a", seed=1, draws=DRAWS) == everyone(study) - everyone(study, "a")
    assert reached(study, "b", seed=1, draws=DRAWS) == everyone(study, "b") - everyone(study)
    assert len(reached(study, "a", seed=1, draws=DRAWS)) > 5


def test_a_step_put_in_between_reaches_those_who_go_there_and_nobody_else(tmp_path: Path) -> None:
    step = "midt: {title: x, role: home, after: hjemme, at_age_limit: {slut: 1}, ages: [0, 18]}"
    change = (
        f"staircase: {{steps: {{{step}}}}}, prices: {{midt: {{}}}}, "
        "rates: {by_step: {hjemme: {midt: 0.5}, midt: {slut: 1}}}"
    )
    study = study_of(with_cases(change), tmp_path)
    assert [*study.case("a").staircase.steps] != [*study.scenario.staircase.steps]
    found = reached(study, "a", seed=1, draws=DRAWS)
    assert found == on(study, "a", "midt")
    assert found


def test_help_that_changes_nothing_reaches_those_who_get_it(tmp_path: Path) -> None:
    study = study_of(
        with_cases(programme("x", "enrolment: {steps: [pleje], take_up: 0.5, months: 3}")), tmp_path
    )
    found = reached(study, "a", seed=1, draws=DRAWS)
    helped = {
        (number, child)
        for number in range(DRAWS)
        for child in records(study, "a", number).enrolments.child.tolist()
    }
    assert found == helped
    assert 0 < len(found) < len(on(study, "", "pleje"))


def test_places_reach_those_who_wait_longer(tmp_path: Path) -> None:
    places = "      placed: true\n      ages: [0, 18]\n"
    base = with_change(places, places + "      places: {number: 8}\n", BASE)
    more = "staircase: {steps: {pleje: {places: {number: 7}}}}"
    study = study_of(with_cases(more, base=base), tmp_path)
    found = reached(study, "a", seed=1, draws=DRAWS)
    waited = {
        (number, child)
        for number in range(DRAWS)
        for child in records(study, "a", number).waits.child.tolist()
    }
    assert found & waited
    assert len(found) < len(everyone(study))


def test_a_case_that_does_nothing_reaches_nobody(tmp_path: Path) -> None:
    idle = effect("x", "hjemme", "pleje", multiplier=1)
    study = study_of(with_cases(idle, programme("x", line("year"))), tmp_path)
    assert reached(study, "a", seed=1, draws=DRAWS) == frozenset()
    assert reached(study, "b", seed=1, draws=DRAWS) == frozenset(), "a salary is paid whoever comes"


@pytest.mark.parametrize(
    "change",
    ["{dkk: 90000}", "{payers: {familie: 0.5, staten: 0.5}}", "{per: month}", "{reimbursable: false}"],
)
def test_a_price_reaches_all_who_are_on_its_step(change: str, tmp_path: Path) -> None:
    study = study_of(with_cases(f"prices: {{hjemme: {{indsats: {change}}}}}"), tmp_path)
    found = reached(study, "a", seed=1, draws=DRAWS)
    assert found == on(study, "", "hjemme")
    assert len(found) < len(everyone(study))


def line(per: str, more: str = "", dkk: int = 9) -> str:
    paid = "price_year: 2026, payers: {familie: 1}, grade: assumption, source: x"
    return f"costs: {{tillæg: {{dkk: {dkk}, per: {per}, {paid}{more}}}}}"


def test_a_price_per_child_year_of_a_programme_reaches_those_on_its_steps(tmp_path: Path) -> None:
    study = study_of(with_cases(programme("x", line("child_year", ", steps: [pleje]"))), tmp_path)
    assert reached(study, "a", seed=1, draws=DRAWS) == on(study, "", "pleje")
    late = programme("x", line("child_year", ", steps: [pleje]")).replace("2027-01-01", "2028-06-01")
    study = study_of(with_cases(late), tmp_path)
    found = reached(study, "a", seed=1, draws=DRAWS)
    assert found < on(study, "", "pleje")
    assert found


def test_another_price_of_help_reaches_those_enrolled_and_nobody_who_waits(tmp_path: Path) -> None:
    help_ = f"enrolment: {{steps: [hjemme], slots: 3, months: 3}}, {line('participant')}"
    text = with_change("payers:\n  familie", f"{programme('fælles', help_)}\npayers:\n  familie", BASE)
    dearer = "programmes: {fælles: {costs: {tillæg: {dkk: 10}}}}"
    study = study_of(with_cases(dearer, base=text), tmp_path)
    got_in = set()
    for number in range(DRAWS):
        helps = records(study, "", number).enrolments
        assert np.isnan(helps.start).any()
        got_in |= {(number, child) for child in helps.child[np.isfinite(helps.start)].tolist()}
    assert reached(study, "a", seed=1, draws=DRAWS) == got_in


def test_a_case_that_is_not_there_is_told(tmp_path: Path) -> None:
    study = study_of(with_cases(effect("x", "hjemme", "slut")), tmp_path)
    with pytest.raises(KeyError):
        reached(study, "b", seed=1)
    with pytest.raises(KeyError):
        reach(study, "a", ["b"], seed=1)


# Whom two cases share ---------------------------------------------------------------------------------------

APART = with_change("at_age_limit: {efter: 0.5, slut: 0.5}", "at_age_limit: {slut: 1}", BASE)
APART = with_change("    hjemme: {0-17: 10}\n", "    hjemme: {0-17: 10}\n    efter: {18-22: 9}\n", APART)
"""Nobody comes from the steps of the young to that of those over 18."""


def test_cases_for_children_who_never_meet_share_nobody(tmp_path: Path) -> None:
    young, old = effect("x", "hjemme", "slut"), effect("y", "efter", "slut")
    study = study_of(with_cases(young, old, base=APART), tmp_path)
    assert reach(study, "a", ["b"], seed=1).shared == {"b": 0.0}
    assert reach(study, "b", ["a"], seed=1).shared == {"a": 0.0}
    assert all(len(reached(study, case, seed=1)) > 50 for case in "ab")
    meeting = study_of(with_cases(young, old), tmp_path)
    assert 0 < reach(meeting, "b", ["a"], seed=1).shared["a"] < 1, (
        "those who come from the steps of the young"
    )


def test_cases_for_two_groups_share_nobody(tmp_path: Path) -> None:
    base = with_change("groups: {alle: 1}", "groups: {en: 0.5, to: 0.5}", BASE)
    one, two, three = (
        effect(name, "hjemme", "slut", f", groups: [{group}]")
        for name, group in (("x", "en"), ("y", "to"), ("x", "to"))
    )
    study = study_of(with_cases(one, two, three, base=base), tmp_path)
    assert reach(study, "a", ["b", "c"], seed=1).shared == {"b": 0.0, "c": 1.0}, (
        "c says something else of a's x"
    )


def test_a_case_shares_everybody_with_itself_and_with_one_that_does_the_same(tmp_path: Path) -> None:
    same = (effect("x", "hjemme", "slut"), effect("x", "hjemme", "slut"))
    study = study_of(with_cases(*same, effect("y", "hjemme", "slut")), tmp_path)
    assert reach(study, "a", ["a", "b", "c"], seed=1).shared == {"a": 1.0, "b": 1.0, "c": 1.0}


def test_a_case_is_shared_whole_by_one_that_consists_of_it(tmp_path: Path) -> None:
    text = with_cases(effect("x", "hjemme", "slut"), effect("y", "pleje", "slut", multiplier=5))
    study = study_of(f"{text}  begge:\n    title: x\n    together: [a, b]\n", tmp_path)
    assert reach(study, "a", ["begge"], seed=1).shared == {"begge": 1.0}
    parts = reach(study, "begge", ["a", "b"], seed=1).shared
    assert all(0 < share < 1 for share in parts.values())


def test_a_case_that_reaches_nobody_shares_nobody(tmp_path: Path) -> None:
    study = study_of(
        with_cases(effect("x", "hjemme", "slut", multiplier=1), effect("y", "hjemme", "slut")), tmp_path
    )
    assert reach(study, "a", ["b"], seed=1).shared == {"b": 0.0}
    assert reach(study, "b", ["a"], seed=1).shared == {"a": 0.0}


def test_a_price_shares_the_children_on_its_step(tmp_path: Path) -> None:
    price, other = (f"prices: {{hjemme: {{indsats: {{dkk: {dkk}}}}}}}" for dkk in (90000, 80000))
    foster = "prices: {pleje: {ophold: {dkk: 5}}}"
    study = study_of(with_cases(price, other, foster, effect("x", "hjemme", "slut")), tmp_path)
    found = reach(study, "a", ["b", "c", "d"], seed=1).shared
    assert found["b"] == 1.0
    assert 0 < found["c"] < 1
    assert 0 < found["d"] < 1


def test_a_case_that_brings_new_children_shares_them_with_one_that_helps_them(tmp_path: Path) -> None:
    more = programme("x", "arrivals: [{steps: [hjemme], multiplier: 2}]")
    study = study_of(with_cases(more, effect("y", "hjemme", "slut")), tmp_path)
    first, second = (reached(study, case, seed=1) for case in "ab")
    assert not first & second, "held against the baseline alone, nobody is seen"
    assert reach(study, "a", ["b"], seed=1).shared["b"] > 0.3
    assert reach(study, "b", ["a"], seed=1).shared["a"] > 0.1


def test_cases_that_fit_no_world_together_share_all(tmp_path: Path) -> None:
    steps = "staircase: {steps: {%s: {places: {number: 99, when_full: divert, divert_to: %s}}}}"
    study = study_of(with_cases(steps % ("hjemme", "pleje"), steps % ("pleje", "hjemme")), tmp_path)
    assert reach(study, "a", ["b"], seed=1, draws=2).shared == {"b": 1.0}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["hjemme", "pleje", "efter"]),
            st.sampled_from([0.0, 0.5, 1.0, 2.0]),
            st.booleans(),
        ),
        min_size=2,
        max_size=3,
    ),
    st.integers(0, 2**64 - 1),
)
@settings(max_examples=15)
def test_shares_are_shares_of_the_same_children(
    tmp_path_factory: pytest.TempPathFactory, cases: list[tuple[str, float, bool]], seed: int
) -> None:
    changes = [
        programme(f"p{i}", f"arrivals: [{{steps: [hjemme], multiplier: {multiplier}}}]")
        if comes
        else effect(f"p{i}", step, "slut", multiplier=multiplier)
        for i, (step, multiplier, comes) in enumerate(cases)
    ]
    study = study_of(with_cases(*changes), tmp_path_factory.mktemp("study"))
    table = {case: reach(study, case, [*study.cases], seed=seed, draws=2).shared for case in study.cases}
    for case, row in table.items():
        nobody = not reached(study, case, seed=seed, draws=2)
        assert row[case] == (0.0 if nobody else 1.0)
        assert all(0 <= share <= 1 for share in row.values())
        assert all((row[other] > 0) == (table[other][case] > 0) for other in row)


@pytest.mark.parametrize("members", [["alternativ", "opfølgning"], ["tidlig_hjælp", "alternativ"]])
def test_two_cases_at_once_are_what_a_file_says_they_are_together(members: list[str], tmp_path: Path) -> None:
    text = f"base: kolding\ncases:\n  to:\n    title: x\n    together: [{', '.join(members)}]\n"
    study = study_of(text, tmp_path)
    one, other = (study.case(member) for member in members)
    assert _together(study.scenario, one, other) == study.case("to")


def met(study: Study, draws: int) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return who comes to the alternative, and who makes a move whose rate closer follow-up changes.

    It is seen in the world without the two cases, with each and with both. Left out are a few: whom
    follow-up keeps from such a move till the end, and whom the alternative has no place for.
    """
    effects = study.case("opfølgning").programmes["tæt_opfølgning"].effects
    moves = {(origin, to) for effect in effects for origin in effect.from_steps for to in effect.to}
    offered, followed = set(), set()
    for number in range(draws):
        for case in ("", "alternativ", "opfølgning", "begge"):
            stays = records(study, case, number).sojourns
            world = build(study.case(case), draw(study, seed=1, number=number)).parameters
            names = np.array([*world.staircase.names, "still there"])
            ends = list(zip(names[stays.step], names[stays.destination], strict=True))
            for child, (origin, to) in zip(stays.child.tolist(), ends, strict=True):
                offered |= {(number, child)} if origin == "alternativ" else set()
                followed |= {(number, child)} if (origin, to) in moves else set()
    return offered, followed


def test_the_cases_of_kolding(tmp_path: Path) -> None:
    both = "cases:\n  begge:\n    title: x\n    together: [alternativ, opfølgning]\n"
    study = study_of("base: kolding\n" + both, tmp_path)
    prepare()
    begun = process_time()
    found = reach(study, "alternativ", ["opfølgning", "tidlig_hjælp"], seed=1).shared
    assert process_time() - begun < 5
    offered, followed = met(study, SEEN_IN)
    assert found == {
        "opfølgning": pytest.approx(len(offered & followed) / len(offered), abs=0.005),
        "tidlig_hjælp": pytest.approx(0.09, abs=0.05),
    }
    back = reach(study, "opfølgning", ["alternativ", "tidlig_hjælp", "ingenting"], seed=1).shared
    assert back["alternativ"] == pytest.approx(len(offered & followed) / len(followed), abs=0.005)
    assert back["tidlig_hjælp"] == pytest.approx(0.06, abs=0.03)
    assert back["ingenting"] == 0.0
    assert len(offered & followed) > 100
