"""Test lengths of planned stays: their distribution, what is left of one, and what cannot be planned."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.world.parameters import Parameters, Transition
from model.world.planned_stays import LENGTH, Length, PlannedStay
from model.world.programme import Programme, TransitionEffect
from model.world.staircase import Staircase
from tests.any_world import lengths
from tests.worlds import step

INSIDE = st.floats(1e-9, 1.0 - 1e-9)
HALF_A_YEAR = Length(shares=(0.0, 1.0), days=(180.0, 180.0))
SIX_TO_NINE = Length(shares=(0.0, 1.0), days=(182.0, 274.0))


@given(lengths(), INSIDE)
def test_so_many_have_ended_by_the_length_below_which_they_lie(length: Length, share: float) -> None:
    days = length.at(share)
    assert length.days[0] <= days <= length.days[-1]
    assert length.ended_by(days) >= share - 1e-9
    assert length.ended_by(days - 1e-6) <= share + 1e-3


@given(lengths(), st.lists(st.floats(-10.0, 800.0), min_size=2, max_size=5).map(sorted))
def test_more_have_ended_later(length: Length, days: list[float]) -> None:
    ended = [length.ended_by(day) for day in days]
    assert all(0.0 <= low <= high <= 1.0 for low, high in pairwise(ended))


@given(lengths(), INSIDE, st.floats(0.0, 500.0))
def test_what_is_left_is_that_of_the_stays_that_last_longer(
    length: Length, number: float, spent: float
) -> None:
    left = length.remaining(number, spent=spent)
    assert left >= 0.0
    ended = length.ended_by(spent)
    if ended < 1.0:
        assert spent + left == pytest.approx(length.at(ended + number * (1.0 - ended)))
    else:
        assert left == 0.0


def test_a_sharp_length_leaves_what_is_not_spent() -> None:
    assert HALF_A_YEAR.remaining(0.3, spent=0.0) == 180.0
    assert HALF_A_YEAR.remaining(0.9, spent=100.0) == 80.0
    assert HALF_A_YEAR.remaining(0.9, spent=180.0) == 0.0
    assert SIX_TO_NINE.remaining(0.5, spent=0.0) == pytest.approx(228.0)
    assert SIX_TO_NINE.remaining(0.5, spent=254.0) == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("shares", "days", "sentence"),
    [
        ((0.0, 1.0), (1.0,), "one|each"),
        ((0.0,), (1.0,), "two at least"),
        ((0.1, 1.0), (1.0, 2.0), "from 0 to 1"),
        ((0.0, 0.9), (1.0, 2.0), "from 0 to 1"),
        ((0.0, 1.0), (2.0, 1.0), "must not fall"),
        ((0.0, 0.6, 0.5, 1.0), (1.0, 2.0, 3.0, 4.0), "must not fall"),
        ((0.0, 1.0), (-1.0, 2.0), "zero or more"),
        ((0.0, 1.0), (1.0, float("inf")), "finite"),
    ],
)
def test_a_length_that_is_none_is_refused(
    shares: tuple[float, ...], days: tuple[float, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Length(shares=shares, days=days)


def world(*planned: PlannedStay, programmes: tuple[Programme, ...] = ()) -> Parameters:
    young = step("young", ages=(0.0, 6.0), at_age_limit=(("old", 1.0),))
    old = step("old", ages=(6.0, 23.0))
    return Parameters(
        staircase=Staircase(
            steps=(young, old, step("any")), exits=("out",), age_borders=(0.0, 6.0, 23.0), groups=("alle",)
        ),
        horizon_days=365.0,
        transitions=(Transition(from_step="any", to="out", rate=((0.1,), (0.1,))),),
        planned_stays=planned,
        programmes=programmes,
    )


def plan(name: str = "any", *then: tuple[str, float], bands: int = 2) -> PlannedStay:
    return PlannedStay(step=name, length=((HALF_A_YEAR,),) * bands, then=then or (("out", 1.0),))


def shorter(name: str, multiplier: float) -> Programme:
    effect = TransitionEffect(from_steps=(name,), to=(LENGTH,), multiplier=multiplier)
    return Programme(name="help", effects=(effect,))


@pytest.mark.parametrize(
    ("stays", "programmes", "sentence"),
    [
        ((plan("nowhere"),), (), "nowhere is not a step"),
        ((plan("any", ("nowhere", 1.0)),), (), "nowhere is not a step or way out"),
        ((plan(), plan()), (), "planned stays on any is given twice"),
        ((plan(bands=1),), (), "2 age bands x 1 groups"),
        ((plan("any", ("young", 1.0)),), (), "none of where they lead admits a child of 6"),
        ((plan(),), (shorter("any", 0.0),), "a stay is multiplied by 0"),
    ],
)
def test_a_world_in_which_a_plan_does_not_fit_is_refused(
    stays: tuple[PlannedStay, ...], programmes: tuple[Programme, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        world(*stays, programmes=programmes)


@pytest.mark.parametrize(
    ("then", "sentence"),
    [
        ((("out", 0.5),), "sum to 0.5"),
        ((("out", 1.5), ("old", -0.5)), "sum to 1"),
        ((("any", 1.0),), "itself"),
    ],
)
def test_a_plan_that_leads_nowhere_is_refused(then: tuple[tuple[str, float], ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        plan("any", *then)
