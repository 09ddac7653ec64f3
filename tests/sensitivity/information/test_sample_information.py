import math
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, gamma, nbinom, norm, qmc

from model.world.arrays import Floats, Ints
from sensitivity.information.evpi import worth_of_knowing
from sensitivity.information.sample_information import (
    SampleInformation,
    _samples,
    sample_information,
)

MONTHS = (3, 6, 12, 24)
CHILDREN = (1, 5, 20, 100, 1000)
SHAPE, YEARS = 8.0, 20.0
"""A rate is drawn from a gamma as if 8 moves had been seen in 20 child-years."""
LEVEL = 0.42
"""Moves per child-year below which the case gains, one krone a unit."""


def even_rates(draws: int) -> Floats:
    return np.asarray(gamma.ppf(qmc.Sobol(1, seed=1).random(draws)[:, 0], SHAPE) / YEARS)


def moves(rates: Floats, *, replications: int, children: float, months: tuple[int, ...], seed: int) -> Ints:
    """Return cumulated moves of so many children; [draw, replication, month, kind]."""
    chance = np.random.default_rng(seed)
    years = children * np.diff([0, *months]) / 12
    new = chance.poisson(rates[:, np.newaxis, np.newaxis] * years, (len(rates), replications, len(months)))
    return np.asarray(new.cumsum(axis=2)[..., np.newaxis])


def lived(events: Ints, *, children: float, months: tuple[int, ...]) -> Floats:
    return np.broadcast_to(children * np.array(months) / 12, events.shape[:3]).copy()


def world(
    *, draws: int = 1024, months: tuple[int, ...] = MONTHS, cost_dkk: float = 0.0, seed: int = 1
) -> SampleInformation:
    """A gain that falls with a rate, whose moves are counted; it costs `cost_dkk` a year to look."""
    rates = even_rates(draws)
    events = moves(rates, replications=4, children=2000, months=MONTHS, seed=2)[:, :, : len(months)]
    return sample_information(
        expected_gain_dkk=LEVEL - rates,
        events=events,
        child_years=lived(events, children=2000, months=months),
        so_far_dkk=np.broadcast_to(-cost_dkk * np.array(months) / 12, events.shape[:3]).copy(),
        months=months,
        children=CHILDREN,
        seed=seed,
    )


def closed(child_years: float, *, stopped_dkk: float = 0.0) -> float:
    """E max(E[g | moves], stopped) of the gamma and the Poisson: negative binomial counts."""
    counts = np.arange(int(3 * child_years) + 200)  # ten times the spread above the mean, and more
    gain = LEVEL - (SHAPE + counts) / (YEARS + child_years)
    chances = nbinom.pmf(counts, SHAPE, YEARS / (YEARS + child_years))
    return float(chances @ np.maximum(gain, stopped_dkk))


NOW = LEVEL - SHAPE / YEARS
"""Worth of deciding now: the case is done."""


def test_a_rate_that_is_counted_has_its_closed_worth() -> None:
    found = world()
    assert found.evpi_dkk == pytest.approx(closed(1e5) - NOW, rel=0.02)
    for look in found.looks:
        child_years = look.children * look.month / 12
        expected = closed(child_years) - NOW
        # The draws are spread evenly and the samples are not: of few child-years their chance counts.
        assert look.evsi_dkk == pytest.approx(expected, abs=3 * look.mc_error_dkk)
        if child_years >= 20:
            assert look.evsi_dkk == pytest.approx(expected, rel=0.04 if child_years < 100 else 0.015)
        assert look.followed_child_years == pytest.approx(child_years)
        assert look.runs_short_of_children == 0


def test_a_look_that_costs_has_its_closed_worth() -> None:
    found = world(cost_dkk=0.04)
    for look in found.looks:
        expected = closed(look.children * look.month / 12, stopped_dkk=-0.04 * look.month / 12)
        if look.children >= 100:
            assert look.strategy_dkk == pytest.approx(expected, rel=0.01)
        # A small sample that is not seen to tell anything has no error, and is worth a little.
        assert look.strategy_dkk == pytest.approx(expected, abs=max(3 * look.net_mc_error_dkk, 0.001))
        assert look.net_dkk == pytest.approx(look.strategy_dkk - NOW, abs=1e-4)
    # A longer look at ten children tells more and costs more.
    assert found.look(children=20, month=12).net_dkk > found.look(children=20, month=3).net_dkk
    assert found.look(children=1000, month=24).net_dkk < found.look(children=1000, month=3).net_dkk
    best = found.best
    assert best is not None
    assert best.net_dkk == max(look.net_dkk for look in found.looks)


