from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.world.standing import Standing
from tests.any_world import standing

SPREAD = Standing(
    ages=(6.0, 8.0, 13.0),
    younger=(0.0, 0.4, 1.0),
    years=(0.0, 1.0, 5.0),
    shorter=((0.0, 1.0, 1.0), (0.0, 0.5, 1.0)),
)


@pytest.mark.parametrize(
    ("shares", "child"),
    [
        ((0.2, 0.5), (7.0, 0.5)),
        ((0.7, 0.75), (10.5, 3.0)),
        ((0.4, 0.5), (8.0, 1.0)),
        ((0.1, 0.99), (6.5, 0.99)),
    ],
)
def test_a_child_stands_where_its_shares_lie(shares: tuple[float, float], child: tuple[float, float]) -> None:
    assert SPREAD.child(*shares) == pytest.approx(child)


@given(spread=standing(13.0, 18.0), share=st.floats(1e-9, 1 - 1e-9), time=st.floats(1e-9, 1 - 1e-9))
def test_every_child_is_within_the_borders(spread: Standing, share: float, time: float) -> None:
    age, years = spread.child(share, time)
    assert 13.0 <= age <= 18.0
    assert 0.0 <= years <= 4.0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"shorter": ((0.0, 1.0, 1.0),)}, "standing: give the times of each cell of age"),
        ({"ages": (6.0, 6.0, 13.0)}, "standing: borders must rise, and shares grow from 0 to 1"),
        ({"younger": (0.0, 0.4, 0.9)}, "standing: borders must rise, and shares grow from 0 to 1"),
        ({"younger": (0.0, 1.0)}, "standing: borders must rise, and shares grow from 0 to 1"),
        (
            {"shorter": ((0.0, 0.8, 0.7), (0.0, 0.5, 1.0))},
            "standing: borders must rise, and shares grow from 0 to 1",
        ),
    ],
)
def test_what_is_no_spread_is_refused(changed: Mapping[str, Any], message: str) -> None:
    whole = {name: getattr(SPREAD, name) for name in ("ages", "younger", "years", "shorter")}
    with pytest.raises(ValueError, match=f"^{message}$"):
        Standing(**{**whole, **changed})
