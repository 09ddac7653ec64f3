"""Check the long-run promise: what is booked at 80 % comes true in four of five worlds of a right model.

Each world is one draw of the assumptions, lived once: what its case gains over its baseline in a budget year
is what the council's amount is held against. The amounts come from other draws, so that a world is as new to
them as next year is.
"""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from booking.amounts.gain_in_kroner import gain_in_kroner
from booking.amounts.policy import shipped
from booking.amounts.promised import promised
from model.world.arrays import Floats, Ints
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.running.ensemble import compare
from tests.scenarios.small import SMALL, study_of, with_change
from tests.verification.decision import FALSE_ALARM

pytestmark = pytest.mark.verification

CASE, FAMILIE = "tættere", 0
ASKED, WORLDS = 750, 500
"""Draws that amounts come from, and worlds they are held against; `make verify` takes five times that."""
MANY = 2_000
OURS, THEIRS = 1, 2
"""Seeds of the amounts and of the worlds."""
TOWN = (
    ("hjemme: {0-17: 10}", "hjemme: {0-17: 90}"),
    ("hjemme: {0-17: 20}", "hjemme: {0-17: 240}"),
    ("pleje: {0-17: 8}", "pleje: {0-17: 90}"),
    ("children_0_22: 1000", "children_0_22: 3000"),
    ("years: 2", "years: 3"),
    (SMALL[SMALL.index("  ingenting:") :], ""),
)
EFFECT = "{kind: pert, low: 0.4, mode: 0.6, high: 1.0}"
RIGHT = "{kind: lognormal, p05: 0.45, p95: 0.95}"
NARROW = "{kind: lognormal, p05: 0.63, p95: 0.68}"
"""With the same middle, about 0.65."""
HOUSES = (
    "      price_year: 2025\n",
    "      price_year: 2025\n      own_unit: {block_places: 6, notice_months: 6}\n",
)


def scenario(effect: str, folder: Path, *, houses: bool = False) -> Study:
    text = SMALL
    for old, new in (*TOWN, (EFFECT, effect), *([HOUSES] if houses else [])):
        text = with_change(old, new, text)
    return study_of(text, folder)


def cashable(study: Study, comparison: Comparison) -> Floats:
    """Return what the family department gains in each world and year; [world, year]."""
    return gain_in_kroner(study, comparison, CASE, shipped()).cashable_dkk[:, 0, :, FAMILIE]


def booked(study: Study, runs: int) -> Floats:
    """Return what may be booked in each year, if all is in place."""
    comparison = compare(study, seed=OURS, draws=ASKED * runs, replications=1)
    said = promised(
        gain_in_kroner(study, comparison, CASE, shipped()),
        shipped(),
        years=comparison.years,
        payers=comparison.payers,
    )
    return np.array([each.sure.dkk for each in said if each.payer == comparison.payers[FAMILIE]])


def realised(amounts: Floats, worlds: Floats) -> Ints:
    """Return in how many worlds each year's amount is realised, from the second year on."""
    assert (amounts[1:] > 50_000).all(), amounts  # there is something to book
    return np.asarray((worlds >= amounts).sum(axis=0))[1:]


def surprise(count: int, worlds: int) -> float:
    """Return how improbable so many of the worlds are, when four of five is right and amounts are drawn."""
    error = np.sqrt(0.8 * 0.2 * (1 / worlds + WORLDS / ASKED / worlds))
    return float(2 * stats.norm.sf(abs(count / worlds - 0.8) / error))


@pytest.mark.parametrize("houses", [False, pytest.param(True, marks=pytest.mark.long)])
def test_what_is_booked_is_realised_in_four_of_five_worlds_unless_believed_too_narrowly(
    tmp_path: Path, runs: int, *, houses: bool
) -> None:
    right = scenario(RIGHT, tmp_path, houses=houses)
    worlds = cashable(right, compare(right, seed=THEIRS, draws=WORLDS * runs, replications=1))
    counts = realised(booked(right, runs), worlds)
    shares = counts / len(worlds)
    assert all(surprise(int(count), len(worlds)) > FALSE_ALARM for count in counts), shares
    if len(worlds) >= MANY:
        assert (np.abs(shares - 0.8) <= 0.02).all(), shares
    narrow = realised(booked(scenario(NARROW, tmp_path, houses=houses), runs), worlds)
    assert (narrow / len(worlds) < 0.78).all(), narrow / len(worlds)
    assert all(surprise(int(count), len(worlds)) < FALSE_ALARM for count in narrow), narrow