def test_normal_errors_of_many_children() -> None:
    """Moves so many that the count is normal about a normal rate: the closed normal-normal worth."""
    draws, children, month, mean, sd = 2048, 400, 12, 2.0, 0.1
    rates = np.asarray(norm.ppf(qmc.Sobol(1, seed=3).random(draws)[:, 0], mean, sd))
    events = moves(rates, replications=4, children=5000, months=(month,), seed=4)
    found = sample_information(
        expected_gain_dkk=rates - 2.05,
        events=events,
        child_years=lived(events, children=5000, months=(month,)),
        so_far_dkk=np.zeros(events.shape[:3]),
        months=(month,),
        children=(children,),
        seed=5,
    )
    told = sd**2 / math.sqrt(sd**2 + mean / children)
    expected = told * norm.pdf(0.05 / told) - 0.05 * norm.sf(0.05 / told)
    assert found.looks[0].evsi_dkk == pytest.approx(expected, rel=0.04)
    assert found.looks[0].go_on == pytest.approx(norm.sf(0.05 / told), abs=0.02)


def test_all_children_of_a_large_place_tell_what_the_moves_can_tell_and_no_more() -> None:
    rates = even_rates(1024)
    price = np.random.default_rng(6).permutation(norm.ppf((np.arange(1024) + 0.5) / 1024)) * 0.2
    events = moves(rates, replications=4, children=2e5, months=(24,), seed=7)
    gain = LEVEL - rates + price
    found = sample_information(
        expected_gain_dkk=gain,
        events=events,
        child_years=lived(events, children=2e5, months=(24,)),
        so_far_dkk=np.zeros(events.shape[:3]),
        months=(24,),
        children=(200_000,),
        seed=8,
    )
    assert found.looks[0].evsi_dkk == pytest.approx(closed(1e5) - NOW, rel=0.05)
    assert found.evpi_dkk > 1.4 * found.looks[0].evsi_dkk


def test_next_to_nobody_tells_nothing() -> None:
    rates = even_rates(512)
    events = moves(rates, replications=4, children=1e6, months=(1,), seed=9)
    found = sample_information(
        expected_gain_dkk=10 * LEVEL - rates,
        events=events,
        child_years=lived(events, children=1e6, months=(1,)),
        so_far_dkk=np.full(events.shape[:3], -1.0),
        months=(1,),
        children=(1,),
        seed=10,
    )
    assert (found.looks[0].evsi_dkk, found.looks[0].mc_error_dkk, found.looks[0].net_dkk) == (0, 0, 0)
    assert found.looks[0].go_on == 1
    assert found.best is None


def test_moves_that_have_nothing_to_do_with_the_gain_tell_nothing() -> None:
    worths = []
    for seed in range(20):
        chance = np.random.default_rng(seed)
        events = moves(
            chance.gamma(SHAPE, 1 / YEARS, 200), replications=5, children=50, months=(6, 12), seed=seed
        )
        found = sample_information(
            expected_gain_dkk=chance.normal(size=200),
            events=events,
            child_years=lived(events, children=50, months=(6, 12)),
            so_far_dkk=np.zeros(events.shape[:3]),
            months=(6, 12),
            children=(50,),
            seed=seed,
        )
        worths.append(found.looks[-1].evsi_dkk)
    assert sum(worth > 0 for worth in worths) <= 2


def test_the_case_may_better_never_be_started() -> None:
    """A bad case that would have to run for a dear year to be seen through."""
    rates = even_rates(256)
    events = moves(rates, replications=2, children=100, months=(12,), seed=11)
    found = sample_information(
        expected_gain_dkk=0.3 - rates,
        events=events,
        child_years=lived(events, children=100, months=(12,)),
        so_far_dkk=np.full(events.shape[:3], -5.0),
        months=(12,),
        children=(100,),
        seed=12,
    )
    assert found.expected_gain_dkk < 0 < found.looks[0].evsi_dkk
    assert found.looks[0].strategy_dkk == pytest.approx(found.expected_gain_dkk)  # not worth stopping either
    assert found.looks[0].net_dkk == pytest.approx(found.expected_gain_dkk)
    assert found.best is None


