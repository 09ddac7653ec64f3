"""Give tests of the engines anything to count in a world."""

from datetime import date

import numpy as np
from hypothesis import strategies as st

from model.results.chosen import Children
from model.results.counting import Counting, CountingWindow, Reimbursable, SpreadCost, StayLimit
from model.world.months import Months
from model.world.parameters import Parameters


@st.composite
def some_children(draw: st.DrawFn, world: Parameters) -> Children:
    """Return everyone, or children of some age bands and groups."""
    staircase = world.staircase
    bands = st.lists(st.sampled_from(range(staircase.bands)), unique=True)
    groups = st.lists(st.sampled_from(staircase.groups), unique=True)
    return Children.of(staircase, bands=draw(st.none() | bands), groups=draw(st.none() | groups))


@st.composite
def countings(draw: st.DrawFn, world: Parameters) -> Counting:
    """Return something to count: months shorter or longer than the world's, windows within months, money."""
    steps = range(len(world.staircase.steps))
    some_steps = st.lists(st.sampled_from(steps), unique=True, max_size=3).map(tuple)
    start = draw(st.sampled_from([date(2027, 1, 1), date(2026, 7, 1), date(2027, 12, 1)]))
    months = Months(start=start, count=draw(st.integers(1, 30)))
    days = st.one_of(st.sampled_from([-20.0, 0.0, 31.0, 59.0]), st.floats(0.0, 900.0))
    windows = []
    for _ in range(draw(st.integers(0, 2))):
        first, last = sorted((draw(days), draw(days)))
        chosen = draw(some_steps)
        if first < last and chosen:
            windows.append(
                CountingWindow(
                    steps=chosen,
                    from_day=first,
                    to_day=draw(st.sampled_from([last, np.inf])),
                    children=draw(some_children(world)),
                )
            )
    reimbursable = None
    if draw(st.booleans()):
        prices = st.sampled_from([0.0, 0.0, 900.0, 4321.1, -100.0])
        reimbursable = Reimbursable(
            per_day_dkk=np.array([[draw(prices)] * months.count for _ in steps]).T,
            start_dkk=np.array([draw(st.sampled_from([0.0, 250_000.0])) for _ in steps]),
            limits_dkk=(20_000.0, 60_000.0, 90_000.0),
            spread=tuple(
                SpreadCost(
                    step=draw(st.sampled_from(steps)),
                    key=key,
                    per_day_dkk=np.full(months.count, draw(prices)),
                    factors=draw(st.sampled_from([(0.0, 2.0), (0.1, 0.4, 2.5), (1.0,)])),
                    children=draw(some_children(world)),
                    from_day=draw(st.sampled_from([-np.inf, 10.0, 45.5])),
                    to_day=draw(st.sampled_from([np.inf, 100.0, 300.25])),
                )
                for key in range(draw(st.integers(0, 2)))
            ),
        )
    return Counting(
        staircase=world.staircase,
        months=months,
        programmes=len(world.programmes),
        institutions=draw(some_steps),
        windows=tuple(windows),
        reimbursable=reimbursable,
        stay_limits=tuple(
            StayLimit(step=draw(st.sampled_from(steps)), days=draw(st.sampled_from([14.0, 90.0, 400.5])))
            for _ in range(draw(st.integers(0, 3)))
        ),
        by_household=tuple(
            i for i, p in enumerate(world.programmes) if p.enrolment is not None and p.enrolment.by_household
        ),
        household_days=draw(st.booleans()),
    )
