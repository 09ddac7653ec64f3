from datetime import date

import numpy as np
import pytest
from numpy.typing import ArrayLike

from model.world.months import Months
from scenarios.format.study import BASELINE
from scenarios.results.comparison import BreakEvenYear, Comparison, Gain
from scenarios.running.ensemble import compare
from tests.scenarios.small import SMALL, study_of, with_change

MONTHS = Months.of(date(2027, 1, 1), 4)


def gain(*runs: ArrayLike) -> Gain:
    """Return a gain with one payer and one replication of each draw, given the net gain by year."""
    dkk = np.array(runs, dtype=float)[:, np.newaxis, :, np.newaxis]
    return Gain(dkk=dkk, months=MONTHS, municipal=(True,))


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    study = study_of(SMALL, tmp_path_factory.mktemp("study"))
    return compare(study, seed=3, draws=6, replications=3, workers=1)


def test_the_present_value_discounts_each_year_after_the_first() -> None:
    expected = 1 + 1 / 1.035 + 1 / 1.035**2 + 1 / 1.035**3
    assert gain([100, 100, 100, 100]).net_present[0, 0] == pytest.approx(100 * expected)
    assert gain([100, 0, 0, 0]).net_present[0, 0] == 100


def test_break_even_is_the_first_year_from_which_the_gain_so_far_stays_above_zero() -> None:
    assert gain([-10, 30, 1, 1]).break_even_year[0, 0] == 2028
    assert gain([10, 1, 1, 1]).break_even_year[0, 0] == 2027
    assert gain([-10, 30, -30, 30]).break_even_year[0, 0] == 2030


def test_a_gain_so_far_that_touches_zero_is_not_above_it() -> None:
    assert gain([0, 0, 0, 5]).break_even_year[0, 0] == 2030
    assert gain([5, -5 * 1.035, 0, 5]).break_even_year[0, 0] == 2030
    assert gain([0, 0, 0, 0]).break_even_year[0, 0] == np.inf


def test_a_gain_that_is_lost_again_breaks_even_never() -> None:
    assert gain([10, -30, 1, 1]).break_even_year[0, 0] == np.inf


@pytest.mark.parametrize("count", [1, 2, 3, 10, 11, 20, 21, 101])
def test_quantiles_of_the_break_even_year_are_years_or_never(count: int) -> None:
    rising = [[-10, 30, 0, 0]] * (count // 2) + [[-10, -10, -10, -10]] * (count - count // 2)
    years = gain(*rising).break_even
    ordered = [2028] * (count // 2) + [None] * (count - count // 2)

    def at(share: float) -> int | None:
        return ordered[int(np.ceil(round(share * (count - 1), 9)))]

    assert years == BreakEvenYear(p10=at(0.1), p50=at(0.5), p90=at(0.9))


def test_only_municipal_payers_count_in_the_net_and_all_are_shown() -> None:
    dkk = np.zeros((1, 1, 4, 2))
    dkk[..., 0], dkk[..., 1] = 10, -1000
    gained = Gain(dkk=dkk, months=MONTHS, municipal=(True, False))
    assert gained.by_year.tolist() == [[[10, 10, 10, 10]]]
    assert gained.by_payer.tolist() == [[[40, -4000]]]
    assert gained.probability == 1.0


def test_the_probability_is_the_share_of_runs_above_zero() -> None:
    assert gain([1, 0, 0, 0], [0, 0, 0, 0], [-1, 0, 0, 0], [2, 0, 0, 0]).probability == 0.5


def test_a_case_that_does_nothing_gains_exactly_nothing_in_every_run(comparison: Comparison) -> None:
    nothing = comparison.gain("ingenting")
    assert not nothing.dkk.any()
    assert nothing.probability == 0.0
    assert nothing.break_even == BreakEvenYear(p10=None, p50=None, p90=None)
    baseline, same = comparison.runs[BASELINE], comparison.runs["ingenting"]
    assert np.array_equal(baseline.person_days, same.person_days)
    assert np.array_equal(baseline.moves, same.moves)
    shared = [same.key_figure_rows.index(row) for row in baseline.key_figure_rows]
    assert np.array_equal(baseline.key_figures, same.key_figures[..., shared], equal_nan=True)


def test_a_gain_is_baseline_less_case_programme_and_all(comparison: Comparison) -> None:
    by_hand = comparison.runs[BASELINE].cost_dkk.sum(axis=3) - comparison.runs["tættere"].cost_dkk.sum(axis=3)
    assert comparison.gain("tættere").dkk == pytest.approx(by_hand)
    items = comparison.runs["tættere"].items
    programme = comparison.runs["tættere"].cost_dkk[..., items.index("hjælp"), :]
    assert programme.sum(axis=-1) == pytest.approx(np.full((6, 3, 2), 300_000))


def test_full_year_persons_are_days_over_the_days_of_the_year(comparison: Comparison) -> None:
    days = comparison.runs[BASELINE].person_days
    persons = comparison.full_year_persons(BASELINE, "hjemme")
    assert persons[..., 0] == pytest.approx(days[..., :12, 0].sum(axis=-1) / 365)
    assert persons[..., 1] == pytest.approx(days[..., 12:, 0].sum(axis=-1) / 366)


def test_a_step_that_a_case_adds_is_empty_in_the_baseline(tmp_path_factory: pytest.TempPathFactory) -> None:
    added = """    changes:
      staircase: {steps: {ny: {title: Ny, role: home, ages: [0, 18], at_age_limit: {slut: 1}, after: hjemme}}}
      rates: {by_step: {hjemme: {ny: 2}, ny: {slut: 1}}}
      prices: {ny: {}}
"""
    text = with_change(
        "    changes:\n      programmes:\n        intet:", added + "      programmes:\n        intet:"
    )
    study = study_of(text, tmp_path_factory.mktemp("study"))
    comparison = compare(study, seed=1, draws=1, replications=1, workers=1)
    assert comparison.runs["ingenting"].steps == ("hjemme", "ny", "pleje", "efter")
    assert not comparison.full_year_persons(BASELINE, "ny").any()
    assert (comparison.full_year_persons("ingenting", "ny") > 0).all()
