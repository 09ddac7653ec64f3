"""Check whereabouts against an independent library, closed forms and counting."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm
from surpyval.univariate.competing_risks.nonparametric.competing_risks import CompetingRisks

from calibration.checks.aalen_johansen import STILL, Paths, aalen_johansen, since_first_arrival
from calibration.checks.kaplan_meier import kaplan_meier
from tests.calibration.simulated import Array, weibull_stays

RATES = np.array([[-0.9, 0.6, 0.3], [0.4, -1.1, 0.7], [0.0, 0.0, 0.0]])
Row = tuple[int, int, int, float, float]
"""Child, origin, destination, entry, exit."""


def paths_of(rows: list[Row]) -> Paths:
    child, origin, destination, entry, exit_ = (np.array(column) for column in zip(*rows, strict=True))
    return Paths(child=child, origin=origin, destination=destination, entry=entry, exit=exit_)


def first_moves(to: Array, entry: Array, exit_: Array) -> Paths:
    child = np.arange(len(to))
    return Paths(child=child, origin=np.zeros_like(child), destination=to, entry=entry, exit=exit_)


def chains(rng: np.random.Generator, number: int, *, shape: float = 1.0, horizon: float = 6.0) -> Paths:
    """Return children who begin in state 0 and move by `RATES`, with a clock set anew by each move."""
    rows: list[Row] = []
    for child in range(number):
        state, now = 0, 0.0
        while state != 2 and now < horizon:
            there = now
            now += float(rng.weibull(shape)) / -RATES[state, state]
            to = int(rng.random() < RATES[state, 2] / -RATES[state, state]) * 2 or 1 - state
            rows.append((child, state, to if now <= horizon else STILL, there, min(now, horizon)))
            state = to
    return paths_of(rows)


def cut(paths: Paths, entry: Array, exit_: Array) -> Paths:
    """Return the paths as they look when each child is only seen from `entry` to `exit_`; both [child]."""
    first, last = entry[paths.child], exit_[paths.child]
    seen = (paths.exit > first) & (paths.entry < last) & (first < last)
    whole = replace(
        paths,
        destination=np.where(paths.exit > last, STILL, paths.destination),
        entry=np.maximum(paths.entry, first),
        exit=np.minimum(paths.exit, last),
    )
    return Paths(**{name: column[seen] for name, column in vars(whole).items()})


def shares(paths: Paths, years: Array, states: int) -> Array:
    """Return where children that are all followed to the end are, by looking; [year, state]."""
    counts = np.zeros((len(years), states))
    for child in np.unique(paths.child):
        mine = paths.child == child
        for i, year in enumerate(years):
            there = np.flatnonzero(mine & (paths.entry <= year) & (year < paths.exit))
            gone = np.flatnonzero(mine & (paths.exit <= year))
            if len(there):
                counts[i, paths.origin[there[0]]] += 1
            else:
                counts[i, paths.destination[gone[np.argmax(paths.exit[gone])]]] += 1
    return counts / len(np.unique(paths.child))


def test_with_one_way_out_it_is_the_length_of_stay() -> None:
    entry, exit_, ended = weibull_stays(4, 1_000)
    paths = first_moves(np.where(ended, 1, STILL), entry, exit_)
    curve, years = kaplan_meier(entry, exit_, ended), np.array([0.5, 1.0, 2.0, 4.0])
    where = aalen_johansen(paths, states=2, began=0, years=years)
    np.testing.assert_allclose(where.probability[:, 0], curve.at(years), rtol=1e-12)
    rows = np.searchsorted(curve.years, years, side="right") - 1
    np.testing.assert_allclose(where.low[:, 0], curve.low[rows], atol=0.002)
    np.testing.assert_allclose(where.high[:, 0], curve.high[rows], atol=0.002)
    assert (where.unseen == 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_competing_ways_out_are_those_of_another_library(seed: int) -> None:
    rng = np.random.default_rng(seed)
    length, cause = rng.weibull(0.8, 600), rng.integers(1, 3, 600)
    last = rng.exponential(2.0, 600)
    ended, exit_ = length <= last, np.minimum(length, last)
    paths = first_moves(np.where(ended, cause, STILL), np.zeros(600), exit_)
    years = np.array([0.2, 0.5, 1.0, 2.0])
    where = aalen_johansen(paths, states=3, began=0, years=years)
    other = CompetingRisks.fit(
        exit_,
        e=[int(c) if over else None for c, over in zip(cause, ended, strict=True)],
        c=(~ended).astype(int),
        how="Kaplan-Meier",
    )
    for destination in (1, 2):
        np.testing.assert_allclose(
            where.probability[:, destination], other.cif(years, destination), rtol=1e-9
        )


def test_a_markov_chain_gives_the_exponential_of_its_rates() -> None:
    rng = np.random.default_rng(11)
    whole = chains(rng, 6_000)
    late = np.where(rng.random(6_000) < 0.5, 0.0, rng.exponential(1.0, 6_000))
    paths = cut(whole, late, late + rng.exponential(3.0, 6_000))
    years = np.array([0.5, 1.0, 2.0, 3.0])
    where = aalen_johansen(paths, states=3, began=0, years=years, level=0.999)
    truth = np.stack([expm(RATES * year)[0] for year in years])
    assert (np.abs(where.probability - truth) < 4 * where.error).all()
    assert ((where.low < truth) & (truth < where.high)).all()
    assert (where.error < 0.02).all()
    assert (where.unseen == 0).all()


def test_it_needs_no_markov_property() -> None:
    rng = np.random.default_rng(5)
    whole = chains(rng, 3_000, shape=0.5)
    years = np.array([0.5, 1.0, 2.0, 3.0])
    truth = aalen_johansen(whole, states=3, began=0, years=years).probability
    last = rng.exponential(3.0, 3_000)
    where = aalen_johansen(cut(whole, np.zeros(3_000), last), states=3, began=0, years=years)
    assert (np.abs(where.probability - truth) < 4 * where.error).all()


def test_the_error_is_what_drawing_the_children_anew_gives() -> None:
    rng = np.random.default_rng(6)
    late = np.where(rng.random(400) < 0.5, 0.0, rng.exponential(0.5, 400))
    paths = cut(chains(rng, 400, shape=0.6), late, late + rng.exponential(2.0, 400))
    years = np.array([0.5, 1.5])
    rows = [np.flatnonzero(paths.child == child) for child in np.unique(paths.child)]
    again = []
    for _ in range(300):
        drawn = rng.integers(0, len(rows), len(rows))
        taken = np.concatenate([rows[i] for i in drawn])
        new = Paths(**{name: column[taken] for name, column in vars(paths).items()})
        new = replace(new, child=np.repeat(np.arange(len(drawn)), [len(rows[i]) for i in drawn]))
        again.append(aalen_johansen(new, states=3, began=0, years=years).probability)
    where = aalen_johansen(paths, states=3, began=0, years=years)
    np.testing.assert_allclose(where.error, np.std(again, axis=0), rtol=0.2)


steps_of_life = st.lists(st.tuples(st.integers(1, 2), st.integers(1, 8)), min_size=1, max_size=5)


@given(st.lists(steps_of_life, min_size=1, max_size=12))
def test_when_all_are_followed_it_is_counting(lives: list[list[tuple[int, int]]]) -> None:
    # Four states, each move one or two states on: no chain of any kind. All are followed for ten years.
    rows: list[Row] = []
    for child, life in enumerate(lives):
        state, now = 0, 0.0
        for on, quarters in life:
            to = (state + on) % 4
            rows.append((child, state, to, now, now + quarters / 4))
            state, now = to, now + quarters / 4
        rows.append((child, state, STILL, now, 11.0))
    paths = paths_of(rows)
    years = np.array([0.0, 0.25, 1.0, 2.5, 10.0])
    where = aalen_johansen(paths, states=4, began=0, years=years)
    truth = shares(paths, years, 4)
    np.testing.assert_allclose(where.probability, truth, atol=1e-9)
    np.testing.assert_allclose(where.error, np.sqrt(truth * (1 - truth) / len(lives)), atol=1e-9)
    assert (where.unseen == 0).all()
    assert where.children == len(lives)
    assert where.followed.tolist() == [0] + 4 * [len(lives)]


@given(st.integers(0, 2**32 - 1))
def test_probabilities_sum_to_one_whatever_was_seen(seed: int) -> None:
    rng = np.random.default_rng(seed)
    late = np.where(rng.random(20) < 0.5, 0.0, rng.exponential(1.0, 20))
    paths = cut(chains(rng, 20), late, late + rng.exponential(2.0, 20))
    where = aalen_johansen(paths, states=3, began=0, years=[0.1, 1.0, 3.0, 9.0])
    np.testing.assert_allclose(where.probability.sum(axis=1), 1)
    assert (where.probability > -1e-12).all()
    assert (where.low <= where.probability + 1e-9).all()
    assert (where.probability <= where.high + 1e-9).all()
    assert (np.diff(where.unseen) >= 0).all()


def test_what_nobody_saw_is_said() -> None:
    def unseen(*rows: Row) -> list[float]:
        where = aalen_johansen(paths_of([*rows]), states=3, began=0, years=[0.5, 1.5, 4.0])
        return [float(share) for share in where.unseen]

    # Nobody is there at the beginning.
    assert unseen((0, 0, 1, 1.0, 2.0), (1, 0, 2, 1.2, 3.0)) == [1, 1, 1]
    # Half of them went to state 1, where the only one was lost sight of after a year.
    assert unseen((0, 0, 1, 0.0, 0.2), (0, 1, STILL, 0.2, 1.0), (1, 0, 2, 0.0, 5.0)) == [0, 0.5, 0.5]
    # The only one left at once; that others stayed on was known only later.
    assert unseen((0, 0, 2, 0.0, 0.2), (1, 0, 2, 1.0, 5.0)) == [1, 1, 1]


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"origin": [0, 3]}, "states must be"),
        ({"destination": [0, 2]}, "states must be"),
        ({"entry": [0.0, 0.5]}, "two states at once"),
        ({"origin": [2, 1]}, "elsewhere at 0"),
        ({"exit": [1.0, 1.0]}, "before its exit"),
    ],
)
def test_impossible_paths_are_refused(change: dict[str, Any], match: str) -> None:
    paths = paths_of([(5, 0, 1, 0.0, 1.0), (5, 1, 2, 1.0, 2.0)])
    wrong = replace(paths, **{name: np.array(column) for name, column in change.items()})
    with pytest.raises(ValueError, match=match):
        aalen_johansen(wrong, states=3, began=0, years=[1.0])
    with pytest.raises(ValueError, match="rise"):
        aalen_johansen(paths, states=3, began=0, years=[2.0, 1.0])


# Since they came ------------------------------------------------------------------------------------------


def test_time_runs_from_the_first_arrival() -> None:
    year = 365.25
    # Child 7 came to step 1 from step 0, left, was away for a year, and came back; child 8 was there before
    # the window; child 9 never came.
    columns: dict[str, Any] = {
        "child": [7, 7, 7, 8, 9],
        "step": [0, 1, 0, 1, 0],
        "destination": [1, 3, STILL, 2, STILL],
        "start": [year, 2 * year, 4 * year, -year, 0],
        "end": [2 * year, 3 * year, 10 * year + 1, 3 * year, 10 * year + 1],
    }
    paths = since_first_arrival(**columns, on=1, first=0.0, last=10 * year)
    order = np.argsort(paths.entry)
    assert paths.child.tolist() == [7, 7, 7]
    assert paths.origin[order].tolist() == [1, 3, 0]
    assert paths.destination[order].tolist() == [3, 0, STILL]
    np.testing.assert_allclose(paths.entry[order], [0, 1, 2])
    np.testing.assert_allclose(paths.exit[order], [1, 2, 8 + 1 / year])
    where = aalen_johansen(paths, states=4, began=1, years=[0.5, 1.5, 2.5])
    assert where.probability.argmax(axis=1).tolist() == [1, 3, 0]

    both = since_first_arrival(**columns, on=1, first=0.0, last=10 * year, earlier=True)
    late = both.child == 8
    np.testing.assert_allclose(both.entry[late], [1, 4])
    np.testing.assert_allclose(both.exit[late], [4, 11 + 1 / year])
    assert both.origin[late].tolist() == [1, 2]
