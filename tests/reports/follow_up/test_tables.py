"""Test tables of a follow-up: observations, expectations, verdicts and amounts."""

import pytest

from booking.follow_up.follow_up import FollowUp
from language.formatting import DASH
from reports.follow_up.belief_tables import events_grid, learnt_grids, moved_grid
from reports.follow_up.formatting import promised_told
from reports.follow_up.tables import (
    follow_up_grids,
    indicators_grid,
    payers_grid,
    steering_grids,
    steps_grid,
    years_grid,
)
from reports.shared.table import Grid, as_table
from tests.languages import said_in
from tests.reports.followed_up import (
    early,
    judged,
    one_payer,
    outside,
    right,
    several,
    shipped,
    untaught,
    weak,
)


def rows(grid: Grid | None) -> dict[str, tuple[str, ...]]:
    assert grid is not None
    return {row[0].replace("\N{NO-BREAK SPACE}", " "): row[1:] for row in grid.rows}


def test_an_indicator_has_what_was_seen_and_both_worlds_beside_it() -> None:
    follow_up = right()
    i = follow_up.known.watch.indicators.index("moved_up")
    seen, baseline, case, verdict = rows(indicators_grid(follow_up))[
        "Flytninger til et mere indgribende trin"
    ]
    assert seen == str(int(follow_up.seen[-1, i]))
    for cell, bands in ((baseline, follow_up.baseline), (case, follow_up.case)):
        low, high = (int(end[17, i]) for end in (bands.pointwise_low, bands.pointwise_high))
        assert cell == f"{bands.mean[17, i]:.1f} ({low}{DASH}{high})".replace(".", ",")
    assert verdict.startswith("som lovet, første gang i ")


def test_those_that_are_drawn_come_first_and_all_are_there() -> None:
    follow_up = shipped()
    whole, steps = rows(indicators_grid(follow_up)), rows(steps_grid(follow_up))
    assert [*whole][:4] == [
        "Antal børn i anbringelse, i gennemsnit",
        "Flytninger til et mindre indgribende trin",
        "Flytninger til et mere indgribende trin",
        "Udgiften til alle trin, mio. kr.",
    ]
    assert "Dage i anbringelse, tusind" in whole
    assert "Nye ophold på trinnet »Alternativ til anbringelse«" in steps
    assert len(whole) + len(steps) == len(follow_up.verdicts)


def test_the_terminal_has_the_steps_that_can_be_told_and_counts_the_others() -> None:
    assert steps_grid(judged(right()), only_decided=True) is None
    grid = steps_grid(judged(right(), ("starts:pleje", "under", 3, True)), only_decided=True)
    assert [*rows(grid)] == ["Nye ophold på trinnet »Pleje«"]
    assert grid is not None
    assert grid.notes == ("5 andre målepunkter for trin kan ikke afgøres endnu.",)


def test_amounts_by_year_add_up_over_the_own_payers() -> None:
    follow_up = several()
    grid = said_in("en", years_grid, follow_up)
    by_year = rows(grid)
    assert [*by_year] == ["2023", "2024", "2025"]
    _, after = promised_told(follow_up)
    of_2024 = [each for each in after if each.year == 2024]
    sure = sum(each.sure.dkk for each in of_2024)
    assert by_year["2024"][3] == f"{sure / 1e3:,.0f}"
    assert grid.total[1] == (f"{sum(max(each.mean_dkk, 0) for each in follow_up.promised_before) / 1e3:,.0f}")


def test_an_outsider_has_a_row_and_no_amount_that_may_be_booked() -> None:
    grid = payers_grid(right())
    told = rows(grid)
    assert told["Staten (ikke kommunens penge)"][2:] == (DASH, DASH)
    assert DASH not in told["Familieafdelingen"]
    assert grid is not None
    assert grid.total[1:] == told["Familieafdelingen"]
    own = payers_grid(several())
    assert own is not None
    assert own.total[1:] != rows(own)["Familieafdelingen"]
    assert payers_grid(one_payer()) is None


def test_amounts_that_may_not_be_used_are_not_there() -> None:
    grid = years_grid(outside())
    assert {row[2] for row in grid.rows} == {row[4] for row in grid.rows} == {DASH}
    assert grid.total[2] == grid.total[4] == DASH
    assert not any("merudgifter" in note for note in grid.notes), "only those after the ledger"
    assert grid.notes[0] == "En streg: beløbene efter sagslisten kan ikke bruges."
    (effects, others) = learnt_grids(outside())
    assert effects.notes == ()
    assert others.notes[0].startswith("Tallene efter sagslisten kan ikke bruges")


def test_effects_come_first_and_say_which_way_they_moved() -> None:
    effects, others = learnt_grids(weak())
    ((_, before, after, moved),) = effects.rows
    assert (before[:3], moved) == ("0,6", "op")
    assert float(after[:4].replace(",", ".")) > float(before[:4].replace(",", "."))
    assert [*rows(others)] == ["Udslusning"]
    moved_ones = said_in("en", moved_grid, weak())
    assert moved_ones is not None
    assert rows(moved_ones)["Help: At home → Foster care"][2] == "up"


def test_the_events_furthest_from_expected_come_first() -> None:
    grid = events_grid(outside())
    assert grid is not None
    assert grid.rows[0][:2] == ("Flytninger op fra Hjemme", f"13{DASH}18")
    assert float(grid.rows[0][2]) > 3 * float(grid.rows[0][3].replace(",", "."))
    many = events_grid(shipped())
    assert many is not None
    assert len(many.rows) == 8
    assert many.notes[0] == "12 andre hændelser er tættere på det ventede."
    single = events_grid(early())
    assert single is not None
    assert {row[1] for row in single.rows} == {"1"}


def test_nothing_learnt_has_no_table_of_assumptions() -> None:
    assert learnt_grids(untaught(right())) == []
    assert moved_grid(untaught(right())) is None
    assert events_grid(untaught(right())) is None


def test_the_three_dimensions_are_those_that_were_found() -> None:
    resources, activity, results = (rows(grid) for grid in steering_grids(right()))
    assert resources["Casens egne udgifter, tusind kr."] == (
        DASH,
        DASH,
        f"{right().programmes_dkk / 1e3:.0f}",
    )
    assert len(resources) == 2
    assert [*activity] == [
        "Antal børn i anbringelse, i gennemsnit",
        "Dage i anbringelse pr. afsluttet ophold",
        "Udgiften pr. anbragt helårsperson, tusind kr.",
    ]
    assert len(results) == 2
    observed = {each.figure: each.observed for each in right().steered}
    assert results["Flytninger til et mindre indgribende trin"][0] == str(int(observed["moved_down"]))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_terminal_can_hold_every_table(lang: str) -> None:
    follow_up: FollowUp
    for follow_up in (right(), early(), outside(), untaught(right()), shipped()):
        grids = said_in(lang, follow_up_grids, follow_up)
        for grid in grids:
            assert all(len(row) == len(grid.head) for row in grid.rows)
            assert as_table(grid).row_count == len(grid.rows)
        assert len(grids) >= 5
