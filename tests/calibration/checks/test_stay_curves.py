"""Check the curves that are drawn: thinned, and always those that were estimated."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.checks.kaplan_meier import kaplan_meier
from calibration.checks.length_of_stay import MOST_POINTS, NEXT_TO_NOBODY, StayFit, check_stays, stay_curves
from tests.calibration.fitted import fit_of
from tests.calibration.made_rows import stay


def of_stays(entry: np.ndarray, years: np.ndarray, ended: np.ndarray) -> StayFit:
    """Return stays with a curve of their own and a fitted one that half are over after a year of."""
    curve = kaplan_meier(entry, entry + years, ended)
    points = np.linspace(curve.begins, curve.followed_to, 121)
    return StayFit(
        step="x",
        borders=np.zeros(0),
        observed=np.zeros(0, dtype=np.int64),
        expected=np.zeros(0),
        p_value=float("nan"),
        curve=curve,
        fitted_years=points,
        fitted_survival=0.5 ** (points - points[0]),
    )


@given(st.integers(1, 2000), st.integers(0, 2**32 - 1), st.floats(0.0, 1.0), st.floats(0.0, 2.0))
def test_every_point_that_is_drawn_is_on_the_curve(
    number: int, seed: int, share_ended: float, late: float
) -> None:
    rng = np.random.default_rng(seed)
    entry = np.where(rng.random(number) < 0.3, late * rng.random(number), 0.0)
    stay = of_stays(entry, rng.exponential(1.0, number) + 1e-3, rng.random(number) < share_ended)
    curves = stay_curves(stay)
    assert curves is not None
    assert stay.curve is not None
    assert len(curves.years) <= MOST_POINTS + 1
    assert curves.years[0] == curves.begins
    assert (np.diff(curves.years) > 0).all()
    assert (np.diff(curves.observed) <= 0).all()
    assert curves.observed == pytest.approx(stay.curve.at(curves.years))
    known = ~np.isnan(curves.low)
    assert (curves.low[known] <= curves.observed[known]).all()
    assert (curves.observed[known] <= curves.high[known]).all()
    # It stops where nobody was followed any longer, or next to nobody is left.
    emptied = curves.observed[-1] < NEXT_TO_NOBODY or curves.fitted[-1] < NEXT_TO_NOBODY
    assert curves.years[-1] == stay.curve.followed_to or emptied


def test_one_who_stayed_for_long_does_not_squeeze_the_others() -> None:
    years = np.append(np.linspace(0.01, 1.0, 200), 30.0)
    stay = of_stays(np.zeros(201), years, np.full(201, fill_value=True))
    fitted = replace(stay, fitted_survival=0.5 ** (stay.fitted_years / 0.2))
    curves = stay_curves(fitted)
    assert curves is not None
    assert curves.years[-1] < 2.0


def test_nobody_has_no_curve() -> None:
    lav, other = check_stays(fit_of(*(stay(f"B{i}", "lav", 1 + i, 100 + i) for i in range(20))))
    assert stay_curves(lav) is not None
    assert stay_curves(other) is None
