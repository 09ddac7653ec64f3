"""Check histories rule by rule, and against a day-by-day count."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.ledger.histories import NOWHERE, Histories, ObservationWindow, histories
from model.world.staircase import DAYS_PER_YEAR, Staircase, Step
from tests.calibration.made_rows import DAY_0, WINDOW, day, ledger, staircase, stay

STEPS = ("lav", "mellem", "høj")
LAST = (WINDOW.last - DAY_0).days


def stays(lives: Histories) -> list[tuple[str, str, int, int | None, str | None]]:
    """Return (child, step, start, end, destination), days counted from `DAY_0`; None while it goes on."""
    first, names = lives.first, lives.staircase.names
    return [
        (
            str(lives.child_ids[child]),
            names[step],
            int(start) - first,
            None if to == NOWHERE else int(end) - first,
            None if to == NOWHERE else names[to],
        )
        for child, step, start, end, to in zip(
            lives.child, lives.step, lives.start, lives.end, lives.destination, strict=True
        )
    ]


def lives_of(*rows: dict, bridge_days: int = 14, steps: Staircase | None = None) -> Histories:  # type: ignore[type-arg]
    return histories(ledger(*rows), steps or staircase(*STEPS), WINDOW, bridge_days=bridge_days)


def test_a_child_goes_from_step_to_step_and_out() -> None:
    lives = lives_of(
        stay("A", "lav", 10, 40),
        stay("A", "høj", 40, 90, exit_to="hjem"),
        stay("B", "mellem", 5),
    )
    assert stays(lives) == [
        ("A", "lav", 10, 40, "høj"),
        ("A", "høj", 40, 90, "hjem"),
        ("B", "mellem", 5, None, None),
    ]
    assert lives.staircase.exits == ("ud", "hjem")
    assert lives.came.tolist() == [True, False, True]
    assert lives.rules["running"] == 1


def test_the_same_service_in_several_rows_is_one_stay() -> None:
    lives = lives_of(stay("A", "lav", 10, 40), stay("A", "lav", 40, 90), stay("A", "lav", 80, 100))
    assert stays(lives) == [("A", "lav", 10, 100, "ud")]
    assert lives.rules["split_joined"] == 2
    assert lives.rules["overlap_to_highest"] == 0


def test_short_gaps_are_bridged_and_long_ones_are_not() -> None:
    rows = [stay("A", "lav", 10, 40), stay("A", "lav", 54, 90), stay("A", "høj", 100, 120)]
    lives = lives_of(*rows)
    assert stays(lives) == [("A", "lav", 10, 100, "høj"), ("A", "høj", 100, 120, "ud")]
    assert lives.rules["gap_bridged"] == 2
    apart = lives_of(*rows, bridge_days=9)
    assert [row[:4] for row in stays(apart)] == [
        ("A", "lav", 10, 40),
        ("A", "lav", 54, 90),
        ("A", "høj", 100, 120),
    ]
    assert apart.came.all()


def test_a_short_stay_elsewhere_is_no_gap_and_a_gap_beside_what_goes_on_is_one() -> None:
    between = [stay("A", "høj", 10, 40), stay("A", "lav", 40, 50), stay("A", "høj", 50, 90)]
    assert [row[1:4] for row in stays(lives_of(*between))] == [
        ("høj", 10, 40),
        ("lav", 40, 50),
        ("høj", 50, 90),
    ]
    beside = [stay("A", "høj", 10, 40), stay("A", "lav", 20, 70), stay("A", "høj", 50, 90)]
    lives = lives_of(*beside)
    assert [row[1:4] for row in stays(lives)] == [("høj", 10, 90)]
    assert lives.rules["gap_bridged"] == 1
    assert lives.add_on_days.tolist() == [50.0, 0.0, 0.0]


def test_of_several_services_the_highest_counts_and_the_rest_only_costs() -> None:
    lives = lives_of(
        stay("A", "lav", 10, 110), stay("A", "høj", 30, 50, exit_to="hjem"), stay("A", "mellem", 40, 60)
    )
    assert stays(lives) == [
        ("A", "lav", 10, 30, "høj"),
        ("A", "høj", 30, 50, "mellem"),
        ("A", "mellem", 50, 60, "lav"),
        ("A", "lav", 60, 110, "ud"),
    ]
    assert lives.rules["overlap_to_highest"] == 3
    assert lives.add_on_days.tolist() == [30.0, 10.0, 0.0]


def test_rows_without_a_day_and_rows_after_the_window_are_left_out_and_counted() -> None:
    lives = lives_of(stay("A", "lav", 10, 10), stay("A", "lav", LAST + 1), stay("B", "lav", 3, 9))
    assert stays(lives) == [("B", "lav", 3, 9, "ud")]
    assert (lives.rules["zero_days"], lives.rules["after_window"]) == (1, 1)


def test_a_row_of_zero_days_is_no_stay_and_its_way_out_is_that_of_the_stay_that_ends_then() -> None:
    steps = staircase("lav", "høj", exits=("ud", "voksen"))
    lives = lives_of(
        stay("A", "lav", 10, 40),
        stay("A", "høj", 40, 40, exit_to="voksen"),
        stay("B", "lav", 10, 40, exit_to="ud"),
        stay("B", "lav", 40, 40),
        stay("C", "lav", 10, 40),
        stay("C", "høj", 20, 20, exit_to="voksen"),
        steps=steps,
    )
    assert stays(lives) == [
        ("A", "lav", 10, 40, "voksen"),
        ("B", "lav", 10, 40, "ud"),
        ("C", "lav", 10, 40, "ud"),
    ]
    assert lives.rules["zero_days"] == 3
    assert lives.rules["exit_assumed"] == 1


def test_of_rows_that_end_a_stay_together_the_one_that_says_where_the_child_went_counts() -> None:
    steps = staircase("lav", exits=("ud", "voksen"))
    rows = [stay("A", "lav", 10, 40, exit_to="voksen"), stay("A", "lav", 20, 40)]
    for order in (rows, rows[::-1]):
        assert stays(lives_of(*order, steps=steps)) == [("A", "lav", 10, 40, "voksen")]


def test_a_child_in_none_of_several_groups_is_no_history() -> None:
    steps = replace(staircase("lav"), groups=("a", "b"))
    with pytest.raises(ValueError, match="none of the groups a, b"):
        lives_of(stay("A", "lav", 10, 40), steps=steps)


def test_what_ends_on_the_last_day_is_seen_and_what_ends_later_is_not() -> None:
    lives = lives_of(stay("A", "lav", 10, LAST), stay("B", "lav", 10, LAST + 1))
    assert [row[4] for row in stays(lives)] == ["ud", None]


GROWING = Staircase(
    steps=(
        Step(name="hjemme", age_to=18.0, at_age_limit=(("ud", 1.0),)),
        Step(name="pleje", age_to=18.0, at_age_limit=(("efterværn", 0.5), ("ud", 0.5))),
        Step(name="efterværn", age_from=18.0, age_to=23.0, at_age_limit=(("ud", 1.0),)),
    ),
    exits=("ud",),
    age_borders=(0.0, 18.0, 23.0),
)


def turning_18_on(number: int) -> dict[str, object]:
    return {"birth_date": day(number - round(18 * DAYS_PER_YEAR))}


def test_an_end_at_the_age_limit_is_no_matter_of_rates() -> None:
    born = turning_18_on(500)
    lives = lives_of(
        stay("A", "pleje", 10, 500, **born),
        stay("B", "pleje", 10, 400, **born),
        stay("C", "hjemme", 10, 475, **born),
        steps=GROWING,
    )
    assert lives.at_age_limit.tolist() == [True, False, True]
    assert lives.rules["at_age_limit"] == 2


def test_a_stay_past_the_age_limit_goes_on_where_the_staircase_says() -> None:
    born = turning_18_on(500)
    lives = lives_of(
        stay("A", "pleje", 10, 900, exit_to="hjem", **born),
        stay("B", "hjemme", 10, 900, **born),
        stay("C", "pleje", 10, 510, **born),
        steps=GROWING,
    )
    limit = 501  # the 18th birthday is half a day into day 500
    assert [row for row in stays(lives) if row[0] == "A"] == [
        ("A", "pleje", 10, limit, "efterværn"),
        ("A", "efterværn", limit, 900, "hjem"),
    ]
    assert [row[3] for row in stays(lives) if row[0] != "A"] == [limit, 510]
    assert lives.rules["past_age_limit"] == 2


def test_an_unknown_step_and_a_window_upside_down_are_refused() -> None:
    with pytest.raises(ValueError, match="fjern is not a step; there are lav, mellem, høj"):
        lives_of(stay("A", "fjern", 1, 2))
    with pytest.raises(ValueError, match="no time at all"):
        ObservationWindow(first=date(2020, 1, 1), last=date(2020, 1, 1))


def test_an_empty_ledger_has_no_lives() -> None:
    assert stays(lives_of()) == []


def by_the_day(rows: list[tuple[str, int, int, int]], bridge: int) -> list[tuple[str, int, int, int]]:
    """Return (child, step, start, end) of the stays, reckoned one day at a time."""
    values = []
    for child in sorted({row[0] for row in rows}):
        services = [
            frozenset(step for _, step, start, end in rows_of(rows, child) if start <= at < end)
            for at in range(LAST + 1)
        ]
        edges = [0, *(at for at in range(1, LAST + 1) if services[at] != services[at - 1]), LAST + 1]
        spans = [(low, high, services[low]) for low, high in pairwise(edges)]
        top = {low: max(there, default=-1) for low, _, there in spans}
        for (_, _, there), (start, end, here), (_, _, then) in zip(spans, spans[1:], spans[2:], strict=False):
            returns = not here or max(there, default=-1) == max(then, default=-1) > max(here)
            if end - start <= bridge and here <= there & then and there and then and returns:
                top[start] = max(there)
        days = [top[max(low for low, _, _ in spans if low <= at)] for at in range(LAST + 1)]
        changes = [0, *(at for at in range(1, LAST + 1) if days[at] != days[at - 1]), LAST + 1]
        values += [(child, days[low], low, high) for low, high in pairwise(changes) if days[low] >= 0]
    return values


def rows_of(rows: list[tuple[str, int, int, int]], child: str) -> list[tuple[str, int, int, int]]:
    return [row for row in rows if row[0] == child]


spells = st.tuples(st.sampled_from("AB"), st.integers(0, 2), st.integers(0, 40), st.integers(1, 15))


@given(rows=st.lists(spells, max_size=9), bridge=st.integers(0, 8))
def test_stays_are_those_of_a_day_by_day_reckoning(
    rows: list[tuple[str, int, int, int]], bridge: int
) -> None:
    whole = [(child, step, start, start + days) for child, step, start, days in rows]
    lives = lives_of(
        *(stay(child, STEPS[step], start, end) for child, step, start, end in whole), bridge_days=bridge
    )
    values = [(child, STEPS.index(step), start, end) for child, step, start, end, _ in stays(lives)]
    assert sorted(values, key=itemgetter(0, 2)) == by_the_day(whole, bridge)
    covered = sum(len({*range(s, e)}) for _, _, s, e in whole)
    on_steps = sum(end - start for _, _, start, end in values if end is not None)
    assert lives.add_on_days.sum() <= covered
    assert on_steps >= max((end - start for _, _, start, end in whole), default=0)