def test_a_runs_luck_so_far_is_not_taken_for_knowledge() -> None:
    def luck(replications: int) -> tuple[float, float]:
        chance = np.random.default_rng(13)
        rates = np.full(300, 1.0)
        events = moves(rates, replications=replications, children=50, months=(12,), seed=14)
        found = sample_information(
            expected_gain_dkk=chance.normal(0, 1e-3, 300),
            events=events,
            child_years=lived(events, children=50, months=(12,)),
            so_far_dkk=(events[..., 0] - 50.0) / 10,
            months=(12,),
            children=(50,),
            seed=15,
        )
        return found.looks[0].net_dkk, float(np.maximum(0, (events - 50) / 10).mean())

    alone, lucky = luck(1)
    assert alone == pytest.approx(lucky, rel=0.1)  # one run cannot tell, as its docstring says
    assert luck(6)[0] < 0.05 * lucky


def test_the_error_is_the_spread_of_the_worth() -> None:
    evsi, net, errors, net_errors = [], [], [], []
    for seed in range(80):
        chance = np.random.default_rng(seed)
        rates = chance.gamma(SHAPE, 1 / YEARS, 300)
        spent = np.broadcast_to(chance.normal(-0.02, 0.5, (300, 1, 1)), (300, 3, 1)).copy()
        events = moves(rates, replications=3, children=60, months=(12,), seed=seed)
        found = sample_information(
            expected_gain_dkk=1.2 * LEVEL - rates,
            events=events,
            child_years=lived(events, children=60, months=(12,)),
            so_far_dkk=spent,
            months=(12,),
            children=(50,),
            seed=seed,
        ).looks[0]
        evsi.append(found.evsi_dkk)
        net.append(found.net_dkk)
        errors.append(found.mc_error_dkk)
        net_errors.append(found.net_mc_error_dkk)
    assert math.sqrt(np.mean(np.square(errors))) / np.std(evsi) == pytest.approx(1, abs=0.25)
    assert math.sqrt(np.mean(np.square(net_errors))) / np.std(net) == pytest.approx(1, abs=0.25)


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    assert world(draws=128) == world(draws=128)
    assert world(draws=128) != world(draws=128, seed=2)


def test_later_months_leave_the_earlier_as_they_were() -> None:
    short, long = world(draws=128, months=(3, 6)), world(draws=128, months=(3, 6, 12, 24))
    assert [astuple(look) for look in short.looks] == [
        astuple(look) for look in long.looks[: len(short.looks)]
    ]


def test_more_children_and_more_months_see_what_fewer_saw() -> None:
    chance = np.random.default_rng(16)
    counts, years = chance.integers(0, 50, (40, 3, 3, 2)), chance.uniform(0, 60, (40, 3, 3))
    samples = _samples(counts, years, months=(3, 6, 24), children=(1, 7, 30, 500), seed=17)
    seen = np.array([[sample.counts for sample in row] for row in samples])
    assert (np.diff(seen, axis=0) >= 0).all()
    assert (np.diff(seen, axis=1) >= 0).all()
    assert np.array_equal(seen[:, -1], np.moveaxis(counts.cumsum(axis=2), 2, 0))  # all are followed
    assert samples[2][-1].short == 1
    assert samples[2][-1].years == pytest.approx(years.sum(axis=-1))


def test_each_move_is_seen_as_often_as_its_child_is_followed() -> None:
    """Over two intervals that look the same, and in which chance must not be the same."""
    counts, years = np.full((400, 5, 2, 1), 20), np.full((400, 5, 2), 12.5)
    for sample, share in zip(
        _samples(counts, years, months=(3, 6), children=(5, 20, 49, 80), seed=18)[1],
        (0.1, 0.4, 0.98, 1.0),
        strict=True,
    ):
        assert sample.years == pytest.approx(np.full((400, 5), 25 * share))
        found = np.bincount(sample.counts.ravel(), minlength=41)
        expected = 2000 * binom.pmf(np.arange(41), 40, share)
        assert found[expected == 0].sum() == 0
        assert np.abs(found - expected).max() < 4.5 * math.sqrt(expected.max())
        assert sample.short == float(share == 1)


