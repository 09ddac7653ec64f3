"""Check target groups whose shares differ by step and age: who comes, and who stands there."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.compiled_engine.engine import simulate
from scenarios.building.draws import corners
from scenarios.building.world import World, build
from scenarios.format.groups import GroupSpec, shares_at
from tests.scenarios.small import SMALL, faults_of, study_of, with_change

HANDICAP = "{share: 0.2, by_age: {18-22: 0.1}, by_step: {pleje: 0.5, hjemme: {by_age: {0-17: 0.3}}}}"
GROUPS = f"groups: {{udsat: 0.6, andre: 0.2, handicap: {HANDICAP}}}"


def made(text: str, folder: Path) -> World:
    study = study_of(text, folder)
    return build(study.scenario, corners(study)[0])


def test_the_most_particular_share_counts_and_the_others_share_the_rest(tmp_path: Path) -> None:
    text = with_change("  years_on_step: {pleje: 2}\n", "", with_change("groups: {alle: 1}", GROUPS))
    text = with_change("    pleje: {0-17: 8}", "    pleje: {0-17: 8}\n    efter: {18-22: 20}", text)
    world = made(text, tmp_path)
    shares = {count.step: count.group_shares for count in world.parameters.stock_counts}
    assert shares["pleje"] == pytest.approx((0.375, 0.125, 0.5))
    assert shares["hjemme"] == pytest.approx((0.525, 0.175, 0.3))
    assert shares["efter"] == pytest.approx((0.675, 0.225, 0.1))
    (stream,) = world.parameters.arrivals
    assert stream.group_shares == pytest.approx((0.525, 0.175, 0.3))


def test_children_come_in_the_shares_of_their_step_and_the_stock_stays_level_by_group(tmp_path: Path) -> None:
    text = with_change("groups: {alle: 1}", GROUPS).replace("years: 2\n", "years: 10\n")
    stated = "  unit: children\n  by_step:\n    hjemme: {0-17: 10}"
    text = with_change(stated, "  keep_stock_level: true", text)
    text = with_change("hjemme: {pleje: 0.3,", "hjemme: {pleje: 0.02,", text)
    text = with_change("    hjemme: {0-17: 20}", "    hjemme: {unit: children, 0-17: 2000}", text)
    before, after = "{0-17: 8}\n  years_on_step: {pleje: 2}", "{unit: children, 0-17: 500}"
    text = with_change(before, after, text)
    world = made(text, tmp_path)
    assert len({stream.group_shares for stream in world.parameters.arrivals}) > 1
    records = simulate(world.parameters, seed=1, replication=0)
    group = dict(zip(records.children.identity.tolist(), records.children.group.tolist(), strict=True))
    stays = records.sojourns
    for name, share in (("hjemme", 0.3), ("pleje", 0.5)):
        step = world.parameters.staircase.names.index(name)
        for day in (1.0, 1800.0, 3600.0):
            there = (stays.step == step) & (stays.start <= day) & (stays.end > day)
            groups = np.array([group[child] for child in stays.child[there].tolist()])
            assert (groups == 2).mean() == pytest.approx(share, abs=0.07)


def test_a_group_of_another_step_or_an_age_outside_the_step_is_a_fault(tmp_path: Path) -> None:
    for by_step, said in (
        ("pleje: {by_age: {18-22: 1}}", "18-22: 18-22 lies outside the ages of the step (0-18)"),
        ("plje: 1", "there is no 'plje'"),
        ("pleje: 1.2", "allowed are numbers 0 - 1"),
        ("pleje: [1]", "groups.b.by_step.pleje: found '[1]'"),
    ):
        groups = f"groups: {{a: 0.5, b: {{share: 0.5, by_step: {{{by_step}}}}}}}"
        assert said in faults_of(with_change("groups: {alle: 1}", groups), tmp_path, "en")[0]


def test_a_step_of_one_group_alone_has_children_who_have_been_there_for_some_time(tmp_path: Path) -> None:
    groups = "groups: {andre: 0.7, handicap: {share: 0.3, by_step: {pleje: 1}}}"
    text = with_change("groups: {alle: 1}", groups)
    world = made(with_change("  years_on_step: {pleje: 2}\n", "", text), tmp_path)
    (count,) = (count for count in world.parameters.stock_counts if count.step == "pleje")
    assert count.group_shares == (0.0, 1.0)
    assert count.standing is not None


def test_listed_children_are_kept_level_in_their_own_groups(tmp_path: Path) -> None:
    child = "{step: pleje, birth_date: 2017-06-01, since: 2026-01-01, group: b}"
    text = with_change("groups: {alle: 1}", "groups: {a: 0.5, b: 0.5}")
    text = with_change("  by_step:\n    hjemme: {0-17: 10}", "  keep_stock_level: true", text)
    text = with_change("  unit: children\n  keep", "  keep", text)
    lines = "  by_step:\n    hjemme: {0-17: 20}\n    pleje: {0-17: 8}\n  years_on_step: {pleje: 2}\n"
    text = with_change("  unit: per_1000\n" + lines, f"  children: [{', '.join([child] * 5)}]\n", text)
    (stream,) = made(text, tmp_path).parameters.arrivals
    assert stream.step == "pleje"
    assert stream.group_shares == (0.0, 1.0)


def test_listed_children_may_stand_where_a_divided_band_counts_nobody(tmp_path: Path) -> None:
    child = "{step: pleje, birth_date: 2017-06-01, since: 2026-01-01}"
    text = with_change("  by_step:\n    hjemme: {0-17: 10}", "  keep_stock_level: true")
    text = with_change("  unit: children\n  keep", "  keep", text)
    text = with_change("pleje: {0-17: 8}\n", f"pleje: {{0-17: 0}}\n  children: [{child}]\n", text)
    text = with_change("      role: home\n      ages: [0, 18]", "      role: home\n      ages: [0, 9]", text)
    text = with_change(
        "{pleje: 0.3, slut: {rate: 0.5, by_age: {0-17: 0.6}}}", "{pleje: 0.3, slut: 0.5}", text
    )
    text = with_change("hjemme: {0-17: 20}", "hjemme: {0-8: 20}", text)
    assert made(text, tmp_path).parameters.staircase.age_borders == (0.0, 9.0, 18.0, 23.0)


def test_one_share_for_all_is_as_before(tmp_path: Path) -> None:
    whole = made(with_change("groups: {alle: 1}", "groups: {a: 0.25, b: 0.75}"), tmp_path)
    said = made(with_change("groups: {alle: 1}", "groups: {a: {share: 0.25}, b: 0.75}"), tmp_path)
    assert whole.parameters == said.parameters
    assert made(SMALL, tmp_path).parameters.arrivals[0].group_shares == (1.0,)


@given(
    st.lists(st.tuples(st.floats(0.01, 1), st.one_of(st.none(), st.floats(0, 0.3))), min_size=1, max_size=3)
)
def test_shares_sum_to_one_wherever_the_rest_can_be_taken(parts: list[tuple[float, float | None]]) -> None:
    groups = {"rest": GroupSpec.of(0.5)}
    for i, (share, said) in enumerate(parts):
        on_step = {} if said is None else {"s": said}
        groups[f"g{i}"] = GroupSpec.model_validate(
            {"share": share, "by_step": on_step}, context={"step": ["s"], "age band": ["0-17"]}
        )
    shares = shares_at(groups, {}, "s", "0-17")
    assert sum(shares) == pytest.approx(1)
    for (_, said), share in zip(parts, shares[1:], strict=True):
        assert said is None or share == pytest.approx(said)
