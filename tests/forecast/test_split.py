"""Check volume and price: they add up, and each is zero where nothing of its kind has changed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from forecast.overrun import split

some = arrays(np.float64, (5, 3), elements=st.floats(0, 1e4))
few = arrays(np.float64, 3, elements=st.floats(0, 1e4) | st.just(0.0))


@given(some, some, few, few)
def test_the_parts_are_the_whole_in_every_run(
    persons: np.ndarray, price: np.ndarray, before: np.ndarray, price_before: np.ndarray
) -> None:
    parts = split(
        persons=persons,
        dkk=persons * price,
        persons_before=before,
        dkk_before=before * price_before,
    )
    whole = persons * price - before * price_before
    assert parts.volume + parts.price == pytest.approx(whole, abs=1e-4)


def test_more_children_at_the_same_price_are_volume_and_dearer_ones_are_price() -> None:
    now = np.array([[12.0, 10.0, 12.0, 3.0]])
    dkk = now * np.array([100.0, 110.0, 110.0, 50.0])
    parts = split(
        persons=now,
        dkk=dkk,
        persons_before=np.array([10.0, 10.0, 10.0, 0.0]),
        dkk_before=np.array([1000.0, 1000.0, 1000.0, 0.0]),
    )
    assert parts.volume[0] == pytest.approx([200.0, 0.0, 200.0, 150.0])
    assert parts.price[0] == pytest.approx([0.0, 100.0, 120.0, 0.0])