def test_what_cannot_be_followed_is_told() -> None:
    """Ten children for half a year, and thirty from then on."""
    rates = even_rates(64)
    years = np.broadcast_to(np.array([5.0, 20.0]), (64, 2, 2)).copy()
    found = sample_information(
        expected_gain_dkk=LEVEL - rates,
        events=np.zeros((64, 2, 2, 3)),
        child_years=years,
        so_far_dkk=np.zeros((64, 2, 2)),
        months=(6, 12),
        children=(10, 20, 40),
        seed=19,
    )
    assert found.children_reachable == (10, 20)
    told = {
        (look.children, look.month): (look.runs_short_of_children, look.followed_child_years)
        for look in found.looks
    }
    assert told == {
        (10, 6): (0, 5),
        (20, 6): (1, 5),
        (40, 6): (1, 5),
        (10, 12): (0, 10),
        (20, 12): (1, 15),
        (40, 12): (1, 20),
    }


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(20, 60), st.integers(1, 3), st.floats(-1, 1))
def test_worths_lie_where_they_must(seed: int, draws: int, replications: int, level: float) -> None:
    chance = np.random.default_rng(seed)
    gain = level + chance.normal(size=draws)
    rates = np.exp(gain[:, np.newaxis, np.newaxis, np.newaxis] * chance.normal(size=2))
    events = chance.poisson(rates, (draws, replications, 3, 2)).cumsum(axis=2)
    found = sample_information(
        expected_gain_dkk=gain,
        events=events,
        child_years=chance.uniform(0, 2, (draws, replications, 3)).cumsum(axis=2),
        so_far_dkk=chance.normal(-0.2, 0.2, (draws, replications, 3)),
        months=(1, 5, 9),
        children=(1, 2, 9),
        seed=seed,
    )
    evsi = np.array([look.evsi_dkk for look in found.looks]).reshape(3, 3)
    strategy = np.array([look.strategy_dkk for look in found.looks]).reshape(3, 3)
    assert found.evpi_dkk == worth_of_knowing(gain)
    assert (evsi >= 0).all()
    assert (evsi <= found.evpi_dkk).all()
    assert (np.diff(evsi, axis=0) >= 0).all()
    assert (np.diff(evsi, axis=1) >= 0).all()
    assert (np.diff(strategy, axis=1) >= 0).all()
    assert (strategy >= gain.mean() - 1e-9).all()
    for look in found.looks:
        assert look.net_dkk == pytest.approx(look.strategy_dkk - max(0, gain.mean()))


def test_an_unknown_look_is_not_there() -> None:
    with pytest.raises(KeyError):
        world(draws=32).look(children=7, month=3)


def arguments(**changed: Any) -> dict[str, Any]:
    usual = {
        "expected_gain_dkk": np.arange(30.0),
        "events": np.ones((30, 2, 2, 1)),
        "child_years": np.ones((30, 2, 2)),
        "so_far_dkk": np.zeros((30, 2, 2)),
        "months": (3, 6),
        "children": (5,),
        "seed": 1,
    }
    return usual | changed


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"events": np.ones((30, 2, 2))}, r"events must be \[draw, replication, month, kind\]"),
        ({"expected_gain_dkk": np.arange(29.0)}, r"events must be .* for \(29,\)"),
        ({"child_years": np.ones((30, 2, 3))}, "child_years and so_far_dkk must be"),
        ({"so_far_dkk": np.ones((30, 1, 2))}, "child_years and so_far_dkk must be"),
        ({"so_far_dkk": np.full((30, 2, 2), np.nan)}, "must be finite"),
        ({"child_years": np.full((30, 2, 2), np.nan)}, "events and child_years must be finite"),
        ({"events": np.ones((30, 2, 2, 1)) * np.array([[2.0], [1.0]])}, "must be cumulated"),
        ({"child_years": -np.ones((30, 2, 2))}, "must be cumulated"),
        ({"months": (6, 3)}, r"months must be positive and rising, not \[6, 3\]"),
        ({"months": (3,)}, "as many months as there are months: 2 for 1"),
        ({"children": ()}, r"children must be positive and rising, not \[\]"),
        ({"children": (0, 5)}, "children must be positive"),
    ],
)
def test_what_does_not_fit_is_refused(changed: dict[str, Any], told: str) -> None:
    sample_information(**arguments())
    with pytest.raises(ValueError, match=told):
        sample_information(**arguments(**changed))
