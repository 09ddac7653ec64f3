"""Draw worlds to test with by strategies: everything at once."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import strategies as st

from model.world.households import Households
from model.world.parameters import Arrivals, Parameters, StockChild, StockCount, Transition
from model.world.planned_stays import LENGTH, Length, PlannedStay
from model.world.programme import (
    OUTSIDE,
    ArrivalEffect,
    Enrolment,
    Programme,
    Reroute,
    TransitionEffect,
)
from model.world.reviews import Reviews, Staff
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Places, Staircase, Step
from model.world.standing import Standing

_DAYS = st.one_of(
    st.sampled_from([30.0, 90.0, 180.0, 365.0]), st.floats(1.0, 700.0).map(lambda d: round(d, 3))
)
"""Round days are there on purpose: what a calendar changes falls on the day that help runs out."""


def _subset(draw: st.DrawFn, names: Iterable[str], *, least: int = 0) -> tuple[str, ...]:
    known = list(names)
    return tuple(draw(st.lists(st.sampled_from(known), unique=True, min_size=least, max_size=len(known))))


@st.composite
def schedules(draw: st.DrawFn, values: st.SearchStrategy[float]) -> Schedule:
    """Return a number that changes at most three times."""
    times = sorted(draw(st.sets(_DAYS, max_size=3)))
    start = draw(st.sampled_from([0.0, 0.0, -40.0]))
    return Schedule(times=(start, *times), values=tuple(draw(values) for _ in range(len(times) + 1)))


@st.composite
def _staircases(draw: st.DrawFn, *, limited: bool, families: bool = False) -> Staircase:
    borders = draw(
        st.sampled_from([(0.0, 23.0), (0.0, 1.0, 2.0, 4.0), (1.0, 2.0, 3.0), (0.0, 2.0, 18.0, 23.0)])
    )
    groups = draw(st.sampled_from([("a",), ("a", "b"), ("c", "a", "b")]))
    count = draw(st.sampled_from([3, 2, 4, 1]))
    steps: list[Step] = []
    for i in reversed(range(count)):  # the later steps first: children are diverted to them
        low, high = (
            (borders[0], borders[-1])
            if i == count - 1
            else tuple(sorted(draw(st.lists(st.sampled_from(borders), min_size=2, max_size=2, unique=True))))
        )
        after = [s.name for s in steps if s.admits(high)]
        targets = draw(
            st.lists(st.sampled_from(["out", "moved", *after]), min_size=1, max_size=3, unique=True)
        )
        shares = [1.0] if len(targets) == 1 else [0.25] * (len(targets) - 1)
        shares = [*shares, 1.0 - sum(shares)] if len(shares) < len(targets) else shares
        others = [f"s{j}" for j in range(count) if j != i]
        together = _subset(draw, others) if families and others and draw(st.booleans()) else ()
        places = _places(draw, steps, low, high, groups) if limited and draw(st.booleans()) else None
        if together and places is not None and draw(st.booleans()):
            places = replace(places, per_household=True)
        steps.append(
            Step(
                name=f"s{i}",
                age_from=low,
                age_to=high,
                at_age_limit=tuple(zip(targets, shares, strict=True)),
                places=places,
                together_from=together,
            )
        )
    return Staircase(steps=tuple(reversed(steps)), exits=("out", "moved"), age_borders=borders, groups=groups)


def _places(draw: st.DrawFn, later: list[Step], low: float, high: float, groups: tuple[str, ...]) -> Places:
    roomy = [
        s.name
        for s in later
        if s.age_from <= low and high <= s.age_to and (s.places is None or s.places.divert_to is not None)
    ]
    target = draw(st.sampled_from([None, None, "moved", *roomy, *roomy]))
    return Places(
        number=draw(schedules(st.sampled_from([2.0, 1.0, 4.0, 0.0, 6.0]))),
        divert_to=target,
        returns=target is not None and draw(st.booleans()),
        first_groups=_subset(draw, groups),
    )


def _transitions(draw: st.DrawFn, staircase: Staircase) -> tuple[Transition, ...]:
    pairs = [(s.name, to) for s in staircase.steps for to in staircase.names if to != s.name]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=min(4, len(pairs)), max_size=12))
    rates = st.sampled_from([1.0, 4.0, 0.2, 0.0])
    transitions = []
    for from_step, to in chosen:
        rows = []
        for low in staircase.age_borders[:-1]:
            admitted = to in staircase.exits or staircase.step(to).admits(low)
            rows.append(tuple(draw(rates) if admitted else 0.0 for _ in staircase.groups))
        shape = draw(st.sampled_from([1.0, 1.0, 0.6, 2.0]))
        transitions.append(Transition(from_step=from_step, to=to, rate=tuple(rows), shape=shape))
    return tuple(transitions)


def _shares(draw: st.DrawFn, staircase: Staircase) -> tuple[float, ...]:
    weights = [draw(st.integers(0, 3)) for _ in staircase.groups]
    total = sum(weights)
    if not total:
        return (*(0.0 for _ in weights[1:]), 1.0)
    return tuple(weight / total for weight in weights)


def _where(staircase: Staircase) -> list[tuple[str, int]]:
    borders = enumerate(staircase.age_borders[:-1])
    return [(s.name, band) for band, low in borders for s in staircase.steps if s.admits(low)]


def _arrivals(draw: st.DrawFn, staircase: Staircase, *, families: bool) -> tuple[Arrivals, ...]:
    chosen = draw(st.lists(st.sampled_from(_where(staircase)), unique=True, min_size=1, max_size=4))
    per_year = schedules(st.sampled_from([12.0, 40.0, 3.0, 0.0]))
    return tuple(
        Arrivals(
            step=name,
            band=band,
            per_year=draw(per_year),
            group_shares=_shares(draw, staircase),
            reference=draw(st.sampled_from([None, 12.0, 7.0])) if families else None,
        )
        for name, band in chosen
    )


def _stock(draw: st.DrawFn, staircase: Staircase) -> tuple[tuple[StockChild, ...], tuple[StockCount, ...]]:
    room = {s.name: 6.0 if s.places is None else s.places.number.at(0.0) for s in staircase.steps}
    listed, counted = [], []
    for _ in range(draw(st.integers(0, 4))):
        known = staircase.steps[draw(st.integers(0, len(staircase.steps) - 1))]
        youngest = int(known.age_from * DAYS_PER_YEAR) + 1
        age = draw(st.integers(youngest, int(known.age_to * DAYS_PER_YEAR) - 1))
        if room[known.name] < 1:
            continue
        room[known.name] -= 1
        listed.append(
            StockChild(
                step=known.name,
                birth_day=-float(age),
                since_day=-float(draw(st.integers(0, age - youngest))),
                group=draw(st.sampled_from(staircase.groups)),
                household=draw(st.sampled_from([None, "h", "i"])),
            )
        )
    for name, band in draw(st.lists(st.sampled_from(_where(staircase)), unique=True, max_size=2)):
        number = draw(st.integers(0, int(min(room[name], 4.0))))
        room[name] -= number
        years = draw(st.sampled_from([0.0, 0.7]))
        borders = staircase.age_borders[band : band + 2]
        spread = tuple(draw(standing(*borders)) for _ in staircase.groups)
        counted.append(
            StockCount(
                step=name,
                band=band,
                number=number,
                mean_years_on_step=years,
                standing=draw(st.one_of(st.none(), st.just(spread))),
                group_shares=_shares(draw, staircase),
            )
        )
    return tuple(listed), tuple(counted)


def _bands(draw: st.DrawFn, staircase: Staircase) -> tuple[int, ...] | None:
    return draw(st.one_of(st.none(), st.just((0,)), st.just(tuple(range(staircase.bands)))))


def _groups(draw: st.DrawFn, staircase: Staircase) -> tuple[str, ...] | None:
    some = st.lists(st.sampled_from(staircase.groups), unique=True).map(tuple)
    return draw(st.one_of(st.none(), st.none(), some))


@st.composite
def lengths(draw: st.DrawFn) -> Length:
    """Return how long stays may be planned to be: all alike, or with gaps and with many of one length."""
    if draw(st.booleans()):
        return Length(shares=(0.0, 1.0), days=(draw(_DAYS),) * 2)
    inner = draw(st.lists(st.sampled_from([0.25, 0.5, 0.9]), max_size=3).map(sorted))
    days = st.lists(st.sampled_from([0.0, 30.0, 90.0, 91.5, 400.0]), min_size=len(inner) + 2)
    rising = sorted(draw(days))[: len(inner) + 2]
    return Length(shares=(0.0, *inner, 1.0), days=tuple(rising))


def _planned_stays(draw: st.DrawFn, staircase: Staircase) -> tuple[PlannedStay, ...]:
    planned = []
    for step in staircase.steps:
        if not draw(st.sampled_from([True, False, False])):
            continue
        others = [name for name in staircase.names if name not in (step.name, "out")]
        ends = [*draw(st.lists(st.sampled_from(others), unique=True, max_size=2)), "out"]
        weights = [0.5 / (len(ends) - 1)] * (len(ends) - 1) if len(ends) > 1 else []
        length = tuple(tuple(draw(lengths()) for _ in staircase.groups) for _ in range(staircase.bands))
        then = tuple(zip(ends, [*weights, 1.0 - sum(weights)], strict=True))
        planned.append(PlannedStay(step=step.name, length=length, then=then))
    return tuple(planned)


def _reviews(
    draw: st.DrawFn, staircase: Staircase, *, staffed: bool
) -> tuple[tuple[Reviews, ...], tuple[Staff, ...]]:
    """Return reviews without staff, and by staff of their own or shared, some of it with an order."""
    names = [step.name for step in staircase.steps]
    staff = tuple(
        Staff(
            name=name,
            number=draw(schedules(st.sampled_from([1.0, 0.5, 2.0, 0.0]))),
            cases_each=draw(schedules(st.sampled_from([1.0, 3.0, 8.0, 20.0]))),
            first_steps=_subset(draw, names) if draw(st.booleans()) else (),
            first_groups=_subset(draw, staircase.groups) if draw(st.booleans()) else (),
        )
        for name in ("few", "many")[: draw(st.integers(0, 2)) if staffed else 0]
    )
    by = [None, *(some.name for some in staff), *(some.name for some in staff)]
    reviews = [
        Reviews(
            name=f"reviews of {step}",
            intervals=((step, draw(schedules(st.sampled_from([91.3125, 30.0, 14.0, 365.0, 7.0])))),),
            moves=_subset(draw, staircase.names, least=1),
            staff=draw(st.sampled_from(by)),
        )
        for step in _subset(draw, names, least=1)
    ]
    return tuple(reviews), staff


def _effects(draw: st.DrawFn, staircase: Staircase) -> tuple[TransitionEffect, ...]:
    return tuple(
        TransitionEffect(
            from_steps=_subset(draw, (s.name for s in staircase.steps), least=1),
            to=to,
            multiplier=draw(st.sampled_from([0.5, 1.0, 3.0] if LENGTH in to else [0.0, 0.5, 1.0, 3.0])),
            bands=_bands(draw, staircase),
            groups=_groups(draw, staircase),
        )
        for _ in range(draw(st.integers(0, 2)))
        for to in [_subset(draw, [*staircase.names, LENGTH], least=1)]
    )


def _enrolment(draw: st.DrawFn, staircase: Staircase, *, slots: bool, families: bool) -> Enrolment:
    by_household = families and draw(st.booleans())
    low = draw(st.sampled_from([0.0, 0.0, 0.5, 1.5]))
    opens = draw(st.sampled_from([0.0, 0.0, 90.0, 200.5]))
    return Enrolment(
        steps=tuple(s.name for s in staircase.steps[draw(st.sampled_from([0, 0, -1])) :]),
        age_from=low,
        age_to=low + draw(st.sampled_from([23.0, 2.25, 1.0])),
        groups=_groups(draw, staircase),
        take_up=draw(st.sampled_from([1.0, 1.0, 0.5, 0.0])),
        slots=draw(schedules(st.sampled_from([2.0, 1.0, 4.0, 0.0])))
        if slots and draw(st.booleans())
        else None,
        first_groups=_subset(draw, staircase.groups),
        opens=opens,
        closes=draw(st.sampled_from([None, None, None, opens + 90.0, opens + 365.0])),
        length_days=draw(st.sampled_from([None, 0.0, 45.5, 90.0, 365.0])),
        drop_out_rate=draw(st.sampled_from([0.0, 0.0, 1.0])),
        follows=draw(st.booleans()),
        by_household=by_household,
        at_least=draw(st.sampled_from([1, 1, 2])) if by_household else 1,
        during=_effects(draw, staircase),
        lasting=_effects(draw, staircase),
        lasting_mean_days=draw(st.sampled_from([1.0, 60.0, 800.0])),
    )


def _reroute(draw: st.DrawFn, staircase: Staircase) -> Reroute:
    instead = draw(st.sampled_from([s.name for s in staircase.steps]))
    others = [name for name in staircase.names if name != instead]
    return Reroute(
        from_steps=_subset(draw, [*others[: len(staircase.steps) - 1], OUTSIDE], least=1),
        to=_subset(draw, others, least=1),
        bands=_bands(draw, staircase),
        groups=_groups(draw, staircase),
        instead=instead,
        share=draw(st.sampled_from([1.0, 0.5, 0.0])),
    )


@st.composite
def programmes(
    draw: st.DrawFn, staircase: Staircase, name: str, *, slots: bool = True, families: bool = False
) -> Programme:
    """Return a programme of any kind that fits a staircase."""
    kinds = draw(st.sets(st.sampled_from(["enrolment", "effects", "arrivals", "reroutes"]), min_size=1))
    steps = [s.name for s in staircase.steps]
    shares = schedules(st.sampled_from([0.0, 0.3, 1.0]))
    return Programme(
        name=name,
        share=draw(st.one_of(st.just(Schedule.constant(1.0)), shares)),
        effects=_effects(draw, staircase) if "effects" in kinds else (),
        arrival_effects=tuple(
            ArrivalEffect(
                steps=_subset(draw, steps),
                multiplier=draw(st.sampled_from([0.0, 0.5, 1.0, 2.5])),
                bands=_bands(draw, staircase),
                groups=_groups(draw, staircase),
            )
            for _ in range("arrivals" in kinds)
        ),
        reroutes=(_reroute(draw, staircase),) if "reroutes" in kinds and len(steps) > 1 else (),
        enrolment=_enrolment(draw, staircase, slots=slots, families=families)
        if "enrolment" in kinds
        else None,
    )


@st.composite
def standing(draw: st.DrawFn, low: float, high: float) -> Standing:
    """Return how ages from `low` to `high`, and times on a step, may be spread."""

    def below(cells: int) -> tuple[float, ...]:
        return (0.0, *sorted(draw(st.lists(st.floats(0, 1), min_size=cells - 1, max_size=cells - 1))), 1.0)

    cells = draw(st.integers(1, 3))
    return Standing(
        ages=tuple(low + (high - low) * i / cells for i in range(cells + 1)),
        younger=below(cells),
        years=(0.0, 0.25, 1.0, 4.0),
        shorter=tuple(below(3) for _ in range(cells)),
    )


@st.composite
def _households(draw: st.DrawFn) -> Households:
    return Households(
        sizes=draw(st.sampled_from([(0.5, 0.3, 0.2), (0.0, 1.0), (1.0,), (0.2, 0.0, 0.0, 0.8)])),
        together=draw(st.sampled_from([0.6, 1.0, 0.0])),
        apart=draw(st.sampled_from([Length(shares=(0.0, 1.0), days=(0.0, 400.0)), draw(lengths())])),
    )


@st.composite
def worlds(
    draw: st.DrawFn, *, limited: bool = True, planned: bool | None = None, reviewed: bool | None = None
) -> Parameters:
    """Return a world with a little of everything; with `limited` False nobody can take another's place.

    Stays may be `planned`, by default where steps are limited. `reviewed` says whether there are reviews;
    None leaves it to chance in a limited world, and without staff none delays another's.

    It covers several steps and ways out, age bands and limits, groups, Weibull shapes, listed and counted
    stock with time spent, planned stays, reviews with and without staff, inflows that change, places (wait,
    divert, return, priority, a number that changes), households (arriving, enrolled as one, moving together)
    and programmes of all kinds.
    """
    families = limited and draw(st.booleans())
    staircase = draw(_staircases(limited=limited, families=families))
    listed, counted = _stock(draw, staircase)
    is_reviewed = limited and draw(st.booleans()) if reviewed is None else reviewed
    reviews, staff = _reviews(draw, staircase, staffed=limited) if is_reviewed else ((), ())
    return Parameters(
        staircase=staircase,
        horizon_days=draw(st.one_of(st.sampled_from([365.0, 730.0]), st.floats(20.0, 800.0))),
        transitions=_transitions(draw, staircase),
        planned_stays=_planned_stays(draw, staircase) if (limited if planned is None else planned) else (),
        reviews=reviews,
        staff=staff,
        arrivals=_arrivals(draw, staircase, families=families),
        households=draw(_households()) if families else None,
        stock=listed,
        stock_counts=counted,
        programmes=tuple(
            draw(programmes(staircase, f"p{i}", slots=limited, families=families))
            for i in range(draw(st.integers(0, 3)))
        ),
    )
