"""Check arrivals: the right number, and the very same children in every case."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from model.world.arrivals import Child, arrivals, stock
from model.world.parameters import Arrivals, Parameters, StockChild, StockCount
from model.world.programme import ArrivalEffect, Programme
from model.world.randomness import Chance, Purpose
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.any_world import worlds
from tests.worlds import inflow, step

FALSE_ALARM = 1e-6
"""Probability that one statistical check here fails though nothing is wrong, had the seed been drawn."""

REPLICATIONS = 400
YEAR = DAYS_PER_YEAR


def world(*streams: Arrivals, years: float = 3.0, groups: tuple[str, ...] = ("a", "b")) -> Parameters:
    staircase = Staircase(
        steps=(step("low"), step("high", ages=(12.0, 23.0))),
        exits=("out",),
        age_borders=(0.0, 12.0, 23.0),
        groups=groups,
    )
    return Parameters(staircase=staircase, horizon_days=years * YEAR, arrivals=streams)


def case(base: Parameters, multiplier: float, *, share: Schedule | None = None, **who: object) -> Parameters:
    effect = ArrivalEffect(steps=("low",), multiplier=multiplier, **who)  # type: ignore[arg-type]
    programme = Programme(
        name="case", share=Schedule.constant(1.0) if share is None else share, arrival_effects=(effect,)
    )
    return replace(base, programmes=(programme,))


def those_who_come(parameters: Parameters, replication: int = 0) -> list[Child]:
    return arrivals(parameters, Chance(seed=1, replication=replication))


def days(parameters: Parameters) -> list[list[float]]:
    """Return the arrival days of every replication."""
    return [[c.since_day for c in those_who_come(parameters, r)] for r in range(REPLICATIONS)]


HALVES = (0.5, 0.5)
TREND = Schedule(times=(0.0, YEAR, 2 * YEAR), values=(6.0, 1.5, 9.7))


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (inflow("low", 0.8, shares=HALVES), 2.4),
        (inflow("low", 11.3, shares=HALVES), 33.9),
        (inflow("low", TREND, shares=HALVES), 17.2),
    ],
    ids=["below one a year", "constant", "trend"],
)
def test_numbers_are_poisson_with_the_right_mean(stream: Arrivals, expected: float) -> None:
    counts = np.array([len(each) for each in days(world(stream))])
    total = counts.sum()
    mean = expected * REPLICATIONS
    assert min(stats.poisson.cdf(total, mean), stats.poisson.sf(total - 1, mean)) > FALSE_ALARM / 2
    dispersion = ((counts - expected) ** 2 / expected).sum()
    tails = stats.chi2.cdf(dispersion, REPLICATIONS), stats.chi2.sf(dispersion, REPLICATIONS)
    assert min(tails) > FALSE_ALARM / 2


def test_gaps_between_arrivals_are_in_years_of_365_and_a_quarter_days() -> None:
    # At one child a year there is one strip of points, so every gap is one child's own number.
    children = those_who_come(world(inflow("low", 1.0, shares=HALVES), years=60.0))
    chance = Chance(seed=1, replication=0)
    gaps = [chance.exponential(child.identity, Purpose.GAP) * 365.25 for child in children]
    assert len(children) > 20
    assert [child.since_day for child in children] == pytest.approx(np.cumsum(gaps), rel=1e-12)


def test_a_trend_is_followed_year_by_year() -> None:
    all_days = np.concatenate(days(world(inflow("low", TREND, shares=HALVES))))
    by_year = np.histogram(all_days, bins=[0, YEAR, 2 * YEAR, 3 * YEAR])[0]
    for count, rate in zip(by_year, TREND.values, strict=True):
        tails = (
            stats.poisson.cdf(count, rate * REPLICATIONS),
            stats.poisson.sf(count - 1, rate * REPLICATIONS),
        )
        assert min(tails) > FALSE_ALARM / 2


def test_days_within_a_constant_stretch_are_uniform() -> None:
    all_days = np.concatenate(days(world(inflow("low", 11.3, shares=HALVES))))
    assert stats.kstest(all_days / (3 * YEAR), "uniform").pvalue > FALSE_ALARM


def test_ages_are_uniform_in_the_band_and_groups_come_in_their_shares() -> None:
    stream = inflow("low", 20.0, band=1, shares=(0.3, 0.7))
    children = [c for r in range(REPLICATIONS) for c in those_who_come(world(stream), r)]
    ages = np.array([(c.since_day - c.birth_day) / YEAR for c in children])
    assert stats.kstest((ages - 12.0) / 11.0, "uniform").pvalue > FALSE_ALARM
    second = sum(c.group for c in children)
    assert stats.binomtest(second, len(children), 0.7).pvalue > FALSE_ALARM


def test_children_come_in_order_of_time_before_the_horizon() -> None:
    children = those_who_come(
        world(inflow("low", 30.0, shares=HALVES), inflow("high", 30.0, band=1, shares=HALVES))
    )
    times = [c.since_day for c in children]
    assert times == sorted(times)
    assert {c.step for c in children} == {"low", "high"}
    assert times[0] > 0.0
    assert times[-1] < 3 * YEAR
    assert not any(c.in_stock for c in children)
    assert len({c.identity for c in children}) == len(children)


def test_half_the_inflow_is_half_of_the_same_children_on_the_same_days() -> None:
    base = world(inflow("low", 25.0, shares=HALVES), inflow("high", 5.0, band=1, shares=HALVES))
    before = {c for r in range(50) for c in those_who_come(base, r)}
    after = {c for r in range(50) for c in those_who_come(case(base, 0.5), r)}
    assert after < before  # whole children: identity, day, birth day and group
    touched = sum(c.step == "low" for c in before)
    kept = sum(c.step == "low" for c in after)
    assert stats.binomtest(kept, touched, 0.5).pvalue > FALSE_ALARM
    assert {c for c in before if c.step == "high"} <= after


def test_twice_the_inflow_is_everyone_and_as_many_more() -> None:
    base = world(inflow("low", 25.0, shares=HALVES))
    for replication in range(20):
        before = set(those_who_come(base, replication))
        after = set(those_who_come(case(base, 2.0), replication))
        assert before < after
    fresh = sum(
        len(those_who_come(case(base, 2.0), r)) - len(those_who_come(base, r)) for r in range(REPLICATIONS)
    )
    mean = 75.0 * REPLICATIONS
    assert min(stats.poisson.cdf(fresh, mean), stats.poisson.sf(fresh - 1, mean)) > FALSE_ALARM / 2


def test_an_effect_on_one_group_leaves_the_other_groups_children_alone() -> None:
    base = world(inflow("low", 25.0, shares=HALVES))
    for multiplier in (0.0, 0.4, 3.0):
        before = {c for c in those_who_come(base) if c.group == 1}
        after = those_who_come(case(base, multiplier, groups=("a",)))
        assert {c for c in after if c.group == 1} == before
        assert any(c.group == 0 for c in after) is (multiplier > 0)


def test_an_effect_that_comes_later_changes_nothing_before() -> None:
    base = world(inflow("low", 25.0, shares=HALVES))
    share = Schedule(times=(0.0, YEAR), values=(0.0, 1.0))
    before, after = those_who_come(base), those_who_come(case(base, 0.0, share=share))
    assert [c for c in before if c.since_day < YEAR] == after


def test_half_of_an_effect_is_half_of_its_change() -> None:
    base = world(inflow("low", 40.0, shares=HALVES))
    by_replication = days(case(base, 0.5, share=Schedule.constant(0.5)))
    total, mean = sum(map(len, by_replication)), 40.0 * 0.75 * 3 * REPLICATIONS
    assert min(stats.poisson.cdf(total, mean), stats.poisson.sf(total - 1, mean)) > FALSE_ALARM / 2


@given(worlds(), st.floats(1.01, 3.0))
@settings(max_examples=60)
def test_a_longer_horizon_leaves_earlier_arrivals_as_they_were(parameters: Parameters, longer: float) -> None:
    short = those_who_come(parameters)
    far = those_who_come(replace(parameters, horizon_days=parameters.horizon_days * longer))
    assert [c for c in far if c.since_day < parameters.horizon_days] == short


@given(worlds(), st.sampled_from([0.0, 0.3, 1.0, 1.7, 5.0]))
@settings(max_examples=60)
def test_fewer_are_always_some_of_more(parameters: Parameters, multiplier: float) -> None:
    effect = ArrivalEffect(steps=tuple(s.name for s in parameters.staircase.steps), multiplier=multiplier)
    extra = Programme(name="extra", arrival_effects=(effect,))
    one = set(those_who_come(parameters))
    other = set(those_who_come(replace(parameters, programmes=(*parameters.programmes, extra))))
    assert (other <= one) if multiplier <= 1 else (one <= other)


def test_the_stock_is_the_children_listed_and_counted() -> None:
    listed = (
        StockChild(step="low", birth_day=-2000.0, since_day=-100.0, group="b", household="x"),
        StockChild(step="high", birth_day=-5000.0, since_day=-900.0, group="a", household="x"),
        StockChild(step="low", birth_day=-2500.0, since_day=0.0, group="a"),
    )
    count = StockCount(step="high", band=1, number=500, mean_years_on_step=2.0, group_shares=(1.0, 0.0))
    children = stock(replace(world(), stock=listed, stock_counts=(count,)), Chance(seed=1, replication=0))
    assert [c.identity for c in children] == sorted({c.identity for c in children})
    assert all(c.in_stock for c in children)

    known = {(c.step, c.since_day): c for c in children}
    first, second, third = (known[s.step, s.since_day] for s in listed)
    for child, source in zip((first, second, third), listed, strict=True):
        assert source.birth_day < child.birth_day < source.birth_day + 1
    assert (first.group, second.group, third.group) == (1, 0, 0)
    assert first.household == second.household == first.identity
    assert third.household == third.identity

    counted = [c for c in children if c not in {first, second, third}]
    assert len(counted) == 500
    ages = np.array([-c.birth_day / YEAR for c in counted])
    spent = np.array([-c.since_day / YEAR for c in counted])
    assert stats.kstest((ages - 12.0) / 11.0, "uniform").pvalue > FALSE_ALARM
    assert (spent <= ages - 12.0 + 1e-9).all()
    # Exponential with mean 2 where it is not cut: judged by those old enough to have been there for long.
    long = ages > 20.0
    assert (
        stats.kstest(spent[long & (spent < 8)], stats.truncexpon(b=4.0, scale=2.0).cdf).pvalue > FALSE_ALARM
    )


def test_children_of_the_stock_are_the_same_when_more_are_counted() -> None:
    def counted(number: int) -> list[Child]:
        count = StockCount(step="low", band=0, number=number, mean_years_on_step=1.0, group_shares=HALVES)
        return stock(replace(world(), stock_counts=(count,)), Chance(seed=1, replication=0))

    assert counted(9)[:5] == counted(5)


def test_replications_differ() -> None:
    base = world(inflow("low", 25.0, shares=HALVES))
    assert {c.since_day for c in those_who_come(base, 0)}.isdisjoint(
        c.since_day for c in those_who_come(base, 1)
    )


@pytest.mark.parametrize("value", [-1.0, float("inf"), float("nan")])
def test_an_inflow_below_zero_or_without_end_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match=r"^arrivals on low: a number per year is below zero or not finite$"):
        inflow("low", value)


@pytest.mark.parametrize("field", ["number", "mean_years_on_step"])
def test_a_stock_below_zero_is_refused(field: str) -> None:
    numbers = {"number": 1, "mean_years_on_step": 0.0, field: -1}
    with pytest.raises(ValueError, match=rf"^stock on low: {field} is -1; it must be zero or more$"):
        StockCount(step="low", band=0, **numbers)  # type: ignore[arg-type]
