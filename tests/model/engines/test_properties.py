"""Check the properties that hold in every world, over worlds with a little of everything."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.results.households import enrolled, household_of, united
from model.results.records import Cause, EnrolmentEnd, Records, WaitEnd
from model.simpy_engine.engine import simulate
from model.world.parameters import Parameters
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR
from tests.any_world import worlds
from tests.worlds import assert_same, between

Interval = tuple[float, float]
Allowed = Callable[[str, str], bool]
OUTSIDE = -1

over_worlds = settings(max_examples=100)


def run(world: Parameters) -> Records:
    return simulate(world, seed=1, replication=0)


def presence(records: Records) -> dict[int, list[Interval]]:
    """Return for each child its stays and its waits outside, in order of time."""
    intervals: dict[int, list[Interval]] = {child: [] for child in records.children.identity.tolist()}
    stays, waits = records.sojourns, records.waits
    for child, start, end in zip(stays.child.tolist(), stays.start.tolist(), stays.end.tolist(), strict=True):
        intervals[child].append((start, end))
    columns = (waits.child, waits.start, waits.end, waits.origin)
    for child, start, end, origin in zip(*(column.tolist() for column in columns), strict=True):
        if origin == OUTSIDE:
            intervals[child].append((start, end))
    return {child: sorted(own) for child, own in intervals.items()}


@given(worlds())
@over_worlds
def test_children_in_are_children_out_and_children_inside_at_every_event(world: Parameters) -> None:
    out: list[float] = []

    def follow(day: float, _: int, what: str) -> None:
        if what.startswith("goes out"):
            out.append(day)

    records = simulate(world, seed=1, replication=0, follow=follow)
    came = np.maximum(records.children.since_day, 0.0)
    inside = [interval for intervals in presence(records).values() for interval in intervals]
    starts, ends = np.array([a for a, _ in inside]), np.array([b for _, b in inside])
    days = between(np.concatenate([came, starts, ends, out, [0.0, world.horizon_days]]))
    for day in days:
        if day > 0:
            now_inside = int(((starts < day) & (day < ends)).sum())
            assert int((came < day).sum()) == sum(end < day for end in out) + now_inside


@given(worlds())
@over_worlds
def test_a_child_is_in_one_place_at_a_time_without_gaps(world: Parameters) -> None:
    records = run(world)
    since = dict(zip(records.children.identity.tolist(), records.children.since_day.tolist(), strict=True))
    for child, intervals in presence(records).items():
        if not intervals:  # it came to a full step that sends children out
            assert any(
                s.places and s.places.divert_to in world.staircase.exits for s in world.staircase.steps
            )
            continue
        assert intervals[0][0] == since[child]
        assert all(end == start for (_, end), (start, _) in pairwise(intervals))
        assert intervals[-1][1] <= world.horizon_days


@given(worlds())
@over_worlds
def test_every_stay_ends_where_the_next_begins(world: Parameters) -> None:
    records = run(world)
    stays, waits, exits = records.sojourns, records.waits, len(world.staircase.steps)
    asked_outside = {
        (child, start): step
        for child, start, step, origin in zip(
            waits.child.tolist(),
            waits.start.tolist(),
            waits.step.tolist(),
            waits.origin.tolist(),
            strict=True,
        )
        if origin == OUTSIDE
    }
    rows = [
        dict(zip((f.name for f in fields(stays)), row, strict=True))
        for row in zip(*(getattr(stays, f.name).tolist() for f in fields(stays)), strict=True)
    ]
    followed = {(row["child"], row["visit"]): row for row in rows}
    for row in rows:
        running = row["cause"] == Cause.HORIZON
        assert running == (row["destination"] == -1) == (row["end"] == world.horizon_days)
        after = followed.get((row["child"], row["visit"] + 1))
        if running or row["destination"] >= exits:
            assert after is None
        elif after is not None and after["start"] == row["end"]:
            assert after["step"] == row["destination"]
        else:
            assert asked_outside[row["child"], row["end"]] == row["destination"]
        assert row["visit"] == 0 or (row["child"], row["visit"] - 1) in followed


@given(worlds())
@over_worlds
def test_a_wait_on_a_step_lies_within_one_stay_there(world: Parameters) -> None:
    records = run(world)
    stays, waits = records.sojourns, records.waits
    for child, origin, start, end, outcome in zip(
        waits.child, waits.origin, waits.start, waits.end, waits.outcome, strict=True
    ):
        if origin == OUTSIDE:
            continue
        mine = (stays.child == child) & (stays.step == origin) & (stays.start <= start) & (end <= stays.end)
        assert mine.any()
        if outcome == WaitEnd.PLACE:
            assert (stays.cause[mine & (stays.end == end)] == Cause.PLACE).any()


def rank(world: Parameters, first_groups: tuple[str, ...], group: int) -> int:
    name = world.staircase.groups[group]
    return first_groups.index(name) if name in first_groups else len(first_groups)


def check_line(
    number: Schedule,
    inside: list[Interval],
    waiting: list[tuple[float, float, bool, tuple[float, float, int]]],
) -> None:
    """Check places or slots: nobody enters when full, no place stays free, the line is served in order.

    `waiting` holds (since, until, whether it got a place, what decides its place in the line).
    """
    starts, ends = np.array([a for a, _ in inside]), np.array([b for _, b in inside])
    for start in starts:
        if start > 0:
            assert int(((starts <= start) & (start < ends)).sum()) <= number.at(start)
    since, until = np.array([w[0] for w in waiting]), np.array([w[1] for w in waiting])
    for day in between(np.concatenate([starts, ends, since, until, number.times])):
        if day > 0 and ((since < day) & (day < until)).any():
            assert int(((starts < day) & (day < ends)).sum()) >= number.at(day)
    for _, served, got, key in waiting:
        if got:
            passed_over = [k for a, b, _, k in waiting if a < served < b]
            assert all(key < other for other in passed_over)


@given(worlds())
@over_worlds
def test_places_are_never_overfilled_or_left_free_or_given_out_of_turn(world: Parameters) -> None:
    records = run(world)
    stays, waits, people = records.sojourns, records.waits, records.children
    group = dict(zip(people.identity.tolist(), people.group.tolist(), strict=True))
    for index, step in enumerate(world.staircase.steps):
        if step.places is None:
            continue
        here, asked = stays.step == index, waits.step == index
        start, end = stays.start[here], stays.end[here]
        if step.places.per_household:
            homes = household_of(records, stays.child[here])
            _, start, end, _ = united(np.zeros(len(start), dtype=np.int64), homes, start, end)
        inside = list(zip(start.tolist(), end.tolist(), strict=True))
        columns = (waits.start, waits.end, waits.outcome, waits.child)
        waiting = [
            (
                start,
                end,
                outcome == WaitEnd.PLACE,
                (float(rank(world, step.places.first_groups, group[child])), start, child),
            )
            for start, end, outcome, child in zip(*(c[asked].tolist() for c in columns), strict=True)
        ]
        check_line(step.places.number, inside, waiting)


@given(worlds())
@over_worlds
def test_slots_are_never_overfilled_or_left_free_or_given_out_of_turn(world: Parameters) -> None:
    records = run(world)
    enrolments, people = records.enrolments, records.children
    group = dict(zip(people.identity.tolist(), people.group.tolist(), strict=True))
    for index, programme in enumerate(world.programmes):
        enrolment = programme.enrolment
        if enrolment is None or enrolment.slots is None:
            continue
        inside: list[Interval] = []
        waiting: list[tuple[float, float, bool, tuple[float, float, int]]] = []
        columns = (enrolments.child, enrolments.programme, enrolments.asked, enrolments.start, enrolments.end)
        for child, number, asked, start, end in zip(*(c.tolist() for c in columns), strict=True):
            if number != index:
                continue
            got = not math.isnan(start)
            if enrolment.by_household:
                continue
            if got:
                inside.append((start, end))
            if not got or start > asked:
                key = (float(rank(world, enrolment.first_groups, group[child])), asked, child)
                waiting.append((asked, start if got else end, got, key))
        if enrolment.by_household:
            got_in, ends, number = enrolled(records, (index,))
            inside = list(zip(got_in[number == index].tolist(), ends[number == index].tolist(), strict=True))
        check_line(enrolment.slots, inside, waiting)


@given(worlds())
@over_worlds
def test_nobody_stands_where_its_age_is_not_admitted(world: Parameters) -> None:
    records = run(world)
    people, stays = records.children, records.sojourns
    born = dict(zip(people.identity.tolist(), people.birth_day.tolist(), strict=True))
    listed = {
        child for child, since in zip(people.identity.tolist(), people.since_day, strict=True) if since <= 0
    }
    columns = (stays.child, stays.visit, stays.step, stays.start, stays.end)
    for child, visit, index, start, end in zip(*(column.tolist() for column in columns), strict=True):
        step = world.staircase.steps[index]
        # A listed child's birthday has a time of day, so on the start date it may be hours too young.
        slack = 1.0 if visit == 0 and child in listed else 1e-6
        assert born[child] + step.age_from * DAYS_PER_YEAR <= start + slack
        assert end <= born[child] + step.age_to * DAYS_PER_YEAR + 1e-6


@given(worlds())
@over_worlds
def test_moves_are_those_that_the_world_allows(world: Parameters) -> None:
    names, steps = world.staircase.names, world.staircase.steps
    together = {step.name for step in steps if step.together_from}
    possible = {(t.from_step, t.to) for t in world.transitions if any(map(any, t.rate))}
    possible |= {(stay.step, to) for stay in world.planned_stays for to, weight in stay.then if weight}
    diverts = {s.name: s.places.divert_to for s in steps if s.places is not None and s.places.divert_to}
    rerouted = {(f, r.instead) for p in world.programmes for r in p.reroutes for f in r.from_steps}

    def chain(name: str) -> set[str]:
        names = {name}
        while name in diverts:
            name = diverts[name]
            names.add(name)
        return names

    allowed: dict[int, Allowed] = {
        Cause.RATE: lambda a, b: (a, b) in possible,
        Cause.DIVERTED: lambda a, b: any(a == x and b in chain(y) - {y} for x, y in possible),
        Cause.AGE: lambda a, b: any(b in chain(target) for target, _ in world.staircase.step(a).at_age_limit),
        Cause.PLACE: lambda _, b: world.staircase.step(b).places is not None,
        Cause.REROUTED: lambda a, b: any(a == x and b in chain(y) for x, y in rerouted),
        Cause.HOUSEHOLD: lambda a, b: a in together or b in together,
        Cause.HORIZON: lambda _, b: b == "still there",
    }
    stays = run(world).sojourns
    for index, destination, cause in zip(
        stays.step.tolist(), stays.destination.tolist(), stays.cause.tolist(), strict=True
    ):
        assert allowed[cause](names[index], (*names, "still there")[destination])


@given(worlds())
@over_worlds
def test_enrolments_keep_to_their_programme(world: Parameters) -> None:
    records = run(world)
    rows, people, stays = records.enrolments, records.children, records.sojourns
    born = dict(zip(people.identity.tolist(), people.birth_day.tolist(), strict=True))
    group = dict(zip(people.identity.tolist(), people.group.tolist(), strict=True))
    stood = defaultdict(list)
    for child, index, start, end in zip(
        stays.child.tolist(), stays.step.tolist(), stays.start.tolist(), stays.end.tolist(), strict=True
    ):
        stood[child].append((start, end, world.staircase.steps[index].name))
    seen = set()
    columns = (rows.child, rows.programme, rows.asked, rows.start, rows.end, rows.outcome)
    for child, number, asked, start, end, outcome in zip(*(c.tolist() for c in columns), strict=True):
        assert (child, number) not in seen  # asked once
        seen.add((child, number))
        enrolment = world.programmes[number].enrolment
        assert enrolment is not None
        assert asked >= max(enrolment.opens, 0.0)
        assert enrolment.groups is None or world.staircase.groups[group[child]] in enrolment.groups
        assert any(a <= asked <= b and name in enrolment.steps for a, b, name in stood[child])
        assert math.isnan(start) == (outcome in {EnrolmentEnd.GAVE_UP, EnrolmentEnd.WAITING})
        if math.isnan(start):
            continue
        assert asked <= start <= end
        assert enrolment.closes is None or start < enrolment.closes
        if enrolment.length_days is not None:
            assert end <= start + enrolment.length_days
            joined = enrolment.by_household and outcome == EnrolmentEnd.COMPLETED
            full = joined or end == start + enrolment.length_days
            assert full or outcome != EnrolmentEnd.COMPLETED
            left = {b for _, b, _ in stood[child]}  # a planned stay may end at the very instant
            assert not full or outcome == EnrolmentEnd.COMPLETED or end in {world.horizon_days, *left}
        if not enrolment.follows:
            met = {name for a, b, name in stood[child] if a < end and start < b}
            assert met <= {*enrolment.steps}
            assert end <= born[child] + enrolment.age_to * DAYS_PER_YEAR + 1e-6


def ended(columns: list[list[float]], end: list[float], horizon: float) -> set[tuple[float, ...]]:
    return {row for row, last in zip(zip(*columns, strict=True), end, strict=True) if last < horizon}


@given(worlds(), st.floats(1.01, 2.5))
@settings(max_examples=80)
def test_a_longer_horizon_leaves_what_came_before_as_it_was(world: Parameters, longer: float) -> None:
    horizon = world.horizon_days
    short, far = run(world), run(replace(world, horizon_days=horizon * longer))
    early = far.children.since_day < horizon
    for field in fields(short.children):
        assert (
            getattr(far.children, field.name)[early].tobytes()
            == getattr(short.children, field.name).tobytes()
        )
    for table in ("sojourns", "waits", "enrolments"):
        rows = []
        for records in (short, far):
            part = getattr(records, table)
            columns = [np.nan_to_num(getattr(part, f.name), nan=-1.0).tolist() for f in fields(part)]
            rows.append(ended(columns, part.end.tolist(), horizon))
        assert rows[0] == rows[1]
    running = short.sojourns.cause == Cause.HORIZON
    begun = set(
        zip(far.sojourns.child, far.sojourns.visit, far.sojourns.step, far.sojourns.start, strict=True)
    )
    stays = short.sojourns
    assert begun >= set(
        zip(*(getattr(stays, c)[running] for c in ("child", "visit", "step", "start")), strict=True)
    )


@given(worlds())
@settings(max_examples=60)
def test_following_lives_changes_nothing_and_hears_every_stay(world: Parameters) -> None:
    heard: list[tuple[float, int]] = []

    def follow(day: float, child: int, what: str) -> None:
        if what.startswith("comes to"):
            heard.append((day, child))

    followed = simulate(world, seed=1, replication=0, follow=follow)
    assert_same(run(world), followed)
    stays = followed.sojourns
    began = zip(np.maximum(stays.start, 0.0).tolist(), stays.child.tolist(), strict=True)
    assert sorted(heard) == sorted(began)
    assert [day for day, _ in heard] == sorted(day for day, _ in heard)


@given(worlds())
@settings(max_examples=40)
def test_a_world_that_nobody_comes_to_is_empty(world: Parameters) -> None:
    nobody = tuple(replace(stream, per_year=Schedule.constant(0.0)) for stream in world.arrivals)
    records = run(replace(world, arrivals=nobody, stock=(), stock_counts=()))
    for table in fields(records):
        part = getattr(records, table.name)
        assert [len(getattr(part, column.name)) for column in fields(part)] == [0] * len(fields(part))


@pytest.mark.long
def test_the_worlds_cover_what_the_engine_can_do() -> None:
    # The properties above prove little if nothing happens; count what does.
    causes, waits, helps, back = set(), set(), set(), 0

    @given(worlds())
    @settings(max_examples=400, database=None, derandomize=True)
    def look(world: Parameters) -> None:
        nonlocal back
        records = run(world)
        causes.update(records.sojourns.cause.tolist())
        waits.update(records.waits.outcome.tolist())
        helps.update(records.enrolments.outcome.tolist())
        returning = (records.waits.outcome == WaitEnd.PLACE) & (records.waits.origin >= 0)
        back += int(returning.sum())

    look()
    assert causes == {*Cause}
    assert waits == {*WaitEnd}
    assert helps == {*EnrolmentEnd}
    assert back
